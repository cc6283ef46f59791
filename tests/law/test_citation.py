"""Citations: one form for text and value; checked against the sections on the days they are needed."""

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimcore.dates import Period
from kimcore.law.citation import Citation, CitationError, Section, SectionTable, Standing, parse_citations
from kimcore.law.steps import LEVELS, Step

EXAMPLE = Path(__file__).resolve().parents[3] / "shared" / "example" / "rules.toml"
SHIPPED = SectionTable.shipped()

# A statute of an invented country: § 3 came with the third snapshot, § 4 went after the second.
SNAPSHOTS = (date(2022, 1, 5), date(2022, 7, 5), date(2023, 1, 5))
TABLE = SectionTable.from_json(
    json.dumps(
        {
            "snapshots": [day.isoformat() for day in SNAPSHOTS],
            "articles": ["Verf"],
            "laws": {
                "RegG": {"slug": "regg_2020", "sections": "1/3 2 3/1@2-2 4a@0-1 5/5@20220601-2 6@0-20221031"},
                "Verf": {"slug": None, "sections": "1/2 16a/4"},
            },
        }
    )
)


def problems(text: str) -> list[str]:
    with pytest.raises(CitationError) as caught:
        parse_citations(text)
    return [" ".join(filter(None, (fault.problem, fault.hint))) for fault in caught.value.faults]


def codes_of(text: str, period: Period, *, address: str | None = None) -> list[str]:
    citation = Citation.parse(text, address=address)
    return [fault.code for fault in TABLE.faults(citation, period, where="here")]


def period(first: str | None, last: str | None) -> Period:
    return Period(*(None if day is None else date.fromisoformat(day) for day in (first, last)))


# ------------------------------------------------------------------------------------- reading, printing


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("§ 3 AsylbLG", ("3", None, None, None, None, None, "AsylbLG")),
        ("§ 44a Abs. 1 SGB II", ("44a", "1", None, None, None, None, "SGB II")),
        ("§ 1 Abs. 3a AsylbLG", ("1", "3a", None, None, None, None, "AsylbLG")),
        ("§ 25 Abs. 2 Satz 3 AufenthG", ("25", "2", "3", None, None, None, "AufenthG")),
        ("§ 5 Abs. 1 Nr. 2a SGB V", ("5", "1", None, "2a", None, None, "SGB V")),
        ("§ 1 Abs. 1 Nr. 3 Buchst. a AsylbLG", ("1", "1", None, "3", "a", None, "AsylbLG")),
        ("§ 7 Abs. 1 Satz 2 Nr. 3 SGB II", ("7", "1", "2", "3", None, None, "SGB II")),
        ("§ 25 Abs. 2 Satz 1 Alt. 2 AufenthG", ("25", "2", "1", None, None, "2", "AufenthG")),
        ("§ 34 Abs. 6 SchulG NRW", ("34", "6", None, None, None, None, "SchulG NRW")),
        ("§ 1 5. AG-KJHG NRW", ("1", None, None, None, None, None, "5. AG-KJHG NRW")),
        ("§ 2 FreizügG/EU", ("2", None, None, None, None, None, "FreizügG/EU")),
        ("Art. 16a Abs. 1 GG", ("16a", "1", None, None, None, None, "GG")),
        ("Art. 18 VO (EU) 2024/1347", ("18", None, None, None, None, None, "VO (EU) 2024/1347")),
        (
            "Art. 6 Abs. 1 UAbs. 1 Buchst. c VO (EU) 2016/679",
            ("6", "1", None, None, "c", None, "VO (EU) 2016/679"),
        ),
    ],
)
def test_a_citation_is_read_in_its_parts_and_printed_as_it_was(text: str, parts: tuple[str | None, ...]) -> None:
    one = Citation.parse(text)

    assert (
        one.section,
        one.paragraph,
        one.sentence,
        one.number,
        one.letter,
        one.alternative,
        one.law,
    ) == parts
    assert str(one) == text


