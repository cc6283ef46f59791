"""What is drawn: tests, rules with their versions, and what is known of the persons they judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import TypeVar

from attrs import frozen
from hypothesis import strategies as st

from kimcore.dates import Duration, ImpreciseDate, Period, end_of_month, parse_partial
from kimcore.language.check import bind
from kimcore.language.facts import PlainFacts
from kimcore.language.parser import parse_test
from kimcore.language.program import Program, Rule, Version, names_used, values_used
from kimcore.language.relatives import Relative
from kimcore.language.syntax import (
    FUNCTIONS,
    OPERATORS,
    RELATIONS,
    Absent,
    And,
    At,
    Call,
    Compare,
    Day,
    Except,
    Flag,
    In,
    Includes,
    Node,
    Not,
    Number,
    Operator,
    Or,
    Present,
    RelationName,
    Shift,
    Some,
    Span,
    Today,
    Word,
)
from kimcore.language.timeline import Members, Timeline
from kimcore.language.vocabulary import FactType
from kimcore.language.window import Window
from kimcore.people.history import REASONS, Unknown
from tests.language.country import FIGURES, NAMES, TERRITORIES, VOCABULARY
from tests.language.printing import printed

T = TypeVar("T")

PERSONS = ("ann", "bob")
_MOSTLY = st.sampled_from((True,) * 7 + (False,))
ORDERED_SETS = ("court.rank", "court.hoped")

_NEAR = tuple(date(2023, 11, 20) + timedelta(days=n) for n in range(190))
_EDGES = tuple(day for day in _NEAR if day.day in (1, 14, 15) or day == end_of_month(day))
_FIRSTS = (date(2023, 12, 1), date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1))


# ------------------------------------------------------------------------------- days and windows


@cache
def days() -> st.SearchStrategy[date]:
    """Days in and about the windows, ends of months among them more often than others."""
    return st.sampled_from(_EDGES) | st.sampled_from(_NEAR)


@cache
@st.composite
def periods(draw: st.DrawFn) -> Period:
    first, last = draw(st.none() | days()), draw(st.none() | days())
    return Period(*sorted((first, last))) if first and last else Period(first, last)


@cache
@st.composite
def windows(draw: st.DrawFn) -> Window:
    """One to three months, from the first of a month; the last one may be cut."""
    first = draw(st.sampled_from(_FIRSTS))
    return Window(first, first + timedelta(days=draw(st.sampled_from((27, 40, 59, 80)))))


# ------------------------------------------------------------------------------- date expressions

_LENGTHS = tuple(
    Duration.parse(text)
    for text in (
        "0 days",
        "1 day",
        "2 weeks",
        "1 month",
        "1 month 3 days",
        "34 years",
        "33 years 11 months 30 days",
    )
)
_SPANS = tuple(Span(duration=length) for length in _LENGTHS)
_FEW_DAYS = tuple(span for span in _SPANS if not span.duration.months)


@cache
def day_expressions(depth: int = 2) -> st.SearchStrategy[Node]:
    """Date expressions of so many steps at most."""
    plain: st.SearchStrategy[Node] = (
        st.just(Today())
        | st.builds(Day, day=days())
        | st.sampled_from([Word(name=name) for name in ("person.birth", "stay.since", "papers.until")])
        | st.sampled_from([Word(name=name) for name in ("REFORM", "CHARTER")])
    )
    if not depth:
        return plain
    inner = day_expressions(depth - 1)
    one = [name for name, arguments in FUNCTIONS.items() if arguments == 1]
    two = [name for name, arguments in FUNCTIONS.items() if arguments > 1]
    figures = _words("AGE", "WAIT", "GRACE", "NOTICE")
    lengths = figures | figures | st.sampled_from(_SPANS)
    few_days = _words("GRACE", "NOTICE") | st.sampled_from(_FEW_DAYS)
    return (
        plain
        | st.builds(Call, function=st.sampled_from(one), base=inner)
        | st.builds(Call, function=st.sampled_from(two), base=inner, length=lengths)
        | st.builds(Shift, base=inner, sign=st.sampled_from((1, -1)), length=few_days)
        | _birthdays()
    )


@cache
def _birthdays() -> st.SearchStrategy[Node]:
    """A birthday of about the age that the drawn persons have."""
    ages = st.sampled_from([Word(name="AGE"), Span(duration=Duration.parse("34 years"))])
    return st.builds(Call, function=st.just("passed"), base=st.just(Word(name="person.birth")), length=ages)


def _words(*names: str) -> st.SearchStrategy[Node]:
    return st.sampled_from([Word(name=name) for name in names])


# ------------------------------------------------------------------------------- tests


@cache
def operators() -> st.SearchStrategy[Operator]:
    return st.sampled_from(OPERATORS)


@cache
@st.composite
def _comparisons(draw: st.DrawFn) -> Node:
    left, right = draw(st.one_of(_of_days(), _of_days(), _of_ranks(), _of_numbers()))
    return Compare(op=draw(operators()), left=left, right=right)


@cache
@st.composite
def _of_days(draw: st.DrawFn) -> tuple[Node, Node]:
    left = draw(_moving() | day_expressions())
    right = draw((_moving() | day_expressions()).filter(lambda node: node != left))
    if any(isinstance(part, Word | Today) for side in (left, right) for part in side.walk()):
        return left, right
    return Today(), right


@cache
def _moving() -> st.SearchStrategy[Node]:
    """Days that hang on the day in question; two of them can change their order on any day."""
    today = st.just(Today())
    plain = st.sampled_from(("start_of_month", "end_of_month", "working_day"))
    span = st.sampled_from([Span(duration=Duration.parse(text)) for text in ("0 days", "1 day", "1 month")])
    return (
        today
        | st.builds(Call, function=plain, base=today)
        | st.builds(Call, function=st.sampled_from(("passed", "deadline")), base=today, length=span)
    )


@cache
@st.composite
def _of_ranks(draw: st.DrawFn) -> tuple[Node, Node]:
    left, other = draw(st.permutations(ORDERED_SETS))
    return Word(name=left), draw(_words(other, "page", "KNIGHT", "duke"))


@cache
@st.composite
def _of_numbers(draw: st.DrawFn) -> tuple[Node, Node]:
    facts = draw(st.sampled_from((("family.size",), ("herd.size", "herd.needed"))))
    left = draw(_words(*facts, "QUOTA", "TITHE"))
    others = st.sampled_from([Number(number=number) for number in range(5)]) | _words(*facts, "QUOTA", "TITHE")
    right = draw(others.filter(lambda node: node != left))
    return draw(st.sampled_from(((left, right), (right, left))))


@cache
@st.composite
def _memberships(draw: st.DrawFn) -> Node:
    name = draw(st.sampled_from([name for name, fact in VOCABULARY.items() if _codes_of(fact.type)]))
    type_ = VOCABULARY[name].type
    codes = draw(st.frozensets(st.sampled_from(_codes_of(type_)), min_size=1, max_size=3))
    return Includes(fact=name, codes=codes) if type_.kind == "codes" else In(fact=name, codes=codes)


def _codes_of(type_: FactType) -> tuple[str, ...]:
    return TERRITORIES if type_.kind == "place" else tuple(type_.codes or ())


@cache
@st.composite
def _equal_codes(draw: st.DrawFn) -> Node:
    name = draw(st.sampled_from(("residence.standing", "residence.sought", "place.home")))
    code = "DE" if name == "place.home" else draw(st.sampled_from(_codes_of(VOCABULARY[name].type)))
    return Compare(op=draw(st.sampled_from(("==", "!="))), left=Word(name=name), right=Word(name=code))


@cache
def _presences() -> st.SearchStrategy[Node]:
    may_be_none = [n for n, fact in VOCABULARY.items() if not fact.always and fact.type.kind != "codes"]
    return st.builds(Absent, fact=st.sampled_from(may_be_none)) | st.builds(Present, fact=st.sampled_from(may_be_none))


@cache
def _atoms(rules: tuple[str, ...]) -> st.SearchStrategy[Node]:
    # Rules stand three times: tests that name other tests are where readings and months meet.
    flags = st.sampled_from((*rules, *rules, *rules, "noble", "work.employed"))
    some = st.builds(Some, relation=st.sampled_from(RELATIONS), name=flags)
    return st.one_of(st.builds(Flag, name=flags), some, _comparisons(), _memberships(), _equal_codes(), _presences())


@cache
def written_tests(rules: tuple[str, ...] = ()) -> st.SearchStrategy[Node]:
    """Tests as an author can write them, naming these rules; their comparisons have no scale yet."""
    return st.recursive(
        _atoms(rules),
        lambda inner: st.one_of(
            st.builds(And, items=_several(inner)),
            st.builds(Or, items=_several(inner)),
            st.builds(Not, item=inner),
            st.builds(At, item=inner, day=days()),
        ),
        max_leaves=4,
    )


def _several(inner: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(inner, min_size=2, max_size=3).map(tuple)


def _read(written: Node) -> Node:
    return bind(parse_test(printed(written)), NAMES)


@cache
def bound_tests(rules: tuple[str, ...] = ()) -> st.SearchStrategy[Node]:
    """Tests as they are judged: read from their text, bound, and joined with exceptions as a rulebook joins them."""
    return st.recursive(
        written_tests(rules).map(_read),
        lambda inner: st.one_of(
            st.builds(lambda item, exception: And(items=(item, Except(item=exception))), inner, inner),
            st.builds(Or, items=_several(inner)),
            st.builds(Except, item=inner),
            st.builds(Not, item=inner),
        ),
        max_leaves=3,
    )


# ------------------------------------------------------------------------------- programs


@cache
@st.composite
def rules(draw: st.DrawFn, name: str, others: tuple[str, ...]) -> Rule:
    """A rule that may name the others, with up to three versions on disjoint periods, with gaps between them."""
    versions = [Version(period, draw(bound_tests(others))) for period in draw(_disjoint())]
    return Rule(
        name=name,
        versions=tuple(draw(st.permutations(versions))),
        lasts_to_end_of_month=draw(st.booleans()),
        presumes=draw(st.sampled_from((None, None, True, False))),
    )


@cache
@st.composite
def _disjoint(draw: st.DrawFn) -> list[Period]:
    cuts = sorted(draw(st.sets(days(), max_size=3)))
    ends = [cut - timedelta(days=draw(st.sampled_from((1, 1, 5)))) for cut in cuts]
    spans = zip([None, *cuts], [*ends, None], strict=True)
    return [Period(*span) for span in spans if not (span[0] and span[1] and span[1] < span[0])]


@cache
@st.composite
def programs(draw: st.DrawFn) -> Program:
    """A rulebook's tests: a few plain ones, then some that may name those before them."""
    made = {}
    for name in _PLAIN[: draw(st.integers(2, len(_PLAIN)))]:
        made[name] = Rule(name=name, versions=(Version(_ALWAYS, draw(_atoms(()).map(_read))),))
    for name in _COMPOSED[: draw(st.integers(1, len(_COMPOSED)))]:
        made[name] = draw(rules(name, tuple(made)))
    return Program(vocabulary=VOCABULARY, rules=made, values=FIGURES)


