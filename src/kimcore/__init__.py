"""Next steps and handoff gaps for newcomers between German offices and bodies of law.

>>> from datetime import date
>>> from kimcore import Case, Evaluator, Person, load_landscape, load_rulebook
>>> evaluator = Evaluator(load_rulebook("nrw"), load_landscape("kreis-recklinghausen"))
>>> case = Case(key="first contact", as_of=date(2026, 11, 23), persons=(Person(key="P1"),))
>>> evaluator.evaluate(case, on=date(2026, 11, 23)).gaps
()
"""

from kimcore.dates import Duration, ImpreciseDate, Period
from kimcore.errors import (
    CaseError,
    Fault,
    InputError,
    KimcoreError,
    LandscapeError,
    RulebookError,
    UndecidedError,
    UnknownNameError,
)
from kimcore.evaluation.caseload import CaseloadReport, CaseloadRow, CaseloadTable, Tally, caseload_report, tally
from kimcore.evaluation.chains import ChainStanding, ChainStep
from kimcore.evaluation.evaluator import Evaluation, Evaluator, Standing
from kimcore.evaluation.explanation import Because, Explanation
from kimcore.evaluation.finding import Consequence, Finding, FindingKind, Nature, Reservation, Severity, Side
from kimcore.evaluation.judgement import Judgement, JudgementKind
from kimcore.evaluation.labels import labels
from kimcore.evaluation.many import Evaluated
from kimcore.evaluation.plan import NextStep
from kimcore.evaluation.questions import Question, Reason
from kimcore.evaluation.since import Since, new_since
from kimcore.exchange.case_json import read_case, write_case
from kimcore.exchange.caseload_text import caseload_text, write_caseload
from kimcore.exchange.evaluation_json import write_evaluation
from kimcore.exchange.explained import explained
from kimcore.exchange.facts_json import read_facts, read_record, write_facts
from kimcore.exchange.migration import migrate
from kimcore.exchange.report import report
from kimcore.exchange.schema import json_schema
from kimcore.landscape.landscape import Landscape
from kimcore.landscape.reading import landscape_as_json, load_landscape, read_landscape
from kimcore.language.sheet import FactSheet, FactStretch
from kimcore.language.timeline import Members
from kimcore.language.vocabulary import Fact, FactType, Vocabulary, standard_vocabulary
from kimcore.law.citation import Citation, CitationError
from kimcore.law.codes import code_lists
from kimcore.people.application import Acknowledged, Application
from kimcore.people.case import Case
from kimcore.people.casework import Participant, Phase, StepRecord
from kimcore.people.disclosure import DisclosureBasis
from kimcore.people.handoff import Handoff, HandoffEvent, OutcomeReport, chain_of, current_of, filed_on
from kimcore.people.history import Unknown
from kimcore.people.household import CommunityOfNeed, Relation
from kimcore.people.kept import Kept
from kimcore.people.permission import CategoryAnswer, Permission, PlaceStretch, Recipient, permits, places_leaving
from kimcore.people.person import Complete, Person
from kimcore.rules.mechanism import Mechanism
from kimcore.rules.reading import load_rulebook, read_rulebook, rulebook_as_json
from kimcore.rules.rulebook import Rulebook
from kimcore.text import Text

__all__ = [
    "Acknowledged",
    "Application",
    "Because",
    "Case",
    "CaseError",
    "CaseloadReport",
    "CaseloadRow",
    "CaseloadTable",
    "CategoryAnswer",
    "ChainStanding",
    "ChainStep",
    "Citation",
    "CitationError",
    "CommunityOfNeed",
    "Complete",
    "Consequence",
    "DisclosureBasis",
    "Duration",
    "Evaluated",
    "Evaluation",
    "Evaluator",
    "Explanation",
    "Fact",
    "FactSheet",
    "FactStretch",
    "FactType",
    "Fault",
    "Finding",
    "FindingKind",
    "Handoff",
    "HandoffEvent",
    "ImpreciseDate",
    "InputError",
    "Judgement",
    "JudgementKind",
    "Kept",
    "KimcoreError",
    "Landscape",
    "LandscapeError",
    "Mechanism",
    "Members",
    "Nature",
    "NextStep",
    "OutcomeReport",
    "Participant",
    "Period",
    "Permission",
    "Person",
    "Phase",
    "PlaceStretch",
    "Question",
    "Reason",
    "Recipient",
    "Relation",
    "Reservation",
    "Rulebook",
    "RulebookError",
    "Severity",
    "Side",
    "Since",
    "Standing",
    "StepRecord",
    "Tally",
    "Text",
    "UndecidedError",
    "Unknown",
    "UnknownNameError",
    "Vocabulary",
    "caseload_report",
    "caseload_text",
    "chain_of",
    "code_lists",
    "current_of",
    "explained",
    "filed_on",
    "json_schema",
    "labels",
    "landscape_as_json",
    "load_landscape",
    "load_rulebook",
    "migrate",
    "new_since",
    "permits",
    "places_leaving",
    "read_case",
    "read_facts",
    "read_landscape",
    "read_record",
    "read_rulebook",
    "report",
    "rulebook_as_json",
    "standard_vocabulary",
    "tally",
    "write_case",
    "write_caseload",
    "write_evaluation",
    "write_facts",
]