def test_several_paragraphs_are_one_citation() -> None:
    citation = Citation.parse("§ 1 Abs. 1, 3 AsylbLG")

    assert citation.paragraphs == ("1", "3")
    assert str(citation) == "§ 1 Abs. 1, 3 AsylbLG"
    assert Citation.parse("§ 3 AsylbLG").paragraphs == ()


def test_white_space_does_not_count() -> None:
    assert Citation.parse(" §\u00a025  Abs.\n2 AufenthG ") == Citation.parse("§ 25 Abs. 2 AufenthG")


@pytest.mark.parametrize(
    ("text", "citations"),
    [
        ("§ 2 Abs. 1 AsylbLG, § 20 AsylbLG", ["§ 2 Abs. 1 AsylbLG", "§ 20 AsylbLG"]),
        ("§ 7 Abs. 2, 3 SGB II; Art. 1 GG", ["§ 7 Abs. 2, 3 SGB II", "Art. 1 GG"]),
        ("§ 24 AufenthG", ["§ 24 AufenthG"]),
    ],
)
def test_citations_are_separated_before_the_next_sign(text: str, citations: list[str]) -> None:
    assert [str(citation) for citation in parse_citations(text)] == citations


@st.composite
def some_citations(draw: st.DrawFn) -> Citation:
    kinds = draw(st.lists(st.sampled_from(sorted(LEVELS)), unique=True, max_size=4))
    numbers = {kind: st.from_regex(LEVELS[kind], fullmatch=True).filter(lambda text: len(text) < 6) for kind in kinds}
    steps = [Step(kind, (draw(numbers[kind]),)) for kind in kinds]
    if steps:
        last = kinds[-1]
        steps[-1] = Step(last, tuple(draw(st.lists(numbers[last], min_size=1, max_size=3))))
    return Citation(
        kind=draw(st.sampled_from(["§", "Art."])),
        section=draw(st.from_regex(r"[0-9]{1,4}[a-z]{0,2}", fullmatch=True)),
        steps=tuple(steps),
        law=draw(st.sampled_from(["SGB II", "AsylbLG", "FreizügG/EU", "VO (EU) 2024/1347", "5. AG-KJHG NRW"])),
    )


@given(some_citations())
def test_printing_and_reading_is_the_identity(citation: Citation) -> None:
    assert Citation.parse(str(citation)) == citation


@given(st.lists(some_citations(), min_size=1, max_size=4))
def test_several_citations_are_read_as_they_are_printed(citations: list[Citation]) -> None:
    assert parse_citations(", ".join(map(str, citations))) == tuple(citations)


@given(st.text(max_size=300) | st.from_regex(r"§ [0-9a-z]{0,3} (Abs\.|Satz|Nr\.|S\.|SGB II| |,){0,6}", fullmatch=True))
def test_any_text_is_citations_or_an_error(text: str) -> None:
    try:
        citations = parse_citations(text)
    except CitationError:
        citations = ()

    assert all(Citation.parse(str(citation)) == citation for citation in citations)


