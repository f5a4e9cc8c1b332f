"""Plural forms by the rules of CLDR: ``one`` when ``i in 1 and v in 0``, ``few`` when ``n mod 100 in 3..10``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

_CONDITION = r"[nivwftce](?: mod [1-9]\d*)?(?: not)? in \d+(?:\.\.\d+)?(?:, ?\d+(?:\.\.\d+)?)*"
RULE = re.compile(rf"{_CONDITION}(?: (?:and|or) {_CONDITION})*", re.A)
"""How a rule is written."""


def category(rules: Mapping[str, str], value: Decimal | float) -> str:
    """The category of a number, ``other`` where no rule fits."""
    number = abs(Decimal(str(value)))
    whole, _, fraction = format(number, "f").partition(".")
    operands = {
        "n": number,
        "i": Decimal(whole),
        "v": Decimal(len(fraction)),
        "w": Decimal(len(fraction.rstrip("0"))),
        "f": Decimal(fraction or 0),
        "t": Decimal(fraction.rstrip("0") or 0),
        "c": Decimal(0),
        "e": Decimal(0),
    }
    return next((name for name, rule in rules.items() if any(_fits(part, operands) for part in rule.split(" or "))), "other")


def _fits(conditions: str, operands: Mapping[str, Decimal]) -> bool:
    return all(_holds(condition.split(), operands) for condition in conditions.split(" and "))


def _holds(words: list[str], operands: Mapping[str, Decimal]) -> bool:
    """``n mod 100 not in 11..14``."""
    value = operands[words[0]]
    if "mod" in words:
        value %= int(words[words.index("mod") + 1])
    inside = any(_within(value, each) for each in "".join(words[words.index("in") + 1 :]).split(","))
    return inside != ("not" in words)


def _within(value: Decimal, numbers: str) -> bool:
    low, _, high = numbers.partition("..")
    return value % 1 == 0 and int(low) <= value <= int(high or low)
