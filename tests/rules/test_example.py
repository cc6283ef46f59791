"""The worked example of the design can be read as a draft."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from kimcore.language.vocabulary import Vocabulary, standard_vocabulary
from kimcore.rules.reading import read_rulebook

RULES = Path(__file__).resolve().parents[3] / "shared" / "example" / "rules.toml"


@pytest.mark.skipif(not RULES.is_file(), reason="the worked example lies beside the repository, not in it")
def test_the_example_is_a_draft() -> None:
    # The example takes it that every stay has a first day; the shipped facts say it may have none.
    vocabulary = Vocabulary(
        evolve(fact, always=fact.always or id_ == "stay.since") for id_, fact in standard_vocabulary().items()
    )

    book = read_rulebook(RULES, vocabulary=vocabulary, rigour="draft")

    assert (book.id, book.version) == ("example", "draft")
    assert {note.code for note in book.notes} == {"missing"}
    assert book.aspects_in_order == ("livelihood", "health")
    assert len(book.statements) == 40
