#!/usr/bin/env bash
# `quickstart.sh EXAMPLE`: generates both outputs from an example and says what to do next.
set -euo pipefail
example=$1
out=build/quickstart/$(basename "$example")

for output in terraform bundle; do
  .venv/bin/brickform generate "$output" "$example" --output-dir "$out/$output"
done

printf '\nFrom %s brickform made:\n' "$example"
find "$out" -type f | LC_ALL=C sort | sed 's/^/  /'
cat <<END

What to do next:
  see a job           less $out/terraform/*.tf.json
  change a model      edit a file under $example, then run make quickstart again
  deploy Terraform    cd $out/terraform && terraform init && terraform plan
  deploy the bundle   cd $out/bundle && databricks bundle validate
  your own project    .venv/bin/brickform generate terraform PATH --output-dir DIR
  run the tests       make test
END
