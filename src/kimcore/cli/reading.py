"""What the command line reads: cases, rulebooks and landscapes, with plain words where they cannot be read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from kimcore.errors import KimcoreError, UnknownNameError, did_you_mean
from kimcore.exchange.facts_json import read_record
from kimcore.exchange.json_text import LARGEST
from kimcore.landscape.landscape import Landscape
from kimcore.landscape.reading import load_landscape, read_landscape
from kimcore.language.sheet import FactSheet
from kimcore.people.case import Case
from kimcore.rules.reading import load_rulebook, read_rulebook
from kimcore.rules.rulebook import Rulebook

STDIN = "-"

T = TypeVar("T")


class UsageError(KimcoreError):
    """A command or an option is wrong, or a file cannot be read or written."""


def case_from(name: str) -> Case | FactSheet:
    """Return the case or fact sheet of a file or of standard input."""
    with reading(name):
        if name == STDIN:
            content = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(LARGEST + 1)
    if not content.strip():
        raise UsageError(f"{called(name)} is empty; expected is a case as JSON")
    return read_record(content)


def rulebook_from(name: str) -> Rulebook:
    """Return the rulebook of that name that comes with the library, else the one in a file or folder."""
    return _shipped_or_in(name, load_rulebook, read_rulebook, "file or folder")


def landscape_from(name: str) -> Landscape:
    """Return the landscape of that name that comes with the library, else the one in a file."""
    return _shipped_or_in(name, load_landscape, read_landscape, "file")


def _shipped_or_in(name: str, load: Callable[[str], T], read: Callable[[Path], T], what: str) -> T:
    try:
        return load(name)
    except UnknownNameError as error:
        unknown = f"there is no {what} of that name, and {error}"
    with reading(name):
        if not Path(name).exists():
            raise UsageError(unknown)
        return read(Path(name))


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Say in plain words why a file cannot be read."""
    try:
        yield
    except KimcoreError:
        raise
    except FileNotFoundError:
        problem = "there is no such file" + _beside(Path(name))
    except IsADirectoryError:
        problem = "it is a folder, not a file"
    except OSError as error:
        problem = (error.strerror or "it cannot be opened").lower()
    except ValueError:  # a name that no file can have
        problem = "there is no such file"
    else:
        return
    raise UsageError(f"cannot read {called(name)}: {problem}")


def _beside(path: Path) -> str:
    """The file of the same folder that may be meant."""
    names = [each.name for each in path.parent.iterdir()] if path.parent.is_dir() else []
    hint = did_you_mean(path.name, names)
    return f"; {hint}" if hint else ""


def called(name: str) -> str:
    """Return how a file is called in an error."""
    return "standard input" if name == STDIN else name
