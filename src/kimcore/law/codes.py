"""Code lists: the words others maintain (residence statuses, benefits, matters …), with dated properties.

A code names the thing, not a section number that may be renumbered: the section is a dated property of the
code. The lists are content and stand as TOML in `data/codes/`, one file a list, read when first asked for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from attrs import field, frozen

from kimcore.dates import Period
from kimcore.errors import Fault, Faults, InputError, UnknownNameError, did_you_mean, listed
from kimcore.text import LANGUAGES, Text

Value = str | bool | int | tuple[str, ...]
"""What a property may be: a word, yes or no, a number, several words."""

T = TypeVar("T")
V = TypeVar("V")


@frozen
class Dated(Generic[T]):
    """A value and the days on which it holds, both ends included.

    Args:
        value: The value.
        period: The days; an end that is None is open.
    """

    value: T
    period: Period


@frozen(kw_only=True)
class Code:
    """One word of a code list, with its texts and dated properties.

    Args:
        id: The word in records and rules, such as `refugee`.
        text: What the code means, in several languages.
        names: The names it is printed with on the days of each; empty: printed as its text.
        columns: Each property of the list with its dated values; empty where the source does not say.

    Example:
        >>> from datetime import date
        >>> sgb2 = code_lists()["benefit"]["SGB_II"]
        >>> sgb2.name(on=date(2026, 6, 30), lang="de"), sgb2.name(on=date(2026, 7, 1), lang="de")
        ('Bürgergeld', 'Grundsicherungsgeld')
    """

    id: str
    text: Text
    names: tuple[Dated[Text], ...] = ()
    columns: tuple[tuple[str, tuple[Dated[Value], ...]], ...] = field(default=(), repr=False)

    @property
    def properties(self) -> Mapping[str, tuple[Dated[Value], ...]]:
        """The dated values by the name of the property; empty where the source does not say."""
        return MappingProxyType(dict(self.columns))

    def name(self, on: date, lang: str = "de") -> str:
        """Return the name the code is printed with on a day.

        Args:
            on: The day whose name is wanted.
            lang: The language; another one stands visibly marked where it is missing.
        """
        named = _on(self.names, on)
        return (self.text if named is None else named).get(lang)

    def property(self, name: str, on: date) -> Value | None:
        """Return a property as it stands on a day, None where the source does not say.

        Args:
            name: A column of the list, such as `section`.
            on: The day.

        Raises:
            UnknownNameError: The list has no such column.

        Example:
            >>> from datetime import date
            >>> code_lists()["residence_status"]["refugee"].property("section", on=date(2026, 6, 12))
            '§ 25 Abs. 2 Satz 1 AufenthG'
        """
        columns = dict(self.columns)
        if name not in columns:
            raise UnknownNameError(_unknown("property", name, columns))
        return _on(columns[name], on)


@frozen(kw_only=True)
class CodeList:
    """The codes of one kind, in the order of their list.

    Args:
        id: The name of the list, such as `residence_status`.
        title: What the codes are, in several languages.
        codes: The codes.
        ordered: Whether a later code is more than an earlier one, as with language levels.

    Example:
        >>> cefr = code_lists()["cefr"]
        >>> "B1" in cefr, cefr.rank("A2") < cefr.rank("B1")
        (True, True)
    """

    id: str
    title: Text = field(hash=False)
    codes: tuple[Code, ...] = field(hash=False, repr=False)
    ordered: bool = False
    _ranks: Mapping[str, int] = field(init=False, eq=False, repr=False)

    @_ranks.default
    def _number(self) -> Mapping[str, int]:
        return {code.id: rank for rank, code in enumerate(self.codes)}

    def __contains__(self, code: object) -> bool:
        return code in self._ranks

    def __getitem__(self, code: str) -> Code:
        return self.codes[self._rank(code)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ranks)

    def __len__(self) -> int:
        return len(self.codes)

    def rank(self, code: str) -> int:
        """Return the place of a code in an ordered list, the lowest being 0.

        Raises:
            UnknownNameError: The list has no such code.
            TypeError: The list has no order.
        """
        if not self.ordered:
            raise TypeError(f"the codes of {self.id} have no order")
        return self._rank(code)

    def _rank(self, code: str) -> int:
        if code not in self._ranks:
            raise UnknownNameError(_unknown(f"code of {self.id}", code, self._ranks))
        return self._ranks[code]


class _Shipped(Mapping[str, CodeList]):
    """The shipped lists; each is read when it is first asked for."""

    def __init__(self) -> None:
        self._ids = tuple(sorted(path.name.removesuffix(".toml") for path in _folder().iterdir()))

    def __getitem__(self, key: str) -> CodeList:
        # A KeyError, so that `get` of a mapping works.
        if key not in self._ids:
            raise KeyError(key)
        return _shipped(key)

    def __contains__(self, key: object) -> bool:
        # That of Mapping would read the list.
        return key in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


@cache
def code_lists() -> Mapping[str, CodeList]:
    """Return the shipped code lists by name; a list is read when it is first asked for.

    Example:
        >>> code_lists()["place_kind"]["assigned"].text.get("en")
        'assigned place'
    """
    return _Shipped()


@cache
def _shipped(name: str) -> CodeList:
    return read_code_list((_folder() / f"{name}.toml").read_text(encoding="utf-8"), file=f"{name}.toml")


def _folder() -> Traversable:
    return files("kimcore") / "data" / "codes"


def _on(values: tuple[Dated[V], ...], day: date) -> V | None:
    return next((dated.value for dated in values if day in dated.period), None)


def _unknown(what: str, name: str, known: Mapping[str, object]) -> str:
    hint = did_you_mean(name, known) or f"known: {listed(known)}"
    return f"{name!r} is no {what}; {hint}"


# ------------------------------------------------------------------------------------------------ reading

_LIST_KEYS = frozenset({"id", "title", "ordered", "columns", "code"})
_CODE_KEYS = frozenset({"id", "text", "name"})
_TYPES: Mapping[str, type] = {"flag": bool, "text": str, "number": int}


def read_code_list(text: str, *, file: str) -> CodeList:
    """Return the code list that a TOML text holds.

    A list has `id`, `title`, perhaps `ordered = true`, and `[columns]`: for each property either its type
    (`flag`, `text`, `number`) or the words it may be. A `[[code]]` has `id`, `text`, perhaps dated `name`s,
    and its properties: a plain value holds on all days; `[{is = …, from = …, until = …}]` holds from and
    until the days named, both included.

    Args:
        text: The TOML text.
        file: The name that errors give as their place.

    Raises:
        InputError: With every fault of the text.
    """
    faults = Faults()
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            "the code list cannot be read", [Fault(code="toml", where=file, problem=str(error))]
        ) from error
    found = _Reader(file, table.get("columns", {}), faults).read(table)
    faults.raise_if_any(InputError, "the code list cannot be read")
    return found


class _Reader:
    """Reads one list and notes every fault on the way."""

    def __init__(self, file: str, columns: Mapping[str, Any], faults: Faults) -> None:
        self.file = file
        self.columns = columns
        self.faults = faults

    def read(self, table: Mapping[str, Any]) -> CodeList:
        self.keys(self.file, table, _LIST_KEYS)
        rows = table.get("code", [])
        codes = tuple(self.code(row, f"{self.file} [code {row.get('id', number)}]") for number, row in enumerate(rows))
        seen: set[str] = set()
        for code in codes:
            if code.id in seen:
                self.faults.add("duplicate", f"{self.file} [code {code.id}]", "the code stands twice")
            seen.add(code.id)
        title = self.text(table.get("title"), f"{self.file} title")
        return CodeList(id=str(table.get("id")), title=title, codes=codes, ordered=table.get("ordered") is True)

    def code(self, row: Mapping[str, Any], where: str) -> Code:
        self.keys(where, row, _CODE_KEYS | self.columns.keys())
        return Code(
            id=str(row.get("id")),
            text=self.text(row.get("text"), f"{where} text"),
            names=tuple(self.names(row.get("name", []), f"{where} name")),
            columns=tuple((column, tuple(self.values(column, row, where))) for column in self.columns),
        )

    def keys(self, where: str, table: Mapping[str, Any], allowed: frozenset[str]) -> None:
        for key in table:
            if key not in allowed:
                hint = did_you_mean(key, allowed)
                place = f"{where} {key}"
                self.faults.add("unknown-key", place, "unknown key", allowed=listed(allowed), hint=hint)

    def text(self, value: Any, where: str) -> Text:
        given = value if isinstance(value, dict) else {}
        wordings = {lang: given[lang] for lang in LANGUAGES if isinstance(given.get(lang), str)}
        if len(wordings) == len(LANGUAGES) and all(wording.strip() for wording in wordings.values()):
            return Text.from_mapping(wordings)
        self.faults.add("text", where, "no text in every language", allowed="{ de = …, en = … }")
        return Text.of(de="?", en="?")

    def names(self, rows: list[dict[str, Any]], where: str) -> Iterator[Dated[Text]]:
        for period, row in self.periods(rows, where, frozenset({"de", "en"})):
            yield Dated(self.text(row, where), period)

    def values(self, column: str, code: Mapping[str, Any], where: str) -> Iterator[Dated[Value]]:
        if column not in code:
            return
        value, where = code[column], f"{where} {column}"
        rows = value if isinstance(value, list) and value and isinstance(value[0], dict) else [{"is": value}]
        for period, row in self.periods(rows, where, frozenset({"is"})):
            yield Dated(self.value(column, row.get("is"), where), period)

    def value(self, column: str, value: Any, where: str) -> Value:
        allowed = self.columns[column]
        words = tuple(value) if isinstance(value, list) else (value,)
        if isinstance(allowed, str):
            right = all(type(word) is _TYPES[allowed] for word in words)
        else:
            right = all(word in allowed for word in words)
        if not right:
            says = allowed if isinstance(allowed, str) else listed(allowed)
            self.faults.add("value", where, "not a value of this column", allowed=says)
        return words if isinstance(value, list) else words[0]

    def periods(
        self, rows: list[dict[str, Any]], where: str, keys: frozenset[str]
    ) -> Iterator[tuple[Period, dict[str, Any]]]:
        """Yield each version with its days; versions whose days overlap are a fault."""
        before: list[Period] = []
        for row in rows:
            self.keys(where, row, keys | {"from", "until"})
            try:
                period = Period(row.get("from"), row.get("until"))
            except ValueError as error:
                self.faults.add("period", where, str(error))
                continue
            if any(period.overlaps(other) for other in before):
                self.faults.add("overlap", where, "two versions hold on one day")
            before.append(period)
            yield period, row
