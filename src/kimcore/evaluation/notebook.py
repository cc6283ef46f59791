"""A short view of an evaluation for notebooks. Full reports are made by `kimcore.exchange`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from kimcore.evaluation.finding import Finding
from kimcore.evaluation.plan import NextStep
from kimcore.text import Text, format_day

_NOTHING = Text.of(de="kein Befund", en="no finding")
_BY = Text.of(de="bis", en="by")


def summary_html(title: str, findings: Iterable[Finding], steps: Iterable[NextStep], lang: str = "de") -> str:
    """Return findings and next steps as HTML in which every text is escaped.

    Args:
        title: what stands above.
        findings: the findings, as sorted.
        steps: the next steps, as sorted.
        lang: the language of the texts.
    """
    found = [f"{format_day(each.since, lang)}: {each.says.get(lang)}{_for(each.persons)}" for each in findings]
    planned = [f"{_titled(each, lang)}{_by(each.due, lang)}{_for(each.persons)}" for each in steps]
    lists = f"{_list('ul', found or [_NOTHING.get(lang)])}{_list('ol', planned)}"
    return f"<h4>{escape(title)}</h4>{lists}"


def _list(tag: str, texts: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f"<{tag}>{items}</{tag}>" if items else ""


def _titled(step: NextStep, lang: str) -> str:
    return step.step.title.get(lang) if step.step.title else step.step.id


def _by(due: date | None, lang: str) -> str:
    return f" {_BY.get(lang)} {format_day(due, lang)}" if due else ""


def _for(persons: tuple[str, ...]) -> str:
    return f" ({', '.join(persons)})"
