#!/usr/bin/env bash
# Compiles the locks: requirements/dev.txt from pyproject.toml's dev group, requirements/NAME.txt from each NAME.in.
# Every lock holds brickform's own dependencies and the build backend too, so that one lock makes a whole environment.
# Extras stay in the locks: with hashes pip does not see that a pin without its extra is the same package.
set -euo pipefail

compile() {
  .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-strip-extras --no-emit-index-url \
    --no-python-downloads --python-version 3.10 --custom-compile-command "make lock" "$@"
}

compile --group dev pyproject.toml "$@" -o requirements/dev.txt
for source in requirements/*.in; do
  [ -e "$source" ] || continue
  compile --group build pyproject.toml "$source" "$@" -o "${source%.in}.txt"
done
