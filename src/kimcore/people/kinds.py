"""The kinds of history a person has: what can be recorded about somebody, and as what."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from attrs import field, frozen

from kimcore.dates import PartialDate
from kimcore.people.history import Entry, Recorded, code, codes, count, day, flag, key_code, place


@frozen(kw_only=True, repr=False)
class Stay(Entry):
    """Aufenthalt in Deutschland: whether the person is in Germany, and since when without a real break."""

    in_germany: Recorded[bool] = flag()
    since: Recorded[PartialDate] = day()
    protected_in_ukraine: Recorded[bool] = flag()


@frozen(kw_only=True, repr=False)
class Residence(Entry):
    """Aufenthaltsrecht: the right of residence, apart from the paper that proves it."""

    status: Recorded[str] = code("residence_status")
    sought: Recorded[str] = code("residence_status")
    document: Recorded[str] = code("document")
    document_until: Recorded[PartialDate] = day()
    issued: Recorded[PartialDate] = day()
    must_leave: Recorded[bool] = flag()


@frozen(kw_only=True, repr=False)
class Asylum(Entry):
    """Asylverfahren: its days, and what of it decides about work and place (§ 61 AsylG)."""

    applied_on: Recorded[PartialDate] = day()
    registered_on: Recorded[PartialDate] = day()
    in_facility: Recorded[bool] = flag()
    transfer: Recorded[bool] = flag()
    accelerated: Recorded[bool] = flag()


@frozen(kw_only=True, repr=False)
class Livelihood(Entry):
    """Lebensunterhalt: whether the person is in need, as the file says."""

    in_need: Recorded[bool] = flag()


@frozen(kw_only=True, repr=False)
class Coverage(Entry):
    """Leistungsbezug: a benefit paid or granted; several at once are told apart by aspect and benefit."""

    KEY: ClassVar[tuple[str, ...]] = ("aspect", "benefit")

    aspect: str = field(metadata=key_code("aspect"))
    benefit: str = field(metadata=key_code("benefit"))


@frozen(kw_only=True, repr=False)
class Place(Entry):
    """Anknüpfungspunkt: where the person is assigned, lives, stays …, as a territory key.

    `protected` says that it must stay secret, as with a women's shelter: it never leaves the record.
    """

    KEY: ClassVar[tuple[str, ...]] = ("kind",)

    kind: str = field(metadata=key_code("place_kind"))
    territory: Recorded[str] = place()
    protected: Recorded[bool] = flag()


@frozen(kw_only=True, repr=False)
class Work(Entry):
    """Arbeit: whether the person is able to work, works, has leave to by paper, and is registered as seeking work."""

    capable: Recorded[bool] = flag()
    employed: Recorded[bool] = flag()
    permission: Recorded[bool] = flag()
    registered: Recorded[bool] = flag()


@frozen(kw_only=True, repr=False)
class Training(Entry):
    """Ausbildung: the training or study the person is in."""

    kind: Recorded[str] = code("training_kind")


@frozen(kw_only=True, repr=False)
class School(Entry):
    """Schule: whether the person is enrolled and attends, and in which grade."""

    enrolled: Recorded[bool] = flag()
    attends: Recorded[bool] = flag()
    grade: Recorded[int] = count("grade")


@frozen(kw_only=True, repr=False)
class DayCare(Entry):
    """Kindertagesbetreuung: whether the child has a place, and when the need was announced."""

    placed: Recorded[bool] = flag()
    announced_on: Recorded[PartialDate] = day()


@frozen(kw_only=True, repr=False)
class Course(Entry):
    """Integrationskurs: whether the person is admitted to one, obliged to attend, registered, and attends.

    `vocational_on` is the day of the certificate that entitles to a Berufssprachkurs.
    """

    admitted: Recorded[bool] = flag()
    admitted_on: Recorded[PartialDate] = day()
    obliged: Recorded[bool] = flag()
    registered_on: Recorded[PartialDate] = day()
    attends: Recorded[bool] = flag()
    vocational_on: Recorded[PartialDate] = day()


@frozen(kw_only=True, repr=False)
class LanguageSkill(Entry):
    """Sprachkenntnisse: the level proven in one language."""

    KEY: ClassVar[tuple[str, ...]] = ("language",)

    language: str = field(metadata=key_code("language"))
    level: Recorded[str] = code("cefr")


@frozen(kw_only=True, repr=False)
class Qualification(Entry):
    """Berufsabschluss: whether the person has one from abroad, and whether it is recognised."""

    foreign: Recorded[bool] = flag()
    recognised: Recorded[bool] = flag()


@frozen(kw_only=True, repr=False)
class Health(Entry):
    """Gesundheit, as far as the law asks: pregnancy with the expected day, severe disability, measles, insurance."""

    pregnant: Recorded[bool] = flag()
    due_on: Recorded[PartialDate] = day()
    severely_disabled: Recorded[bool] = flag()
    measles_proof: Recorded[bool] = flag()
    insured_until: Recorded[PartialDate] = day()


@frozen(kw_only=True, repr=False)
class Nationality(Entry):
    """Staatsangehörigkeit: all nationalities as one set; the empty set is stateless."""

    countries: Recorded[frozenset[str]] = codes("country")


@frozen(kw_only=True, repr=False)
class Papers(Entry):
    """Papiere: whether the person has been identified by the authorities, and the documents at hand."""

    identified: Recorded[bool] = flag()
    held: Recorded[frozenset[str]] = codes("document")


@frozen(kw_only=True, repr=False)
class HeldDocument(Entry):
    """Unterlage: a document at hand from the first to the last day, of which more is known than that it is there.

    It need not stand among `Papers.held` as well. `form` says in which form it is at hand, `issuer` by which kind of
    agency it was issued (none: by a body abroad), `valid_until` the last day of its validity (none: it has no end).
    """

    KEY: ClassVar[tuple[str, ...]] = ("document",)

    document: str = field(metadata=key_code("document"))
    form: Recorded[str] = code("document_form")
    issuer: Recorded[str] = code("agency_kind")
    valid_until: Recorded[PartialDate] = day()


@frozen(kw_only=True, repr=False)
class Deportation(Entry):
    """Abschiebung: the day on which it was first suspended, on which grounds, and what stands against work."""

    suspended_on: Recorded[PartialDate] = day()
    urgent_grounds: Recorded[bool] = flag()
    own_obstacle: Recorded[bool] = flag()
    imminent: Recorded[bool] = flag()


@frozen(kw_only=True, repr=False)
class Youth(Entry):
    """Jugendhilfe: how a minor is cared for, and whether there is a guardian."""

    care: Recorded[str] = code("care_kind")
    guardian: Recorded[bool] = flag()


@frozen(kw_only=True, repr=False)
class Concern(Entry):
    """Anliegen: what the person came with; several at once."""

    KEY: ClassVar[tuple[str, ...]] = ("concern",)

    concern: str = field(metadata=key_code("concern"))


@frozen(kw_only=True, repr=False)
class Appointment(Entry):
    """Termin: the day on which the person is expected in a matter; one at a time in each.

    `attended` says whether the person came. That nobody confirmed it is no answer: then it is unknown.
    """

    KEY: ClassVar[tuple[str, ...]] = ("matter",)

    matter: str = field(metadata=key_code("matter"))
    on: Recorded[PartialDate] = day()
    attended: Recorded[bool] = flag()


@frozen(kw_only=True, repr=False)
class Membership(Entry):
    """Zugehörigkeit: whether the person belongs to the household; see `kimcore.people.household.membership`."""

    belongs: Recorded[bool] = flag()


KINDS: Mapping[str, type[Entry]] = MappingProxyType(
    {
        "membership": Membership,
        "stay": Stay,
        "residence": Residence,
        "asylum": Asylum,
        "livelihood": Livelihood,
        "coverage": Coverage,
        "places": Place,
        "work": Work,
        "training": Training,
        "school": School,
        "day_care": DayCare,
        "courses": Course,
        "language": LanguageSkill,
        "qualifications": Qualification,
        "health": Health,
        "nationality": Nationality,
        "papers": Papers,
        "documents": HeldDocument,
        "deportation": Deportation,
        "youth": Youth,
        "appointments": Appointment,
        "concerns": Concern,
    }
)
"""Each kind of history by the name it has on a person, in a case file and in a fact."""
