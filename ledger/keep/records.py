"""What each artefact was made from, and what was made of it: the memory of the last build.

artefact            ("page", "en", "targets/street-trees-2028/")
its answers         [(("rows", "targets", (("id", "street-trees-2028"),)), hash), (("part", "words", "siblings"), hash), …]
its content         the name of its bytes in the store
about it            what a build wants to know of it without making it again, as its maker wrote it down
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any

import msgspec

from ledger.keep.aside import Aside
from ledger.keep.snapshot import Aspect, Snapshot, aspects_of
from ledger.keep.trace import Question
from ledger.kept import keep_parts, recall_parts

Artefact = tuple[str, ...]


class Made(msgspec.Struct, frozen=True, array_like=True):
    """One artefact as it was made: its ``answers`` encoded and compressed, the ``aspects`` on which they rest, its ``content`` and the ``size`` of it, and ``about`` it.
    ``unstored`` is the content itself, where whoever made it has no hold of the store."""

    answers: bytes
    aspects: tuple[Aspect, ...]
    content: str
    about: bytes = b""
    size: int = 0
    unstored: bytes | None = None


class _Written(msgspec.Struct, frozen=True, array_like=True):
    """The same as it is kept: aspects are bits of a number, by their places in the memory's list."""

    answers: bytes
    aspects: bytes
    content: str
    about: bytes = b""
    size: int = 0


class Record(msgspec.Struct, frozen=True, gc=False):
    """The same as a build has it at hand: ``answers`` and what is ``about`` it, most of it, are seldom wanted, and lie ``aside`` at a
    ``place``."""

    aside: Aside
    place: int
    aspects: bytes
    content: str
    size: int = 0

    def read(self) -> tuple[bytes, bytes]:
        """``(answers, about)``."""
        return self.aside.get(self.place)

    @property
    def answers(self) -> bytes:
        return self.read()[0]

    @property
    def about(self) -> bytes:
        return self.read()[1]


class _Head(msgspec.Struct, array_like=True):
    """What a memory begins with; records follow, so many at a time that a site of any size is written and read in little room."""

    engine: str
    aspects: list[tuple[Aspect, bytes]]


_answers = msgspec.msgpack.Decoder(list[tuple[msgspec.Raw, bytes]])
_question = msgspec.msgpack.Decoder()
_head = msgspec.msgpack.Decoder(_Head)
_some = msgspec.msgpack.Decoder(list[tuple[Artefact, _Written]])
_AT_ONCE = 1000
"""Records that are written together."""


def answered(questions: Iterable[Question], snapshot: Snapshot) -> tuple[bytes, tuple[Aspect, ...]]:
    """The answers to some questions as they are recorded, and the aspects on which they rest."""
    asked = list(questions)
    aspects = dict.fromkeys(aspect for question in asked for aspect in aspects_of(question))
    return msgspec.msgpack.encode([(question, snapshot.answer(question)) for question in asked]), tuple(aspects)


