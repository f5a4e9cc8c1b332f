"""Charts of the Green Technology Catalogue and its cases."""

import csv
from pathlib import Path

import altair as alt
import pandas as pd

from ledger.charts import axes, forms, steering
from ledger.charts.figure import Drawn, View, chart
from ledger.charts.theme import RAMP, ink
from ledger.wording import sign

CATALOGUE = "green-tech-2024"
PROVINCES = Path(__file__).with_name("provinces.csv")


def _category(view: View, technology) -> str:
    """A category's name, short enough to stand beside a bar."""
    name = view.own(view.ledger.row("entries", technology.category), "name")
    return name.removesuffix(" industries").removesuffix(" industry")


def _cases(view: View) -> pd.DataFrame:
    """Every case with its technology and category: ``co2`` in t a year (``said`` in words), ``tce`` in t of coal equivalent a year."""
    records = []
    for case in view.ledger.rows("cases"):
        technology = view.ledger.row("technologies", case.technology)
        records.append(
            {
                "id": case.id,
                "title": view.own(case, "title"),
                "technology": view.own(technology, "name"),
                "category": _category(view, technology),
                "number": int(view.ledger.row("entries", technology.category).number),
                "region": case.region,
                "basis": case.basis,
                "co2": float(case.co2_t_per_year) if case.co2_t_per_year is not None else None,
                "said": f"{sign(view.ledger, case.co2_comparator)}{_tonnes(view, float(case.co2_t_per_year))}" if case.co2_t_per_year is not None else "",
                "tce": float(case.energy_tce_per_year) if case.energy_tce_per_year is not None else None,
            }
        )
    return pd.DataFrame(records).sort_values(["number", "id"], kind="stable")


def _tonnes(view: View, value: float) -> str:
    if view.language == "zh":
        return f"{value / 10000:.1f} 万吨".replace(".0 ", " ") if value >= 10000 else f"{value:.0f} 吨"
    return f"{float(f'{value / 1e6:.2f}'):,g} million t" if value >= 1e6 else f"{value:,.0f} t"


