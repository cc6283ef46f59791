"""The statements of a rulebook as values: what the law says, since when, and on what it rests.

    Statement ─┬─ Value          a dated figure
               ├─ Definition     a legal notion, written once
               ├─ Aspect         a part of life in which a person must be covered
               ├─ Entitlement    a benefit that is owed, and its Claim
               ├─ Transition     what must pass over where one benefit follows another
               ├─ Step           something a person does with an agency
               ├─ Gap            a gap that the law or practice knows by name
               └─ NotModelled    what the rulebook leaves out

A statement of one id may have several versions; each version is a value of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Literal

from attrs import field, frozen

from kimcore.dates import Duration, PartialDate, Period
from kimcore.language.check import ValueType
from kimcore.language.program import Constant, Row
from kimcore.language.syntax import And, Except, Node
from kimcore.law.citation import Citation
from kimcore.people.application import Severity
from kimcore.rules.mechanism import Mechanism
from kimcore.text import Text

Confidence = Literal["high", "medium", "low"]
Claiming = Literal["application", "office", "follows"]
Reach = Literal["start of month", "day"]
ClaimUnit = Literal["person", "community_of_need"]
Actor = Literal["person", "guardian", "office", "employer", "school", "service"]
Offer = Literal["if it applies", "if not ruled out"]
Reason = Literal["law", "document", "deadline", "advice"]
GapNature = Literal["law", "practice", "proof"]
Lead = Literal["waiting time"]

CONFIDENCES: tuple[Confidence, ...] = ("high", "medium", "low")
CLAIMINGS: tuple[Claiming, ...] = ("application", "office", "follows")
REACHES: tuple[Reach, ...] = ("start of month", "day")
CLAIM_UNITS: tuple[ClaimUnit, ...] = ("person", "community_of_need")
ACTORS: tuple[Actor, ...] = ("person", "guardian", "office", "employer", "school", "service")
OFFERS: tuple[Offer, ...] = ("if it applies", "if not ruled out")
REASONS: tuple[Reason, ...] = ("law", "document", "deadline", "advice")
GAP_NATURES: tuple[GapNature, ...] = ("law", "practice", "proof")
LEADS: tuple[Lead, ...] = ("waiting time",)


# ---------------------------------------------------------------------------------------- parts


@frozen(kw_only=True)
class Condition:
    """A test as it was written, with the basis and the sentence of its own, above what is judged.

    Three shapes: a single test has its `text`; a group has `parts` and its node is an `And` or an `Or`; an
    exception is one of both below an `Except`.

    Args:
        node: What is judged, checked and bound.
        text: The test as written; None for a group.
        parts: The conditions of a group, in the order written.
        basis: The sources of this test alone; empty: those of its statement.
        says: The test in plain words; None: none are given.
    """

    node: Node
    text: str | None = None
    parts: tuple[Condition, ...] = ()
    basis: tuple[Citation, ...] = ()
    says: Text | None = None

    def walk(self) -> Iterator[Condition]:
        """Yield this condition and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def is_exception(self) -> bool:
        """Whether this is an entry of `unless`."""
        return isinstance(self.node, Except)


ALL_DAYS = Period()

ALWAYS = Condition(node=And(items=()))
"""The condition of a statement without tests."""


@frozen(kw_only=True)
class Pending:
    """Law that is not in force: the bill, and the day from which it is planned to apply (None: not named)."""

    bill: str
    planned_from: PartialDate | None = None


@frozen(kw_only=True)
class Need:
    """A document that is needed or issued, by its code, or several of which one will do."""

    documents: tuple[str, ...]


@frozen(kw_only=True)
class NotNeeded:
    """A document that is often asked for and is not needed, and the source that says so."""

    document: str
    basis: tuple[Citation, ...]


@frozen(kw_only=True)
class Presumption:
    """What the law presumes where nothing is known, and the source of the presumption."""

    holds: bool
    basis: tuple[Citation, ...]


@frozen(kw_only=True)
class DeemedFiled:
    """An application that the law takes as filed on a day, for those who meet the condition."""

    on: date
    condition: Condition
    basis: tuple[Citation, ...]


