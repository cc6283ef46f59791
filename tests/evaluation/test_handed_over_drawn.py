"""What holds of findings about any handoffs: they rest on what is recorded, up to the day, in whatever order."""

from __future__ import annotations

from datetime import date, timedelta

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from kimcore.evaluation.finding import Finding
from kimcore.people.case import Case
from kimcore.people.handoff import OUTCOMES, SPEAKERS, Handoff, HandoffEvent, OutcomeReport
from kimcore.people.moves import HANDOFF_KINDS, MOVES, State, allowed_moves, states_after
from tests.evaluation.freedonians import TODAY, case, evaluated, settled
from tests.evaluation.passing import CASTLE, GUEST_HOUSE, HALL, MILL, covered, of_handoffs

FIRST = TODAY - timedelta(days=50)
AGENCIES = [HALL, CASTLE, GUEST_HOUSE, MILL, "hall.dorsten"]

days = st.integers(0, 50).map(lambda number: FIRST + timedelta(days=number))


@st.composite
def handoffs(draw: st.DrawFn) -> tuple[Handoff, ...]:
    """A few handoffs between few agencies, of which each may follow any before it."""
    found: list[Handoff] = []
    for number in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(HANDOFF_KINDS))
        from_, to = draw(st.lists(st.sampled_from(AGENCIES), min_size=2, max_size=2, unique=True))
        before = draw(st.none() | st.sampled_from(found)) if found else None
        found.append(
            Handoff(
                key=str(number),
                kind=kind,
                person=before.person if before else draw(st.sampled_from("AB")),
                matter=draw(st.sampled_from(["sgb2_benefits", "registration"])),
                from_=from_,
                to=to,
                answer_due=draw(st.none() | days),
                follows=before.key if before else None,
                events=draw(events(kind)),
                reports=tuple(draw(st.lists(reports(), max_size=2))),
            )
        )
    return tuple(found)


@st.composite
def events(draw: st.DrawFn, kind: object) -> tuple[HandoffEvent, ...]:
    """Any way through the table of moves that begins with sending."""
    state: State = "draft"
    found: list[HandoffEvent] = []
    for on in sorted(draw(st.lists(days, max_size=5))):
        moves = allowed_moves(state, kind) if found else ("send",)  # type: ignore[arg-type]  # a kind
        if not moves:
            break
        move = draw(st.sampled_from(moves))
        by = min(MOVES[state, move].by)
        found.append(HandoffEvent(move=move, on=on, by=by, reason="so"))
        state = states_after(found, kind)[-1][1]  # type: ignore[arg-type,index]  # only allowed moves are drawn
    return tuple(found)


def reports() -> st.SearchStrategy[OutcomeReport]:
    return st.builds(OutcomeReport, on=days, by=st.sampled_from(SPEAKERS), outcome=st.sampled_from(OUTCOMES))


def record(handed: tuple[Handoff, ...]) -> Case:
    """One to whom all is paid, and one to whom nothing is."""
    return case(covered("A"), settled("B"), handoffs=handed)


def found(about: Case, on: date) -> list[Finding]:
    return sorted(of_handoffs(evaluated(about, on)), key=lambda finding: finding.id)


@settings(max_examples=60, deadline=None)
@given(handoffs(), days)
def test_each_finding_rests_on_handoffs_that_were_sent_and_lies_in_the_past(
    handed: tuple[Handoff, ...], on: date
) -> None:
    findings = found(record(handed), on)

    assert [each.id for each in findings if each.since > on or each.predicted] == []
    assert [each for each in findings if not each.handoffs or not {*each.handoffs} <= {*handed}] == []
    assert [each for each in findings if any(one.state(on=on) == "draft" for one in each.handoffs)] == []
    assert len({each.id for each in findings}) == len(findings)


@settings(max_examples=60, deadline=None)
@given(handoffs(), days)
def test_what_happens_after_the_day_changes_nothing(handed: tuple[Handoff, ...], on: date) -> None:
    until = tuple(
        evolve(
            each,
            events=tuple(event for event in each.events if event.on <= on),
            reports=tuple(report for report in each.reports if report.on <= on),
        )
        for each in handed
    )
    whole, shortened = found(record(handed), on), found(record(until), on)

    assert [(each.id, each.severity, each.acts) for each in whole] == [
        (each.id, each.severity, each.acts) for each in shortened
    ]


@settings(max_examples=60, deadline=None)
@given(handoffs().flatmap(lambda handed: st.tuples(st.just(handed), st.permutations(handed))))
def test_the_order_of_handoffs_and_persons_never_matters(
    both: tuple[tuple[Handoff, ...], list[Handoff]],
) -> None:
    forth, back = record(both[0]), record(tuple(both[1]))
    turned = evolve(back, persons=tuple(reversed(back.persons)))

    assert [(each.id, each.severity, {*each.persons}) for each in found(forth, TODAY)] == [
        (each.id, each.severity, {*each.persons}) for each in found(turned, TODAY)
    ]
