"""How the pages are built: `sphinx-build -n -W docs docs/_build`."""

from __future__ import annotations

from importlib.metadata import version as version_of
from typing import TYPE_CHECKING, Any

from sphinx.ext.napoleon import Config, GoogleDocstring

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "kimcore"
author = "The kimcore contributors"
project_copyright = "the kimcore contributors, licensed under the EUPL-1.2"
release = version = version_of("kimcore")

extensions = ["myst_parser", "sphinx.ext.autodoc"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"kimcore {version}"
html_copy_source = False

myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"  # what a docstring says, with its type
autodoc_typehints_format = "short"
autoclass_content = "class"

# A missing reference is an error, with exceptions: the build asks no network and knows only its own pages.
nitpick_ignore_regex = [
    (
        r"py:.*",
        r"(attrs?|collections|concurrent|datetime|enum|functools|importlib|os|pathlib|types|typing)\..*",
    ),
    # The short names of the same, as they stand in annotations.
    (r"py:.*", r"(Any|Callable|Executor|Iterable|Iterator|Literal|Mapping|Path|Sequence|Traversable|date)"),
    # Inner types: they stand in signatures of the public face, which is all that these pages describe.
    (r"py:.*", r"kimcore\..*"),
]


def read_sections(app: Sphinx, what: str, name: str, value: object, options: Any, lines: list[str]) -> None:
    """Turn the sections of a docstring (Args, Returns, Raises) into fields.

    Napoleon's own hook would take the text before a colon in the docstring of a property for its type.
    """
    if what not in {"attribute", "property"}:
        lines[:] = GoogleDocstring(lines, Config(), app, what, name, value, options).lines()


def setup(app: Sphinx) -> None:
    """Register what this page adds to Sphinx."""
    app.connect("autodoc-process-docstring", read_sections)
