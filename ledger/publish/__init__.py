"""Publish: build the site beside the old one, verify it, swap it in whole."""
