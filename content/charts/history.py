"""Charts of what was, and of when."""

import altair as alt
import pandas as pd

from ledger import wording
from ledger.charts import axes, steering
from ledger.charts.figure import Drawn, View, chart
from ledger.charts.theme import ink
from ledger.load.edtf import parse_edtf


def _decimal_years(date: str) -> tuple[float, float] | None:
    """The first and the last day of a date on an axis of years: ``2025-07`` is 2025.5 to 2025.582."""
    span = parse_edtf(date)
    if span.first is None or span.last is None:
        return None
    first, last = (round(y + (m - 1) / 12 + (d - 1) / 365, 3) for y, m, d in (map(int, day.split("-")) for day in (span.first, span.last)))
    return first, last


def _place(kind: str, first: float, last: float) -> float:
    """Where a mark stands for a date that spans days: at its end for what is due by then, else in its middle."""
    return last if kind in _DUE else round((first + last) / 2, 3)


_DUE = ("deadline", "milestone")


@chart("timeline", topic="dates")
def timeline(view: View) -> Drawn:
    """A lane for each policy that has a period or dated events, from its first year to its last."""
    kinds = {
        "issued": ("was", "circle"),
        "in-force": ("hue-2", "square"),
        "deadline": ("promise", "triangle-right"),
        "milestone": ("promise-2", "diamond"),
        "repeal": ("hue-3", "cross"),
    }
    ledger = view.ledger
    records, periods, lanes = [], [], []
    for policy in ledger.rows("policies"):
        dated = [(e, days) for e in ledger.rows("events", policy=policy.id) if e.kind in kinds and (days := _decimal_years(e.date.split("/")[0]))]
        span = parse_edtf(policy.period).years if policy.period else None
        if not dated and not span:
            continue
        begin = min([first for _, (first, _) in dated] + ([span[0]] if span else []))
        lanes.append((begin, policy.id, view.own(policy, "title")))
        records += [
            {
                "lane": policy.id,
                "at": _place(e.kind, *days),
                "since": days[0],
                "until": days[1],
                "kind": e.kind,
                "date": e.date,
                "title": view.own(e, "title"),
                "row": e.id,
            }
            for e, days in dated
        ]
        if span:
            periods.append({"lane": policy.id, "start": float(span[0]), "end": float(span[1] + 1)})
    lanes.sort()
    room = 238
    above = view.narrow
    name = {id: axes.wrap(view, title, view.width - 24 if above else room) for _, id, title in lanes}
    order = [name[id] for _, id, _ in lanes]
    points, spans = pd.DataFrame(records), pd.DataFrame(periods)
    points["policy"], spans["policy"] = points["lane"].map(name), spans["lane"].map(name)
    points["full"] = points["policy"].str.replace(axes.BREAK, " " if view.language == "en" else "")
    words = {k: view.name("event-kinds", k) for k in kinds}
    points["what"] = points["kind"].map(words)
    points["label"] = [f"{d}{view.say(zh='，', en=', ')}{w}{view.say(zh='：', en=': ')}{t}" for d, w, t in zip(points["date"], points["what"], points["title"])]
    points = points.sort_values("at", kind="stable")
    controls = [
        steering.choose(
            points.sort_values("kind", key=lambda k: k.map(list(kinds).index)), "what", view.say(zh="类型", en="Kind"), view.say(zh="全部", en="All")
        )
    ]
    vague = points.loc[points["until"] - points["since"] > 0.05]
    low = int(min(points["at"].min(), spans["start"].min())) - 0.5
    high = int(max(points["at"].max(), spans["end"].max())) + 1.2
    marks = [y for y in range(1985, 2050, 5) if low < y < high]
    scale = alt.Scale(domain=[low, high], nice=False)
    lines = max(n.count(axes.BREAK) + 1 for n in order)
    row = 32 + 14 * lines if above else max(30, 15 * lines + 8)
    width = view.width - 14 if above else view.width - room - 22
    y = axes.axis_of_names(view, "policy", order, above=above, kept=True)
    x = lambda c: alt.X(f"{c}:Q", scale=scale, axis=alt.Axis(title=None, format="d", values=marks, grid=True, orient="top"))  # noqa: E731
    down = 9 + 7 * (lines - 1) if above else 0
    layers = [
        alt.Chart(spans).mark_bar(size=9, color=ink("promise-3"), aria=False, yOffset=down).encode(x=x("start"), x2=alt.X2("end:Q"), y=y),
        steering.steered(alt.Chart(vague), controls).mark_rule(aria=False, yOffset=down, color=ink("ink-3")).encode(x=x("since"), x2=alt.X2("until:Q"), y=y),
        steering.steered(alt.Chart(points), controls)
        .mark_point(size=58, opacity=0.9, yOffset=down)
        .encode(
            x=x("at"),
            y=y,
            color=alt.Color(
                "what:N",
                scale=alt.Scale(domain=list(words.values()), range=[ink(c) for c, _ in kinds.values()]),
                legend=alt.Legend(title=None, orient="top", direction="horizontal", columns=3 if view.narrow else 5),
            ),
            shape=alt.Shape("what:N", scale=alt.Scale(domain=list(words.values()), range=[s for _, s in kinds.values()])),
            description=alt.Description("label:N"),
        ),
        *axes.names_above(view, pd.DataFrame({"policy": order}), "policy", order, above=above),
    ]
    newest = max(p.issued for p in ledger.rows("policies") if p.issued)
    day = wording.date(newest, view.language)
    ahead = points.loc[points["kind"].isin([*_DUE, "in-force"]) & (points["at"] > _decimal_years(newest)[1])]
    horizon = int(newest[:4]) + 2
    beyond = points.loc[points["since"] >= horizon + 1, "lane"].nunique()
    first, last = int(min(points["since"].min(), spans["start"].min())), int(points["until"].max())
    return Drawn(
        title=view.say(
            zh=f"账上 {len(order)} 份有日期的文件，{beyond} 份有{horizon}年以后的日期"
            if beyond
            else f"账上 {len(order)} 份有日期的文件，没有一份有{horizon}年以后的日期",
            en=f"Of {len(order)} dated documents on the ledger {view.spelt(beyond) if beyond else 'none'} {'has' if beyond < 2 else 'have'} a date beyond {horizon}",
        ),
        subtitle=view.say(
            zh=f"每行一份文件，{first}—{last}年：绿条为规划期；点为发布、施行、截止、里程碑与废止；细线：原文只写到年或月",
            en=f"A line for each document, {first}–{last}: green bar, plan period; marks: issue, entry into force, deadlines, milestones, repeals; thin line: the text gives no day",
        ),
        sentence=view.say(
            zh=f"在账上有确切发布日期的最新文件（{day}）之后，还有 {len(ahead)} 个时间节点，最远是{last}年。",
            en=f"{len(ahead)} {'date' if len(ahead) == 1 else 'dates'} lay ahead when the newest document with a known day of issue came out ({day}); the farthest is {last}.",
        ),
        controls=controls,
        table=points[["title", "date", "what", "full"]].set_axis(
            view.say(zh=["事件", "日期", "类型", "文件"], en=["Event", "Date", "Kind", "Document"]), axis=1
        ),
        links=list(points["row"]),
        chart=steering.declare(alt.layer(*layers, width=width, height=len(order) * row), controls),
    )
