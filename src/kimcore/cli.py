"""The command line: a thin shell over the public API.

Exit codes: 0 done, 2 bad input.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from kimcore.dates import parse_day
from kimcore.errors import KimcoreError
from kimcore.evaluation.evaluator import Evaluation, Evaluator
from kimcore.exchange.case_json import read_case
from kimcore.exchange.explained import explained
from kimcore.exchange.report import report
from kimcore.exchange.schema import SCHEMAS, json_schema
from kimcore.landscape.landscape import Landscape
from kimcore.landscape.reading import load_landscape, read_landscape
from kimcore.language.vocabulary import standard_vocabulary
from kimcore.people.case import Case
from kimcore.rules.reading import load_rulebook, read_rulebook
from kimcore.rules.rulebook import Rulebook
from kimcore.text import LANGUAGES

BAD_INPUT = 2
DEMO_DAY = date(2022, 5, 13)
DEMO_LATER = ("2022-06-20", "2022-09-01")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: the words after `kimcore`; None: those of the process.
    """
    options = _parser().parse_args(arguments)
    try:
        text = options.run(options)
    except KimcoreError as error:
        sys.stderr.write(f"kimcore: {error}\n")
        return BAD_INPUT
    except OSError as error:
        sys.stderr.write(f"kimcore: cannot read {error.filename}: {error.strerror}\n")
        return BAD_INPUT
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough, as `| head` does
        sys.stderr.close()
    return 0


# ---------------------------------------------------------------------------------------- commands


def _demo(options: argparse.Namespace) -> str:
    case = read_case(files("kimcore").joinpath("data/demo/ukraine-2022.json").read_bytes())
    text = report(_evaluated(case, options, options.on or DEMO_DAY), lang=options.lang)
    if options.on is not None:
        return text
    later = " ".join(f"\n  kimcore demo --on {day}" for day in DEMO_LATER)
    hint = {"de": "Dieselbe Akte nach dem Recht späterer Tage:", "en": "The same record under the law of later days:"}
    return f"{text}\n{hint[options.lang]}{later}\n"


def _evaluate(options: argparse.Namespace) -> str:
    case = _case(options)
    return report(_evaluated(case, options, options.on or case.as_of), lang=options.lang)


def _explain(options: argparse.Namespace) -> str:
    case = _case(options)
    evaluation = _evaluated(case, options, options.on or case.as_of)
    person = options.person or case.persons[0].key
    return explained(evaluation.explain(options.statement, person), lang=options.lang)


def _schema(options: argparse.Namespace) -> str:
    return json.dumps(json_schema(options.kind), ensure_ascii=False, indent=2) + "\n"


def _case(options: argparse.Namespace) -> Case:
    return read_case(sys.stdin.buffer.read() if str(options.case) == "-" else options.case.read_bytes())


def _evaluated(case: Case, options: argparse.Namespace, on: date) -> Evaluation:
    return Evaluator(_rulebook(options.rulebook), _landscape(options.landscape)).evaluate(case, on=on)


def _rulebook(name: str) -> Rulebook:
    path = Path(name)
    if path.exists():
        return read_rulebook(path, vocabulary=standard_vocabulary())
    return load_rulebook(name)


def _landscape(name: str) -> Landscape:
    path = Path(name)
    return read_landscape(path) if path.exists() else load_landscape(name)


# ---------------------------------------------------------------------------------------- words


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kimcore", description="Next steps and handoff gaps for newcomers between German offices."
    )
    parser.add_argument("--version", action="version", version=f"kimcore {version('kimcore')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    common = _common()
    demo = commands.add_parser("demo", parents=[common], help="a Ukrainian family in Gladbeck in May 2022")
    demo.set_defaults(run=_demo)
    evaluate = commands.add_parser("evaluate", parents=[common], help="next steps, gaps and questions of a case")
    evaluate.add_argument("case", type=Path, metavar="CASE", help="a case file (JSON), or - for standard input")
    evaluate.set_defaults(run=_evaluate)
    explain = commands.add_parser("explain", parents=[common], help="why a statement applies to a person, or not")
    explain.add_argument("case", type=Path, metavar="CASE", help="a case file (JSON), or - for standard input")
    explain.add_argument("statement", metavar="STATEMENT", help="the id of a statement, such as livelihood.sgb2")
    explain.add_argument("--person", metavar="KEY", help="the person; default: the first of the case")
    explain.set_defaults(run=_explain)
    schema = commands.add_parser("schema", help="the JSON Schema of a document")
    schema.add_argument("kind", choices=sorted(SCHEMAS), metavar="KIND", help=", ".join(sorted(SCHEMAS)))
    schema.set_defaults(run=_schema)
    return parser


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--on", type=_day, metavar="DAY", help="the day of evaluation; default: the day of the record")
    common.add_argument("--rulebook", default="nrw", metavar="NAME|PATH", help="default: nrw")
    common.add_argument("--landscape", default="kreis-recklinghausen", metavar="NAME|PATH", help="default: kreis-recklinghausen")
    common.add_argument("--lang", choices=LANGUAGES, default="de", help="default: de")
    return common


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
