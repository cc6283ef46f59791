"""Texts fall back visibly, and their placeholders are a closed set, the same in every language."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimcore.text import LANGUAGES, PLACEHOLDERS, Text, format_day, join


def test_the_placeholders_are_these_seven() -> None:
    assert {"from", "until", "act_by", "agency", "benefit", "person", "persons"} == PLACEHOLDERS


def test_a_wording_is_given_in_its_language() -> None:
    text = Text.of(de="Stadt", en="city")

    assert text.get("de") == "Stadt"
    assert text.get("en") == "city"


def test_a_missing_language_is_replaced_by_a_marked_wording() -> None:
    assert Text.of(de="Stadt").get("en") == "[de] Stadt"
    assert Text.of(en="city").get("de") == "[en] city"
    assert Text.of(en="city", de="Stadt").get("uk") == "[de] Stadt"


def test_the_order_of_languages_does_not_matter() -> None:
    text = Text.from_mapping({"uk": "місто", "en": "city", "de": "Stadt"})

    assert text == Text.of(de="Stadt", en="city", uk="місто")
    assert text.languages == (*LANGUAGES, "uk")


def test_placeholders_are_filled_in_every_language() -> None:
    text = Text.of(de="{agency} bis {until}", en="until {until}: {agency}")

    assert text.placeholders == {"agency", "until"}
    assert text.fill("de", agency="Sozialamt", until="31.08.2022") == "Sozialamt bis 31.08.2022"
    assert text.fill("en", agency="Sozialamt", until="2022-08-31") == "until 2022-08-31: Sozialamt"


def test_from_is_filled_though_it_is_a_word_of_python() -> None:
    text = Text.of(de="ab {from}")

    assert text.fill("en", **{"from": "1 June"}) == "[de] ab 1 June"


def test_a_value_that_looks_like_a_placeholder_is_printed_as_it_is() -> None:
    text = Text.of(de="{agency}, {until}")

    assert text.fill("de", agency="{until}", until="\\1") == "{until}, \\1"


def test_a_value_the_text_does_not_ask_for_is_left_out() -> None:
    assert Text.of(de="Antrag").fill("de", agency="Sozialamt") == "Antrag"


def test_a_placeholder_without_a_value_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"^the placeholder 'agency' has no value$"):
        Text.of(de="{agency}, {until}").fill("de", until="31.08.2022")


def test_a_value_for_no_placeholder_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"^'agent' is no placeholder; allowed: act_by, agency, "):
        Text.of(de="{agency}").fill("de", agency="Sozialamt", agent="Sozialamt")


@pytest.mark.parametrize(
    ("wordings", "message"),
    [
        ({}, "a text needs at least one language"),
        ({"Deutsch": "Stadt"}, "a language is given by its short code, such as 'de' or 'en'"),
        ({"de": "Stadt", "en": " "}, "the text for 'en' is empty"),
        ({"de": "bis {until"}, "the text for 'de' has a brace that belongs to no placeholder"),
        ({"de": "bis {until}}"}, "the text for 'de' has a brace that belongs to no placeholder"),
        ({"de": "bis {UNTIL}"}, "the text for 'de' has a brace that belongs to no placeholder"),
        (
            {"de": "bis {untill}"},
            (
                "the text for 'de' has the unknown placeholder 'untill'; "
                "allowed: act_by, agency, benefit, from, person, persons, until"
            ),
        ),
        ({"de": "bis {until}", "en": "until"}, "the placeholders differ between the languages"),
    ],
)
def test_a_text_that_cannot_be_printed_is_refused(wordings: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=r"^(a|the) ") as caught:
        Text.from_mapping(wordings)

    assert str(caught.value) == message


def test_two_wordings_for_one_language_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^a text has one wording for each language, not two$"):
        Text((("de", "Stadt"), ("de", "Gemeinde")))


@given(st.dictionaries(st.sampled_from(["de", "en", "uk"]), st.text("aü {}", min_size=1, max_size=6)))
def test_a_text_that_is_accepted_gives_every_wording_back(wordings: dict[str, str]) -> None:
    try:
        text = Text.from_mapping(wordings)
    except ValueError:
        return

    assert {language: text.fill(language) for language in text.languages} == wordings


def test_a_day_is_written_as_its_language_does() -> None:
    day = date(2026, 11, 1)

    assert format_day(day, "de") == "01.11.2026"
    assert format_day(day, "en") == "2026-11-01"
    assert format_day(day, "uk") == "2026-11-01"


@pytest.mark.parametrize(
    ("words", "german", "english"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a und b", "a and b"),
        (["a", "b", "c"], "a, b und c", "a, b and c"),
    ],
)
def test_words_are_joined_as_their_language_does(words: list[str], german: str, english: str) -> None:
    assert join(words, "de") == german
    assert join(iter(words), "en") == english


def test_alternatives_are_joined_by_or() -> None:
    assert join(["a", "b", "c"], "de", "or") == "a, b oder c"
    assert join(["a", "b", "c"], "en", "or") == "a, b or c"
    assert join(["a", "b"], "uk", "or") == "a oder b"
