"""Whatever an editor's files hold, the answer is one line for each mistake: never a traceback, and never a long wait.

``make fuzz N=200000`` makes longer runs of the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fuzzer import Workshop, mutated
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

whole = st.integers(0, 10**6)
mutations = st.lists(st.tuples(whole, whole, whole, whole), min_size=1, max_size=3)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    yield Workshop(tmp_path_factory.mktemp("fuzz"))


@settings(max_examples=2000, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(mutations)
def test_no_input_ends_in_a_traceback(workshop: Workshop, mutations: list[tuple[int, int, int, int]]) -> None:
    for line in workshop.run(mutated(mutations)):
        assert line.isprintable() and len(line) < 3000, line


def test_the_newsroom_that_is_mutated_has_no_problem_itself(workshop: Workshop) -> None:
    assert [
        line for line in workshop.run({"data/targets.csv": (Path(__file__).parent / "newsroom/data/targets.csv").read_bytes()}) if "warning" not in line
    ] == []
