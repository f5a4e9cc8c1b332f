"""A fuzzer for everything that an editor writes: mutations of the harbour newsroom, loaded and checked in this process.

Whatever the files hold, the answer is problems, one line each: never an exception, a run of over ``SECONDS`` of work or over
``MEGABYTES`` of memory. ``test_fuzz.py`` runs a few thousand at each test; for long runs

    make fuzz N=200000        or  python tests/fuzzer.py 200000 [SEED]

A mutation is a tuple of whole numbers, so that hypothesis can draw and shrink it and a long run can count it up.
"""

from __future__ import annotations

import contextlib
import csv
import io
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ledger.charts.declared.reading import read_blocks
from ledger.check import check_ledger
from ledger.check.typed import check_typed
from ledger.kept import digest
from ledger.load.content import load_documents
from ledger.load.known import Known
from ledger.load.ledger import load_ledger
from ledger.problems import Problems, Refused
from ledger.project import load_project
from ledger.tidy import tidy

NEWSROOM = Path(__file__).resolve().parent / "newsroom"
SECONDS = 5
MEGABYTES = 1024

# What people and programs write where something else is expected.
WORDS = (
    *("", " ", "0", "-0", "1", "-1", "1.0", "1e5", "1E-05", "1e999", "9" * 40, "0." + "0" * 40 + "1", "１２", "−5", "1,200", "1 200", "½", "NaN", "inf", "٣"),
    *("no", "yes", "true", "null", "~", "12:30", "0x1F", "1_000", "2026-02-30", "2024/3/18", "3/18/2024", "2-Mar", "3月2日", "2015.0", "../..", "2025-04-01/..", "XXXX-12"),
    *("=1+1", "#REF!", "@x", "+x", "'", '"', '""', '"a', "a\nb", ",", ";", ";;", "|", "\t", "\x00", "\x07", "\u2028", "\ufeff", "\u202e", "\ud7ff", "é", "绿色", "：", "“x”"),
    *("x" * 300, "x" * 20_001, "长" * 1000, "a b", "A", "id", "line", "table", "class", "__class__", "_x", "Unit measure", "self", "None", "name", "value", "policy", "clause"),
    *("../../../x", "/etc/passwd", "C:\\x", "a/b", ".", "..", "con", "https://example.org/", "http://[", "javascript:alert(1)", "data/", "sources.csv", "kinds.yaml#value", "#", "%", "{}", "[]"),
    *("{a: 1}", "[a, b]", "&a [*a]", "*a", "!ENV HOME", "!!binary aGk=", "!!python/object/apply:os.getcwd []", "<<: {a: 1}", "- a", "? a", "a: b: c", "a: |", "---", "...", "%YAML 9", "`x`", "@"),
    *("§", "§2", "2.10", "2.1", "01", "3-2", "number", "integer", "list", "date", "boolean", "edtf", "printed", "(a+", "[", "(a|a)*", "\\", "pt-BR", "zh_hant", "en", "nl", "targets", "town-plan"),
    *("[[", "]]", "[[x]]", "[[sum:targets.value]]", "[[count:]]", "[[:]]", "{{ x }}", "{% x %}", "<script>", "<!--", "</div>", "```", "~~~", "```chart", "# x", "---\ntitle: x\n---", "![](x.png)", "[a](b"),
)  # fmt: skip
BLOCK = "\n\n```chart\ntable: {0}\nfilter: {{{1}: {2}}}\nmark: {3}\nx: {4}\ny: {5}\ntitle: {6}\n```\n"

Mutation = tuple[int, int, int, int]
"""``(file, kind of change, place, word)``, each any whole number from 0 on."""


def files() -> dict[str, bytes]:
    """Everything of the harbour newsroom that an editor writes, by path."""
    paths = [NEWSROOM / "mkdocs.yml", *sorted((NEWSROOM / "data").rglob("*")), *sorted((NEWSROOM / "content").rglob("*.md"))]
    return {p.relative_to(NEWSROOM).as_posix(): p.read_bytes() for p in paths if p.is_file()}


ORIGINAL = files()


def mutated(mutations: list[Mutation]) -> dict[str, bytes | None]:
    """``{path: new content}`` of the files that the mutations touch; ``None`` for a file that is removed."""
    names = list(ORIGINAL)
    changed: dict[str, bytes | None] = {}
    for file, kind, place, word in mutations:
        name = names[file % len(names)]
        content = changed.get(name, ORIGINAL[name])
        if content is not None:
            kinds = _KINDS_OF.get(name.rpartition(".")[2], ()) + _KINDS
            changed[name] = kinds[kind % len(kinds)](content, place, WORDS[word % len(WORDS)].encode("utf-8", "surrogatepass"))
    return changed


# --- changes to any file ---------------------------------------------------------------------------------------------


def _at(content: bytes, place: int) -> int:
    return place % (len(content) + 1)


