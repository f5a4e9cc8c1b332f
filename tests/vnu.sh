#!/bin/sh
# Prints the path of the Nu HTML checker (vnu.jar), and brings it and a Java to run it where that can be done without asking.
# Usage: sh tests/vnu.sh
set -eu
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT

if ! command -v java >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing Java, once ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    { apt-get -qq update && apt-get -qq install --yes --no-install-recommends default-jre-headless; } >"$log" 2>&1 || true
fi
command -v java >/dev/null || { echo "the HTML checker needs Java: install the package default-jre-headless" >&2; exit 1; }

if [ -n "${VNU_JAR:-}" ]; then
    [ -f "$VNU_JAR" ] || { echo "VNU_JAR=$VNU_JAR is no file" >&2; exit 1; }
    echo "$VNU_JAR"
    exit 0
fi
# One version for everybody: a newer one may find more, and is to be read first.
version=26.9.27
folder=.cache/npm/vnu-$version
jar=$folder/node_modules/vnu-jar/build/dist/vnu.jar
if [ ! -f "$jar" ]; then
    command -v npm >/dev/null || { echo "the HTML checker comes from npm: install npm, or set VNU_JAR to the path of vnu.jar" >&2; exit 1; }
    echo "fetching the Nu HTML checker, once ..." >&2
    if ! npm install --prefix "$folder" --ignore-scripts --no-save --no-package-lock --no-audit --no-fund "vnu-jar@$version" >"$log" 2>&1; then
        grep -m 1 -iE 'error' "$log" >&2 || true
        echo "the HTML checker could not be fetched: is npm's registry in reach? Or set VNU_JAR to the path of vnu.jar" >&2
        exit 1
    fi
fi
echo "$PWD/$jar"
