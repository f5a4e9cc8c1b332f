"""Beginnings: a project, and in it a story, a row, a table, a language, each in all languages of the project.

What is written here is the editor's from then on; nothing of it is read back. No stage of a build imports this package.
"""
