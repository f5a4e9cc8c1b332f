"""Charts of the Green Technology Catalogue and its cases."""

import csv
from pathlib import Path

import altair as alt
import pandas as pd

from ledger.charts import forms
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
        base.mark_text(dy=-8, aria=False).encode(text=alt.Text("short:N"), color=white),
        base.mark_text(dy=9, aria=False, fontWeight="bold").encode(text=alt.Text("words:N"), color=white),
    ]
    bounds = zip(steps, [*(s - 1 for s in steps[1:]), None])
    key = pd.DataFrame([{"n": n, "words": f"≥ {a}" if b is None else str(a) if a == b else f"{a}–{b}"} for n, (a, b) in enumerate(bounds)])
    for n, words in zip(key["n"], key["words"]):  # in the corner where no province lies
        at = alt.Chart(pd.DataFrame([{"words": words}]))
        across = 8 + n * (46 if view.narrow else 64)
        layers += [
            at.mark_square(size=150, color=RAMP[n + 1], opacity=1, aria=False).encode(x=alt.value(across), y=alt.value(10)),
            at.mark_text(align="left", dx=11, aria=False, color=ink("ink-2")).encode(x=alt.value(across), y=alt.value(10), text=alt.Text("words:N")),
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
