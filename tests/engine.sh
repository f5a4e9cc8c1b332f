#!/bin/sh
# Prints what drives a second or a third browser, and installs it where that can be done without asking.
# Usage: sh tests/engine.sh firefox    the path of Firefox (or FIREFOX)
#        sh tests/engine.sh webkit     the path of WebKitWebDriver (or WEBKIT_DRIVER); without a screen it needs Xvfb too
set -eu

case "${1:-}" in
firefox)
    given=${FIREFOX:-} names="firefox-esr firefox" packages=firefox-esr wanted="the package firefox-esr (or Firefox), or set FIREFOX to its path" ;;
webkit)
    given=${WEBKIT_DRIVER:-} names=WebKitWebDriver packages="webkit2gtk-driver xvfb"
    wanted="the packages webkit2gtk-driver and xvfb, or set WEBKIT_DRIVER to the path of a WebKitWebDriver" ;;
*)
    echo "usage: sh tests/engine.sh firefox | webkit" >&2
    exit 2 ;;
esac

find_it() {
    [ "$1" = firefox ] || [ -n "${DISPLAY:-}" ] || command -v Xvfb >/dev/null || return 1
    for name in ${given:-$names}; do
        command -v "$name" && return 0
    done
    return 1
}

find_it "$1" && exit 0
[ -z "$given" ] || { echo "$given is no program" >&2; exit 1; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing $packages, once ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 # several names
    if { apt-get -qq update && apt-get -qq install --yes --no-install-recommends $packages fonts-noto-cjk; } >"$log" 2>&1; then
        find_it "$1" && exit 0
    fi
fi
grep -m 1 -iE '^E:|error' "$log" >&2 || true
echo "the tests in $1 need $wanted" >&2
exit 1
