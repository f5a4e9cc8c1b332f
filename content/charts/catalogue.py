"""Charts of the Green Technology Catalogue and its cases."""

import altair as alt
import pandas as pd

from ledger.charts import forms
from ledger.charts.figure import Drawn, View, chart
from ledger.charts.theme import ink

CATALOGUE = "green-tech-2024"


def _cases(view: View) -> pd.DataFrame:
    """Every case with its technology and category: ``co2`` in t a year, ``tce`` in t of coal equivalent a year."""
    records = []
    for case in view.ledger.rows("cases"):
        technology = view.ledger.row("technologies", case.technology)
        category = view.ledger.row("entries", technology.category)
        records.append(
            {
                "id": case.id,
                "title": view.own(case, "title"),
                "technology": view.own(technology, "name"),
                "category": view.own(category, "name"),
                "number": int(category.number),
                "co2": float(case.co2_t_per_year) if case.co2_t_per_year is not None else None,
                "tce": float(case.energy_tce_per_year) if case.energy_tce_per_year is not None else None,
            }
        )
    return pd.DataFrame(records).sort_values(["number", "id"], kind="stable")


def _tonnes(view: View, value: float) -> str:
    if view.language == "zh":
        return f"{value / 10000:,.1f} 万吨" if value >= 10000 else f"{value:,.0f} 吨"
    return f"{value / 1e6:,.2f} million t" if value >= 1e6 else f"{value:,.0f} t"


@chart("technologies-by-category", policies=[CATALOGUE])
def technologies_by_category(view: View) -> Drawn:
    rows = view.ledger.rows("technologies")
    names = [view.own(view.ledger.row("entries", r.category), "name") for r in rows]
    frame = pd.Series(names).value_counts(sort=False).rename_axis("category").reset_index(name="count").sort_values("count", ascending=False, kind="stable")
    cases = pd.Series([view.own(view.ledger.row("entries", view.ledger.row("technologies", c.technology).category), "name") for c in view.ledger.rows("cases")]).value_counts()
    frame["cases"] = frame["category"].map(cases)
    frame["words"] = [view.say(zh=f"{n} 项，{c} 例", en=f"{n}, with {c} cases") for n, c in zip(frame["count"], frame["cases"])]
    frame["label"] = [f"{c}{view.say(zh='：', en=': ')}{w}" for c, w in zip(frame["category"], frame["words"])]
    top, last = frame.iloc[0], frame.iloc[-1]
    return Drawn(
        title=view.say(zh=f"{len(rows)} 项绿色技术，{top['count'] / len(rows):.0%} 属于{top['category']}", en=f"Of {len(rows)} green technologies, {top['count'] / len(rows):.0%} are filed under one heading"),
        subtitle=view.say(zh="《绿色技术推广目录（2024年版）》各类技术数", en="Technologies by category in the 2024 Green Technology Catalogue"),
        sentence=view.say(zh=f"{top['category']} {top['count']} 项最多，{last['category']} {last['count']} 项最少；全部技术共附 {len(view.ledger.rows('cases'))} 个案例。", en=f"{top['category']} has most ({top['count']}), {last['category']} fewest ({last['count']}); together they bring {len(view.ledger.rows('cases'))} cases."),
        table=frame[["category", "count", "cases"]].set_axis(view.say(zh=["类别", "技术", "案例"], en=["Category", "Technologies", "Cases"]), axis=1),
        chart=forms.bars(view, frame, x="count", y="category", text="words", title=view.say(zh="技术数", en="Technologies"), domain=[0, 62 if view.narrow else 52]),
    )


@chart("co2-by-category", policies=[CATALOGUE])
def co2_by_category(view: View) -> Drawn:
    cases = _cases(view)
    given = cases.dropna(subset=["co2"])
    frame = given.groupby("category").agg(co2=("co2", "sum"), cases=("co2", "size")).reset_index().sort_values("co2", ascending=False, kind="stable")
    frame["words"] = [f"{_tonnes(view, v)}{view.say(zh=f'（{n} 例）', en=f' ({n})')}" for v, n in zip(frame["co2"], frame["cases"])]
    frame["label"] = [f"{c}{view.say(zh='：每年', en=': ')}{w}" for c, w in zip(frame["category"], frame["words"])]
    total, top = frame["co2"].sum(), frame.iloc[0]
    frame["show"] = frame["co2"] / 10000 if view.language == "zh" else frame["co2"] / 1e6
    return Drawn(
        title=view.say(zh=f"写明的年减碳共 {total / 1e4:,.0f} 万吨，{top['category']}占 {top['co2'] / total:.0%}", en=f"{top['co2'] / total:.0%} of {total / 1e6:.1f} million tonnes of CO₂ saved a year is in one category"),
        subtitle=view.say(zh="案例写明的年二氧化碳减排量，按技术类别合计；只计原文按年给出者", en="Yearly CO₂ reductions that the cases state, summed by category; only figures given per year"),
        sentence=view.say(zh=f"{len(cases)} 个案例中 {len(given)} 个给出年减碳量；其余只给出百分比、工期内的数或别的效益，没有计入。", en=f"{len(given)} of {len(cases)} cases give a yearly CO₂ figure; the others give shares, totals or other effects and are not counted."),
        note=view.say(zh="案例自报，口径不一。", en="As reported by the cases, on differing bases."),
        table=frame[["category", "co2", "cases"]].set_axis(view.say(zh=["类别", "年减碳（吨）", "案例数"], en=["Category", "CO2 a year (t)", "Cases"]), axis=1),
        chart=forms.bars(view, frame, x="show", y="category", text="words", title=view.say(zh="万吨二氧化碳/年", en="Million t CO₂ a year"), domain=[0, float(frame["show"].max()) * (1.6 if view.narrow else 1.32)]),
    )


