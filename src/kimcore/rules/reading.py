"""From TOML files to a rulebook: read strictly, every fault at once, with file, line, statement, excerpt.

    rulebook.toml      schema, id, version, title, law_known_until
    livelihood.toml    [[value]] [[definition]] [[aspect]] [[entitlement]] [[transition]] [[step]] …

The files of a folder are one rulebook: one of them holds the keys of the head, the statements stand in any.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from attrs import frozen

from kimcore.errors import RulebookError, UnknownNameError, did_you_mean, listed
from kimcore.language.check import Names, ValueType
from kimcore.language.vocabulary import Vocabulary, standard_vocabulary
from kimcore.law.citation import SectionTable
from kimcore.law.codes import code_lists
from kimcore.rules.checking import Found, check_whole
from kimcore.rules.figures import common_type, type_as_written
from kimcore.rules.heads import identifier
from kimcore.rules.kinds import KINDS, statement
from kimcore.rules.locating import Source
from kimcore.rules.report import RIGOURS, Report, Rigour, Spot
from kimcore.rules.rulebook import Rulebook
from kimcore.rules.statement import Statement
from kimcore.rules.tables import Desk, Table

SCHEMA = "kimcore.rulebook/1"
MAX_FILES = 200
MAX_FILE = 4_000_000
"""A file has at most so many characters."""
MAX_STATEMENTS = 10_000

_WHAT = "the rulebook cannot be read"
_HEAD = ("schema", "id", "version", "title", "law_known_until")
_TOML_LINE = re.compile(r" \(at line (\d+), column \d+\)")


@frozen
class _Document:
    """A file as text and as table."""

    source: Source
    table: Mapping[str, Any]


@cache
def load_rulebook(name: str) -> Rulebook:
    """Return a rulebook that comes with the library.

    Args:
        name: Its id, such as `nrw`.

    Raises:
        UnknownNameError: None of that name comes with the library.
    """
    folder = files("kimcore") / "data" / "rulebooks"
    shipped = [path.name for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []
    if name not in shipped:
        hint = did_you_mean(name, shipped)
        says = f"no rulebook {name!r} comes with the library; there are: {listed(shipped)}"
        raise UnknownNameError(f"{says}; {hint}" if hint else says)
    return read_rulebook(folder / name)


def read_rulebook(
    source: Path | Traversable | Mapping[str, str],
    *,
    vocabulary: Vocabulary | None = None,
    rigour: Rigour = "shipped",
) -> Rulebook:
    """Return the rulebook that stands in TOML files.

    Args:
        source: A folder, one file, or the texts by the names of their files.
        vocabulary: The facts that tests may name; None: the standard ones.
        rigour: How strictly: `shipped` needs title, days in force, source, day of comparison and confidence
            of every statement, in a draft a missing one is a note of the rulebook.

    Raises:
        RulebookError: With every fault of all files.
        ValueError: There is no such rigour.

    Example:
        >>> read_rulebook({"a.toml": 'schema = "kimcore.rulebook/1"'})
        Traceback (most recent call last):
        ...
        kimcore.errors.RulebookError: the rulebook cannot be read (1 fault)
          a.toml: no file has the head of the rulebook: id, version, title, law_known_until [missing]
    """
    if rigour not in RIGOURS:
        raise ValueError(f"there is no such rigour; allowed: {', '.join(RIGOURS)}")
    report = Report(rigour)
    documents = _documents(_texts(source, report), report)
    _raise(report)
    facts = standard_vocabulary() if vocabulary is None else vocabulary
    desk = _desk(documents, facts, report)
    head = _head(documents, desk)
    found = [Found(statement(table), table.spot) for table in _tables(documents, desk)]
    check_whole(found, desk)
    _raise(report)
    statements = tuple(sorted((item.statement for item in found), key=_rank))
    return Rulebook(
        **head, digest=_digest(documents), vocabulary=facts, statements=statements, notes=report.notes
    )


def _raise(report: Report) -> None:
    if report.faults:
        raise RulebookError(_WHAT, report.faults)


def _rank(found: Statement) -> tuple[int, str, bool, date]:
    """Order statements by kind, id and first day in force, pending ones last."""
    first = found.in_force.first if found.in_force else None
    return KINDS.index(found.kind), found.id, found.in_force is None, first or date.min


# ---------------------------------------------------------------------------------------- files


def _texts(source: Path | Traversable | Mapping[str, str], report: Report) -> Mapping[str, str]:
    """Return the texts by name; what cannot be read is noted."""
    if isinstance(source, Mapping):
        return source
    if source.is_dir():
        paths = sorted(
            (path for path in source.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name
        )
    else:
        paths = [source]
    if not paths or not paths[0].is_file():
        report.fault_of_file(
            "not-found", 0, source.name, "there is no rulebook: neither a TOML file nor a folder of them"
        )
        return {}
    texts = {}
    for number, path in enumerate(paths[:MAX_FILES]):
        try:
            texts[path.name] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            report.fault_of_file("encoding", number, path.name, "the file is not encoded in UTF-8")
    return texts


def _documents(texts: Mapping[str, str], report: Report) -> tuple[_Document, ...]:
    found = []
    for number, (name, text) in enumerate(sorted(texts.items())):
        source = Source(name, number, text)
        table = _loaded(source, report)
        if table is not None:
            found.append(_Document(source, table))
    return tuple(found)


def _loaded(source: Source, report: Report) -> Mapping[str, Any] | None:
    if len(source.text) > MAX_FILE:
        report.fault_of_file(
            "length", source.number, source.name, f"the file has more than {MAX_FILE} characters"
        )
        return None
    try:
        return tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) if found else len(source.lines)
        says = _TOML_LINE.sub("", str(error)).replace(" (at end of document)", "")
        report.fault_of_file("toml", source.number, f"{source.name}:{line}", f"not TOML: {says}", line=line)
    except RecursionError:
        report.fault_of_file("too-deep", source.number, source.name, "values are nested too deep")
    return None


def _digest(documents: Iterable[_Document]) -> str:
    """Return the SHA-256 of the content, whatever its files, layout and order of statements."""
    content: dict[str, list[str]] = {}
    for document in documents:
        for key, value in document.table.items():
            items = value if key in KINDS else [value]
            content.setdefault(key, []).extend(_canonical(item) for item in items)
    # The schema may stand in every file and says the same in each.
    lines = {key: sorted(set(found) if key == "schema" else found) for key, found in content.items()}
    return sha256(_canonical(lines).encode()).hexdigest()


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


# ---------------------------------------------------------------------------------------- the head


def _head(documents: Sequence[_Document], desk: Desk) -> dict[str, Any]:
    """Return the fields of the rulebook itself; every file is checked for what does not belong to it."""
    heads = [document for document in documents if document.table.keys() & set(_HEAD[1:])]
    if not heads:
        name = documents[0].source.name
        desk.report.fault_of_file(
            "missing", 0, name, f"no file has the head of the rulebook: {', '.join(_HEAD[1:])}"
        )
    fields: dict[str, Any] = {}
    for document in documents:
        table = _top(document, desk)
        table.requires(*(("schema",) if document in heads else ()))
        table.choice("schema", (SCHEMA,))
        if document in heads[1:]:
            table.fault(
                "twice", (), "the rulebook has a head already", hint=f"it stands in {heads[0].source.name}"
            )
        elif document in heads:
            fields = _fields(table)
        _kinds(document, table)
        table.done()
    return fields


def _top(document: _Document, desk: Desk) -> Table:
    raw = {key: value for key, value in document.table.items() if key not in KINDS}
    return Table(raw, Spot(document.source, "rulebook"), (), desk, raw)


def _fields(table: Table) -> dict[str, Any]:
    table.requires("law_known_until")
    for key in ("version", "title"):
        if not table.has(key):
            table.desk.report.lacking(table.spot.at(), f"{key!r} is missing", allowed=f"{key} = …")
    return {
        "id": identifier(table),
        "version": table.string("version") or "draft",
        "title": table.text("title"),
        "law_known_until": table.day("law_known_until"),
    }


def _kinds(document: _Document, table: Table) -> None:
    """A list of tables under another name is a misspelt kind of statement, or one that is not read yet."""
    for key, value in table.raw.items():
        if (
            key not in _HEAD
            and isinstance(value, list)
            and value
            and all(isinstance(item, dict) for item in value)
        ):
            table.has(key)
            spot = Spot(document.source, key)
            hint = did_you_mean(key, KINDS)
            table.desk.report.fault(
                "unknown-kind",
                spot.at(),
                f"there is no kind of statement {key!r}",
                allowed=listed(KINDS),
                hint=hint,
            )


# ---------------------------------------------------------------------------------------- statements


def _desk(documents: Sequence[_Document], vocabulary: Vocabulary, report: Report) -> Desk:
    ids: dict[str, set[str]] = {kind: set() for kind in KINDS}
    types: dict[str, set[ValueType]] = {}
    for document in documents:
        for kind, _, raw in _raw(document):
            id_ = raw.get("id")
            if isinstance(id_, str):
                ids[kind].add(id_)
                if kind == "value" and (found := type_as_written(raw)) is not None:
                    types.setdefault(id_, set()).add(found)
    known = {kind: frozenset(names) for kind, names in ids.items()}
    values = {id_: found for id_, several in types.items() if (found := common_type(several)) is not None}
    names = Names(
        vocabulary=vocabulary,
        definitions=known["definition"],
        entitlements=known["entitlement"],
        values=values,
    )
    return Desk(report=report, names=names, ids=known, codes=code_lists(), sections=SectionTable.shipped())


def _raw(document: _Document) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """Yield kind, number and table of each statement of a file."""
    for kind in KINDS:
        items = document.table.get(kind, [])
        for number, raw in enumerate(items if isinstance(items, list) else []):
            if isinstance(raw, dict):
                yield kind, number, raw


def _tables(documents: Sequence[_Document], desk: Desk) -> Iterator[Table]:
    count = 0
    for document in documents:
        _check_lists(document, desk)
        for kind, number, raw in _raw(document):
            id_ = raw.get("id")
            spot = Spot(document.source, kind, number, id_ if isinstance(id_, str) else "")
            count += 1
            if count > MAX_STATEMENTS:
                desk.report.fault("length", spot.at(), f"there are more than {MAX_STATEMENTS} statements")
                return
            yield Table(raw, spot, (), desk, raw)


def _check_lists(document: _Document, desk: Desk) -> None:
    for kind in KINDS:
        items = document.table.get(kind, [])
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            spot = Spot(document.source, kind)
            desk.report.fault(
                "wrong-type", spot.at(), "statements are tables of a list", allowed=f"[[{kind}]]"
            )
