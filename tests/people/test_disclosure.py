"""On what grounds data may be passed on: each kind on both sides of its days, what it covers, what a case refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from kimcore.dates import ImpreciseDate
from kimcore.errors import CaseError, UnknownNameError
from kimcore.exchange.case_json import read_case, write_case
from kimcore.law.codes import code_lists
from kimcore.people.case import Case
from kimcore.people.disclosure import BASIS_KINDS, BasisKind, DisclosureBasis, YesNoOpen, categories_held
from kimcore.people.history import NOT_RECORDED, Unknown
from kimcore.people.kinds import KINDS, Place
from kimcore.people.permission import Permission, Recipient, permits, places_leaving, protected_places
from kimcore.people.person import Person
from kimcore.testing.strategies import PERSONAL, cases, days

AS_OF = date(2026, 11, 23)
GIVEN, LAST, WITHDRAWN = date(2026, 3, 2), date(2026, 8, 31), date(2026, 6, 1)
JOBCENTER = Recipient(agency="jobcenter-re", kind="jobcenter", matter="sgb2_benefits")
GLADBECK, DORSTEN = "05562014", "05562008"

CONSENT = DisclosureBasis(
    kind="consent",
    person="P1",
    to=("jobcenter-re",),
    categories=frozenset({"work", "address"}),
    for_=None,
    given=GIVEN,
    expires=None,
    withdrawn=None,
    given_by="P1",
)
STATUTORY = DisclosureBasis(
    kind="statutory",
    person="P1",
    to_kinds=frozenset({"jobcenter"}),
    categories=frozenset({"benefits"}),
    for_=None,
    section="§ 69 Abs. 1 Nr. 1 SGB X",
)
RELEASE = DisclosureBasis(
    kind="release",
    person="P1",
    to=("jobcenter-re",),
    categories=frozenset({"work"}),
    for_=None,
    given=GIVEN,
    expires=None,
    withdrawn=None,
    given_by="P1",
    released="counsellor",
)
HANDED_OVER = DisclosureBasis(
    kind="handed_over", person="P1", to=("jobcenter-re",), categories=frozenset({"work"}), given=GIVEN, given_by="P1"
)
OF_EACH_KIND = {basis.kind: basis for basis in (CONSENT, STATUTORY, RELEASE, HANDED_OVER)}


def changed(value: Any, **fields: Any) -> Any:
    """The value with other fields, whatever their types."""
    return evolve(value, **fields)


def case(*bases: DisclosureBasis, places: tuple[Place, ...] = (), **fields: Any) -> Case:
    persons = (Person(key="P1", places=places), Person(key="P2"))
    known: dict[str, Any] = {"key": "1", "as_of": AS_OF, "persons": persons, "disclosure_bases": bases, **fields}
    return Case(**known)


def passing(case_: Case, *categories: str, on: date = AS_OF, to: Recipient = JOBCENTER, **asked: Any) -> Permission:
    return permits(case_, person="P1", to=to, categories=categories, on=on, **asked)


def answer(case_: Case, category: str = "work", **asked: Any) -> tuple[YesNoOpen, tuple[str, ...]]:
    (found,) = passing(case_, category, **asked).answers
    return found.answer, found.reasons


# -------------------------------------------------------------------------------- days
@pytest.mark.parametrize("kind", ["consent", "release"])
@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 3, 1), "no"),
        (date(2026, 3, 2), "yes"),
        (date(2026, 3, 3), "yes"),
        (date(2026, 8, 30), "yes"),
        (date(2026, 8, 31), "yes"),
        (date(2026, 9, 1), "no"),
    ],
)
def test_it_has_effect_from_the_day_it_was_given_through_the_day_it_expires(
    kind: BasisKind, on: date, expected: YesNoOpen
) -> None:
    assert changed(OF_EACH_KIND[kind], expires=LAST).in_force(on) == expected


@pytest.mark.parametrize("kind", ["consent", "release"])
@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2026, 5, 30), "yes"), (date(2026, 5, 31), "yes"), (date(2026, 6, 1), "no"), (date(2026, 6, 2), "no")],
)
def test_it_has_effect_until_the_day_before_it_is_withdrawn(kind: BasisKind, on: date, expected: YesNoOpen) -> None:
    assert changed(OF_EACH_KIND[kind], withdrawn=WITHDRAWN).in_force(on) == expected


def test_a_withdrawal_does_not_make_wrong_what_was_passed_on_before() -> None:
    withdrawn = case(changed(CONSENT, withdrawn=WITHDRAWN))

    assert passing(withdrawn, "work", on=date(2026, 5, 31)).covered == {"work"}
    assert answer(withdrawn, on=date(2026, 6, 1)) == ("no", ("not_withdrawn",))


@pytest.mark.parametrize(
    ("on", "expected"), [(date(2026, 3, 1), "no"), (date(2026, 3, 2), "yes"), (date(2036, 3, 2), "yes")]
)
def test_what_was_handed_over_stays_with_the_office(on: date, expected: YesNoOpen) -> None:
    assert HANDED_OVER.in_force(on) == expected


@pytest.mark.parametrize("on", [date(1990, 1, 1), AS_OF, date(2090, 1, 1)])
def test_a_section_has_effect_as_far_as_the_record_tells(on: date) -> None:
    assert STATUTORY.in_force(on) == "yes"


@pytest.mark.parametrize("reason", ["not_recorded", "withheld", "conflicting"])
@pytest.mark.parametrize("name", ["given", "expires", "withdrawn"])
def test_a_day_that_is_not_known_leaves_it_open(name: str, reason: Any) -> None:
    assert changed(CONSENT, **{name: Unknown(reason)}).in_force(AS_OF) == "open"


def test_what_was_never_given_has_no_effect_whatever_else_is_unknown() -> None:
    assert changed(CONSENT, given=None, expires=NOT_RECORDED).in_force(AS_OF) == "no"


@pytest.mark.parametrize(
    ("name", "on", "expected"),
    [
        ("given", date(2026, 4, 30), "no"),
        ("given", date(2026, 5, 1), "open"),
        ("given", date(2026, 5, 30), "open"),
        ("given", date(2026, 5, 31), "yes"),
        ("expires", date(2026, 5, 1), "yes"),
        ("expires", date(2026, 5, 2), "open"),
        ("expires", date(2026, 5, 31), "open"),
        ("expires", date(2026, 6, 1), "no"),
        ("withdrawn", date(2026, 4, 30), "yes"),
        ("withdrawn", date(2026, 5, 1), "open"),
        ("withdrawn", date(2026, 5, 30), "open"),
        ("withdrawn", date(2026, 5, 31), "no"),
    ],
)
def test_of_a_day_known_to_the_month_only_that_month_is_open(name: str, on: date, expected: YesNoOpen) -> None:
    may = ImpreciseDate(date(2026, 5, 1), date(2026, 5, 31))

    assert changed(CONSENT, **{name: may}).in_force(on) == expected


@given(days(), days(), st.none() | days(), st.none() | days())
def test_no_day_after_the_end_has_effect_and_precise_days_leave_nothing_open(
    on: date, start: date, expires: date | None, withdrawn: date | None
) -> None:
    consent = changed(CONSENT, given=start, expires=expires, withdrawn=withdrawn)

    ended = (expires is not None and on > expires) or (withdrawn is not None and on >= withdrawn)
    assert consent.in_force(on) == ("yes" if on >= start and not ended else "no")


# -------------------------------------------------------------------------------- what is covered
def test_each_category_is_covered_by_the_basis_that_names_it() -> None:
    found = passing(case(CONSENT, STATUTORY), "work", "benefits", "health")

    assert [(each.category, each.answer, each.bases) for each in found.answers] == [
        ("benefits", "yes", (STATUTORY,)),
        ("work", "yes", (CONSENT,)),
        ("health", "no", ()),
    ]
    assert (found.covered, found.refused, found.open) == (
        frozenset({"work", "benefits"}),
        frozenset({"health"}),
        frozenset(),
    )


def test_where_nothing_is_recorded_everything_is_open_and_where_none_is_nothing_is_covered() -> None:
    assert answer(case(disclosure_bases=NOT_RECORDED)) == ("open", ("recorded",))
    assert answer(case()) == ("no", ())


def test_the_consent_of_another_person_covers_nothing() -> None:
    assert answer(case(changed(CONSENT, person="P2"))) == ("no", ())


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({"to": ("jobcenter-re",)}, "yes"),
        ({"to": ("sozialamt", "jobcenter-re")}, "yes"),
        ({"to": ("sozialamt",)}, "no"),
        ({"to": ("sozialamt",), "to_kinds": frozenset({"jobcenter"})}, "yes"),
        ({"to": ("sozialamt",), "to_kinds": Unknown("not_known")}, "open"),
        ({"to": NOT_RECORDED, "to_kinds": frozenset({"jobcenter"})}, "yes"),
        ({"to": NOT_RECORDED, "to_kinds": frozenset({"sozialamt"})}, "no"),
        ({"to": NOT_RECORDED, "to_matters": frozenset({"sgb2_benefits"})}, "yes"),
        ({"to": (), "to_matters": frozenset({"asylum"})}, "no"),
        ({"to": NOT_RECORDED}, "open"),
        ({"to": Unknown("withheld")}, "open"),
    ],
)
def test_a_recipient_is_an_agency_a_kind_of_agency_or_whoever_is_competent(
    named: dict[str, Any], expected: YesNoOpen
) -> None:
    assert answer(case(changed(CONSENT, **named)))[0] == expected


@pytest.mark.parametrize("name", ["to_kinds", "to_matters"])
def test_a_recipient_whose_kind_or_matter_is_not_told_leaves_it_open(name: str) -> None:
    code = {"to_kinds": "jobcenter", "to_matters": "sgb2_benefits"}[name]
    consent = changed(CONSENT, to=(), **{name: frozenset({code})})

    assert answer(case(consent), to=Recipient(agency="jobcenter-re")) == ("open", ("recipient",))


@pytest.mark.parametrize(
    ("for_", "matter", "expected"),
    [
        (None, None, "yes"),
        (frozenset({"sgb2_benefits"}), "sgb2_benefits", "yes"),
        (frozenset({"sgb2_benefits"}), "asylum", "no"),
        (frozenset({"sgb2_benefits"}), None, "open"),
        (NOT_RECORDED, "sgb2_benefits", "open"),
    ],
)
def test_it_serves_the_matters_it_names(for_: Any, matter: str | None, expected: YesNoOpen) -> None:
    to = Recipient(agency="jobcenter-re", matter=matter)

    assert answer(case(changed(CONSENT, for_=for_)), to=to)[0] == expected


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"given": NOT_RECORDED}, "given"),
        ({"expires": NOT_RECORDED}, "not_expired"),
        ({"withdrawn": NOT_RECORDED}, "not_withdrawn"),
        ({"categories": NOT_RECORDED}, "category"),
        ({"for_": NOT_RECORDED}, "purpose"),
        ({"to": NOT_RECORDED}, "recipient"),
        ({"given_by": None}, "giver"),
    ],
)
def test_what_is_not_known_of_a_consent_leaves_it_open_and_is_named(changes: dict[str, Any], reason: str) -> None:
    unclear = changed(CONSENT, **changes)
    (found,) = passing(case(unclear), "work").answers

    assert (found.answer, found.reasons, found.bases) == ("open", (reason,), (unclear,))


def test_a_consent_in_force_outweighs_one_that_is_open_and_one_that_was_withdrawn() -> None:
    withdrawn, unclear = changed(CONSENT, withdrawn=WITHDRAWN), changed(CONSENT, given=NOT_RECORDED)
    (found,) = passing(case(withdrawn, unclear, CONSENT), "work").answers

    assert (found.answer, found.bases) == ("yes", (CONSENT,))
    assert answer(case(withdrawn, unclear)) == ("open", ("given",))


def test_a_guardian_gives_consent_for_a_minor_who_is_in_nobodys_household() -> None:
    assert answer(case(changed(CONSENT, given_by=None, guardian="jugendamt")))[0] == "yes"


@pytest.mark.parametrize(
    ("on", "expected"),
    [(AS_OF, "yes"), (date(2027, 5, 21), "yes"), (date(2027, 5, 22), "yes"), (date(2027, 5, 23), "open")],
)
def test_a_stale_record_does_not_tell_that_nothing_was_withdrawn(on: date, expected: YesNoOpen) -> None:
    assert answer(case(CONSENT), on=on) == (expected, ("fresh",) if expected == "open" else ())


def test_a_section_does_not_go_stale() -> None:
    assert answer(case(STATUTORY), "benefits", on=date(2036, 1, 1))[0] == "yes"


def test_a_later_recording_under_the_same_id_takes_the_place_of_an_earlier_one() -> None:
    first = changed(CONSENT, id="E1", recorded_on=GIVEN)
    corrected = changed(first, withdrawn=WITHDRAWN, recorded_on=WITHDRAWN)
    read_last = changed(first, withdrawn=WITHDRAWN, recorded_on=None)

    for later in (corrected, read_last):
        assert answer(case(first, later)) == answer(case(later, first)) == ("no", ("not_withdrawn",))
    assert answer(case(first, changed(corrected, id="E2")))[0] == "yes"


# -------------------------------------------------------------------------------- professional secrecy
@pytest.mark.parametrize(
    ("bases", "expected"),
    [
        ((CONSENT,), "no"),
        ((RELEASE,), "no"),
        ((CONSENT, RELEASE), "yes"),
        ((CONSENT, changed(RELEASE, released="physician")), "no"),
        ((CONSENT, changed(RELEASE, to=("sozialamt",))), "no"),
        ((CONSENT, changed(RELEASE, categories=frozenset({"health"}))), "no"),
        ((CONSENT, changed(RELEASE, withdrawn=WITHDRAWN)), "no"),
        ((CONSENT, changed(RELEASE, withdrawn=NOT_RECORDED)), "open"),
        ((HANDED_OVER,), "yes"),
    ],
)
def test_what_is_held_in_professional_secrecy_needs_a_release_besides(
    bases: tuple[DisclosureBasis, ...], expected: YesNoOpen
) -> None:
    assert answer(case(*bases), secrecy="counsellor")[0] == expected


def test_whether_a_section_lifts_professional_secrecy_is_left_open() -> None:
    assert answer(case(STATUTORY), "benefits", secrecy="counsellor") == ("open", ("secrecy",))


# -------------------------------------------------------------------------------- protected places
def place(kind: str = "habitual", territory: Any = GLADBECK, **fields: Any) -> Place:
    return Place(kind=kind, territory=territory, **fields)


@pytest.mark.parametrize("kind", BASIS_KINDS)
@pytest.mark.parametrize(
    ("protected", "of_case", "expected"),
    [
        (True, NOT_RECORDED, "no"),
        (True, False, "no"),
        (False, True, "no"),
        (NOT_RECORDED, True, "no"),
        (NOT_RECORDED, NOT_RECORDED, "open"),
        (Unknown("withheld"), False, "open"),
        (NOT_RECORDED, Unknown("withheld"), "open"),
        (NOT_RECORDED, False, "yes"),
        (False, NOT_RECORDED, "yes"),
        (None, NOT_RECORDED, "yes"),
    ],
)
def test_a_protected_place_never_leaves_whatever_the_basis(
    kind: BasisKind, protected: Any, of_case: Any, expected: YesNoOpen
) -> None:
    basis = changed(OF_EACH_KIND[kind], categories=frozenset({"address"}))
    found = passing(case(basis, places=(place(protected=protected),), places_protected=of_case), "address")

    assert [each.leaves for each in found.places] == [expected]
    assert found.answers[0].answer == ("no" if kind == "release" else expected)
    if expected != "yes" and kind != "release":
        assert found.answers[0].reasons == ("place",)


def test_what_else_is_unknown_of_a_consent_does_not_hide_that_the_place_is_protected() -> None:
    unclear = changed(CONSENT, given=NOT_RECORDED)

    assert answer(case(unclear, places=(place(protected=True),)), "address") == ("no", ("place",))
    assert answer(case(unclear, places=(place(),)), "address") == ("open", ("given", "place"))


def test_the_places_of_a_person_who_consented_to_nothing_stay_too() -> None:
    assert passing(case(places=(place(protected=False),)), "address").refused == {"address"}


def test_the_same_town_under_another_name_or_of_a_child_would_tell_the_place_and_stays() -> None:
    hidden = place("actual", protected=True, first=date(2026, 5, 1))
    before = place(protected=False, first=date(2025, 1, 1), last=date(2026, 4, 30))
    since = place(protected=False, first=date(2026, 5, 1))
    elsewhere = place("school", DORSTEN, protected=False)
    persons = (Person(key="P1", places=(before, since, elsewhere)), Person(key="P2", places=(hidden,)))

    assert [(each.kind, each.first, each.leaves) for each in places_leaving(case(persons=persons), "P1")] == [
        ("habitual", date(2025, 1, 1), "yes"),
        ("habitual", date(2026, 5, 1), "no"),
        ("school", None, "yes"),
    ]


def test_a_later_recording_protects_a_place_or_no_longer() -> None:
    free = place(protected=False, recorded_on=date(2026, 1, 1))
    hidden = place(protected=True, recorded_on=date(2026, 2, 1))

    assert [each.leaves for each in places_leaving(case(places=(free, hidden)), "P1")] == ["no"]
    hidden_first = changed(hidden, recorded_on=date(2025, 12, 1))
    assert [each.leaves for each in places_leaving(case(places=(free, hidden_first)), "P1")] == ["yes"]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 4, 30), False),
        (date(2026, 5, 1), True),
        (date(2026, 5, 31), True),
        (date(2026, 6, 1), False),
    ],
)
def test_a_place_is_protected_on_the_days_of_its_entry(on: date, *, expected: bool) -> None:
    hidden = place(protected=True, first=date(2026, 5, 1), last=date(2026, 5, 31))

    found = protected_places(case(places=(hidden, place("school", DORSTEN))), "P1", on=on)

    assert found == ({"habitual"} if expected else set())


@given(cases(), st.data())
def test_no_place_that_may_be_protected_is_ever_covered(drawn: Case, data: st.DataObject) -> None:
    person = data.draw(st.sampled_from(drawn.persons)).key
    found = permits(drawn, person=person, to=JOBCENTER, categories=code_lists()["data_category"], on=drawn.as_of)

    if drawn.places_protected is True and found.places:
        assert "address" not in found.covered
    assert ("address" in found.covered) <= all(each.leaves == "yes" for each in found.places)
    assert [each.category for each in found.answers] == list(code_lists()["data_category"])
    if not isinstance(drawn.disclosure_bases, Unknown) and not drawn.disclosure_bases:
        assert found.refused == set(code_lists()["data_category"])


# -------------------------------------------------------------------------------- categories
def test_every_part_of_a_record_belongs_to_exactly_one_category() -> None:
    frame = {"key", "as_of", "persons", "complete", "recorded_since", "stale_after", "extensions", "kept"}
    parts = {a.name for cls in (Case, Person) for a in attrs.fields(cls)} - frame
    held = [
        word
        for code in code_lists()["data_category"].codes
        for dated in code.properties["holds"]
        for word in (dated.value if isinstance(dated.value, tuple) else ())
    ]

    assert sorted(held) == sorted(parts)
    assert set(KINDS) <= set(categories_held())


def test_only_health_is_of_the_special_categories() -> None:
    codes = code_lists()["data_category"].codes

    assert [code.id for code in codes if code.property("special", on=AS_OF)] == ["health"]


def test_whoever_is_not_there_is_asked_for_in_vain() -> None:
    with pytest.raises(UnknownNameError):
        permits(case(CONSENT), person="P3", to=JOBCENTER, categories=["work"], on=AS_OF)
    with pytest.raises(UnknownNameError, match="did you mean 'work'"):
        passing(case(CONSENT), "wrok")


# -------------------------------------------------------------------------------- what a case refuses
def faults(*bases: Any, **fields: Any) -> set[tuple[str, str]]:
    try:
        case(*bases, **fields)
    except CaseError as error:
        told = str(error)
        assert PERSONAL not in told
        assert "2026" not in told
        return {(fault.where.removeprefix("$."), fault.code) for fault in error.faults}
    return set()


@pytest.mark.parametrize("kind", BASIS_KINDS)
def test_a_basis_of_each_kind_is_taken_and_read_as_it_was_written(kind: BasisKind) -> None:
    recorded = case(OF_EACH_KIND[kind])

    assert read_case(write_case(recorded)) == recorded


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("consent", {"kind": PERSONAL}, {("kind", "unknown-code")}),
        ("consent", {"kind": 3}, {("kind", "wrong-type")}),
        ("consent", {"person": "P3"}, {("person", "unknown-person")}),
        ("consent", {"given_by": "P3"}, {("given_by", "unknown-person")}),
        ("consent", {"guardian": PERSONAL}, {("guardian", "two-givers")}),
        ("consent", {"to": ()}, set()),
        ("consent", {"to": (), "to_kinds": None, "to_matters": frozenset()}, {("to", "no-recipient")}),
        ("consent", {"to": ("", 3)}, {("to[0]", "length"), ("to[1]", "wrong-type")}),
        ("consent", {"to": PERSONAL}, {("to", "wrong-type")}),
        ("consent", {"to_kinds": frozenset({PERSONAL})}, {("to_kinds", "unknown-code")}),
        ("consent", {"categories": None}, {("categories", "no-category")}),
        ("consent", {"categories": frozenset()}, {("categories", "no-category")}),
        ("consent", {"categories": frozenset({PERSONAL})}, {("categories", "unknown-code")}),
        ("consent", {"for_": frozenset()}, {("for", "no-matter")}),
        ("consent", {"purpose": ""}, {("purpose", "length")}),
        ("consent", {"id": ""}, {("id", "length")}),
        ("consent", {"recorded_on": date(2026, 11, 24)}, {("recorded_on", "after-as-of")}),
        ("consent", {"form": PERSONAL}, {("form", "unknown-code")}),
        ("consent", {"given": date(2026, 11, 24)}, {("given", "after-as-of")}),
        ("consent", {"given": AS_OF}, set()),
        ("consent", {"withdrawn": date(2026, 11, 24)}, {("withdrawn", "after-as-of")}),
        ("consent", {"withdrawn": ImpreciseDate(AS_OF, date(2026, 12, 31))}, set()),
        ("consent", {"withdrawn": date(2026, 3, 1)}, {("withdrawn", "days-reversed")}),
        ("consent", {"withdrawn": GIVEN, "expires": GIVEN}, set()),
        ("consent", {"expires": date(2026, 3, 1)}, {("expires", "days-reversed")}),
        ("consent", {"expires": ImpreciseDate(date(2026, 1, 1), GIVEN)}, set()),
        ("consent", {"expires": date(2036, 1, 1)}, set()),
        ("consent", {"given": PERSONAL}, {("given", "wrong-type")}),
        ("consent", {"section": "§ 69 SGB X"}, {("section", "not-of-kind")}),
        ("consent", {"released": PERSONAL}, {("released", "not-of-kind")}),
        ("statutory", {"section": None}, {("section", "missing-for-kind")}),
        ("statutory", {"section": PERSONAL}, {("section", "not-a-citation")}),
        ("statutory", {"section": 3}, {("section", "wrong-type")}),
        ("statutory", {"given": GIVEN}, {("given", "not-of-kind")}),
        ("statutory", {"given": None, "expires": None, "withdrawn": None}, set()),
        ("statutory", {"given_by": "P1"}, {("given_by", "not-of-kind")}),
        ("release", {"released": None}, {("released", "missing-for-kind")}),
        ("release", {"released": ""}, {("released", "length")}),
        ("handed_over", {"withdrawn": WITHDRAWN}, {("withdrawn", "not-of-kind")}),
        ("handed_over", {"given": NOT_RECORDED}, set()),
    ],
)
def test_what_a_basis_must_not_hold_is_refused_where_it_stands(
    kind: BasisKind, fields: dict[str, Any], expected: set[tuple[str, str]]
) -> None:
    found = faults(changed(OF_EACH_KIND[kind], **fields))

    assert found == {(f"disclosure_bases[0].{where}", code) for where, code in expected}


def test_two_under_one_id_on_one_day_contradict_one_another() -> None:
    one, same_day = changed(CONSENT, id="E1"), changed(CONSENT, id="E1", recorded_on=AS_OF)

    assert faults(one, same_day) == {("disclosure_bases[1]", "contradiction")}
    assert faults(one, changed(same_day, recorded_on=GIVEN)) == set()


def test_every_fault_is_told_at_once() -> None:
    wrong = changed(STATUTORY, section=None, person="P3"), changed(RELEASE, released=None)

    assert faults(*wrong, places_protected="yes") == {
        ("disclosure_bases[0].person", "unknown-person"),
        ("disclosure_bases[0].section", "missing-for-kind"),
        ("disclosure_bases[1].released", "missing-for-kind"),
        ("places_protected", "wrong-type"),
    }


def test_no_repr_shows_what_is_recorded() -> None:
    consent = changed(CONSENT, purpose=PERSONAL, guardian=PERSONAL, given_by=None)
    found = passing(case(consent, places=(place(),)), "work", "address")

    assert PERSONAL not in repr(found)
    assert "2026" not in repr(found)
