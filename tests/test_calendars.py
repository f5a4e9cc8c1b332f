"""Calendars, read by a stranger's reader of RFC 5545: what is dated, what is due, partial dates, of documents and of places."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from conftest import ADDRESS, Newsroom
from icalendar import Calendar
from test_any_newsroom import made as newsroom_of

DAY = datetime.date


@pytest.fixture(scope="module")
def dated(built_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    made = built_newsroom.copy(tmp_path_factory.mktemp("dated") / "newsroom")
    made.change("mkdocs.yml", "extra:\n", "extra:\n  date: 2028-06-01\n")
    said = made.build(env=ADDRESS)
    assert said.code == 0, said.err
    return made


def entries(file: Path) -> dict[str, tuple[datetime.date, datetime.date]]:
    """``{id: (first day, day after the last)}`` of a calendar in which a strict reader finds nothing wrong."""
    content = file.read_bytes()
    assert content.endswith(b"END:VCALENDAR\r\n") and b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    calendar = Calendar.from_ical(content)
    assert calendar.errors == [] and calendar["VERSION"] == "2.0" and calendar["PRODID"]
    found = {}
    for event in calendar.walk("VEVENT"):
        assert event.errors == [] and event["SUMMARY"] and event.decoded("DTSTAMP") == datetime.datetime(2028, 6, 1, tzinfo=datetime.UTC)
        assert event["URL"].startswith(ADDRESS["SITE_URL"]) and event["TRANSP"] == "TRANSPARENT"
        id, _, host = event["UID"].partition("@")
        assert host == "ledger.example" and id not in found
        found[id] = (event.decoded("DTSTART"), event.decoded("DTEND"))
        assert found[id][0] < found[id][1]
    return found


def test_everything_that_is_dated_or_due_is_in_the_calendar_of_each_language(dated: Newsroom) -> None:
    kept = [line.split(",")[0] for line in dated.file("data/events.csv").read_text(encoding="utf-8").splitlines()[1:]]
    found = entries(dated.site / "calendar.ics")
    due = {"libraries-2030", "loans-2030", "crossings-2028", "late-ferries-2028", "trees-quayside-2030", "trees-hill-2030", "trees-both-2030", "fare-cap"}
    assert set(found) == {*kept, *due} and found.keys() == entries(dated.site / "nl/calendar.ics").keys()
    assert found["plan-adopted"] == (DAY(2024, 3, 18), DAY(2024, 3, 19))
    assert found["crossings-2028"] == (DAY(2028, 1, 1), DAY(2029, 1, 1))
    assert found["fare-cap"] == (DAY(2025, 3, 1), DAY(2029, 1, 1))


EVENTS = """
resources:
  - name: meetings
    role: event
    schema:
      fields:
        - {name: id}
        - {name: date, format: edtf}
        - {name: title_en}
"""


def test_a_date_that_is_no_day_is_all_the_days_that_it_can_mean(tmp_path: Path) -> None:
    title = "Quays, boats; and" + " 渡轮ferries" * 12
    dates = ("2028-02", "2025-03-01/..", "XXXX-12-31", "2024~", "2024/2025", "../2023-05", "2024-12-31")
    newsroom = newsroom_of(
        tmp_path / "town", EVENTS, {"meetings.csv": "id,date,title_en\n" + "".join(f'e{n},{date},"{title}"\n' for n, date in enumerate(dates))}
    )
    newsroom.change("mkdocs.yml", "date: 2026-05-01", "date: 2028-06-01")
    said = newsroom.build(env=ADDRESS)
    assert said.code == 0, said.err
    assert entries(newsroom.site / "calendar.ics") == {
        "e0": (DAY(2028, 2, 1), DAY(2028, 3, 1)),  # a leap year
        "e1": (DAY(2025, 3, 1), DAY(2025, 3, 2)),
        "e3": (DAY(2024, 1, 1), DAY(2025, 1, 1)),
        "e4": (DAY(2024, 1, 1), DAY(2026, 1, 1)),
        "e5": (DAY(2023, 5, 31), DAY(2023, 6, 1)),
        "e6": (DAY(2024, 12, 31), DAY(2025, 1, 1)),
    }
    events = Calendar.from_ical((newsroom.site / "calendar.ics").read_bytes()).walk("VEVENT")
    assert {str(event["SUMMARY"]) for event in events} == {title}  # what is written in a cell begins no line of its own


def test_a_promise_whose_time_is_over_is_no_date_to_keep(newsroom: Newsroom) -> None:
    newsroom.change("mkdocs.yml", "extra:\n", "extra:\n  date: 2029-01-01\n")
    assert newsroom.build(env=ADDRESS).code == 0
    text = (newsroom.site / "calendar.ics").read_text(encoding="utf-8")
    assert "UID:crossings-2028@" not in text and "UID:libraries-2030@" in text


def test_documents_and_places_have_calendars_of_their_own(dated: Newsroom) -> None:
    files = {file.relative_to(dated.site).as_posix() for file in dated.site.rglob("*.ics") if "nl" not in file.relative_to(dated.site).parts}
    assert files == {
        "calendar.ics",
        *(f"policies/{id}/calendar.ics" for id in ("town-plan", "ferry-rules")),
        *(f"regions/{id}/calendar.ics" for id in ("saltmouth", "quayside", "hill")),
    }
    everything = set(entries(dated.site / "calendar.ics"))
    plan, rules = (set(entries(dated.site / f"policies/{id}/calendar.ics")) for id in ("town-plan", "ferry-rules"))
    assert plan | rules == everything and not plan & rules and "fare-cap" in rules
    assert set(entries(dated.site / "regions/hill/calendar.ics")) == {"trees-hill-2030"}
    for page in ("policies/town-plan/", "regions/hill/", "timeline/"):
        html = (dated.site / page / "index.html").read_text(encoding="utf-8")
        assert len(re.findall(r'<a href="(?:\.\./)?calendar\.ics" type="text/calendar">', html)) == 1, page


def test_a_ledger_without_a_day_has_no_calendar(built_newsroom: Newsroom) -> None:
    assert not list(built_newsroom.site.rglob("*.ics"))


def test_what_has_no_dates_has_no_calendar(dated: Newsroom, tmp_path: Path) -> None:
    later = dated.copy(tmp_path / "later")
    later.change("mkdocs.yml", "date: 2028-06-01", "date: 2040-06-01")
    assert later.build(env=ADDRESS).code == 0
    assert (dated.site / "regions/hill/calendar.ics").is_file() and not (later.site / "regions/hill/calendar.ics").exists(), "its promises are due"
    assert all("BEGIN:VEVENT" in file.read_text(encoding="utf-8") for file in later.site.rglob("*.ics"))