@frozen(kw_only=True)
class Claim:
    """How a benefit is claimed.

    Args:
        by: On application, by the office itself, or following another entitlement.
        of: The entitlement that it follows; None unless `by` is `follows`.
        matter: What is applied for; None unless `by` is `application`.
        reaches_back: From which day an application counts: the first of its month, its own day, or a length
            of time before it; None unless `by` is `application`.
        one_for: Whom one application stands for.
        child: The definition that a child must meet to belong to the community of need of its parents; None:
            every child does.
        deemed_filed: Applications that the law takes as filed.
    """

    by: Claiming
    of: str | None = None
    matter: str | None = None
    reaches_back: Reach | Duration | None = None
    one_for: ClaimUnit = "person"
    child: str | None = None
    deemed_filed: tuple[DeemedFiled, ...] = ()


@frozen(kw_only=True)
class After:
    """An edge between steps: the step that comes first, and why."""

    step: str
    reason: Reason
    basis: tuple[Citation, ...] = ()


@frozen(kw_only=True)
class Due:
    """The day by which a step is due: a date expression, or the last day that saves an entitlement.

    Args:
        day: A checked date expression; None where `act_by` is given.
        act_by: The id of the entitlement; None where `day` is given.
        text: The date expression as written.
        otherwise: What counts where that day is not known or there is none; None: nothing does.
        shifts: Whether the day moves on to the next working day.
        lead: What must have passed by the day: the `waiting time` of the office, so that the step is due that
            much earlier; None: nothing.
    """

    day: Node | None = None
    act_by: str | None = None
    text: str | None = None
    otherwise: Node | None = None
    shifts: bool = False
    lead: Lead | None = None


# ---------------------------------------------------------------------------------------- statements


@frozen(kw_only=True)
class Statement:
    """What all statements share: who they are, when they are the law, and on what they rest.

    Args:
        id: The name, the same for all versions.
        title: The title; None only in a draft and where the kind has none.
        says: A sentence to the reader.
        in_force: The days on which this version is the law, both included; None: it is pending.
        pending: The bill; None: it is the law, or was.
        basis: The sources, never empty in a shipped rulebook.
        verified_on: The day on which the sources were last compared; None only in a draft.
        confidence: How sure the reading is; None only in a draft.
        disputed: What is in dispute; None: nothing.
        address: Where sources outside the shipped tables of sections can be read.
        file: The file it was read from; `line`: the line of its header. Both are no part of its identity.
    """

    kind: ClassVar[str] = "statement"

    id: str
    title: Text | None = None
    says: Text | None = None
    in_force: Period | None = ALL_DAYS
    pending: Pending | None = None
    basis: tuple[Citation, ...] = ()
    verified_on: date | None = None
    confidence: Confidence | None = None
    disputed: Text | None = None
    address: str | None = None
    file: str = field(default="", eq=False)
    line: int = field(default=0, eq=False)

    def applies_on(self, day: date) -> bool:
        """Tell whether this version is the law on the day; a pending one never is."""
        return self.in_force is not None and day in self.in_force