@chart("co2-by-category", topic="technologies", policies=[CATALOGUE])
def co2_by_category(view: View) -> Drawn:
    cases = _cases(view)
    given = cases.dropna(subset=["co2"])
    frame = (
        given.groupby("category", sort=False).agg(co2=("co2", "sum"), cases=("co2", "size")).reset_index().sort_values("co2", ascending=False, kind="stable")
    )
    total, top = frame["co2"].sum(), frame.iloc[0]
    one = given.loc[given["category"] == top["category"], "co2"].max() / top["co2"]
    large = view.say(
        zh=f"{top['category']}的数，{one:.0%} 出自一个案例。", en=f"Of what is stated under {top['category'].lower()}, {one:.0%} comes from one case."
    )
    unit = 1e4 if view.language == "zh" else 1e6
    frame["sum"], frame["mean"] = frame["co2"] / unit, frame["co2"] / frame["cases"] / unit
    frame["sum_words"] = [
        f"{_tonnes(view, v)}{view.say(zh=f'（{n} 例）', en=f' ({n} cases)' if n > 1 else ' (1 case)')}" for v, n in zip(frame["co2"], frame["cases"])
    ]
    frame["mean_words"] = [_tonnes(view, v / n) for v, n in zip(frame["co2"], frame["cases"])]
    frame["sum_label"] = [f"{c}{view.say(zh='：每年', en=': ')}{w}" for c, w in zip(frame["category"], frame["sum_words"])]
    frame["mean_label"] = [f"{c}{view.say(zh='：每例每年', en=', per case: ')}{w}" for c, w in zip(frame["category"], frame["mean_words"])]
    control = steering.either("per", view.say(zh="看", en="Show"), [("sum", view.say(zh="合计", en="total")), ("mean", view.say(zh="每个案例", en="per case"))])
    order = list(frame["category"])
    width = axes.plot_width(view, order)
    ends = [axes.room_for(view, width, frame[c], frame[f"{c}_words"]) for c in ("sum", "mean")]
    scale = alt.Scale(domainMin=0, domainMax=alt.ExprRef(f"per == 'sum' ? {ends[0]} : {ends[1]}"), nice=False)
    base = (
        alt.Chart(frame)
        .transform_calculate(
            shown="per == 'sum' ? datum.sum : datum.mean",
            words="per == 'sum' ? datum.sum_words : datum.mean_words",
            label="per == 'sum' ? datum.sum_label : datum.mean_label",
        )
        .encode(y=axes.axis_of_names(view, "category", order))
    )
    x = alt.X("shown:Q", scale=scale, axis=alt.Axis(title=view.say(zh="万吨二氧化碳/年", en="Million t CO₂ a year"), tickCount=4, grid=True))
    layers = [
        base.mark_bar(size=13, yOffset=axes.shift(view), color=ink("promise")).encode(x=x, description=alt.Description("label:N")),
        base.mark_text(align="left", dx=5, yOffset=axes.shift(view), aria=False).encode(x=alt.X("shown:Q", scale=scale), text=alt.Text("words:N")),
        *axes.names_above(view, frame, "category", order),
    ]
    return Drawn(
        title=view.say(
            zh=f"案例写明的年减碳量，加起来约 {total / 1e4:.0f} 万吨，{top['category']}占 {top['co2'] / total:.0%}",
            en=f"Of about {total / 1e6:.1f} million t of CO₂ a year that cases state, {top['co2'] / total:.0%} is under {top['category'].lower()}",
        ),
        subtitle=view.say(
            zh="《绿色技术推广目录（2024年版）》的案例写明的年二氧化碳减排量，按技术类别合计；只计原文按年给出的",
            en="Yearly CO₂ reductions stated for the cases of the 2024 catalogue, summed by category; only figures given per year",
        ),
        sentence=view.say(
            zh=f"{len(cases)} 个案例中 {len(given)} 个写明年减碳量；其余只写百分比、工期内的数或别的效益，没有计入。{large}",
            en=f"{len(given)} of {len(cases)} cases state a yearly CO₂ figure; the others state shares, totals or other effects and are not counted. {large}",
        ),
        note=view.say(
            zh="这些是目录写明的数，谁算的、怎样算的没有写，口径不一，不是核实过的减排。原文有的写“碳”，有的写“二氧化碳”，都按二氧化碳计；捕集量未扣捕集自身的能耗，还有境外的案例。",
            en="These are figures that the catalogue states: who reckoned them and how is not said, their bases differ, and nobody has verified them. Some texts say 碳 (carbon), some CO₂; all are read as CO₂. What is captured is counted before the energy that capturing takes, and a case abroad is included.",
        ),
        table=frame[["category", "co2", "cases"]].set_axis(
            view.say(zh=["类别", "写明的年减碳（吨）", "案例数"], en=["Category", "CO₂ stated a year (t)", "Cases"]), axis=1
        ),
        controls=[control],
        chart=steering.declare(alt.layer(*layers, width=width, height=axes.rows(view, order)), [control]),
    )


