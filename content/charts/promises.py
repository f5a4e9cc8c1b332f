"""Charts of what was promised."""

import altair as alt
import pandas as pd

from ledger import wording
from ledger.charts import axes, forms, steering
from ledger.charts.figure import Drawn, View, chart
from ledger.charts.theme import ink
from ledger.check.arithmetic import annual_rate, change_of
from ledger.load.edtf import parse_edtf

GANSU, INNER_MONGOLIA, MIIT = "gansu-green-13fyp", "inner-mongolia-12fyp", "miit-energy-2012"


def _place(view: View, id: str) -> str:
    """A region without the suffix of its rank."""
    name = view.name("regions", id)
    for suffix in ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市"):
        name = name.removesuffix(suffix)
    return name


def _small(name: str) -> str:
    """A name within a sentence."""
    return name[0].lower() + name[1:]


def _product(view: View, row) -> str:
    """What a target covers, with what is measured of it where that is not energy."""
    name = view.name("products", row.product) or view.name("sectors", row.sector) or view.name("regions", row.region)
    if row.indicator == "water-per-product":
        return view.say(zh=f"{name}（水耗）", en=f"{name} (water)")
    if row.indicator == "power-per-product":
        return view.say(zh=f"{name}（电耗）", en=f"{name} (electricity)")
    return name


def _with_base(view: View, policy: str):
    return [r for r in view.ledger.rows("targets", policy=policy) if change_of(r)]


@chart("gansu-products", topic="promises")
def gansu_products(view: View) -> Drawn:
    printed = [r for r in _with_base(view, GANSU) if r.clause.startswith("box-1")]
    rows = sorted(printed, key=lambda r: change_of(r).computed)
    frame = pd.DataFrame(
        {
            "product": [_product(view, r) for r in rows],
            "sector": [view.name("sectors", r.sector) for r in rows],
            "base": 100.0,
            "target": [float(r.value / r.base_value * 100) for r in rows],
            "from": [r.base_value for r in rows],
            "to": [r.value for r in rows],
            "unit": [view.name("units", r.unit) for r in rows],
            "change": [round(float(change_of(r).computed), 2) for r in rows],
        }
    )
    frame["words"] = [f"−{abs(c):.1f}%" for c in frame["change"]]
    frame["label"] = [
        f"{p}{view.say(zh='：', en=': ')}{wording.number(f, view.language)} → {wording.number(t, view.language)} {u} (−{abs(c):.1f}%)"
        for p, f, t, u, c in zip(frame["product"], frame["from"], frame["to"], frame["unit"], frame["change"])
    ]
    controls = [
        steering.choose(frame, "sector", view.say(zh="行业", en="Sector"), view.say(zh="全部", en="All")),
        steering.order_by(
            frame,
            {
                "cut": (view.say(zh="按降幅", en="by cut"), range(len(rows))),
                "plan": (view.say(zh="按规划原表", en="as in the plan"), [printed.index(r) for r in rows]),
            },
            view.say(zh="排列", en="Order"),
        ),
    ]
    sizes = [-round(c, 1) for c in frame["change"]]
    high, low = max(sizes), min(sizes)
    said = {
        p: view.say(zh=f"{p}（规划写作 {abs(float(r.stated_change)):g}%）", en=f"{p.lower()} (the plan says {abs(float(r.stated_change)):g}%)")
        if not change_of(r).holds
        else view.say(zh=p, en=p.lower())
        for p, r in zip(frame["product"], rows)
    }
    most, least = (view.listed([said[p] for p, c in zip(frame["product"], sizes) if c == end]) for end in (high, low))
    table = frame[["product", "from", "to", "unit", "change"]].set_axis(
        view.say(zh=["产品", "2015年", "2020年目标", "单位", "变化（%）"], en=["Product", "2015", "Target 2020", "Unit", "Change (%)"]), axis=1
    )
    return Drawn(
        title=view.say(
            zh=f"甘肃 {len(rows)} 项单耗目标，五年降幅从 {low:.1f}% 到 {high:.1f}%",
            en=f"Gansu's {len(rows)} targets per unit of product: five-year cuts of {low:.1f}% to {high:.1f}%",
        ),
        subtitle=view.say(
            zh="甘肃省单位产品能耗、水耗与电耗目标，2015年为100，到2020年",
            en="Gansu: targets for energy, water and electricity per unit of product, 2015 = 100, by 2020",
        ),
        sentence=view.say(
            zh=f"降幅按2015年的数与2020年目标推算：最大的是{most}，{high:.1f}%；最小的是{least}，{low:.1f}%。能耗、水耗与电耗不是一类，不作平均。",
            en=f"Cuts are reckoned from base and target: the largest is {high:.1f}%, {most}; the smallest {low:.1f}%, {least}. Energy, water and electricity are unlike, so no average is made of them.",
        ),
        note=view.say(zh="横轴不从零起：比较的是降幅，不是水平。", en="The axis does not begin at zero: it compares cuts, not levels."),
        table=table,
        links=[r.id for r in rows],
        controls=controls,
        chart=forms.dumbbell(
            view,
            frame,
            start="base",
            end="target",
            y="product",
            text="words",
            title=view.say(zh="2015年 = 100", en="2015 = 100"),
            domain=[92.5 if view.narrow else 93.4, 100.3],
            controls=controls,
        ),
    )


