"""What the README shows is what the library prints."""

from __future__ import annotations

from datetime import date

from kimcore import report
from tests.households import evaluated, refugee
from tests.source import ROOT


def test_the_picture_in_the_readme_is_the_real_output() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    picture = text.partition("```text\n")[2].partition("\n```")[0]

    printed = report(evaluated(refugee("2026-11-23"), "2026-11-23"), lang="en")

    assert picture.startswith(f"P1 · Gladbeck · record of {date(2026, 11, 23)}")
    assert printed.startswith(picture + "\n")
