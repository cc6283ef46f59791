"""Reading the tables of a rulebook strictly: each key by its type, every fault noted, nothing left over.

A key that is wrong is noted and read as if it were not there, so that reading goes on and finds the next
fault. A key that nobody asks for is unknown: the keys read are the keys allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from attrs import field, frozen

from kimcore.dates import FIRST_DAY, LAST_DAY, Duration, Period
from kimcore.errors import did_you_mean, listed
from kimcore.language.check import Names
from kimcore.law.citation import SectionTable
from kimcore.law.codes import CodeList
from kimcore.rules.locating import PathPart
from kimcore.rules.report import At, Report, Spot
from kimcore.text import LANGUAGES, PLACEHOLDERS, Text

MAX_ITEMS = 200
"""A list holds at most so many items."""

MAX_TEXT = 4_000
"""A text has at most so many characters."""

Word = TypeVar("Word", bound=str)

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@frozen(kw_only=True)
class Desk:
    """What lies beside the tables while a rulebook is read.

    Args:
        report: Where faults are noted.
        names: Everything a test may name.
        ids: The ids of the statements by kind.
        codes: The code lists.
        sections: The sections of the shipped laws.
    """

    report: Report
    names: Names
    ids: Mapping[str, frozenset[str]]
    codes: Mapping[str, CodeList]
    sections: SectionTable


@frozen
class Table:
    """One table of a file, read key by key.

    Args:
        raw: The table.
        spot: The item it belongs to.
        path: The keys that lead to it from the item.
        desk: What lies beside it.
        root: The table of the whole item.
    """

    raw: Mapping[str, object]
    spot: Spot
    path: tuple[PathPart, ...]
    desk: Desk
    root: Mapping[str, object]
    _asked: set[str] = field(factory=set, init=False, eq=False)

    # ------------------------------------------------------------------------------- what is there

    def has(self, key: str) -> bool:
        """Tell whether the key is there, right or wrong."""
        self._asked.add(key)
        return key in self.raw

    def requires(self, *keys: str) -> None:
        """Note those of the keys that are not there."""
        for key in keys:
            if not self.has(key):
                self.fault("missing", (), f"{key!r} is missing")

    def excludes(self, key: str, reason: str) -> None:
        """Note a key that makes no sense here."""
        if self.has(key):
            self.fault("misplaced", key, f"{key!r} has no meaning here", hint=reason)

    def done(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.raw:
            if key not in self._asked:
                hint = did_you_mean(key, self._asked)
                self.fault(
                    "unknown-key",
                    key,
                    "unknown key",
                    allowed=listed(self._asked, len(self._asked)),
                    hint=hint,
                )

    # ------------------------------------------------------------------------------- plain values

    def string(self, key: str) -> str | None:
        """Return a text, None where it is not there."""
        value = self._value(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self.wrong(key, value, "a text")
            return None
        if not value.strip() or len(value) > MAX_TEXT:
            self.fault("length", key, "the text is empty or too long", allowed=f"1 to {MAX_TEXT} characters")
            return None
        return value

    def choice(self, key: str, allowed: tuple[Word, ...]) -> Word | None:
        """Return one of the allowed words, None where it is not there."""
        value = self.string(key)
        return None if value is None else self._one_of(key, value, allowed, "unknown-word")

    def choices(self, key: str, allowed: tuple[Word, ...]) -> tuple[Word, ...]:
        """Return some of the allowed words."""
        found = (self._one_of(key, value, allowed, "unknown-word") for value in self.strings(key))
        return tuple(word for word in found if word is not None)

    def flag(self, key: str) -> bool | None:
        """Return yes or no, None where it is not there."""
        value = self._value(key)
        if value is None or isinstance(value, bool):
            return value
        self.wrong(key, value, "true or false")
        return None

    def day(self, key: str) -> date | None:
        """Return a day, None where it is not there."""
        value = self._value(key)
        if value is None:
            return None
        if type(value) is not date:
            self.wrong(key, value, "a day such as 2026-11-01, without quotes")
            return None
        if not FIRST_DAY <= value <= LAST_DAY:
            self.fault("day", key, "the day is out of range", allowed=f"{FIRST_DAY} to {LAST_DAY}")
            return None
        return value

    def duration(self, key: str) -> Duration | None:
        """Return a length of time, None where it is not there."""
        value = self.string(key)
        try:
            return None if value is None else Duration.parse(value)
        except ValueError:
            allowed = "a length such as '36 months', '8 weeks' or '65 years 10 months'"
            self.fault("duration", key, "not a length of time", text=value, allowed=allowed)
            return None

    def strings(self, key: str) -> tuple[str, ...]:
        """Return the texts of a list; empty where it is not there."""
        found = []
        for number, value in enumerate(self.items(key)):
            if not isinstance(value, str):
                self.wrong((key, number), value, "a text")
            elif value in found:
                self.fault("twice", (key, number), "stands twice", text=value)
            else:
                found.append(value)
        return tuple(found)

    def items(self, key: str) -> list[object]:
        """Return the items of a list; empty where it is not there."""
        value = self._value(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong(key, value, "a list [ … ]")
            return []
        if not 0 < len(value) <= MAX_ITEMS:
            self.fault("length", key, f"the list has {len(value)} items", allowed=f"1 to {MAX_ITEMS}")
            return []
        return value

    # ------------------------------------------------------------------------------- names

    def code(self, key: str, code_list: str) -> str | None:
        """Return a code of a list, None where it is not there."""
        value = self.string(key)
        return None if value is None else self._one_of(key, value, self._codes(code_list), "unknown-code")

    def codes(self, key: str, code_list: str) -> tuple[str, ...]:
        """Return codes of a list."""
        known = self._codes(code_list)
        found = (self._one_of(key, value, known, "unknown-code") for value in self.strings(key))
        return tuple(code for code in found if code is not None)

    def is_code(self, path: str | tuple[PathPart, ...], value: str, code_list: str) -> bool:
        """Tell whether a word is a code of the list, and note it where it is not."""
        return self._one_of(path, value, self._codes(code_list), "unknown-code") is not None

    def reference(self, key: str, kind: str) -> str | None:
        """Return the id of a statement of a kind, None where it is not there."""
        value = self.string(key)
        return None if value is None else self._reference(key, value, kind)

    def references(self, key: str, kind: str) -> tuple[str, ...]:
        """Return ids of statements of a kind."""
        found = (self._reference(key, value, kind) for value in self.strings(key))
        return tuple(name for name in found if name is not None)

    # ------------------------------------------------------------------------------- tables and texts

    def table(self, key: str, shape: str = "a table { … }") -> Table | None:
        """Return a table within this one, None where it is not there; `shape` says what it looks like."""
        value = self._value(key)
        if value is None or isinstance(value, Mapping):
            return None if value is None else self.inner((key,), value)
        self.wrong(key, value, shape)
        return None

    def tables(self, key: str) -> tuple[Table, ...]:
        """Return the tables of a list; empty where it is not there."""
        found = []
        for number, value in enumerate(self.items(key)):
            if isinstance(value, Mapping):
                found.append(self.inner((key, number), value))
            else:
                self.wrong((key, number), value, "a table { … }")
        return tuple(found)

    def inner(self, path: tuple[PathPart, ...], raw: Mapping[str, object]) -> Table:
        """Return a table found at a path below this one."""
        return Table(raw, self.spot, (*self.path, *path), self.desk, self.root)

    def period(self, key: str) -> Period | None:
        """Return the days `{ from, until }`, both included, open where left out; None without the key."""
        table = self.table(key, "{ from = …, until = … }")
        if table is None:
            return None
        first, last = table.day("from"), table.day("until")
        table.done()
        if first is not None and last is not None and first > last:
            self.fault("period", key, "the first day is after the last")
            return None
        return Period(first, last)

    def text(self, key: str) -> Text | None:
        """Return a text in all languages, None where it is not there."""
        table = self.table(key, "{ de = …, en = … }")
        return None if table is None else table.as_text()

    def as_text(self) -> Text | None:
        """Return this table read as a text: its keys are the languages."""
        for lang in LANGUAGES:
            if not self.has(lang):
                says = f"the text in {lang!r} is missing"
                self.desk.report.lacking(self.spot.at(*self.path), says, allowed=listed(LANGUAGES))
        said = {lang: value for lang in LANGUAGES if (value := self.string(lang)) is not None}
        self.done()
        if not said or not self._placeholders_agree(said):
            return None
        try:
            return Text.from_mapping(said)
        except ValueError as error:
            self.fault("text", (), str(error))
            return None

    def _placeholders_agree(self, said: Mapping[str, str]) -> bool:
        used = {lang: frozenset(_PLACEHOLDER.findall(value)) for lang, value in said.items()}
        unknown = [(lang, name) for lang, names in used.items() for name in sorted(names - PLACEHOLDERS)]
        for lang, name in unknown:
            hint, allowed = did_you_mean(name, PLACEHOLDERS), listed(PLACEHOLDERS)
            says = f"there is no placeholder {name!r}"
            self.fault("placeholder", lang, says, text=f"{{{name}}}", allowed=allowed, hint=hint)
        differ = not unknown and len(set(used.values())) > 1
        if differ:
            self.fault("placeholder", (), "the placeholders differ between the languages")
        return not unknown and not differ

    # ------------------------------------------------------------------------------- faults

    def fault(
        self,
        code: str,
        key: str | tuple[PathPart, ...],
        problem: str,
        *,
        text: str | None = None,
        allowed: str | None = None,
        hint: str | None = None,
    ) -> None:
        """Note a fault of a key.

        Args:
            code: The stable name of the kind of fault.
            key: The key, or the keys that lead to it from this table; empty: the table itself.
            problem: What is wrong.
            text: The text in the file to point at; None: the key.
            allowed: What is allowed.
            hint: What to do.
        """
        self.desk.report.fault(code, self.at(key, text=text), problem, allowed=allowed, hint=hint)

    def at(self, key: str | tuple[PathPart, ...], *, text: str | None = None) -> At:
        """Return a key of this table as what a fault points at."""
        return self.spot.at(*self.path, *((key,) if isinstance(key, str) else key), text=text)

    def wrong(self, key: str | tuple[PathPart, ...], value: object, allowed: str) -> None:
        """Note a value of the wrong type."""
        self.fault("wrong-type", key, f"{_named(value)} cannot stand here", allowed=allowed)

    def _value(self, key: str) -> object:
        self._asked.add(key)
        return self.raw.get(key)

    def _codes(self, code_list: str) -> tuple[str, ...]:
        return tuple(self.desk.codes[code_list])

    def _reference(self, key: str, value: str, kind: str) -> str | None:
        known = self.desk.ids[kind]
        if value in known:
            return value
        hint = did_you_mean(value, known)
        says = f"there is no {kind} {value!r}"
        self.fault("unknown-name", key, says, text=value, allowed=listed(known) or None, hint=hint)
        return None

    def _one_of(self, key: str | tuple[PathPart, ...], value: str, allowed: Iterable[Word], code: str) -> Word | None:
        words = tuple(allowed)
        for word in words:
            if word == value:
                return word
        what = "code" if code == "unknown-code" else "word"
        says = f"there is no {what} {value!r} here"
        self.fault(code, key, says, text=value, allowed=listed(words), hint=did_you_mean(value, words))
        return None


_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (int, "a number"),
    (float, "a number with a point"),
    (str, "a text"),
    (list, "a list"),
    (Mapping, "a table"),
)


def _named(value: object) -> str:
    """Return what a TOML value is, in words."""
    return next((name for kind, name in _TYPES if isinstance(value, kind)), "a day or a time")
