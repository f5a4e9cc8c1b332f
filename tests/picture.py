"""The picture in the README: ``make picture`` takes it of the site in ``site/`` and writes ``docs/site.webp``.

python tests/picture.py [SITE]
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

from engines import FLAGS
from PIL import Image
from playwright.sync_api import sync_playwright
from test_browser import served

REPOSITORY = Path(__file__).resolve().parent.parent
PAGE, SIZE = "en/stories/arithmetic/", (1280, 960)
MOST = 200_000
"""Bytes: the README is read on telephones too."""


def main(site: Path) -> None:
    with served(site) as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=FLAGS)
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, device_scale_factor=1.5, color_scheme="light")
        page.goto(home + PAGE, wait_until="networkidle")
        taken = Image.open(io.BytesIO(page.screenshot()))
        browser.close()
    written = REPOSITORY / "docs" / "site.webp"
    written.parent.mkdir(exist_ok=True)
    taken.convert("RGB").save(written, quality=80, method=6)
    size = written.stat().st_size
    if size > MOST:
        sys.exit(f"{written.name} has {size:,} bytes, more than {MOST:,}: take a smaller picture")
    print(f"docs/{written.name}: {taken.width} by {taken.height} pixels, {size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY / "site")
