# Every target makes the environment that it needs from a lock in requirements/, and again when that lock changes.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help quickstart test lint unit test-all test-oldest test-newest wheel provider-schema cdk spark agents e2e chaos fuzz bench golden docs lock clean

EXAMPLE ?= examples/dbt_shop
BIN     := .venv/bin
REPORTS := build/reports
NOTEBOOKS = $(wildcard tests/unit/notebook/expected/*.py) $(shell find examples -path '*/expected/*' -name '*.py')

# $(call make_venv,LOCK): the folder of the stamp `$@` becomes an environment with exactly LOCK and an editable brickform
define make_venv
	"$$(scripts/find_python.sh)" -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
endef

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile

quickstart: .venv/ready ## set up, then generate Terraform JSON and a bundle from EXAMPLE
	@scripts/quickstart.sh $(EXAMPLE)

test: lint unit ## linters, type checks, layers, the generated schema, unit tests and cases

lint: .venv/ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	@$(BIN)/ruff check --isolated --config 'builtins = ["dbutils", "spark"]' $(NOTEBOOKS)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/generate_jobs_schema.py --check

unit: .venv/ready
	$(BIN)/pytest -q -n auto --junitxml=$(REPORTS)/test.xml tests/unit tests/cases

test-all: test-oldest test-newest ## unit tests and cases on 3.10 with the lowest versions, on 3.13 with the newest

test-oldest: .venv/ready
	scripts/test_versions.sh 3.10 lowest-direct

test-newest: .venv/ready
	scripts/test_versions.sh 3.13 highest

wheel: .venv/ready ## build wheel and sdist, install the wheel elsewhere and use it there
	$(BIN)/pytest -q --junitxml=$(REPORTS)/wheel.xml tests/wheel

provider-schema: .venv/ready build/provider/ready ## hold the extract of the provider's schema against its source
	$(BIN)/python scripts/extract_provider_schema.py --check build/provider/*.whl

cdk: .venv-cdk/ready ## constructs of both CDKs; the types of their example
	cd examples/cdktf_app && $(CURDIR)/.venv-cdk/bin/mypy --strict --config-file= --cache-dir=$(CURDIR)/.mypy_cache/cdk *.py
	PATH="$(CURDIR)/.venv-cdk/bin:$$PATH" .venv-cdk/bin/pytest -q --junitxml=$(REPORTS)/cdk.xml tests/cdk

spark: .venv-spark/ready .venv-dbt/ready ## run notebooks beside dbt's code, and functions, on a local Spark with Delta (needs a JDK 17)
	scripts/check_java.sh
	SPARK_LOCAL_IP=127.0.0.1 .venv-spark/bin/pytest -q --junitxml=$(REPORTS)/spark.xml tests/spark

agents: .venv-agents/ready ## let the toolkits of unitycatalog-ai read the functions for agents
	PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 .venv-agents/bin/pytest -q --junitxml=$(REPORTS)/agents.xml tests/agents

e2e: .venv/ready .venv-dbt/ready .venv-cdk/ready ## use the real dbt, and the real terraform and databricks CLI where they are on PATH
	$(BIN)/pytest -q -rs --junitxml=$(REPORTS)/e2e.xml tests/e2e

chaos: .venv/ready ## 2,000 calls to the local workspace with faults on every request
	BRICKFORM_CHAOS_CALLS=2000 $(BIN)/pytest -q tests/unit/workspace/test_chaos.py

fuzz: .venv/ready ## look for what no test thought of, for minutes (FUZZ=-x for pytest)
	$(BIN)/pytest -q -n auto $(FUZZ) tests/fuzz

bench: .venv/ready .venv-cdk/ready ## time brickform beside cdktn, databricks-bundles and the floor
	$(BIN)/python -m compileall -q generator
	$(BIN)/python benchmarks/bench.py

golden: .venv/ready ## rewrite the expected files of examples and cases; read the diff before you commit it
	$(BIN)/pytest -q -n auto tests/unit tests/cases --update

docs: .venv/ready ## rewrite the generated pages of docs/
	$(BIN)/python scripts/generate_docs.py

lock: .venv/ready ## compile requirements/*.in and the dev group; UPGRADE=--upgrade takes the newest versions
	scripts/lock.sh $(UPGRADE)

clean: ## remove everything that was made, environments included
	rm -rf build dist .venv .venv-* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# the wheel of cdktn-provider-databricks, as locked, without what it depends on
build/provider/ready: requirements/cdk.txt .venv/ready
	rm -rf $(@D)
	mkdir -p $(@D)
	sed -n '/^cdktn-provider-databricks==/,/[^\\]$$/p' $< > $(@D)/requirement.txt
	$(BIN)/pip download --quiet --disable-pip-version-check --no-deps --require-hashes -r $(@D)/requirement.txt -d $(@D)
	touch $@

.venv/ready: requirements/dev.txt pyproject.toml
	$(call make_venv,$<)

.venv-%/ready: requirements/%.txt pyproject.toml
	$(call make_venv,$<)
