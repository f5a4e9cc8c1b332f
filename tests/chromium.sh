#!/bin/sh
# Prints the path of a Chromium for the browser tests, and installs one where that can be done without asking. The one without
# a window goes first: the same engine, and a page takes half the time.
# Usage: sh tests/chromium.sh .venv/bin/python
set -eu

if [ -n "${CHROMIUM:-}" ]; then
    command -v "$CHROMIUM" || { echo "CHROMIUM=$CHROMIUM is no program" >&2; exit 1; }
    exit 0
fi
for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" && exit 0
done

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# The font is for what a person sees in a screenshot; without one, Chinese is boxes.
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing Chromium, once ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update >"$log" 2>&1 || true
    for name in chromium-headless-shell chromium; do
        if apt-get -qq install --yes --no-install-recommends "$name" fonts-noto-cjk >>"$log" 2>&1; then
            command -v "$name" && exit 0
        fi
    done
elif "$1" -m playwright install chromium >"$log" 2>&1; then
    "$1" -c 'from playwright.sync_api import sync_playwright as run
with run() as playwright: print(playwright.chromium.executable_path)'
    exit 0
fi

grep -m 1 -iE '^E:|error' "$log" >&2 || true
echo "the browser tests need Chromium: install the package chromium (or Google Chrome), or set CHROMIUM to its path" >&2
exit 1
