"""The table of bad rulebooks: a text of TOML and everything that is said about it, to the last character.

`bad_rulebooks.toml` holds the cases. Beside each text stands a file with the head of a rulebook; line numbers count
the lines of the text. A case is read as a draft unless it says `rigour = "shipped"`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import evolve

from kimcore.errors import Fault, RulebookError
from kimcore.rules.reading import read_rulebook
from tests.freedonia import VOCABULARY

TABLE = Path(__file__).resolve().parent / "bad_rulebooks.toml"

HEAD = """
schema = "kimcore.rulebook/1"
id = "test"
version = "1"
title = { de = "Test", en = "Test" }
law_known_until = 2026-06-30
"""


def cases() -> dict[str, Mapping[str, Any]]:
    """The cases by name."""
    return {case["name"]: case for case in tomllib.loads(TABLE.read_text(encoding="utf-8"))["case"]}


def said(case: Mapping[str, Any]) -> str:
    """What is said about the text of a case: its faults, and nothing else."""
    texts = {"bad.toml": case["text"], "head.toml": case.get("head", HEAD)}
    try:
        read_rulebook(texts, vocabulary=VOCABULARY, rigour=case.get("rigour", "draft"))
    except RulebookError as error:
        return "".join(f"{_short(fault)}\n" for fault in error.faults)
    return "nothing\n"


def _short(fault: Fault) -> Fault:
    """A fault without the codes of a shipped list: others maintain them."""
    return evolve(fault, allowed="its codes") if fault.code == "unknown-code" else fault
