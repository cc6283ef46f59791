"""docs/architecture.md tells the truth: every module stands there once, in import order, and nothing else."""

from __future__ import annotations

import re

import pytest

from tests.source import ROOT, Module, imported, modules

PAGE = ROOT / "docs" / "architecture.md"
FACE = "kimcore"

MODULES = {module.name: module for module in modules()}

# A package is a floor with a heading; its __init__ holds no more than a docstring (see below).
LISTED_MODULES = frozenset(name for name, module in MODULES.items() if name == FACE or not module.is_package)


def listed() -> tuple[str, ...]:
    """Return the modules of the page in the order in which they stand there: one item of a list each."""
    return tuple(re.findall(r"^- `(kimcore[a-z0-9_.]*)`: \S", PAGE.read_text("utf-8"), flags=re.MULTILINE))


def test_no_module_stands_there_twice() -> None:
    names = listed()

    assert [name for name in names if names.count(name) > 1] == []


def test_every_module_stands_there() -> None:
    assert sorted(LISTED_MODULES - frozenset(listed())) == []


def test_no_module_stands_there_that_does_not_exist() -> None:
    assert sorted(frozenset(listed()) - LISTED_MODULES) == []


def test_a_module_imports_only_from_those_above_it() -> None:
    names = listed()
    too_early = [
        (name, other)
        for place, name in enumerate(names)
        for other in sorted(_imported_modules(MODULES[name]) if name in MODULES else ())
        if other not in names[:place]
    ]

    assert too_early == []


def test_modules_of_a_package_stand_together() -> None:
    floors = [name.partition(".")[2].rpartition(".")[0] for name in listed()]
    runs = [floor for place, floor in enumerate(floors) if floor and (place == 0 or floors[place - 1] != floor)]

    assert runs == list(dict.fromkeys(runs))


@pytest.mark.parametrize("name", sorted(frozenset(MODULES) - LISTED_MODULES))
def test_the_init_of_a_package_holds_only_its_docstring(name: str) -> None:
    module = MODULES[name]

    assert imported(module) == frozenset()
    assert len(module.tree.body) <= 1


def _imported_modules(module: Module) -> frozenset[str]:
    return imported(module, at_run_time=True) & LISTED_MODULES - {module.name}
