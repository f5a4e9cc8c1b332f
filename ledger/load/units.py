"""Units as quantities: what ``pint:`` says in ``units.yaml``, so that values can be compared. Nothing printed is converted.

    table = load_units(ledger)
    table.convert(Decimal("134.4"), "10kt", "t")       Decimal("1344000")

Bases that are counted in different ways have dimensions of their own, so that comparing them is refused: coal equivalent is
no energy (electricity counts in it by one of two conventions, and a document rarely says which), percentage points are no
percent, yuan are no dollars, gas at standard conditions is no plain volume, and things that are counted are no ratio.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ledger.problems import did_you_mean

if TYPE_CHECKING:
    from ledger.load.ledger import Ledger

DEFINITIONS = (
    "CNY = [yuan]",
    "USD = [us_dollar]",
    "tce = [coal_equivalent]",
    "kgce = 0.001 * tce",
    "gce = 0.001 * kgce",
    "percentage_point = [percentage_point]",
    "normal_cubic_meter = [normal_volume]",
    "counted_thing = [count]",
    # GB 11614: flat glass of 2 mm and 10 m², which weighs 50 kg
    "weight_case = 50 * kilogram",
)


class UnlikeUnits(ValueError):
    """Two units that do not measure the same thing, or of which one is not defined as a quantity."""


_EXPRESSION = re.compile(r"[\w\s.*/^()+°·-]+")
"""What a ``pint:`` is written with."""


@dataclass(frozen=True)
class UnitTable:
    """The units of a ledger by id; ``expressions[id]`` is its definition in the terms of pint."""

    expressions: Mapping[str, str]

    def convert(self, value: Decimal | int | str, unit: str, to: str) -> Decimal:
        """``value`` of ``unit`` in the unit ``to``, both ids of ``units.yaml``. Raises ``UnlikeUnits``."""
        quantity, target = self._quantity(value, unit), self._quantity(1, to)
        if quantity.dimensionality != target.dimensionality:
            raise UnlikeUnits(
                f"'{unit}' ({quantity.dimensionality}) and '{to}' ({target.dimensionality}) do not measure the same thing; compare like with like"
            )
        result: Decimal = quantity.to(target.units).magnitude / target.magnitude
        return result

    def base(self, unit: str) -> tuple[str, Decimal]:
        """What a unit measures, and how much of the base of that it is; itself, where it is not defined as a quantity or has a zero of its own."""
        try:
            once, twice = (self._quantity(count, unit).to_base_units() for count in (1, 2))
        except UnlikeUnits:
            return unit, Decimal(1)
        if twice.magnitude != 2 * once.magnitude:
            return unit, Decimal(1)
        return str(once.dimensionality), Decimal(once.magnitude)

    def comparable(self, unit: str, other: str) -> bool:
        """Whether values of two units can be converted into each other."""
        try:
            self.convert(1, unit, other)
        except UnlikeUnits:
            return False
        return True

    def _quantity(self, value: Decimal | int | str, unit: str) -> Any:
        expression = self.expressions.get(unit)
        if expression is None:
            raise UnlikeUnits(f"there is no unit '{unit}'; {did_you_mean(unit, self.expressions)}")
        if not expression:
            raise UnlikeUnits(f"unit '{unit}' has no 'pint:' in data/units.yaml; define it before comparing")
        registry = _registry()
        factor = registry.Quantity(expression)
        return registry.Quantity(Decimal(value) * Decimal(factor.magnitude), factor.units)


def unfit(expression: str) -> str:
    """Why a ``pint:`` is no quantity that can be compared; nothing where it is one."""
    if len(expression) > 100 or not _EXPRESSION.fullmatch(expression):
        return "is no unit"
    try:
        quantity = _registry().Quantity(expression)
        one = Decimal(quantity.magnitude)
        quantity.to_root_units()
    except Exception as error:  # pint has a class for some mistakes, and lets the tokenizer, decimal and itself raise the others
        return "is not defined" if type(error).__name__ == "UndefinedUnitError" else "is no unit"
    return "" if one.is_finite() and one > 0 else "is no amount above 0"


def load_units(ledger: Ledger) -> UnitTable:
    """The unit table of a ledger; pint itself is loaded at the first conversion."""
    return UnitTable({id: str(term.get("pint")) for id, term in ledger.all_meant("unit").items()})


@functools.lru_cache(maxsize=4096)
def base_of(expression: str) -> tuple[float, str] | None:
    """What one of a unit is in the base of what it measures, and the name of that base; ``None`` of one that is not defined, or that does
    not begin at nothing, as degrees do not. ``expression`` is its ``pint:``."""
    if not expression:
        return None
    registry = _registry()
    factor = registry.Quantity(expression)
    base = registry.Quantity(Decimal(1), factor.units)
    if not base._is_multiplicative:
        return None
    root = base.to_root_units()
    return float(Decimal(factor.magnitude) * root.magnitude), str(root.dimensionality)


@functools.cache
def _registry() -> Any:
    import pint

    # pint's own count is a plain number, which would make 12 firms 1,200 %.
    registry: Any = pint.UnitRegistry(non_int_type=Decimal, preprocessors=[lambda text: re.sub(r"\bcount\b", "counted_thing", text)])
    for definition in DEFINITIONS:
        registry.define(definition)
    return registry
