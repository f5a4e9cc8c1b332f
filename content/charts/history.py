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


@chart("calcium-carbonate", topic="past")
def calcium_carbonate(view: View) -> Drawn:
    rows = _series(view, policy=PAPER, indicator="energy-per-product", product="ultrafine-calcium-carbonate")
    frame = pd.DataFrame({"year": [int(r.year) for r in rows], "value": [float(r.value) for r in rows], "words": [f"{r.value:f}" for r in rows]})
    unit = view.name("units", rows[0].unit)
    frame["label"] = [f"{y}{view.say(zh='年：', en=': ')}{w} {unit}" for y, w in zip(frame["year"], frame["words"])]
    first, last = rows[0], rows[-1]
    cut, span = 1 - float(last.value / first.value), view.spelt(int(last.year) - int(first.year))
    span = view.say(zh=span.replace("10", "十"), en=span.replace("10", "ten"))
    return Drawn(
        title=view.say(
            zh=f"论文称，磨一吨超细碳酸钙，{span}年间电耗下降 {cut:.0%}",
            en=f"Grinding a tonne of ultra-fine calcium carbonate took {cut:.0%} less electricity in {span} years, a paper says",
        ),
        subtitle=view.say(
            zh=f"超细碳酸钙浆料搅拌磨单位电耗，{unit}，{first.year}–{last.year}年",
            en=f"Electricity to grind a tonne of ultra-fine calcium carbonate slurry, {unit}, {first.year}–{last.year}",
        ),
        sentence=view.say(
            zh=f"每吨从 {first.value:f} 降到 {last.value:f} 千瓦时；论文归因于设备大型化和技术改进。",
            en=f"Down from {first.value:f} to {last.value:f} kWh a tonne; the paper puts it down to larger mills and better technique.",
        ),
        table=frame[["year", "value"]].set_axis([view.say(zh="年份", en="Year"), unit], axis=1),
        links=[r.id for r in rows],
        chart=forms.line(view, frame, x="year", y="value", text="words", title=unit),
    )


@chart("finer-cut", topic="past")
def finer_cut(view: View) -> Drawn:
    rows = _series(view, policy=PAPER, indicator="classification-cut-size")
    frame = pd.DataFrame({"year": [int(r.year) for r in rows], "value": [float(r.value) for r in rows], "words": [f"≤ {r.value:f}" for r in rows]})
    unit = view.name("units", rows[0].unit)
    frame["label"] = [f"{y}{view.say(zh='年：', en=': ')}{w} {unit}" for y, w in zip(frame["year"], frame["words"])]
    first, last = rows[0], rows[-1]
    return Drawn(
        title=view.say(
            zh=f"{first.year}—{last.year}年，干式分级的最细粒度从不大于 {first.value:f} 微米降到不大于 {last.value:f} 微米",
            en=f"From {first.year} to {last.year} the finest dry cut went from at most {first.value:f} to at most {last.value:f} µm",
        ),
        subtitle=view.say(zh="最先进的干式分级机所能达到的粒度，微米；越小越细", en="Particle size that the best dry classifier reaches, µm; smaller is finer"),
        sentence=view.say(
            zh=f"上限下降 {1 - float(last.value / first.value):.0%}；每一点都是“不大于”，数出自一篇论文。",
            en=f"The limit fell by {1 - float(last.value / first.value):.0%}; each point is an upper limit, told by one paper.",
        ),
        table=frame[["year", "value"]].set_axis([view.say(zh="年份", en="Year"), unit], axis=1),
        links=[r.id for r in rows],
        chart=forms.line(view, frame, x="year", y="value", text="words", title=unit, height=230),
    )


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


