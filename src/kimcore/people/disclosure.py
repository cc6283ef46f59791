"""Disclosure bases: on what grounds data about a person may be passed to another office, as recorded.

What the law allows is content of a rulebook. Here stands what somebody consented to, which section is relied on,
who was released from professional secrecy, and what the person handed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Literal, get_args

from attrs import frozen

from kimcore.dates import PartialDate, earliest, latest
from kimcore.law.codes import code_lists
from kimcore.people.history import NOT_RECORDED, Discreet, Recorded, Unknown, codes, day
from kimcore.people.household import as_corrected

BasisKind = Literal["consent", "statutory", "release", "handed_over"]
BASIS_KINDS: tuple[BasisKind, ...] = get_args(BasisKind)

Form = Literal["written", "electronic", "oral_recorded", "oral"]
FORMS: tuple[Form, ...] = get_args(Form)

YesNoOpen = Literal["yes", "no", "open"]
"""An answer that hangs on what is recorded: `open` where the record does not decide."""


def all_of(answers: Iterable[YesNoOpen]) -> YesNoOpen:
    """Return whether all are yes: one no decides, otherwise one open leaves it open.

    Example:
        >>> all_of(["yes", "open", "no"]), all_of(["yes", "open"]), all_of([])
        ('no', 'open', 'yes')
    """
    given = set(answers)
    return "no" if "no" in given else "open" if "open" in given else "yes"


@frozen(kw_only=True, repr=False)
class DisclosureBasis(Discreet):
    """A ground on which data about one person may be passed on, with what was recorded about it.

    There are four kinds, and each has the fields it needs:

    - `consent` (Einwilligung): given, expires, withdrawn, form, and who gave it;
    - `statutory` (gesetzliche Befugnis): the section, and no days;
    - `release` (Schweigepflichtentbindung): who is released from professional secrecy, and the fields of a consent;
    - `handed_over`: what the person gave to the office themself, and on which day.

    Args:
        kind: consent, statutory, release or handed_over.
        person: The key of the person the data is about.
        to: The agencies that may receive it.
        to_kinds: The kinds of agency that may, codes of the list `agency_kind`.
        to_matters: The matters whose competent agency may, codes of the list `matter`.
        categories: What may be passed, codes of the list `data_category`.
        for_: The matters it serves, codes of the list `matter`; None: it is not limited to a matter.
        purpose: The purpose in the words of the form; None: not recorded.
        given: The day it was given, or of a handing over the day that was; None: it was never given.
        expires: The last day of effect, included; None: it does not expire.
        withdrawn: The first day without effect; None: not withdrawn up to the day the record was read.
        form: How it was given; None: not recorded.
        given_by: The key of the person of the case who gave it, for a minor that of a parent; None: not recorded, or
            a guardian gave it.
        guardian: The agency or role that gave it as guardian; None: no guardian did.
        section: The section relied on, as a citation.
        released: The agency or role that is released from professional secrecy.
        id: The caller's name for it, by which a later recording corrects an earlier one; None: it is never corrected.
        recorded_on: The day it was recorded; None counts as the day the record was read.

    Example:
        >>> DisclosureBasis(kind="statutory", person="P1", section="§ 69 Abs. 1 Nr. 1 SGB X", to=("jobcenter-re",))
        DisclosureBasis(kind, person, to, section)
    """

    kind: BasisKind
    person: str
    to: tuple[str, ...] | Unknown = NOT_RECORDED
    to_kinds: Recorded[frozenset[str]] = codes("agency_kind")
    to_matters: Recorded[frozenset[str]] = codes("matter")
    categories: Recorded[frozenset[str]] = codes("data_category")
    for_: Recorded[frozenset[str]] = codes("matter")
    purpose: str | None = None
    given: Recorded[PartialDate] = day()
    expires: Recorded[PartialDate] = day()
    withdrawn: Recorded[PartialDate] = day()
    form: Form | None = None
    given_by: str | None = None
    guardian: str | None = None
    section: str | None = None
    released: str | None = None
    id: str | None = None
    recorded_on: date | None = None

    def in_force(self, on: date) -> YesNoOpen:
        """Return whether it has effect on a day: open where the days recorded do not decide.

        It has effect from the day it was given, through the day it expires, until the day before it is withdrawn. A
        withdrawal does not reach back: what was passed on before was rightly passed on. A section of law has effect
        as far as the record tells; what was handed over stays with the office.

        Example:
            >>> consent = DisclosureBasis(
            ...     kind="consent", person="P1", given=date(2026, 3, 2), expires=None, withdrawn=date(2026, 6, 1)
            ... )
            >>> consent.in_force(date(2026, 5, 31)), consent.in_force(date(2026, 6, 1))
            ('yes', 'no')
        """
        return all_of(self.effect(on).values())

    def effect(self, on: date) -> Mapping[Effect, YesNoOpen]:
        """Return the answer to each question that decides whether it has effect on a day, by name.

        Returns:
            `given` (it had been given), and of a consent and a release `not_expired` and `not_withdrawn`.
        """
        if self.kind == "statutory":
            return {}
        given: dict[Effect, YesNoOpen] = {"given": _begun(self.given, on)}
        if self.kind == "handed_over":
            return given
        return given | {
            "not_expired": _not(_over(self.expires, on)),
            "not_withdrawn": _not("no" if self.withdrawn is None else _begun(self.withdrawn, on)),
        }


def latest_of_each(bases: Iterable[DisclosureBasis], *, as_of: date) -> tuple[DisclosureBasis, ...]:
    """Return the bases that hold: of those with one id the one recorded last, and all without an id.

    Args:
        bases: The bases as recorded.
        as_of: The day the record was read, on which those without `recorded_on` count as recorded.
    """
    # One without an id is like no other.
    return as_corrected(bases, lambda basis: id(basis) if basis.id is None else basis.id, as_of=as_of)


Effect = Literal["given", "not_expired", "not_withdrawn"]
"""What decides whether a basis has effect on a day."""


@cache
def categories_held() -> Mapping[str, str]:
    """Return the category each part of a record belongs to, by the name of the history or field.

    Example:
        >>> categories_held()["school"], categories_held()["places"]
        ('education', 'address')
    """
    held: dict[str, str] = {}
    for id_ in code_lists()["data_category"]:
        for dated in code_lists()["data_category"][id_].properties["holds"]:
            held |= dict.fromkeys(dated.value if isinstance(dated.value, tuple) else (), id_)
    return MappingProxyType(held)


def _not(answer: YesNoOpen) -> YesNoOpen:
    opposites: Mapping[YesNoOpen, YesNoOpen] = {"yes": "no", "no": "yes", "open": "open"}
    return opposites[answer]


def _begun(start: Recorded[PartialDate], on: date) -> YesNoOpen:
    """Whether a day is this one or after it; what never was has not begun."""
    if start is None:
        return "no"
    if isinstance(start, Unknown):
        return "open"
    return "yes" if on >= latest(start) else "no" if on < earliest(start) else "open"


def _over(last: Recorded[PartialDate], on: date) -> YesNoOpen:
    """Whether a day is after the last one; what has no last day is never over."""
    if last is None:
        return "no"
    if isinstance(last, Unknown):
        return "open"
    return "yes" if on > latest(last) else "no" if on <= earliest(last) else "open"
