"""Charts of the ledger itself: what it could read, and where its sources do not add up."""

import pandas as pd

from ledger.charts import axes, forms, steering
from ledger.charts.figure import Control, Drawn, View, chart


def _number_or_share(view: View) -> Control:
    return steering.either("per", view.say(zh="看", en="Show"), [("number", view.say(zh="数目", en="numbers")), ("share", view.say(zh="占比", en="shares"))])


def _title(view: View, policy: str) -> str:
    """A document's title in as many lines as it takes."""
    return axes.fitted(view, view.own(view.ledger.row("policies", policy), "title"))


def _titled(view: View, policy: str) -> str:
    """A document's title within a sentence."""
    title = view.own(view.ledger.row("policies", policy), "title")
    return view.say(zh=f"《{title.replace('《', '〈').replace('》', '〉')}》", en=f"“{title}”")


@chart("discrepancies-by-document", topic="book")
def discrepancies_by_document(view: View) -> Drawn:
    rows = view.ledger.rows("discrepancies")
    documents = pd.Series([r.policy for r in rows]).value_counts()
    shown = sorted(documents.index, key=lambda p: (-documents[p], p))[:8]
    groups = {
        view.say(zh="算不通，把握高", en="does not add up, sure"): ((), "alarm"),
        view.say(zh="算不通，把握不高", en="does not add up, less sure"): (("arithmetic", "sum", "count"), "hue-3"),
        view.say(zh="自相矛盾", en="contradiction"): (("contradiction", "swapped-columns"), "hue-2"),
        view.say(zh="措辞、单位等", en="wording, units and other"): ((), "ink-3"),
        view.say(zh="文本残损", en="damaged text"): (("text-damage",), "hue-6"),
    }
    certain, sums, _, rest, damaged = groups
    # What is unclear is not wrong: "percent or points?" is a question of wording, and so is every kind that is not named here.
    named = {kind: name for name, (kinds, _) in groups.items() for kind in kinds}

    def group(r) -> str:
        """Red is for what we are sure of."""
        found = named.get(r.kind, rest)
        return certain if found == sums and r.confidence == "high" else found

    name = {p: _title(view, p) for p in shown}
    counts = {(p, g): sum(r.policy == p and group(r) == g for r in rows) for p in shown for g in groups}
    frame = pd.DataFrame([{"policy": p, "document": name[p], "part": g, "count": n} for (p, g), n in counts.items() if n])
    frame["label"] = [
        f"{view.own(view.ledger.row('policies', p), 'title')}{view.say(zh='，', en=', ')}{g}{view.say(zh='：', en=': ')}{c}"
        for p, g, c in zip(frame["policy"], frame["part"], frame["count"])
    ]
    totals = pd.DataFrame({"document": [name[p] for p in shown], "count": [int(documents[p]) for p in shown], "words": [str(documents[p]) for p in shown]})
    order = [name[p] for p in shown]
    width = axes.plot_width(view, order)
    shares = _number_or_share(view)
    drawn = forms.stacks(
        view,
        frame,
        x="count",
        y="document",
        part="part",
        parts={g: colour for g, (_, colour) in groups.items()},
        order=order,
        title=view.say(zh="处", en="Discrepancies"),
        domain=[0, axes.room_for(view, width, totals["count"], totals["words"])],
        totals=totals,
        text="words",
        shares=shares,
    )
    table = pd.DataFrame([{"policy": view.own(view.ledger.row("policies", p), "title"), **{g: counts[p, g] for g in groups}} for p in shown])
    sure = sum(group(r) == certain for r in rows)
    wrong = sure + sum(group(r) == sums for r in rows)
    torn = sum(group(r) == damaged for r in rows)
    doubts = len(rows) - torn
    # Raw counts punish the longest document, so a rate stands beside them; a document with a handful is no measure of it.
    printed = {p: c.printed for p, c in view.coverage.items()}
    rate = {p: documents[p] / printed[p] * 100 for p in shown if documents[p] >= 10 and printed.get(p)}
    densest = max(rate, key=lambda p: rate[p], default="")
    most = [p for p in shown if documents[p] == documents[shown[0]]]
    return Drawn(
        title=view.say(
            zh=f"账上 {doubts} 处疑点，{wrong} 处是算式或计数不符，其中 {sure} 处把握高",
            en=f"{doubts} discrepancies on the ledger: in {wrong} a sum or a count does not agree, {sure} of them with high confidence",
        ),
        subtitle=view.say(
            zh="各文件的疑点与文本残损之处，按种类；只列最多的八份", en="Discrepancies and damaged text by document and kind; the eight documents with most"
        ),
        sentence=view.say(
            zh=f"{view.listed([_titled(view, p) for p in most])}最多，{'各有' if len(most) > 1 else '有'} {documents[shown[0]]} 处（连文本残损）"
            + (f"；按每百个数字计，{_titled(view, densest)}最多，{rate[densest]:.1f} 处（只比十处以上的文件）。" if densest else "。"),
            en=f"{view.listed([_titled(view, p) for p in most])} {'has' if len(most) == 1 else 'have'} most, {documents[shown[0]]}{'' if len(most) == 1 else ' each'}, damaged text included"
            + (f"; for each 100 numbers printed it is {_titled(view, densest)}, {rate[densest]:.1f} (among documents with ten or more)." if densest else "."),
        ),
        note=view.say(
            zh=f"文本残损 {torn} 处不算疑点：残损可能出在存档文本，不一定出在原件。",
            en=f"The {torn} places of damaged text are no discrepancies: the damage may lie in the archived copy, not in the original."
            if torn != 1
            else "The one place of damaged text is no discrepancy: the damage may lie in the archived copy, not in the original.",
        )
        if torn
        else "",
        table=table.set_axis([view.say(zh="文件", en="Document"), *groups], axis=1),
        links=list(shown),
        marks=len(frame),
        controls=[shares],
        chart=drawn,
    )


