"""The reasons of an answer in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from attrs import frozen

from kimcore.landscape.agency import Agency
from kimcore.landscape.answer import JudgedRow
from kimcore.landscape.competence import Group, Role
from kimcore.law.codes import code_lists
from kimcore.law.territory import Territories
from kimcore.text import LANGUAGES, Text, format_day, join

_DOES: Mapping[Role, Text] = {
    "decides": Text.of(de="entscheidet", en="decides"),
    "accepts": Text.of(de="nimmt an", en="accepts"),
    "pays": Text.of(de="zahlt", en="pays"),
    "advises": Text.of(de="berät", en="advises"),
}
_EVERYWHERE = Text.of(de="in ganz Deutschland", en="in all of Germany")
_OPEN = Text.of(de="offen", en="open")
_TOO_COARSE = Text.of(de="ist zu ungenau", en="is too coarse")
_IF_EXCEPTION = Text.of(de="offen, ob die Ausnahme gilt", en="it is open whether the exception holds")
_THEN = Text.of(de="dann", en="then")
_NOBODY = Text.of(
    de="Ort und Sachgebiet sind erfasst; keine der eingetragenen Stellen",
    en="place and matter are covered; none of the agencies recorded",
)
_NO_PLACE = Text.of(
    de="die Person hat keinen der Orte, auf die es ankommt", en="the person has none of the places that count"
)
_NOT_COVERED = Text.of(de="nicht erfasst", en="not covered")


@frozen(kw_only=True)
class Reasons:
    """Writes the reasons of the answers about one day.

    Args:
        agencies: The agencies of the landscape by id.
        on: The day asked about; agencies are named as on that day.
    """

    agencies: Mapping[str, Agency]
    on: date

    def holds(self, judged: JudgedRow) -> Text:
        """Say why a row applies."""
        return _in_each_language(lambda lang: self._holds(judged, lang))

    def undecided(self, judged: JudgedRow) -> Text:
        """Say what is missing before a row can apply."""
        standing = judged.standing
        if standing.verdict is None and standing.kind is not None:
            return place_missing(standing.kind, standing.key)
        return self.reserved(judged)

    def reserved(self, judged: JudgedRow) -> Text:
        """Say which exception is still open, and to whom it would lead."""
        return _in_each_language(
            lambda lang: (
                f"{_IF_EXCEPTION.get(lang)}: {_group(judged.row.group, lang)}; "
                f"{_THEN.get(lang)} {self._name(judged, lang)}"
            )
        )

    def _holds(self, judged: JudgedRow, lang: str) -> str:
        row, standing = judged.row, judged.standing
        where = _EVERYWHERE.get(lang)
        if standing.kind is not None and standing.key is not None:
            where = f"{_place_kind(standing.kind, lang)}: {_territory(standing.key)}"
        parts = (where, _group(row.group, lang), ", ".join(str(citation) for citation in row.basis))
        grounds = "; ".join(part for part in parts if part)
        return f"{self._name(judged, lang)} {_DOES[row.role].get(lang)} ({grounds})"

    def _name(self, judged: JudgedRow, lang: str) -> str:
        return self.agencies[judged.row.agency].printed_name(on=self.on, lang=lang)


def place_missing(kind: str, key: str | None = None) -> Text:
    """Say that a place is missing, or known too coarsely, before anything can be said.

    Args:
        kind: The place kind.
        key: The place where it is too coarse; None: it is unknown.
    """
    if key is None:
        return _in_each_language(lambda lang: f"{_OPEN.get(lang)}: {_place_kind(kind, lang)}")
    return _in_each_language(lambda lang: f"{_place_kind(kind, lang)}: {_territory(key)} {_TOO_COARSE.get(lang)}")


def nobody(role: Role) -> Text:
    """Say that nobody is found although the landscape covers the place and the matter."""
    return _in_each_language(lambda lang: f"{_NOBODY.get(lang)} {_DOES[role].get(lang)}")


def matter_not_covered(on: date) -> Text:
    """Say that the landscape does not cover the matter on that day."""
    return Text.of(
        de=f"das Sachgebiet ist für den {format_day(on, 'de')} nicht erfasst",
        en=f"the matter is not covered for {format_day(on, 'en')}",
    )


def place_not_covered(keys: tuple[str, ...]) -> Text:
    """Say that the places that count lie outside what is covered; without keys, that the person has none."""
    if not keys:
        return _NO_PLACE
    names = [_territory(key) for key in keys]
    return _in_each_language(lambda lang: f"{_NOT_COVERED.get(lang)}: {join(names, lang, 'and')}")


def _in_each_language(write: Callable[[str], str]) -> Text:
    return Text.from_mapping({lang: write(lang) for lang in LANGUAGES})


def _place_kind(kind: str, lang: str) -> str:
    return code_lists()["place_kind"][kind].text.get(lang)


def _territory(key: str) -> str:
    return Territories.shipped().name(key)


def _group(group: Group | None, lang: str) -> str:
    return "" if group is None else group.says.get(lang)
