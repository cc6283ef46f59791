"""Texts in several languages, with a visible fall-back and a closed set of placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from attrs import field, frozen

LANGUAGES = ("de", "en")
"""The languages every text of kimcore is written in; the first is the one fallen back to."""

PLACEHOLDERS = frozenset({"from", "until", "act_by", "agency", "benefit", "person", "persons"})
"""The names a text may hold in braces."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*")
_PLACEHOLDER = re.compile(r"\{([a-z_]*)\}")
_CONJUNCTIONS = {"de": {"and": "und", "or": "oder"}, "en": {"and": "and", "or": "or"}}


def _rank(pair: tuple[str, str]) -> tuple[int, str]:
    language = pair[0]
    return (LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES), language)


def _ordered(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(pairs, key=_rank))


def _names(text: str) -> frozenset[str]:
    return frozenset(_PLACEHOLDER.findall(text))


def _check_languages(languages: tuple[str, ...]) -> None:
    if not languages:
        raise ValueError("a text needs at least one language")
    if len(set(languages)) < len(languages):
        raise ValueError("a text has one wording for each language, not two")
    for language in languages:
        if not _LANGUAGE.fullmatch(language):
            raise ValueError("a language is given by its short code, such as 'de' or 'en'")


def _check_wording(language: str, wording: str) -> None:
    if not wording.strip():
        raise ValueError(f"the text for '{language}' is empty")
    if re.search(r"[{}]", _PLACEHOLDER.sub("", wording)):
        raise ValueError(f"the text for '{language}' has a brace that belongs to no placeholder")
    unknown = _names(wording) - PLACEHOLDERS
    if unknown:
        raise ValueError(
            f"the text for '{language}' has the unknown placeholder '{min(unknown)}'; "
            f"allowed: {', '.join(sorted(PLACEHOLDERS))}"
        )


@frozen
class Text:
    """One wording in one or more languages.

    Every wording holds the same placeholders, out of `PLACEHOLDERS`. The order in which languages are given
    does not matter.

    Args:
        by_language: Pairs of language and wording.

    Raises:
        ValueError: When there is no wording, two for one language, an empty one, a brace that belongs to no
            placeholder, an unknown placeholder, or placeholders that differ between languages.

    Example:
        >>> Text.of(de="Antrag bis {act_by}", en="Apply by {act_by}").fill("en", act_by="2026-11-30")
        'Apply by 2026-11-30'
    """

    by_language: tuple[tuple[str, str], ...] = field(converter=_ordered)

    def __attrs_post_init__(self) -> None:
        _check_languages(self.languages)
        for language, wording in self.by_language:
            _check_wording(language, wording)
        if len({_names(wording) for _, wording in self.by_language}) > 1:
            raise ValueError("the placeholders differ between the languages")

    @classmethod
    def of(cls, **by_language: str) -> Text:
        """Return the text with the wordings given by language.

        Example:
            >>> Text.of(de="Antrag", en="application").languages
            ('de', 'en')
        """
        return cls.from_mapping(by_language)

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, str]) -> Text:
        """Return the text whose wordings a mapping holds by language.

        Args:
            mapping: Wordings by language, as they stand in a document.

        Raises:
            ValueError: As for the class.

        Example:
            >>> Text.from_mapping({"en": "city", "de": "Stadt"}) == Text.of(de="Stadt", en="city")
            True
        """
        return cls(mapping.items())

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there is a wording in, those of `LANGUAGES` first."""
        return tuple(language for language, _ in self.by_language)

    @property
    def placeholders(self) -> frozenset[str]:
        """The names in braces, the same in every language."""
        return _names(self.by_language[0][1])

    def get(self, lang: str) -> str:
        """Return the wording in a language, or another one marked with its language.

        Args:
            lang: The language wanted.

        Example:
            >>> Text.of(de="Stadt Gladbeck").get("en")
            '[de] Stadt Gladbeck'
        """
        for language, wording in self.by_language:
            if language == lang:
                return wording
        language, wording = self.by_language[0]
        return f"[{language}] {wording}"

    def fill(self, lang: str, **values: str) -> str:
        """Return the wording in a language with its placeholders replaced, in one pass.

        Args:
            lang: The language wanted; the fall-back is that of `get`.
            values: What to print for each placeholder; those the text does not hold are left out.
                `from` is a word of Python: `fill("de", **{"from": "01.11.2026"})`.

        Raises:
            ValueError: When a placeholder of the text has no value, or a name is no placeholder at all.

        Example:
            >>> Text.of(de="zuständig: {agency}").fill("de", agency="Jobcenter Kreis Recklinghausen")
            'zuständig: Jobcenter Kreis Recklinghausen'
        """
        unknown, missing = values.keys() - PLACEHOLDERS, self.placeholders - values.keys()
        if unknown:
            raise ValueError(f"'{min(unknown)}' is no placeholder; allowed: {', '.join(sorted(PLACEHOLDERS))}")
        if missing:
            raise ValueError(f"the placeholder '{min(missing)}' has no value")
        return _PLACEHOLDER.sub(lambda match: values[match[1]], self.get(lang))


def format_day(day: date, lang: str) -> str:
    """Return a day as it is written in a language: German style in German, ISO in every other.

    Args:
        day: The day.
        lang: The language.

    Example:
        >>> format_day(date(2026, 11, 1), "de"), format_day(date(2026, 11, 1), "en")
        ('01.11.2026', '2026-11-01')
    """
    return f"{day:%d.%m.%Y}" if lang == "de" else day.isoformat()


def join(words: Iterable[str], lang: str, conjunction: Literal["and", "or"] = "and") -> str:
    """Return words as one enumeration in a language; no words give an empty string.

    Args:
        words: The words, in the order wanted.
        lang: The language; one without a wording here is written in German, as texts fall back to it.
        conjunction: What stands before the last word.

    Example:
        >>> join(["Mutter", "Kind", "Großmutter"], "de")
        'Mutter, Kind und Großmutter'
        >>> join(["passport", "birth certificate"], "en", "or")
        'passport or birth certificate'
    """
    *front, last = [*words] or [""]
    if not front:
        return last
    return f"{', '.join(front)} {_CONJUNCTIONS.get(lang, _CONJUNCTIONS['de'])[conjunction]} {last}"