@chart("coverage", topic="book")
def coverage(view: View) -> Drawn:
    """How many of the numbers that a document prints are on the ledger."""
    counts = {p: c for p, c in view.coverage.items() if c.printed}
    ranked = sorted(counts, key=lambda p: (-counts[p].printed, p))
    few = ranked[:12]
    names = view.say(zh=["已入账", "列明不用"], en=["entered", "listed as unused"])
    name = {p: _title(view, p) for p in few}
    records = []
    for p in few:
        for part, n in zip(names, (counts[p].cited, counts[p].unused)):
            if n:
                records.append(
                    {
                        "policy": p,
                        "document": name[p],
                        "part": part,
                        "count": n,
                        "label": f"{view.own(view.ledger.row('policies', p), 'title')}{view.say(zh='：', en=': ')}{n} {part}",
                    }
                )
    frame = pd.DataFrame(records)
    totals = pd.DataFrame({"document": [name[p] for p in few], "count": [counts[p].printed for p in few], "words": [f"{counts[p].printed:,}" for p in few]})
    printed, cited = sum(c.printed for c in counts.values()), sum(c.cited for c in counts.values())
    unused = sum(c.unused for c in counts.values())
    left = printed - cited - unused
    order = [name[p] for p in few]
    rest = view.say(
        zh=f"另有 {len(counts) - len(few)} 份不足 {counts[few[-1]].printed} 个数字的文件不在图上。",
        en=f"{len(counts) - len(few)} documents with fewer than {counts[few[-1]].printed} numbers are not shown.",
    )
    shares = _number_or_share(view)
    drawn = forms.stacks(
        view,
        frame,
        x="count",
        y="document",
        part="part",
        parts={names[0]: "hue-2", names[1]: "ink-3"},
        order=order,
        title=view.say(zh="原文的数字与日期", en="Numbers and dates printed"),
        domain=[0, axes.room_for(view, axes.plot_width(view, order), totals["count"], totals["words"])],
        totals=totals,
        text="words",
        shares=shares,
    )
    table = pd.DataFrame(
        {
            "document": [view.own(view.ledger.row("policies", p), "title") for p in few],
            "printed": [counts[p].printed for p in few],
            "cited": [counts[p].cited for p in few],
            "unused": [counts[p].unused for p in few],
        }
    )
    return Drawn(
        title=view.say(
            zh=f"已读的 {len(counts)} 份文件里有 {printed} 个数字与日期，{cited / printed:.0%} 已入账",
            en=f"The {len(counts)} documents read print {printed:,} numbers and dates; {cited / printed:.0%} are on the ledger",
        ),
        subtitle=view.say(
            zh="各文件逐条的数字与日期（同一条内重复只计一次），按是否入账",
            en="Numbers and dates printed in each document (counted once a clause), by whether they are entered",
        ),
        sentence=view.say(
            zh=f"其余的 {unused} 个列明了不用的理由，多数是章节编号；" + (f"还有 {left} 个未处理。" if left else "没有未处理的。"),
            en=f"Of the others {unused} {'is' if unused == 1 else 'are'} listed with a reason, mostly section numbers; {left or 'none'} {'is' if left < 2 else 'are'} left open.",
        ),
        note=rest,
        table=table.set_axis(view.say(zh=["文件", "原文数字", "已入账", "列明不用"], en=["Document", "Printed", "Entered", "Unused"]), axis=1),
        links=list(few),
        marks=len(frame),
        controls=[shares],
        chart=drawn,
    )
