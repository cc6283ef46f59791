"""What every test run has: the profiles of Hypothesis, and the examples of docs and docstrings as tests."""

from __future__ import annotations

import os
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE

import pytest
from hypothesis import HealthCheck, settings
from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers import myst, rest

# dev: quick, and random on purpose. ci: the same examples in every run. night: a long look, started by hand.
settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    deadline=None,  # the machine may be busy: a slow example is no failure
    max_examples=100,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],  # as deadline
)
settings.register_profile("night", parent=settings.get_profile("dev"), max_examples=10_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))

OPTIONS = ELLIPSIS | NORMALIZE_WHITESPACE

docstrings = Sybil(
    name="docstrings",
    parsers=[
        rest.DocTestParser(optionflags=OPTIONS),
        rest.PythonCodeBlockParser(),
        rest.SkipParser(),
    ],
    path="src",
    patterns=["*.py"],
    document_types={".py": PythonDocStringDocument},
)

pages = Sybil(
    name="pages",
    parsers=[
        myst.PythonCodeBlockParser(doctest_optionflags=OPTIONS),
        myst.SkipParser(),
    ],
    patterns=["README.md", "docs/*.md"],
    excludes=["docs/_build/*"],
)

pytest_collect_file = (docstrings + pages).pytest()


def pytest_report_header(config: pytest.Config) -> str:
    """Return the line that says which Hypothesis profile runs."""
    del config  # named by the hook, not needed here
    return f"hypothesis profile of this run: {settings.get_current_profile_name()}"
