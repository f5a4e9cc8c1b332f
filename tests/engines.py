"""The three engines that readers have, each opened by what it speaks itself, behind one small interface.

Chromium by Playwright, Firefox by WebDriver BiDi over a web socket (which needs no driver), WebKit by WebKitWebDriver.
"""

from __future__ import annotations

import base64
import glob
import itertools
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from door import REPOSITORY

ENGINES = ("Chromium", "Firefox", "WebKit")
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""What a Chromium may be called. The first has no window: the same engine, and a page takes half the time."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


class Reader(Protocol):
    """Somebody who reads with one engine. ``run`` takes a JavaScript expression, perhaps a promise, and gives its value."""

    said: list[str]
    """Errors and warnings of the console, where the engine tells them."""

    def go(self, address: str) -> None: ...
    def run(self, expression: str) -> Any: ...
    def resize(self, width: int, height: int) -> None: ...
    def picture(self) -> bytes: ...


def until(reader: Reader, expression: str, seconds: float = 20) -> Any:
    """The value of an expression as soon as it is true; the test fails when it never is."""
    end = time.monotonic() + seconds
    while not (value := reader.run(expression)):
        assert time.monotonic() < end, f"never true: {expression}; the console says {reader.said}"
        time.sleep(0.05)
    return value


def program(engine: str) -> str:
    """What drives Firefox or WebKit; without it the test fails with the sentence of ``engine.sh``."""
    found = subprocess.run(["sh", str(REPOSITORY / "tests/engine.sh"), engine.lower()], capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.fail(found.stderr.strip(), pytrace=False)
    return found.stdout.split()[-1]


@contextmanager
def reading(engine: str, folder: Path) -> Iterator[Reader]:
    """A reader with an empty profile in ``folder``."""
    with {"Chromium": _chromium, "Firefox": _firefox, "WebKit": _webkit}[engine](folder) as reader:
        yield reader


# --- Chromium -------------------------------------------------------------------------------------------------------


def chromium() -> str | None:
    """The path of ``CHROMIUM``, or of one that is installed."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)


@contextmanager
def _chromium(folder: Path) -> Iterator[Reader]:
    from playwright.sync_api import sync_playwright

    path = chromium()
    if not path:
        pytest.fail("no browser: install Chromium, or say where it is with CHROMIUM=…", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield _Chromium(browser.new_page())
        browser.close()


class _Chromium:
    def __init__(self, page: Any) -> None:
        self.page, self.said = page, list[str]()
        page.on("console", lambda m: self.said.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: self.said.append(str(e)))

    def go(self, address: str) -> None:
        self.page.goto(address)

    def run(self, expression: str) -> Any:
        return self.page.evaluate(f"async () => await ({expression})")

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def picture(self) -> bytes:
        return bytes(self.page.screenshot())


# --- Firefox --------------------------------------------------------------------------------------------------------


@contextmanager
def _firefox(folder: Path) -> Iterator[Reader]:
    import websocket

    call = [program("Firefox"), "--headless", "--no-remote", "--remote-debugging-port", "0", "--profile", str(folder)]
    process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr
        listening = next((found[1] for line in process.stderr if (found := re.search(r"BiDi listening on (ws://\S+)", line))), None)
        assert listening, "Firefox went without saying where it listens"
        socket = websocket.create_connection(f"{listening}/session", suppress_origin=True, timeout=60)
        reader = _Firefox(socket)
        yield reader
        reader.call("browser.close")
        process.wait(30)
    finally:
        process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()


class _Firefox:
    """Asks in order and keeps what Firefox tells of itself in between (https://w3c.github.io/webdriver-bidi/)."""

    def __init__(self, socket: Any) -> None:
        self.socket, self.number, self.said = socket, itertools.count(1), list[str]()
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=["log.entryAdded"])
        self.context = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method: str, **params: Any) -> Any:
        mine = next(self.number)
        self.socket.send(json.dumps({"id": mine, "method": method, "params": params}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("method") == "log.entryAdded" and message["params"]["level"] in ("error", "warn"):
                self.said.append(str(message["params"].get("text")))
            if message.get("id") == mine:
                assert "error" not in message, message
                return message["result"]

    def go(self, address: str) -> None:
        self.call("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def run(self, expression: str) -> Any:
        whole = f"(async () => JSON.stringify(await ({expression})) ?? 'null')()"
        answer = self.call("script.evaluate", expression=whole, target={"context": self.context}, awaitPromise=True)
        assert answer["type"] == "success", answer
        return json.loads(answer["result"]["value"])

    def resize(self, width: int, height: int) -> None:
        self.call("browsingContext.setViewport", context=self.context, viewport={"width": width, "height": height})

    def picture(self) -> bytes:
        return base64.b64decode(self.call("browsingContext.captureScreenshot", context=self.context)["data"])


# --- WebKit ---------------------------------------------------------------------------------------------------------


@contextmanager
def _webkit(folder: Path) -> Iterator[Reader]:
    from selenium import webdriver
    from selenium.webdriver.webkitgtk.options import Options
    from selenium.webdriver.webkitgtk.service import Service

    driver = program("WebKit")
    with ExitStack() as stack:
        options = Options()
        options.add_argument("--automation")
        if browsers := sorted(path for place in ("", "*/") for path in glob.glob(f"/usr/lib*/{place}webkit2gtk-*/MiniBrowser")):
            options.binary_location = browsers[-1]
        screen = os.environ.get("DISPLAY") or stack.enter_context(_screen())
        service = Service(driver, env={**os.environ, "DISPLAY": screen, "XDG_CACHE_HOME": str(folder), "XDG_DATA_HOME": str(folder)})
        browser = webdriver.WebKitGTK(options=options, service=service)
        stack.callback(browser.quit)
        browser.set_script_timeout(60)
        yield _WebKit(browser)


@contextmanager
def _screen() -> Iterator[str]:
    """A screen that nobody looks at."""
    process = subprocess.Popen(["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1200x24"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout
        yield f":{process.stdout.readline().strip()}"
    finally:
        process.terminate()
        process.wait()
        if process.stdout:
            process.stdout.close()


class _WebKit:
    def __init__(self, browser: Any) -> None:
        self.browser, self.said = browser, list[str]()

    def go(self, address: str) -> None:
        self.browser.get(address)
        until(self, "document.readyState === 'complete'")  # WebKitWebDriver may answer before

    def run(self, expression: str) -> Any:
        answer = self.browser.execute_async_script(
            f"const done = arguments[0]; (async () => await ({expression}))().then(value => done({{ value: value ?? null }}), error => done({{ error: String(error) }}))"
        )
        assert "error" not in answer, answer
        return answer["value"]

    def resize(self, width: int, height: int) -> None:
        """A window has borders of its own; what is asked for is the page's size."""
        self.browser.set_window_size(width, height)
        less = self.run(f"[{width} - innerWidth, {height} - innerHeight]")
        self.browser.set_window_size(width + less[0], height + less[1])

    def picture(self) -> bytes:
        return bytes(self.browser.get_screenshot_as_png())
