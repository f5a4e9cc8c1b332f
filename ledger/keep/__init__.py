"""What did not change is not made again.

An *artefact* is anything that a build makes and keeps: a figure, a page, a file. While it is made, it asks questions through a
``Trace`` (``trace``), and a ``Snapshot`` of all that it can be made from answers them (``snapshot``). Its ``Record`` holds each
question with a hash of the answer; it is current exactly when the next snapshot answers alike (``records``). Its bytes are
in the ``Store``, by their hash (``store``). ``inputs`` is how a snapshot is taken of files that somebody may be saving.
"""
