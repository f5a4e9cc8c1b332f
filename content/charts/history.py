"""Charts of what was, and of when."""

import altair as alt
import pandas as pd

from ledger import wording
from ledger.charts import axes, forms, steering
from ledger.charts.figure import Drawn, View, chart
from ledger.charts.theme import ink
from ledger.load.edtf import parse_edtf

PAPER, GANSU = "nonmetallic-paper", "gansu-green-13fyp"


def _series(view: View, **where):
    """Observed levels with a year, oldest first."""
    return sorted((r for r in view.ledger.rows("observations", **where) if r.year and r.kind in ("level", "count", "annual-rate")), key=lambda r: r.year)


@chart("exports-and-firms", topic="past")
def exports_and_firms(view: View) -> Drawn:
    series = {
        "exports": (_series(view, policy=PAPER, indicator="exports", sector="non-metallic-minerals", product=None), view.say(zh="出口", en="Exports")),
        "firms": (_series(view, policy=PAPER, indicator="enterprises", sector="non-metallic-minerals", product=None), view.say(zh="企业数", en="Firms")),
    }
    records = []
    for key, (rows, name) in series.items():
        for r in rows:
            records.append(
                {
                    "key": key,
                    "row": r.id,
                    "name": name,
                    "year": int(r.year),
                    "index": round(float(r.value / rows[0].value) * 100, 1),
                    "printed": view.measured(r),
                }
            )
    frame = pd.DataFrame(records)
    frame["label"] = [
        f"{n} {y}{view.say(zh='年：', en=': ')}{p}{view.say(zh='，指数 ', en=', index ')}{i:g}"
        for n, y, p, i in zip(frame["name"], frame["year"], frame["printed"], frame["index"])
    ]
    frame["words"] = [f"{n} {p}" if y > frame["year"].min() else p for n, p, y in zip(frame["name"], frame["printed"], frame["year"])]
    ends = frame.loc[frame["year"] > frame["year"].min()]
    up, down = (float(frame.loc[frame["key"] == k, "index"].iloc[-1]) for k in ("exports", "firms"))
    ys = [int(frame.loc[frame["key"] == k, "year"].max()) for k in ("exports", "firms")]
    x = alt.X(
        "year:Q",
        axis=alt.Axis(title=None, format="d", values=[2000, 2007] if view.narrow else sorted(set(frame["year"])), grid=False),
        scale=alt.Scale(domain=[1999.5, 2010.5 if view.narrow else 2009.5], nice=False),
    )
    y = alt.Y("index:Q", axis=axes.top_title(view, view.say(zh="2000年 = 100", en="2000 = 100"), tickCount=4), scale=alt.Scale(domain=[0, 350], nice=False))
    colour = alt.Color("key:N", scale=alt.Scale(domain=list(series), range=[ink("promise"), ink("was")]), legend=None)
    base = alt.Chart(frame).encode(x=x, y=y, color=colour)
    layers = [base.mark_line(aria=False), base.mark_circle(size=80).encode(description=alt.Description("label:N"))]
    for key, dy in (("exports", -16), ("firms", 16)):
        layers.append(
            alt.Chart(ends.loc[ends["key"] == key])
            .mark_text(align="left" if key == "firms" else "right", dx=8 if key == "firms" else 40, dy=dy, aria=False)
            .encode(x=x, y=y, text=alt.Text("words:N"))
        )
    return Drawn(
        title=view.say(
            zh=f"出口额到{ys[0]}年为2000年的 {up / 100:.1f} 倍，企业数到{ys[1]}年减少 {100 - down:.0f}%",
            en=f"Exports grew to {up / 100:.1f} times their value of 2000 by {ys[0]}; the number of firms fell {100 - down:.0f}% by {ys[1]}",
        ),
        subtitle=view.say(
            zh="中国非金属矿业的出口额（2000–2007年）与企业数（2000–2006年），2000年为100",
            en="Exports (2000–2007) and number of firms (2000–2006) of China's non-metallic minerals industry, 2000 = 100",
        ),
        sentence=view.say(
            zh=f"出口额从{frame['printed'].iloc[0]}升到{frame['printed'].iloc[1]}，企业数从{frame['printed'].iloc[2]}降到{frame['printed'].iloc[3]}；两者的末年不同。",
            en=f"Exports rose from {frame['printed'].iloc[0]} to {frame['printed'].iloc[1]}, firms fell from {frame['printed'].iloc[2]} to {frame['printed'].iloc[3]}. The two end in different years.",
        ),
        table=frame[["name", "year", "printed", "index"]].set_axis(
            view.say(zh=["项目", "年份", "原文", "指数"], en=["Series", "Year", "As printed", "Index"]), axis=1
        ),
        links=list(frame["row"]),
        chart=alt.layer(*layers, width=view.width - 50, height=260),
    )