# ------------------------------------------------------------------------------------------------ errors


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["not a citation"]),
        ("SGB II", ["not a citation"]),
        ("7 Abs. 1 SGB II", ["not a citation"]),
        ("§7 SGB II", ["not a citation"]),
        ("§§ 7 SGB II", ["not a citation"]),
        ("§ 7 SGB II " + "x" * 200, ["not a citation"]),
        ("§", ["the section has no number", "no law is named end with the law, such as SGB II"]),
        ("§ Abs. 1 SGB II", ["the section has no number"]),
        ("§ 7 Abs. 1", ["no law is named end with the law, such as SGB II"]),
        ("§ 7 Abs.", ["Abs. has no right number", "no law is named end with the law, such as SGB II"]),
        ("§ 7 Abs. x SGB II", ["Abs. has no right number"]),
        ("§ 7 Buchst. 1 SGB II", ["Buchst. has no right number"]),
        ("§ 7 Absatz 1 SGB II", ["'Absatz' stands where the law is named write 'Abs.'"]),
        ("§ 7 Abs. 1 S. 2 SGB II", ["'S.' stands where the law is named write 'Satz'"]),
        ("§ 7 SGB II Abs. 1", ["'Abs.' stands where the law is named write Abs. before the law"]),
        ("§ 7 Abs. 1 Abs. 2 SGB II", ["Abs. stands twice write two citations"]),
        (
            "§ 7 Abs. 1, 2 Satz 3 SGB II",
            ["Abs. has several numbers, though more steps follow write two citations"],
        ),
        ("§ 7 abs. 1 SGB II", ["this is no name of a law"]),
        ("§ 25 Abs. 3 AufenthG i.V.m. § 60 AufenthG", ["this is no name of a law"]),
        (
            "§ x Abs. y Satz z SGB II",
            ["the section has no number", "Abs. has no right number", "Satz has no right number"],
        ),
        (
            "§ 7 Abs. 1, § x SGB II",
            ["no law is named end with the law, such as SGB II", "the section has no number"],
        ),
    ],
)
def test_everything_wrong_in_a_text_is_said(text: str, found: list[str]) -> None:
    assert problems(text) == found


def test_an_error_names_the_citation_as_it_was_written() -> None:
    with pytest.raises(CitationError) as caught:
        parse_citations("§ 20 AsylbLG,  § 7  Absatz 1 SGB II")

    assert [fault.where for fault in caught.value.faults] == ["citation '§ 7  Absatz 1 SGB II'"]


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ({"kind": "Artikel"}, "begins with neither § nor Art."),
        ({"section": "7 "}, "the section has no number"),
        ({"steps": (Step("Absatz", ("1",)),)}, "'Absatz' is no step of a citation"),
        ({"steps": (Step("Abs.", ()),)}, "Abs. has no right number"),
        ({"law": ""}, "no law is named"),
        ({"own_address": "http://example.org"}, "the address is no web address"),
        ({"kind": "document", "own_address": "https://x.example"}, "a document has a title and no sections"),
        (
            {"kind": "document", "section": "", "law": "", "own_address": "https://x.example"},
            "a document has a title",
        ),
        (
            {"kind": "document", "section": "", "law": "x" * 201, "own_address": "https://x.example"},
            "a document has",
        ),
        (
            {"kind": "document", "section": "", "law": "§ 7 SGB II", "own_address": "https://x.example"},
            "a place in a law",
        ),
        ({"kind": "document", "section": "", "law": "Erlass"}, "a document needs the address"),
        (
            {"kind": "document", "section": "", "law": "Erlass", "own_address": "x"},
            "the address is no web address",
        ),
    ],
)
def test_parts_that_make_no_citation_are_refused(parts: dict[str, Any], problem: str) -> None:
    with pytest.raises(CitationError, match=problem):
        Citation(**{"section": "7", "law": "SGB II", **parts})


# --------------------------------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("§ 25 Abs. 2 AufenthG", "https://www.gesetze-im-internet.de/aufenthg_2004/__25.html"),
        ("§ 1 AsylbLG", "https://www.gesetze-im-internet.de/asylblg/__1.html"),
        ("§ 63a AsylG", "https://www.gesetze-im-internet.de/asylvfg_1992/__63a.html"),
        ("§ 7 Abs. 1 SGB II", "https://www.gesetze-im-internet.de/sgb_2/__7.html"),
        ("§ 14 SGB IX", "https://www.gesetze-im-internet.de/sgb_9_2018/__14.html"),
        ("§ 8 BAföG", "https://www.gesetze-im-internet.de/baf_g/__8.html"),
        ("Art. 16a GG", "https://www.gesetze-im-internet.de/gg/art_16a.html"),
        ("§ 1 KomtrZV", None),
        ("§ 34 SchulG NRW", None),
    ],
)
def test_a_section_of_a_shipped_law_has_its_address_where_the_name_is_known(text: str, address: str | None) -> None:
    assert Citation.parse(text).address == address


