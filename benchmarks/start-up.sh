#!/usr/bin/env bash
# What a one-shot call of zerorpc-cs costs beside an empty .NET program: packs and installs the tool in a temporary folder, serves System.Math
# with it, and prints the medians of 11 runs, taken in turns. Needs bash 5.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
runs=11
work=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT

dotnet pack src/ZeroRpc.Cli --output "$work/feed" --nologo --verbosity quiet >/dev/null
printf '<configuration><packageSources><clear/><add key="feed" value="%s"/></packageSources></configuration>' "$work/feed" >"$work/nuget.config"
NUGET_PACKAGES=$work/packages dotnet tool install ZeroRpc.Cli --tool-path "$work" --configfile "$work/nuget.config" >/dev/null
mkdir "$work/empty"
cat >"$work/empty/empty.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
</Project>
PROJECT
echo 'return;' >"$work/empty/Program.cs"
dotnet build "$work/empty" --configuration Release --output "$work/empty/out" --nologo --verbosity quiet >/dev/null

"$work/zerorpc-cs" serve --bind tcp://127.0.0.1:0 System.Math 2>"$work/server" &
server=$!
until grep -q '^serving' "$work/server"; do kill -0 $server; done
endpoint=$(sed -n 's/^binding to "\(.*\)"$/\1/p' "$work/server")

# Microseconds that a command takes.
time_of() {
    local start=${EPOCHREALTIME/./}
    "$@" >/dev/null 2>&1
    echo $((${EPOCHREALTIME/./} - start))
}
median() { sort -n | sed -n "$((runs / 2 + 1))p" | awk '{ printf "%.0f", $1 / 1000 }'; }

for run in $(seq 0 $runs); do
    empty=$(time_of "$work/empty/out/empty")
    call=$(time_of "$work/zerorpc-cs" "$endpoint" Max 3 4 -j)
    if [ "$run" -gt 0 ]; then # the first fills the disk cache
        echo "$empty" >>"$work/empty.us"
        echo "$call" >>"$work/call.us"
    fi
done
empty=$(median <"$work/empty.us") call=$(median <"$work/call.us")
echo "empty program: $empty ms, call: $call ms, more: $((call - empty)) ms (medians of $runs)"