def _insert(content: bytes, place: int, word: bytes) -> bytes:
    return content[: _at(content, place)] + word + content[_at(content, place) :]


def _cut(content: bytes, place: int, word: bytes) -> bytes:
    start = _at(content, place)
    return content[:start] + content[start + 1 + len(word) * 3 % 200 :]


def _truncate(content: bytes, place: int, word: bytes) -> bytes:
    return content[: _at(content, place)]


def _remove(content: bytes, place: int, word: bytes) -> None:
    return None


def _replace(content: bytes, place: int, word: bytes) -> bytes:
    """One word of the file becomes another one."""
    spans = [m.span() for m in re.finditer(rb"[^\s,:;{}\[\]\"']+", content)]
    if not spans:
        return word
    start, end = spans[place % len(spans)]
    return content[:start] + word + content[end:]


def _lines(change: Callable[[list[bytes], int, bytes], None]) -> Callable[[bytes, int, bytes], bytes]:
    def changed(content: bytes, place: int, word: bytes) -> bytes:
        lines = content.split(b"\n")
        change(lines, place % len(lines), word)
        return b"\n".join(lines)

    return changed


def _drop_line(lines: list[bytes], n: int, word: bytes) -> None:
    del lines[n]


def _double_line(lines: list[bytes], n: int, word: bytes) -> None:
    lines.insert(n, lines[n])


def _swap_lines(lines: list[bytes], n: int, word: bytes) -> None:
    lines[n], lines[len(word) % len(lines)] = lines[len(word) % len(lines)], lines[n]


def _indent_line(lines: list[bytes], n: int, word: bytes) -> None:
    lines[n] = (b"\t", b" ", b"    ", b"- ")[len(word) % 4] + lines[n]


def _word_line(lines: list[bytes], n: int, word: bytes) -> None:
    lines[n] = word


def _encoded(content: bytes, place: int, word: bytes) -> bytes:
    text = content.decode("utf-8", "replace")
    encoding = ("utf-16", "utf-16-le", "utf-32", "gb18030", "latin-1", "utf-8-sig", "utf-7", "cp500")[place % 8]
    return text.encode(encoding, "replace")


def _line_ends(content: bytes, place: int, word: bytes) -> bytes:
    return content.replace(b"\n", (b"\r\n", b"\r", b"\n\n", b"\x0b", b"\xe2\x80\xa8")[place % 5])


def _binary(content: bytes, place: int, word: bytes) -> bytes:
    return (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"", b"\xff\xfe", b"\xff", bytes(range(256)), b"%PDF")[place % 8] + content[: place % 50]


_KINDS: tuple[Callable[[bytes, int, bytes], bytes | None], ...] = (
    _insert,
    _insert,
    _replace,
    _replace,
    _replace,
    _cut,
    _truncate,
    _remove,
    _lines(_drop_line),
    _lines(_double_line),
    _lines(_swap_lines),
    _lines(_indent_line),
    _lines(_word_line),
    _encoded,
    _line_ends,
    _binary,
)


# --- changes to tables, YAML, pages ----------------------------------------------------------------------------------


def _cells(change: Callable[[list[list[str]], int, str], None]) -> Callable[[bytes, int, bytes], bytes]:
    def changed(content: bytes, place: int, word: bytes) -> bytes:
        try:
            rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
        except (UnicodeDecodeError, csv.Error):
            return content
        if not rows:
            return content
        change(rows, place, word.decode("utf-8", "replace"))
        out = io.StringIO()
        csv.writer(out, lineterminator="\n", delimiter=";" if place % 40 == 7 else ",").writerows(rows)
        return out.getvalue().encode()

    return changed


