from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimcore.exchange.layout import GLUE, NARROWEST, Page, columns, safe, wrapped

texts = st.text(max_size=200)


def page(width: int = 60) -> Page:
    return Page(width)


def test_a_note_stands_at_the_right_margin_of_the_first_line() -> None:
    sheet = page()
    sheet.line("Seit dem Ersten ist das Jobcenter zuständig, vorher war es das Sozialamt.", right="§ 7 SGB II")

    assert str(sheet) == (
        "Seit dem Ersten ist das Jobcenter zuständig,      § 7 SGB II\n"
        "  vorher war es das Sozialamt.\n"
    )  # fmt: skip  # as it is printed


def test_a_note_for_which_there_is_no_room_stands_below() -> None:
    sheet = page(NARROWEST)
    sheet.line("Kurz", right="§ 5 Abs. 1 Nr. 2a SGB V".replace(" ", GLUE))
    sheet.line("Kurz", right=", ".join([f"§{GLUE}{number}{GLUE}SGB{GLUE}V" for number in range(1, 6)]))

    assert str(sheet).splitlines() == [
        "Kurz",
        "                 § 5 Abs. 1 Nr. 2a SGB V",
        "Kurz",
        "   § 1 SGB V, § 2 SGB V, § 3 SGB V,".rjust(40),
        "    § 4 SGB V, § 5 SGB V".rjust(40),
    ]  # fmt: skip  # as it is printed


def test_a_text_hangs_behind_its_number() -> None:
    sheet = page(NARROWEST)
    sheet.line("Grundsicherung beim Jobcenter beantragen, und zwar bald", indent=2, lead="1. ")

    assert str(sheet).splitlines() == [
        "  1. Grundsicherung beim Jobcenter",
        "     beantragen, und zwar bald",
    ]  # fmt: skip  # as it is printed


def test_two_parts_stand_on_two_lines_where_they_do_not_fit_on_one() -> None:
    sheet = page(NARROWEST)
    sheet.parted("Jobcenter", "Bürgergeld", indent=2, right="§ 7 SGB II")
    sheet.parted("Jobcenter Kreis", "Grundsicherungsgeld", indent=2, right="§ 7 SGB II")

    assert str(sheet).splitlines() == [
        "  Jobcenter, Bürgergeld       § 7 SGB II",
        "  Jobcenter Kreis             § 7 SGB II",
        "    Grundsicherungsgeld",
    ]  # fmt: skip  # as it is printed


def test_a_heading_stands_below_an_empty_line_unless_it_is_the_first() -> None:
    sheet = page()
    sheet.heading("EINS")
    sheet.gap()
    sheet.heading("ZWEI")

    assert str(sheet) == "EINS\n\nZWEI\n"


def test_a_heading_is_bold_on_a_terminal_and_its_note_is_not() -> None:
    sheet = Page(NARROWEST, "terminal")
    sheet.heading("LÜCKE", right="existenziell")

    assert str(sheet) == f"\x1b[1mLÜCKE\x1b[0m{'existenziell':>35}\n"


def test_the_last_line_is_no_orphan() -> None:
    text = (
        "Es hilft, wenn mehrere Stellen beteiligt sind oder nicht klar ist, wer zuständig ist. Daten gehen nur weiter."
    )

    assert wrapped(text, 56, 56) == [
        "Es hilft, wenn mehrere Stellen beteiligt sind oder nicht",
        "klar ist, wer zuständig ist. Daten gehen nur weiter.",
    ]
    assert wrapped("eins zwei drei vier fünf sechs sieben", 33, 33) == ["eins zwei drei vier", "fünf sechs sieben"]


def test_a_lone_word_stays_alone_where_nothing_else_helps() -> None:
    assert wrapped("Krankenversicherungsbeitrag Zuschuss", 28, 28) == ["Krankenversicherungsbeitrag", "Zuschuss"]


def test_a_number_stays_with_the_short_word_before_it() -> None:
    assert wrapped("nach dem Recht des § 7 Abs. 1", 20, 20) == ["nach dem Recht des", f"§{GLUE}7 Abs.{GLUE}1"]


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert wrapped("x" * 25, 10, 10) == ["x" * 10, "x" * 10, "x" * 5]


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("äöü", 3), ("日本", 4), ("e\u0301", 1), ("", 0)])
def test_columns_are_those_of_a_terminal(text: str, width: int) -> None:
    assert columns(text) == width


@pytest.mark.parametrize("sign", ["\x1b", "\x00", "\x7f", "\x9b", "\u202e", "\u2066", "\ud800"])
def test_what_steers_a_terminal_is_replaced(sign: str) -> None:
    assert safe(f"a{sign}b") == "a�b"


@given(texts, st.integers(10, 80), st.integers(10, 80))
def test_lines_are_as_long_as_they_may_be_and_no_word_is_lost(text: str, first: int, rest: int) -> None:
    lines = wrapped(text, first, rest)

    assert columns(lines[0]) <= first
    assert all(columns(line) <= rest for line in lines[1:])
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(texts, texts, st.integers(0, 8), st.integers(0, 100))
def test_no_line_is_longer_than_the_page_is_wide(text: str, note: str, indent: int, width: int) -> None:
    sheet = page(width)
    sheet.line(text, indent=indent, right=note)

    assert all(columns(line) <= max(width, NARROWEST) for line in str(sheet).splitlines())
