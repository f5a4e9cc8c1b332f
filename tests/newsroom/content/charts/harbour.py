"""The town's two charts, drawn with the generator's forms."""

import pandas as pd

from ledger.charts import forms
from ledger.charts.figure import Drawn, View, chart

PLAN = "town-plan"


@chart("street-trees", clauses=[(PLAN, "3")])
def street_trees(view: View) -> Drawn:
    parts = [view.ledger.owner[id][1] for id in view.ledger.row("identities", "trees-sum").parts]
    rows = sorted(parts, key=lambda r: (-r.value, r.id))
    frame = pd.DataFrame(
        {"quarter": [view.name("regions", r.region) for r in rows], "trees": [float(r.value) for r in rows], "words": [view.measured(r) for r in rows]}
    )
    frame["label"] = frame["quarter"] + ": " + frame["words"]
    first = rows[0]
    return Drawn(
        title=view.say(en=f"{view.name('regions', first.region)} is to have most trees", nl=f"{view.name('regions', first.region)} krijgt de meeste bomen"),
        subtitle=view.say(en="Street trees by quarter, 2030", nl="Straatbomen per wijk, 2030"),
        sentence=view.say(en=f"{len(rows)} quarters, {sum(r.value for r in rows):f} trees.", nl=f"{len(rows)} wijken, {sum(r.value for r in rows):f} bomen."),
        table=frame[["quarter", "trees"]].set_axis(view.say(en=["Quarter", "Trees"], nl=["Wijk", "Bomen"]), axis=1),
        links=[r.id for r in rows],
        chart=forms.bars(view, frame, x="trees", y="quarter", text="words", title=view.say(en="trees", nl="bomen")),
    )


@chart("from-to", policies=[PLAN])
def from_to(view: View) -> Drawn:
    rows = [r for r in view.ledger.rows("targets", policy=PLAN) if r.base_value and r.value > r.base_value]
    frame = pd.DataFrame(
        {
            "what": [f"{view.name('indicators', r.indicator)}, {view.name('regions', r.region)}" for r in rows],
            "start": 100.0,
            "end": [float(r.value / r.base_value * 100) for r in rows],
        }
    )
    frame["words"] = [f"{v:.0f}" for v in frame["end"]]
    frame["label"] = frame["what"] + ": " + frame["words"]
    return Drawn(
        title=view.say(en=f"{len(rows)} promises of more", nl=f"{len(rows)} beloften van meer"),
        subtitle=view.say(en="Start is 100", nl="Begin is 100"),
        sentence=view.say(en="Each dot is where a promise leads.", nl="Elke stip is waar een belofte heen leidt."),
        table=frame[["what", "end"]].set_axis(view.say(en=["Promise", "End"], nl=["Belofte", "Eind"]), axis=1),
        links=[r.id for r in rows],
        chart=forms.dumbbell(
            view, frame, start="start", end="end", y="what", text="words", title=view.say(en="start = 100", nl="begin = 100"), domain=[90, 130]
        ),
    )
