"""Before Markdown sees a page: fences become what they stand for, references become marks, lists become lists."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from html import escape

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from ledger.charts.declared.asked import digest_of, is_id
from ledger.load.passages import Part, is_indented_code, parts_of, without_code
from ledger.problems import did_you_mean
from ledger.render import markup
from ledger.render.brackets import BEGINNINGS, TYPED
from ledger.render.draft import Draft, Mark
from ledger.render.lists import tidy_lists

_DIAGRAMS = ("mermaid", "vega", "vega-lite", "altair", "plantuml", "graphviz", "dot", "math", "katex", "d2")


class Prepare(Preprocessor):
    """The first step, for the page ``draft``."""

    draft: Draft
    untitled_notes: Sequence[Extension] = ()
    """The extensions for footnotes whose way back ``mkdocs.yml`` has no words for."""

    def run(self, lines: list[str]) -> list[str]:
        text = without_code(lines)
        self.draft.whole = markup.audit(text, self.draft.report)
        self._tell_footnotes(text)
        for notes in self.untitled_notes:
            notes.setConfig("BACKLINK_TITLE", self.draft.edition.t("footnote-back", n="{}"))
        done: list[str] = []
        for part in parts_of(lines):
            if part.language is None:
                done += self._marked("\n".join(part.lines), part.first).split("\n") if part.lines else []
                self._tell_indented(part, lines)
            elif part.begins_item:
                done.append(f"{part.lead}{self._fence(part)}")
            else:
                around = part.lead.rstrip(" ")  # the sign of a quotation, if the fence stands in one
                done += [around, f"{part.lead}{self._fence(part)}", around]
        return tidy_lists(done)

    def _marked(self, text: str, first: int) -> str:
        if not any(beginning in text for beginning in BEGINNINGS):
            return text

        def mark(match: re.Match[str]) -> str:
            kind = match.lastgroup or "text"
            self.draft.marks.append(Mark(match[0], kind, first + text.count("\n", 0, match.start())))
            return f"\ue002{len(self.draft.marks) - 1}\ue003"

        return TYPED.sub(mark, text)

    def _tell_footnotes(self, text: str) -> None:
        for found in re.finditer(r"^ {0,3}\[\^([^\]\s]+)\]:", text, re.M):
            if len(re.findall(rf"\[\^{re.escape(found[1])}\]", text)) < 2:
                self.draft.report(
                    text.count("\n", 0, found.start()), f"nothing refers to the footnote [^{found[1]}]", f"write [^{found[1]}] where it belongs", True
                )

    def _tell_indented(self, part: Part, lines: list[str]) -> None:
        for number, line in enumerate(part.lines, part.first):
            if re.match(r"\s+(?:`{3,}|~{3,})\s*chart\b", line) and is_indented_code(lines, number):
                self.draft.report(number, "a chart that is indented by four spaces is shown as code", "take the spaces away")
            elif re.match(r"\s*(?:``|''|´´´?|｀+)\s*charts?\s*$", line):
                self.draft.report(number, f"'{line.strip()}' begins no chart", "a fence is three backticks: ```chart")
            elif re.match(r"[\s>|*+-]*`{3,}\s*chart\b[^`]*`{3,}[\s|]*$", line):
                self.draft.report(number, "a chart on one line is shown as code", "write ```chart, below it the id, and below that ```")

    def _fence(self, part: Part) -> str:
        """What a fence stands for."""
        draft, at = self.draft, part.first - 1
        if not part.closed:
            draft.report(
                at, f"the fence {part.fences[0].strip()[:20]} is never closed", f"write {part.fences[0].strip()[:3]} on a line of its own where it ends"
            )
            return ""
        language = part.language or ""
        if language == "chart":
            return self._chart(part, at)
        if language.lower() == "chart" or (language and difflib.SequenceMatcher(None, language.lower(), "chart").ratio() > 0.8):
            draft.report(at, f"a fence of the language '{language}' draws nothing", "write ```chart")
        elif language.lower() in _DIAGRAMS:
            draft.report(at, f"'{language}' is not drawn; the reader sees the code", "draw it as a chart, or as a picture beside the page", True)
        elif not language and re.search(r"^table:", "\n".join(part.lines), re.M) and re.search(r"^mark:", "\n".join(part.lines), re.M):
            draft.report(at, "a chart in a fence without a language is shown as code", "write ```chart")
        title = re.search(r"title=(?:\"([^\"]*)\"|'([^']*)')", part.info)
        code = escape("\n".join(part.lines), quote=False)
        kind = f' class="language-{escape(language)}"' if re.fullmatch(r"[\w+#-]+", language) else ""
        block = f'<pre tabindex="0"><code{kind}>{code}\n</code></pre>'
        return draft.keep(f'<figure class="code"><figcaption>{escape(title[1] or title[2] or "")}</figcaption>{block}</figure>' if title else block)

    def _chart(self, part: Part, at: int) -> str:
        draft, edition = self.draft, self.draft.edition
        text = "\n".join(part.lines).strip()
        figure = edition.figure(text) if is_id(text) else edition.block(digest_of(text))
        if figure is None:
            if is_id(text):
                line = part.first + next((n for n, line in enumerate(part.lines) if line.strip()), 0)
                draft.report(line, f"there is no chart '{text}'", did_you_mean(text, edition.figure_ids))
            elif not text:
                named = f"'{part.info[:40]}' stands behind the word chart, and nothing below it" if part.info else "a chart with nothing in it"
                draft.report(at, named, "write the id of a chart on a line of its own below ```chart, or table: …, mark: …")
            elif not self._told(part):  # what is wrong with a declared chart was said when it was read
                draft.report(at, "this chart is not drawn: another has its id, or its text", "give each chart an id of its own")
            return ""
        if figure.id in draft.charts:
            if not self._told(part):
                before = draft.document.body_line + draft.charts[figure.id]
                draft.report(at, f"the chart '{figure.id}' stands on this page already (line {before})", "show it once, and link to it")
            return ""
        draft.charts[figure.id] = at
        return draft.keep(str(edition.figure_html(figure, draft.here)))

    def _told(self, part: Part) -> bool:
        """Whether something was said of the lines of a block already."""
        document = self.draft.document
        lines = range(document.body_line + part.first - 1, document.body_line + part.first + len(part.lines) + 1)
        told = {p.line for p in self.draft.problems.errors if p.file == document.file}
        return any(line in told or line in self.draft.faulty for line in lines)
