"""Charts of what was, and of when."""

import altair as alt
import pandas as pd

from ledger.charts import forms
from ledger.charts.figure import Drawn, View, chart
from ledger.charts.theme import ink
from ledger.load.edtf import parse_edtf


@chart("calcium-carbonate", policies=["nonmetallic-paper"])
def calcium_carbonate(view: View) -> Drawn:
    rows = [r for r in view.ledger.rows("observations", policy="nonmetallic-paper", indicator="energy-per-product", product="ultrafine-calcium-carbonate") if r.kind == "level"]
    rows = sorted(rows, key=lambda r: r.year)
    frame = pd.DataFrame({"year": [int(r.year) for r in rows], "value": [float(r.value) for r in rows], "words": [f"{r.value:f}" for r in rows]})
    unit = view.name("units", rows[0].unit)
    frame["label"] = [f"{y}{view.say(zh='年：', en=': ')}{w} {unit}" for y, w in zip(frame["year"], frame["words"])]
    first, last = rows[0], rows[-1]
    cut = 1 - float(last.value / first.value)
    return Drawn(
        title=view.say(zh=f"磨一吨超细碳酸钙，十年省电 {cut:.0%}", en=f"Grinding a tonne of calcium carbonate took {cut:.0%} less power in ten years"),
        subtitle=view.say(zh=f"超细重质碳酸钙湿法研磨单位电耗，{unit}，{first.year}–{last.year}年", en=f"Electricity to grind a tonne of ultra-fine calcium carbonate, {unit}, {first.year}–{last.year}"),
        sentence=view.say(zh=f"从 {first.value:f} 降到 {last.value:f}；论文把它归功于更大的磨机。", en=f"Down from {first.value:f} to {last.value:f}; the paper credits larger mills."),
        table=frame[["year", "value"]].set_axis([view.say(zh="年份", en="Year"), unit], axis=1),
        links=[r.id for r in rows],
        chart=forms.line(view, frame, x="year", y="value", text="words", title=unit),
    )


@chart("timeline", policies=[])
def timeline(view: View) -> Drawn:
    """A lane for each policy that has a period or dated events, from its first year to its last."""
    records, lanes = [], []
    for policy in view.ledger.rows("policies"):
        spans = []
        if policy.period:
            spans.append((parse_edtf(policy.period).years, True))
        for event in view.ledger.rows("events", policy=policy.id):
            first, last = parse_edtf(event.date).years
            if first and event.kind in ("issued", "in-force", "deadline", "repeal", "plan-period"):
                records.append({"lane": policy.id, "date": event.date, "at": _decimal_year(event.date), "kind": event.kind, "title": view.own(event, "title"), "id": event.id})
                spans.append(((first, last or first), False))
        if spans:
            lanes.append((policy, min(s[0][0] for s in spans), max(s[0][1] for s in spans)))
    lanes = [lane for lane in lanes if any(r["lane"] == lane[0].id for r in records)]
    lanes.sort(key=lambda lane: (lane[1], lane[2]))
    title_of = {policy.id: _short(view.own(policy, "title"), view) for policy, _, _ in lanes}
    points = pd.DataFrame([r for r in records if r["lane"] in title_of and r["at"] is not None and r["kind"] != "plan-period"])
    points["policy"] = points["lane"].map(title_of)
    points["label"] = [f"{d}{view.say(zh='：', en=': ')}{t}" for d, t in zip(points["date"], points["title"])]
    periods = pd.DataFrame([{"policy": title_of[p.id], "start": float(parse_edtf(p.period).years[0]), "end": float(parse_edtf(p.period).years[1] + 1)} for p, _, _ in lanes if p.period])
    order = [title_of[p.id] for p, _, _ in lanes]
    low, high = 2005, 2031
    scale = alt.Scale(domain=[low, high], nice=False, clamp=True)
    y = alt.Y("policy:N", sort=order, axis=None if view.narrow else alt.Axis(title=None, labelLimit=300, labelPadding=10), scale=alt.Scale(domain=order, paddingInner=0.3))
    axis = alt.Axis(title=None, format="d", values=[2005, 2010, 2015, 2020, 2025, 2030], grid=True, orient="top")
    shift = 8 if view.narrow else 0
    kinds = ["issued", "in-force", "deadline", "repeal"]
    names = [view.name("event-kinds", k) for k in kinds]
    points["what"] = points["kind"].map(dict(zip(kinds, names)))
    layers = [
        alt.Chart(periods).mark_bar(size=9, color=ink("promise-3"), aria=False, yOffset=shift).encode(x=alt.X("start:Q", scale=scale, axis=axis), x2="end:Q", y=y),
        alt.Chart(points)
        .mark_point(size=60, opacity=0.9, yOffset=shift)
        .encode(
            x=alt.X("at:Q", scale=scale, axis=axis),
            y=y,
            color=alt.Color("what:N", scale=alt.Scale(domain=names, range=[ink("was"), ink("hue-2"), ink("promise"), ink("alarm")]), legend=alt.Legend(title=None, orient="bottom", direction="horizontal")),
            shape=alt.Shape("what:N", scale=alt.Scale(domain=names, range=["circle", "square", "triangle-right", "cross"])),
            description="label:N",
        ),
        *forms._names_above(view, pd.DataFrame({"policy": order}), "policy", order),
    ]
    ahead = points.loc[(points["kind"] == "deadline") & (points["at"] >= 2026)]
    return Drawn(
        title=view.say(zh=f"{len(order)} 份文件，从2005年到2030年", en=f"{len(order)} documents, from 2005 to 2030"),
        subtitle=view.say(zh="每行一份文件：绿条为规划期；点为发布、施行、截止与废止", en="A line for each document: green bar, plan period; marks, issue, entry into force, deadlines and repeals"),
        sentence=view.say(zh=f"账上还有 {len(ahead)} 个截止日在2026年或以后。", en=f"{len(ahead)} deadlines on the ledger fall in 2026 or later."),
        table=points.sort_values("at", kind="stable")[["title", "date", "what", "policy"]].set_axis(view.say(zh=["事件", "日期", "类型", "文件"], en=["Event", "Date", "Kind", "Document"]), axis=1),
        links=list(points.sort_values("at", kind="stable")["id"]),
        chart=alt.layer(*layers).properties(width=view.width - 20 if view.narrow else view.width - 330, height=forms.rows(view, len(order))),
    )


def _decimal_year(date: str) -> float | None:
    """Where a date lies on an axis of years: ``2025-07`` is 2025.5. Its last day for a deadline written as a year."""
    span = parse_edtf(date)
    day = span.first if len(date) > 4 else span.last
    if day is None:
        return None
    year, month, dom = (int(part) for part in day.split("-"))
    return round(year + (month - 1) / 12 + (dom - 1) / 365, 3)


def _short(title: str, view: View) -> str:
    limit = 22 if view.language == "zh" else 46
    return title if len(title) <= limit else title[: limit - 1] + "…"
