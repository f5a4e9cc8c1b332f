"""The pipeline: load → check → draw → render → publish, in this order and nothing twice.

What a build needs to find out that nothing has changed is loaded here; all else when something has.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.installation import THEME
from ledger.keep.inputs import Inputs, take
from ledger.kept import remove
from ledger.problems import Problems
from ledger.publish import manifest
from ledger.publish import place as places
from ledger.publish.engine import engine, surroundings
from ledger.publish.outcome import Outcome, Step, Unpublished
from ledger.publish.swap import one_build, recover_if_needed
from ledger.stopping import when_stopped

if TYPE_CHECKING:
    from ledger.check.coverage import Coverage


def check(
    root: Path,
    problems: Problems,
    step: Step,
    archive: Path | None = None,
    look: Callable[[Unpublished], None] | None = None,
    cache: Path | None = None,
) -> Mapping[str, Coverage]:
    """Everything that a build does but for drawing and publishing. With ``archive``, also hold the fingerprints against the texts.

    ``look`` is shown the site in which nothing is wrong, before it is taken away. ``cache`` keeps what is made, by default that of
    the project.
    """
    from ledger.check.fingerprint import check_archive
    from ledger.load.content import check_twins
    from ledger.project import load_project
    from ledger.publish.publishing import publish
    from ledger.publish.stages import Job, checked, load
    from ledger.work import usual

    find_newsroom(root, problems)
    problems.stop_if_any()
    recover_if_needed(places.resolve(root, None, Problems()), root / ".cache")
    with _looked_at(root) as inputs:
        project = load_project(inputs.root, problems, cache=cache or root / ".cache")
        problems.stop_if_any()
        job = Job(project, inputs, engine(project, surroundings()), step, usual(), aside=True)
        step("load", 0, 1)
        ledger, documents = load(job, problems)
        step("check", 0, 1)
        coverage = checked(job, ledger, problems)
        if archive is not None:
            check_archive(ledger, archive, problems)
        publish(job, ledger, documents, coverage, problems, look)
        check_twins(documents, tuple(language.code for language in project.languages), problems)
    return coverage


@contextmanager
def _looked_at(root: Path) -> Iterator[Inputs]:
    """The inputs for one who looks only, while somebody may be building."""
    cache = root / ".cache" / "check"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as held:
        try:
            fcntl.lockf(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):  # another check looks at them
            import tempfile

            with tempfile.TemporaryDirectory(prefix="ledger-check-") as aside, when_stopped(lambda: remove(Path(aside))):
                yield take(root, Path(aside), THEME)
        else:
            yield take(root, cache, THEME)


def build(root: Path, problems: Problems, step: Step, out: Path | None = None, executor: str = "processes", scheduler: str | None = None) -> Outcome:
    """Build and publish the site of the project in ``root``. Pages and files are made by the ``executor``: one of ``EXECUTORS``.

    Raises ``Refused`` when the input has errors, ``Busy`` while another build runs, ``NoWorkers`` when the executor cannot be had; the
    published site is then untouched.
    """
    find_newsroom(root, problems)
    problems.stop_if_any()
    place, name = places.resolve(root, out, problems), places.called(out)
    problems.stop_if_any()
    cache = root / ".cache"
    with one_build(place, cache):
        places.claim(place, name, problems)
        problems.stop_if_any()
        inputs = take(root, cache, THEME)
        around = surroundings()
        made_from = f"{around} {inputs.digest()}"
        published = manifest.remembered(place, cache)
        if published.made_from == made_from:
            ours = (places.MARK, *places.hosts_own(place, published.files)) if place.is_dir() else ()
            if manifest.is_untouched(place, published, ours):
                problems.found.update(published.said)
                return Outcome(changed=False)
        from ledger.executors import place_of
        from ledger.project import load_project
        from ledger.publish.publishing import publish
        from ledger.publish.stages import Job, checked, load

        said = set(problems.found)
        project = load_project(inputs.root, problems, place, cache)
        problems.stop_if_any()
        said = problems.found - said
        job = Job(project, inputs, engine(project, around), step, place_of(executor, scheduler, cache))
        step("load", 0, 1)
        ledger, documents = load(job, problems)
        step("check", 0, 1)
        coverage = checked(job, ledger, problems)
        outcome, listing = publish(job, ledger, documents, coverage, problems)
        manifest.remember(place, cache, made_from, listing, said)
        return outcome


def find_newsroom(root: Path, problems: Problems) -> None:
    """Say so if ``root`` is no newsroom's folder."""
    if not root.is_dir():
        what = "is a file, and a newsroom is a folder" if root.exists() else "there is no such folder"
        problems.add(str(root), 0, what, "call it with --project DIR, the folder that has mkdocs.yml, data/ and content/")
    elif not (root / "mkdocs.yml").is_file():
        problems.add("mkdocs.yml", 0, f"is not in {root}", "call it with --project DIR, the folder that has mkdocs.yml, data/ and content/")
