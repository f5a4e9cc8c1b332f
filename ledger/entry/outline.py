"""The outline of a text: where its clauses begin and end, what they are called and what stands in them.

    一、总体要求              1          a heading with what stands directly below it
    （一）指导思想            1.1
    **源头减量。**……          1.1.1      paragraphs that begin with words of their own, where there are several
    专栏 1：指标              box-1      and its rows box-1.1, box-1.2 …
    第三章 第七条             ch-3, art-7
                              0, 0.1 …   what stands before the first number; ``contents``, ``contact``, ``end``, ``annex-1``

Every line that is not blank is in exactly one clause. It is a proposal: names follow what is printed, and where the print gives
none, their order.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ledger.entry.language import Language, Style
from ledger.entry.lines import Block, blocks_of, cells_of, is_date, is_rule, is_wrapped, paragraphs

_DECIMAL = ("bare", "decimal")
"""Styles whose numbers tell their whole path: 1, 1.2, 1.2.3."""
_SKIPPED = 3
"""How many numbers a text may leave out."""


@dataclass(frozen=True)
class Clause:
    """One place of a document that can be cited. ``above`` is the clause that it is part of; ``head`` are lines of a table's head."""

    name: str
    first: int
    last: int
    kind: str
    heading: str
    above: str = ""
    head: tuple[int, int] | None = None


@dataclass
class _Node:
    block: Block | None
    style: Style | None = None
    numbers: tuple[int, ...] = ()
    items: list[Block | _Node] = field(default_factory=list)
    kind: str = "text"
    came: dict[str, int] = field(default_factory=dict)
    """By style, the number that came last below it."""


def outline_of(lines: Sequence[str], language: Language, first: int = 1, last: int | None = None) -> list[Clause]:
    """The clauses of the lines ``first`` to ``last`` of a text, in their order."""
    part = list(lines[first - 1 : last])
    root = _tree(_with_headings(blocks_of(part, language), language))
    clauses = _Naming(language, is_wrapped(part)).of_root(root)
    moved = [
        replace(c, first=c.first + first - 1, last=c.last + first - 1, head=(c.head[0] + first - 1, c.head[1] + first - 1) if c.head else None) for c in clauses
    ]
    return sorted(moved, key=lambda c: (c.first, c.last))


def _with_headings(blocks: list[Block], language: Language) -> list[Block]:
    """Where a text numbers nothing and marks no heading, its short lines between blank ones and paragraphs are its headings."""
    if any(b.kind in ("number", "aside", "heading") for b in blocks):
        return blocks
    start = next((n for n, b in enumerate(blocks) if not (b.kind == "plain" and b.caption(language))), len(blocks))
    found = blocks[:start] if start < len(blocks) and blocks[start].gap else blocks[: max(start - 1, 0)]
    for n, block in enumerate(blocks[len(found) :], len(found)):
        after = blocks[n + 1] if n + 1 < len(blocks) else None
        heads = block.kind == "plain" and block.caption(language) and (block.gap or not n) and after is not None and not after.gap and not is_date(block)
        found.append(replace(block, kind="heading", head=block.text.strip(), level=6) if heads else block)
    return found


def _tree(blocks: Sequence[Block]) -> _Node:
    """Blocks below the headings that they stand under."""
    root = _Node(None)
    path = [root]
    aside: int = 0
    """Where in ``path`` a box stands, 0 where the text is in none."""
    rest: int = 0
    """Where in ``path`` an annex stands: what begins there is never left."""
    told = False
    for block in blocks:
        if block.kind == "number" and (style := block.style) is not None:
            if aside and _fits(path[1:aside], block, outer=True) and not _fits(path[aside:], block):
                del path[aside:]
                aside = 0
            at = _place(path, max(aside, rest), block)
            if at is None:
                block = replace(block, kind="plain")
            else:
                del path[at:]
                path[-1].came[style.name] = block.numbers[-1]
                node = _Node(block, style, block.numbers)
                path[-1].items.append(node)
                path.append(node)
                continue
        if block.kind == "plain" and rest and is_date(block) and all(isinstance(i, Block) and i.short for i in path[-1].items):
            root.items += path[-1].items  # a list of annexes above a signature; the annexes themselves come later
            path[-1].items = []
            del path[1:]
            rest = 0
        if block.kind == "aside" and block.style is not None:
            if block.style.rest:
                del path[1:]
                aside, rest = 0, 1
            elif aside:
                del path[aside:]
            node = _Node(block, block.style, block.numbers, kind=block.style.kind or "text")
            path[-1].items.append(node)
            path.append(node)
            aside = 0 if block.style.rest else len(path) - 1
            told = False
            continue
        if block.kind == "heading":
            while len(path) > 1 and path[-1].style is None and path[-1].block is not None and path[-1].block.level >= block.level:
                path.pop()
            node = _Node(block)
            path[-1].items.append(node)
            path.append(node)
            continue
        if aside and block.kind == "plain" and told and path[-1] is path[aside]:
            del path[aside:]  # a box of rows or of paragraphs with words of their own has ended
            aside = 0
        while path[-1].style is not None and path[-1].style.runs:
            path.pop()
        told = bool(aside) and block.kind in ("row", "cell", "bold")
        path[-1].items.append(block)
    return root


