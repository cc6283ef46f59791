"""From TOML or JSON files to a rulebook: read strictly, every fault at once, with file, line, statement, excerpt.

    rulebook.toml      schema, id, version, title, law_known_until
    livelihood.toml    [[value]] [[definition]] [[aspect]] [[entitlement]] [[transition]] [[step]] …

The files of a folder are one rulebook: one of them holds the keys of the head, the statements stand in any.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from kimcore.errors import RulebookError, UnknownNameError, did_you_mean, listed
from kimcore.language.check import Names, ValueType
from kimcore.language.vocabulary import Vocabulary, standard_vocabulary
from kimcore.law.citation import SectionTable
from kimcore.law.codes import code_lists
from kimcore.rules.consistency import Found, check_whole
from kimcore.rules.documents import Document, Origin, digest, documents, whole
from kimcore.rules.figures import common_type, type_as_written
from kimcore.rules.heads import identifier
from kimcore.rules.kinds import KINDS, statement
from kimcore.rules.report import RIGOURS, Report, Rigour, Spot
from kimcore.rules.rulebook import Rulebook
from kimcore.rules.statement import Statement
from kimcore.rules.tables import Desk, Table

SCHEMA = "kimcore.rulebook/1"
MAX_STATEMENTS = 10_000

_WHAT = "the rulebook cannot be read"
_HEAD = ("id", "version", "title", "law_known_until")


def load_rulebook(name: str, *, also: Sequence[Origin] = ()) -> Rulebook:
    """Return a rulebook that comes with the library.

    Args:
        name: Its id, such as `nrw`.
        also: What a town adds, as for `read_rulebook`.

    Raises:
        UnknownNameError: None of that name comes with the library.
        RulebookError: What is added cannot be read together with it.
    """
    return read_rulebook(_folder(name), also=also) if also else _shipped(name)


@cache
def _shipped(name: str) -> Rulebook:
    return read_rulebook(_folder(name))


def _folder(name: str) -> Traversable:
    folder = files("kimcore") / "data" / "rulebooks"
    shipped = [path.name for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []
    if name not in shipped:
        hint = did_you_mean(name, shipped)
        says = f"no rulebook {name!r} comes with the library; there are: {listed(shipped)}"
        raise UnknownNameError(f"{says}; {hint}" if hint else says)
    return folder / name


def read_rulebook(
    source: Origin,
    *,
    also: Sequence[Origin] = (),
    vocabulary: Vocabulary | None = None,
    rigour: Rigour = "shipped",
) -> Rulebook:
    """Return the rulebook that stands in TOML or JSON files, whichever: both say the same.

    Args:
        source: A folder, one file, or the texts by the names of their files. A name that ends with `.json` is read as
            JSON, with days as texts; every other as TOML.
        also: What a town adds: more folders, files or texts, read as if they stood beside those of the source, under
            names that the source does not use. They have no head of their own.
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
    found = documents(source, report, also)
    _raise(report)
    desk = _desk(found, standard_vocabulary() if vocabulary is None else vocabulary, report)
    head = _head(found, desk)
    statements = [Found(statement(table), table.spot) for table in _tables(found, desk)]
    check_whole(statements, desk)
    _raise(report)
    return Rulebook(
        **head,
        digest=digest(found),
        vocabulary=desk.names.vocabulary,
        statements=tuple(sorted((each.statement for each in statements), key=_rank)),
        notes=report.notes,
    )


def rulebook_as_json(source: Origin) -> str:
    """Return the files of a rulebook as one JSON document `kimcore.rulebook/1`: its digest is equal.

    Args:
        source: A folder, one file, or the texts by the names of their files. Only their form is checked.

    Raises:
        RulebookError: A file cannot be read as TOML or JSON.

    Example:
        >>> print(rulebook_as_json({"a.toml": 'schema = "kimcore.rulebook/1"'}), end="")
        {
          "schema": "kimcore.rulebook/1"
        }
    """
    report = Report("draft")
    found = documents(source, report)
    _raise(report)
    return whole(found)