@chart("concentration", topic="technologies")
def concentration(view: View) -> Drawn:
    cases = _cases(view).dropna(subset=["co2"]).sort_values("co2", ascending=False, kind="stable").reset_index(drop=True)
    total = cases["co2"].sum()
    cases["rank"] = cases.index + 1
    cases["share"] = cases["co2"].cumsum() / total * 100
    cases["label"] = [
        view.say(zh=f"第 {r}：{t}，{w}；累计 {s:.1f}%", en=f"No. {r}: {t}, {w}; together {s:.1f}%")
        for r, t, w, s in zip(cases["rank"], cases["title"], cases["said"], cases["share"])
    ]
    ten = float(cases["share"].iloc[9])
    half = int((cases["share"] >= 50).idxmax()) + 1
    few = len(cases) // 2
    tail = cases["co2"].tail(few).sum() / total * 100
    start = pd.concat([pd.DataFrame({"rank": [0], "share": [0.0]}), cases[["rank", "share"]]], ignore_index=True)
    even = pd.DataFrame({"rank": [0, len(cases)], "share": [0.0, 100.0]})
    x = alt.X(
        "rank:Q",
        scale=alt.Scale(domain=[0, len(cases) + 1], nice=False),
        axis=alt.Axis(title=view.say(zh="案例，从大到小", en="Cases, from the largest down"), grid=False, values=[1, 10, *range(20, len(cases), 20)]),
    )
    y = alt.Y(
        "share:Q",
        scale=alt.Scale(domain=[0, 103], nice=False),
        axis=axes.top_title(view, view.say(zh="累计占比（%）", en="Share of all, added up (%)"), values=[0, 25, 50, 75, 100]),
    )
    tenth = pd.DataFrame({"rank": [10], "share": [ten], "words": [view.say(zh=f"前十个：{ten:.0f}%", en=f"the first ten: {ten:.0f}%")]})
    middle = pd.DataFrame({"rank": [len(cases) * 0.62], "share": [62.0], "words": [view.say(zh="若各例相等", en="if all were equal")]})
    layers = [
        alt.Chart(start).mark_area(color=ink("promise-3"), opacity=0.5, aria=False).encode(x=x, y=y),
        alt.Chart(even).mark_line(strokeWidth=1, strokeDash=[4, 3], color=ink("ink-3"), aria=False).encode(x=x, y=y),
        alt.Chart(middle).mark_text(align="left", dx=6, dy=14, aria=False, color=ink("ink-2")).encode(x=x, y=y, text=alt.Text("words:N")),
        alt.Chart(cases).mark_circle(size=22, color=ink("promise")).encode(x=x, y=y, description=alt.Description("label:N")),
        alt.Chart(tenth).mark_text(align="left", baseline="top", dx=7, dy=7, aria=False, fontWeight="bold").encode(x=x, y=y, text=alt.Text("words:N")),
    ]
    return Drawn(
        title=view.say(
            zh=f"{len(cases)} 个写明年减碳量的案例，最大的十个占合计的 {ten:.0f}%",
            en=f"Of {len(cases)} cases that state a yearly CO₂ cut, the ten largest make up {ten:.0f}% of the sum",
        ),
        subtitle=view.say(
            zh="案例按年减碳量从大到小排列，占全部写明数的累计份额",
            en="Cases from the largest down, and the share of all stated yearly CO₂ reductions that they add up to",
        ),
        sentence=view.say(
            zh=f"前{view.spelt(half)}个合起来占 {cases['share'].iloc[half - 1]:.0f}%；最小的 {few} 个合起来约占 {tail:.1f}%。这是写明的数，不是核实过的减排。",
            en=f"The first {view.spelt(half)} make {cases['share'].iloc[half - 1]:.0f}%; the smallest {few} together about {tail:.1f}%. These are stated figures, not verified cuts.",
        ),
        table=cases[["title", "rank", "co2", "share"]]
        .round({"share": 1})
        .set_axis(view.say(zh=["案例", "名次", "年减碳（吨）", "累计（%）"], en=["Case", "Rank", "CO₂ a year (t)", "Added up (%)"]), axis=1),
        links=list(cases["id"]),
        chart=alt.layer(*layers, width=view.width - 48, height=280 if view.narrow else 340),
    )


