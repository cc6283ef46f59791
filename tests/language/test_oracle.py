"""Day sets say on every day what the plain interpreter says of that day, whatever the rules and the facts are."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from kimcore.language.check import check_test
from kimcore.language.daysets import DaySets, Reading, Verdict
from kimcore.language.interpreter import Interpreter
from kimcore.language.parser import parse_test
from kimcore.language.syntax import Node
from kimcore.language.window import Window
from tests.language.country import NAMES, VOCABULARY
from tests.language.drawing import World, all_constructs, constructs, more_known, worlds, written_tests
from tests.language.printing import printed

# Drawing a whole rulebook takes time by nature.
slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


class Asked(NamedTuple):
    """Whom and what a judge is asked."""

    person: str
    rule: str
    reading: Reading


def asked(world: World) -> list[Asked]:
    return [
        Asked(person, rule, reading)
        for person in world.facts.persons
        for rule in world.program.rules
        for reading in Reading
    ]


def at_once(world: World) -> dict[Asked, Verdict]:
    sets = DaySets(world.program, world.facts, world.window)
    return {each: sets.rule(*each) for each in asked(world)}


def day_by_day(world: World) -> dict[Asked, Verdict]:
    interpreter = Interpreter(world.program, world.facts)
    return {each: _gathered(interpreter, world.window, each) for each in asked(world)}


def _gathered(interpreter: Interpreter, window: Window, each: Asked) -> Verdict:
    definitely = possibly = 0
    for number in range(window.length):
        day = window.first + timedelta(days=number)
        answer = interpreter.rule(each.person, day, each.rule, each.reading).answer
        definitely |= (answer is True) << number
        possibly |= (answer is not False) << number
    return Verdict(definitely, possibly)


@slow
@given(world=worlds())
def test_day_sets_equal_the_interpreter_on_every_day(world: World) -> None:
    assert at_once(world) == day_by_day(world)


@slow
@given(world=worlds())
def test_readings_lie_inside_one_another(world: World) -> None:
    found = at_once(world)

    for person, rule, _ in asked(world):
        strict, assuming = (found[Asked(person, rule, reading)] for reading in Reading)
        assert contained(strict.definitely, assuming.definitely, assuming.possibly, strict.possibly)


def contained(*sets: int) -> bool:
    return all(not inner & ~outer for inner, outer in pairwise(sets))


@slow
@given(world=worlds(), data=st.data())
def test_more_knowledge_never_takes_back_a_verdict(world: World, data: st.DataObject) -> None:
    told = World(world.program, data.draw(more_known(world.facts)), world.window)

    before, after = at_once(world), at_once(told)

    for each in asked(world):
        if each.reading is Reading.STRICT:
            assert contained(before[each].definitely, after[each].definitely)
            assert contained(after[each].possibly, before[each].possibly)


@given(test=written_tests(("law.pauper", "law.alms")))
def test_what_is_written_is_read_back_and_without_fault(test: Node) -> None:
    read = parse_test(printed(test))

    assert read == test
    assert check_test(read, NAMES, beside=frozenset(VOCABULARY)) == ()


def test_everything_there_is_in_the_language_is_drawn() -> None:
    missing = set(all_constructs())

    def look(world: World) -> None:
        missing.difference_update(constructs(world))

    # A run soon turns to changing what it has drawn, so many short ones see more than a long one.
    drawn = settings(
        max_examples=25,
        derandomize=False,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )(given(world=worlds())(look))
    for number in range(24):
        if missing:
            seed(number)(drawn)()

    assert missing == set()