@chart("stated-computed", topic="promises")
def stated_computed(view: View) -> Drawn:
    rows = [
        r for policy in (GANSU, INNER_MONGOLIA) for r in _with_base(view, policy) if r.stated_change is not None and not change_of(r).points and r.unit != "%"
    ]
    rows = sorted(rows, key=lambda r: (change_of(r).holds, -abs(float(change_of(r).computed - r.stated_change)), r.id))
    frame = pd.DataFrame(
        {
            "what": [_product(view, r) if r.product else view.name("indicators", r.indicator) for r in rows],
            "place": [_place(view, r.region) for r in rows],
            "stated": [float(r.stated_change) for r in rows],
            "computed": [round(float(change_of(r).computed), 2) for r in rows],
            "holds": [change_of(r).holds for r in rows],
        }
    )
    frame["label"] = [
        view.say(zh=f"{w}：载明 {s:g}%，按两端推算 {c:.2f}%", en=f"{w}: stated {s:g}%, from its two ends {c:.2f}%")
        for w, s, c in zip(frame["what"], frame["stated"], frame["computed"])
    ]
    frame["words"] = [
        view.say(zh=f"写 {abs(s):g}%，算得 {abs(c):.1f}%", en=f"says {abs(s):g}%, comes to {abs(c):.1f}%") for s, c in zip(frame["stated"], frame["computed"])
    ]
    controls = [steering.choose(frame, "place", view.say(zh="地区", en="Region"), view.say(zh="全部", en="All"))]
    wrong = [r for r in rows if not change_of(r).holds]
    order = list(frame["what"])
    low = min(frame["stated"].min(), frame["computed"].min())
    width = axes.plot_width(view, order)
    scale = alt.Scale(domain=[low - 1.2, 0.2], nice=False)
    axis = alt.Axis(title=view.say(zh="变化（%）", en="Change (%)"), grid=True, tickCount=6)
    colour, down = forms.red_if("!datum.holds"), axes.shift(view)
    base = steering.steered(alt.Chart(frame), controls).encode(y=axes.axis_of_names(view, "what", order))
    red = steering.steered(alt.Chart(frame.loc[~frame["holds"]]), controls).encode(y=axes.axis_of_names(view, "what", order))
    layers = [
        base.mark_rule(aria=False, yOffset=down, strokeWidth=2).encode(x=alt.X("stated:Q", scale=scale, axis=axis), x2=alt.X2("computed:Q"), color=colour),
        base.mark_tick(thickness=3, size=15, aria=False, color=ink("was"), yOffset=down).encode(x=alt.X("stated:Q", scale=scale)),
        base.mark_circle(size=85, yOffset=down).encode(x=alt.X("computed:Q", scale=scale), color=colour, description=alt.Description("label:N")),
        red.mark_text(align="right", dx=-9, yOffset=down, aria=False, color=ink("alarm")).encode(x=alt.X("computed:Q", scale=scale), text=alt.Text("words:N")),
        *axes.names_above(view, frame, "what", order, controls=controls),
    ]
    names = view.listed([_small(_product(view, r) if r.product else view.name("indicators", r.indicator)) for r in wrong])
    rest = len(rows) - len(wrong)
    return Drawn(
        title=view.say(
            zh=f"{len(rows)} 个写明的降幅，{len(wrong)} 个与规划自己的数字对不上：{names}",
            en=f"{view.spelt(len(wrong)).capitalize()} of {len(rows)} stated cuts {'does' if len(wrong) == 1 else 'do'} not match the plans' own figures: {names}",
        )
        if wrong
        else view.say(zh=f"{len(rows)} 个写明的降幅，都与规划自己的数字相符", en=f"All {len(rows)} stated cuts match the plans' own figures"),
        subtitle=view.say(
            zh="竖线：文件写明的降幅；圆点：按文件的基期值与目标值计算；红：差距超出四舍五入",
            en="Bar: the cut that the plan states; dot: computed from its own base and target; red: more than rounding apart",
        ),
        sentence=view.say(
            zh=f"{'其余 ' if wrong else ''}{rest} 个的差距都在四舍五入之内。",
            en=f"{'In the other ' if wrong else 'In '}{'one' if rest == 1 else rest} the gap is no more than rounding.",
        )
        if rest
        else "",
        table=frame[["what", "place", "stated", "computed"]].set_axis(
            view.say(zh=["目标", "地区", "载明（%）", "按两端推算（%）"], en=["Target", "Region", "Stated (%)", "From base and target (%)"]), axis=1
        ),
        links=[r.id for r in rows],
        controls=controls,
        chart=steering.declare(alt.layer(*layers, width=width, height=axes.rows(view, order)), controls),
    )


