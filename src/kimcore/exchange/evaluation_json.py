"""An evaluation as JSON: what it says in one canonical form, for programs.

Every key is always there, null where there is nothing. Persons are keys and never labels, what has a code is a
code, and what is said to a reader stands in every language.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from attrs import frozen

from kimcore.dates import Period
from kimcore.evaluation.chains import ChainStanding
from kimcore.evaluation.evaluator import Evaluation, LeftOut, Standing
from kimcore.evaluation.finding import Consequence, Finding, OfficeChange, Reservation, Side
from kimcore.evaluation.labels import labels
from kimcore.evaluation.plan import NextStep
from kimcore.evaluation.questions import Question, Reason
from kimcore.evaluation.since import Since
from kimcore.exchange.finding_text import FindingText
from kimcore.exchange.layout import Page
from kimcore.exchange.papers import papers_of
from kimcore.exchange.phrases import PHRASES, Speech, law_of
from kimcore.exchange.step_text import StepText
from kimcore.exchange.writing import Writing
from kimcore.landscape.agency import Agency
from kimcore.landscape.answer import Answer
from kimcore.law.citation import Citation
from kimcore.people.handoff import Handoff, sent_on
from kimcore.rules.statement import Entitlement, Need, Statement, Transition
from kimcore.text import LANGUAGES, Text

EVALUATION_SCHEMA = "kimcore.evaluation/1"
"""The name and version of the form."""

Plain = dict[str, Any]


def write_evaluation(evaluation: Evaluation, *, since: Since | None = None, indent: int | None = 2) -> str:
    """Return the canonical JSON text of an evaluation; equal evaluations have equal texts.

    Args:
        evaluation: what is written.
        since: what is new in it, told under `since` by the ids of findings; None: nothing is compared.
        indent: the columns of a level; None: the whole document on one line, as in a file of many.

    Example:
        >>> from datetime import date
        >>> from kimcore import Case, Evaluator, Person, load_landscape, load_rulebook
        >>> evaluator = Evaluator(load_rulebook("nrw"), load_landscape("kreis-recklinghausen"))
        >>> case = Case(key="first contact", as_of=date(2026, 11, 23), persons=(Person(key="P1"),))
        >>> write_evaluation(evaluator.evaluate(case, on=date(2026, 11, 23))).splitlines()[:3]
        ['{', '  "schema": "kimcore.evaluation/1",', '  "case": "first contact",']
    """
    document = {**_Document(evaluation).whole(), "since": _since(since)}
    return json.dumps(document, ensure_ascii=False, indent=indent, allow_nan=False) + "\n"


class _Keys(Writing):
    """What persons are called in JSON: by their keys."""

    def name(self, key: str) -> str:
        return key


class _FindingByKeys(_Keys, FindingText):
    """The sentences of findings with keys in the place of labels."""


class _StepByKeys(_Keys, StepText):
    """The sentences of steps with keys in the place of labels."""


@frozen
class _Document:
    """Makes plain data of one evaluation."""

    evaluation: Evaluation

    @property
    def on(self) -> date:
        return self.evaluation.on

    def whole(self) -> Plain:
        evaluation = self.evaluation
        return {
            "schema": EVALUATION_SCHEMA,
            "case": evaluation.case,
            "on": _day(evaluation.on),
            "provenance": self.provenance(),
            "persons": list(evaluation.outlook.persons),
            "standings": [self.standing(each) for each in evaluation.standings],
            "findings": [self.finding(each) for each in evaluation.findings],
            "acknowledged": [self.finding(each) for each in evaluation.acknowledged],
            "next_steps": [self.step(each) for each in evaluation.next_steps],
            "chains": [_chain(each) for each in evaluation.chains],
            "questions": [self.question(each) for each in evaluation.questions],
            "not_modelled": [self.left_out(each) for each in evaluation.not_modelled],
        }

    def provenance(self) -> Plain:
        source = self.evaluation.provenance
        return {
            "record": {
                "as_of": _day(source.as_of),
                "digest": source.record,
                "age": source.record_age,
                "stale_after": source.stale_after,
                "stale": source.stale,
            },
            "rulebook": {
                **_version(source.rulebook),
                "law_known_until": _day(source.law_known_until),
                "law_may_be_newer": source.law_may_be_newer,
            },
            "landscape": _version(source.landscape),
            "library": source.library,
        }

    # ------------------------------------------------------------------------------- standings and sides

    def standing(self, standing: Standing) -> Plain:
        return {
            "person": standing.person,
            "aspect": standing.aspect,
            "title": _text(standing.title),
            "due": standing.due,
            "owed": self.side(standing.owed, self.on),
            "pays": [_code("benefit", benefit, self.on) for benefit in standing.pays],
            "claimed": standing.claimed,
        }

    def side(self, side: Side | None, day: date) -> Plain | None:
        if side is None:
            return None
        return {
            "entitlement": _id(side.entitlement),
            "benefit": _code("benefit", side.benefit, day),
            "law": law_of(side.benefit, day),
            "first": _day(side.first),
            "last": _day(side.last),
            "matter": side.matter,
            "decides": self.answer(side.decides, day),
            "accepts": self.answer(side.accepts, day),
            "basis": _basis(side.entitlement.basis if side.entitlement else ()),
        }

    def answer(self, answer: Answer | None, day: date) -> Plain | None:
        if answer is None:
            return None
        return {
            "kind": answer.kind,
            "agencies": [_agency(agency, day) for agency in answer.agencies],
            "candidates": [_agency(agency, day) for agency in answer.candidates],
            "provisional": answer.provisional,
            "needs": list(answer.needs),
            "why": [_text(why) for why in answer.why],
        }

    # ------------------------------------------------------------------------------- findings

    def finding(self, finding: Finding) -> Plain:
        since = finding.since
        return {
            "id": finding.id,
            "kind": finding.kind.value,
            "mechanism": finding.mechanism.value,
            "cause": finding.cause,
            "labels": list(labels(finding)),
            "nature": finding.nature.name.lower() if finding.nature else None,
            "severity": finding.severity.value,
            "predicted": finding.predicted,
            "aspect": finding.aspect,
            "persons": list(finding.persons),
            "since": _day(since),
            "until": _day(finding.until),
            "says": _text(finding.says),
            "lost": _period(finding.lost),
            "act_by": _day(finding.act_by),
            "saves_from": _day(finding.saves_from),
            "before": self.side(finding.before, (finding.before and finding.before.last) or since),
            "now": self.side(finding.now, since),
            "transition": self.transition(finding.transition, since),
            "consequences": [self.consequence(each, since) for each in finding.consequences],
            "reservations": [_reservation(each) for each in finding.reservations],
            "filed": _day(finding.filed),
            "deemed_filed": _basis(finding.deemed_filed),
            "bridge": _bridge(finding.bridge),
            "named": self.named(finding),
            "chain": _id(finding.chain),
            "office": self.answer(finding.office, since),
            "offices": [self.change(each, since) for each in finding.offices],
            "handoffs": [self.handoff(each, since) for each in finding.handoffs],
            "acts": self.named_agency(finding.acts) if finding.acts is not None else None,
            "remedies": list(finding.remedies),
            "disputed": [_text(each) for each in finding.disputed],
            "basis": _basis(finding.basis),
        }

    def handoff(self, handoff: Handoff, day: date) -> Plain:
        return {
            "key": handoff.key,
            "kind": handoff.kind,
            "person": handoff.person,
            "matter": _code("matter", handoff.matter, day),
            "from": self.named_agency(handoff.from_),
            "to": self.named_agency(handoff.to),
            "sent": _day(sent_on(handoff)),
            "answer_due": _day(handoff.answer_due),
            "state": handoff.state(on=self.on),
        }

    def named_agency(self, key: str) -> Plain:
        """An agency as a record names it, and what it is called: its name in the landscape, else the same words."""
        name = _by_language(lambda say: FindingText(self.evaluation, say, Page()).agency(key))
        return {"agency": key, "name": name}

    def named(self, finding: Finding) -> Plain | None:
        if finding.named is None:
            return None
        says = _by_language(lambda say: _FindingByKeys(self.evaluation, say, Page()).told(finding))
        return {"id": finding.named.id, "says": says}

    def transition(self, transition: Transition | None, day: date) -> Plain | None:
        if transition is None:
            return None
        return {
            "id": transition.id,
            "title": _text(transition.title),
            "needs": _needs(transition.needs, day),
            "does_not_need": [
                {"document": _code("document", each.document, day), "basis": _basis(each.basis)}
                for each in transition.does_not_need
            ],
            "brings_along": list(transition.brings_along),
            "typical_gaps": [_text(each) for each in transition.typical_gaps],
            "basis": _basis(transition.basis),
        }

    def consequence(self, consequence: Consequence, day: date) -> Plain:
        return {
            "person": consequence.person,
            "aspect": consequence.aspect,
            "entitlement": consequence.entitlement.id,
            "benefit": _code("benefit", consequence.entitlement.benefit, day),
            "basis": _basis(consequence.entitlement.basis),
        }

    def change(self, change: OfficeChange, day: date) -> Plain:
        return {
            "matter": _code("matter", change.matter, day),
            "decides": {"before": self.answer(change.before, day), "after": self.answer(change.after, day)},
            "accepts": {
                "before": self.answer(change.accepts_before, day),
                "after": self.answer(change.accepts_after, day),
            },
        }

    # ------------------------------------------------------------------------------- steps and questions

    def step(self, step: NextStep) -> Plain:
        papers = papers_of(self.evaluation, step)
        return {
            "step": step.step.id,
            "title": _text(step.step.title),
            "says": self.step_says(step),
            "persons": list(step.persons),
            "severity": step.step.severity,
            "state": step.state,
            "waits_for": list(step.waits_for),
            "certain": step.certain,
            "due": _day(step.due),
            "matter": step.step.matter,
            "decides": self.answer(step.decides, self.on),
            "accepts": self.answer(step.accepts, self.on),
            "by": list(step.step.by),
            "bring": _needs(papers.bring, self.on),
            "later": _needs(papers.later, self.on),
            "not_needed": [
                {
                    "document": _code("document", spared.document, self.on),
                    "because": _text(notion.says) if notion else None,
                    "basis": _basis(spared.basis),
                }
                for spared, notion in papers.not_needed
            ],
            "concerns": [_code("concern", concern, self.on) for concern in step.concerns],
            "findings": list(step.findings),
            "basis": _basis(step.step.basis),
        }

    def step_says(self, step: NextStep) -> dict[str, str] | None:
        if step.step.says is None:
            return None
        return _by_language(lambda say: _StepByKeys(self.evaluation, say, Page()).told(step))

    def question(self, question: Question) -> Plain:
        text = question.text or PHRASES["relations"]
        return {
            "person": question.person,
            "fact": question.fact,
            "text": _text(text, person=question.person),
            "answered_by": list(question.answered_by),
            "severity": question.severity.value,
            "reasons": [_reason(each) for each in question.reasons],
        }

    def left_out(self, left_out: LeftOut) -> Plain:
        statement = left_out.statement
        return {
            "id": statement.id,
            "certain": left_out.certain,
            "says": _text(statement.says),
            "basis": _basis(statement.basis),
        }


# ---------------------------------------------------------------------------------------- values


def _since(since: Since | None) -> Plain | None:
    if since is None:
        return None
    told = {"new": since.findings, "unchanged": since.unchanged, "gone": since.gone}
    return {"on": _day(since.on), **{word: [finding.id for finding in found] for word, found in told.items()}}


def _by_language(told: Callable[[Speech], str]) -> dict[str, str]:
    return {lang: told(Speech(lang)) for lang in LANGUAGES}


def _text(text: Text | None, **values: str) -> dict[str, str] | None:
    return _by_language(lambda say: say.text(text, **values)) if text is not None else None


def _code(list_id: str, code: str, day: date) -> Plain:
    return {"code": code, "name": _by_language(lambda say: say.code(list_id, code, day))}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _period(period: Period | None) -> Plain | None:
    return {"first": _day(period.first), "last": _day(period.last)} if period is not None else None


def _basis(basis: Iterable[Citation]) -> list[Plain]:
    return [{"cite": str(citation), "address": citation.address} for citation in basis]


def _id(statement: Statement | None) -> str | None:
    return statement.id if statement is not None else None


def _version(source: tuple[str, str, str]) -> Plain:
    return dict(zip(("id", "version", "digest"), source, strict=True))


def _agency(agency: Agency, day: date) -> Plain:
    name = _by_language(lambda say: agency.printed_name(on=day, lang=say.lang))
    return {"id": agency.id, "kind": agency.kind, "name": name}


def _needs(needs: Iterable[Need], day: date) -> list[Plain]:
    return [{"any": [_code("document", document, day) for document in need.documents]} for need in needs]


def _reservation(reservation: Reservation) -> Plain:
    return {
        "person": reservation.person,
        "says": _text(reservation.says),
        "facts": [{"person": person, "fact": fact} for person, fact in reservation.facts],
        "basis": _basis(reservation.basis),
    }


def _bridge(bridge: Entitlement | None) -> Plain | None:
    if bridge is None:
        return None
    last = bridge.in_force.last if bridge.in_force else None
    return {"entitlement": bridge.id, "last": _day(last), "basis": _basis(bridge.basis)}


def _chain(standing: ChainStanding) -> Plain:
    chain = standing.chain
    return {
        "chain": chain.id,
        "title": _text(chain.title),
        "person": standing.person,
        "state": standing.state,
        "owner": chain.owner,
        "start": _day(standing.start),
        "until": _day(standing.until),
        "used": standing.used,
        "left": standing.left,
        "stages": [
            [{"step": each.step.id, "state": each.state, "waits_for": list(each.waits_for)} for each in stage]
            for stage in standing.stages
        ],
        "broke": list(standing.broke),
        "needs": list(standing.needs),
        "basis": _basis(chain.basis),
    }


def _reason(reason: Reason) -> Plain:
    return {
        "of": reason.of,
        "says": _text(reason.says),
        "severity": reason.severity.value,
        "weight": reason.weight,
        "basis": _basis(reason.basis),
    }