def _place(path: list[_Node], floor: int, block: Block) -> int | None:
    """Where in ``path`` a numbered block belongs: the length that the path keeps; ``None`` where its number comes from nowhere."""
    style, numbers = block.style, block.numbers
    assert style is not None
    at = len(path)
    while at - 1 > floor:
        top = path[at - 1]
        if top.style is None or _rank(top.style, top.numbers) >= _rank(style, numbers):
            at -= 1
        else:
            break
    if style.prefix:
        return at
    if style.name in _DECIMAL:
        known_paths = {node.numbers for node in _walk(path[0]) if node.style is not None and not node.style.prefix}
        before = max((n[-1] for n in known_paths if len(n) == len(numbers) and n[:-1] == numbers[:-1]), default=0)
        if style.caption and numbers[-1] != before + 1:
            return None
        return at if (len(numbers) == 1 or numbers[:-1] in known_paths or before) and before < numbers[-1] <= before + _SKIPPED else None
    known = [node.came[style.name] for node in path[floor:] if style.name in node.came]
    before = known[-1] if known else _running(path, style)
    number = numbers[-1]
    return at if number == 1 or before < number <= before + _SKIPPED else None


def _rank(style: Style, numbers: tuple[int, ...]) -> tuple[int, int]:
    """How far in a numbering stands; of decimals the deeper further."""
    return style.rank, len(numbers) if style.name in _DECIMAL else 1


def _running(path: list[_Node], style: Style) -> int:
    """The last number of a style that is counted through the whole text, under one heading and the next."""
    found = 0
    for node in _walk(path[0]):
        if node.style is style:
            found = node.numbers[-1]
    return found


def _walk(node: _Node) -> Iterator[_Node]:
    yield node
    for item in node.items:
        if isinstance(item, _Node):
            yield from _walk(item)


def _fits(path: Sequence[_Node], block: Block, outer: bool = False) -> bool:
    """Whether a number is the next one on a path; outside a box it has to follow one, inside it may be the first."""
    assert block.style is not None
    name, number = block.style.name, block.numbers[-1]
    known = [node.came[name] for node in path if name in node.came] + [node.numbers[-1] for node in path if node.style is block.style and node.numbers]
    if known:
        return any(number == n + 1 for n in known) or (not outer and number == 1)
    return number == 1 if not outer else bool(block.style.prefix)


