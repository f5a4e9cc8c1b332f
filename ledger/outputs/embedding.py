"""What others need to show a chart, a table or a record of ours on their pages.

embed/frame.js               the script for the page that embeds: it makes a frame of each link that names one, and gives it the height it needs
embed/<chart>/oembed.json    what programs that know oEmbed (1.0, as a static file) paste for the address of a chart

The code to paste is a picture or a sentence with a link, so that a page without JavaScript, and one that takes no scripts, still shows and
credits it. What a reader has chosen in the frame is kept as long as their window is open.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape

from ledger.outputs.output import Output
from ledger.render.edition import Edition
from ledger.render.metadata import CARD, absolute, chart_card

SCRIPT = "embed/frame.js"
_FRAME = """\
// Makes frames that fit of links that say data-embed. It asks nothing of anybody and sets no cookie.
(d => {
  const from = new URL(d.currentScript.src).origin;
  const kept = () => { try { return sessionStorage; } catch { return {}; } };
  const begin = () => d.querySelectorAll("a[data-embed]").forEach(a => {
    const f = d.createElement("iframe"), to = a.dataset.embed, img = a.querySelector("img");
    f.dataset.ledger = to;
    f.src = kept()[to] || to;
    f.title = img ? img.alt : a.textContent;
    f.loading = "lazy";
    f.style = "width:100%;height:400px;border:0";
    a.replaceWith(f);
  });
  addEventListener("message", e => {
    if (e.origin != from || !(e.data && e.data.ledger)) return;
    d.querySelectorAll("iframe[data-ledger]").forEach(f => {
      if (f.contentWindow != e.source) return;
      f.style.height = e.data.ledger + "px";
      kept()[f.dataset.ledger] = e.data.at;
    });
  });
  d.readyState == "loading" ? addEventListener("DOMContentLoaded", begin) : begin();
})(document);
"""
WIDTH = 640


def code(edition: Edition, id: str) -> str:
    """The frame of a chart without the script, for who takes no scripts from elsewhere."""
    figure = edition.figure(id)
    assert figure is not None
    src = absolute(edition, edition.at(f"embed/{id}/"))
    return f'<iframe src="{src}" title="{escape(figure.title)}" width="{WIDTH}" height="{figure.frame_height}" loading="lazy" style="border:0"></iframe>'


def _paths(edition: Edition) -> Iterator[str]:
    if edition.project.site_url:
        yield from (f"{edition.language.root}embed/{id}/oembed.json" for id in edition.figure_ids)


def _told(edition: Edition, path: str) -> bytes:
    id = path.removesuffix("/oembed.json").rpartition("/")[2]
    figure = edition.figure(id)
    assert figure is not None
    told = {"version": "1.0", "type": "rich", "title": figure.title, "provider_name": edition.language.title}
    told |= {"provider_url": absolute(edition, edition.at("")), "author_name": edition.language.title, "author_url": absolute(edition, edition.at(""))}
    picture = {"thumbnail_url": absolute(edition, f"/{chart_card(edition.code, id)}"), "thumbnail_width": CARD[0], "thumbnail_height": CARD[1]}
    html = {"html": code(edition, id), "width": WIDTH, "height": figure.frame_height}
    return json.dumps({**told, **html, **picture}, ensure_ascii=False, indent=1).encode()


OUTPUTS = (
    Output("frame", lambda _: (SCRIPT,), lambda _, __: _FRAME.encode(), once=True),
    Output("oembed", _paths, _told),
)
