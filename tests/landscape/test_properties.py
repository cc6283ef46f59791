"""More knowledge about a person never takes back who is competent."""

from hypothesis import given
from hypothesis import strategies as st

from kimcore.landscape.answer import Answer
from kimcore.landscape.competence import ROLES, Role
from kimcore.landscape.reading import load_landscape
from kimcore.language.syntax import Node
from kimcore.law.codes import code_lists
from kimcore.people.history import NOT_RECORDED, Unknown
from tests.landscape.country import DAY, DORSTEN, GELSENKIRCHEN, GLADBECK, KREIS, LAND

KINDS = ("assigned", "habitual", "actual")
TOWNS = (GLADBECK, DORSTEN, GELSENKIRCHEN, "05562036")
COARSE = {KREIS: (GLADBECK, DORSTEN, "05562036"), LAND: TOWNS}

Place = str | Unknown | None
Verdict = bool | None


@st.composite
def known(draw: st.DrawFn, before: Place) -> Place:
    """A place that says at least as much as the one before."""
    if isinstance(before, Unknown):
        return draw(st.sampled_from((NOT_RECORDED, None, KREIS, LAND, *TOWNS)))
    return draw(st.sampled_from((before, *COARSE[before]))) if before in COARSE else before


@st.composite
def more_and_more(draw: st.DrawFn) -> list[dict[str, Place]]:
    """What is known of a person's places, at first and later."""
    first = {kind: draw(known(NOT_RECORDED)) for kind in KINDS}
    return [first, {kind: draw(known(place)) for kind, place in first.items()}]


def ask(matter: str, role: Role, places: dict[str, Place], verdicts: list[Verdict]) -> Answer:
    landscape = load_landscape("kreis-recklinghausen")
    nodes: list[Node] = list(dict.fromkeys(row.group.node for row in landscape.competences if row.group is not None))

    def judge(node: Node) -> Verdict:
        return verdicts[nodes.index(node) % len(verdicts)]

    return landscape.competent(
        matter, role=role, on=DAY, place=lambda kind: places.get(kind, NOT_RECORDED), judge=judge
    )


@given(
    matter=st.sampled_from(tuple(code_lists()["matter"])),
    role=st.sampled_from(ROLES),
    places=more_and_more(),
    verdicts=st.lists(st.sampled_from((True, False, None)), min_size=1, max_size=12),
    later=st.booleans(),
)
def test_more_knowledge_never_takes_back_a_decided_answer(
    matter: str, role: Role, places: list[dict[str, Place]], verdicts: list[Verdict], *, later: bool
) -> None:
    before = ask(matter, role, places[0], verdicts)
    after = ask(matter, role, places[1], [later if verdict is None else verdict for verdict in verdicts])

    if before.kind != "open" and not before.provisional:
        assert (after.kind, after.agencies, after.provisional) == (before.kind, before.agencies, False)


@given(
    matter=st.sampled_from(tuple(code_lists()["matter"])),
    role=st.sampled_from(ROLES),
    places=more_and_more(),
    verdicts=st.lists(st.sampled_from((True, False, None)), min_size=1, max_size=12),
)
def test_an_answer_is_open_or_reserved_exactly_where_it_names_what_it_needs(
    matter: str, role: Role, places: list[dict[str, Place]], verdicts: list[Verdict]
) -> None:
    answer = ask(matter, role, places[1], verdicts)

    assert bool(answer.needs) == (answer.kind == "open" or answer.provisional)
    assert bool(answer.agencies) == (answer.kind in ("one", "several"))
    assert bool(answer.why)


@given(places=more_and_more())
def test_a_known_place_is_never_asked_for(places: list[dict[str, Place]]) -> None:
    answer = ask("sgb2_benefits", "decides", places[1], [None])
    certain = {f"place.{kind}" for kind, place in places[1].items() if place is None or place in TOWNS}

    assert not certain & set(answer.needs)