@chart("annual-rates", topic="promises")
def annual_rates(view: View) -> Drawn:
    """The yearly cut that a target asks for; where the plan prints one of its own, the two side by side."""
    rows = [r for policy in (INNER_MONGOLIA, GANSU) for r in view.ledger.rows("targets", policy=policy) if annual_rate(r) is not None and annual_rate(r) < 0]
    rows = sorted(rows, key=lambda r: (annual_rate(r), r.id))
    frame = pd.DataFrame(
        {"rate": [-float(annual_rate(r)) for r in rows], "stated": [abs(float(r.stated_annual)) if r.stated_annual is not None else None for r in rows]}
    )
    frame["place"] = [_place(view, r.region) for r in rows]
    frame["what"] = [_product(view, r) if r.product else view.name("indicators", r.indicator) for r in rows]
    # A printed rate of one decimal may be 0.05 off; five years of rounding add as much again.
    frame["holds"] = [s != s or abs(s - r) <= 0.11 for s, r in zip(frame["stated"], frame["rate"])]
    frame["words"] = [
        f"{r:.2f}%" if h else view.say(zh=f"{r:.2f}%，规划写作 {s:g}%", en=f"{r:.2f}%; the plan says {s:g}%")
        for r, s, h in zip(frame["rate"], frame["stated"], frame["holds"])
    ]
    frame["label"] = [f"{w}{view.say(zh='：每年', en=', a year: ')}{t}" for w, t in zip(frame["what"], frame["words"])]
    controls = [steering.choose(frame, "place", view.say(zh="地区", en="Region"), view.say(zh="全部", en="All"))]
    frame["far"] = frame[["rate", "stated"]].max(axis=1).where(frame["holds"], frame["rate"])
    order = list(frame["what"])
    width, down = axes.plot_width(view, order), axes.shift(view)
    scale = alt.Scale(domain=[0, axes.room_for(view, width, frame["far"], frame["words"], gap=14)], nice=False)
    axis = alt.Axis(title=view.say(zh="每年降低（%）", en="Cut a year (%)"), tickCount=5, grid=True)
    colour = forms.red_if("!datum.holds")
    base = steering.steered(alt.Chart(frame), controls).encode(y=axes.axis_of_names(view, "what", order))
    printed = steering.steered(alt.Chart(frame.dropna(subset=["stated"])), controls).encode(y=axes.axis_of_names(view, "what", order))
    layers = [
        base.mark_rule(aria=False, yOffset=down, strokeWidth=2, color=ink("promise-2")).encode(x=alt.X("rate:Q", scale=scale, axis=axis), x2=alt.datum(0)),
        printed.mark_tick(thickness=3, size=15, aria=False, color=ink("was"), yOffset=down).encode(x=alt.X("stated:Q", scale=scale)),
        base.mark_circle(size=85, yOffset=down).encode(x=alt.X("rate:Q", scale=scale), color=colour, description=alt.Description("label:N")),
        base.mark_text(align="left", dx=9, yOffset=down, aria=False).encode(
            x=alt.X("far:Q", scale=scale), text=alt.Text("words:N"), color=forms.when("datum.holds", "ink", "alarm")
        ),
        *axes.names_above(view, frame, "what", order, controls=controls),
    ]
    printed_, off = frame.dropna(subset=["stated"]), frame.loc[~frame["holds"]]
    agree = len(printed_) - len(off)
    title = view.say(
        zh=f"规划载明的 {len(printed_)} 个年均降幅，{len(off)} 个与两端推算的对不上"
        if len(off)
        else f"规划载明的 {len(printed_)} 个年均降幅，都与两端推算的相符",
        en=f"{view.spelt(len(off)).capitalize()} of {len(printed_)} yearly cuts that the plans state do not match their own two ends"
        if len(off)
        else f"All {len(printed_)} yearly cuts that the plans state match their own two ends",
    )
    if len(off) == 1:
        odd = off.iloc[0]
        title = view.say(
            zh=f"{odd['place']}{odd['what']}：按两端推算每年降 {odd['rate']:.2f}%，规划写作 {odd['stated']:g}%",
            en=f"{odd['what']}, {odd['place']}: its two ends make a yearly cut of {odd['rate']:.2f}%, the plan says {odd['stated']:g}%",
        )
    return Drawn(
        title=title,
        subtitle=view.say(
            zh="从基期到目标折合的年均降幅（%），内蒙古2010—2015年，甘肃2015—2020年；竖线：规划自己载明的年均数",
            en="Compound yearly cut from base to target (%); Inner Mongolia 2010–2015, Gansu 2015–2020; bar: the yearly rate that the plan itself states",
        ),
        sentence=view.say(
            zh=f"规划自己载明年均数的有 {len(printed_)} 项，{agree} 项与两端相符。内蒙古的总体目标与甘肃的单位产品目标不是一类，又不是同一个五年，不排高低。",
            en=f"Of the {len(printed_)} yearly rates that the plans state, {agree} {'agrees' if agree == 1 else 'agree'} with the two ends. Inner Mongolia's overall targets and Gansu's targets per product are unlike and of different years, so they are not ranked.",
        ),
        table=frame[["what", "place", "rate", "stated"]].set_axis(
            view.say(zh=["目标", "地区", "折合年均降幅（%）", "规划载明（%）"], en=["Target", "Region", "Compound yearly cut (%)", "Stated (%)"]), axis=1
        ),
        links=[r.id for r in rows],
        controls=controls,
        chart=steering.declare(alt.layer(*layers, width=width, height=axes.rows(view, order)), controls),
    )


