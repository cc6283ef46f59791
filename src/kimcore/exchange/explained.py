"""An explanation as text: the tree of tests with verdicts, values and sources."""

from datetime import date

from kimcore.dates import ImpreciseDate
from kimcore.evaluation.explanation import Because, Explanation
from kimcore.exchange.layout import WIDTH, Page
from kimcore.exchange.phrases import Speech
from kimcore.language.interpreter import Answer
from kimcore.language.timeline import Members
from kimcore.people.history import Unknown

MARKS: dict[Answer, str] = {True: "+", False: "-", None: "?"}
"""Yes, no and open at the head of a line."""


def explained(explanation: Explanation, *, lang: str = "de", width: int = WIDTH) -> str:
    """Return an explanation as plain text: `+` holds, `-` does not, `?` is open.

    Args:
        explanation: what is told.
        lang: `de` or `en`.
        width: the columns of a line.
    """
    say, page = Speech(lang), Page(width)
    judgement = explanation.judgement
    title = f" ({say.text(explanation.title)})" if explanation.title else ""
    page.line(f"{say('explanation')}: {judgement.statement}{title}, {judgement.person}, {say.day(judgement.day)}")
    kind = judgement.kind.value
    page.line(f"{say('verdict')}: {say('open verdict' if kind == 'open' else kind)}")
    for statement, tree in explanation.versions:
        page.gap()
        _write(page, say, tree, indent=0)
        for dispute in [statement.disputed] if statement.disputed else []:
            page.line(f"{say('disputed')}: {say.text(dispute)}", indent=2)
    for statement in explanation.not_in_force:
        page.gap()
        period = str(statement.in_force) if statement.in_force else (statement.pending.bill if statement.pending else "")
        page.line(f"{say('not_in_force')}: {statement.id} ({period})", right=say.sources(statement.basis))
    return str(page)


def _write(page: Page, say: Speech, because: Because, *, indent: int) -> None:
    page.line(f"{MARKS[because.answer]} {_label(say, because)}", indent=indent, right=say.sources(because.basis), hang=4)
    for part in because.parts:
        _write(page, say, part, indent=indent + 2)


def _label(say: Speech, because: Because) -> str:
    if because.fact is not None and because.what == because.fact:
        return f"{because.person}: {because.fact} = {told(say, because.value)}"
    joined = {"any": f" [{say('any_of')}]", "not": f" [{say('exception')}]"}.get(because.join, "")
    what = because.what or say("any_of" if because.join == "any" else "all_of")
    says = f" ({say.text(because.says)})" if because.says else ""
    value = f": {told(say, because.value)}" if because.fact is not None else ""
    return f"{what}{says}{value}{joined if because.what else ''}"


def told(say: Speech, value: object) -> str:
    """Return the value of a fact in words."""
    match value:
        case Unknown():
            return say("unknown")
        case None:
            return say("none")
        case bool():
            return say("yes" if value else "no")
        case Members():
            rest = "" if value.closed else f" … {say('open')}"
            return f"{{{', '.join(sorted(value.known))}}}{rest}"
        case date():
            return say.day(value)
        case ImpreciseDate():
            return str(value)
        case _:
            return str(value)
