"""Charts of instruments: what is paid, by whom, up to how much. Two of them are calculators."""

import math

import altair as alt
import pandas as pd

from ledger.charts import axes, steering
from ledger.charts.figure import Control, Drawn, View, chart
from ledger.charts.theme import HALO, ink

TRADE_IN, FUNDS, EQUIPMENT = "trade-in-2025", "rd-funds-2025", "first-equipment-5"


def _value(view: View, id: str) -> float:
    return float(view.ledger.row("measures", id).value)


@chart("trade-in-calculator", topic="rules")
def trade_in_calculator(view: View) -> Drawn:
    """What a buyer gets back, by price; the price is a slider."""
    price = 5000
    limit = _value(view, "ti25-digital-price")
    schemes = [
        (
            "ti25-appliance-grade-1",
            view.say(zh="1级能效家电", en="Appliance, grade 1"),
            _value(view, "ti25-appliance-grade-1"),
            _value(view, "ti25-appliance-cap"),
            0.0,
            "hue-1",
        ),
        (
            "ti25-appliance-grade-2",
            view.say(zh="2级能效家电", en="Appliance, grade 2"),
            _value(view, "ti25-appliance-grade-2"),
            _value(view, "ti25-appliance-cap"),
            0.0,
            "hue-2",
        ),
        (
            "ti25-digital-rate",
            view.say(zh="手机、平板、手表", en="Phone, tablet, watch"),
            _value(view, "ti25-digital-rate"),
            _value(view, "ti25-digital-cap"),
            limit,
            "hue-3",
        ),
    ]
    top = 15000.0
    lines, points = [], []
    for id, name, rate, cap, ceiling, _hue in schemes:
        knee = cap / rate * 100
        for part, (p, y) in enumerate([(0.0, 0.0), (knee, cap), (ceiling or top, cap)]):
            lines.append({"scheme": name, "price": p, "back": y, "part": part})
        points.append(
            {
                "row": id,
                "scheme": name,
                "rate": rate,
                "cap": cap,
                "ceiling": ceiling,
                "back": min(price * rate / 100, cap) if not ceiling or price <= ceiling else 0.0,
            }
        )
    knees = pd.DataFrame(
        [
            {
                "price": s[3] / s[2] * 100,
                "back": s[3],
                "words": f"{s[1]} {s[2]:g}%"
                if view.narrow
                else view.say(zh=f"{s[1]}：{s[2]:g}%，最多 {s[3]:g} 元", en=f"{s[1]}: {s[2]:g}%, {s[3]:,.0f} at most"),
            }
            for s in schemes
        ]
    )
    names, inks = [s[1] for s in schemes], [ink(s[5]) for s in schemes]
    frame = pd.DataFrame(points)
    control = Control(
        parameter="price", label=view.say(zh="价格", en="Price"), minimum=500, maximum=top, step=100, value=price, unit=view.say(zh="元", en="yuan")
    )
    colour = alt.Color("scheme:N", scale=alt.Scale(domain=names, range=inks), legend=None)

    def x(c):
        return alt.X(
            f"{c}:Q",
            scale=alt.Scale(domain=[0, top], nice=False),
            axis=alt.Axis(title=view.say(zh="价格，元", en="Price, yuan"), grid=False, values=[0, 5000, 10000, 15000], format=",.0f"),
        )

    def y(c):
        return alt.Y(
            f"{c}:Q",
            scale=alt.Scale(domain=[0, 2400], nice=False),
            axis=axes.top_title(view, view.say(zh="补贴，元", en="Money back, yuan"), values=[0, 500, 1000, 1500, 2000], format=",.0f"),
        )

    paid = "datum.ceiling > 0 && price > datum.ceiling ? 0 : min(price * datum.rate / 100, datum.cap)"
    says = "datum.scheme + ' ' + format(price, ',') + '" + view.say(
        zh=" 元：补 ' + format(datum.paid, ',.0f') + ' 元'", en=" yuan: ' + format(datum.paid, ',.0f') + ' yuan back'"
    )
    second = f"min(price * {schemes[1][2] / 100}, {schemes[1][3]})"
    live = alt.Chart(frame).transform_calculate(at="price", paid=paid).transform_calculate(label=says, words="format(datum.paid, ',.0f')")
    # Where two lines are one, one number says it; the last one of them stands beyond where the goods end, above the axis.
    phones = live.transform_filter(f"datum.scheme == '{names[2]}' && datum.paid != {second}")
    flips = f"price > {top * (0.84 if view.narrow else 0.93)}"
    side = {"align": alt.ExprRef(f"{flips} ? 'right' : 'left'"), "dx": alt.ExprRef(f"{flips} ? -9 : 9")}
    layers = [
        alt.Chart(pd.DataFrame(lines))
        .mark_line(aria=False)
        .encode(x=x("price"), y=y("back"), color=colour, detail=alt.Detail("scheme:N"), order=alt.Order("part:Q")),
        alt.Chart(pd.DataFrame([{"end": top}])).transform_calculate(at="price").mark_rule(aria=False, color=ink("rule")).encode(x=x("at")),
        live.mark_circle(size=90).encode(x=x("at"), y=y("paid"), color=colour, description=alt.Description("label:N")),
        # The steepest line has nothing to its left, the others have nothing below them.
        *(
            told.mark_text(aria=False, **place, **HALO).encode(x=x("at"), y=y("paid"), text=alt.Text("words:N"), color=colour)
            for told, place in (
                (live.transform_filter(f"datum.scheme == '{names[0]}'"), {"align": "right", "dx": -8, "dy": -8}),
                (live.transform_filter(f"datum.scheme == '{names[1]}'"), {**side, "dy": 11}),
                (phones, {**side, "dy": alt.ExprRef(f"price > {limit} ? -9 : 11")}),
            )
        ),
    ]
    # Each name stands where no other line runs through it, and no number comes along: above all numbers, and beyond them.
    places = [
        (top, schemes[0][3], "right", 0, -28),
        (top, 700, "right", 0, 0),
        (top, schemes[2][3], "right", 0, 16) if view.narrow else (limit, schemes[2][3], "left", 8, 1),
    ]
    for n, (s, (at, back, align, dx, dy)) in enumerate(zip(schemes, places)):
        knees.loc[n, ["price", "back"]] = [at, back]
        layers.append(
            alt.Chart(knees.iloc[[n]])
            .mark_text(aria=False, align=align, dx=dx, dy=dy, color=ink(s[5]))
            .encode(x=x("price"), y=y("back"), text=alt.Text("words:N"))
        )
    return Drawn(
        title=view.say(
            zh=f"一台 {price} 元的家电，1级能效或水效补 {frame['back'].iloc[0]:.0f} 元，比2级多 {frame['back'].iloc[0] - frame['back'].iloc[1]:.0f} 元",
            en=f"On an appliance of {price:,} yuan, energy or water grade 1 brings {frame['back'].iloc[0]:,.0f} yuan back, {frame['back'].iloc[0] - frame['back'].iloc[1]:,.0f} more than grade 2",
        ),
        subtitle=view.say(zh="2025年以旧换新：按售价得到的补贴，元", en="Trade-in 2025: money back by sale price, yuan"),
        sentence=view.say(
            zh=f"家电每件最多 {schemes[0][3]:.0f} 元；手机、平板、智能手表手环每件最多 {schemes[2][3]:.0f} 元，售价超过 {limit:.0f} 元的不补。",
            en=f"Appliances: {schemes[0][3]:,.0f} yuan at most. Phones, tablets and smart watches or bands: {schemes[2][3]:,.0f} at most, and nothing above a price of {limit:,.0f}.",
        ),
        table=frame[["scheme", "rate", "cap", "back"]].set_axis(
            view.say(zh=["种类", "比例（%）", "上限（元）", f"售价 {price} 元时（元）"], en=["Kind", "Rate (%)", "Cap (yuan)", f"At {price:,} yuan"]), axis=1
        ),
        links=list(frame["row"]),
        controls=[control],
        chart=steering.declare(alt.layer(*layers, width=view.width - 58, height=300), [control]),
    )


