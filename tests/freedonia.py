"""Freedonia, an invented country: its rulebook, and the facts its tests name.

The machinery is tested on it, so that no test of it hangs on German law. Its statutes are invented; the words of
records are those of the shipped code lists, so that a `Case` can be judged by it as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kimcore.language.vocabulary import Fact, FactKind, FactType, Vocabulary
from kimcore.law.codes import code_lists
from kimcore.rules.reading import read_rulebook
from kimcore.rules.rulebook import Rulebook
from kimcore.text import Text

FOLDER = Path(__file__).resolve().parent / "data" / "freedonia"

_FACTS: tuple[tuple[str, FactKind, str | None], ...] = (
    ("applications", "codes", "matter"),
    ("courses.attends", "flag", None),
    ("coverage.health", "codes", "benefit"),
    ("coverage.livelihood", "codes", "benefit"),
    ("german.level", "ordered", "cefr"),
    ("livelihood.in_need", "flag", None),
    ("papers.held", "codes", "document"),
    ("person.birth", "day", None),
    ("residence.document_until", "day", None),
    ("residence.status", "code", "residence_status"),
    ("school.enrolled", "flag", None),
    ("school.grade", "count", None),
    ("stay.in_germany", "flag", None),
    ("stay.since", "day", None),
    ("training.kind", "code", "training_kind"),
    ("work.capable", "flag", None),
    ("youth.care", "code", "care_kind"),
)


def _fact(id_: str, kind: FactKind, codes: str | None) -> Fact:
    return Fact(
        id=id_,
        type=FactType(kind=kind, codes=code_lists()[codes] if codes else None),
        describes=Text.of(de=id_, en=id_),
        question=Text.of(de=f"{id_}?", en=f"{id_}?"),
        answered_by=("person",),
        history=id_.partition(".")[0],
        always=id_ == "person.birth",
    )


VOCABULARY = Vocabulary(_fact(*fact) for fact in _FACTS)


@cache
def freedonia() -> Rulebook:
    """The rulebook of Freedonia, read once."""
    return read_rulebook(FOLDER, vocabulary=VOCABULARY)


def freedonian_texts() -> Mapping[str, str]:
    """The texts of the rulebook by the names of their files."""
    return {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.toml")}
