"""Somebody's article against the ledger: ``ledger verify FILE``. No build imports this folder.

``article`` reads a text as passages that know their lines, ``measures`` knows how units and scales are spelled, ``quotes`` finds the numbers
with a unit, ``standing`` tells where the ledger has each of them.
"""