class _Naming:
    """Gives every node and paragraph its name and its lines."""

    def __init__(self, language: Language, wrapped: bool) -> None:
        self.language = language
        self.wrapped = wrapped
        """Whether lines are as wide as a page: then nobody can tell where a paragraph ends, and a section stays whole."""
        self.taken: set[str] = set()
        self.found: list[Clause] = []

    def of_root(self, root: _Node) -> list[Clause]:
        items = _without_title(root.items)
        numbered = any(isinstance(item, _Node) and item.style is not None for item in items)
        if not numbered and (start := next((n for n, item in enumerate(items) if isinstance(item, _Node)), len(items))) < len(items):
            self._front(items[:start])
            self._children("", items[start:])
            return self.found
        start = next((n for n, item in enumerate(items) if isinstance(item, _Node) and item.style is not None), len(items))
        self._front(items[:start])
        self._children("", items[start:])
        return self.found

    def _front(self, items: Sequence[Block | _Node]) -> None:
        """What stands before the first number: the title 0, then a clause for each paragraph."""
        blocks: list[Block] = []
        for item in items:
            blocks += [item] if isinstance(item, Block) else _flat(item)
        words = self.language.words
        title: list[Block] = []
        prefaces = words.get("preface", ())
        while blocks and blocks[0].kind in ("plain", "heading") and blocks[0].caption(self.language) and blocks[0].text.strip() not in prefaces:
            title.append(blocks.pop(0))
        if title and blocks and blocks[0].kind not in ("plain", "heading", "contents", "number"):
            blocks.insert(0, title.pop())  # the caption of what follows
        count = 0
        if title:
            self._add("0", title[0].first, title[-1].last, "text", title[0].text)
        elif blocks and blocks[0].kind == "plain":
            first = blocks.pop(0)
            self._add("0", first.first, first.last, "text", first.head)
        self._sequence("0", blocks, count)

    def _sequence(self, above: str, blocks: Sequence[Block], count: int) -> None:
        """Paragraphs, tables and signatures one after the other, each a clause of its own."""
        waiting: list[Block] = []
        blocks = [replace(b, kind="plain") if b.kind == "heading" else b for b in blocks]
        at = 0
        while at < len(blocks):
            block = blocks[at]
            signed = self._signature(blocks, at)
            if signed and (self.found or count):
                self._add("end", block.first, blocks[signed - 1].last, "text", "")
                at = signed
                continue
            if block.kind == "contents":
                self._add("contents", block.first, block.last, "contents", block.text)
            elif block.kind in ("row", "cell"):
                end = _run(blocks, at)
                count = self._next(above, count)
                self._table(f"{above}.{count}", waiting + list(blocks[at:end]), above)
                waiting = []
                at = end
                continue
            elif self._contact(block):
                self._add("contact", block.first, block.last, "contact", "")
            elif block.caption(self.language) or block.text.rstrip()[-1:] in ("：", ":"):
                waiting.append(block)
                if at + 1 < len(blocks):
                    at += 1
                    continue
            if block.kind not in ("contents",) and not self._contact(block):
                count = self._next(above, count)
                start = waiting[0] if waiting else block
                self._add(f"{above}.{count}", start.first, block.last, "text", start.head or _short(start.text), above)
            elif waiting:
                count = self._next(above, count)
                self._add(f"{above}.{count}", waiting[0].first, waiting[-1].last, "text", _short(waiting[0].text), above)
            waiting = []
            at += 1
        if waiting:
            count = self._next(above, count)
            self._add(f"{above}.{count}", waiting[0].first, waiting[-1].last, "text", _short(waiting[0].text), above)

    def _next(self, above: str, count: int) -> int:
        count += 1
        while f"{above}.{count}" in self.taken:
            count += 1
        return count

    def _contact(self, block: Block) -> bool:
        return block.kind in ("plain", "item") and len(block.text) <= 120 and any(word in block.text for word in self.language.words.get("contact", ()))

    def _signature(self, blocks: Sequence[Block | _Node], at: int) -> int:
        """Where a signature that begins at ``at`` ends: short lines, the last of them a date; 0 where there is none."""
        for n in range(at, min(at + 20, len(blocks))):
            block = blocks[n]
            if not isinstance(block, Block) or block.kind != "plain" or not block.caption(self.language):
                return 0
            if is_date(block):
                return n + 1
        return 0

    def _is_last(self, items: Sequence[Block | _Node], end: int) -> bool:
        """Whether a signature closes what it stands in: nothing follows but annexes, and whom to ask."""
        return all(isinstance(item, _Node) or self._contact(item) for item in items[end:])

    def _children(self, name: str, items: Sequence[Block | _Node], count: int = 0) -> None:
        """The clauses below ``name``: numbered ones as they are printed, the others in their order."""
        numbered = {item.numbers[-1] for item in items if isinstance(item, _Node) and item.numbers and item.style is not None and not item.style.prefix}
        at = 0
        while at < len(items):
            item = items[at]
            if isinstance(item, _Node):
                if item.style is not None and item.style.prefix:
                    own = self._prefixed(name, item)
                elif item.style is not None and item.style.name in _DECIMAL:
                    own = self._scope(name) + ".".join(map(str, item.numbers))
                    count = item.numbers[-1]
                else:
                    count = item.numbers[-1] if item.numbers else self._free(count, numbered)
                    own = f"{name}.{count}" if name else str(count)
                self._node(self._unique(own), item, name)
                at += 1
                continue
            if item.kind in ("row", "cell"):
                end = _run(items, at)
                count = self._free(count, numbered)
                self._table(self._unique(f"{name}.{count}" if name else f"table-{count}"), [b for b in items[at:end] if isinstance(b, Block)], name)
                at = end
                continue
            if (end := self._signature(items, at)) and self._is_last(items, end):
                self._add("end", item.first, _end_of(items[end - 1]), "text", "")
                at = end
                continue
            if item.kind == "contents" or self._contact(item):
                self._add(item.kind if item.kind == "contents" else "contact", item.first, item.last, item.kind if item.kind == "contents" else "contact", "")
                at += 1
                continue
            count = self._free(count, numbered)
            self._add(
                self._unique(f"{name}.{count}" if name else str(count)),
                item.first,
                item.last,
                "list" if item.kind == "item" else "text",
                item.head or _short(item.text),
                name,
            )
            at += 1

    def _free(self, count: int, numbered: set[int]) -> int:
        count += 1
        while count in numbered:
            count += 1
        return count

    def _prefixed(self, name: str, node: _Node) -> str:
        assert node.style is not None
        prefix = node.style.prefix
        scope = self._scope(name) if not node.style.rest else ""
        if node.numbers:
            return f"{scope}{prefix}-{node.numbers[-1]}"
        if node.style.rest:
            return f"{scope}{prefix}"
        return f"{scope}{prefix}-{next(n for n in itertools.count(1) if f'{scope}{prefix}-{n}' not in self.taken)}"

    def _scope(self, name: str) -> str:
        """What stands before the names of clauses that count anew because they are in an annex or a box."""
        first = name.partition(".")[0]
        return (
            f"{first}."
            if any((style.prefix and first.rpartition("-")[0] in (style.prefix,)) or first == style.prefix for style in self.language.asides)
            else ""
        )

    def _unique(self, name: str) -> str:
        if name not in self.taken:
            return name
        n = 2
        while f"{name}-{n}" in self.taken:
            n += 1
        return f"{name}-{n}"

    def _node(self, name: str, node: _Node, above: str) -> None:
        """A node's own clause and those below it."""
        block = node.block
        assert block is not None
        items: list[Block | _Node] = []
        run: list[Block] = []
        for item in node.items:
            if isinstance(item, Block):
                run.append(item)
            else:
                items += [*paragraphs(run, self.language), item]
                run = []
        items += paragraphs(run, self.language)
        # paragraphs directly below the heading belong to it, unless there are several and nothing else
        own = next((n for n, item in enumerate(items) if not (isinstance(item, Block) and item.kind == "plain" and not self._signature(items, n))), len(items))
        alone = all((isinstance(item, _Node) and item.kind != "text") or _is_box(item) for item in items[own:])
        if own > 1 and alone and not self.wrapped and len(block.text) - len(block.head) <= 20:
            own = 0
        last = _end_of(items[own - 1]) if own else block.last
        below = items[own:]
        self.taken.add(name)
        if below and all(isinstance(b, Block) and b.kind in ("row", "cell") for b in below):
            self._table(name, [b for b in [replace(block, last=last), *below] if isinstance(b, Block)], above, block.head)
            return
        first_table = _run(below, 0) if below and isinstance(below[0], Block) and below[0].kind in ("row", "cell") else 0
        count = 0
        if first_table and (not own or _is_box(node)):
            count = self._table(name, [b for b in [replace(block, last=last), *below[:first_table]] if isinstance(b, Block)], above, block.head)
            below = below[first_table:]
        elif self._sentence_goes_on(below):
            last = _end_of(below[-1])
            below = []
            self._add(name, block.first, last, node.kind, block.head, above)
        else:
            self._add(name, block.first, last, node.kind, block.head, above)
        self._children(name, below, count)

    def _sentence_goes_on(self, below: Sequence[Block | _Node]) -> bool:
        """Whether what stands below is one sentence in parts, each ended by a semicolon but the last."""
        texts = [item.block.text if isinstance(item, _Node) and item.block else item.text for item in below if isinstance(item, Block) or not item.items]  # type: ignore[union-attr]
        if len(texts) != len(below) or len(texts) < 2:
            return False
        return all(text.rstrip()[-1:] in (";", "；") for text in texts[:-1])

    def _table(self, name: str, blocks: Sequence[Block], above: str, heading: str = "") -> int:
        """A table: its title and heads are one clause, each row of its body another; how many rows there are."""
        self.taken.add(name)
        title = [b for b in blocks if b.kind not in ("row", "cell")]
        rows = _rows(blocks)
        heads = _heads(rows)
        body = rows[heads:]
        start = blocks[0].first
        end = rows[heads - 1][-1].last if heads else (title[-1].last if title else start)
        head = (start, end) if heads else None
        if not heads and not title:
            end = rows[0][-1].last
            body = rows[1:]
        self._add(name, start, end, "table", heading or _short(blocks[0].text.split("\t")[0]), above, head)
        for number, row in enumerate(body, 1):
            label = next((c for c in _cells(row) if c and not re.fullmatch(r"[\d.%％]+", c)), "")
            self._add(self._unique(f"{name}.{number}"), row[0].first, row[-1].last, "table", label, name, head)
        return len(body)

    def _add(self, name: str, first: int, last: int, kind: str, heading: str, above: str = "", head: tuple[int, int] | None = None) -> None:
        name = name if name not in {c.name for c in self.found} else self._unique(name)
        self.taken.add(name)
        self.found.append(Clause(name, first, last, kind, heading, above, head))