def _indicator(view: View) -> dict[str, str]:
    """The league indicators, short; two lines."""
    return {
        "energy-per-gdp": view.say(zh="单位GDP\n能耗", en="Energy\nper GDP"),
        "so2-emissions": view.say(zh="二氧化硫", en="SO₂"),
        "nh3n-emissions": view.say(zh="氨氮", en="Ammonia\nN"),
        "cod-emissions": view.say(zh="化学\n需氧量", en="COD"),
        "nox-emissions": view.say(zh="氮氧化物", en="NOₓ"),
    }


def _leagues(view: View) -> pd.DataFrame:
    """A row a league and indicator: ``region``, ``id``, ``value`` (a cut in %), ``words``."""
    rows = [r for r in view.ledger.rows("targets", policy=INNER_MONGOLIA) if r.clause.startswith("box-2")]
    return pd.DataFrame(
        {
            "row": [r.id for r in rows],
            "region": [view.name("regions", r.region) for r in rows],
            "id": [r.indicator for r in rows],
            "value": [float(r.value) for r in rows],
            "words": [f"{r.value:f}" for r in rows],
        }
    )


@chart("leagues", topic="promises", clauses=[(INNER_MONGOLIA, "box-2")])
def leagues(view: View) -> Drawn:
    frame, short = _leagues(view), _indicator(view)
    columns = list(dict.fromkeys(frame["id"]))
    flat = {c: short[c].replace(axes.BREAK, " " if view.language == "en" else "") for c in columns}
    frame["column"] = frame["id"].map(short)
    low, high = frame.groupby("id")["value"].transform("min"), frame.groupby("id")["value"].transform("max")
    frame["shade"] = (frame["value"] - low) / (high - low)
    frame["label"] = [
        f"{r}{view.say(zh='，', en=', ')}{flat[c]}{view.say(zh='：降 ', en=': down ')}{w}%" for r, c, w in zip(frame["region"], frame["id"], frame["words"])
    ]
    wide = frame.pivot(index="region", columns="id", values="value")
    orders = {c: list(wide[c].sort_values(ascending=False, kind="stable").index) for c in columns}
    order = orders[columns[0]]
    controls = [
        steering.order_by(
            frame,
            {c.split("-")[0]: (view.say(zh=f"按{flat[c]}", en=f"by {flat[c]}"), [orders[c].index(r) for r in frame["region"]]) for c in columns},
            view.say(zh="排列", en="Order"),
        )
    ]
    none = frame.loc[frame["value"] == 0]
    zero = list(dict.fromkeys(none["region"]))
    top = frame.loc[frame["value"] == frame["value"].max()]
    highest = view.listed([f"{r}{view.say(zh='，', en=', ')}{flat[c]}" for r, c in zip(top["region"], top["id"])])
    table = wide.loc[order, columns].reset_index()
    table.columns = [view.say(zh="盟市", en="League or city"), *[flat[c] + " (%)" for c in columns]]
    nox = frame.loc[frame["id"] == "nox-emissions"].sort_values("value")
    ends = [view.listed(list(nox.loc[nox["value"] == nox["value"].iloc[n], "region"])) for n in (0, -1)]
    return Drawn(
        title=view.say(
            zh=f"{view.listed(zero)}{view.spelt(len(none))}项目标为零；氮氧化物的目标从 {nox['value'].iloc[0]:g}%（{ends[0]}）到 {nox['value'].iloc[-1]:g}%（{ends[1]}）",
            en=f"{view.listed(zero)}: {view.spelt(len(none))} {'target' if len(none) == 1 else 'targets'} of zero; for nitrogen oxides the targets run from {nox['value'].iloc[0]:g}% ({ends[0]}) to {nox['value'].iloc[-1]:g}% ({ends[1]})",
        )
        if zero
        else view.say(
            zh=f"十二盟市氮氧化物的目标，从 {nox['value'].iloc[0]:g}%（{ends[0]}）到 {nox['value'].iloc[-1]:g}%（{ends[1]}）",
            en=f"Nitrogen oxides: the targets of twelve leagues and cities run from {nox['value'].iloc[0]:g}% ({ends[0]}) to {nox['value'].iloc[-1]:g}% ({ends[1]})",
        ),
        subtitle=view.say(
            zh="内蒙古十二盟市“十二五”期间的降低目标（%），2011–2015年；颜色在每一栏内比较",
            en="Reduction targets of Inner Mongolia's twelve leagues and cities (%), 2011–2015; shades compare within a column",
        ),
        sentence=view.say(
            zh=f"五栏里最大的数是 {top['value'].iloc[0]:g}%（{highest}）；各栏不是同一种量，只在栏内比高低。",
            en=f"The largest figure of the table is {top['value'].iloc[0]:g}% ({highest}); its columns are unlike quantities, to be compared within a column only.",
        ),
        table=table,
        marks=len(frame),
        controls=controls,
        chart=forms.heatmap(view, frame, x="column", y="region", text="words", columns=[short[c] for c in columns], order=order, controls=controls),
    )


