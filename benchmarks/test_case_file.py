"""Reading, checking and writing a full case file beside the JSON library alone, in one process."""

from __future__ import annotations

import gc
import json
import tracemalloc

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.household import household_of_eight
from kimcore import Case, read_case, write_case
from kimcore.people.checks import faults_of

MOST_MEMORY = 64 * 1024


@pytest.fixture(scope="module")
def case() -> Case:
    return household_of_eight()


@pytest.fixture(scope="module")
def text(case: Case) -> bytes:
    return write_case(case).encode()


def test_the_file_is_that_of_eight_persons_and_ten_years(case: Case) -> None:
    entries = sum(len(entries) for person in case.persons for entries in person.histories.values())

    assert (len(case.persons), entries) == (8, 200)
    assert read_case(write_case(case)) == case


def test_what_a_case_takes_in_memory(text: bytes) -> None:
    read_case(text)
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    case = read_case(text)
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert case.persons
    assert after - before <= MOST_MEMORY


def test_time_of_the_json_library_alone(benchmark: BenchmarkFixture, text: bytes) -> None:
    assert benchmark(lambda: json.dumps(json.loads(text)))


def test_time_of_reading_and_checking(benchmark: BenchmarkFixture, text: bytes) -> None:
    assert benchmark(read_case, text).persons


def test_time_of_checking_alone(benchmark: BenchmarkFixture, case: Case) -> None:
    assert not len(benchmark(faults_of, case))


def test_time_of_writing(benchmark: BenchmarkFixture, case: Case) -> None:
    assert benchmark(write_case, case)


def test_time_of_reading_checking_and_writing(benchmark: BenchmarkFixture, text: bytes) -> None:
    assert benchmark(lambda: write_case(read_case(text))).encode() == text
