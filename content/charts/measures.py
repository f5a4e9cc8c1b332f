"""Charts of instruments: what is paid, by whom, up to how much. Two of them are calculators."""

import math

import altair as alt
import pandas as pd

from ledger.charts import axes, forms, steering
from ledger.charts.figure import Control, Drawn, View, chart
from ledger.charts.theme import ink

TRADE_IN, FUNDS, EQUIPMENT = "trade-in-2025", "rd-funds-2025", "first-equipment-5"


def _value(view: View, id: str) -> float:
    return float(view.ledger.row("measures", id).value)


@chart("trade-in-items", topic="rules")
def trade_in_items(view: View) -> Drawn:
    """Yuan for each thing replaced; a tick where the notice raises an older amount."""
    items = [
        ("ti25-bus-subsidy", view.say(zh="城市公交车或电池（平均）", en="City bus or its battery (average)"), "ti25-bus-subsidy-before"),
        ("ti25-cotton-picker-cap", view.say(zh="报废更新采棉机", en="Cotton picker, scrapped"), "ti25-cotton-picker-cap-before"),
        ("ti25-car-scrap-nev", view.say(zh="报废更新，买新能源车", en="Scrap a car, buy new-energy"), None),
        ("ti25-car-scrap-fuel", view.say(zh="报废更新，买2.0升及以下燃油车", en="Scrap a car, buy fuel ≤ 2.0 L"), None),
        ("ti25-car-swap-nev", view.say(zh="置换更新，买新能源车", en="Sell a car, buy new-energy"), None),
        ("ti25-car-swap-fuel", view.say(zh="置换更新，买燃油车", en="Sell a car, buy fuel"), None),
        ("ti25-appliance-cap", view.say(zh="家电，每件", en="Home appliance, each"), None),
        ("ti25-digital-cap", view.say(zh="手机、平板、手表，每件", en="Phone, tablet or watch, each"), None),
    ]
    records = []
    for id, name, before in items:
        row = view.ledger.row("measures", id)
        yuan = float(row.value) * (10000 if row.unit == "10k-cny" else 1)
        old = _value(view, before) * 10000 if before else None
        sign = view.say(zh="最多 ", en="up to ") if row.comparator == "<=" else ""
        amount = view.say(zh=f"{yuan / 10000:g} 万元" if yuan >= 10000 else f"{yuan:g} 元", en=f"{yuan:,.0f} yuan")
        was = view.say(zh=f"，原 {old / 10000:g} 万元", en=f", was {old:,.0f}") if old else ""
        rule = (
            view.say(zh="最多", en="up to")
            if row.comparator == "<="
            else view.say(zh="平均", en="average")
            if id == "ti25-bus-subsidy"
            else view.say(zh="定额", en="fixed")
        )
        records.append({"row": id, "what": name, "rule": rule, "yuan": yuan, "before": old, "words": f"{sign}{amount}{was}"})
    frame = pd.DataFrame(records).sort_values("yuan", ascending=False, kind="stable")
    frame["label"] = [f"{w}{view.say(zh='：', en=': ')}{t}" for w, t in zip(frame["what"], frame["words"])]
    bus, cotton = records[0], records[1]
    unit = 1e4 if view.language == "zh" else 1e3
    frame["shown"], frame["old"] = frame["yuan"] / unit, frame["before"] / unit
    drawn = forms.bars(view, frame, x="shown", y="what", text="words", title=view.say(zh="万元", en="Thousand yuan"))
    scrap, swap = (next(r for r in records if r["row"] == id) for id in ("ti25-car-scrap-nev", "ti25-car-swap-nev"))
    return Drawn(
        title=view.say(
            zh=f"报废旧车买新能源乘用车，每辆补 {scrap['yuan'] / 1e4:g} 万元；置换更新，最多 {swap['yuan'] / 1e4:g} 万元",
            en=f"Scrap a car and buy a new-energy one: {scrap['yuan']:,.0f} yuan; sell it and buy one: {swap['yuan']:,.0f} at most",
        ),
        subtitle=view.say(
            zh="2025年设备更新与以旧换新的补贴额，每台（件）：定额、上限或平均数",
            en="Subsidies for equipment renewal and trade-in in 2025, for each vehicle or piece: fixed, capped or average",
        ),
        sentence=view.say(
            zh=f"写明金额提高的有两项：公交车及电池，平均每辆从 {bus['before'] / 1e4:g} 万元提高到 {bus['yuan'] / 1e4:g} 万元；采棉机，上限从 {cotton['before'] / 1e4:g} 万元提高到 {cotton['yuan'] / 1e4:g} 万元。定额、上限与平均数不能直接比。",
            en=f"Two amounts are raised: for a bus or its battery, {bus['before']:,.0f} yuan on average to {bus['yuan']:,.0f}; for a cotton picker, at most {cotton['before']:,.0f} to at most {cotton['yuan']:,.0f}. Fixed sums, caps and averages are not alike.",
        ),
        table=frame[["what", "rule", "yuan", "before"]].set_axis(
            view.say(zh=["项目", "算法", "元", "原为（元）"], en=["Item", "Rule", "Yuan", "Before (yuan)"]), axis=1
        ),
        links=[r for r in frame["row"]],
        chart=drawn,
    )


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
    live = alt.Chart(frame).transform_calculate(at="price", paid=paid).transform_calculate(label=says, words="format(datum.paid, ',.0f')")
    layers = [
        alt.Chart(pd.DataFrame(lines))
        .mark_line(aria=False)
        .encode(x=x("price"), y=y("back"), color=colour, detail=alt.Detail("scheme:N"), order=alt.Order("part:Q")),
        alt.Chart(pd.DataFrame([{"end": top}])).transform_calculate(at="price").mark_rule(aria=False, color=ink("rule")).encode(x=x("at")),
        live.mark_circle(size=90).encode(x=x("at"), y=y("paid"), color=colour, description=alt.Description("label:N")),
        # The steepest line has nothing to its left, the others have nothing below them.
        *(
            live.transform_filter(f"{'' if first else '!'}(datum.scheme == '{names[0]}')")
            .mark_text(aria=False, dx=dx, dy=dy, align=align)
            .encode(x=x("at"), y=y("paid"), text=alt.Text("words:N"), color=colour)
            for first, dx, dy, align in ((True, -8, -8, "right"), (False, 9, 11, "left"))
        ),
    ]
    # Each name stands where its own line is nearest and no other runs through it: above, below a slope, below.
    slope = 6600 if view.narrow else 9000
    places = [
        (top, schemes[0][3], "right", 0, -13),
        (slope, slope * schemes[1][2] / 100, "left", 10, 14),
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


@chart("cost-share", topic="rules")
def cost_share(view: View) -> Drawn:
    regions = [
        ("ti25-cost-share-east", view.say(zh="东部", en="East")),
        ("ti25-cost-share-central", view.say(zh="中部", en="Central")),
        ("ti25-cost-share-west", view.say(zh="西部", en="West")),
    ]
    parts = view.say(zh=["中央", "地方"], en=["Centre", "Local"])
    records = []
    for id, name in regions:
        centre = _value(view, id)
        for part, share in zip(parts, (centre, 100 - centre)):
            records.append(
                {
                    "row": id,
                    "where": name,
                    "part": part,
                    "share": share,
                    "words": f"{part} {share:g}%" if share > 12 and not (view.narrow and share < 30) else f"{share:g}%",
                    "label": view.say(zh=f"{name}：{part}承担 {share:g}%", en=f"{name}: {part.lower()} share {share:g}%"),
                }
            )
    frame = pd.DataFrame(records)
    province = {r["where"]: r["share"] for r in records if r["part"] == parts[1]}
    names = [n for _, n in regions]
    centre = {r["where"]: r["share"] for r in records if r["part"] == parts[0]}
    return Drawn(
        title=view.say(
            zh="每 100 元补贴，地方出：" + "、".join(f"{n} {province[n]:g} 元" for n in names),
            en="Of every 100 yuan of subsidy the local share is "
            + view.listed([f"{province[n]:g} in the {place}" for n, place in zip(names, ("east", "centre", "west"))]),
        ),
        subtitle=view.say(
            zh="2025年直接安排给地方的资金，央地分担比例（%），总体按9:1",
            en="Funds sent to the regions in 2025: shares of centre and localities (%); 9:1 overall",
        ),
        sentence=view.say(
            zh="其余由中央出：" + "、".join(f"{n} {centre[n]:g} 元" for n in names) + "。地方的部分由省级配套，省以下怎样分由各省自定。",
            en="The centre pays the rest: "
            + view.listed([f"{centre[n]:g}" for n in names])
            + " yuan. The province matches its part and may divide it further.",
        ),
        table=frame[["where", "part", "share"]].set_axis(view.say(zh=["地区", "谁出", "比例（%）"], en=["Region", "Who pays", "Share (%)"]), axis=1),
        links=list(frame["row"]),
        chart=forms.stacks(
            view,
            frame,
            x="share",
            y="where",
            part="part",
            parts={parts[0]: "hue-1", parts[1]: "hue-3"},
            order=names,
            title=view.say(zh="分担比例（%）", en="Share of the cost (%)"),
            domain=[0, 100],
            text="words",
        ),
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
        live.mark_circle(size=110, color=ink("was")).encode(x=x("at"), y=y("most"), description=alt.Description("label:N")),
        live.mark_text(aria=False, align="right", dx=-10, dy=-9).encode(x=x("at"), y=y("most"), text=alt.Text("words:N")),
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


@chart("first-set-places", topic="rules")
def first_set_places(view: View) -> Drawn:
    """Places that add up: each bar begins where the one before it ends."""
    steps = [
        ("fe25-quota-province", view.say(zh="基本名额", en="Basic places")),
        ("fe25-extra-tier2", view.say(zh="前四批入选6个及以上", en="Six or more chosen before")),
        ("fe25-extra-policy", view.say(zh="已有支持政策", en="Has support policies")),
        ("fe25-extra-support", view.say(zh="支持过已评定的装备", en="Supported earlier equipment")),
        ("fe25-extra-spread", view.say(zh="在别的工程推广应用", en="Used it beyond the first project")),
    ]
    records, at = [], 0.0
    for id, name in steps:
        row = view.ledger.row("measures", id)
        size = float(row.value_max or row.value)
        words = f"{row.value:f}–{row.value_max:f}" if row.value_max else f"{row.value:f}"
        records.append({"row": id, "what": name, "start": at, "end": at + size, "words": ("+" if at else "") + words, "most": size})
        at += size
    frame = pd.DataFrame(records)
    frame["label"] = [
        view.say(zh=f"{w}：{t} 个，累计至多 {e:g} 个", en=f"{w}: {t}, at most {e:g} so far") for w, t, e in zip(frame["what"], frame["words"], frame["end"])
    ]
    order = list(frame["what"])
    first = frame.iloc[0]
    base = alt.Chart(frame).encode(y=axes.axis_of_names(view, "what", order))
    scale = alt.Scale(domain=[0, at + (3 if view.narrow else 1.5)], nice=False)
    layers = [
        base.mark_bar(size=15, yOffset=axes.shift(view), color=ink("promise")).encode(
            x=alt.X("start:Q", scale=scale, axis=alt.Axis(title=view.say(zh="推荐名额，个", en="Places"), tickCount=6, grid=True)),
            x2=alt.X2("end:Q"),
            description=alt.Description("label:N"),
        ),
        base.mark_text(align="left", dx=5, yOffset=axes.shift(view), aria=False).encode(x=alt.X("end:Q", scale=scale), text=alt.Text("words:N")),
        *axes.names_above(view, frame, "what", order),
    ]
    return Drawn(
        title=view.say(
            zh=f"一个省原则上最多推荐 {first['most']:g} 个项目，各项按上限全加可到 {at:g} 个",
            en=f"A province may in principle recommend up to {first['most']:g} projects; with every extra at its maximum it is {at:g}",
        ),
        subtitle=view.say(
            zh="第五批能源领域首台（套）装备：省级主管部门与央企集团的推荐名额",
            en="First-of-a-kind energy equipment, fifth batch: places for a province or a central state-owned group",
        ),
        sentence=view.say(
            zh=f"增加的 {at - first['most']:g} 个里，{frame['most'].iloc[1]:g} 个看前四批入选多少，其余看有没有支持政策、支持和推广过入选的装备。",
            en=f"Of {at - first['most']:g} extra places {frame['most'].iloc[1]:g} go by how many were chosen before, the others by support and use of what was chosen.",
        ),
        note=view.say(
            zh="按各项上限计；后几项为“酌情增加”。前四批入选4个以上、不足6个的，加2个；计划单列市最多推荐3个。",
            en="Counted at each maximum; the last ones are at discretion. Four or five chosen before earn two places; a separately planned city may recommend at most three.",
        ),
        table=frame[["what", "words", "end"]].set_axis(view.say(zh=["名额", "个", "累计至多"], en=["Places", "Number", "At most so far"]), axis=1),
        links=list(frame["row"]),
        chart=alt.layer(*layers, width=axes.plot_width(view, order), height=axes.rows(view, order)),
    )
