"""What must hold of a disclosure basis and of places under protection: every fault with its path, without a value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, TypeGuard

from kimcore.dates import ImpreciseDate, PartialDate, earliest, latest
from kimcore.law.citation import Citation, CitationError
from kimcore.people.disclosure import BASIS_KINDS, FORMS, DisclosureBasis
from kimcore.people.history import NOT_RECORDED, FieldType, Unknown
from kimcore.people.household_checks import LATER, Roll, recorded_again
from kimcore.people.spot import Spot, is_day

if TYPE_CHECKING:
    from kimcore.people.case import Case

_BY_WILL = frozenset({"purpose", "given", "expires", "withdrawn", "form", "given_by", "guardian"})
_OF_KIND: Mapping[str, frozenset[str]] = {
    "consent": _BY_WILL,
    "statutory": frozenset({"purpose", "section"}),
    "release": _BY_WILL | {"released"},
    "handed_over": frozenset({"purpose", "given", "form", "given_by", "guardian"}),
}
_NEEDED: Mapping[str, str] = {"statutory": "section", "release": "released"}
_NOT_OF_ALL = tuple(sorted(frozenset().union(*_OF_KIND.values())))
_FORM = "one citation, such as 'Art. 6 DSGVO' or that of a section"


def check_disclosure(spot: Spot, case: Case, roll: Roll) -> None:
    """Note every fault of the disclosure bases of a case, and of the flag that protects its places."""
    if not isinstance(case.disclosure_bases, Unknown):
        spot.each("disclosure_bases", case.disclosure_bases, DisclosureBasis, lambda at, each: _basis(roll, at, each))
        again = recorded_again(case.disclosure_bases, DisclosureBasis, _named, lambda each: each.id, roll)
        for index, _, _ in again:
            problem = "an earlier basis has the same id and was recorded on the same day"
            spot.add("contradiction", f"disclosure_bases[{index}]", problem, hint=LATER)
    spot.value("places_protected", case.places_protected, FieldType(kind="flag"))


def _basis(roll: Roll, spot: Spot, basis: DisclosureBasis) -> None:
    spot.word("kind", basis.kind, BASIS_KINDS)
    roll.belongs(spot, "person", basis.person)
    spot.facts(basis)
    spot.texts(basis, "purpose", "guardian", "section", "released", "id")
    if basis.form is not None:
        spot.word("form", basis.form, FORMS)
    if basis.given_by is not None:
        roll.belongs(spot, "given_by", basis.given_by)
    _recipients(spot, basis)
    _not_none(spot, basis)
    _of_its_kind(spot, basis)
    spot.days(basis, "recorded_on")
    spot.known_by(roll.as_of, basis, "recorded_on")
    _days(spot, basis, roll.as_of)


def _named(basis: DisclosureBasis) -> bool:
    return isinstance(basis.id, str)


def _recipients(spot: Spot, basis: DisclosureBasis) -> None:
    if not isinstance(basis.to, Unknown):
        spot.each("to", basis.to, str, _agency)
    named = (basis.to, basis.to_kinds, basis.to_matters)
    if all(who is None or who in ((), frozenset()) for who in named):
        # Nothing recorded is unknown; that nobody may receive it makes it no ground for passing on.
        spot.add("no-recipient", "to", "nobody is named who may receive the data")


def _agency(spot: Spot, agency: str) -> None:
    spot.text(None, agency)


def _not_none(spot: Spot, basis: DisclosureBasis) -> None:
    if basis.categories is None or basis.categories == frozenset():
        spot.add("no-category", "categories", "no category of data is named")
    if basis.for_ == frozenset():
        hint = "null says that it is not limited to a matter"
        spot.add("no-matter", "for_", "no matter is named", hint=hint)


def _of_its_kind(spot: Spot, basis: DisclosureBasis) -> None:
    allowed = _OF_KIND.get(_word(basis.kind))
    if allowed is None:
        return
    for name in _NOT_OF_ALL:
        value = getattr(basis, name)
        if name not in allowed and value is not None and value != NOT_RECORDED:
            spot.add("not-of-kind", name, "a basis of this kind has no such field")
    needed = _NEEDED.get(basis.kind)
    if needed is not None and getattr(basis, needed) is None:
        spot.add("missing-for-kind", needed, "a basis of this kind needs it")
    if basis.kind == "statutory" and isinstance(basis.section, str):
        _citation(spot, basis.section)
    if basis.given_by is not None and basis.guardian is not None:
        spot.add("two-givers", "guardian", "either a person of the case gave it or a guardian")


def _word(kind: object) -> str:
    return kind if isinstance(kind, str) else ""


def _citation(spot: Spot, text: str) -> None:
    try:
        Citation.parse(text)
    except CitationError:
        # Its message repeats the text, which may be anything.
        problem = "not a citation"
    else:
        return
    spot.add("not-a-citation", "section", problem, allowed=_FORM)


def _days(spot: Spot, basis: DisclosureBasis, as_of: date) -> None:
    for name in ("given", "withdrawn"):
        value = getattr(basis, name)
        if _known(value) and earliest(value) > as_of:
            spot.add("after-as-of", name, "the day is after 'as_of', the day the record was read")
    for name in ("expires", "withdrawn"):
        # Reversed whatever the parts of the two days that are not known.
        if (
            _known(basis.given)
            and _known(getattr(basis, name))
            and latest(getattr(basis, name)) < earliest(basis.given)
        ):
            spot.add("days-reversed", name, "the day is before 'given'")


def _known(value: object) -> TypeGuard[PartialDate]:
    return is_day(value) or isinstance(value, ImpreciseDate)
