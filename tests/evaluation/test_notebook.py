from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

from attrs import evolve

from kimcore import Evaluation, Text
from kimcore.evaluation.notebook import summary_html
from tests.evaluation import freedonians
from tests.evaluation.freedonians import ALLOWANCE, FUND, draft, paid, person, settler, sheltered
from tests.households import evaluated, refugee

DAY = "2026-11-23"
SCRIPT = '<script>alert("1")</script>'


class Tags(HTMLParser):
    """The tags of a text, and what is said between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag if not attrs else f"{tag} {attrs}")

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def shown(evaluation: Evaluation) -> Tags:
    return Tags(evaluation._repr_html_())


def test_a_notebook_shows_findings_and_steps() -> None:
    said = shown(evaluated(refugee(DAY), DAY)).said

    assert said[:3] == [
        "fall-1 · 2026-11-23",
        "01.11.2026: Für den Lebensunterhalt zahlt niemand. (P1)",
        "Grundsicherung beim Jobcenter beantragen bis 30.11.2026 (P1)",
    ]


def test_it_can_be_shown_in_english() -> None:
    evaluation = evaluated(refugee(DAY), DAY)
    said = Tags(summary_html("A case", evaluation.findings, evaluation.next_steps, "en")).said

    assert said[1] == "2026-11-01: Nobody pays for livelihood. (P1)"
    assert said[2] == "Apply for basic income support at the Jobcenter by 2026-11-30 (P1)"


def test_where_nothing_is_found_that_is_said() -> None:
    one = person(residence=settler(), coverage=paid(ALLOWANCE, FUND))
    page = shown(freedonians.evaluated(freedonians.case(one), rulebook=draft("")))

    assert page.tags == ["h4", "ul", "li"]
    assert page.said[1] == "kein Befund"


def test_keys_and_texts_are_escaped() -> None:
    step = '[[step]]\nid = "s"\nseverity = "delay"\n'
    one = evolve(person(SCRIPT, residence=settler(date(2025, 6, 1)), coverage=sheltered()), label=SCRIPT)
    case = evolve(freedonians.case(one), key=SCRIPT)
    evaluation = freedonians.evaluated(case, rulebook=draft(step))
    page = shown(evaluation)

    assert page.tags == ["h4", "ul", "li", "ol", "li"]
    assert page.said[0].startswith(SCRIPT)
    assert page.said[-1] == f"s ({SCRIPT})"


def test_the_sentence_of_a_finding_is_escaped() -> None:
    evaluation = evaluated(refugee(DAY), DAY)
    finding = evolve(evaluation.findings[0], says=Text.of(de=SCRIPT, en=SCRIPT))

    assert "script" not in Tags(summary_html("", [finding], evaluation.next_steps)).tags


def test_the_plain_form_counts_and_tells_nothing_of_anybody() -> None:
    assert repr(evaluated(refugee(DAY), DAY)).startswith("Evaluation(on=2026-11-23, 1 findings, ")
