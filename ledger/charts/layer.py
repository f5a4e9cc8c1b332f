"""One layer of a chart."""

from __future__ import annotations

from typing import Any

import altair as alt


class Layer(alt.Chart):
    """A chart of one mark, of which nothing is changed once it stands in another.

    Altair copies all that lies within a chart each time that the chart is put into another: three times into layers, and again into
    panels. Copying took longer than all else that a declared chart needs. What lies within a layer is shared instead.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> Layer:
        return self.copy(deep=False)
