from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import get_args, get_type_hints

import attrs
import pytest

from kimcore.language.vocabulary import standard_vocabulary
from kimcore.law.codes import code_lists
from kimcore.people.history import Entry, field_types
from kimcore.people.kinds import KINDS
from kimcore.people.person import Person


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_field_of_a_kind_says_what_it_holds(kind: type[Entry]) -> None:
    dating = [a.name for a in attrs.fields(Entry)]

    assert list(field_types(kind)) == [a.name for a in attrs.fields(kind) if a.name not in dating]


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_field_is_of_a_list_that_is_shipped(kind: type[Entry]) -> None:
    lists = {type_.codes for type_ in field_types(kind).values() if type_.codes}

    assert lists <= set(code_lists())


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_an_entry_must_have_exactly_what_tells_it_apart_from_others(kind: type[Entry]) -> None:
    required = tuple(name for name, type_ in field_types(kind).items() if type_.required)

    assert required == kind.KEY
    assert [a.name for a in attrs.fields(kind) if a.default is attrs.NOTHING] == list(kind.KEY)


def test_a_person_has_a_history_of_every_kind() -> None:
    hints = get_type_hints(Person)

    assert {name: get_args(hints[name]) for name in KINDS} == {name: (kind, ...) for name, kind in KINDS.items()}
    assert [a.name for a in attrs.fields(Person)] == ["key", "label", "birth", "complete", *KINDS]


def test_every_fact_a_record_can_tell_has_its_texts_and_no_other() -> None:
    rows = tomllib.loads((files("kimcore") / "data" / "facts.toml").read_text(encoding="utf-8"))["fact"]
    told = sorted(row["id"] for row in rows)
    # One text may serve a family of facts.
    families = {id_.removesuffix("*") for id_ in told if id_.endswith("*")}

    wanted = {fact if _family(fact) not in families else f"{_family(fact)}*" for fact in standard_vocabulary()}

    assert told == sorted(wanted)


def _family(fact: str) -> str:
    return f"{fact.partition('.')[0]}."


def test_a_question_names_the_person_and_a_description_nobody() -> None:
    for fact in standard_vocabulary().values():
        assert fact.question.placeholders == {"person"}, fact.id
        assert fact.describes.placeholders == set(), fact.id


def test_facts_are_told_in_both_languages_by_somebody() -> None:
    for fact in standard_vocabulary().values():
        assert fact.question.languages == fact.describes.languages == ("de", "en"), fact.id
        assert fact.question.get("de").endswith("?"), fact.id
        assert fact.question.get("en").endswith("?"), fact.id
        assert set(fact.answered_by) <= {"person", "paper", "office", "register"}, fact.id
        assert fact.answered_by, fact.id