_ALWAYS = Period(None, None)
_PLAIN = tuple(f"law.plain{number}" for number in range(5))
_COMPOSED = tuple(f"law.composed{number}" for number in range(3))


# ------------------------------------------------------------------------------- facts


@cache
def _birth_days() -> st.SearchStrategy[date | ImpreciseDate]:
    """Days of birth of persons who reach an age of `country.FIGURES` about the windows, some known roughly."""
    precise = st.dates(date(1988, 10, 1), date(1991, 3, 1)) | st.just(date(1988, 2, 29))
    rough = ("1990", "1990-02", "1989", "1989-12/1990-01", "1988/1991", "1990-01-10/1990-02-20")
    return precise | st.sampled_from([parse_partial(text) for text in rough])


@cache
@st.composite
def _rough_days(draw: st.DrawFn) -> date | ImpreciseDate:
    first = draw(days())
    span = draw(st.sampled_from((0, 0, 1, 5, 40)))
    return ImpreciseDate(first, first + timedelta(days=span)) if span else first


@cache
def values(name: str) -> st.SearchStrategy[object]:
    """Values of a fact: known, none where it can be, or unknown."""
    fact = VOCABULARY[name]
    unknown = st.sampled_from([Unknown(reason) for reason in REASONS])
    none = st.nothing() if fact.always or fact.type.kind == "codes" else st.none()
    known = known_values(name)
    return known | known | known | unknown | none