@chart("cases-log", policies=[CATALOGUE])
def cases_log(view: View) -> Drawn:
    cases = _cases(view).dropna(subset=["co2"])
    cases = cases.loc[cases["co2"] > 0]
    order = list(dict.fromkeys(cases["category"]))
    cases["label"] = [f"{t}{view.say(zh='：每年', en=': ')}{_tonnes(view, v)}" for t, v in zip(cases["title"], cases["co2"])]
    ranked = cases.sort_values("co2", ascending=False)
    top = ranked.head(10)["co2"].sum() / cases["co2"].sum()
    largest, smallest = ranked.iloc[0], ranked.iloc[-1]
    return Drawn(
        title=view.say(zh=f"最大的十个案例，占去 {top:.0%}", en=f"Ten cases make {top:.0%} of it"),
        subtitle=view.say(zh="每个案例写明的年减碳量，吨；对数刻度，每一格是十倍", en="Yearly CO₂ reduction of each case, tonnes; log scale, each step is ten times the last"),
        sentence=view.say(
            zh=f"最大的是“{largest['title']}”，每年 {_tonnes(view, largest['co2'])}；最小的每年 {smallest['co2']:g} 吨，相差 {largest['co2'] / smallest['co2']:,.0f} 倍。",
            en=f"The largest, “{largest['title']}”, saves {_tonnes(view, largest['co2'])} a year, the smallest {smallest['co2']:g} t: a factor of {largest['co2'] / smallest['co2']:,.0f}.",
        ),
        table=ranked[["title", "category", "technology", "co2"]].set_axis(view.say(zh=["案例", "类别", "技术", "年减碳（吨）"], en=["Case", "Category", "Technology", "CO2 a year (t)"]), axis=1),
        links=list(ranked["id"]),
        chart=forms.dots(view, cases, x="co2", y="category", title=view.say(zh="吨二氧化碳/年", en="Tonnes CO₂ a year"), order=order, log=True, opacity=0.6),
    )


@chart("coal-and-carbon", policies=[CATALOGUE])
def coal_and_carbon(view: View) -> Drawn:
    cases = _cases(view).dropna(subset=["co2", "tce"])
    cases = cases.loc[(cases["co2"] > 0) & (cases["tce"] > 0)].copy()
    cases["ratio"] = cases["co2"] / cases["tce"]
    low, high = 2.4, 2.8
    cases["usual"] = cases["ratio"].between(1.5, 4)
    cases["label"] = [
        view.say(zh=f"{t}：省 {e:,.0f} 吨标准煤，减 {c:,.0f} 吨二氧化碳，每吨标准煤 {r:.2f} 吨", en=f"{t}: {e:,.0f} t of coal equivalent, {c:,.0f} t of CO₂, {r:.2f} t per t") for t, e, c, r in zip(cases["title"], cases["tce"], cases["co2"], cases["ratio"])
    ]
    odd = cases.loc[~cases["usual"]]
    edge = [float(cases["tce"].min()), float(cases["tce"].max())]
    band = pd.DataFrame({"tce": edge, "low": [e * low for e in edge], "high": [e * high for e in edge]})
    x = alt.X("tce:Q", scale=alt.Scale(type="log", nice=False), axis=alt.Axis(title=view.say(zh="年节能，吨标准煤", en="Energy saved a year, t of coal equivalent"), tickCount=5, format="~s" if view.language == "en" else ",", grid=True))
    y = lambda c: alt.Y(f"{c}:Q", scale=alt.Scale(type="log", nice=False), axis=alt.Axis(title=view.say(zh="年减碳，吨", en="CO₂ saved a year, t"), titleAngle=0, titleAlign="left", titleAnchor="end", titleX=0, titleY=-8, tickCount=5, format="~s" if view.language == "en" else ",", grid=True))  # noqa: E731
    layers = [
        alt.Chart(band).mark_area(color=ink("promise-3"), opacity=0.6, aria=False).encode(x=x, y=y("low"), y2="high:Q"),
        alt.Chart(cases).mark_circle(size=60, opacity=0.8).encode(x=x, y=y("co2"), color=alt.condition("datum.usual", alt.value(ink("promise")), alt.value(ink("alarm"))), description="label:N"),
    ]
    ranked = cases.sort_values("ratio", ascending=False)
    return Drawn(
        title=view.say(zh=f"省煤与减碳对得上吗：{len(cases)} 例中 {len(odd)} 例偏离很远", en=f"Do coal and carbon agree? {len(odd)} of {len(cases)} cases are far off"),
        subtitle=view.say(zh=f"同时给出两个数的案例；浅绿：一吨标准煤约合 {low}–{high} 吨二氧化碳；红：低于1.5或高于4；两轴均为对数", en=f"Cases that give both; pale green: a tonne of coal equivalent is about {low}–{high} t of CO₂; red: under 1.5 or over 4; both axes are logarithmic"),
        sentence=view.say(zh=f"比值从 {cases['ratio'].min():.2f} 到 {cases['ratio'].max():.1f}。偏离不必是错：减排可能来自原料、电网或垃圾，但原文没有说明。", en=f"Ratios run from {cases['ratio'].min():.2f} to {cases['ratio'].max():.1f}. An outlier need not be wrong: the saving may come from feedstock, grid power or waste, but the text does not say."),
        table=ranked[["title", "tce", "co2", "ratio"]].round({"ratio": 2}).set_axis(view.say(zh=["案例", "年节能（吨标准煤）", "年减碳（吨）", "吨/吨"], en=["Case", "Energy (tce a year)", "CO2 (t a year)", "t/t"]), axis=1),
        links=list(ranked["id"]),
        chart=alt.layer(*layers).properties(width=view.width - 66, height=300 if view.narrow else 400),
    )
