"""Speed and size of builds, measured from outside."""