@chart("indirect-costs", topic="rules")
def indirect_costs(view: View) -> Drawn:
    """The most a project may charge as indirect costs, band by band; the base is a slider."""
    tiers = sorted((t for t in view.ledger.rows("measures", policy=FUNDS) if t.bracket_unit), key=lambda t: t.from_value or 0)
    edges = sorted({int(t.to_value) for t in tiers if t.to_value is not None})
    rates = [float(t.value) for t in tiers]
    base, top = 2000, 3000
    starts, ends = [0, *edges], [*edges, top]

    def most(amount: float) -> float:
        return math.fsum(max(0.0, min(amount, e) - s) * r / 100 for s, e, r in zip(starts, [*edges, 1e9], rates))

    scale = 1 if view.language == "zh" else 0.01
    bands = pd.DataFrame(
        {"row": [t.id for t in tiers], "start": starts, "end": ends, "rate": rates, "low": [most(s) for s in starts], "high": [most(e) for e in ends]}
    )
    bands["what"] = [
        view.say(zh=f"{s}–{e} 万元" if e != top else f"{s} 万元以上", en=f"{s / 100:g}–{e / 100:g} million" if e != top else f"over {s / 100:g} million")
        for s, e in zip(starts, ends)
    ]
    bands["label"] = [view.say(zh=f"{w}的部分：{r:g}%", en=f"the part of {w}: {r:g}%") for w, r in zip(bands["what"], rates)]
    bands["words"] = [f"{r:g}%" for r in rates]
    for c in ("start", "end", "low", "high"):
        bands[c] = bands[c] * scale
    bands["mid"], bands["midway"] = (bands["start"] + bands["end"]) / 2, (bands["low"] + bands["high"]) / 2
    control = Control(
        parameter="budget",
        label=view.say(zh="直接费用减设备费", en="Direct costs less equipment"),
        minimum=100 * scale,
        maximum=top * scale,
        step=50 * scale,
        value=base * scale,
        unit=view.say(zh="万元", en="million yuan"),
    )
    steps = " + ".join(f"max(0, min(budget, {e * scale if e != top else 1e9}) - {s * scale}) * {r / 100}" for s, e, r in zip(starts, ends, rates))
    unit, comma = view.say(zh=("万元", "，"), en=("million", ", "))
    live = (
        alt.Chart(pd.DataFrame([{"n": 1}]))
        .transform_calculate(at="budget", most=steps)
        .transform_calculate(
            words=f"format(datum.most, ',.{0 if scale == 1 else 2}f') + ' {unit}{comma}' + format(datum.most / budget, '.1%')",
            label=f"format(budget, ',~g') + ' {unit}: ' + format(datum.most, ',.{0 if scale == 1 else 2}f') + ' {unit}{comma}' + format(datum.most / budget, '.1%')",
        )
    )

    def x(c):
        return alt.X(
            f"{c}:Q",
            scale=alt.Scale(domain=[0, top * scale], nice=False),
            axis=alt.Axis(
                title=view.say(zh="课题直接费用减设备购置费，万元", en="Direct costs less equipment, million yuan"),
                values=[v * scale for v in (0, *edges, 2000, 3000)],
                grid=True,
            ),
        )

    def y(c):
        return alt.Y(
            f"{c}:Q",
            scale=alt.Scale(domain=[0, 760 * scale], nice=False),
            axis=axes.top_title(view, view.say(zh="间接费用至多，万元", en="Indirect costs at most, million yuan"), tickCount=4),
        )

    layers = [
        alt.Chart(bands)
        .mark_rule(strokeWidth=3, color=ink("promise"))
        .encode(x=x("start"), x2=alt.X2("end:Q"), y=y("low"), y2=alt.Y2("high:Q"), description=alt.Description("label:N")),
        alt.Chart(bands)
        .mark_text(aria=False, align="left", dx=5, dy=12, fontWeight="bold", color=ink("promise"))
        .encode(x=x("mid"), y=y("midway"), text=alt.Text("words:N")),
        live.mark_rule(aria=False, color=ink("rule")).encode(x=x("at")),
        live.mark_circle(size=110, color=ink("was")).encode(x=x("at"), y=y("most"), description=alt.Description("label:N")),
        # Above all that the line reaches, and on the side where there is room.
        live.mark_text(
            aria=False,
            align=alt.ExprRef(f"budget > {top * scale / 2} ? 'right' : 'left'"),
            dx=alt.ExprRef(f"budget > {top * scale / 2} ? -6 : 6"),
            baseline="top",
            **HALO,
        ).encode(x=x("at"), y=alt.value(2), text=alt.Text("words:N")),
    ]
    whole = most(base)
    return Drawn(
        title=view.say(
            zh=f"课题间接费用分段封顶：基数 {base} 万元，至多 {whole:g} 万元，合 {whole / base:.1%}",
            en=f"Indirect costs of a sub-project are capped by bands: on a base of {base / 100:g} million yuan at most {whole / 100:g} million, {whole / base:.1%}",
        ),
        subtitle=view.say(
            zh="国家重点研发计划课题间接费用上限，分段超额累退；基数为课题直接费用扣除设备购置费",
            en="National Key R&D Programme: ceiling of a sub-project's (课题) indirect costs, by bands of its direct costs less equipment",
        ),
        sentence=view.say(
            zh=f"{edges[0]} 万元及以下的部分不超过 {rates[0]:g}%，超过 {edges[0]} 万元至 {edges[1]} 万元的部分不超过 {rates[1]:g}%，超过 {edges[1]} 万元的部分不超过 {rates[2]:g}%。按课题算，不按项目算。",
            en=f"At most {rates[0]:g}% of the first {edges[0] / 100:g} million yuan, {rates[1]:g}% of the part up to {edges[1] / 100:g} million, {rates[2]:g}% of what is above. It goes by sub-project, not by project.",
        ),
        table=bands[["what", "rate"]].set_axis(view.say(zh=["部分", "比例（%）"], en=["Part (yuan)", "Rate (%)"]), axis=1),
        links=list(bands["row"]),
        marks=len(bands) + 1,
        controls=[control],
        chart=steering.declare(alt.layer(*layers, width=view.width - 52, height=290), [control]),
    )
