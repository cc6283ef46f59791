"""Documents of earlier versions made into the one that is read: one pure function a step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from attrs import frozen

from kimcore.errors import CaseError, Fault, Faults, Path, did_you_mean, listed, path_text
from kimcore.exchange.json_text import Numbered, plain_document
from kimcore.people.canonical import CASE_SCHEMA

Document = dict[str, Any]


@frozen(kw_only=True)
class Step:
    """One version of a document made into the next one.

    Args:
        of: The name and version of the documents it takes.
        to: The name and version of those it makes.
        upgrade: Makes a document of the next version, and leaves the one it is given as it was. What it does
            not understand it hands on as it is: the reader tells what is wrong there.
        faults: Yields, with the path in the document as given, what only the earlier version can tell; told whether
            keys that nobody knows are to be kept.
        before: The path that something had in the document as given, by its path in the one made of it.
    """

    of: str
    to: str
    upgrade: Callable[[Document], Document]
    faults: Callable[[Document, bool], Iterator[Fault]]
    before: Callable[[Path], Path]


# ------------------------------------------------------------------------------- kimcore.case/0: flat handoffs

FLAT = ("person", "matter", "from", "to", "sent", "confirmed")
"""The keys of a handoff of `kimcore.case/0`: one row that was sent and perhaps confirmed."""

WITH_MOVES = frozenset({"key", "kind", "answer_due", "filed", "follows", "reason", "events", "reports"})
"""The keys that a handoff has from `kimcore.case/1` on."""


def case_0_to_1(document: Document) -> Document:
    """Return a case in which every handoff is a list of dated moves; before it was one row with two days.

    A row becomes a referral that the sender sent and that the recipient accepted on the day it was confirmed. Its key
    is made of its place in the list.

    Args:
        document: A case of version 0.

    Example:
        >>> row = {"person": "P1", "matter": "sgb2_benefits", "from": "a", "to": "b", "sent": "2026-10-05"}
        >>> case_0_to_1({"handoffs": [row]})["handoffs"][0]["events"]
        [{'move': 'send', 'on': '2026-10-05', 'by': 'sender'}]
    """
    handoffs = document.get("handoffs")
    upgraded = {**document, "schema": CASE_SCHEMA}
    if isinstance(handoffs, list):
        upgraded["handoffs"] = Numbered([_with_moves(each, number) for number, each in enumerate(handoffs, 1)])
    return upgraded


def _with_moves(row: object, number: int) -> object:
    if not isinstance(row, dict):
        return row
    moves = [{"move": "send", "by": "sender"} | ({"on": row["sent"]} if "sent" in row else {})]
    if row.get("confirmed") is not None:
        moves.append({"move": "accept", "on": row["confirmed"], "by": "recipient"})
    events = Numbered([{name: move[name] for name in ("move", "on", "by") if name in move} for move in moves])
    same = {name: value for name, value in row.items() if name not in ("sent", "confirmed")}
    return {"key": f"handoff-{number}", "kind": "referral", **same, "events": events}


def _strange_in_0(document: Document, keep: bool) -> Iterator[Fault]:  # noqa: FBT001  # called by way of a table
    """The keys of rows that version 0 does not know; those that mean something in version 1 cannot be kept."""
    handoffs = document.get("handoffs")
    for index, row in enumerate(handoffs if isinstance(handoffs, list) else ()):
        for key in sorted(row.keys() - set(FLAT)) if isinstance(row, dict) else ():
            if not keep or key in WITH_MOVES:
                where = path_text(("handoffs", index, key))
                hint = did_you_mean(key, FLAT)
                yield Fault(code="unknown-key", where=where, problem="unknown key", allowed=listed(FLAT), hint=hint)


def _before_1(path: Path) -> Path:
    match path:
        case ("handoffs", int() as index, "events", int() as number, "on", *rest):
            return ("handoffs", index, "confirmed" if number else "sent", *rest)
        case ("handoffs", int() as index, "events" | "key" | "kind", *_):
            return ("handoffs", index)
        case _:
            return path


# ------------------------------------------------------------------------------------------------- all steps

STEPS: Mapping[str, Step] = {
    step.of: step
    for step in (
        Step(of="kimcore.case/0", to=CASE_SCHEMA, upgrade=case_0_to_1, faults=_strange_in_0, before=_before_1),
    )
}
"""The steps, by the version they take."""


def versions_of(newest: str) -> tuple[str, ...]:
    """Return the versions from which steps lead to a version, the oldest first and the version itself last.

    Example:
        >>> versions_of("kimcore.case/1")
        ('kimcore.case/0', 'kimcore.case/1')
    """
    found = [newest]
    while earlier := [step.of for step in STEPS.values() if step.to == found[0]]:
        found.insert(0, earlier[0])
    return tuple(found)


def migrate(source: bytes | str | Mapping[str, Any], *, keep: bool = False) -> dict[str, Any]:
    """Return a document in the newest version of its kind, as plain data; one of the newest version as it is.

    Only the form is changed; whether it can be read is for `read_case` to say, which migrates by itself.

    Args:
        source: The text, as UTF-8 if it is bytes, or what a JSON parser made of it; it is left as it was.
        keep: Whether keys that a part made anew did not have are carried over; they are faults otherwise.

    Raises:
        CaseError: It is no JSON object of a kind and version that is known, or it holds what its own version does
            not have.

    Example:
        >>> migrate({"schema": "kimcore.case/0", "key": "1", "as_of": "2026-11-23", "persons": []})["schema"]
        'kimcore.case/1'
    """
    found = Faults()
    document = plain_document(source, found)
    if not isinstance(document, dict):
        found.add("wrong-type", "$", "a value of the wrong type", allowed="one JSON object")
    elif document.get("schema") not in versions_of(CASE_SCHEMA):
        found.add("unknown-schema", "$.schema", "not a form that is known", allowed=listed(versions_of(CASE_SCHEMA)))
    while isinstance(document, dict) and (step := step_from(document)):
        found.extend(step.faults(document, keep))
        document = step.upgrade(document)
    found.raise_if_any(CaseError, "the document cannot be migrated")
    return cast("Document", _without_places(document))


def step_from(document: Document) -> Step | None:
    """Return the step that takes a document; None: there is none, as for the newest version."""
    schema = document.get("schema")
    return STEPS.get(schema) if isinstance(schema, str) else None


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_places(item) for key, item in value.items()}
    return [_without_places(item) for item in value] if isinstance(value, list) else value