@cache
def known_values(name: str) -> st.SearchStrategy[object]:
    """Values of a fact; sets may be open, places coarse, days rough."""
    type_ = VOCABULARY[name].type
    match type_.kind:
        case "flag":
            return st.booleans()
        case "count":
            return st.integers(0, 4)
        case "day":
            return _birth_days() if name == "person.birth" else _rough_days()
        case "codes":
            return st.builds(Members, st.frozensets(st.sampled_from(_codes_of(type_)), max_size=2), st.booleans())
        case _:
            return st.sampled_from(_codes_of(type_))


@cache
@st.composite
def timelines(draw: st.DrawFn, name: str) -> Timeline:
    return Timeline.painted(draw(_layers(name)), draw(values(name)))


@cache
def _layers(name: str) -> st.SearchStrategy[list[tuple[date | None, date | None, object]]]:
    begin, end = days() | days() | st.none(), days() | days() | st.none()
    return st.lists(st.tuples(begin, end, values(name)), min_size=1, max_size=4)


@st.composite
def facts(draw: st.DrawFn, program: Program) -> PlainFacts:
    """What is known of one or two persons, of the facts that the program names."""
    persons = PERSONS[: draw(st.integers(1, 2))]
    read = sorted(facts_read(program))
    known = {person: {name: draw(timelines(name)) for name in read if draw(_MOSTLY)} for person in persons}
    bound = (
        draw(_relations(persons)) if draw(st.integers(0, 3)) else draw(st.sampled_from([Unknown(r) for r in REASONS]))
    )
    return PlainFacts(VOCABULARY, known, bound)


