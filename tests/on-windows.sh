#!/usr/bin/env bash
# Runs tests of the library as a Windows program: publishes them for win-x64 with .NET itself in it, and runs them under Wine 8 (Debian: wine64).
# Arguments go to the test runner, such as -class 'ZeroRpc.Tests.Transport.*'; without any, all tests run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
wine=$(command -v wine64 || echo /usr/lib/wine/wine64)
[ -x "$wine" ] || { echo "There is no Wine here: apt-get install --no-install-recommends wine64"; exit 2; }
work=$(mktemp -d)
export WINEPREFIX=$work/prefix WINEDEBUG=-all DOTNET_EnableWriteXorExecute=0 # Wine cannot map a page twice, as that needs.
trap '"$(dirname "$wine")/wineserver" -k || true; rm -rf "$work"' EXIT

dotnet publish tests/ZeroRpc.Tests --runtime win-x64 --self-contained --artifacts-path "$work/build" --output "$work/tests" --nologo --verbosity quiet
"$wine" wineboot --init >/dev/null 2>&1 || true
"$wine" "$work/tests/ZeroRpc.Tests.exe" -noColor "$@" </dev/null