def test_law_that_is_not_shipped_carries_its_own_address() -> None:
    citation = Citation.parse("§ 34 Abs. 6 SchulG NRW", address="https://recht.nrw.de/x")

    assert citation.address == "https://recht.nrw.de/x"
    assert str(citation) == "§ 34 Abs. 6 SchulG NRW"


# --------------------------------------------------------------------------------------------- the table


@pytest.mark.parametrize(
    ("text", "days", "codes"),
    [
        # § 1 stands in every snapshot: on all days, those before the first and after the last among them.
        ("§ 1 RegG", (None, None), []),
        ("§ 1 RegG", ("1990-01-01", "1990-12-31"), []),
        ("§ 1 RegG", ("2040-01-01", None), []),
        # § 3 came with the snapshot of 2023-01-05.
        ("§ 3 RegG", (None, None), ["section-not-in-force"]),
        ("§ 3 RegG", ("2023-01-05", None), []),
        ("§ 3 RegG", ("2022-07-06", None), []),
        ("§ 3 RegG", ("2022-07-05", None), ["section-not-in-force"]),
        # A period between two snapshots counts by the nearest one, of two as near by the later.
        ("§ 3 RegG", ("2022-10-04", "2022-10-04"), ["section-not-in-force"]),
        ("§ 3 RegG", ("2022-10-05", "2022-10-05"), []),
        ("§ 3 RegG", ("2022-10-04", "2022-10-05"), ["section-not-in-force"]),
        ("§ 3 RegG", ("2030-01-01", "2030-01-01"), []),
        ("§ 3 RegG", (None, "2000-01-01"), ["section-not-in-force"]),
        # § 4a went after the snapshot of 2022-07-05.
        ("§ 4a RegG", (None, "2023-01-04"), []),
        ("§ 4a RegG", (None, "2023-01-05"), ["section-not-in-force"]),
        ("§ 4a RegG", ("2040-01-01", None), ["section-not-in-force"]),
        # A true first day counts to the day.
        ("§ 5 RegG", ("2022-05-31", None), ["section-not-in-force"]),
        ("§ 5 RegG", ("2022-06-01", None), []),
        ("§ 5 RegG", (None, None), ["section-not-in-force"]),
        ("§ 5 RegG", ("2022-05-01", "2022-05-31"), ["section-not-in-force"]),
        # As does a true last day.
        ("§ 6 RegG", (None, "2022-10-31"), []),
        ("§ 6 RegG", ("2022-10-01", "2022-11-01"), ["section-not-in-force"]),
        ("§ 6 RegG", ("2022-09-01", "2022-10-03"), []),
        # Numbers of Absätze.
        ("§ 1 Abs. 3 RegG", (None, None), []),
        ("§ 1 Abs. 3a RegG", (None, None), []),
        ("§ 1 Abs. 4 RegG", (None, None), ["no-such-paragraph"]),
        ("§ 1 Abs. 2, 4, 5 RegG", (None, None), ["no-such-paragraph", "no-such-paragraph"]),
        ("§ 2 Abs. 1 RegG", (None, None), ["no-such-paragraph"]),
        ("§ 2 Satz 1 RegG", (None, None), []),
        ("§ 3 Abs. 2 RegG", (None, None), ["section-not-in-force", "no-such-paragraph"]),
        # Sections that never were, and the wrong sign.
        ("§ 7 RegG", (None, None), ["no-such-section"]),
        ("§ 4 RegG", (None, None), ["no-such-section"]),
        ("Art. 1 RegG", (None, None), ["no-such-section"]),
        ("§ 1 Verf", (None, None), ["no-such-section"]),
        ("Art. 16a Abs. 4 Verf", (None, None), []),
    ],
)
def test_a_citation_is_checked_on_its_days(text: str, days: tuple[str | None, str | None], codes: list[str]) -> None:
    assert codes_of(text, period(*days)) == codes


