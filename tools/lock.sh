#!/usr/bin/env bash
# Writes requirements/*.txt anew from pyproject.toml: every version pinned, with its hashes, and no download host.
set -euo pipefail
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
bash tools/setup.sh run
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
.venv/bin/python -m venv "$tools"
"$tools/bin/python" -m pip install --quiet --disable-pip-version-check uv

lock() { # lock <to> <from> [more words for uv]
    local to=$1
    shift
    "$tools/bin/uv" pip compile "$@" --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --output-file "$to"
    echo "$to: $(grep -c == "$to")"
}
lock requirements/run.txt pyproject.toml
lock requirements/dev.txt pyproject.toml --extra dev
echo 'setuptools>=77' >"$tools/build.in"
lock requirements/build.txt "$tools/build.in"
