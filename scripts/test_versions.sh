#!/usr/bin/env bash
# `test_versions.sh 3.10 lowest-direct`: unit tests and cases on that Python, with dependencies resolved that way.
set -euo pipefail
version=$1 resolution=$2
environment=.venv-py$version
report=build/reports/test-all.py$version.xml

if ! python=$(scripts/find_python.sh "$version"); then
  mkdir -p build/reports
  echo "<testsuite tests=\"1\" skipped=\"1\"><testcase><skipped message=\"no Python $version\"/></testcase></testsuite>" >"$report"
  exit 0
fi

export VIRTUAL_ENV=$environment
.venv/bin/uv venv --quiet --allow-existing --no-python-downloads --python "$python" "$environment"
.venv/bin/uv pip install --quiet --upgrade --resolution "$resolution" --group test --editable .
"$environment/bin/pytest" -q -n auto --junitxml="$report" tests/unit tests/cases
[ "$resolution" = lowest-direct ] || exit 0

# the tests compare brickform with newer types of databricks-sdk; the runner works with the oldest one too
.venv/bin/uv pip install --quiet --upgrade --resolution "$resolution" --editable .
"$environment/bin/pytest" -q -n auto --junitxml="${report%.xml}.oldest-sdk.xml" tests/unit/workspace
