"""The files of a rulebook: found, decoded, loaded as TOML or JSON, digested, and put together in one document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from attrs import frozen

from kimcore.markup import MarkupError, is_json, json_of, tables_of
from kimcore.rules.kinds import KINDS
from kimcore.rules.locating import Source
from kimcore.rules.report import Report

MAX_FILES = 200
"""A rulebook has at most so many files."""

MAX_FILE = 4_000_000
"""A file has at most so many characters."""


Origin = Path | Traversable | Mapping[str, str]
"""Where files of a rulebook come from: a folder, one file, or texts by the names of their files."""


@frozen
class Document:
    """A file as text and as table."""

    source: Source
    table: Mapping[str, Any]

    def statements(self) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
        """Yield kind, number within its kind and table of each statement of the file."""
        for kind in KINDS:
            items = self.table.get(kind)
            for number, raw in enumerate(items if isinstance(items, list) else ()):
                if isinstance(raw, dict):
                    yield kind, number, raw


def documents(source: Origin, report: Report, also: Iterable[Origin] = ()) -> tuple[Document, ...]:
    """Return the files of a rulebook in the order of their names; those that cannot be read are noted.

    Args:
        source: A folder, one file, or texts by the names of their files.
        report: Where faults are noted.
        also: More of them, read as if they stood beside.
    """
    texts = _texts_of(source, report)
    for more in also:
        _add(texts, more, report)
    if not texts and not report.faults:
        name = "" if isinstance(source, Mapping) else source.name
        says = "there is no rulebook: neither a TOML or JSON file nor a folder of them"
        report.fault_of_file("not-found", 0, name or "rulebook", says)
    if len(texts) > MAX_FILES:
        report.fault_of_file("length", 0, next(iter(texts)), f"the rulebook has more than {MAX_FILES} files")
        return ()
    sources = [Source(name, number, text) for number, (name, text) in enumerate(texts.items())]
    loaded = ((each, _loaded(each, report)) for each in sources)
    return tuple(Document(each, table) for each, table in loaded if table is not None)


def digest(found: Iterable[Document]) -> str:
    """Return the SHA-256 of the content, whatever its files, its layout and the order of its statements."""
    content: dict[str, list[str]] = {}
    for document in found:
        for key, value in document.table.items():
            items = value if key in KINDS else [value]
            content.setdefault(key, []).extend(_canonical(item) for item in items)
    # The schema may stand in every file and says the same in each.
    lines = {key: sorted(set(items) if key == "schema" else items) for key, items in content.items()}
    return sha256(_canonical(lines).encode()).hexdigest()


def whole(found: Iterable[Document]) -> str:
    """Return the files of a rulebook as one JSON document: the head first, then the statements kind by kind."""
    head: dict[str, Any] = {}
    statements: dict[str, list[Any]] = {}
    for document in found:
        for key, value in document.table.items():
            if key in KINDS:
                statements.setdefault(key, []).extend(value)
            else:
                head[key] = value
    ordered = {kind: statements[kind] for kind in KINDS if kind in statements}
    first = {"schema": head.pop("schema")} if "schema" in head else {}
    return json_of({**first, **head, **ordered})


def _texts_of(source: Origin, report: Report) -> dict[str, str]:
    return dict(sorted(source.items())) if isinstance(source, Mapping) else _texts(source, report)


def _add(texts: dict[str, str], more: Origin, report: Report) -> None:
    """Add files to those that are there; a name that is taken, or nothing to add, is a fault."""
    found = _texts_of(more, report)
    if not found and not report.faults:
        name = "rulebook" if isinstance(more, Mapping) else more.name
        report.fault_of_file("not-found", 0, name, "there is nothing to add: neither a TOML file nor a folder of them")
    for name, text in found.items():
        if name in texts:
            report.fault_of_file("twice", 0, name, "a file of this name is there already")
        else:
            texts[name] = text


def _texts(source: Path | Traversable, report: Report) -> dict[str, str]:
    inside = source.iterdir() if source.is_dir() else [source] if source.is_file() else ()
    paths = [path for path in inside if path.name.endswith(".toml") or is_json(path.name) or path is source]
    texts = {}
    for number, path in enumerate(sorted(paths, key=lambda path: path.name)):
        try:
            texts[path.name] = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            report.fault_of_file("encoding", number, path.name, "the file is not encoded in UTF-8")
    return texts


def _loaded(source: Source, report: Report) -> Mapping[str, Any] | None:
    if len(source.text) > MAX_FILE:
        says = f"the file has more than {MAX_FILE} characters"
        report.fault_of_file("length", source.number, source.name, says)
        return None
    try:
        return tables_of(source.text, name=source.name)
    except MarkupError as error:
        for reason in error.reasons:
            where, line = reason.where(source.name), reason.line or 0
            report.fault_of_file(reason.code, source.number, where, reason.problem, line=line)
    return None


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
