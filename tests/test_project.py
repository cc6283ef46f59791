"""What holds for the project as a whole: its face, dependencies, strings, pages and commands."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import kimcore
from tests.source import PAGES, ROOT, docstrings, imported, literals, modules, prose

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

# What attrs, cattrs and dateutil are made of, and what they bring along.
ALLOWED_AT_IMPORT = frozenset({"kimcore", "attr", "attrs", "cattrs", "dateutil", "six", "typing_extensions"})
# No socket here: importlib.metadata, which knows our version, brings it by way of email. That kimcore does
# not import it itself is the import contract's affair.
FORBIDDEN_AT_IMPORT = frozenset({"asyncio", "logging", "numpy", "pandas", "sqlite3", "ssl"})

WATCHED_IMPORT = """
import json, sys
before, opened = set(sys.modules), []
sys.addaudithook(lambda event, details: opened.append(str(details[0])) if event == "open" else None)
import kimcore
print(json.dumps({"modules": sorted(set(sys.modules) - before), "opened": opened}))
"""


# ------------------------------------------------------------------------------------------ the face


def test_all_is_sorted() -> None:
    assert list(kimcore.__all__) == sorted(kimcore.__all__)


def test_all_names_what_the_face_holds_and_nothing_else() -> None:
    modules_of_the_library = {name.removeprefix("kimcore.") for name in sys.modules if name.startswith("kimcore.")}
    held = {name for name in vars(kimcore) if not name.startswith("_")} - modules_of_the_library

    assert held - {"annotations"} == {name for name in kimcore.__all__ if not name.startswith("_")}


def test_every_public_name_is_our_own() -> None:
    strangers = {
        name
        for name in kimcore.__all__
        if getattr(getattr(kimcore, name), "__module__", "kimcore").partition(".")[0] not in {"kimcore", "typing"}
    }

    assert strangers == set()


def test_every_public_class_and_function_has_a_docstring() -> None:
    values = {name: getattr(kimcore, name) for name in kimcore.__all__}

    assert {name for name, value in values.items() if callable(value) and not value.__doc__} == set()


# ---------------------------------------------------------------------------------------- dependencies


def test_the_runtime_dependencies_are_these_three() -> None:
    names = [re.split(r"[<>=~!; ]", requirement)[0] for requirement in PROJECT["project"]["dependencies"]]

    assert names == ["attrs", "cattrs", "python-dateutil"]


def test_src_imports_nothing_but_the_standard_library_and_the_dependencies() -> None:
    allowed = sys.stdlib_module_names | {"kimcore", "attr", "attrs", "cattrs", "dateutil"}
    strange = {
        (module.name, name)
        for module in modules()
        for name in imported(module)
        if name.partition(".")[0] not in allowed | ({"hypothesis"} if module.floor == "testing" else set())
    }

    assert strange == set()


def test_only_dates_imports_dateutil() -> None:
    importing = {module.name for module in modules() if any(name.startswith("dateutil") for name in imported(module))}

    assert importing <= {"kimcore.dates"}


def test_importing_kimcore_reads_no_content_and_brings_no_stranger() -> None:
    run = subprocess.run([sys.executable, "-c", WATCHED_IMPORT], capture_output=True, check=True, text=True)
    seen = json.loads(run.stdout)
    packages = {name.partition(".")[0] for name in seen["modules"]}
    content = [path for path in seen["opened"] if "/kimcore/data/" in path.replace("\\", "/")]

    assert packages - sys.stdlib_module_names - ALLOWED_AT_IMPORT == set()
    assert packages & FORBIDDEN_AT_IMPORT == set()
    assert content == []


# --------------------------------------------------------------------------------------- law in strings


def test_german_law_stands_in_no_string_of_the_code() -> None:
    said = {
        (module.name, line)
        for module in modules()
        if module.name != "kimcore.law.citation"
        for line, text in literals(module)
        if "§" in text
    }

    assert said == set()


def test_data_is_content_and_holds_no_code() -> None:
    assert list((ROOT / "src" / "kimcore" / "data").rglob("*.py")) == []


# ----------------------------------------------------------------------------------------------- pages

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_of_a_page_lead_to_something(page: Path) -> None:
    targets = [(number, target) for number, line in prose(page) for target in LINK.findall(line)]
    dead = [
        (number, target)
        for number, target in targets
        if "://" not in target and not target.startswith(("#", "mailto:"))
        if not (page.parent / target.partition("#")[0]).exists()
    ]

    assert dead == []


ENDINGS = (
    "amt|anspruch|bedarf|behörde|bescheid|bescheinigung|buch|erlaubnis|frist|geld|gesetz|gestattung|haft|heit"
    "|kasse|keit|kette|kreis|leistung|lücke|ordnung|pflicht|recht|regierung|schule|sorge|stelle|ung|verfahren"
)
GERMAN = re.compile(
    rf"\b(?:[A-ZÄÖÜ][a-zäöüß]+(?:{ENDINGS})(?:e|en|er|es|s|n)?|[ÄÖÜ][a-zäöüß]+|[A-Z][a-z]*[äöüß][a-zäöüß]*)\b"
)
EXAMPLE = re.compile(r"^ *>>> .*?(?:\n\s*\n|\Z)", flags=re.MULTILINE | re.DOTALL)


def test_every_german_term_in_the_prose_has_a_glossary_entry() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8").lower()
    pages = [(page.name, line) for page in PAGES if page.name != "glossary.md" for _, line in prose(page)]
    strings = [(module.name, EXAMPLE.sub("", text)) for module in modules() for text in docstrings(module)]
    missing = {
        (place, word) for place, text in pages + strings for word in GERMAN.findall(text) if not _in(glossary, word)
    }

    assert missing == set()


def _in(glossary: str, word: str) -> bool:
    """Tell whether the glossary has the word, or the word without an ending of case or number."""
    stems = {
        word.lower(),
        *(word.lower().removesuffix(ending) for ending in ("e", "en", "er", "es", "n", "s")),
    }
    return any(stem in glossary for stem in stems)


# -------------------------------------------------------------------------------------------- commands


def command(after: str) -> str:
    """Return the shell command of the README that stands in the first fenced block after a heading."""
    text = (ROOT / "README.md").read_text("utf-8").partition(f"\n## {after}\n")[2]
    return text.partition("```sh\n")[2].partition("```")[0].strip()


def test_the_readme_shows_the_library_at_work_with_one_command() -> None:
    assert command("See it").startswith("python3 -m venv ")
    assert command("See it").endswith("kimcore demo")


def test_ci_runs_the_test_command_of_the_readme() -> None:
    readme, script = command("Run the tests"), (ROOT / ".ci" / "run").read_text("utf-8")
    tests = readme.partition("/bin/python -m pytest")[2]

    assert readme.startswith("python3 -m venv ")
    assert f'/bin/python" -m pytest{tests}\n' in script


def test_a_changelog_fragment_has_a_type_that_is_known() -> None:
    types = {entry["directory"] for entry in PROJECT["tool"]["towncrier"]["type"]}
    fragments = [path.name for path in (ROOT / "changes").glob("*.md") if path.name != "README.md"]
    names = re.compile(rf"(\d+|\+[a-z0-9-]+)\.({'|'.join(sorted(types))})(\.\d+)?\.md")

    assert [name for name in fragments if not names.fullmatch(name)] == []


def test_the_public_description_names_the_version() -> None:
    text = (ROOT / "publiccode.yml").read_text("utf-8")

    assert re.findall(r'^softwareVersion: "(.+)"$', text, flags=re.MULTILINE) == [PROJECT["project"]["version"]]


def test_constraints_are_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]

    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", pin)] == []
    assert pins == sorted(pins, key=str.upper)


def test_the_licence_is_whole() -> None:
    text = " ".join((ROOT / "LICENSE").read_text("utf-8").split())
    articles = re.findall(r"(?<= )(\d{1,2})\. [A-Z]", text)

    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2 EUPL © the European Union 2007, 2016")
    assert articles == [str(number) for number in range(1, 16)]
    assert text.endswith("Appendix require the production of a new EUPL version.")