@chart("tailings", topic="past")
def tailings(view: View) -> Drawn:
    """Tailings beside the product they come from: tonnes of the one for each tonne of the other."""
    records = []
    for waste in view.ledger.rows("observations", policy=PAPER, indicator="tailings-generated"):
        made = next((r for r in view.ledger.rows("observations", policy=PAPER, indicator="output", product=waste.product)), None)
        if made is not None:
            low, high = float(waste.value / made.value), float((waste.value_max or waste.value) / made.value)
            records.append(
                {
                    "what": view.name("products", waste.product),
                    "low": low,
                    "ratio": high,
                    "made": view.worded(made),
                    "waste": view.worded(waste),
                    "about": "about" in (made.comparator, waste.comparator),
                    "row": waste.id,
                }
            )
    frame = pd.DataFrame(records).sort_values("ratio", ascending=False, kind="stable")
    frame["times"] = [f"{h:g}" if a == h else f"{a:g}–{h:g}" for a, h in zip(frame["low"], frame["ratio"])]
    frame["words"] = [view.say(zh=f"{t} 吨", en=f"{t} t") for t in frame["times"]]
    frame["label"] = [
        view.say(zh=f"{w}：产品 {m}，尾矿 {s}，每吨 {t} 吨", en=f"{w}: product {m}, tailings {s}, {t} t a tonne")
        for w, m, s, t in zip(frame["what"], frame["made"], frame["waste"], frame["times"])
    ]
    top = frame.iloc[0]
    return Drawn(
        title=view.say(
            zh=f"按一篇论文的数，每选出一吨{top['what']}，留下{'约 ' if top['about'] else ' '}{top['times']} 吨尾矿",
            en=f"Every tonne of {top['what'].lower()} leaves {'about ' if top['about'] else ''}{top['times']} tonnes of tailings, by a paper's figures",
        ),
        subtitle=view.say(
            zh="三种矿物选矿的尾矿量与产量之比，吨/吨；论文没有写这些数的年份（论文约2009年）",
            en="Tailings for each tonne of product, three minerals; the paper (about 2009) prints no year",
        ),
        sentence=view.say(
            zh="；".join(f"{w}：年产量{m}，尾矿{s}" for w, m, s in zip(frame["what"], frame["made"], frame["waste"])) + "。",
            en="; ".join(
                f"{w if n == 0 else w[0].lower() + w[1:]}: {m} of product, {s} of tailings a year"
                for n, (w, m, s) in enumerate(zip(frame["what"], frame["made"], frame["waste"]))
            )
            + ".",
        ),
        table=frame[["what", "made", "waste", "times"]].set_axis(
            view.say(zh=["矿物", "年产量", "年尾矿", "吨/吨"], en=["Mineral", "Output a year", "Tailings a year", "t/t"]), axis=1
        ),
        links=list(frame["row"]),
        chart=forms.bars(view, frame, x="ratio", y="what", text="words", title=view.say(zh="吨尾矿/吨产品", en="t of tailings per t of product"), colour="was"),
    )


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
    name = {id: title if above else axes.wrap(view, title, room) for _, id, title in lanes}
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
    row = 46 if above else max(30, 15 * lines + 8)
    width = view.width - 14 if above else view.width - room - 22
    y = axes.axis_of_names(view, "policy", order, above=above, kept=True)
    x = lambda c: alt.X(f"{c}:Q", scale=scale, axis=alt.Axis(title=None, format="d", values=marks, grid=True, orient="top"))  # noqa: E731
    down = 9 if above else 0
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
                legend=alt.Legend(title=None, orient="bottom", direction="horizontal", columns=3 if view.narrow else 5),
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
            zh=f"每行一份文件，{first}–{last}年：绿条为规划期；点为发布、施行、截止、里程碑与废止；细线：原文只写到年或月",
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
