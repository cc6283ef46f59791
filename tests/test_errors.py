"""Faults are all reported, each with its place, what is allowed and a way out."""

import pickle
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimcore.errors import (
    CaseError,
    Fault,
    Faults,
    InputError,
    KimcoreError,
    LandscapeError,
    RulebookError,
    UndecidedError,
    UnknownNameError,
    did_you_mean,
    listed,
    nearest,
)


@pytest.mark.parametrize(
    ("error", "standard"),
    [
        (InputError, ValueError),
        (CaseError, ValueError),
        (RulebookError, ValueError),
        (LandscapeError, ValueError),
        (UnknownNameError, LookupError),
        (UndecidedError, TypeError),
    ],
)
def test_every_error_is_ours_and_the_standard_one_a_caller_expects(
    error: type[Exception], standard: type[Exception]
) -> None:
    assert issubclass(error, KimcoreError)
    assert issubclass(error, standard)


def test_a_fault_says_where_what_what_is_allowed_and_the_way_out() -> None:
    fault = Fault(
        code="unknown-code",
        where="$.persons[0].residence[1].status",
        problem="no code of residence_status",
        allowed="refugee, subsidiary",
        hint="did you mean 'refugee'?",
    )

    assert str(fault) == (
        "$.persons[0].residence[1].status: no code of residence_status; allowed: refugee, subsidiary; "
        "did you mean 'refugee'? [unknown-code]"
    )


def test_a_fault_of_which_nothing_more_is_known_is_short() -> None:
    fault = Fault(code="not-utf-8", where="$", problem="not written in UTF-8")

    assert str(fault) == "$: not written in UTF-8 [not-utf-8]"


def test_an_excerpt_keeps_its_caret_below_the_word() -> None:
    fault = Fault(
        code="unknown-name",
        where="a.toml:3",
        problem="unknown name",
        excerpt="stay.sinse < today\n^^^^^^^^^^",
    )

    assert str(fault).splitlines() == [
        "a.toml:3: unknown name [unknown-name]",
        "    stay.sinse < today",
        "    ^^^^^^^^^^",
    ]


def test_an_input_error_lists_every_fault_in_the_order_of_the_document() -> None:
    faults = Faults()
    faults.add("unknown-key", "$.b", "unknown key")
    faults.add("no-such-day", "$.a", "no such day", excerpt="x\n^")

    with pytest.raises(RulebookError) as caught:
        faults.raise_if_any(RulebookError, "the rulebook cannot be used")

    assert caught.value.what == "the rulebook cannot be used"
    assert caught.value.faults == tuple(faults)
    assert str(caught.value).splitlines() == [
        "the rulebook cannot be used (2 faults)",
        "  $.b: unknown key [unknown-key]",
        "  $.a: no such day [no-such-day]",
        "      x",
        "      ^",
    ]


def test_without_a_fault_nothing_is_raised() -> None:
    faults = Faults()

    faults.raise_if_any(CaseError, "the case cannot be read")

    assert list(faults) == []


def test_faults_of_an_inner_document_are_taken_over() -> None:
    inner, outer = Faults(), Faults()
    inner.add("unknown-key", "$.a", "unknown key")

    outer.extend(inner)

    assert list(outer) == list(inner)
    assert len(outer) == 1


def test_an_input_error_keeps_its_faults_on_the_way_between_processes() -> None:
    error = CaseError("the case cannot be read", [Fault(code="a", where="$", problem="b")])

    # Our own bytes, so nothing foreign is unpickled.
    again = pickle.loads(pickle.dumps(error))  # noqa: S301

    assert type(again) is CaseError
    assert (again.what, again.faults, str(again)) == (error.what, error.faults, str(error))


@pytest.mark.parametrize(
    ("word", "candidates", "found"),
    [
        ("brith", ["key", "birth"], "birth"),
        ("asylblg_BASIC", ["AsylbLG_basic", "SGB_II"], "AsylbLG_basic"),
        ("REFUGEE", ["refugee"], "refugee"),
        ("zzz", ["refugee"], None),
        ("", ["refugee"], None),
        ("refugee", [], None),
        ("ab1", ["ab2", "ab3"], "ab3"),
        ("a" * 101, ["a" * 101], None),
    ],
)
def test_the_nearest_name_is_named(word: str, candidates: list[str], found: str | None) -> None:
    assert nearest(word, candidates) == found


def test_names_that_differ_only_in_case_are_told_apart_in_one_way() -> None:
    assert nearest("sgb", ["SGB", "sgb"]) == nearest("sgb", ["sgb", "SGB"])


def test_the_hint_names_the_candidate_and_not_the_word() -> None:
    assert did_you_mean("Gladbek", ["Gladbeck"]) == "did you mean 'Gladbeck'?"
    assert did_you_mean("Xanten", ["Gladbeck"]) is None


@given(word=st.text(max_size=20), candidates=st.lists(st.text(min_size=1, max_size=8), max_size=6))
def test_what_is_named_is_a_candidate_whatever_their_order(word: str, candidates: Sequence[str]) -> None:
    found = nearest(word, candidates)

    assert found is None or found in candidates
    assert found == nearest(word, reversed(candidates))


def test_a_short_list_is_written_out_and_a_long_one_is_cut() -> None:
    words = ["d", "a", "c", "b"]

    assert listed([]) == ""
    assert listed(words, limit=4) == "a, b, c, d"
    assert listed(words, limit=3) == "a, b, c … (4 in all)"