@chart("graphite-firms", topic="past")
def graphite_firms(view: View) -> Drawn:
    total = {r.year: r for r in _series(view, policy=PAPER, indicator="enterprises", product="graphite")}
    large = {r.year: r for r in _series(view, policy=PAPER, indicator="large-enterprises", product="graphite")}
    names = view.say(zh=["大型", "其余"], en=["Large", "Others"])
    records = []
    for year in sorted(total):
        a, n = int(large[year].value), int(total[year].value)
        for name, count, row in ((names[0], a, large[year]), (names[1], n - a, total[year])):
            records.append(
                {
                    "year": view.say(zh=f"{year}年", en=year),
                    "part": name,
                    "count": count,
                    "row": row.id,
                    "words": f"{name} {count}",
                    "label": view.say(zh=f"{year}年{name}企业 {count} 家，占 {count / n:.1%}", en=f"{year}: {count} {name.lower()}, {count / n:.1%}"),
                }
            )
    frame = pd.DataFrame(records)
    first, last = sorted(total)[0], sorted(total)[-1]
    share = {y: float(large[y].value / total[y].value) for y in total}
    return Drawn(
        title=view.say(
            zh=f"{view.spelt(int(last) - int(first))}年间，石墨企业中大型企业占比从 {share[first]:.0%} {'升' if share[last] > share[first] else '变'}到 {share[last]:.0%}",
            en=f"In {view.spelt(int(last) - int(first))} {'year' if int(last) - int(first) == 1 else 'years'} large firms went from {share[first]:.0%} of all graphite firms to {share[last]:.0%}",
        ),
        subtitle=view.say(zh=f"石墨企业数，家，{first}年与{last}年", en=f"Number of graphite firms, {first} and {last}"),
        sentence=view.say(
            zh=f"大型企业从 {large[first].value:f} 家到 {large[last].value:f} 家，其余企业从 {total[first].value - large[first].value:f} 家到 {total[last].value - large[last].value:f} 家。",
            en=f"Large firms went from {large[first].value:f} to {large[last].value:f}, the others from {total[first].value - large[first].value:f} to {total[last].value - large[last].value:f}.",
        ),
        table=frame[["year", "part", "count"]].set_axis(view.say(zh=["年份", "规模", "家"], en=["Year", "Size", "Firms"]), axis=1),
        links=list(frame["row"]),
        chart=forms.stacks(
            view,
            frame,
            x="count",
            y="year",
            part="part",
            parts={names[0]: "hue-1", names[1]: "ink-3"},
            order=list(dict.fromkeys(frame["year"])),
            title=view.say(zh="家", en="Firms"),
            domain=[0, 200],
            text="words",
        ),
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


@chart("gansu-growth", topic="past")
def gansu_growth(view: View) -> Drawn:
    """Growth as it was, and the growth that the plan then reckoned with."""
    rows = _series(view, policy=GANSU, indicator="value-added-growth")
    target = next(r for r in view.ledger.rows("targets", policy=GANSU, indicator="value-added-growth"))
    start, end = parse_edtf(target.year).years
    asked = float(target.value)
    frame = pd.DataFrame(
        {"row": [r.id for r in rows], "year": [int(r.year) for r in rows], "value": [float(r.value) for r in rows], "words": [f"{r.value:f}%" for r in rows]}
    )
    frame["label"] = [f"{y}{view.say(zh='年：增长 ', en=': up ')}{w}" for y, w in zip(frame["year"], frame["words"])]
    plan = pd.DataFrame(
        {
            "year": [start - 0.3],
            "until": [end + 0.3],
            "value": [asked],
            "label": [view.say(zh=f"{start}–{end}年目标：年均约 {asked:g}%", en=f"Target {start}–{end}: about {asked:g}% a year")],
            "words": [view.say(zh=f"目标：年均约 {asked:g}%", en=f"target: {asked:g}%" if view.narrow else f"target: about {asked:g}% a year")],
        }
    )
    x = alt.X(
        "year:Q",
        axis=alt.Axis(title=None, format="d", values=[int(frame["year"].iloc[0]), start - 1, end] if view.narrow else [*frame["year"], start, end], grid=False),
        scale=alt.Scale(domain=[int(frame["year"].min()) - 0.4, end + 0.6], nice=False),
    )
    y = alt.Y("value:Q", axis=axes.top_title(view, view.say(zh="增速（%）", en="Growth (%)"), tickCount=4), scale=alt.Scale(domain=[0, 19], nice=False))
    base = alt.Chart(frame).encode(x=x, y=y)
    layers = [
        alt.Chart(plan).mark_rule(strokeWidth=4, color=ink("promise")).encode(x=x, x2=alt.X2("until:Q"), y=y, description=alt.Description("label:N")),
        alt.Chart(plan).mark_text(align="left", dy=-14, aria=False, color=ink("promise")).encode(x=x, y=y, text=alt.Text("words:N")),
        base.mark_line(aria=False, color=ink("was")),
        base.mark_circle(size=80, color=ink("was")).encode(description=alt.Description("label:N")),
        *(
            alt.Chart(part).mark_text(align=align, dx=dx, dy=dy, aria=False).encode(x=x, y=y, text=alt.Text("words:N"))
            for part, align, dx, dy in ((frame.iloc[:-1], "left", 6, -9), (frame.iloc[-1:], "center", 0, 15))
        ),
    ]
    first, last = rows[0], rows[-1]
    table = frame[["year", "value"]].assign(kind=view.say(zh="已报告", en="reported"))
    table["year"] = table["year"].astype(str)
    table.loc[len(table)] = [f"{start}–{end}", asked, view.say(zh="目标，年均", en="target, yearly")]
    return Drawn(
        title=view.say(
            zh=f"甘肃工业增速从{first.year}年的 {first.value:f}% 降到{last.year}年的 {last.value:f}%，规划仍力争年均 {asked:g}% 左右",
            en=f"Gansu's industrial growth fell from {first.value:f}% in {first.year} to {last.value:f}% in {last.year}; the plan still strives for about {asked:g}% a year",
        ),
        subtitle=view.say(
            zh="甘肃全部工业增加值增速（%）：黑，已报告；绿，“十三五”目标（力争）",
            en="Growth of Gansu's industrial value added (%): black, reported; green, the aim for 2016–2020",
        ),
        sentence=view.say(
            zh=f"目标比{last.year}年报告的增速约高 {asked - float(last.value):.1f} 个百分点，原文写“力争”；目标是五年平均，前面的是逐年的数。",
            en=f"The aim is about {asked - float(last.value):.1f} points above the growth reported for {last.year}; the text says “strive for”. It is an average of five years, the others are single years.",
        ),
        table=table.set_axis(view.say(zh=["年份", "增速（%）", "性质"], en=["Year", "Growth (%)", "Kind"]), axis=1),
        links=[*frame["row"], target.id],
        chart=alt.layer(*layers, width=view.width - 42, height=270),
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


@chart("dates-ahead", topic="dates")
def dates_ahead(view: View) -> Drawn:
    """A ladder: each dated duty after the newest document, in order."""
    newest = max(p.issued for p in view.ledger.rows("policies") if p.issued)
    now = _decimal_years(newest)[1]
    dated = [(e, days) for e in view.ledger.rows("events") if e.kind in (*_DUE, "in-force") and (days := _decimal_years(e.date))]
    rows = [(at, e) for e, days in dated if (at := _place(e.kind, *days)) > now]
    rows.sort(key=lambda pair: (pair[0], pair[1].id))
    limit = view.width - 30
    frame = pd.DataFrame(
        {
            "row": [e.id for _, e in rows],
            "at": [at for at, _ in rows],
            "date": [e.date for _, e in rows],
            "title": [view.own(e, "title") for _, e in rows],
            "kind": [e.kind for _, e in rows],
        }
    )
    frame["what"] = [view.name("event-kinds", k) for k in frame["kind"]]
    frame["line"] = [f"{d} {axes.one_line(view, t, limit - 84)}" for d, t in zip(frame["date"], frame["title"])]
    frame["label"] = [f"{d}{view.say(zh='，', en=', ')}{w}{view.say(zh='：', en=': ')}{t}" for d, w, t in zip(frame["date"], frame["what"], frame["title"])]
    frame["now"] = now
    frame["year"] = frame["date"].str[:4]
    controls = [steering.choose(frame, "year", view.say(zh="年份", en="Year"), view.say(zh="全部", en="All"))]
    order = list(frame["line"])
    last = float(frame["at"].max())

    def x(c):
        return alt.X(
            f"{c}:Q",
            scale=alt.Scale(domain=[now, last + 0.3], nice=False),
            axis=alt.Axis(title=None, format="d", values=list(range(int(now) + 1, int(last) + 2, 2)), grid=True, orient="top"),
        )

    y = axes.axis_of_names(view, "line", order, above=True)
    base = steering.steered(alt.Chart(frame), controls).encode(y=y)
    layers = [
        base.mark_rule(aria=False, strokeWidth=2, yOffset=8, color=ink("promise-3")).encode(x=x("now"), x2=alt.X2("at:Q")),
        base.mark_circle(size=80, yOffset=8, color=ink("promise")).encode(x=x("at"), description=alt.Description("label:N")),
        *axes.names_above(view, frame, "line", order, above=True, controls=controls),
    ]
    soon = int((frame["at"] < int(now) + 1).sum())
    day, near, far = (wording.date(d, view.language) for d in (newest, frame["date"].iloc[0], frame["date"].iloc[-1]))
    return Drawn(
        title=view.say(
            zh=f"账上最新文件（{day}）之后有 {len(frame)} 个时间节点，{f'{soon} 个在' if soon else '都不在'}{int(now)}年",
            en=f"{view.spelt(len(frame)).capitalize()} {'date lies' if len(frame) == 1 else 'dates lie'} beyond the newest document on the ledger ({day}), {soon or 'none'} in {int(now)}",
        ),
        subtitle=view.say(
            zh=f"截止日、施行日与里程碑，从账上有确切发布日期的最新文件（{day}）起",
            en=f"Deadlines, entries into force and milestones after the newest document with a known day of issue ({day})",
        ),
        sentence=view.say(
            zh=f"最近的是{near}：{frame['title'].iloc[0]}；最远的是{far}{'' if far.endswith(('年', '月', '日')) else '年'}。",
            en=f"The nearest is {near}: {frame['title'].iloc[0]}; the farthest is {far}.",
        ),
        note=view.say(zh="只写到年或月的，放在那段时间的最后一天。", en="A date given as a year or a month stands at its last day."),
        controls=controls,
        table=frame[["title", "date", "what"]].set_axis(view.say(zh=["事件", "日期", "类型"], en=["Event", "Date", "Kind"]), axis=1),
        links=list(frame["row"]),
        chart=steering.declare(alt.layer(*layers, width=view.width - 14, height=len(order) * 38), controls),
    )