@chart("case-places", topic="technologies", policies=[CATALOGUE])
def case_places(view: View) -> Drawn:
    """A tile a province; where a case names a city or county, it counts for the province that this lies in."""
    cases = _cases(view)
    with PROVINCES.open(encoding="utf-8", newline="") as file:
        tiles = list(csv.DictReader(file))
    known = {t["id"] for t in tiles}

    def province(id):
        while id and id not in known:
            term = view.ledger.term("regions", id)
            id = term.get("parent") if term else None
        return id or None

    cases["province"] = [province(r) if isinstance(r, str) else None for r in cases["region"]]
    counts = cases["province"].value_counts()
    saved = cases.dropna(subset=["co2"]).groupby("province")["co2"].sum()
    frame = pd.DataFrame(
        {
            "id": [t["id"] for t in tiles],
            "x": [int(t["column"]) for t in tiles],
            "y": [int(t["row"]) for t in tiles],
            "name": [t[view.language] for t in tiles],
            "short": [t["zh"] if view.language == "zh" else t["code"] if view.narrow else t["en"] for t in tiles],
        }
    )
    frame["count"] = frame["id"].map(counts).fillna(0).astype(int)
    frame["co2"] = frame["id"].map(saved)
    frame["label"] = [
        f"{n}{view.say(zh='：', en=': ')}{view.say(zh=f'{c} 例', en=f'{c} cases' if c != 1 else '1 case')}{view.say(zh='，写明年减碳 ', en=', CO₂ stated: ') + _tonnes(view, s) if s == s and s else ''}"
        for n, c, s in zip(frame["name"], frame["count"], frame["co2"])
    ]
    frame["words"] = [str(c) if c else "–" for c in frame["count"]]
    tile = (view.width - 4) / 8
    tall = tile * (0.95 if view.narrow else 0.62)
    x = alt.X("x:O", axis=None, scale=alt.Scale(domain=list(range(8)), paddingInner=0.04, paddingOuter=0))
    y = alt.Y("y:O", axis=None, scale=alt.Scale(domain=list(range(8)), paddingInner=0.05, paddingOuter=0))
    base = alt.Chart(frame).encode(x=x, y=y)
    steps = [1, 3, 6, 10]
    white = forms.when(f"datum.count >= {steps[-1]}", "paper", "ink")
    layers = [
        base.mark_rect(stroke=ink("rule")).encode(
            color=alt.Color("count:Q", scale=alt.Scale(domain=steps, range=["transparent", *RAMP[1:5]], type="threshold"), legend=None),
            description=alt.Description("label:N"),
        ),
        base.mark_text(dy=-8, aria=False, fontSize=11 if view.language == "en" else 12).encode(text=alt.Text("short:N"), color=white),
        base.mark_text(dy=9, aria=False, fontWeight="bold").encode(text=alt.Text("words:N"), color=white),
    ]
    ranked = frame.sort_values("count", ascending=False, kind="stable")
    nowhere = int(cases["region"].isna().sum())
    outside = int(cases["province"].isna().sum()) - nowhere
    without = int((frame["count"] == 0).sum())
    placed, most_of_all = int(frame["count"].sum()), int(frame["count"].max())
    first = list(ranked.loc[ranked["count"] == most_of_all, "name"])
    left = view.say(
        zh=[f"{nowhere} 个从文字定不出地点"] * (nowhere > 0) + [f"{outside} 个在境外或跨省"] * (outside > 0),
        en=[f"{view.spelt(nowhere)} cannot be placed from the text"] * (nowhere > 0)
        + [f"{view.spelt(outside)} {'lies' if outside == 1 else 'lie'} abroad or across provinces"] * (outside > 0),
    )
    by_name = {r.id for r in view.ledger.rows("cases") if r.region_from == "company"}
    firms = int((cases["id"].isin(by_name) & cases["province"].notna()).sum())
    by_firm = (
        view.say(
            zh=f"图上有 {firms} 个只从企业名得知地点，项目未必在那里。",
            en=f"{firms} {'is' if firms == 1 else 'are'} placed by the company's name only; the project may lie elsewhere.",
        )
        if firms
        else ""
    )
    return Drawn(
        title=view.say(
            zh=f"能定位的 {placed} 个案例中，{view.listed(first)}最多，{'各' if len(first) > 1 else ''}{most_of_all} 个",
            en=f"Of the {placed} cases that can be placed, {view.listed(first)} {'has' if len(first) == 1 else 'have'} most, {most_of_all}{'' if len(first) == 1 else ' each'}",
        ),
        subtitle=view.say(
            zh="写明地点的应用案例数，按省级地区；每格一个地区，位置大致如图",
            en="Applications whose text names a place, by province; a tile each, roughly where it lies",
        ),
        sentence=view.say(
            zh=(f"全部 {len(cases)} 个案例，" + "，".join(left) + f"，都不在图上，所以图上没有案例的 {without} 格，不等于当地没有。{by_firm}")
            if left
            else by_firm,
            en=(
                f"Of all {len(cases)} cases {' and '.join(left)}; {'it is' if nowhere + outside == 1 else 'these are'} not shown, so the {without} empty tiles do not mean that there is none. {by_firm}"
            )
            if left
            else by_firm,
        ),
        table=frame.sort_values("count", ascending=False, kind="stable")[["name", "count", "co2"]].set_axis(
            view.say(zh=["地区", "案例", "写明的年减碳（吨）"], en=["Province", "Cases", "CO₂ a year stated (t)"]), axis=1
        ),
        chart=alt.layer(*layers, width=view.width - 4, height=round(tall * 8)),
    )


