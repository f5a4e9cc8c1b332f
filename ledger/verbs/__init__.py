"""What one can call: a verb a file, and this list of them.

Each file has ``options(parser)``, what a call may say, and ``run(options, problems)``, which gives back the exit code. ``PROJECT = False``
says that it is called in no newsroom, ``NOTHING`` what was not done when something is wrong. It is loaded when its verb is called, and
imports what does the work when it runs: a build that has nothing to do takes a tenth of a second.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    sys.exit("The generator runs on Linux and macOS; on Windows, use it in the Windows Subsystem for Linux (wsl --install).")

VERBS = {
    "build": "build the site, verify it and publish it whole",
    "serve": "build, serve, rebuild what changed and reload the browser",
    "check": "check data and content; print the coverage of each policy",
    "tidy": "repair what a spreadsheet did to tables, and say what was done",
    "addresses": "list what is new of the site's addresses in data/addresses.csv, to keep them",
    "words": "list the words of the interface that a language lacks, as a file to be filled in",
    "diff": "tell what differs from a revision of the project: values, pages, charts, files, addresses",
    "verify": "tell of each number in somebody's article in which clause it stands, or that another stands there",
    "history": "note which facts changed, when, from what to what, in a table that is kept",
    "release": "keep the version of the data that the ledger stands at as it is, at /v/<day>/",
    "enter": "enter a document: from its text to worksheets, from worksheets into the tables",
    "init": "make a project: a small sample newsroom, to be made your own",
    "new": "begin a story, a document, a row, a table, a chart or a language, in all languages of the project",
    "import": "bring in a table from a CSV, an XLSX, a JSON or a Parquet file: a CSV that is kept, and a declaration to look at",
    "doctor": "tell what is set up, what is missing, and what a project of an older version needs",
    "fingerprint": "make data/fingerprints/ from the archived texts",
    "bench": "measure cold, warm, edited and no-change builds beside a floor",
}
"""``{verb: what it does}``, in the order in which they are told. The verb is the name of its file, with a _ behind a word of Python."""
