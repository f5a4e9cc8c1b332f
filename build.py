#!/usr/bin/env python3
"""The door of the ledger: load, check, draw, render, publish. Each verb is a file of ledger/verbs/.

python build.py build      build the site into site/
python build.py serve      build, serve at http://localhost:8000, rebuild and reload on every change
python build.py check      check data and content, and print the coverage of each policy
python build.py tidy       repair what a spreadsheet did to the tables in data/, and say so
python build.py addresses  list the addresses that are new in data/addresses.csv, to keep them
python build.py words CODE  list the words of the interface that a language lacks, as a file to be filled in
python build.py diff REV   tell what differs on the site, and in the data, from what they were at a revision
python build.py verify FILE   tell of each number in an article in which clause it stands, or that another stands there
python build.py history    note which facts changed, when, from what to what, in a table that is kept
python build.py release    keep the version of the data that the ledger stands at, at /v/<day>/
python build.py enter FILE    enter a document: from its text to worksheets, from worksheets into the tables
python build.py init DIR   make a project: a small sample newsroom, to be made your own
python build.py new THING  begin a story, a document, a row, a table, a chart or a language
python build.py import FILE  bring in a table from a CSV, an XLSX, a JSON or a Parquet file
python build.py doctor     tell what is set up, what is missing, and what an older project needs
python build.py fingerprint --archive DIR    make data/fingerprints/ from the archived texts
python build.py bench      measure cold, warm and no-change builds
"""

import sys

from ledger.verbs.door import begin, main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(begin("build.py"))