@chart("case-claims", topic="technologies", policies=[CATALOGUE])
def case_claims(view: View) -> Drawn:
    """What the cases state at all: carbon, energy, both, or neither, each a part of one bar a category."""
    cases = _cases(view)
    kinds = view.say(
        zh=["写明年减碳", "只写年节能", "别的口径", "没有碳或标准煤的数"],
        en=["CO₂ a year", "only coal equivalent a year", "other bases", "neither CO₂ nor coal equivalent"],
    )
    cases["kind"] = [
        kinds[0] if c == c else kinds[1] if e == e else kinds[3] if b == "no-climate-figure" else kinds[2]
        for c, e, b in zip(cases["co2"], cases["tce"], cases["basis"])
    ]
    frame = cases.groupby(["category", "kind"], sort=False).size().reset_index(name="count")
    whole = cases["category"].value_counts()
    frame["all"] = frame["category"].map(whole)
    frame["words"] = [str(c) if c / a > 0.08 or c > 4 else "" for c, a in zip(frame["count"], frame["all"])]
    frame["label"] = [
        view.say(zh=f"{k}：{c} 例{w}，共 {a} 例", en=f"{k}: {c} of {a}, {w.lower()}")
        for k, w, c, a in zip(frame["category"], frame["kind"], frame["count"], frame["all"])
    ]
    order = list(whole.sort_values(ascending=False, kind="stable").index)
    frame["at"] = [order.index(c) * 10 + kinds.index(k) for c, k in zip(frame["category"], frame["kind"])]
    frame = frame.sort_values("at")
    shares = steering.either("per", view.say(zh="看", en="Show"), [("number", view.say(zh="数目", en="numbers")), ("share", view.say(zh="占比", en="shares"))])
    none = int((cases["kind"] == kinds[3]).sum())
    given = int((cases["kind"] == kinds[0]).sum())
    return Drawn(
        title=view.say(
            zh=f"{len(cases)} 个案例，{given} 个写明年减碳量，{none} 个既无二氧化碳、也无标准煤数",
            en=f"Of {len(cases)} cases {given} state a yearly CO₂ cut; {none} {'gives' if none == 1 else 'give'} neither CO₂ nor coal equivalent",
        ),
        subtitle=view.say(
            zh="《绿色技术推广目录（2024年版）》的应用案例，按类别与所写明的效益", en="Applications in the 2024 catalogue, by category and by what they state"
        ),
        sentence=view.say(
            zh="“别的口径”包括工期内、累计、按日、按单位和未说明的数，都不能按年相加。",
            en="“Other bases” are figures over a construction period, cumulative, per day, per unit or unspecified; none of them can be added up by the year.",
        ),
        controls=[shares],
        table=frame[["category", "kind", "count"]].set_axis(view.say(zh=["类别", "写明什么", "案例"], en=["Category", "What is stated", "Cases"]), axis=1),
        chart=forms.stacks(
            view,
            frame,
            x="count",
            y="category",
            part="kind",
            parts=dict(zip(kinds, ["hue-1", "promise-2", "promise-3", "ink-3"])),
            order=order,
            title=view.say(zh="案例", en="Cases"),
            domain=[0, float(whole.max()) * 1.02],
            shares=shares,
        ),
    )
