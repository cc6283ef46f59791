"""What is wrong in a rulebook is said once, with its place, what is allowed and the nearest valid name."""

from __future__ import annotations

import re

import pytest

from tests.rules.bad_rulebooks import cases, said


@pytest.mark.parametrize("name", cases())
def test_everything_that_is_wrong_is_said_and_nothing_else(name: str) -> None:
    case = cases()[name]

    assert said(case) == case["faults"]


def test_every_kind_of_fault_of_the_reader_has_a_case() -> None:
    codes = {code for case in cases().values() for code in re.findall(r"\[([a-z-]+)\]$", case["faults"], re.MULTILINE)}

    assert codes == {
        "absent",
        "act-by",
        "address",
        "circle",
        "citation",
        "day",
        "duration",
        "id",
        "length",
        "misplaced",
        "missing",
        "name-clash",
        "no-address",
        "no-such-paragraph",
        "no-such-section",
        "other-aspect",
        "overlap",
        "period",
        "placeholder",
        "same-aspect",
        "section-not-in-force",
        "shape",
        "syntax",
        "text",
        "toml",
        "too-deep",
        "twice",
        "unknown-code",
        "unknown-key",
        "unknown-kind",
        "unknown-name",
        "unknown-word",
        "unused-value",
        "value-type",
        "versions-differ",
        "wrong-type",
        "years",
        "years-hole",
        "years-overlap",
    }