@cache
@st.composite
def _relations(draw: st.DrawFn, persons: tuple[str, ...]) -> Mapping[tuple[str, RelationName], tuple[Relative, ...]]:
    who = st.sampled_from(persons)
    rows = draw(st.lists(st.tuples(who, st.sampled_from(RELATIONS), who, periods()), max_size=8))
    found: dict[tuple[str, RelationName], tuple[Relative, ...]] = {}
    for one, relation, other, period in rows:
        found[one, relation] = (*found.get((one, relation), ()), Relative(other, period))
    return found


def tests_of(program: Program) -> Iterator[Node]:
    """The tests of all versions of all rules."""
    for rule in program.rules.values():
        yield from (version.test for version in rule.versions)


def facts_read(program: Program) -> frozenset[str]:
    """The facts that the tests of the program read."""
    names = frozenset().union(*(names_used(test) for test in tests_of(program)))
    by_birth = any(
        figure.by_birth for test in tests_of(program) for name in values_used(test) for figure in FIGURES.get(name, ())
    )
    return names & VOCABULARY.keys() | ({"person.birth"} if by_birth else set())


@frozen
class World:
    """A program, what is known of the persons it judges, and the days on which it judges them."""

    program: Program
    facts: PlainFacts
    window: Window


@st.composite
def worlds(draw: st.DrawFn) -> World:
    program = draw(programs())
    return World(program, draw(facts(program)), draw(windows()))


# ------------------------------------------------------------------------------- more knowledge


@st.composite
def more_known(draw: st.DrawFn, before: PlainFacts) -> PlainFacts:
    """The same persons, with some of what was unknown, open, coarse or rough told now."""
    told = {}
    for person, known in before.timelines.items():
        told[person] = {name: draw(_more(name, timeline)) for name, timeline in known.items()}
    relations = before.relations
    if isinstance(relations, Unknown) and draw(st.booleans()):
        relations = draw(_relations(before.persons))
    return PlainFacts(before.vocabulary, told, relations)


@st.composite
def _more(draw: st.DrawFn, name: str, before: Timeline) -> Timeline:
    layers = []
    for first, last, value in before.stretches(_NEAR[0] - timedelta(days=99), _NEAR[-1] + timedelta(days=99)):
        if draw(_MOSTLY):
            layers.append((date.fromordinal(first), date.fromordinal(last), draw(_refined(name, value))))
    known = [(date.fromordinal(first), None, value) for first, value in zip(before.firsts, before.values, strict=True)]
    return Timeline.painted([*known, *layers])


