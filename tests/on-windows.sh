#!/usr/bin/env bash
# Runs tests of the library as a Windows program: publishes them for win-x64 with .NET itself in it, and runs them under Wine 8 (Debian: wine64).
# Arguments go to the test runner, such as -class 'ZeroRpc.Tests.Transport.*'. Without arguments, all tests run, each namespace in a process of its own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
wine=$(command -v wine64 || echo /usr/lib/wine/wine64)
[ -x "$wine" ] || { echo "There is no Wine here: apt-get install --no-install-recommends wine64"; exit 2; }
mkdir -p tests/ZeroRpc.Tests/bin
work=$(mktemp -d "$PWD/tests/ZeroRpc.Tests/bin/windows-XXXXXX") # Inside the repository, whose documents some tests read.
export WINEPREFIX=$work/prefix WINEDEBUG=-all DOTNET_EnableWriteXorExecute=0 # Wine cannot map a page twice, as that needs.
# Wine fails to suspend a thread that is just ending, and .NET then ends the process. Garbage collection and tiered compilation suspend threads.
export DOTNET_GCgen0size=0x40000000 DOTNET_gcConcurrent=0 DOTNET_TieredCompilation=0
trap '"$(dirname "$wine")/wineserver" -k || true; rm -rf "$work"' EXIT

run() {
  timeout -k 5 300 "$wine" "$work/tests/ZeroRpc.Tests.exe" -noColor "$@" </dev/null >"$work/log" 2>&1 && return 0 || return $?
}

# Wine 8 has no FlushProcessWriteBuffers, by which .NET's garbage collector stops threads: now and then the process ends or stands still. The
# namespace then runs again, and the output says so. A namespace with a test that fails does not run again.
run_namespace() {
  for attempt in 1 2 3 4 5 6; do
    local result=0
    run -namespace "$1" || result=$?
    if ! grep -qa "^Fatal error" "$work/log" && [ "$result" != 124 ] && [ "$result" != 137 ]; then
      sed -n '/\[FAIL\]/,/^$/p; /Total:/p' "$work/log" | tr -d '\000'
      return "$result"
    fi
    echo "   Wine ended or stopped the process (result $result)."
  done
  return 1
}

dotnet publish tests/ZeroRpc.Tests --runtime win-x64 --self-contained --artifacts-path "$work/build" --output "$work/tests" --nologo --verbosity quiet
"$wine" wineboot --init >/dev/null 2>&1 || true
if [ $# -gt 0 ]; then
  result=0
  run "$@" || result=$?
  cat "$work/log"
  exit $result
fi

failed=0
for namespace in $(grep -rhoP '^namespace \KZeroRpc\.Tests[\w.]*(?=;)' tests/ZeroRpc.Tests --include=*.cs | sort -u); do
  echo "$namespace"
  run_namespace "$namespace" || { echo "FAILED: $namespace"; failed=1; }
done
exit $failed