def test_a_true_last_day_ends_the_section_though_the_nearest_snapshot_shows_it() -> None:
    table = SectionTable(SNAPSHOTS, {"RegG": {"1": Section(SNAPSHOTS[0], date(2022, 7, 20), 0)}})
    citation = Citation.parse("§ 1 RegG")

    assert table.faults(citation, period("2022-07-06", "2022-07-20"), where="here") == ()
    assert [fault.problem for fault in table.faults(citation, period("2022-07-06", "2022-07-21"), where="here")] == [
        "RegG has no § 1 on 2022-07-21"
    ]
    open_ended = SectionTable(SNAPSHOTS, {"RegG": {"1": Section(SNAPSHOTS[0], date(2023, 2, 1), 0)}})
    assert [fault.problem for fault in open_ended.faults(citation, period("2023-01-01", None), where="here")] == [
        "RegG has no § 1 on 2023-02-02"
    ]


def test_law_outside_the_table_needs_an_address() -> None:
    assert codes_of("§ 34 SchulG NRW", Period()) == ["no-address"]
    assert codes_of("§ 34 SchulG NRW", Period(), address="https://recht.nrw.de/x") == []
    outside = Citation.parse("§ 34 SchulG NRW", address="https://recht.nrw.de/x")
    assert TABLE.check(outside, Period()) is Standing.OUTSIDE


def test_a_document_is_cited_by_its_title_and_address() -> None:
    circular = Citation.document("Trägerrundschreiben  02/26", address="https://bamf.example/02-26")

    assert (str(circular), circular.address) == ("Trägerrundschreiben 02/26", "https://bamf.example/02-26")
    assert (circular.section, circular.paragraphs, circular.sentence) == ("", (), None)
    assert TABLE.check(circular, Period()) is Standing.OUTSIDE


def test_a_document_with_the_name_of_a_law_is_no_place_in_it() -> None:
    titled = Citation.document("SGB II", address="https://x.example/sgb2")

    assert SHIPPED.check(titled, Period()) is Standing.OUTSIDE
    assert titled.address == "https://x.example/sgb2"


def test_a_checked_citation_says_so() -> None:
    assert TABLE.check(Citation.parse("§ 1 Abs. 1 RegG"), Period()) is Standing.CHECKED


@pytest.mark.parametrize(
    ("text", "days", "message"),
    [
        (
            "§ 3 RegG",
            ("2022-07-05", None),
            (
                "RegG has no § 3 on 2022-07-05; "
                "allowed: it is shown from 2023-01-05 to 2023-01-05 [section-not-in-force]"
            ),
        ),
        ("§ 4 RegG", (None, None), "RegG has no § 4; did you mean '4a'? [no-such-section]"),
        (
            "§ 1 Abs. 4 RegG",
            (None, None),
            "§ 1 RegG has no Abs. 4; allowed: Abs. 1 to 3 [no-such-paragraph]",
        ),
        (
            "§ 2 Abs. 1 RegG",
            (None, None),
            "§ 2 RegG has no Abs. 1; allowed: no numbered Abs. [no-such-paragraph]",
        ),
        ("§ 1 Verf", (None, None), "Verf has no §; write 'Art.' [no-such-section]"),
        (
            "§ 1 ReggG",
            (None, None),
            "ReggG is not among the shipped laws, and no address is given; did you mean 'RegG'? [no-address]",
        ),
        (
            "§ 1 KiBiz",
            (None, None),
            ("KiBiz is not among the shipped laws, and no address is given; give the address of the law [no-address]"),
        ),
    ],
)
def test_a_citation_that_does_not_hold_says_why_and_what_to_do(
    text: str, days: tuple[str | None, str | None], message: str
) -> None:
    with pytest.raises(CitationError) as caught:
        TABLE.check(Citation.parse(text), period(*days))

    assert str(caught.value) == f"the citation does not hold (1 fault)\n  citation '{text}': {message}"


