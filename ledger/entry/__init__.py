"""Entry: a new document becomes rows. A text is read, its outline proposed, its numbers put on worksheets, and what an editor
accepts goes into the tables."""