@chart("leagues-and-region", topic="promises")
def leagues_and_region(view: View) -> Drawn:
    """Every league beside the region as a whole, one strip an indicator; equal values are set above one another."""
    frame, short = _leagues(view), _indicator(view)
    whole = {
        r.indicator: (abs(float(change_of(r).stated)), r.id) for r in _with_base(view, INNER_MONGOLIA) if r.clause.startswith("box-1.") and r.indicator in short
    }
    frame["kind"] = "league"
    region = view.say(zh="全区", en="The region")
    added = pd.DataFrame(
        [
            {"row": whole[c][1], "region": region, "id": c, "value": whole[c][0], "words": f"{whole[c][0]:g}", "kind": "whole"}
            for c in dict.fromkeys(frame["id"])
            if c in whole
        ]
    )
    frame = pd.concat([frame, added], ignore_index=True)
    flat = {c: short[c].replace(axes.BREAK, " " if view.language == "en" else "") for c in short}
    frame["what"] = frame["id"].map(flat)
    frame["label"] = [
        f"{r}{view.say(zh='，', en=', ')}{w}{view.say(zh='：降 ', en=': down ')}{t}%" for r, w, t in zip(frame["region"], frame["what"], frame["words"])
    ]
    more = {c: int((frame.loc[(frame["id"] == c) & (frame["kind"] == "league"), "value"] > whole[c][0]).sum()) for c in whole}
    order = [flat[c] for c in sorted(whole, key=lambda c: (-more[c], c))]
    frame["nth"] = frame.groupby(["id", "kind", "value"]).cumcount()
    same = frame.groupby(["id", "kind", "value"])["nth"].transform("size")
    frame["nudge"] = (frame["nth"] - (same - 1) / 2) * 8.5
    row = 66
    frame["y"] = [(order.index(w) + 0.62) * row + n for w, n in zip(frame["what"], frame["nudge"])]
    controls = [steering.choose(frame, "what", view.say(zh="指标", en="Indicator"), view.say(zh="全部", en="All"))]
    steered = lambda data: steering.steered(alt.Chart(data), controls)  # noqa: E731
    leagues_, region_ = frame.loc[frame["kind"] == "league"], frame.loc[frame["kind"] == "whole"].copy()
    region_["y1"], region_["y2"] = [y - 20 for y in region_["y"]], [y + 20 for y in region_["y"]]
    region_["words"] = [view.say(zh=f"全区 {w}%", en=f"region {w}%") for w in region_["words"]]
    heads = pd.DataFrame({"what": order, "y": [(i + 0.12) * row for i in range(len(order))]})
    heads["words"] = [
        view.say(zh=f"{w}：{more[c]} 个盟市高于全区", en=f"{w}: {more[c]} of 12 above the region")
        for w, c in ((w, next(c for c in flat if flat[c] == w)) for w in order)
    ]
    x = alt.X("value:Q", scale=alt.Scale(domain=[-0.6, 18.4], nice=False), axis=alt.Axis(title=view.say(zh="降低（%）", en="Cut (%)"), tickCount=5, grid=True))
    down = alt.Scale(domain=[len(order) * row, 0], nice=False)
    y = alt.Y("y:Q", scale=down, axis=None)
    layers = [
        steered(heads).mark_text(align="left", baseline="middle", aria=False, color=ink("ink-2")).encode(x=alt.XValue(0), y=y, text=alt.Text("words:N")),
        steered(leagues_).mark_circle(size=46, opacity=0.85, color=ink("promise")).encode(x=x, y=y, description=alt.Description("label:N")),
        steered(region_)
        .mark_rule(strokeWidth=3, color=ink("was"))
        .encode(x=x, y=alt.Y("y1:Q", scale=down, axis=None), y2=alt.Y2("y2:Q"), description=alt.Description("label:N")),
        steered(region_).mark_text(align="right", dx=-5, dy=-13, aria=False, color=ink("was")).encode(x=x, y=y, text=alt.Text("words:N")),
    ]
    leagues_in = {c: frame.loc[(frame["id"] == c) & (frame["kind"] == "league"), "value"] for c in whole}
    all_above = [flat[c] for c in whole if more[c] == len(leagues_in[c])]
    all_below = [flat[c] for c in whole if (leagues_in[c] < whole[c][0]).all()]
    heavier = [flat[c] for c in whole if more[c] * 2 > len(leagues_in[c])]
    most = max(more.values())
    near = [
        (r, flat[c], round(v - whole[c][0], 2))
        for c in whole
        for r, v in zip(frame.loc[leagues_in[c].index, "region"], leagues_in[c])
        if 0 < v - whole[c][0] < 0.1
    ]
    return Drawn(
        title=view.say(
            zh=f"{view.listed(all_above)}：{most} 个盟市分到的降幅，全都高于全区的目标",
            en=f"{view.listed(all_above)}: all {most} leagues and cities are to cut by a larger share than the region as a whole",
        )
        if all_above
        else view.say(zh=f"{order[0]}：{most} 个盟市的降幅目标高于全区", en=f"{order[0]}: {most} of 12 leagues are to cut by a larger share than the region"),
        subtitle=view.say(
            zh="圆点：内蒙古十二盟市各自的“十二五”降低目标；竖线：全区目标（%），2011–2015年",
            en="Dots: reduction targets of Inner Mongolia's twelve leagues and cities; bar: the target of the whole region (%), 2011–2015",
        ),
        sentence=view.say(
            zh=(f"{view.listed(heavier)}，多数盟市的目标高于全区" if heavier else "没有一项是多数盟市高于全区")
            + (f"；{view.listed(all_below)}相反，十二个盟市都低于全区。" if all_below else "。"),
            en=(
                f"For {view.listed(heavier)} most leagues have a higher target than the region"
                if heavier
                else "For none do most leagues have a higher target than the region"
            )
            + (f"; for {view.listed([_small(n) for n in all_below])} all twelve are below it." if all_below else "."),
        ),
        note=view.say(
            zh="专栏二没有写基年和口径，也没有写各盟市的排放量；可能给新项目留了余量，也可能口径不同。全区的氨氮与化学需氧量含农业。"
            + "".join(f"{r}的{w}只高 {d:g} 个百分点。" for r, w, d in near),
            en="Box 2 prints neither base year nor scope, nor what each league emits: there may be room for new plants, or another scope. The region's ammonia and COD count farming too. "
            + " ".join(f"{w} in {r} is only {d:g} points above." for r, w, d in near),
        ),
        table=frame[["region", "what", "value"]].set_axis(view.say(zh=["地区", "指标", "降低（%）"], en=["Region", "Indicator", "Cut (%)"]), axis=1),
        links=list(frame["row"]),
        controls=controls,
        chart=steering.declare(alt.layer(*layers, width=view.width - 12, height=len(order) * row), controls),
    )


