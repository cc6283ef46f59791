"""What must be right about a test before it may judge anybody: each fault with its code and the part it is about."""

from __future__ import annotations

import pytest

from kimcore.language.check import bind, check_day, check_test, guards
from kimcore.language.parser import parse_day, parse_test
from kimcore.language.problems import Problem
from kimcore.language.syntax import Compare, In, Node, Not, Today, Word
from tests.language.country import NAMES

# ---------------------------------------------------------------------------------------- what is right

RIGHT = [
    # one namespace: facts, definitions, entitlements
    "noble",
    "law.pauper",
    "law.alms",
    "some parent: law.pauper",
    "some child: noble",
    # codes
    "residence.standing in {guest, settler}",
    "residence.standing == guest",
    "residence.standing != guest",
    "court.rank in {page}",
    "court.rank == KNIGHT",
    "place.home in {05, 05562014}",
    "place.home == DE",
    "place.home == 05562014",
    "place.home != 05",
    "alms.held includes soup",
    "alms.held includes {soup, bread}",
    "not alms.held includes soup",
    # none
    "residence.standing is absent",
    "papers.until is present",
    "place.home is absent",
    "noble is present",
    # an order with what may be none: that is said beside it, at any place of the test
    "court.rank is present and court.rank < duke",
    "court.rank is absent or court.rank < duke",
    "papers.until is present and (noble or papers.until < today)",
    "court.rank is present and court.hoped is present and court.rank < court.hoped",
    # what is never none needs nothing beside it; nor does an equality
    "stay.since < today",
    "herd.size >= 3",
    "person.age >= 18",
    "family.size == 3",
    "papers.until == 2026-05-01",
    # figures
    "herd.size >= QUOTA",
    "QUOTA <= herd.size",
    "REFORM <= today",
    "today >= passed(person.birth, AGE)",
    "today >= passed(stay.since, GRACE)",
    "today <= stay.since + GRACE",
    # days
    "today <= end_of_month(passed(person.birth, AGE) - 1 day)",
    "start_of_month(stay.since) < working_day(deadline(CHARTER, 1 month 3 days))",
]


@pytest.mark.parametrize("text", RIGHT)
def test_nothing_is_said_of_what_is_right(text: str) -> None:
    assert check_test(parse_test(text), NAMES) == ()


# ---------------------------------------------------------------------------------------- what is wrong

WRONG = [
    # names of nothing
    ("nobel", "unknown-name", "nobel"),
    ("law.paupr", "unknown-name", "law.paupr"),
    ("some parent: law.paupr", "unknown-name", "some parent: law.paupr"),
    ("residence.standig in {guest}", "unknown-name", "residence.standig in {guest}"),
    ("alms.got includes soup", "unknown-name", "alms.got includes soup"),
    ("papers.til is absent", "unknown-name", "papers.til is absent"),
    ("stay.snce < today", "unknown-name", "stay.snce"),
    ("herd.size >= QUOTE", "unknown-name", "QUOTE"),
    ("today < passed(stay.since, WAITING)", "unknown-name", "WAITING"),
    ("today < stay.since + person.birth", "unknown-name", "person.birth"),
    ("today < end_of_month(stay.til)", "unknown-name", "stay.til"),
    # codes that are no members
    ("residence.standing in {guest, gest}", "unknown-code", "residence.standing in {guest, gest}"),
    ("residence.standing == gest", "unknown-code", "gest"),
    ("alms.held includes cake", "unknown-code", "alms.held includes cake"),
    ("court.rank is present and court.rank < earl", "unknown-code", "earl"),
    ("place.home == 5", "unknown-code", "5"),
    ("place.home in {05562014, 99}", "unknown-code", "place.home in {05562014, 99}"),
    # unlike types
    ("residence.standing", "type", "residence.standing"),
    ("stay.since", "type", "stay.since"),
    ("some parent: herd.size", "type", "some parent: herd.size"),
    ("residence.standing includes guest", "type", "residence.standing includes guest"),
    ("alms.held in {soup}", "type", "alms.held in {soup}"),
    ("alms.held == soup", "type", "alms.held == soup"),
    ("noble in {guest}", "type", "noble in {guest}"),
    ("stay.since in {guest}", "type", "stay.since in {guest}"),
    ("residence.standing is present and residence.standing < guest", "type", "residence.standing < guest"),
    ("residence.standing == residence.sought", "type", "residence.sought"),
    ("residence.standing == 3", "unknown-code", "3"),
    ("residence.standing == today", "type", "residence.standing"),
    ("residence.standing == 3 days", "type", "3 days"),
    ("stay.since < 3", "type", "3"),
    ("herd.size < today", "type", "herd.size"),
    ("herd.size < stay.since", "type", "herd.size"),
    ("herd.size < 3 days", "type", "3 days"),
    ("herd.size < AGE", "type", "AGE"),
    ("today < AGE", "type", "AGE"),
    ("noble == 3", "type", "noble"),
    ("today < end_of_month(herd.size)", "type", "herd.size"),
    ("today < passed(stay.since, QUOTA)", "type", "QUOTA"),
    ("today < stay.since + AGE", "type", "AGE"),
    # units, and lists
    ("family.size is present and family.size < herd.size", "type", "family.size < herd.size"),
    ("court.rank is present and court.title is present and court.rank < court.title", "type", "court.title"),
    # months are added by law only
    ("today < stay.since + 1 month", "months", "1 month"),
    ("today < stay.since - 2 years 3 days", "months", "2 years 3 days"),
    # sets are never absent, some facts neither
    ("alms.held is absent", "type", "alms.held is absent"),
    ("alms.held is present", "type", "alms.held is present"),
    ("stay.since is absent", "constant", "stay.since is absent"),
    ("herd.size is present", "constant", "herd.size is present"),
    # an order with what may be none
    ("papers.until < today", "absent", "papers.until"),
    ("court.rank < duke", "absent", "court.rank"),
    ("family.size >= 3", "absent", "family.size"),
    ("3 <= family.size", "absent", "family.size"),
    ("today > end_of_month(papers.until)", "absent", "papers.until"),
    # the same for everybody
    ("1 < 2", "constant", "1 < 2"),
    ("2026-01-01 < 2026-05-01", "constant", "2026-01-01 < 2026-05-01"),
    ("today < today", "constant", "today < today"),
    ("herd.size == herd.size", "constant", "herd.size == herd.size"),
    # below not, at, parentheses
    ("not (noble and nobel)", "unknown-name", "nobel"),
    ("nobel at 2026-05-01", "unknown-name", "nobel"),
]


