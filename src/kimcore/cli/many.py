"""Many cases on the command line: one a line, each line read strictly; what is bad is told, and the others go on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from kimcore.cli.reading import STDIN, called, reading
from kimcore.cli.writing import look, put
from kimcore.errors import CaseError, Fault, InputError, KimcoreError
from kimcore.evaluation.caseload import caseload_report, tally
from kimcore.evaluation.evaluator import Evaluator
from kimcore.evaluation.many import Evaluated
from kimcore.exchange.caseload_text import caseload_text, write_caseload
from kimcore.exchange.evaluation_json import write_evaluation
from kimcore.exchange.facts_json import read_record
from kimcore.exchange.fault_text import faulty
from kimcore.exchange.json_text import LARGEST
from kimcore.language.sheet import FactSheet
from kimcore.people.case import Case

T = TypeVar("T")

FORMATS = ("jsonl", "text", "json")

EVERY = 100
"""After so many cases standard error says how far it got."""


def run_many(evaluator: Evaluator, options: argparse.Namespace) -> int:
    """Evaluate a file of cases and write what was asked for.

    Args:
        evaluator: the law and the offices.
        options: `cases`, `on`, `format` and `jobs`.

    Returns:
        How many lines were bad; each was told on standard error, with its number and no value of it.

    Raises:
        UsageError: the file cannot be read, or nothing can be written.
    """
    said = _Said(options.cases)
    with ExitStack() as stack:
        executor: Executor | None = None
        if options.jobs > 1:
            executor = stack.enter_context(ProcessPoolExecutor(options.jobs))
        cases = (_read(line) for line in _lines(options.cases))
        then = partial(write_evaluation, indent=None) if options.format == "jsonl" else tally
        answers = evaluator.evaluate_many(cases, on=options.on, executor=executor, then=then)
        _write(said.good(answers), evaluator, options)
    return said.end()


def _write(answers: Iterator[Any], evaluator: Evaluator, options: argparse.Namespace) -> None:
    if options.format == "jsonl":
        for line in answers:
            put(line)
        return
    caseload = caseload_report(answers, options.on)
    if options.format == "json":
        put(write_caseload(caseload))
    else:
        width, style = look()
        put(caseload_text(caseload, evaluator.landscape, lang=options.lang, width=width, style=style))


class _Said:
    """What standard error is told: how far it got, and which lines are bad."""

    def __init__(self, name: str) -> None:
        self.name = called(name)
        self.cases = 0
        self.bad = 0

    def good(self, answers: Iterator[Evaluated[T]]) -> Iterator[T]:
        """Yield the answers without errors, and tell the others."""
        for answer in answers:
            self.cases += 1
            if answer.error is not None:
                self.bad += 1
                sys.stderr.write(faulty(_known(answer.error), of=f"{self.name}, line {answer.number}"))
            elif answer.answer is not None:
                yield answer.answer
            if self.cases % EVERY == 0:
                self._tell()

    def end(self) -> int:
        """Tell how many there were, where there were many or bad ones, and return how many were bad."""
        if self.bad or self.cases > EVERY:
            self._tell()
        return self.bad

    def _tell(self) -> None:
        sys.stderr.write(f"kimcore: {self.cases} cases, {self.bad} of them bad\n")


def _lines(name: str) -> Iterator[bytes]:
    with reading(name), _opened(name) as file:
        while line := file.readline(LARGEST + 2):
            yield line
            while line and not line.endswith(b"\n"):  # the rest of a line that is too long is no line of its own
                line = file.readline(LARGEST)


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdin.buffer) if name == STDIN else Path(name).open("rb")


def _read(line: bytes) -> Case | FactSheet | KimcoreError:
    if not line.strip():
        problem = "the line is empty; expected is a case as JSON"
        return CaseError("the case cannot be read", [Fault(code="empty", where="$", problem=problem)])
    try:
        return read_record(line)
    except KimcoreError as error:
        return error


def _known(error: Exception) -> KimcoreError:
    """An error of ours as it is; of any other only its kind, for its words may hold a value of the record."""
    if isinstance(error, KimcoreError) and (isinstance(error, InputError) or not error.args[1:]):
        return error
    return KimcoreError(f"it cannot be evaluated ({type(error).__name__})")
