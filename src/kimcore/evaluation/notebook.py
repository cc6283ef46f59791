"""A short view of an evaluation for notebooks. Full reports are made by `kimcore.exchange`."""

from collections.abc import Iterable
from html import escape

from kimcore.evaluation.finding import Finding
from kimcore.evaluation.plan import NextStep
from kimcore.text import Text


def summary_html(title: str, findings: Iterable[Finding], steps: Iterable[NextStep], lang: str = "de") -> str:
    """Return findings and next steps as escaped HTML.

    Args:
        title: what stands above.
        findings: the findings, as sorted.
        steps: the next steps, as sorted.
        lang: the language of the texts.
    """
    found = [f"{finding.since}: {finding.says.get(lang)} ({', '.join(finding.persons)})" for finding in findings]
    planned = [f"{_titled(step.step.title, step.step.id, lang)}{_by(step)}" for step in steps]
    return f"<h4>{escape(title)}</h4><ul>{_items(found)}</ul><ol>{_items(planned)}</ol>"


def _items(texts: Iterable[str]) -> str:
    return "".join(f"<li>{escape(text)}</li>" for text in texts)


def _titled(title: Text | None, id_: str, lang: str) -> str:
    return title.get(lang) if title else id_


def _by(step: NextStep) -> str:
    return f" (bis {step.due})" if step.due else ""
