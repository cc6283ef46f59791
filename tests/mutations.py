"""Case documents with something broken in them, and what no message about them may hold."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

from attrs import frozen
from hypothesis import strategies as st

from kimcore.exchange.case_json import write_case
from kimcore.testing.strategies import PERSONAL, cases

Document = dict[str, Any]
Holder = dict[str, Any] | list[Any]

MISSPELT = "ZQ"
JUNK: list[Any] = [
    *(None, True, 17, -1, 3.5, 10**30, "", f"{PERSONAL}7", f"{PERSONAL}x" * 900, "2026-02-30", "1850-01-01"),
    *("2190-07-17", "055620140", [], {}, [PERSONAL], [[]], {"unknown": PERSONAL}, {"unknown": "withheld"}),
    *({"first": "2026-03-02", "last": "2026-03-01"}, f"{PERSONAL}\ud800"),
]
NO_TEXTS = [junk for junk in JUNK if not isinstance(junk, str)]


@frozen
class Mutated:
    """A document, and the misspelt values that were put into it."""

    document: Document
    misspelt: tuple[str, ...]

    @property
    def secrets(self) -> frozenset[str]:
        """What a message about the document must not hold."""
        dated = re.findall(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?", json.dumps(self.document))
        return frozenset([PERSONAL, *dated, *self.misspelt])


def mutated(most: int = 4) -> st.SearchStrategy[Mutated]:
    """Draw the document of a case and break it in up to `most` places."""
    return broken(cases().map(write_case), most)


@st.composite
def broken(draw: st.DrawFn, texts: st.SearchStrategy[str], most: int = 4) -> Mutated:
    """Draw a document and break it in up to `most` places."""
    return _broken(draw, draw(texts), most)


@st.composite
def broken_anew(draw: st.DrawFn, texts: st.SearchStrategy[str], times: int) -> list[Mutated]:
    """Draw a document and break it `times` times, each time anew."""
    text = draw(texts)
    return [_broken(draw, text, 4) for _ in range(times)]


def _broken(draw: st.DrawFn, text: str, most: int) -> Mutated:
    document: Document = json.loads(text)
    # Each kind of break is as likely as another; where it strikes is drawn among all places it could.
    breaks = draw(st.lists(st.sampled_from(BREAKS), min_size=1, max_size=most))
    misspelt = [said for break_ in breaks if (said := break_(draw, document))]
    return Mutated(document, tuple(misspelt))


def _places(node: Any) -> Iterator[tuple[Holder, Any]]:
    """Every value of a document with what holds it; extensions are the caller's own and left alone."""
    steps: Any = enumerate(node) if isinstance(node, list) else node.items() if isinstance(node, dict) else ()
    for step, inner in list(steps):
        yield node, step
        if step != "extensions":
            yield from _places(inner)


def _drawn(draw: st.DrawFn, document: Document) -> tuple[Any, Any]:
    # A document that lost every key gets one back.
    document.setdefault("key", "-")
    return draw(st.sampled_from(list(_places(document))))


def _drop(draw: st.DrawFn, document: Document) -> None:
    holder, step = _drawn(draw, document)
    del holder[step]


def _replace(draw: st.DrawFn, document: Document) -> None:
    holder, step = _drawn(draw, document)
    # Keys are opaque and may be told: nothing that must not be told is made one.
    junk = NO_TEXTS if step == "key" else JUNK
    holder[step] = copy.deepcopy(draw(st.sampled_from(junk)))


def _misspell_key(draw: st.DrawFn, document: Document) -> None:
    holder, step = _drawn(draw, document)
    if isinstance(step, str):
        holder[step[:-1] or "q"] = holder.pop(step)


def _misspell_value(draw: st.DrawFn, document: Document) -> str | None:
    holder, step = _drawn(draw, document)
    if not isinstance(holder[step], str) or step == "key":
        return None
    holder[step] += MISSPELT
    return str(holder[step])


def _repeat(draw: st.DrawFn, document: Document) -> None:
    holder, step = _drawn(draw, document)
    if isinstance(holder, list):
        holder.append(copy.deepcopy(holder[step]))


def _swap_days(draw: st.DrawFn, document: Document) -> None:
    holder, _ = _drawn(draw, document)
    if isinstance(holder, dict) and {"first", "last"} <= holder.keys():
        holder["first"], holder["last"] = holder["last"], holder["first"]


BREAKS = [_drop, _replace, _misspell_key, _misspell_value, _repeat, _swap_days]
