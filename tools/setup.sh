#!/usr/bin/env bash
# Makes this computer ready for Pilar: a .venv with the pinned packages, and the system libraries Qt needs.
#
#   tools/setup.sh run    what the program needs
#   tools/setup.sh dev    that, and what tests and checks need
#
# Says nothing and returns at once when all is ready. Writes only inside this folder (.venv, var), and Debian packages
# where it may. Where packages come from is pip's and apt's own setting; no download host is named here.
set -euo pipefail
umask 022
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

kind=${1:-run}
case $kind in run | dev) ;; *)
    echo "Pakai / use: tools/setup.sh [run|dev]" >&2
    exit 2
    ;;
esac

here=$PWD
python=.venv/bin/python
# The packages follow the lock file, not pyproject.toml: a test holds the two together.
key_of() { echo "$1 $(cat requirements/build.txt "requirements/$1.txt" tools/setup.sh | cksum) $here"; }
key=$(key_of "$kind")
ready() { [ -x "$python" ] && [ -f ".venv/ready-$1" ] && [ "$(cat ".venv/ready-$1")" = "$2" ]; }
ready "$kind" "$key" && exit 0

say() { printf '%s\n' "$@" >&2; }
stop() {
    say "$@"
    exit 1
}

mkdir -p var
log=var/setup.log
: >"$log"
# Two set-ups at once (run in one terminal, test in another) would fill one .venv twice.
if command -v flock >/dev/null; then
    exec 9>var/setup.lock
    flock 9
    ready "$kind" "$key" && exit 0
fi

# Settings of the shell it was called from must not lead packages elsewhere.
unset PYTHONPATH PYTHONHOME PYTHONSTARTUP PIP_USER PIP_TARGET PIP_PREFIX PIP_ROOT VIRTUAL_ENV
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_CACHE_DIR="$here/var/pip"
# An empty or foreign home is fine: pip only reads settings there.
export HOME=${HOME:-$here/var}

# Runs a command silently; on trouble the end of what it said is shown.
quietly() {
    if "$@" >>"$log" 2>&1 </dev/null; then return 0; fi
    tail -n 15 "$log" >&2
    return 1
}

may_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Installs Debian packages; the package lists are fetched only when the ones at hand do not do.
debian() {
    may_install || return 1
    say "Memasang paket sistem / installing system packages: $*"
    local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@")
    as_root "${install[@]}" >>"$log" 2>&1 </dev/null && return 0
    quietly as_root apt-get update -q && quietly as_root "${install[@]}"
}

# Prints the first Python 3.11-3.13 on the path that runs this code ($1) without trouble.
find_python() {
    local name path
    for name in python3.11 python3.12 python3.13 python3; do
        while IFS= read -r path; do
            # A pyenv shim may stand for a Python that is not there: only running it tells.
            "$path" -c "import sys; assert (3, 11) <= sys.version_info[:2] <= (3, 13); $1" >/dev/null 2>&1 </dev/null || continue
            printf '%s\n' "$path"
            return 0
        done < <(type -aP "$name" 2>/dev/null; [ -x "/usr/bin/$name" ] && echo "/usr/bin/$name")
    done
    return 1
}

make_venv() {
    local base version
    if ! base=$(find_python "import ensurepip, venv, ctypes, ssl"); then
        base=$(find_python "pass") || stop \
            "Pilar perlu Python 3.11, 3.12 atau 3.13, yang belum ada di komputer ini. Di Debian 12: apt-get install python3 python3-venv" \
            "Pilar needs Python 3.11, 3.12 or 3.13, which this computer does not have. On Debian 12: apt-get install python3 python3-venv"
        version=$("$base" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        debian "python$version-venv" || stop \
            "Python $version di sini tidak dapat membuat .venv. Ketik sebagai root: apt-get install python$version-venv" \
            "Python $version here cannot make a .venv. Type as root: apt-get install python$version-venv"
    fi
    say "Membuat .venv / making .venv: $("$base" --version)"
    rm -rf .venv
    quietly "$base" -m venv .venv
}

# A .venv of an older set-up serves on, unless its Python is gone or too old, or the folder was moved or copied here.
usable_venv() {
    [ -f .venv/bin/activate ] && grep -qF -- "$here/.venv" .venv/bin/activate &&
        "$python" -c 'import sys, pip; assert (3, 11) <= sys.version_info[:2] <= (3, 13)' >/dev/null 2>&1
}

usable_venv || make_venv
say "Memasang pustaka / installing packages: requirements/$kind.txt"
# docopt (of num2words) is published as source only; it is built here with the pinned setuptools, all else comes as wheels.
install() { quietly "$python" -m pip install --quiet --retries 5 --require-hashes --only-binary :all: "$@"; }
{ install -r requirements/build.txt && install --no-binary docopt --no-build-isolation -r "requirements/$kind.txt"; } || stop \
    "Pustaka belum terpasang semua. Periksa jaringan, lalu ulangi perintah yang sama. Catatan: $log" \
    "Not all packages are installed. Check the network, then give the same command again. Log: $log"
rm -rf var/pip

qt_libraries="libegl1 libgl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0
    libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0
    libxcb-xkb1 libxrender1 libxi6"
test_tools="xvfb poppler-utils"

# Opens Qt's modules and its platform plugin ($1) as a running window would: a missing library shows itself here.
qt_opens() {
    "$python" - "$1" <<'PYTHON' >>"$log" 2>&1
import ctypes, pathlib, sys
import PySide6.QtPrintSupport, PySide6.QtSvg, PySide6.QtWidgets
ctypes.CDLL(str(pathlib.Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / f"libq{sys.argv[1]}.so"))
PYTHON
}

complete=yes
if [ "$(uname -s)" = Linux ]; then
    missing=
    { qt_opens offscreen && qt_opens xcb; } || missing=$qt_libraries
    if [ "$kind" = dev ] && ! { command -v Xvfb && command -v pdftoppm; } >/dev/null; then missing="$missing $test_tools"; fi
    # The words of the list are the package names.
    # shellcheck disable=SC2086
    if [ -n "$missing" ] && ! debian $missing; then
        complete=no
        missing=$(echo $missing)
        say "Pustaka sistem masih kurang. Ketik sebagai root: apt-get install $missing" \
            "System libraries are missing. Type as root: apt-get install $missing"
    fi
    # Without a screen the program needs less: only what stops that stops the set-up.
    qt_opens offscreen || stop "Qt belum dapat dibuka. Catatan / Qt does not open yet. Log: $log"
fi

# An incomplete set-up works, but asks again next time.
if [ $complete = yes ]; then
    printf '%s\n' "$key" >".venv/ready-$kind"
    if [ "$kind" = dev ]; then
        key_of run >.venv/ready-run
    fi
fi
say "Siap / ready."
