#!/bin/sh
# Checks the packages of system-packages.txt; installs them as root or with sudo, otherwise prints
# the one line to run. Quick and silent when nothing is missing.
set -eu
list="$(dirname "$0")/../system-packages.txt"
python="${1:-python3}"
wanted=$(grep -v '^#' "$list")

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "Not a Debian system: please install what provides" $wanted "(EGL and an OpenGL driver)."
    exit 0
fi
missing=""
for package in $wanted; do
    status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
done
# Debian keeps venv's installer in a package of its own.
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    missing="$missing $("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
fi
[ -z "$missing" ] && exit 0

install="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ]; then
    runner="sh -c"
elif sudo -n true 2>/dev/null; then
    runner="sudo sh -c"
else
    echo "Missing system packages:$missing"
    echo "Run this line, then make again:"
    echo "    sudo apt-get update && sudo $install"
    exit 1
fi
echo "Installing system packages:$missing"
$runner "apt-get update -qq && DEBIAN_FRONTEND=noninteractive $install"
