"""The generator: load → check → draw → render → publish, one folder a stage.

Data flows one way. A later stage imports an earlier one, never the reverse; reading the disk, writing the site and the
clock stay at the rim (``ledger.verbs``, ``ledger.publish``).
"""

__version__ = "0.1.0"