@frozen(kw_only=True)
class Value(Statement):
    """A dated figure of the law: one constant, or rows by the year of the person's birth.

    Example:
        >>> from kimcore.dates import Duration
        >>> Value(id="WAIT", type="duration", value=Duration.parse("18 months")).rows
        ()
    """

    kind: ClassVar[str] = "value"

    type: ValueType
    value: Constant | tuple[Row, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows, in ascending years; empty for one constant."""
        return self.value if isinstance(self.value, tuple) else ()


@frozen(kw_only=True)
class Definition(Statement):
    """A legal notion as a named test.

    Args:
        condition: When it holds.
        lasts_to_end_of_month: Whether, once it held, it holds to the end of that month.
        presume: What is presumed where nothing is known.
    """

    kind: ClassVar[str] = "definition"

    condition: Condition
    lasts_to_end_of_month: bool = False
    presume: Presumption | None = None


@frozen(kw_only=True)
class Aspect(Statement):
    """A part of life in which a person must be covered on the days on which `due` holds. Its id is a code."""

    kind: ClassVar[str] = "aspect"

    due: Condition


@frozen(kw_only=True)
class Entitlement(Statement):
    """A benefit that is owed to a person while the condition holds, and how it is claimed.

    Args:
        aspect: The id of the aspect that it answers for.
        benefit: The code of the benefit.
        condition: When it is owed.
        claim: How it is claimed.
        yields_to: Entitlements that decide who pays where both are owed.
        stands_in_for: Entitlements in whose place it pays while they are owed and not yet paid.
        act_from: How long before the first missing day it is worth acting; None: at once.
    """

    kind: ClassVar[str] = "entitlement"

    aspect: str
    benefit: str
    condition: Condition
    claim: Claim
    yields_to: tuple[str, ...] = ()
    stands_in_for: tuple[str, ...] = ()
    act_from: Duration | None = None


@frozen(kw_only=True)
class Transition(Statement):
    """What must pass over where one owed benefit follows another. Its two days are not written, they follow.

    Args:
        from_: The codes of the benefits that end.
        to: The code of the benefit that begins.
        condition: For whom it is this transition.
        needs: What the receiving office needs.
        does_not_need: What it does not need although it is often asked for.
        brings_along: Aspects that pass over with it.
        confirm_within: How soon the receiving office should confirm.
        typical_gaps: What usually goes wrong.
    """

    kind: ClassVar[str] = "transition"

    from_: tuple[str, ...]
    to: str
    condition: Condition = ALWAYS
    needs: tuple[Need, ...] = ()
    does_not_need: tuple[NotNeeded, ...] = ()
    brings_along: tuple[str, ...] = ()
    confirm_within: Duration | None = None
    typical_gaps: tuple[Text, ...] = ()


@frozen(kw_only=True)
class Step(Statement):
    """Something a person does with an agency.

    Args:
        condition: For whom it is a step.
        offer: Whether it is suggested only where it applies, or also while that is open.
        answers: Codes of the concerns that it answers.
        matter: The code of the matter, by which the agency is found; None: no agency.
        by: Who can do it.
        one_for: Whom doing it once serves.
        after: The steps that come first.
        requires: Documents that are needed.
        issues: Documents that come out of it.
        does_not_need: Documents that are often asked for and are not needed.
        done_if: When it is done; None: that cannot be seen.
        due: The day by which it is due; None: none.
        takes: How long it usually takes.
        severity: How bad it is to leave it.
        field: The code of the field of action.
    """

    kind: ClassVar[str] = "step"

    condition: Condition = ALWAYS
    offer: Offer = "if it applies"
    answers: tuple[str, ...] = ()
    matter: str | None = None
    by: tuple[Actor, ...] = ()
    one_for: ClaimUnit = "person"
    after: tuple[After, ...] = ()
    requires: tuple[Need, ...] = ()
    issues: tuple[Need, ...] = ()
    does_not_need: tuple[NotNeeded, ...] = ()
    done_if: Condition | None = None
    due: Due | None = None
    takes: Duration | None = None
    severity: Severity = "notice"
    field: str | None = None


@frozen(kw_only=True)
class Gap(Statement):
    """A gap that the law or practice knows by name. It lasts as long as its condition holds.

    Args:
        condition: On which days there is the gap. While it is merely possible there is a question and no gap.
        nature: Where it comes from: nobody can help by law, somebody should and does not, or a right has no
            proof.
        mechanism: How it breaks.
        cause: What that comes from, a word of the mechanism.
        severity: How bad it is.
        matter: The matter of the office that can mend it; None: no office.
        act_by: A date expression: the last day of acting in time; None: no such day.
        remedies: The steps that mend it.
        yields_to: Gaps that say more: on the days on which one of them holds, this one is not told.
        act_from: How long before its first day it is told; None: as soon as it can be seen.
    """

    kind: ClassVar[str] = "gap"

    condition: Condition
    nature: GapNature
    mechanism: Mechanism
    cause: str
    severity: Severity
    matter: str | None = None
    act_by: Due | None = None
    remedies: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()
    act_from: Duration | None = None


@frozen(kw_only=True)
class NotModelled(Statement):
    """What the rulebook leaves out, and for whom that matters: `says` holds the sentence."""

    kind: ClassVar[str] = "not_modelled"

    condition: Condition = ALWAYS
    matters: tuple[str, ...] = ()
