from __future__ import annotations

from kimcore import Fault, InputError, KimcoreError
from kimcore.exchange.fault_text import faulty

FAULTS = [
    Fault(
        code="unknown-key", where="$.brith", problem="unknown key", hint="did you mean 'birth'?", allowed="birth, key"
    ),
    Fault(code="type", where="a.toml:3", problem="no order", excerpt="residence.status < b\n^^^^^^^^^^^^^^^^^^^^"),
]


def test_every_fault_stands_at_its_place_with_code_way_out_and_excerpt() -> None:
    assert faulty(InputError("it cannot be read", FAULTS), of="case.json", width=60) == (
        "kimcore: case.json: it cannot be read (2 faults)\n"
        "\n"
        "  $.brith                                      [unknown-key]\n"
        "    unknown key; did you mean 'birth'?\n"
        "    allowed: birth, key\n"
        "\n"
        "  a.toml:3                                            [type]\n"
        "    no order\n"
        "      residence.status < b\n"
        "      ^^^^^^^^^^^^^^^^^^^^\n"
    )


def test_an_error_without_faults_is_one_sentence() -> None:
    assert faulty(KimcoreError("there is no such statement")) == "kimcore: there is no such statement\n"


def test_an_excerpt_cannot_steer_the_terminal() -> None:
    fault = Fault(code="type", where="a.toml:3", problem="no order", excerpt="\x1b[31m\n^")

    assert "\x1b" not in faulty(InputError("it cannot be read", [fault]))
