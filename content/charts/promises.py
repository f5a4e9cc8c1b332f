"""Charts of what was promised."""


import altair as alt
import pandas as pd

from ledger.charts import forms
from ledger.charts.figure import Drawn, View, chart
from ledger.charts.theme import ink
from ledger.check.arithmetic import change_of

GANSU, INNER_MONGOLIA = "gansu-green-13fyp", "inner-mongolia-12fyp"


def _scope(view: View, row) -> str:
    """What a target covers: product, sector or region."""
    return view.name("products", row.product) or view.name("sectors", row.sector) or view.name("regions", row.region)


def _product(view: View, row) -> str:
    """A product with what is measured of it, where that is not energy."""
    name = _scope(view, row)
    if row.indicator == "water-per-product":
        return view.say(zh=f"{name}（水耗）", en=f"{name} (water)")
    if row.indicator == "power-per-product":
        return view.say(zh=f"{name}（电耗）", en=f"{name} (electricity)")
    return name


def _with_base(view: View, policy: str):
    return [r for r in view.ledger.rows("targets", policy=policy) if change_of(r)]


@chart("gansu-products", policies=[GANSU])
def gansu_products(view: View) -> Drawn:
    rows = sorted((r for r in _with_base(view, GANSU) if r.clause.startswith("box-1")), key=lambda r: change_of(r).computed)
    frame = pd.DataFrame(
        {
            "product": [_product(view, r) for r in rows],
            "base": 100.0,
            "target": [float(r.value / r.base_value * 100) for r in rows],
            "from": [float(r.base_value) for r in rows],
            "to": [float(r.value) for r in rows],
            "unit": [view.name("units", r.unit) for r in rows],
            "change": [round(float(change_of(r).computed), 2) for r in rows],
        }
    )
    frame["words"] = [f"−{abs(c):.1f}%" for c in frame["change"]]
    frame["label"] = [f"{p}{view.say(zh='：', en=': ')}{f:g} → {t:g} {u} ({c:+.1f}%)" for p, f, t, u, c in zip(frame["product"], frame["from"], frame["to"], frame["unit"], frame["change"])]
    mean = -frame["change"].mean()
    least, most = frame.iloc[-1], frame.iloc[0]
    table = frame[["product", "from", "to", "unit", "change"]].set_axis(
        view.say(zh=["产品", "2015年", "2020年目标", "单位", "变化（%）"], en=["Product", "2015", "Target 2020", "Unit", "Change (%)"]), axis=1
    )
    return Drawn(
        title=view.say(zh=f"{len(rows)} 种产品，五年平均要省 {mean:.1f}%", en=f"{len(rows)} products, and {mean:.1f}% less on average in five years"),
        subtitle=view.say(zh="甘肃省单位产品能耗、水耗与电耗目标，2015年为100，到2020年", en="Gansu: targets for energy, water and electricity per unit of product, 2015 = 100, by 2020"),
        sentence=view.say(
            zh=f"要求最高的是{most['product']}，降 {-most['change']:.1f}%；最低的是{least['product']}，降 {-least['change']:.1f}%。",
            en=f"Most is asked of {most['product'].lower()} (down {-most['change']:.1f}%), least of {least['product'].lower()} (down {-least['change']:.1f}%).",
        ),
        table=table,
        links=[r.id for r in rows],
        chart=forms.dumbbell(view, frame, start="base", end="target", y="product", text="words", title=view.say(zh="2015年 = 100", en="2015 = 100"), domain=[92 if view.narrow else 93, 100.3]),
    )


