#!/bin/sh
# Prints the path of a Chromium for the browser tests, and installs one where that can be done without asking.
# Usage: sh tests/chromium.sh .venv/bin/python
set -eu

if [ -n "${CHROMIUM:-}" ]; then
    command -v "$CHROMIUM" || { echo "CHROMIUM=$CHROMIUM is no program" >&2; exit 1; }
    exit 0
fi
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" && exit 0
done

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# The font is for what a person sees in a screenshot; without one, Chinese is boxes.
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing Chromium, once ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    if { apt-get -qq update && apt-get -qq install --yes --no-install-recommends chromium fonts-noto-cjk; } >"$log" 2>&1; then
        command -v chromium && exit 0
    fi
elif "$1" -m playwright install chromium >"$log" 2>&1; then
    "$1" -c 'from playwright.sync_api import sync_playwright as run
with run() as playwright: print(playwright.chromium.executable_path)'
    exit 0
fi

grep -m 1 -iE '^E:|error' "$log" >&2 || true
echo "the browser tests need Chromium: install the package chromium (or Google Chrome), or set CHROMIUM to its path" >&2
exit 1
