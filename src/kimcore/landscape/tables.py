"""Reading tables of a TOML document strictly: every field once, every fault noted, nothing left over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import define, field

from kimcore.dates import Period
from kimcore.errors import Faults, did_you_mean, listed
from kimcore.text import LANGUAGES, Text

_TEXT = 'a text, or { de = "…", en = "…" }'
_UNREADABLE = Text.of(de="?", en="?")


@define
class Table:
    """One table, read field by field.

    A field that is missing or wrong is noted as a fault and read as an empty value, so that reading goes on
    and finds the next fault. `close` notes the keys that nobody asked for.

    Args:
        values: The table.
        where: Its place, such as `kreis-recklinghausen.toml [[competence]] 12`.
        faults: Where faults are noted.
    """

    values: Mapping[str, object]
    where: str
    faults: Faults
    _asked: set[str] = field(init=False, factory=set)

    def word(self, key: str) -> str:
        """Return a text that must be there."""
        value = self._value(key)
        if isinstance(value, str) and value.strip():
            return value
        self._missing_or_wrong(key, value, "a text")
        return ""

    def word_if_any(self, key: str) -> str | None:
        """Return a text, None where it is left out."""
        self._asked.add(key)
        return self.word(key) if key in self.values else None

    def words(self, key: str) -> tuple[str, ...]:
        """Return texts, given as a list or as a single text; none where the key is left out."""
        value = self._value(key)
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        if all(isinstance(item, str) and item.strip() for item in items):
            return tuple(str(item) for item in items)
        self._wrong(key, "a text or a list of texts")
        return ()

    def some_words(self, key: str) -> tuple[str, ...]:
        """Return at least one text."""
        found = self.words(key)
        if not found and (key not in self.values or self.values[key] == []):
            self._missing(key, "a text or a list of texts")
        return found

    def choice(self, key: str, allowed: Iterable[str]) -> str:
        """Return one of the allowed words."""
        options = tuple(allowed)
        value = self.word(key)
        if value and value not in options:
            self.unknown(key, value, options)
        return value

    def day(self, key: str) -> date:
        """Return a day that must be there."""
        value = self._value(key)
        if type(value) is date:
            return value
        self._missing_or_wrong(key, value, "a day such as 2026-08-19, without quotes")
        return date.min

    def day_if_any(self, key: str) -> date | None:
        """Return a day, None where it is left out."""
        self._asked.add(key)
        return self.day(key) if key in self.values else None

    def flag(self, key: str, *, default: bool) -> bool:
        """Return yes or no."""
        value = self._value(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self._wrong(key, "true or false")
        return default

    def text_if_any(self, key: str) -> Text | None:
        """Return a text in several languages; a plain text is the same in each (a proper name)."""
        value = self._value(key)
        if value is None:
            return None
        wordings = dict.fromkeys(LANGUAGES, value) if isinstance(value, str) else value
        if not isinstance(wordings, Mapping) or not all(isinstance(wording, str) for wording in wordings.values()):
            self._wrong(key, _TEXT)
            return None
        if set(wordings) != set(LANGUAGES):
            self.note("text", key, "a text is given in each language", allowed=listed(LANGUAGES))
            return None
        return self._text(key, wordings)

    def text(self, key: str) -> Text:
        """Return a text in several languages that must be there."""
        found = self.text_if_any(key)
        if found is None and key not in self.values:
            self._missing(key, _TEXT)
        return found or _UNREADABLE

    def _text(self, key: str, wordings: Mapping[str, str]) -> Text | None:
        try:
            text = Text.from_mapping(wordings)
        except ValueError as error:
            self.note("text", key, str(error))
            return None
        if text.placeholders:
            self.note("text", key, "a text of a landscape has no placeholders")
        return text

    def period(self, key: str = "in_force") -> Period:
        """Return the days `{ from, until }`, both included; an end left out is open."""
        table = self.table(key)
        if table is None:
            return Period(None, None)
        first, last = table.day_if_any("from"), table.day_if_any("until")
        table.close()
        if first is not None and last is not None and first > last:
            self.note("period", key, "the first day is after the last")
            return Period(None, None)
        return Period(first, last)

    def table(self, key: str) -> Table | None:
        """Return a table within this one, None where it is left out or is none."""
        value = self._value(key)
        if value is None:
            return None
        if isinstance(value, Mapping):
            return Table(value, f"{self.where} {key}", self.faults)
        self._wrong(key, "a table { … }")
        return None

    def table_or_empty(self, key: str) -> Table:
        """Return a table within this one, an empty one where it is left out or is none."""
        return self.table(key) or Table({}, f"{self.where} {key}", self.faults)

    def items(self, key: str) -> tuple[object, ...]:
        """Return what a list holds, or the one value that stands instead of it; nothing where left out."""
        value = self._value(key)
        if value is None:
            return ()
        return tuple(value) if isinstance(value, list) else (value,)

    def tables(self, key: str) -> tuple[Table, ...]:
        """Return the tables `[[key]]`, numbered from 1 in their places; none where left out."""
        value = self._value(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, Mapping) for item in value):
            places = (f"{self.where} [[{key}]] {number}" for number in range(1, len(value) + 1))
            return tuple(Table(item, place, self.faults) for item, place in zip(value, places, strict=True))
        self._wrong(key, "tables")
        return ()

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.values:
            if key not in self._asked:
                hint = did_you_mean(key, self._asked)
                self.note("unknown-key", key, "unknown key", allowed=listed(self._asked), hint=hint)

    def unknown(self, key: str, value: str, known: Iterable[str]) -> None:
        """Note a word that is none of those known."""
        names = tuple(known)
        self.note(
            "unknown-name",
            key,
            f"{value!r} is not known",
            allowed=listed(names),
            hint=did_you_mean(value, names),
        )

    def note(
        self,
        code: str,
        key: str,
        problem: str,
        *,
        allowed: str | None = None,
        hint: str | None = None,
        excerpt: str | None = None,
    ) -> None:
        """Note a fault of a field."""
        self.faults.add(code, f"{self.where} {key}", problem, allowed=allowed, hint=hint, excerpt=excerpt)

    def _value(self, key: str) -> object:
        self._asked.add(key)
        return self.values.get(key)

    def _missing_or_wrong(self, key: str, value: object, allowed: str) -> None:
        (self._missing if value is None else self._wrong)(key, allowed)

    def _missing(self, key: str, allowed: str) -> None:
        self.note("missing", key, "is missing", allowed=allowed)

    def _wrong(self, key: str, allowed: str) -> None:
        self.note("wrong-type", key, "is of the wrong type", allowed=allowed)