@chart("stated-computed", policies=[GANSU, INNER_MONGOLIA])
def stated_computed(view: View) -> Drawn:
    rows = [r for policy in (GANSU, INNER_MONGOLIA) for r in _with_base(view, policy) if r.stated_change is not None and not change_of(r).points and r.unit != "%"]
    rows = sorted(rows, key=lambda r: abs(float(change_of(r).computed - r.stated_change)), reverse=True)
    frame = pd.DataFrame(
        {
            "what": [_product(view, r) if r.product else view.name("indicators", r.indicator) for r in rows],
            "stated": [float(r.stated_change) for r in rows],
            "computed": [round(float(change_of(r).computed), 2) for r in rows],
            "verdict": [change_of(r).holds for r in rows],
        }
    )
    frame["label"] = [
        view.say(zh=f"{w}：载明 {s:g}%，按原文计算 {c:.2f}%", en=f"{w}: stated {s:g}%, computed {c:.2f}%") for w, s, c in zip(frame["what"], frame["stated"], frame["computed"])
    ]
    wrong = [r for r in rows if not change_of(r).holds]
    order = list(frame["what"])
    y = alt.Y("what:N", sort=order, axis=None if view.narrow else alt.Axis(title=None, labelLimit=330, labelPadding=10), scale=alt.Scale(paddingInner=0.3))
    shift = 8 if view.narrow else 0
    low = min(frame["stated"].min(), frame["computed"].min())
    x = lambda c: alt.X(f"{c}:Q", scale=alt.Scale(domain=[low - 1, 0], nice=False), axis=alt.Axis(title=view.say(zh="变化（%）", en="Change (%)"), grid=True))  # noqa: E731
    colour = alt.condition("datum.verdict", alt.value(ink("promise")), alt.value(ink("alarm")))
    base = alt.Chart(frame).encode(y=y)
    layers = [
        base.mark_rule(aria=False, yOffset=shift).encode(x=x("stated"), x2="computed:Q", color=colour),
        base.mark_tick(thickness=3, size=15, aria=False, color=ink("was"), yOffset=shift).encode(x=x("stated")),
        base.mark_circle(size=85, yOffset=shift).encode(x=x("computed"), color=colour, description="label:N"),
        *forms._names_above(view, frame, "what", order),
    ]
    names = view.say(zh="、".join(_scope(view, r) for r in wrong), en=", ".join(_scope(view, r).lower() for r in wrong))
    return Drawn(
        title=view.say(zh=f"{len(rows)} 个降幅，{len(wrong)} 个与自己的数字不符", en=f"{len(rows)} stated cuts, {len(wrong)} of which their own figures do not bear out"),
        subtitle=view.say(zh="竖线：文件写明的降幅；圆点：按文件的基期值与目标值计算；红：差距超出四舍五入", en="Bar: the cut that the plan states; dot: computed from its own base and target; red: more than rounding apart"),
        sentence=view.say(zh=f"不符的是{names}。其余的差距都在四舍五入之内。", en=f"Those that do not hold: {names}. In the others the gap is rounding."),
        table=frame[["what", "stated", "computed"]].set_axis(view.say(zh=["目标", "载明（%）", "计算（%）"], en=["Target", "Stated (%)", "Computed (%)"]), axis=1),
        links=[r.id for r in rows],
        chart=alt.layer(*layers).properties(width=forms._plot(view, order), height=forms.rows(view, len(rows))),
    )


@chart("leagues", policies=[INNER_MONGOLIA])
def leagues(view: View) -> Drawn:
    rows = [r for r in view.ledger.rows("targets", policy=INNER_MONGOLIA) if r.clause.startswith("box-2")]
    columns = list(dict.fromkeys(r.indicator for r in rows))
    short = {
        "energy-per-gdp": view.say(zh="单位GDP|能耗", en="Energy|per GDP"),
        "so2-emissions": view.say(zh="二氧化硫", en="SO₂"),
        "nh3n-emissions": view.say(zh="氨氮", en="Ammonia|N"),
        "cod-emissions": view.say(zh="化学|需氧量", en="COD"),
        "nox-emissions": view.say(zh="氮氧化物", en="NOₓ"),
    }
    frame = pd.DataFrame({"region": [view.name("regions", r.region) for r in rows], "id": [r.indicator for r in rows], "value": [float(r.value) for r in rows], "words": [f"{r.value:f}" for r in rows]})
    frame["column"] = frame["id"].map(short)
    low, high = frame.groupby("id")["value"].transform("min"), frame.groupby("id")["value"].transform("max")
    frame["shade"] = (frame["value"] - low) / (high - low)
    frame["label"] = [f"{r}{view.say(zh='，', en=', ')}{c.replace('|', ' ' if view.language == 'en' else '')}{view.say(zh='：降', en=': down ')}{w}%" for r, c, w in zip(frame["region"], frame["column"], frame["words"])]
    order = list(frame.loc[frame["id"] == columns[0]].sort_values("value", ascending=False, kind="stable")["region"])
    spared = frame.loc[frame["value"] == 0]
    name = spared["region"].iloc[0] if len(spared) else ""
    table = frame.pivot(index="region", columns="id", values="value").loc[order, columns].reset_index()
    table.columns = [view.say(zh="盟市", en="League or city"), *[short[c].replace("|", " " if view.language == "en" else "") + " (%)" for c in columns]]
    nox = frame.loc[frame["id"] == "nox-emissions"].sort_values("value")
    return Drawn(
        title=view.say(zh=f"{name}两项指标为零，别处最多要降 {nox['value'].max():g}%", en=f"{name} is spared twice; elsewhere the cut is up to {nox['value'].max():g}%"),
        subtitle=view.say(zh="内蒙古十二盟市“十二五”期间的降低目标（%），2011–2015年；颜色在每一栏内比较", en="Reduction targets of Inner Mongolia's twelve leagues and cities (%), 2011–2015; shades compare within a column"),
        sentence=view.say(
            zh=f"氮氧化物的目标相差最大：{nox['region'].iloc[0]}降 {nox['value'].iloc[0]:g}%，{nox['region'].iloc[-1]}降 {nox['value'].iloc[-1]:g}%。",
            en=f"Nitrogen oxides differ most: {nox['region'].iloc[0]} is to cut {nox['value'].iloc[0]:g}%, {nox['region'].iloc[-1]} {nox['value'].iloc[-1]:g}%.",
        ),
        table=table,
        chart=forms.heatmap(view, frame, x="column", y="region", value="value", text="words", columns=[short[c] for c in columns], order=order),
    )


