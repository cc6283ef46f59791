"""The command line: a thin shell over the public API.

Exit codes: 0 done, 1 a check found something at or above its level, 2 bad input. What was asked for goes to standard
output, in UTF-8 when it is piped; errors go to standard error, and nothing else does.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn

from kimcore.dates import parse_day
from kimcore.errors import CaseError, KimcoreError, UnknownNameError, did_you_mean, listed
from kimcore.evaluation.evaluator import Evaluation, Evaluator
from kimcore.exchange.case_json import read_case
from kimcore.exchange.diagnostics import diagnostics_json, diagnostics_text
from kimcore.exchange.evaluation_json import write_evaluation
from kimcore.exchange.explained import explained
from kimcore.exchange.facts_json import read_record
from kimcore.exchange.fault_text import faulty
from kimcore.exchange.json_text import LARGEST
from kimcore.exchange.lanes_picture import lanes_picture
from kimcore.exchange.layout import WIDTH, Style
from kimcore.exchange.report import Section, report
from kimcore.exchange.schema import SCHEMAS, schema_text
from kimcore.landscape.landscape import Landscape
from kimcore.landscape.reading import load_landscape, read_landscape
from kimcore.language.sheet import FactSheet
from kimcore.people.case import Case
from kimcore.rules.check import LEVELS, check
from kimcore.rules.reading import load_rulebook, read_rulebook
from kimcore.rules.rulebook import Rulebook
from kimcore.text import LANGUAGES, Text

FOUND = 1
BAD_INPUT = 2
FORMATS = ("text", "json")
COMMANDS = ("check", "demo", "evaluate", "explain", "gaps", "project", "schema")
OPTIONS = ("--format", "--help", "--landscape", "--lang", "--level", "--on", "--person", "--rulebook")
ONLY_FINDINGS: tuple[Section, ...] = ("findings",)
STDIN = "-"

DEMO = "data/demo/ukraine-2022.json"
LATER = ("2022-06-20", "2022-09-01")
LATER_SAYS = Text.of(
    de="Dieselbe Akte nach dem Recht späterer Tage:", en="The same record under the law of later days:"
)

EXAMPLES = """\
examples:
  kimcore demo
  kimcore evaluate case.json --on 2026-11-23
  kimcore evaluate case.json --lang en --format json
  kimcore gaps case.json
  kimcore project case.json
  kimcore explain case.json livelihood.sgb2 --person P1
  kimcore check my-rulebook/ my-landscape.toml
  kimcore schema case