class Records:
    """The records of one build, and of the one before, which it may take over. ``path`` is the file that has them between builds,
    ``engine`` names the code that makes artefacts; ``made`` is what this build has made itself, in all ``grown`` bytes."""

    def __init__(self, path: Path, engine: str) -> None:
        self.path, self.engine = path, engine
        self.before: dict[Artefact, Record] = {}
        self.now: dict[Artefact, Record] = {}
        self.made: list[Artefact] = []
        self.grown = 0
        self._aside = Aside(path.parent)
        self._known: dict[Aspect, bytes] = {}
        self._places: dict[Aspect, int] = {}
        self._bits: dict[bytes, bytes] = {}
        self._changed: tuple[Snapshot, int] | None = None
        self._asked: dict[bytes, tuple[Question, bytes | None]] = {}

    @classmethod
    def load(cls, path: Path, engine: str) -> Records:
        """With what the last build left in the file ``path``; nothing where other code wrote it, or where it is damaged."""
        records, parts = cls(path, engine), recall_parts(path)
        try:
            if (first := next(parts, None)) is not None and (head := _head.decode(first)).engine == engine:
                records.before = {artefact: records._taken(*msgspec.structs.astuple(written)) for artefact, written in _records(parts)}
                records._known = dict(head.aspects)
                records._places = {aspect: place for place, aspect in enumerate(records._known)}
        except msgspec.DecodeError:
            return cls(path, engine)
        return records

    def save(self, snapshot: Snapshot) -> None:
        """Leave the records of this build to the next one."""
        used = 0
        for record in self.now.values():
            used |= int.from_bytes(record.aspects, "little")
        aspects = [(aspect, snapshot.aspect(aspect) if used >> place & 1 else b"") for aspect, place in self._places.items()]
        read = ((artefact, record, *record.read()) for artefact, record in self.now.items())
        written = ((artefact, _Written(answers, r.aspects, r.content, about, r.size)) for artefact, r, answers, about in read)
        some = iter(lambda: list(islice(written, _AT_ONCE)), [])
        keep_parts(self.path, map(msgspec.msgpack.encode, chain([_Head(self.engine, aspects)], some)))

    def current(self, artefact: Artefact, snapshot: Snapshot) -> Record | None:
        """The record of an artefact that would be made alike from this snapshot; it is part of this build from now on."""
        record = self.before.get(artefact)
        if record is None:
            return None
        if int.from_bytes(record.aspects, "little") & self._changed_since(snapshot) and next(self._differing(record, snapshot), None) is not None:
            return None
        self.now[artefact] = record
        return record

    def is_stale(self, artefact: Artefact, snapshot: Snapshot) -> bool:
        """Whether an artefact would be made otherwise from this snapshot than it was last. Asks what this one rests on, and nothing else."""
        record = self.now.get(artefact) or self.before.get(artefact)
        return record is None or next(differing(record, snapshot), None) is not None

    def add(self, artefact: Artefact, made: Made) -> Record:
        """Take in an artefact that was made."""
        self.made.append(artefact)
        self.grown += made.size
        return self._note(artefact, made)

    def take_over(self, artefact: Artefact, other: Records, record: Record) -> Record:
        """Take in a record of an artefact from another memory."""
        bits = int.from_bytes(record.aspects, "little")
        aspects = tuple(aspect for aspect, place in other._places.items() if bits >> place & 1)
        answers, about = record.read()
        return self._note(artefact, Made(answers, aspects, record.content, about, record.size))

    def _note(self, artefact: Artefact, made: Made) -> Record:
        bits = 0
        for aspect in made.aspects:
            bits |= 1 << self._places.setdefault(aspect, len(self._places))
        record = self._taken(made.answers, bits.to_bytes(-(-bits.bit_length() // 8), "little"), made.content, made.about, made.size)
        self.now[artefact] = record
        return record

    def drop(self, artefact: Artefact) -> None:
        """Keep nothing of an artefact, so that it is made again next time."""
        self.now.pop(artefact, None)

    def _taken(self, answers: bytes, aspects: bytes, content: str, about: bytes, size: int) -> Record:
        aspects = self._bits.setdefault(aspects, aspects)  # those of most rows of a table are the same
        return Record(self._aside, self._aside.put(answers, about), aspects, content, size)

    def _changed_since(self, snapshot: Snapshot) -> int:
        """Which aspects differ from what they were, as bits."""
        if self._changed is None or self._changed[0] is not snapshot:
            bits = 0
            for aspect, known in self._known.items():
                if not known or snapshot.aspect(aspect) != known:
                    bits |= 1 << self._places[aspect]
            self._changed, self._asked = (snapshot, bits), {}
        return self._changed[1]

    def _differing(self, record: Record, snapshot: Snapshot) -> Iterator[Question]:
        """The questions of a record that are answered otherwise now. Many records ask the same ones; each is read and answered once, and
        only if an aspect has changed on which its answer rests."""
        changed = self._changed_since(snapshot)
        for asked, answer in _answers.decode(zlib.decompress(record.answers)):
            encoded = bytes(asked)
            if encoded not in self._asked:
                question = _tuples(_question.decode(encoded))
                bits = (1 << self._places[aspect] if aspect in self._places else changed for aspect in aspects_of(question))
                self._asked[encoded] = question, snapshot.answer(question) if any(bit & changed for bit in bits) else None
            question, now = self._asked[encoded]
            if now is not None and now != answer:
                yield question


def contents(path: Path, engine: str) -> Iterator[str]:
    """The names of all content that the records in the file ``path`` name, as far as they can be read."""
    parts = recall_parts(path)
    with suppress(msgspec.DecodeError):
        if (first := next(parts, None)) is not None and _head.decode(first).engine == engine:
            yield from (record.content for _, record in _records(parts))


def _records(parts: Iterable[bytes]) -> Iterator[tuple[Artefact, _Written]]:
    for part in parts:
        yield from _some.decode(part)


def differing(record: Record, snapshot: Snapshot) -> Iterator[Question]:
    """The questions of a record that a snapshot answers otherwise."""
    return (question for question, answer in questions_of(record) if snapshot.answer(question) != answer)


def questions_of(record: Record) -> Iterator[tuple[Question, bytes]]:
    """What an artefact rests on: its questions, and how they were answered."""
    for asked, answer in _answers.decode(zlib.decompress(record.answers)):
        yield _tuples(_question.decode(asked)), answer


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