@chart("retired-capacity", policies=[INNER_MONGOLIA, GANSU])
def retired_capacity(view: View) -> Drawn:
    rows = [r for r in view.ledger.rows("targets", indicator="retired-capacity") if r.unit == "10kt" and r.kind == "cumulative"]
    rows = sorted(rows, key=lambda r: -r.value)
    frame = pd.DataFrame({"value": [float(r.value) for r in rows], "region": [view.name("regions", r.region) for r in rows], "year": [r.year or "" for r in rows]})
    frame["what"] = [view.say(zh=f"{view.name('products', r.product)}（{view.name('regions', r.region).removesuffix('自治区').removesuffix('省')}）", en=f"{view.name('products', r.product)} ({view.name('regions', r.region)})") for r in rows]
    frame["words"] = [view.say(zh=f"{v:g} 万吨", en=f"{v / 100:g} million t") for v in frame["value"]]
    frame["label"] = [f"{w}{view.say(zh='：', en=': ')}{t}, {y}" for w, t, y in zip(frame["what"], frame["words"], frame["year"])]
    top = rows[0]
    return Drawn(
        title=view.say(zh=f"要淘汰最多的是{view.name('products', top.product)}：{top.value:f} 万吨", en=f"Most to go is {view.name('products', top.product).lower()}: {float(top.value) / 100:g} million tonnes"),
        subtitle=view.say(zh="计划期内淘汰的落后产能，万吨；内蒙古到2015年，甘肃到2020年", en="Outdated capacity to be retired in the plan period; Inner Mongolia by 2015, Gansu by 2020"),
        sentence=view.say(zh=f"两份规划共列出 {len(rows)} 项以吨计的淘汰任务，从{view.name('products', rows[-1].product)}的 {rows[-1].value:f} 万吨起。", en=f"The two plans list {len(rows)} tonnages to retire, down to {float(rows[-1].value) * 10000:,.0f} t of {view.name('products', rows[-1].product).lower()}."),
        note=view.say(zh="以重量箱、标张计的平板玻璃和皮革不在图中。", en="Flat glass and leather, counted in cases and hides, are not in the chart."),
        table=frame[["what", "value", "year"]].set_axis(view.say(zh=["产品", "万吨", "到"], en=["Product", "10,000 t", "By"]), axis=1),
        links=[r.id for r in rows],
        chart=forms.bars(view, frame, x="value", y="what", text="words", title=view.say(zh="万吨", en="10,000 tonnes")),
    )


