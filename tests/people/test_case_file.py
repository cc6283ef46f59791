"""The text of a case file is what the JSON library would write."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimcore.people.canonical import CASE_SCHEMA, plain
from kimcore.people.case import Case
from kimcore.people.case_file import canonical_text, json_text
from kimcore.testing.strategies import cases

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)


@given(values)
def test_it_is_what_the_json_library_writes(value: Any) -> None:
    assert json_text(value) == json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


@given(cases())
def test_a_case_is_written_as_its_plain_data_are(case: Case) -> None:
    plainly = {"schema": CASE_SCHEMA, **plain(case)}

    assert canonical_text(case) == json.dumps(plainly, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_json_does_not_have_is_not_written(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_text({"a": [number]})