UNLIKE = ("gs13-energy-per-value-added-2020", "gs13-energy-copper-2020", "mi12-energy-per-va-2012", "mi12-water-per-va-2012", "nm12-cod-2015", "nm12-so2-2015")
"""Targets whose result of the period before has, or may have, another scope; the chart's note says which and why."""


@chart("result-and-promise", topic="promises")
def result_and_promise(view: View) -> Drawn:
    """What the last period achieved beside what the next is asked for: same document, indicator, region, sector and product."""
    pairs = []
    for target in view.ledger.rows("targets"):
        change = change_of(target)
        asked = (
            abs(float(change.computed))
            if change and target.unit != "%" and change.computed < 0
            else float(target.value)
            if target.kind == "relative-change" and target.direction == "down"
            else None
        )
        if asked is None:
            continue
        for done in view.ledger.rows(
            "observations", policy=target.policy, indicator=target.indicator, region=target.region, sector=target.sector, product=target.product
        ):
            if done.kind == "relative-change" and done.direction == "down" and parse_edtf(done.year).years[1] <= parse_edtf(target.year).years[1]:
                pairs.append((target, float(done.value), round(asked, 2), done.year))
    pairs.sort(key=lambda p: (-(p[1] - p[2]), p[0].id))
    frame = pd.DataFrame({"result": [p[1] for p in pairs], "promise": [p[2] for p in pairs]})
    frame["place"] = [_place(view, p[0].region) for p in pairs]
    frame["what"] = [
        f"{_product(view, t) if t.product else view.name('indicators', t.indicator)}{view.say(zh='，', en=', ')}{_place(view, t.region)}" for t, *_ in pairs
    ]
    frame["words"] = [view.say(zh=f"{r:g}%，再降 {p:.3g}%", en=f"{r:g}%, then {p:.3g}%") for r, p in zip(frame["result"], frame["promise"])]
    frame["label"] = [
        view.say(zh=f"{w}：自报到{y}年降 {r:g}%，到{t.year}年的目标是降 {p:.3g}%", en=f"{w}: reported down {r:g}% by {y}, to fall {p:.3g}% by {t.year}")
        for w, r, p, (t, _, _, y) in zip(frame["what"], frame["result"], frame["promise"], pairs)
    ]
    controls = [steering.choose(frame, "place", view.say(zh="地区", en="Region"), view.say(zh="全部", en="All"))]
    alike = [p for p in pairs if p[0].id not in UNLIKE]
    lower = [p for p in alike if p[2] < p[1]]
    unlike = len(pairs) - len(alike)
    order = list(frame["what"])
    width, down = axes.plot_width(view, order), axes.shift(view)
    frame["far"] = frame[["result", "promise"]].max(axis=1)
    scale = alt.Scale(domain=[0, axes.room_for(view, width, frame["far"], frame["words"], gap=16)], nice=False)
    axis = alt.Axis(title=view.say(zh="降低（%）", en="Cut (%)"), tickCount=5, grid=True)
    base = steering.steered(alt.Chart(frame), controls).encode(y=axes.axis_of_names(view, "what", order))
    layers = [
        base.mark_rule(aria=False, yOffset=down, strokeWidth=2, color=ink("rule")).encode(x=alt.X("result:Q", scale=scale, axis=axis), x2=alt.X2("promise:Q")),
        base.mark_circle(size=85, aria=False, yOffset=down, color=ink("was")).encode(x=alt.X("result:Q", scale=scale)),
        base.mark_circle(size=85, yOffset=down, color=ink("promise")).encode(x=alt.X("promise:Q", scale=scale), description=alt.Description("label:N")),
        base.mark_text(align="left", dx=9, yOffset=down, aria=False).encode(x=alt.X("far:Q", scale=scale), text=alt.Text("words:N")),
        *axes.names_above(view, frame, "what", order, controls=controls),
    ]
    return Drawn(
        title=view.say(
            zh=f"口径一致的 {len(alike)} 项，" + ("新目标都" if len(lower) == len(alike) else f"{len(lower)} 项的新目标") + "低于上期自报的完成数",
            en=(
                f"In {'both' if len(alike) == 2 else f'all {view.spelt(len(alike))}'} pairs of like scope"
                if len(lower) == len(alike) > 1
                else f"In {view.spelt(len(lower))} of {view.spelt(len(alike))} pairs of like scope"
                if len(alike) > 1
                else "In the one pair of like scope"
            )
            + " the next target is lower than the result just reported",
        ),
        subtitle=view.say(
            zh="黑点：文件自报的上一期降幅；绿点：同一指标下一期的目标降幅（%）",
            en="Black: the cut that the document reports for the last period; green: the cut it sets for the next (%)",
        ),
        sentence=view.say(
            zh="完成数是文件自报的。大降之后再定小一些的目标，不等于放松。" + (f"另有 {unlike} 项前后口径不同或存疑，不计入标题。" if unlike else ""),
            en="The results are the documents' own reports. A smaller cut after a large one need not be slack."
            + (
                f" The other {view.spelt(unlike)} {'pair differs' if unlike == 1 else 'pairs differ'} in scope or may do so, and {'is' if unlike == 1 else 'are'} not in the headline."
                if unlike
                else ""
            ),
        ),
        note=view.say(
            zh="口径不同或存疑的：甘肃单位工业增加值能耗与工信部两项，完成数为规模以上口径，目标未写明，工信部两项又以一年计；铜的前后指标名称不同；内蒙古化学需氧量的目标含农业，完成数未写口径，它与二氧化硫的两个完成数还可能互换。",
            en="Unlike or in doubt: for Gansu's energy per value added and both ministry rows the result covers firms above the size threshold and the target does not say, and the ministry's rows are of one year; copper's two indicators differ in name; Inner Mongolia's target for COD counts farming and its result states no scope, and its results for COD and SO₂ may have been exchanged.",
        ),
        table=frame[["what", "result", "promise"]].set_axis(
            view.say(zh=["指标", "自报降低（%）", "下一期目标（%）"], en=["Indicator", "Reported (%)", "Next target (%)"]), axis=1
        ),
        links=[p[0].id for p in pairs],
        controls=controls,
        chart=steering.declare(alt.layer(*layers, width=width, height=axes.rows(view, order)), controls),
    )


