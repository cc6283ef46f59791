# The daily commands. They use the environment of CONTRIBUTING.md in .venv, or the one named by VENV.
set shell := ["bash", "-euo", "pipefail", "-c"]

bin := env_var_or_default("VENV", ".venv") / "bin"

# List the commands.
default:
    @just --list

# Make .venv with everything a change needs.
setup:
    python3 -m venv .venv
    .venv/bin/python -m pip install -c constraints.txt -e '.[test,lint,docs,bench]'

# What a change must pass.
check: lint types floors test

# Put code into the common form and mend what can be mended by machine.
format:
    {{ bin }}/ruff format
    {{ bin }}/ruff check --fix

lint:
    {{ bin }}/ruff check
    {{ bin }}/ruff format --check

types:
    {{ bin }}/mypy

# The import contract.
floors:
    {{ bin }}/lint-imports

# All tests with coverage, or those named.
test *ARGS:
    {{ bin }}/python -m pytest {{ if ARGS == "" { "--cov" } else { ARGS } }}

# A long look by the property tests.
night:
    HYPOTHESIS_PROFILE=night {{ bin }}/python -m pytest tests

docs:
    {{ bin }}/sphinx-build -n -W --keep-going docs docs/_build

bench:
    {{ bin }}/python -m pytest benchmarks

# The changelog as the next release would have it.
changes:
    {{ bin }}/towncrier build --draft

# Renew constraints.txt from a fresh environment.
constraints:
    bash .ci/constraints

# What CI runs, in an environment of its own.
ci:
    CI=true bash .ci/run
