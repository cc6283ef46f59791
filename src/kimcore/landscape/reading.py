"""From a TOML or JSON document to a landscape: read strictly, every fault at once, each with its file and table.

    schema = "kimcore.landscape/1"
    id, version, title, verified_on
    [towns]            short names of the towns: gladbeck = "05562014"
    [groups]           named lists of towns
    [[covers]]         territory, matter, in_force
    [[agency]]         id, kind, name or names, …
    [[competence]]     agency, matter, role, territory, places, for, in_force, basis, …

An agency or competence with `each = "group"` stands for one in each town of the group; in its texts `{town}`,
`{key}` and `{name}` become the short name, the key and the name of the town.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from kimcore.errors import Fault, Faults, LandscapeError, UnknownNameError, did_you_mean, listed
from kimcore.landscape.checking import Placed, check
from kimcore.landscape.entries import Entries
from kimcore.landscape.landscape import Landscape
from kimcore.landscape.tables import Table
from kimcore.landscape.towns import Towns, read_towns
from kimcore.language.check import Names
from kimcore.language.vocabulary import Vocabulary, standard_vocabulary
from kimcore.markup import MarkupError, json_of, tables_of

SCHEMA = "kimcore.landscape/1"

T = TypeVar("T")

_WHAT = "the landscape cannot be read"
_FOLDER = files("kimcore") / "data" / "landscapes"


@cache
def load_landscape(name: str) -> Landscape:
    """Return a landscape that comes with the library.

    Args:
        name: Its id, such as `kreis-recklinghausen`.

    Raises:
        UnknownNameError: None of that name comes with the library.

    Example:
        >>> load_landscape("kreis-recklinghausen").title.get("de")
        'Kreis Recklinghausen'
    """
    shipped = [path.name.removesuffix(".toml") for path in _FOLDER.iterdir() if path.name.endswith(".toml")]
    if name not in shipped:
        hint = did_you_mean(name, shipped)
        says = f"no landscape {name!r} comes with the library; there are: {listed(shipped)}"
        raise UnknownNameError(f"{says}; {hint}" if hint else says)
    file = f"{name}.toml"
    return read_landscape((_FOLDER / file).read_text(encoding="utf-8"), name=file)


def read_landscape(
    source: Path | str, *, name: str = "landscape.toml", vocabulary: Vocabulary | None = None
) -> Landscape:
    """Return the landscape written in a TOML or JSON document, whichever: both say the same.

    Args:
        source: The path of the document, or its text.
        name: What faults call the document when its text is given; a path has its own name. A name that ends with
            `.json` is read as JSON, with days as texts; every other as TOML.
        vocabulary: The facts that the tests of exceptional rows may name; None: the standard ones.

    Raises:
        LandscapeError: With every fault of the document.
    """
    file = source.name if isinstance(source, Path) else name
    document = _document(source, file)
    faults = Faults()
    names = Names(vocabulary=standard_vocabulary() if vocabulary is None else vocabulary)
    landscape = _landscape(Table(document, file, faults), names)
    # Each fault once: a row that stands for ten towns has its fault ten times.
    once = Faults()
    once.extend(dict.fromkeys(faults))
    once.raise_if_any(LandscapeError, _WHAT)
    return landscape


def landscape_as_json(source: Path | str, *, name: str = "landscape.toml") -> str:
    """Return a landscape document as JSON `kimcore.landscape/1`, which says the same: its digest is equal.

    Args:
        source: The path of the document, or its text. Only its form is checked.
        name: What faults call the document when its text is given.

    Raises:
        LandscapeError: The document cannot be read as TOML or JSON.

    Example:
        >>> print(landscape_as_json('schema = "kimcore.landscape/1"'), end="")
        {
          "schema": "kimcore.landscape/1"
        }
    """
    return json_of(_document(source, source.name if isinstance(source, Path) else name))


def _document(source: Path | str, file: str) -> Mapping[str, object]:
    """Return the tables of a document; nothing more can be said of one that cannot be read at all."""
    try:
        text = source.read_bytes().decode("utf-8-sig") if isinstance(source, Path) else source
        return tables_of(text, name=file)
    except OSError:
        faults = [Fault(code="not-found", where=file, problem="there is no such file, or it cannot be read")]
    except UnicodeDecodeError:
        faults = [Fault(code="encoding", where=file, problem="the file is not encoded in UTF-8")]
    except MarkupError as error:
        faults = [Fault(code=reason.code, where=reason.where(file), problem=reason.problem) for reason in error.reasons]
    raise LandscapeError(_WHAT, faults)


def _landscape(top: Table, names: Names) -> Landscape:
    """Return the landscape of a document; it is of use only if no fault was noted."""
    top.choice("schema", [SCHEMA])
    verified_on = top.day("verified_on")
    towns, entries = read_towns(top), Entries(names=names, verified_on=verified_on)
    agencies = [Placed(table.where, entries.agency(table)) for table in _tables(top, "agency", towns)]
    competences = [
        Placed(table.where, row) for table in _tables(top, "competence", towns) for row in entries.competences(table)
    ]
    covers = [Placed(table.where, entries.cover(table)) for table in _tables(top, "covers", towns)]
    check(agencies, competences, covers, top.faults)
    landscape = Landscape(
        id=top.word("id"),
        version=top.word("version"),
        digest=_digest(top.values),
        title=top.text("title"),
        verified_on=verified_on,
        covers=_entries(covers),
        agencies=_entries(agencies),
        competences=_entries(competences),
    )
    top.close()
    return landscape


def _entries(placed: Iterable[Placed[T]]) -> tuple[T, ...]:
    return tuple(one.entry for one in placed)


def _tables(top: Table, key: str, towns: Towns) -> Iterator[Table]:
    for table in top.tables(key):
        yield from towns.expanded(table)


def _digest(document: Mapping[str, object]) -> str:
    """Return a fingerprint of what the document says, whatever its comments, spaces and order of keys."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, default=str)
    return sha256(text.encode("utf-8")).hexdigest()