@chart("due-years", topic="promises")
def due_years(view: View) -> Drawn:
    """Every target as a dot on the year in which it falls due; a few abreast."""
    ledger = view.ledger
    newest = max(p.issued for p in ledger.rows("policies") if p.issued)
    now = int(newest[:4])
    rows = sorted(ledger.rows("targets"), key=lambda r: (parse_edtf(r.year).years[1] if r.year else 9999, r.policy, r.id))
    frame = pd.DataFrame({"row": [r.id for r in rows], "due": [parse_edtf(r.year).years[1] if r.year else 0 for r in rows]})
    years = sorted(set(frame["due"]), key=lambda d: (not d, d))  # those without a year come last
    across = 4 if view.narrow else 5
    step = 8.5
    slot = (view.width - 12) / len(years)
    frame["slot"] = [years.index(d) * slot + 2 for d in frame["due"]]
    frame["nth"] = frame.groupby("due").cumcount()
    frame["policy"] = [view.own(ledger.row("policies", r.policy), "title") for r in rows]
    frame["what"] = [
        " ".join(filter(None, [view.name("products", r.product) or view.name("sectors", r.sector), view.name("indicators", r.indicator)])) for r in rows
    ]
    frame["where"] = [view.name("regions", r.region) for r in rows]
    none = view.say(zh="未写年份", en="no year")
    frame["year"] = [str(d) if d else none for d in frame["due"]]
    frame["label"] = [
        f"{y}{view.say(zh='：', en=': ')}{p}{view.say(zh='，', en=', ')}{w} {view.measured(r)}"
        for y, p, w, r in zip(frame["year"], frame["where"], frame["what"], rows)
    ]
    frame["state"] = ["none" if not d else "past" if d < now else "ahead" for d in frame["due"]]
    counts = frame.groupby("due").size()
    feet = pd.DataFrame({"x": [years.index(d) * slot + 2 for d in years], "y": -9, "words": [str(d) if d else none for d in years]})
    height = int((int(counts.max() - 1) // across + 1) * step + 26)
    controls = [steering.choose(frame, "where", view.say(zh="地区", en="Region"), view.say(zh="全部", en="All"))]
    place = lambda c: alt.X(f"{c}:Q", scale=alt.Scale(domain=[0, view.width - 12], nice=False), axis=None)  # noqa: E731
    tall = alt.Scale(domain=[-26, height - 26], nice=False)
    up = lambda c: alt.Y(f"{c}:Q", scale=tall, axis=None)  # noqa: E731
    colour = alt.Color("state:N", scale=alt.Scale(domain=["past", "ahead", "none"], range=[ink("was"), ink("promise"), ink("ink-3")]), legend=None)
    # Dots are packed and counted in the browser too, so that both follow the region that a reader picks.
    here = lambda: steering.steered(alt.Chart(frame), controls)  # noqa: E731
    packed = here().transform_window(n="row_number()", groupby=["due"], sort=[alt.SortField("nth")])
    packed = packed.transform_calculate(x=f"datum.slot + 4 + ((datum.n - 1) % {across}) * {step}", y=f"floor((datum.n - 1) / {across}) * {step}")
    counted = here().transform_aggregate(n="count()", groupby=["due", "slot"])
    counted = counted.transform_calculate(y=f"(floor((datum.n - 1) / {across}) + 1) * {step} + 4")
    layers = [
        packed.mark_circle(size=44).encode(x=place("x"), y=up("y"), color=colour, description=alt.Description("label:N")),
        counted.mark_text(align="left", baseline="bottom", aria=False).encode(x=place("slot"), y=up("y"), text=alt.Text("n:Q")),
        alt.Chart(feet).mark_text(align="left", baseline="top", aria=False, color=ink("ink-2")).encode(x=place("x"), y=up("y"), text=alt.Text("words:N")),
    ]
    ahead = int((frame["state"] == "ahead").sum())
    peak = int(counts.drop(0, errors="ignore").idxmax())
    undated = int(counts.get(0, 0))
    origin = frame.loc[frame["due"] == peak, "policy"].value_counts()
    source = origin.index[0]
    by_policy = frame["policy"].value_counts()
    two = int(by_policy.head(2).sum())
    return Drawn(
        title=view.say(
            zh=f"账上 {len(frame)} 个目标，{counts[peak]} 个{peak}年到期，"
            + (f"都出自《{source}》" if len(origin) == 1 else f"{origin.iloc[0]} 个出自《{source}》"),
            en=f"Of {len(frame)} targets on the ledger {counts[peak]} fall due in {peak}, "
            + (f"all from one document: {source}" if len(origin) == 1 else f"{origin.iloc[0]} of them from one document: {source}"),
        ),
        subtitle=view.say(
            zh=f"每一点是一个有数字的目标，放在它到期的年份；绿：{now}年（账上最新文件的年份）及以后",
            en=f"Each dot is a target with a number, on the year it falls due; green: in {now}, the year of the newest document, or later",
        ),
        sentence=view.say(
            zh=f"这是已读文件里的目标，不是全部政策：{len(by_policy)} 份文件有目标，其中两份就占 {two} 个。{ahead} 个在{now}年及以后到期"
            + (f"，{undated} 个没有写明哪一年。" if undated else "。"),
            en=f"These are the targets of what has been read, not of all policy: of {len(by_policy)} documents with targets, two hold {two}. "
            + f"{view.spelt(ahead).capitalize()} {'falls' if ahead == 1 else 'fall'} due in {now} or later"
            + (f"; {undated} {'does' if undated == 1 else 'do'} not say by when." if undated else "."),
        ),
        table=frame[["what", "where", "year"]].set_axis(view.say(zh=["目标", "地区", "到期"], en=["Target", "Region", "Due"]), axis=1),
        links=list(frame["row"]),
        controls=controls,
        chart=steering.declare(alt.layer(*layers, width=view.width - 12, height=height), controls),
    )
