"""JSON Schema (2020-12) of an evaluation as JSON: closed, and every key is always there."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from kimcore.evaluation.caseload import TABLES
from kimcore.evaluation.finding import FindingKind, Nature, Severity
from kimcore.exchange.caseload_text import CASELOAD_SCHEMA
from kimcore.exchange.evaluation_json import EVALUATION_SCHEMA
from kimcore.exchange.shapes import FLAG, NULL, Schema, any_of, closed, published, ref
from kimcore.people.moves import HANDOFF_KINDS, STATES
from kimcore.rules.mechanism import Mechanism
from kimcore.text import LANGUAGES

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer"}
DAY: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
DIGEST: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
TEXTS: Schema = {"type": "array", "items": TEXT}


def evaluation_schema() -> Schema:
    """Return the JSON Schema of what `write_evaluation` writes.

    Example:
        >>> evaluation_schema()["title"]
        'kimcore.evaluation/1'
    """
    root = _closed(
        schema={"const": EVALUATION_SCHEMA},
        case=TEXT,
        on=DAY,
        provenance=ref("provenance"),
        persons=TEXTS,
        standings=_many("standing"),
        findings=_many("finding"),
        acknowledged=_many("finding"),
        next_steps=_many("next_step"),
        chains=_many("chain"),
        questions=_many("question"),
        not_modelled=_many("left_out"),
        since=_maybe(_closed(on=DAY, new=TEXTS, unchanged=TEXTS, gone=TEXTS)),
    )
    return published(
        EVALUATION_SCHEMA, {"description": "What an evaluation says of a case on a day.", **root}, _definitions()
    )


def caseload_schema() -> Schema:
    """Return the JSON Schema of what `write_caseload` writes.

    Example:
        >>> caseload_schema()["title"]
        'kimcore.caseload/1'
    """
    row = _closed(
        key=TEXTS,
        persons=_maybe(COUNT),
        overdue=_maybe(COUNT),
        lost_days=_maybe(COUNT),
        median_days=_maybe({"type": "number"}),
    )
    table = _closed(persons=_maybe(COUNT), withheld=FLAG, rows=_list(row))
    root = _closed(
        schema={"const": CASELOAD_SCHEMA},
        on=_maybe(DAY),
        cases=_maybe(COUNT),
        tables=_closed(**dict.fromkeys(TABLES, table)),
    )
    says = "What many cases teach; a figure of fewer than 5 persons is null, and so is what would tell it."
    return published(CASELOAD_SCHEMA, {"description": says, **root}, {})


def _definitions() -> dict[str, Schema]:
    return {**_words(), **_offices(), **_findings(), **_steps_and_questions(), **_chains()}


def _words() -> dict[str, Schema]:
    version = {"id": TEXT, "version": TEXT, "digest": DIGEST}
    return {
        "text": _closed(**dict.fromkeys(LANGUAGES, TEXT)),
        "code": _closed(code=TEXT, name=ref("text")),
        "citation": _closed(cite=TEXT, address=_maybe(TEXT)),
        "period": _closed(first=_maybe(DAY), last=_maybe(DAY)),
        "need": _closed(any={**_many("code"), "minItems": 1}),
        "provenance": _closed(
            record=_closed(as_of=DAY, digest=DIGEST, age=COUNT, stale_after=COUNT, stale=FLAG),
            rulebook=_closed(**version, law_known_until=_maybe(DAY), law_may_be_newer=FLAG),
            landscape=_closed(**version),
            library=TEXT,
        ),
    }


def _offices() -> dict[str, Schema]:
    answer = _maybe(ref("answer"))
    kinds: Schema = {"enum": ["one", "several", "nobody", "open", "not_recorded"]}
    return {
        "agency": _closed(id=TEXT, kind=TEXT, name=ref("text")),
        "answer": _closed(
            kind=kinds,
            agencies=_many("agency"),
            candidates=_many("agency"),
            provisional=FLAG,
            needs=TEXTS,
            why=_many("text"),
        ),
        "side": _closed(
            entitlement=_maybe(TEXT),
            benefit=ref("code"),
            law=_maybe(TEXT),
            first=_maybe(DAY),
            last=_maybe(DAY),
            matter=_maybe(TEXT),
            decides=answer,
            accepts=answer,
            basis=_many("citation"),
        ),
        "standing": _closed(
            person=TEXT,
            aspect=TEXT,
            title=_maybe(ref("text")),
            due=_maybe(FLAG),
            owed=_maybe(ref("side")),
            pays=_many("code"),
            claimed=FLAG,
        ),
        "change": _closed(matter=ref("code"), decides=ref("both_sides"), accepts=ref("both_sides")),
        "both_sides": _closed(before=answer, after=answer),
    }


def _findings() -> dict[str, Schema]:
    return {
        "finding": _closed(
            id=TEXT,
            kind=_one_of(FindingKind),
            mechanism=_one_of(Mechanism),
            cause=TEXT,
            labels=TEXTS,
            nature=_maybe({"enum": [nature.name.lower() for nature in Nature]}),
            severity=_one_of(Severity),
            predicted=FLAG,
            aspect=_maybe(TEXT),
            persons=TEXTS,
            since=DAY,
            until=_maybe(DAY),
            says=ref("text"),
            lost=_maybe(ref("period")),
            act_by=_maybe(DAY),
            saves_from=_maybe(DAY),
            before=_maybe(ref("side")),
            now=_maybe(ref("side")),
            transition=_maybe(ref("transition")),
            consequences=_many("consequence"),
            reservations=_many("reservation"),
            filed=_maybe(DAY),
            deemed_filed=_many("citation"),
            bridge=_maybe(_closed(entitlement=TEXT, last=_maybe(DAY), basis=_many("citation"))),
            named=_maybe(_closed(id=TEXT, says=ref("text"))),
            chain=_maybe(TEXT),
            office=_maybe(ref("answer")),
            offices=_many("change"),
            handoffs=_many("handoff"),
            acts=_maybe(ref("named_agency")),
            remedies=TEXTS,
            disputed=_many("text"),
            basis=_many("citation"),
        ),
        "handoff": _closed(
            key=TEXT,
            kind={"enum": list(HANDOFF_KINDS)},
            person=TEXT,
            matter=ref("code"),
            **{"from": ref("named_agency")},
            to=ref("named_agency"),
            sent=_maybe(DAY),
            answer_due=_maybe(DAY),
            state={"enum": list(STATES)},
        ),
        "named_agency": _closed(agency=TEXT, name=ref("text")),
        "transition": _closed(
            id=TEXT,
            title=_maybe(ref("text")),
            needs=_many("need"),
            does_not_need=_list(_closed(document=ref("code"), basis=_many("citation"))),
            brings_along=TEXTS,
            typical_gaps=_many("text"),
            basis=_many("citation"),
        ),
        "consequence": _closed(
            person=TEXT, aspect=TEXT, entitlement=TEXT, benefit=ref("code"), basis=_many("citation")
        ),
        "reservation": _closed(
            person=TEXT, says=ref("text"), facts=_list(_closed(person=TEXT, fact=TEXT)), basis=_many("citation")
        ),
    }


def _steps_and_questions() -> dict[str, Schema]:
    return {
        "next_step": _closed(
            step=TEXT,
            title=_maybe(ref("text")),
            says=_maybe(ref("text")),
            persons=TEXTS,
            severity=_one_of(Severity),
            state={"enum": ["ready", "waiting"]},
            waits_for=TEXTS,
            certain=FLAG,
            due=_maybe(DAY),
            matter=_maybe(TEXT),
            decides=_maybe(ref("answer")),
            accepts=_maybe(ref("answer")),
            by=TEXTS,
            bring=_many("need"),
            later=_many("need"),
            not_needed=_list(_closed(document=ref("code"), because=_maybe(ref("text")), basis=_many("citation"))),
            concerns=_many("code"),
            findings=TEXTS,
            basis=_many("citation"),
        ),
        "question": _closed(
            person=TEXT,
            fact=TEXT,
            text=ref("text"),
            answered_by={"type": "array", "items": {"enum": ["person", "paper", "office", "register"]}},
            severity=_one_of(Severity),
            reasons=_many("reason"),
        ),
        "reason": _closed(of=TEXT, says=ref("text"), severity=_one_of(Severity), weight=COUNT, basis=_many("citation")),
        "left_out": _closed(id=TEXT, certain=FLAG, says=_maybe(ref("text")), basis=_many("citation")),
    }


def _chains() -> dict[str, Schema]:
    states: Schema = {"enum": ["done", "in_progress", "ready", "waiting", "open", "not_needed"]}
    return {
        "chain": _closed(
            chain=TEXT,
            title=_maybe(ref("text")),
            person=TEXT,
            state={"enum": ["reached", "under_way", "overdue", "open"]},
            owner=_maybe(TEXT),
            start=_maybe(DAY),
            until=_maybe(DAY),
            used=_maybe(COUNT),
            left=_maybe(COUNT),
            stages=_list(_list(_closed(step=TEXT, state=states, waits_for=TEXTS))),
            broke=TEXTS,
            needs=TEXTS,
            basis=_many("citation"),
        ),
    }


# ---------------------------------------------------------------------------------------- forms


def _closed(**properties: Schema) -> Schema:
    """An object of these keys, all of them and no others."""
    return closed(properties)


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _many(name: str) -> Schema:
    return _list(ref(name))


def _maybe(schema: Schema) -> Schema:
    return any_of(schema, NULL)


def _one_of(words: Iterable[Enum]) -> Schema:
    return {"enum": [word.value for word in words]}
