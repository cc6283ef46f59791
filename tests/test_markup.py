"""TOML and JSON say the same, and what cannot be read is told with its place."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimcore.markup import DEEPEST, MarkupError, json_of, tables_of

TOML = """
verified_on = 2026-08-19
version = "2026-08-19"
[[value]]
id = "START"
is = 2025-01-01
[[value]]
id = "LIMIT"
by = "year(person.birth)"
is = { "..1946" = 2011-01-01, "1947.." = 2012-01-01 }
in_force = { from = 2005-01-01 }
[[transition]]
from = ["AsylbLG_basic"]
pending = { planned_from = "2027-01" }
"""


def reasons(text: str, name: str = "a.json") -> list[tuple[str, str | int]]:
    with pytest.raises(MarkupError) as caught:
        tables_of(text, name=name)
    return [(reason.code, reason.line or reason.path) for reason in caught.value.reasons]


def test_a_text_is_a_day_where_a_key_says_so_and_nowhere_else() -> None:
    in_toml = tables_of(TOML, name="a.toml")

    in_json = tables_of(json_of(in_toml), name="a.json")

    assert in_json == in_toml
    assert in_json["verified_on"] == date(2026, 8, 19)
    assert in_json["version"] == "2026-08-19"
    assert in_json["value"][1]["is"]["..1946"] == date(2011, 1, 1)


def test_a_day_that_the_calendar_does_not_have_stays_a_text_for_the_reader_to_refuse() -> None:
    assert tables_of('{"from": "2026-02-30"}', name="a.json") == {"from": "2026-02-30"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("json", 1)]),
        ('{\n"a": 1,\n}', [("json", 3)]),
        ("[1]", [("wrong-type", "$")]),
        ('{"a": null, "b": [1, null]}', [("null", "$.a"), ("null", "$.b[1]")]),
        ('{"a": {"b": 1, "b": 2}}', [("duplicate-key", "$.a.b")]),
        ('{"a": NaN}', [("number", "$.a")]),
        ('{"a": 1e999, "b c": -Infinity}', [("number", "$.a"), ("number", "$['b c']")]),
        (f'{{"a": {"9" * 2000}}}', [("number", "$.a")]),
        ('{"a": "\\ud800"}', [("not-unicode", "$.a")]),
        ('{"a": ' + "[" * 100_000, [("too-deep", "$")]),
    ],
)
def test_what_json_has_and_content_has_not(text: str, expected: list[tuple[str, str | int]]) -> None:
    assert reasons(text) == expected


def test_a_document_is_as_deep_as_it_may_be_and_no_deeper() -> None:
    within = '{"a": ' + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1) + "}"
    assert tables_of(within, name="a.json")

    assert [code for code, _ in reasons(within.replace("[]", "[[[1]]]"))] == ["too-deep"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a = 1\nb =\n", [("toml", 2)]), ('a = "', [("toml", 1)]), ("a = 1\na = 2", [("toml", 2)])],
)
def test_what_is_no_toml_is_told_with_its_line(text: str, expected: list[tuple[str, str | int]]) -> None:
    assert reasons(text, "a.toml") == expected


def test_toml_nested_too_deep() -> None:
    assert reasons("a = " + "[" * 100_000, "a.toml") in ([("too-deep", "$")], [("toml", 1)])


plain = st.recursive(
    st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=5) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "from", "is", "z"]), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["b", "until", "is"]), plain))
def test_what_is_written_is_read_back(document: dict[str, Any]) -> None:
    assert json.loads(json_of(tables_of(json.dumps(document), name="a.json"))) == document