def _set_cell(rows: list[list[str]], place: int, word: str) -> None:
    row = rows[place % len(rows)]
    if row:
        row[place // len(rows) % len(row)] = word


def _drop_column(rows: list[list[str]], place: int, word: str) -> None:
    for row in rows:
        del row[place % len(rows[0] or [""]) : place % len(rows[0] or [""]) + 1]


def _add_column(rows: list[list[str]], place: int, word: str) -> None:
    for n, row in enumerate(rows):
        row.insert(place % (len(row) + 1), word if n == 0 or len(word) % 2 else "")


def _many_rows(rows: list[list[str]], place: int, word: str) -> None:
    rows += [[*rows[place % len(rows)]] for _ in range(place % 60)]


def _nested(content: bytes, place: int, word: bytes) -> bytes:
    deep = (b"[" * (place % 500), b"{a: " * (place % 200), b"- " * (place % 200), b"a: &a\n  b: *a\n")[place % 4]
    return _insert(content, place, deep)


def _bomb(content: bytes, place: int, word: bytes) -> bytes:
    lines = [b"l0: &l0 [x, x, x, x, x, x, x, x, x]"] + [b"l%d: &l%d [%s]" % (n, n, b", ".join([b"*l%d" % (n - 1)] * 9)) for n in range(1, 10)]
    return content + b"\n" + b"\n".join(lines) + b"\n"


def _block(content: bytes, place: int, word: bytes) -> bytes:
    pick = random.Random(place)
    columns = ("value", "region", "year", "base_value", "id", "note_en", "also", "unit", "[base_value, value]", "{}", word.decode("utf-8", "replace"))
    marks = ("bar", "dot", "line", "dumbbell", "heatmap", "pie", word.decode("utf-8", "replace"))
    tables = ("targets", "policies", "identities", "clauses", "unused", word.decode("utf-8", "replace"))
    text = BLOCK.format(pick.choice(tables), pick.choice(columns), pick.choice(columns), pick.choice(marks), *(pick.choice(columns) for _ in range(3)))
    return content + text.encode("utf-8", "replace")


_YAML = (_nested, _bomb)
_TABLE = tuple(_cells(change) for change in (_set_cell, _set_cell, _set_cell, _set_cell, _drop_column, _add_column, _many_rows))
_KINDS_OF: dict[str, tuple[Callable[[bytes, int, bytes], bytes | None], ...]] = {"csv": _TABLE, "yaml": _YAML, "yml": _YAML, "md": (_block, _block, _block)}


# --- one run ---------------------------------------------------------------------------------------------------------


class Workshop:
    """A copy of the newsroom in which files are changed and put back."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name, content in ORIGINAL.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        self.hashes = {name: digest(content) for name, content in ORIGINAL.items()}
        self.known = self.known_but(())
        self.ledger = load_ledger(root / "data", Problems(), self.known)

    def known_but(self, changed: Collection[str], before: Known | None = None) -> Known:
        """What was read of the files that were not ``changed``, as a build that follows another knows it."""
        return Known({name: hashed for name, hashed in self.hashes.items() if name not in changed}, "", self.root / ".cache", before)

    @contextlib.contextmanager
    def changed(self, changes: dict[str, bytes | None]) -> Iterator[None]:
        try:
            for name, content in changes.items():
                if content is None:
                    (self.root / name).unlink()
                else:
                    (self.root / name).write_bytes(content)
            yield
        finally:
            for name in changes:
                (self.root / name).write_bytes(ORIGINAL[name])

    def run(self, changes: dict[str, bytes | None]) -> list[str]:
        """What is said of the changed newsroom; raises what the generator raises."""
        problems = Problems()
        with self.changed(changes), contextlib.suppress(Refused):
            project = load_project(self.root, problems)
            if any(name.startswith("data/") for name in changes):
                ledger = load_ledger(project.data, problems, self.known_but(changes, self.known))
                check_ledger(ledger, problems)
            else:
                ledger = self.ledger
            if not all(name.startswith("data/") for name in changes):
                documents = load_documents(project.content, tuple(lang.code for lang in project.languages), project.templates, problems)
                check_typed(documents, ledger, problems)
                if not problems.errors:
                    read_blocks(documents, ledger, problems)
            tables = [name for name, content in changes.items() if name.endswith(".csv") and content is not None]
            if tables:
                tidy(self.root, tables, Problems(), lambda line: None, self.known_but(changes, self.known))
        return [str(problem) for problem in problems]


class _Hang(Exception):
    pass


def _hang(*_: object) -> None:
    raise _Hang(f"over {SECONDS} seconds")


def main(count: int, seed: int) -> int:
    """``count`` runs; every new way to fail is told once, with the mutations that lead to it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))
    signal.signal(signal.SIGPROF, _hang)
    pick = random.Random(seed)
    found: Counter[str] = Counter()
    slowest = 0.0
    started = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    try:
        workshop = Workshop(folder)
        for number in range(count):
            mutations = [tuple(pick.randrange(10**6) for _ in range(4)) for _ in range(pick.choice((1, 1, 1, 2, 3)))]
            begun = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            try:
                for line in workshop.run(mutated(mutations)):
                    assert "\n" not in line, f"a problem of two lines: {line!r}"
            except (Exception, MemoryError) as error:
                signal.setitimer(signal.ITIMER_PROF, 0)
                frames = [f for f in traceback.extract_tb(error.__traceback__) if "ledger" in f.filename] or traceback.extract_tb(error.__traceback__)
                where = f"{type(error).__name__} {Path(frames[-1].filename).name}:{frames[-1].lineno}"
                if not found[where]:
                    print(f"{where}: {str(error)[:100]}\n    {mutations}", flush=True)
                found[where] += 1
            signal.setitimer(signal.ITIMER_PROF, 0)
            slowest = max(slowest, time.process_time() - begun)
            if number % 10_000 == 9_999:
                print(f"{number + 1} runs, {sum(found.values())} failures of {len(found)} kinds", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} runs from seed {seed} in {time.monotonic() - started:.0f} s: {sum(found.values())} failures; slowest {slowest:.1f} s, {memory:.0f} MB")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns() % 10**9))
