"""Serve the site while somebody works on it: watch, show at once what an edit makes of the page that is looked at, build, publish.

Three kinds of processes, so that what hangs can be ended and what is slow keeps nobody waiting::

    server    answers browsers (``server``, ``live``), watches the files (``watch``) and looks after the two others (``builder``)
    warm      holds the site as the last build left it, in memory; makes the pages anew that an edit changes (``warm``, ``preview``)
    build     a copy of the warm process for each edit: draws what is looked at, then builds and publishes like ``build.py build``

The warm process never draws, because the library that does must not be alive where a process forks. What it shows is not
checked yet: if the build refuses the edit, the browser gets the last good page back, and the list of what is wrong.
"""
