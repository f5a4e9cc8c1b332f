"""Begin something, in all languages of the project."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.problems import Problems
from ledger.verbs.place import project_option

if TYPE_CHECKING:
    from ledger.scaffold.newsroom import Newsroom

NOTHING = "nothing was written"
Told = list[str]


def options(parser: argparse.ArgumentParser) -> None:
    things = parser.add_subparsers(title="things", metavar="THING", required=True)

    def thing(name: str, begin: Callable[[argparse.Namespace, Newsroom, Problems], Told], help: str) -> argparse.ArgumentParser:
        sub = things.add_parser(name, help=help, description=help)
        project_option(sub, argparse.SUPPRESS)
        sub.set_defaults(begin=begin)
        return sub

    sub = thing("story", _story, "a story in each language")
    sub.add_argument("id", metavar="ID", help="its file's name and the end of its address")
    sub.add_argument(
        "--title", action="append", default=[], metavar="[CODE=]TEXT", help="its headline, of a language where one is named; may stand several times"
    )
    sub = thing("document", _document, "a document that was read: its text, its checksum, its fingerprint, and worksheets for its outline")
    sub.add_argument("text", type=Path, metavar="TEXT", help="its text, which is copied into archive/: plain text, HTML or PDF")
    sub.add_argument("--id", default="", metavar="ID", help="its id in the tables (default: after the file's name)")
    sub.add_argument("--title", default="", metavar="TEXT", help="its title")
    sub.add_argument("--language", default="", metavar="CODE", help="the language of the text (default: the site's first)")
    sub = thing("row", _row, "a row of a table; on a terminal it is asked for cell by cell")
    sub.add_argument("table", metavar="TABLE", help="a table of data/datapackage.yaml")
    sub.add_argument("cells", nargs="*", metavar="COLUMN=VALUE", help="what stands in a column")
    sub.add_argument("--like", default="", metavar="ID", help="take what is not said from this row")
    sub = thing("table", _table, "a table of your own: its declaration and its header")
    sub.add_argument("name", metavar="NAME", help="its name, lower-case")
    sub.add_argument(
        "--columns", default="id,name", metavar="LIST", help="its columns, with type or format: id,name,opened:edtf,length:number (default: %(default)s)"
    )
    sub.add_argument("--title", default="", metavar="TEXT", help="what it is called")
    sub = thing("vocabulary", _vocabulary, "a vocabulary of the names in a column, which then holds their ids")
    sub.add_argument("column", metavar="TABLE.COLUMN", help="a column of text")
    sub.add_argument("--name", default="", metavar="NAME", help="what the vocabulary is called (default: as the column)")
    sub = thing("chart", _chart, "a chart, declared, in each language: a file of its own, or a block at the end of a page")
    sub.add_argument("name", metavar="NAME", help="its name; or the page that it belongs to, as below content/<language>/: stories/lanes")
    sub.add_argument("--table", default="", metavar="TABLE", help="the table that it is drawn from (default: asked for on a terminal)")
    sub.add_argument("--mark", default="", metavar="MARK", help="how it is drawn: bar, line, strip and so on, as docs/marks.md shows (default: asked for; bar)")
    sub.add_argument("-x", "--across", dest="x", default="", metavar="COLUMN", help="what is drawn across (default: the first that may be meant)")
    sub.add_argument("-y", "--down", dest="y", default="", metavar="COLUMN", help="what is drawn down (default: the first that may be meant)")
    sub.add_argument("--title", action="append", default=[], metavar="[CODE=]TEXT", help="its headline, the finding; of a language where one is named")
    sub = thing("language", _language, "a language: its columns, its names and its pages, in the words of one that is there")
    sub.add_argument("code", metavar="CODE", help="such as fr or pt-BR")
    sub.add_argument("--title", default="", metavar="TEXT", help="the site's name in it")


def run(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.scaffold.newsroom import load

    print(*options.begin(options, load(options.project, problems, bare=options.begin is _table), problems), sep="\n")
    return 0


def _ask(what: str, help: str) -> str:
    """What somebody at a terminal answers; nothing where nobody is there."""
    if not (sys.stdin and sys.stdin.isatty()):
        return ""
    print(f"{what}: {help}", file=sys.stderr)
    try:
        return input("> ").strip()
    except EOFError:
        return ""


def _story(options: argparse.Namespace, newsroom: Newsroom, problems: Problems) -> Told:
    from ledger.scaffold.pages import story

    return story(newsroom, options.id, _titles(options, newsroom, problems), _ask, problems)


def _titles(options: argparse.Namespace, newsroom: Newsroom, problems: Problems) -> dict[str, str]:
    """Titles by language; the one under ``""`` is for all others."""
    found: dict[str, str] = {}
    for given in options.title:
        code, _, text = given.partition("=")
        if text and code not in newsroom.languages and re.fullmatch(r"[a-z]{2,3}([_-][A-Za-z]{2,8})*", code):
            problems.add("--title", 0, f"the project has no language '{code}'", f"name one of {', '.join(newsroom.languages)}, or none for all")
        found |= {code: text} if code in newsroom.languages else {"": given}
    problems.stop_if_any()
    return found


def _document(options: argparse.Namespace, newsroom: Newsroom, problems: Problems) -> Told:
    from ledger.scaffold.documents import document

    return document(newsroom, options.text, options.id, options.title, options.language, problems)


def _row(options: argparse.Namespace, newsroom: Newsroom, problems: Problems) -> Told:
    from ledger.scaffold.rows import row

    given = [cell.partition("=") for cell in options.cells]
    for column, sign, _ in given:
        if not sign:
            problems.add("new row", 0, f"'{column}' is no cell", "write column=value")
    problems.stop_if_any()
    return row(newsroom, options.table, {column: value for column, _, value in given}, options.like, _ask, problems)


def _table(options: argparse.Namespace, newsroom: Newsroom, problems: Problems) -> Told:
    from ledger.scaffold.tables import columns_of, table

    columns = columns_of(options.columns, problems)
    problems.stop_if_any()
    return table(newsroom, options.name, columns, options.title, "", problems)


def _vocabulary(options: argparse.Namespace, newsroom: Newsroom, problems: Problems) -> Told:
    from ledger.scaffold.terms import vocabulary

    return vocabulary(newsroom, options.column, options.name, problems)


def _chart(options: argparse.Namespace, newsroom: Newsroom, problems: Problems) -> Told:
    from ledger.scaffold.charts import block, chart, is_page

    wish, titles = {key: getattr(options, key) for key in ("table", "mark", "x", "y")}, _titles(options, newsroom, problems)
    if is_page(newsroom, options.name):
        return block(newsroom, options.name, wish, titles, problems)
    return chart(newsroom, options.name, wish, titles, _ask, problems)


def _language(options: argparse.Namespace, newsroom: Newsroom, problems: Problems) -> Told:
    from ledger.scaffold.languages import spoken
    from ledger.scaffold.tongue import add

    return add(newsroom, spoken(options.code), options.title, problems)
