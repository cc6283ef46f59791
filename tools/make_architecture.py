"""Write the list of modules in docs/architecture.md anew: `python -m tools.make_architecture`.

Each module stands below everything it imports, floor by floor, with the first sentence of its docstring. What
stands above the first heading of a floor is written by hand and stays. tests/test_architecture.py holds the
page to the sources, however it came about.
"""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from itertools import groupby

from tests.source import ROOT, Module, imported, modules

PAGE = ROOT / "docs" / "architecture.md"
FLOORS = ("", "law", "people", "language", "landscape", "rules", "evaluation", "exchange", "testing", "cli", "kimcore")
GROUND = "## The ground floor"


def main() -> None:
    """Write the page."""
    hand_written = PAGE.read_text("utf-8").partition(GROUND)[0].rstrip()
    PAGE.write_text(f"{hand_written}\n\n{_floors()}\n", "utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {len(_in_import_order())} modules")


def _floors() -> str:
    packages = {module.name: module for module in modules() if module.is_package}
    parts = []
    for floor, members in groupby(_in_import_order(), key=_floor):
        package = packages.get(f"kimcore.{floor}")
        heading = {"": GROUND, "cli": "## The shell", "kimcore": "## The face"}.get(floor, f"## {floor}/")
        intro = [sentence] if package and (sentence := _first_sentence(package)) else []
        lines = "\n".join(f"- `{module.name}`: {_first_sentence(module)}" for module in members)
        parts.append("\n\n".join([heading, *intro, lines]))
    return "\n\n".join(parts)


def _in_import_order() -> list[Module]:
    listed = {module.name: module for module in modules() if not module.is_package or module.name == "kimcore"}
    imports = {name: imported(module, at_run_time=True) & listed.keys() - {name} for name, module in listed.items()}
    sorter = TopologicalSorter(imports)
    sorter.prepare()
    order: list[Module] = []
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], key=lambda name: (FLOORS.index(_floor(listed[name])), name))
        order.append(listed[ready[0]])
        sorter.done(ready.pop(0))
    return order


def _floor(module: Module) -> str:
    """Return the floor a module stands on; the empty one is the ground floor."""
    if module.name == "kimcore":
        return "kimcore"
    return module.floor if module.floor in FLOORS else ""


def _first_sentence(module: Module) -> str:
    return " ".join((ast.get_docstring(module.tree) or "").partition("\n\n")[0].split())


if __name__ == "__main__":
    main()