"""


class UsageError(KimcoreError):
    """A command or an option is wrong, or a file cannot be read or written."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: the words after `kimcore`; None: those of the process.

    Raises:
        SystemExit: with code 0, after `--help` and `--version`.
    """
    options = argparse.Namespace(case=None, code=0)
    try:
        _parse(arguments, options)
        _print(options.run(options))
    except KimcoreError as error:
        # Only a case does not say its file in its faults.
        of = _called(options.case) if options.case and isinstance(error, CaseError) else None
        sys.stderr.write(faulty(error, of=of))
        return BAD_INPUT
    return int(options.code)


# ---------------------------------------------------------------------------------------- commands


def _demo(options: argparse.Namespace) -> str:
    case = read_case(files("kimcore").joinpath(DEMO).read_bytes())
    text = _told(_evaluated(case, options), options)
    if options.on is not None or options.format != "text":
        return text
    later = "".join(f"  kimcore demo --on {day}\n" for day in LATER)
    return f"{text}\n{LATER_SAYS.get(options.lang)}\n{later}"


def _evaluate(options: argparse.Namespace) -> str:
    return _told(_evaluated(_case(options.case), options), options)


def _gaps(options: argparse.Namespace) -> str:
    evaluation = _evaluated(_case(options.case), options)
    width, style = _look()
    return report(evaluation, lang=options.lang, sections=ONLY_FINDINGS, width=width, style=style)


def _project(options: argparse.Namespace) -> str:
    return lanes_picture(_evaluated(_case(options.case), options), lang=options.lang)


def _check(options: argparse.Namespace) -> str:
    found = check(lambda: _rulebook(options.rulebook), lambda: _landscape(options.landscape))
    options.code = FOUND if any(each.at_least(options.level) for each in found) else 0
    return diagnostics_json(found) if options.format == "json" else diagnostics_text(found)


def _explain(options: argparse.Namespace) -> str:
    case = _case(options.case)
    if options.person is None and not case.persons:
        raise UsageError("the case has no person to explain a statement for")
    evaluation = _evaluated(case, options)
    explanation = evaluation.explain(options.statement, options.person or case.persons[0].key)
    width, style = _look()
    return explained(explanation, lang=options.lang, width=width, style=style)


def _schema(options: argparse.Namespace) -> str:
    return schema_text(options.kind)


def _evaluated(case: Case | FactSheet, options: argparse.Namespace) -> Evaluation:
    evaluator = Evaluator(_rulebook(options.rulebook), _landscape(options.landscape))
    return evaluator.evaluate(case, on=options.on or case.as_of)


def _told(evaluation: Evaluation, options: argparse.Namespace) -> str:
    if options.format == "json":
        return write_evaluation(evaluation)
    width, style = _look()
    return report(evaluation, lang=options.lang, width=width, style=style)


# ---------------------------------------------------------------------------------------- reading


def _case(name: str) -> Case | FactSheet:
    with _reading(name):
        if name == STDIN:
            content = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(LARGEST + 1)
    if not content.strip():
        raise UsageError(f"{_called(name)} is empty; expected is a case as JSON")
    return read_record(content)


def _rulebook(name: str) -> Rulebook:
    """The rulebook of that name that comes with the library, else the one in a file or folder."""
    try:
        return load_rulebook(name)
    except UnknownNameError as error:
        unknown = f"there is no file or folder of that name, and {error}"
    with _reading(name):
        if not Path(name).exists():
            raise UsageError(unknown)
        return read_rulebook(Path(name))


def _landscape(name: str) -> Landscape:
    """The landscape of that name that comes with the library, else the one in a file."""
    try:
        return load_landscape(name)
    except UnknownNameError as error:
        unknown = f"there is no file of that name, and {error}"
    with _reading(name):
        if not Path(name).exists():
            raise UsageError(unknown)
        return read_landscape(Path(name))


@contextmanager
def _reading(name: str) -> Iterator[None]:
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
    raise UsageError(f"cannot read {_called(name)}: {problem}")


def _beside(path: Path) -> str:
    """The file of the same folder that may be meant."""
    names = [each.name for each in path.parent.iterdir()] if path.parent.is_dir() else []
    hint = did_you_mean(path.name, names)
    return f"; {hint}" if hint else ""


def _called(name: str) -> str:
    return "standard input" if name == STDIN else name


# ---------------------------------------------------------------------------------------- writing


def _look() -> tuple[int, Style]:
    """How wide and in which style text is written: plain when piped, with headings in bold on a terminal."""
    if not sys.stdout.isatty():
        return WIDTH, "plain"
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return min(WIDTH, shutil.get_terminal_size().columns), "plain" if plain else "terminal"


def _print(text: str) -> None:
    """Write text: in UTF-8 where it is piped, in what it can show to a terminal."""
    try:
        if sys.stdout.isatty() or not hasattr(sys.stdout, "buffer"):
            encoding = sys.stdout.encoding or "utf-8"
            sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
        else:
            sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
    except OSError as error:
        # Nothing may be left to be flushed at exit, where it would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        problem = None if isinstance(error, BrokenPipeError) else (error.strerror or "").lower()
    else:
        return
    if problem is not None:  # else the reader has seen enough, as `| head` does
        raise UsageError(f"cannot write to standard output: {problem}")


# ---------------------------------------------------------------------------------------- words


class _Parser(argparse.ArgumentParser):
    """A parser that raises an error of ours, with the nearest word that is allowed."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see '{self.prog} --help')")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            hint = did_you_mean(str(value), map(str, action.choices))
            says = f"no such word; allowed: {listed(map(str, action.choices))}"
            raise argparse.ArgumentError(action, f"{says}; {hint}" if hint else says)


