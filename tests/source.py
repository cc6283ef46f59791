"""The library's own source, as the meta tests read it: modules, their imports, their strings, their prose."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "kimcore"
PAGES = (
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted(ROOT.glob("benchmarks/*.md")),
)


@frozen
class Module:
    """One module of the library: its dotted name, its file and its parsed source."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"

    @property
    def floor(self) -> str:
        """The part of the name below `kimcore`: `law` for `kimcore.law.citation`, empty for the face."""
        return self.name.partition(".")[2].partition(".")[0]


def modules() -> tuple[Module, ...]:
    """Return every module of the library, packages among them, by name."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return tuple(Module(_name(path), path, ast.parse(path.read_text("utf-8"))) for path in paths)


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(module: Module, *, at_run_time: bool = False) -> frozenset[str]:
    """Return the dotted names a module imports; at run time: those only the type checker sees left out."""
    hidden = frozenset(_inside_type_checking(module.tree)) if at_run_time else frozenset()
    nodes = (node for node in ast.walk(module.tree) if node not in hidden)
    return frozenset(name for node in nodes for name in _names_of(node))


def _inside_type_checking(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from ast.walk(node)


def _names_of(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        # A relative import has no name outside its package; the library uses none.
        base = "." * node.level + (node.module or "")
        yield base
        yield from (f"{base}.{alias.name}" for alias in node.names)


def docstrings(module: Module) -> tuple[str, ...]:
    """Return the strings that stand alone as statements: docstrings, of attributes and aliases too."""
    return tuple(str(node.value) for node in _standing_alone(module.tree))


def literals(module: Module) -> tuple[tuple[int, str], ...]:
    """Return line and text of every string literal that is no docstring, parts of f-strings among them."""
    alone = frozenset(_standing_alone(module.tree))
    return tuple(
        (node.lineno, node.value)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in alone
    )


def _standing_alone(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value


def prose(page: Path) -> Iterator[tuple[int, str]]:
    """Yield number and text of the lines of a page that stand outside its fenced blocks."""
    fenced = False
    for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
        if line.lstrip().startswith(("```", "~~~", ":::")):
            fenced = not fenced
        elif not fenced:
            yield number, line
