"""The groups of residence statuses in the NRW rulebook follow the dated columns of the code list."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from kimcore import Rulebook, load_rulebook
from kimcore.language.daysets import Reading
from kimcore.language.facts import PlainFacts
from kimcore.language.interpreter import Interpreter
from kimcore.language.timeline import Layer, Members, Timeline
from kimcore.law.codes import code_lists

STATUSES = code_lists()["residence_status"]

DAYS = [date(2022, 5, 31), date(2022, 6, 1), date(2022, 12, 30), date(2022, 12, 31), date(2026, 8, 19)]
"""Both sides of each change in the columns, and the last day of the law that was read."""

GROUPS = {
    "work": {
        "work.permitted": {"any"},
        "work.named_only": {"limited"},
        "work.title_needs_permission": {"permit"},
        "work.barred": {"none"},
    },
    "course": {"course.claim_title": {"entitled"}, "course.needs_admission": {"admission", "admission_group"}},
}

LEFT_TO_THE_PAPER = {"land_admission", "land_admission_war"}
"""No work by law, and the admission order may say otherwise (§ 23 Abs. 1 AufenthG): `work.by_paper`."""


@cache
def rulebook() -> Rulebook:
    return load_rulebook("nrw")


def holds(definition: str, status: str, day: date) -> bool:
    """Whether a definition holds for somebody with this status of whom everything else is none."""
    vocabulary = rulebook().vocabulary
    known = {
        fact.id: Timeline.painted([], Members(frozenset(), closed=True) if fact.type.kind == "codes" else None)
        for fact in vocabulary.values()
        if not fact.always
    }
    layer: Layer = (None, None, status)
    known["residence.status"] = Timeline.painted([layer], None)
    facts = PlainFacts(vocabulary, {"P": known}, {})
    return Interpreter(rulebook().program, facts).rule("P", day, definition, Reading.ASSUMING).answer is True


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize(
    ("column", "definition", "words"),
    [(column, name, words) for column, groups in GROUPS.items() for name, words in groups.items()],
)
def test_a_group_is_what_the_column_says(column: str, definition: str, words: set[str], day: date) -> None:
    """Where the column does not say, the group may: the general rule of § 4a Abs. 1 AufenthG reaches further."""
    told = {status: STATUSES[status].property(column, on=day) for status in STATUSES}
    wanted = {status for status, word in told.items() if word in words} - LEFT_TO_THE_PAPER
    unwanted = {status for status, word in told.items() if word is not None and word not in words}
    held = {status for status in STATUSES if holds(definition, status, day)}

    assert (wanted - held, unwanted & held) == (set(), set())


def test_nobody_is_in_two_groups_of_work() -> None:
    groups = list(GROUPS["work"])
    found = {
        (status, day): [name for name in groups if holds(name, status, day)] for status in STATUSES for day in DAYS
    }

    assert {key: names for key, names in found.items() if len(names) > 1} == {}