def _parse(arguments: Sequence[str] | None, options: argparse.Namespace) -> None:
    parser = _parser()
    _, unknown = parser.parse_known_args(arguments, options)
    if not hasattr(options, "run"):
        parser.error(f"a command is missing; allowed: {', '.join(COMMANDS)}")
    if unknown:
        parser.error(_unknown(unknown[0].partition("=")[0]))


def _unknown(word: str) -> str:
    """What is wrong with a word that nothing asked for; one that is no option may be anything, and is not repeated."""
    if not word.startswith("-"):
        return "there is a word too many"
    hint = did_you_mean(word, [option for option in OPTIONS if option != word])
    return f"there is no option {word} here" + (f"; {hint}" if hint else "")


def _parser() -> _Parser:
    parser = _Parser(
        prog="kimcore",
        description="Next steps and handoff gaps for newcomers between German offices and bodies of law.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"kimcore {version('kimcore')}")
    add = parser.add_subparsers(metavar="COMMAND").add_parser
    demo = _command(add, "demo", _demo, "a Ukrainian family in Gladbeck in May 2022")
    evaluate = _command(add, "evaluate", _evaluate, "next steps, gaps and questions of a case")
    _add_case(evaluate)
    gaps = _command(add, "gaps", _gaps, "only what is broken or ahead in a case")
    project = _command(add, "project", _project, "a picture of who should pay and who does, month by month")
    for command in (gaps, project):
        _add_case(command)
    _add_check(_command(add, "check", _check, "what is wrong with a rulebook or a landscape, or should be looked at"))
    explain = _command(add, "explain", _explain, "why a statement applies to a person, or does not")
    _add_case(explain)
    explain.add_argument("statement", metavar="STATEMENT", help="the id of a statement, such as livelihood.sgb2")
    explain.add_argument("--person", metavar="KEY", help="the person; default: the first of the case")
    schema = _command(add, "schema", _schema, "the JSON Schema of a document")
    schema.add_argument("kind", choices=SCHEMAS, metavar="KIND", help=", ".join(SCHEMAS))
    for command in (demo, evaluate, explain, gaps, project):
        _add_common(command)
    for command in (demo, evaluate):
        command.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    return parser


def _command(add: Callable[..., _Parser], name: str, run: Callable[[argparse.Namespace], str], says: str) -> _Parser:
    command = add(name, help=says, description=f"{says[:1].upper()}{says[1:]}.", allow_abbrev=False)
    command.set_defaults(run=run)
    return command


def _add_case(command: argparse.ArgumentParser) -> None:
    command.add_argument("case", metavar="CASE", help="a case or fact sheet (JSON), or - for standard input")


def _add_check(command: argparse.ArgumentParser) -> None:
    command.add_argument("rulebook", nargs="?", default="nrw", metavar="RULEBOOK", help="default: nrw")
    command.add_argument(
        "landscape",
        nargs="?",
        default="kreis-recklinghausen",
        metavar="LANDSCAPE",
        help="default: kreis-recklinghausen",
    )
    command.add_argument(
        "--level", choices=LEVELS, default="error", help="exit with 1 from this level on; default: error"
    )
    command.add_argument("--format", choices=FORMATS, default="text", help="default: text")


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--on", type=_day, metavar="DAY", help="the day of evaluation; default: that of the record")
    command.add_argument("--rulebook", default="nrw", metavar="NAME|PATH", help="default: nrw")
    command.add_argument(
        "--landscape", default="kreis-recklinghausen", metavar="NAME|PATH", help="default: kreis-recklinghausen"
    )
    command.add_argument("--lang", choices=LANGUAGES, default="de", help="the language of the text; default: de")


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
