"""Bring artefacts up to date: what is current is kept, what is not is made, wherever that is quickest."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

from ledger import work
from ledger.keep.records import Artefact, Made, Record, Records, answered
from ledger.keep.snapshot import Snapshot
from ledger.keep.store import Store
from ledger.keep.trace import Trace
from ledger.problems import Problem, Problems

Shared = TypeVar("Shared")
Step = Callable[[int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What came of an artefact: as it was made, if it could be, and what is wrong. What has an error is not kept, so that it is said
    again, nor what rests on something that is wrong elsewhere (``is_kept``). ``seconds`` is how long the making took, on the clock."""

    made: Made | None
    problems: frozenset[Problem] = field(default_factory=frozenset)
    is_kept: bool = True
    seconds: float = field(default=0.0, compare=False)


def finished(trace: Trace, store: Store, content: bytes, about: bytes = b"") -> Made:
    """An artefact that was made through ``trace``; its content is put into the store."""
    answers, aspects = answered(trace.questions(), trace.snapshot)
    name = store.put(content)
    return Made(zlib.compress(answers, 1), aspects, name, zlib.compress(about, 1), len(content), store.unstored(name))


def update(
    artefacts: Sequence[Artefact],
    make: Callable[[Shared, Artefact], Outcome],
    shared: Shared,
    records: Records,
    snapshot: Snapshot,
    store: Store,
    is_there: Callable[[Artefact, Record], bool],
    problems: Problems,
    step: Step,
    place: work.Place | None = None,
    took: Callable[[Artefact, float], object] | None = None,
    ahead: Collection[Artefact] = (),
    elsewhere: Callable[[], Records] | None = None,
) -> dict[Artefact, Record]:
    """The records of ``artefacts``; one that could not be made has none, and ``problems`` say why.

    ``is_there`` says whether the content of a record can still be had. ``make(shared, artefact)`` is run at ``place`` (``work.run``).
    ``took`` is told how many seconds each artefact took that was made. Those ``ahead`` are made in this process, before any other: what
    they derive from all the data is then in memory that copies of the process share. What another memory has of them that would be made
    alike is taken over from ``elsewhere``, which is asked for where many are stale.
    """
    found: dict[Artefact, Record] = {}
    stale: list[Artefact] = []
    for artefact in artefacts:
        record = records.current(artefact, snapshot)
        if record is not None and is_there(artefact, record):
            found[artefact] = record
        else:
            stale.append(artefact)
    if elsewhere is not None and len(stale) > work.FEW:
        other = elsewhere()
        for artefact in stale:
            record = other.current(artefact, snapshot)
            if record is not None and is_there(artefact, record):
                found[artefact] = records.take_over(artefact, other, record)
        stale = [artefact for artefact in stale if artefact not in found]
    here, there = ([a for a in stale if (a in ahead) == is_ahead] for is_ahead in (True, False))
    outcomes = chain((make(shared, artefact) for artefact in here), work.run(make, there, shared, place))
    for done, (artefact, outcome) in enumerate(zip((*here, *there), outcomes, strict=True), 1):
        step(done, len(stale))
        if took is not None:
            took(artefact, outcome.seconds)
        problems.found.update(outcome.problems)
        if outcome.made is not None:
            if outcome.made.unstored is not None:
                store.put(outcome.made.unstored)
            found[artefact] = records.add(artefact, outcome.made)
        if outcome.made is None or not outcome.is_kept or any(not p.warning for p in outcome.problems):
            records.drop(artefact)
    return found
