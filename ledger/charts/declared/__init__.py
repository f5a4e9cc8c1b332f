"""Charts without Python: one language, for a fence in a page (```` ```chart ````) and for a file of its own (``content/charts/NAME.yml``).

asked        what a declaration may say, and what is known of one that was read
reading      from YAML to a declaration, what is wrong told at its line; ``files`` does so for files, with their words per language
relation     the rows that are drawn: ``conditions`` (filter), ``adding`` (add), ``joining`` (join),
             ``derived`` (compute; ``deriving`` and ``naming`` have its parts), ``grouping`` (group)
alike        what does not belong on one axis; ``apart``: what a drawing could not tell apart
slots        numbers and names within its words
points       what is drawn of a row; ``drawing`` puts words, table and the drawing of a mark (``charts.marks``) together
"""
