"""An invented landscape: towns of the real table, offices that nobody has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kimcore.landscape.landscape import Landscape
from kimcore.landscape.reading import read_landscape
from kimcore.language.vocabulary import Fact, FactType, Vocabulary
from kimcore.people.history import NOT_RECORDED, Unknown
from kimcore.text import Text

DAY = date(2026, 11, 23)
GLADBECK, DORSTEN, GELSENKIRCHEN = "05562014", "05562012", "05513000"
KREIS, LAND = "05562", "05"

HEAD = """
schema = "kimcore.landscape/1"
id = "invented"
version = "1"
title = { de = "Erfundenes", en = "Invented" }
verified_on = 2026-01-01
"""

COVERS = """
[[covers]]
territory = "05562"
matter = ["registration", "counselling"]
"""

TOWN_HALL = """
[[agency]]
id = "hall.gladbeck"
kind = "meldebehoerde"
name = "Rathaus Gladbeck"
territory = "05562014"
confidence = "high"
"""

CASTLE = """
[[agency]]
id = "castle"
kind = "meldebehoerde"
name = "Schloss"
territory = "05562"
confidence = "high"
"""

REGISTERS = """
[[competence]]
agency = "hall.gladbeck"
matter = "registration"
role = "decides"
territory = "05562014"
places = ["assigned", "habitual"]
source = "https://example.org/hall"
confidence = "high"
"""

_TEXT = Text.of(de="?", en="?")


def fact(id_: str, type_: FactType, *, always: bool = False) -> Fact:
    return Fact(
        id=id_,
        type=type_,
        describes=_TEXT,
        question=_TEXT,
        answered_by=("person",),
        history=None,
        always=always,
    )


VOCABULARY = Vocabulary(
    [
        fact("noble", FactType(kind="flag")),
        fact("person.birth", FactType(kind="day"), always=True),
        fact("place.assigned", FactType(kind="place")),
    ]
)


def landscape(*parts: str) -> Landscape:
    return read_landscape(HEAD + "".join(parts), name="invented.toml", vocabulary=VOCABULARY)


class At:
    """Where a person is: the places given, unknown where none is given."""

    def __init__(self, **places: str | None) -> None:
        self.places: Mapping[str, str | None] = places

    def __call__(self, kind: str) -> str | Unknown | None:
        return self.places.get(kind, NOT_RECORDED)
