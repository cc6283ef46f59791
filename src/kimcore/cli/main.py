"""The command line: a thin shell over the public API.

Exit codes: 0 done, 1 a check found something at or above its level, 2 bad input. What was asked for goes to standard
output, in UTF-8 when it is piped; errors go to standard error, and nothing else does.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from importlib.metadata import version
from importlib.resources import files
from typing import Any, NoReturn

from kimcore.cli.many import FORMATS as FORMATS_OF_MANY
from kimcore.cli.many import run_many
from kimcore.cli.reading import UsageError, called, case_from, landscape_from, rulebook_from
from kimcore.cli.writing import look, put
from kimcore.dates import parse_day
from kimcore.errors import CaseError, KimcoreError, did_you_mean, listed
from kimcore.evaluation.evaluator import Evaluation, Evaluator
from kimcore.evaluation.since import Since, new_since
from kimcore.exchange.case_json import read_case
from kimcore.exchange.diagnostics import diagnostics_json, diagnostics_text
from kimcore.exchange.evaluation_json import write_evaluation
from kimcore.exchange.explained import explained
from kimcore.exchange.fault_text import faulty
from kimcore.exchange.lanes_picture import lanes_picture
from kimcore.exchange.report import Section, report
from kimcore.exchange.schema import SCHEMAS, schema_text
from kimcore.language.sheet import FactSheet
from kimcore.people.case import Case
from kimcore.rules.check import LEVELS, check
from kimcore.text import LANGUAGES, Text

FOUND = 1
BAD_INPUT = 2
MOST_JOBS = 64
FORMATS = ("text", "json")
COMMANDS = ("check", "demo", "evaluate", "explain", "gaps", "many", "project", "schema")
OPTIONS = (
    "--format", "--help", "--jobs", "--landscape", "--lang", "--level", "--on", "--person", "--rulebook", "--since",
)  # fmt: skip
ONLY_FINDINGS: tuple[Section, ...] = ("findings",)

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
  kimcore gaps case.json --since 2026-11-02
  kimcore many cases.jsonl --format text
  kimcore explain case.json livelihood.sgb2 --person P1
  kimcore check my-rulebook/ my-landscape.toml
  kimcore schema case
"""


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
        put(options.run(options))
    except KimcoreError as error:
        # Only a case does not say its file in its faults.
        of = called(options.case) if options.case and isinstance(error, CaseError) else None
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
    case = case_from(options.case)
    evaluation = _evaluated(case, options)
    return _told(evaluation, options, since=_since(case, evaluation, options))


def _gaps(options: argparse.Namespace) -> str:
    case = case_from(options.case)
    evaluation = _evaluated(case, options)
    width, style = look()
    since = _since(case, evaluation, options)
    return report(evaluation, lang=options.lang, sections=ONLY_FINDINGS, width=width, style=style, since=since)


def _project(options: argparse.Namespace) -> str:
    return lanes_picture(_evaluated(case_from(options.case), options), lang=options.lang)


def _check(options: argparse.Namespace) -> str:
    found = check(lambda: rulebook_from(options.rulebook), lambda: landscape_from(options.landscape))
    options.code = FOUND if any(each.at_least(options.level) for each in found) else 0
    return diagnostics_json(found) if options.format == "json" else diagnostics_text(found)


def _explain(options: argparse.Namespace) -> str:
    case = case_from(options.case)
    if options.person is None and not case.persons:
        raise UsageError("the case has no person to explain a statement for")
    evaluation = _evaluated(case, options)
    explanation = evaluation.explain(options.statement, options.person or case.persons[0].key)
    width, style = look()
    return explained(explanation, lang=options.lang, width=width, style=style)


def _many(options: argparse.Namespace) -> str:
    options.code = BAD_INPUT if run_many(_evaluator(options), options) else 0
    return ""


def _schema(options: argparse.Namespace) -> str:
    return schema_text(options.kind)


def _evaluated(case: Case | FactSheet, options: argparse.Namespace) -> Evaluation:
    return _evaluator(options).evaluate(case, on=options.on or case.as_of)


def _evaluator(options: argparse.Namespace) -> Evaluator:
    return Evaluator(rulebook_from(options.rulebook), landscape_from(options.landscape))


def _since(case: Case | FactSheet, now: Evaluation, options: argparse.Namespace) -> Since | None:
    """What is new since the day of the last look, when the case was known as it was then."""
    if options.since is None:
        return None
    if isinstance(case, FactSheet):
        raise UsageError("a fact sheet does not say when its facts were recorded; --since needs a case")
    if options.since > min(now.on, case.as_of):
        raise UsageError("the day of --since lies after the day of the record or of the evaluation")
    then = _evaluator(options).evaluate(case.known_on(options.since), on=options.since)
    return new_since(now, then)


def _told(evaluation: Evaluation, options: argparse.Namespace, *, since: Since | None = None) -> str:
    if options.format == "json":
        return write_evaluation(evaluation, since=since)
    width, style = look()
    return report(evaluation, lang=options.lang, width=width, style=style, since=since)


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
    cases = _command(add, "many", _many, "many cases, one a line, side by side or counted together")
    _add_many(cases)
    for command in (demo, evaluate, explain, gaps, cases, project):
        _add_common(command)
    for command in (evaluate, gaps):
        command.add_argument("--since", type=_day, metavar="DAY", help="only what is new since the record of that day")
    for command in (demo, evaluate):
        command.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    return parser


def _command(add: Callable[..., _Parser], name: str, run: Callable[[argparse.Namespace], str], says: str) -> _Parser:
    command = add(name, help=says, description=f"{says[:1].upper()}{says[1:]}.", allow_abbrev=False)
    command.set_defaults(run=run)
    return command


def _add_case(command: argparse.ArgumentParser) -> None:
    command.add_argument("case", metavar="CASE", help="a case or fact sheet (JSON), or - for standard input")


def _add_many(command: argparse.ArgumentParser) -> None:
    command.add_argument("cases", metavar="CASES", help="a file with a case or fact sheet (JSON) a line, or -")
    command.add_argument(
        "--format",
        choices=FORMATS_OF_MANY,
        default="jsonl",
        help="each evaluation (jsonl), or a report of all; default: jsonl",
    )
    command.add_argument("--jobs", type=_count, default=1, metavar="N", help="how many processes evaluate; default: 1")


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


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= MOST_JOBS:
        raise argparse.ArgumentTypeError(f"expected is a number from 1 to {MOST_JOBS}")
    return int(text)
