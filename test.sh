#!/usr/bin/env bash
# Builds everything, then runs all tests: units on the JIT, end to end against the published native binary. The last line sums them up.
set -uo pipefail
cd "$(dirname "$0")"

./build.sh || exit 1
export INWORLD_ROUTER_BINARY="$PWD/artifacts/native/inworld-router"
dotnet build InworldRouter.sln -c Release --nologo --verbosity quiet || exit 1

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
for project in tests/*/*.csproj; do
    dotnet test "$project" -c Release --no-build --nologo 2>&1 | tee -a "$log" || status=1
done
awk '/(Passed|Failed)! +- Failed:/ { gsub(",", ""); for (i = 1; i < NF; i++) { if ($i == "Failed:") f += $(i + 1); if ($i == "Passed:") p += $(i + 1); if ($i == "Skipped:") s += $(i + 1) } }
     END { printf "%d passed, %d failed, %d skipped\n", p, f, s }' "$log"
exit $status
