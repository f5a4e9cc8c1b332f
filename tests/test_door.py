"""The door: what a call of ``build.py`` says and gives back, whatever it is called with."""

from __future__ import annotations

import os
import sys

import pytest
from conftest import Newsroom, build_py, build_py_as_a_person, tree

# --- the runner that the tests call the door with ---------------------------------------------------------------------


def test_a_call_in_this_process_says_and_publishes_what_a_process_of_its_own_does(newsroom: Newsroom, fresh_newsroom: Newsroom) -> None:
    newsroom.change("data/targets.csv", "2023,250,2030,300", "2023,250,2030,many")
    call = ("build", "--project", newsroom.root)
    assert build_py(*call) == build_py_as_a_person(*call)
    newsroom.change("data/targets.csv", "2023,250,2030,many", "2023,250,2030,300")
    assert build_py(*call).code == 0
    assert build_py_as_a_person("build", "--project", fresh_newsroom.root).code == 0
    assert tree(newsroom.site) == tree(fresh_newsroom.site)


def test_a_call_leaves_nothing_behind_for_the_next(newsroom: Newsroom, fresh_newsroom: Newsroom) -> None:
    fresh_newsroom.change("content/charts/harbour.py", "def from_to(", "def from_too(")
    before, here, streams = dict(os.environ), os.getcwd(), (sys.stdout, sys.stderr)
    for made in (newsroom, fresh_newsroom, newsroom):
        made.file("content/charts/harbour.py").open("a").write("\n")  # so that chart code is run again
        assert made.build(env={"SITE_URL": "https://harbour.example/"}).code == 0
    assert (dict(os.environ), os.getcwd(), (sys.stdout, sys.stderr)) == (before, here, streams)
    assert "https://harbour.example" not in "".join(os.environ.values())
    assert not [name for name in sys.modules if name.startswith("charts.")]
    from ledger.charts.figure import declared

    assert not declared()


def test_what_only_a_process_of_its_own_can_do_is_refused(newsroom: Newsroom) -> None:
    with pytest.raises(ValueError, match="LEDGER_PROCESSES"):
        newsroom.build(env={"LEDGER_PROCESSES": "1"})