@cache
@st.composite
def _refined(draw: st.DrawFn, name: str, value: object) -> object:
    type_ = VOCABULARY[name].type
    match value:
        case Unknown():
            return draw(values(name))
        case Members(closed=False):
            more = draw(st.frozensets(st.sampled_from(_codes_of(type_)), max_size=2))
            return Members(value.known | more, draw(st.booleans()))
        case ImpreciseDate():
            return draw(st.dates(value.earliest, value.latest))
        case str() if type_.kind == "place":
            finer = [key for key in TERRITORIES if value == "DE" or key.startswith(value)]
            return draw(st.sampled_from(finer))
        case _:
            return value


# ------------------------------------------------------------------------------- what was drawn


def constructs(world: World) -> Iterator[str]:
    """The names of everything that a world is made of, for the test that nothing is left out."""
    for rule in world.program.rules.values():
        yield f"versions {'several' if len(rule.versions) > 1 else 'one'}"
        yield f"lasts {rule.lasts_to_end_of_month}"
        yield f"presumes {rule.presumes}"
    for test in tests_of(world.program):
        for node in test.walk():
            yield from _of_node(node)
    yield f"relations {'unknown' if isinstance(world.facts.relations, Unknown) else 'known'}"
    for known in world.facts.timelines.values():
        for name, timeline in known.items():
            for value in timeline.values:
                yield f"{VOCABULARY[name].type.kind} {_shape(value)}"


def _of_node(node: Node) -> Iterator[str]:
    yield type(node).__name__
    match node:
        case Compare():
            yield f"{node.scale} {node.op}"
        case Call():
            yield node.function
        case Shift():
            yield f"shift {node.sign}"
        case Some():
            yield f"some {node.relation}"
            yield f"some {'rule' if node.name.startswith('law.') else 'fact'}"
        case Flag():
            yield f"flag {'rule' if node.name.startswith('law.') else 'fact'}"
        case Word() if node.name in FIGURES:
            yield f"figure {node.name}"
        case Word() if node.name in VOCABULARY:
            yield f"word {VOCABULARY[node.name].type.kind}"
        case In() | Includes():
            yield f"codes of {VOCABULARY[node.fact].type.kind}"


def _shape(value: object) -> str:
    match value:
        case Members():
            return f"{'closed' if value.closed else 'open'} {'some' if value.known else 'none'}"
        case Unknown():
            return value.reason
        case ImpreciseDate():
            return "rough"
        case None:
            return "none"
        case _:
            return "known"


def all_constructs() -> frozenset[str]:
    """The names of everything there is to draw, taken from the language itself."""
    made = {node.__name__ for node in Node.__subclasses__()}
    orders = {f"{scale} {op}" for scale in ("day", "ordered", "count") for op in OPERATORS if op != "!="}
    calls = {*FUNCTIONS, "shift 1", "shift -1", *(f"some {relation}" for relation in RELATIONS)}
    named = {f"{form} {what}" for form in ("some", "flag") for what in ("rule", "fact")}
    words = {
        *(f"figure {name}" for name in FIGURES),
        *(f"word {kind}" for kind in ("day", "ordered", "count")),
    }
    codes = {f"codes of {kind}" for kind in ("code", "ordered", "codes", "place")}
    shapes = {f"{fact.type.kind} {shape}" for fact in VOCABULARY.values() for shape in _shapes(fact.type)}
    rules_ = {"versions one", "versions several", "lasts True", "lasts False"}
    presumed = {f"presumes {what}" for what in (None, True, False)}
    return frozenset(
        made
        | orders
        | calls
        | named
        | words
        | codes
        | shapes
        | rules_
        | presumed
        | {"relations known", "relations unknown"}
    )


def _shapes(type_: FactType) -> tuple[str, ...]:
    match type_.kind:
        case "codes":
            return ("closed some", "closed none", "open some", "open none", *REASONS)
        case "day":
            return ("known", "rough", "none", *REASONS)
        case _:
            return ("known", "none", *REASONS)