def _raise(report: Report) -> None:
    if report.faults:
        raise RulebookError(_WHAT, report.faults)


def _rank(found: Statement) -> tuple[int, str, bool, date]:
    """Order statements by kind, id and first day in force, pending ones last."""
    first = found.in_force.first if found.in_force else None
    return KINDS.index(found.kind), found.id, found.in_force is None, first or date.min


# ---------------------------------------------------------------------------------------- the head


def _head(found: Sequence[Document], desk: Desk) -> dict[str, Any]:
    """Return the fields of the rulebook itself; every file is checked for what does not belong to it."""
    heads = [document.source for document in found if document.table.keys() & set(_HEAD)]
    if not heads:
        says = f"no file has the head of the rulebook: {', '.join(_HEAD)}"
        desk.report.fault_of_file("missing", 0, found[0].source.name, says)
    fields: dict[str, Any] = {}
    for document in found:
        table = _top(document, desk)
        table.choice("schema", (SCHEMA,))
        if document.source in heads[:1]:
            fields = _fields(table)
        elif document.source in heads:
            hint = f"it stands in {heads[0].name}"
            table.fault("twice", (), "the rulebook has a head already", hint=hint)
            continue
        table.done()
    return fields


def _top(document: Document, desk: Desk) -> Table:
    """Return the keys of a file beside its statements; a list of tables of another name is no kind."""
    spot = Spot(document.source, "rulebook")
    raw = {}
    for key, value in document.table.items():
        if key in KINDS:
            _check_list(document, key, desk)
        elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            says, hint = f"there is no kind of statement {key!r}", did_you_mean(key, KINDS)
            desk.report.fault("unknown-kind", Spot(document.source, key).at(), says, allowed=listed(KINDS), hint=hint)
        else:
            raw[key] = value
    return Table(raw, spot, (), desk, raw)


def _check_list(document: Document, kind: str, desk: Desk) -> None:
    items = document.table[kind]
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        at = Spot(document.source, kind).at()
        desk.report.fault("wrong-type", at, "statements are tables of a list", allowed=f"[[{kind}]]")


def _fields(table: Table) -> dict[str, Any]:
    table.requires("schema", "law_known_until")
    for key in ("version", "title"):
        if not table.has(key):
            table.desk.report.lacking(table.spot.at(), f"{key!r} is missing", allowed=f"{key} = …")
    return {
        "id": identifier(table),
        "version": table.string("version") or "draft",
        "title": table.text("title"),
        "law_known_until": table.day("law_known_until"),
    }


# ---------------------------------------------------------------------------------------- statements


def _desk(found: Sequence[Document], vocabulary: Vocabulary, report: Report) -> Desk:
    """Return what lies beside the tables: ids and types of all statements, before they are read."""
    ids: dict[str, set[str]] = {kind: set() for kind in KINDS}
    types: dict[str, set[ValueType]] = {}
    for document in found:
        for kind, _, raw in document.statements():
            if isinstance(id_ := raw.get("id"), str):
                ids[kind].add(id_)
                if kind == "value":
                    types.setdefault(id_, set()).update(type_as_written(raw))
    known = {kind: frozenset(names) for kind, names in ids.items()}
    names = Names(
        vocabulary=vocabulary,
        definitions=known["definition"],
        entitlements=known["entitlement"],
        # A figure without a readable type is a fault of its own: its name is known nevertheless.
        values={id_: common_type(several) or "duration" for id_, several in types.items()},
    )
    return Desk(report=report, names=names, ids=known, codes=code_lists(), sections=SectionTable.shipped())


def _tables(found: Sequence[Document], desk: Desk) -> Iterator[Table]:
    count = 0
    for document in found:
        for kind, number, raw in document.statements():
            id_ = raw.get("id")
            spot = Spot(document.source, kind, number, id_ if isinstance(id_, str) else "")
            count += 1
            if count > MAX_STATEMENTS:
                desk.report.fault("length", spot.at(), f"there are more than {MAX_STATEMENTS} statements")
                return
            yield Table(raw, spot, (), desk, raw)