@given(st.dates(date(2021, 1, 1), date(2024, 12, 31)), st.sampled_from(["1", "3", "4a", "5", "6"]))
def test_a_single_day_counts_by_the_nearest_snapshot(day: date, number: str) -> None:
    section = TABLE.laws["RegG"][number]
    nearest = min(reversed(SNAPSHOTS), key=lambda snapshot: abs(snapshot - day))
    true_first = section.first if section.first not in SNAPSHOTS else date.min
    true_last = section.last if section.last not in SNAPSHOTS else date.max
    stands = section.first <= nearest <= section.last and true_first <= day <= true_last

    assert (codes_of(f"§ {number} RegG", Period(day, day)) == []) is stands


# --------------------------------------------------------------------------------- the shipped sections


@pytest.mark.parametrize(
    ("text", "first", "stands"),
    [
        ("§ 74 Abs. 5 SGB II", date(2022, 6, 1), True),
        ("§ 74 Abs. 5 SGB II", date(2022, 5, 31), False),
        ("§ 146 Abs. 5 SGB XII", date(2022, 6, 1), True),
        ("§ 146 Abs. 5 SGB XII", date(2022, 5, 31), False),
        ("§ 417 Abs. 1 SGB V", date(2022, 6, 1), True),
        ("§ 20 AsylbLG", date(2024, 2, 27), True),
        ("§ 20 AsylbLG", date(2023, 7, 5), False),
        ("§ 16g AufenthG", date(2024, 3, 1), True),
        ("§ 18g AufenthG", date(2023, 11, 18), True),
        ("§ 65a SGB II", date(2026, 7, 1), True),
    ],
)
def test_sections_of_young_law_stand_from_their_day(text: str, first: date, *, stands: bool) -> None:
    citation = Citation.parse(text)

    assert (SHIPPED.faults(citation, Period(first, None), where="here") == ()) is stands


def test_the_shipped_table_has_the_laws_used_in_little_space() -> None:
    path = Path(__file__).resolve().parents[2] / "src" / "kimcore" / "data" / "sections.json"

    assert path.stat().st_size < 250_000
    assert {
        "AsylbLG",
        "AufenthG",
        "AsylG",
        "SGB II",
        "SGB V",
        "SGB XII",
        "StAG",
        "BGB",
    } <= SHIPPED.laws.keys()
    assert SHIPPED.laws.keys() - SHIPPED.slugs.keys() == {"KomtrZV"}
    assert SHIPPED.slug("SGB II") == "sgb_2"


def test_the_shipped_sections_are_those_of_the_source() -> None:
    source = EXAMPLE.parents[1] / "law" / "sections.json"
    if not source.exists():
        pytest.skip("the source of the sections lies outside the repository and is not there")
    table = json.loads(source.read_text(encoding="utf-8"))

    assert {
        law: {
            number: [section.first.isoformat(), section.last.isoformat(), section.paragraphs]
            for number, section in sections.items()
        }
        for law, sections in SHIPPED.laws.items()
    } == {law: entry["sections"] for law, entry in table["laws"].items()}


def bases(node: object, in_force: dict[str, date]) -> Iterator[tuple[str, Period]]:
    """Yield every basis of a rulebook with the days of the statement around it."""
    if isinstance(node, dict):
        in_force = node.get("in_force", in_force)
        basis = node.get("basis", [])
        days = Period(in_force.get("from"), in_force.get("until"))
        yield from ((text, days) for text in ([basis] if isinstance(basis, str) else basis))
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from bases(child, in_force)


def test_every_basis_of_the_worked_example_holds() -> None:
    if not EXAMPLE.exists():
        pytest.skip("the worked example lies outside the repository and is not there")
    # Most statements of the example are cut down and have no days; its cases begin with June 2022.
    undated = {"from": date(2022, 6, 1)}
    found = list(bases(tomllib.loads(EXAMPLE.read_text(encoding="utf-8")), undated))
    citations = [(citation, days) for text, days in found for citation in parse_citations(text)]

    assert len(found) > 40
    assert [fault for one, days in citations for fault in SHIPPED.faults(one, days, where=str(one))] == []