def told(text: str, problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(problem.code, text[problem.start : problem.end]) for problem in problems]


@pytest.mark.parametrize(("text", "code", "part"), WRONG)
def test_a_fault_is_told_with_its_part_of_the_text(text: str, code: str, part: str) -> None:
    assert told(text, check_test(parse_test(text), NAMES)) == [(code, part)]


def test_all_faults_are_told_at_once_in_the_order_of_the_text() -> None:
    text = "nobel and residence.standing in {gest, gast} and (court.rank < earl or stay.since < 3)"

    assert told(text, check_test(parse_test(text), NAMES)) == [
        ("unknown-name", "nobel"),
        ("unknown-code", "residence.standing in {gest, gast}"),
        ("unknown-code", "residence.standing in {gest, gast}"),
        ("absent", "court.rank"),
        ("unknown-code", "earl"),
        ("type", "3"),
    ]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("nobel", "did you mean 'noble'?"),
        ("residence.standing in {gest}", "did you mean 'guest'?"),
        ("herd.size >= QUOTE", "did you mean 'QUOTA'?"),
        ("alms.held in {soup}", "use 'includes'"),
        ("residence.standing includes guest", "use 'in'"),
        ("papers.until < today", "put 'papers.until is present' (or 'is absent') beside the test"),
        ("alms.held is absent", "'none' is the empty set: use 'not … includes {…}'"),
        (
            "today < stay.since + 1 month",
            "add months with passed(…) or deadline(…): they count from the first date by law",
        ),
    ],
)
def test_a_way_out_is_named(text: str, hint: str) -> None:
    (problem,) = check_test(parse_test(text), NAMES)

    assert problem.hint == hint


def test_a_test_joined_with_this_one_may_say_what_of_none() -> None:
    test = parse_test("papers.until < today")

    assert check_test(test, NAMES, beside=guards(parse_test("papers.until is absent"))) == ()


# ---------------------------------------------------------------------------------------- date expressions

DAYS = [
    ("today", []),
    ("stay.since + GRACE", []),
    ("end_of_month(passed(person.birth, AGE) - 1 day)", []),
    ("papers.until", []),
    ("noble", [("type", "noble")]),
    ("AGE", [("type", "AGE")]),
    ("stay.sinc", [("unknown-name", "stay.sinc")]),
    ("3 days", [("type", "3 days")]),
    ("stay.since + 1 month", [("months", "1 month")]),
    ("passed(herd.size, WEIGHT)", [("type", "herd.size"), ("unknown-name", "WEIGHT")]),
]


@pytest.mark.parametrize(("text", "faults"), DAYS)
def test_a_date_expression_is_checked_in_the_same_way(text: str, faults: list[tuple[str, str]]) -> None:
    assert told(text, check_day(parse_day(text), NAMES)) == faults


# ---------------------------------------------------------------------------------------- binding

RANK, SINCE, SIZE = (Word(name=name) for name in ("court.rank", "stay.since", "herd.size"))
GUEST = In(fact="residence.standing", codes=frozenset({"guest"}))

BOUND: list[tuple[str, Node]] = [
    ("stay.since < today", Compare(op="<", left=SINCE, right=Today(), scale="day")),
    ("REFORM <= stay.since", Compare(op="<=", left=Word(name="REFORM"), right=SINCE, scale="day")),
    ("court.rank >= KNIGHT", Compare(op=">=", left=RANK, right=Word(name="KNIGHT"), scale="ordered")),
    ("court.rank == duke", Compare(op="==", left=RANK, right=Word(name="duke"), scale="ordered")),
    ("herd.size > QUOTA", Compare(op=">", left=SIZE, right=Word(name="QUOTA"), scale="count")),
    ("residence.standing == guest", GUEST),
    ("residence.standing != guest", Not(item=GUEST)),
    ("place.home == 05", In(fact="place.home", codes=frozenset({"05"}))),
    ("stay.since != today", Not(item=Compare(op="==", left=SINCE, right=Today(), scale="day"))),
]


@pytest.mark.parametrize(("text", "bound"), BOUND)
def test_comparisons_get_their_scale_and_none_is_unlike_everything(text: str, bound: Node) -> None:
    assert bind(parse_test(text), NAMES) == bound
    assert bind(parse_test(f"not (noble and {text})"), NAMES) == bind(Not(item=parse_test(f"noble and {text}")), NAMES)
