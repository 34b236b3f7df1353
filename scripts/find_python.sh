#!/usr/bin/env bash
# Prints a Python interpreter that really runs: `find_python.sh` any from 3.10 on, `find_python.sh 3.13` that version.
# A python3.X on PATH may be a pyenv shim with nothing behind it, so each candidate is run before it is believed.
set -euo pipefail

wanted=${1:-}

candidates() {
  if [ -n "$wanted" ]; then
    printf '%s\n' "python$wanted" python3
  else
    printf '%s\n' python3 python3.13 python3.12 python3.11 python3.10 python
  fi
  local root
  if root=$(pyenv root 2>/dev/null); then
    ls -d "$root"/versions/"${wanted:-3}".*/bin/python 2>/dev/null || true
  fi
}

fits='import sys, venv
version = sys.version_info[:2]
wanted = sys.argv[1]
sys.exit(not (version == tuple(map(int, wanted.split("."))) if wanted else version >= (3, 10)))'

while read -r candidate; do
  if path=$(command -v "$candidate") && "$path" -c "$fits" "$wanted" >/dev/null 2>&1; then
    echo "$path"
    exit 0
  fi
done < <(candidates)

echo "no Python ${wanted:-3.10 or newer} that runs was found on PATH or under pyenv" >&2
exit 1
