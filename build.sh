#!/usr/bin/env bash
# Builds the native binary into artifacts/native. Takes .NET 10's native runtime pack where the package source has it, else .NET 9's, and says which.
set -euo pipefail
cd "$(dirname "$0")"

rid=${RID:-linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')}
out=${OUT:-artifacts/native}

if [ -z "${AOT_FRAMEWORK:-}" ]; then
    AOT_FRAMEWORK=net10.0
    # Only a pack that is not there may send us to the older framework; any other failure of the restore will show itself again below.
    if ! restored=$(dotnet restore src/InworldRouter -r "$rid" -p:AotFramework=net10.0 --verbosity quiet 2>&1) && grep -qE 'NU110[123]' <<<"$restored"; then
        AOT_FRAMEWORK=net9.0
    fi
fi
echo "build: native, $rid, $AOT_FRAMEWORK"
# The linker that is there: clang is the default of the native compiler, gcc does as well.
linker=()
command -v clang >/dev/null || linker=(-p:CppCompilerAndLinker=gcc)
dotnet publish src/InworldRouter -c Release -r "$rid" -p:AotFramework="$AOT_FRAMEWORK" "${linker[@]}" -o "$out" --nologo --verbosity quiet
ls -l "$out/inworld-router" | awk '{ printf "build: %s, %.1f MB\n", $NF, $5 / 1e6 }'