def _without_title(items: list[Block | _Node]) -> list[Block | _Node]:
    """The same where a heading that holds all others is the title and nothing else."""
    if (
        len(items) == 1
        and isinstance(items[0], _Node)
        and items[0].style is None
        and items[0].block is not None
        and any(isinstance(i, _Node) for i in items[0].items)
    ):
        return [replace(items[0].block, kind="plain"), *items[0].items]
    return items


def _is_box(item: Block | _Node) -> bool:
    return isinstance(item, _Node) and item.block is not None and item.block.kind == "aside"


def _end_of(item: Block | _Node) -> int:
    if isinstance(item, Block):
        return item.last
    return max([item.block.last if item.block else 0, *(_end_of(i) for i in item.items)])


def _flat(node: _Node) -> list[Block]:
    own = [node.block] if node.block else []
    return own + [b for item in node.items for b in ([item] if isinstance(item, Block) else _flat(item))]


def _short(text: str) -> str:
    return text.strip() if len(text.strip()) <= 30 else ""


def _run(items: Sequence[Block | _Node], at: int) -> int:
    """Where the rows of a table that begin at ``at`` end."""
    kind = items[at].kind
    end = at
    while end < len(items) and isinstance(items[end], Block) and items[end].kind == kind:
        end += 1
    return end


def _rows(blocks: Sequence[Block]) -> list[list[Block]]:
    """The rows of a table: a line each, or cells that no blank line parts."""
    rows: list[list[Block]] = []
    for block in blocks:
        if block.kind == "row" or (block.kind == "cell" and (block.gap or not rows)):
            rows.append([block])
        elif block.kind == "cell":
            rows[-1].append(block)
    return rows


def _cells(row: Sequence[Block]) -> list[str]:
    return cells_of(row[0].text) if row[0].kind == "row" else [block.text for block in row]


def _heads(rows: Sequence[Sequence[Block]]) -> int:
    """How many rows at the beginning of a table are its head: those in which nothing is a number, but for years."""
    for number, row in enumerate(rows):
        cells = _cells(row)
        if row[0].kind == "row" and is_rule(row[0].text):
            continue
        if any(re.fullmatch(r"[-+−±~≈<>≤≥约]*\d[\d,. ]*[%％]?", c) and not re.fullmatch(r"(?:19|20)\d\d", c) for c in cells):
            return number
    return min(1, len(rows)) if len(rows) > 1 else 0