@chart("waste-use", policies=[GANSU, "red-mud-2024", INNER_MONGOLIA])
def waste_use(view: View) -> Drawn:
    rows = [r for r in view.ledger.rows("targets", indicator="waste-use-rate") if r.unit == "%" and r.kind == "level"]
    rows = sorted(rows, key=lambda r: (-r.value, r.id))
    frame = pd.DataFrame({"value": [float(r.value) for r in rows]})
    frame["what"] = [
        f"{view.name('products', r.product)}{view.say(zh='，', en=', ')}{view.name('regions', r.region).removesuffix('自治区').removesuffix('省')}{' ' + r.year if r.year else ''}" for r in rows
    ]
    frame["words"] = [view.measured(r) for r in rows]
    frame["label"] = [f"{w}{view.say(zh='：', en=': ')}{t}" for w, t in zip(frame["what"], frame["words"])]
    frame["mud"] = [r.product == "red-mud" for r in rows]
    mud = [r for r in rows if r.product == "red-mud"]
    first, last = min(mud, key=lambda r: r.year), max(mud, key=lambda r: r.year)
    return Drawn(
        title=view.say(zh=f"电石渣要全部用掉，赤泥到2030年只用 {last.value:f}%", en=f"All carbide slag is to be used, but only {last.value:f}% of red mud by 2030"),
        subtitle=view.say(zh="各种工业废物的综合利用率目标（%），按文件所定年份", en="Targets for the share of each industrial waste that is put to use (%), by the year that the document sets"),
        sentence=view.say(zh=f"赤泥的目标指新产生的赤泥：{first.year}年 {first.value:f}%，{last.year}年 {last.value:f}%，是所有废物中最低的。", en=f"For red mud the target counts newly produced mud: {first.value:f}% in {first.year}, {last.value:f}% in {last.year}, the lowest of all."),
        table=frame[["what", "value"]].set_axis(view.say(zh=["废物", "利用率（%）"], en=["Waste", "Use rate (%)"]), axis=1),
        links=[r.id for r in rows],
        chart=forms.bars(view, frame, x="value", y="what", text="words", title="%", domain=[0, 118], colour=alt.condition("datum.mud", alt.value(ink("hue-3")), alt.value(ink("promise")))),
    )


@chart("sector-cuts", policies=[GANSU])
def yearly_rates(view: View) -> Drawn:
    rows = [r for r in view.ledger.rows("targets", policy=GANSU, indicator="energy-per-value-added") if r.kind == "relative-change"]
    rows = sorted(rows, key=lambda r: (-r.value, r.id))
    frame = pd.DataFrame({"value": [float(r.value) for r in rows], "what": [view.name("sectors", r.sector) or view.say(zh="全部工业", en="All industry") for r in rows]})
    years = 5
    frame["yearly"] = [round((1 - (1 - v / 100) ** (1 / years)) * 100, 2) for v in frame["value"]]
    frame["words"] = [view.say(zh=f"{v:g}%（每年 {y:.1f}%）", en=f"{v:g}% ({y:.1f}% a year)") for v, y in zip(frame["value"], frame["yearly"])]
    frame["label"] = [f"{w}{view.say(zh='：', en=': ')}{t}" for w, t in zip(frame["what"], frame["words"])]
    whole = next(r for r in rows if r.sector == "industry" or not r.sector)
    parts = [r for r in rows if r is not whole]
    frame["whole"] = [r is whole for r in rows]
    return Drawn(
        title=view.say(zh=f"全部工业降 {whole.value:f}%，六个行业却没有一个要降这么多", en=f"Industry as a whole is to save {whole.value:f}%, yet no single sector is asked for as much"),
        subtitle=view.say(zh="甘肃省单位工业增加值能耗五年降幅（%），2015–2020年", en="Gansu: five-year cut in energy per unit of industrial value added (%), 2015–2020"),
        sentence=view.say(zh=f"六个重点行业的目标从 {min(parts, key=lambda r: r.value).value:f}% 到 {max(parts, key=lambda r: r.value).value:f}%；要合成 {whole.value:f}%，得靠别的行业降得更多，或产业结构变轻。", en=f"The six energy-intensive sectors are asked for {min(parts, key=lambda r: r.value).value:f} to {max(parts, key=lambda r: r.value).value:f}%; to make {whole.value:f}%, other sectors must save more or the mix of industry must change."),
        table=frame[["what", "value", "yearly"]].set_axis(view.say(zh=["行业", "五年降幅（%）", "折合每年（%）"], en=["Sector", "Five-year cut (%)", "A year (%)"]), axis=1),
        links=[r.id for r in rows],
        chart=forms.bars(view, frame, x="value", y="what", text="words", title="%", colour=alt.condition("datum.whole", alt.value(ink("was")), alt.value(ink("promise"))), domain=[0, 17 * (1.75 if view.narrow else 1.3)]),
    )


