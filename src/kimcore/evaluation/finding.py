"""What an evaluation finds: values that say what is broken or ahead, for whom, since when, why, and who must act."""

from datetime import date
from enum import Enum

from attrs import field, frozen

from kimcore.dates import Period
from kimcore.landscape.answer import Answer
from kimcore.law.citation import Citation
from kimcore.people.handoff import Handoff
from kimcore.rules.chain import Chain
from kimcore.rules.mechanism import Mechanism
from kimcore.rules.statement import Entitlement, Gap, Transition
from kimcore.text import Text


class FindingKind(Enum):
    """What a finding is about.

    NO_COVER: due, not covered, not claimed in time. PASSAGE_AHEAD: one owed benefit will follow another, and nothing is
    missing. APPLICATION_PENDING: claimed in time and not yet answered. PAYMENT_WITHOUT_ENTITLEMENT: paid on the day of
    evaluation, and the rulebook rules every entitlement to it out. OFFICE_CHANGES: the person moves, and other offices
    become competent. NAMED: a gap that the rulebook names. HANDOFF: what was passed on did not arrive, or not well.
    CASEWORK: nobody looks after the case, or after what was left undone. CHAIN_OVERDUE: the goal of a chain is not
    reached in its time.
    """

    NO_COVER = "no_cover"
    PASSAGE_AHEAD = "passage_ahead"
    APPLICATION_PENDING = "application_pending"
    PAYMENT_WITHOUT_ENTITLEMENT = "payment_without_entitlement"
    OFFICE_CHANGES = "office_changes"
    NAMED = "named"
    HANDOFF = "handoff"
    CASEWORK = "casework"
    CHAIN_OVERDUE = "chain_overdue"


class Nature(Enum):
    """Where a gap comes from: nobody can owe it (law), owed and not answered (practice), not provable (proof)."""

    LAW = "Rechtslücke"
    PRACTICE = "Vollzugslücke"
    PROOF = "Nachweislücke"


class Severity(Enum):
    """How bad it is: existence > right (lost for good if nothing is done) > delay > notice."""

    EXISTENCE = "existence"
    RIGHT = "right"
    DELAY = "delay"
    NOTICE = "notice"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


@frozen(kw_only=True)
class Side:
    """One side of a passage: what is owed by whom.

    Args:
        entitlement: the version of the entitlement that decides; None where only a payment is recorded.
        benefit: the code of the benefit.
        first: its first day; None: before what is looked at.
        last: its last day; None: after what is looked at.
        matter: the code of the matter, by which the agency was found; None: the benefit has none.
        decides: who decides; None where there is no matter.
        accepts: who accepts the application; None where there is no matter.
    """

    entitlement: Entitlement | None = field(repr=False)
    benefit: str = field(repr=False)
    first: date | None = field(repr=False)
    last: date | None = field(repr=False)
    matter: str | None = field(repr=False)
    decides: Answer | None = field(repr=False)
    accepts: Answer | None = field(repr=False)


@frozen(kw_only=True)
class Reservation:
    """An exception that was never established: what the exception is, whose facts decide it, its source."""

    person: str
    says: Text
    facts: tuple[tuple[str, str], ...]
    basis: tuple[Citation, ...]


@frozen(kw_only=True)
class Consequence:
    """What hangs on a finding: another aspect of a person that follows the same remedy."""

    person: str
    aspect: str
    entitlement: Entitlement


@frozen(kw_only=True)
class OfficeChange:
    """One matter on both sides of a move: who decides and who accepts on the day before, and from the day on."""

    matter: str
    before: Answer = field(repr=False)
    after: Answer = field(repr=False)
    accepts_before: Answer = field(repr=False)
    accepts_after: Answer = field(repr=False)

    @property
    def decides_changes(self) -> bool:
        """Whether another office decides, or it is no longer known which."""
        return self.before.agencies != self.after.agencies

    @property
    def accepts_changes(self) -> bool:
        """Whether another office accepts applications."""
        return self.accepts_before.agencies != self.accepts_after.agencies


@frozen(kw_only=True)
class Finding:
    """One finding.

    Args:
        id: stable from run to run: kind, what is owed, for whom, first day.
        kind: what it is about.
        mechanism: how it breaks, or is about to.
        cause: what that comes from, a word of the mechanism.
        nature: where a gap comes from; None for what is no gap.
        severity: how bad it is.
        predicted: whether it lies ahead of the day of evaluation.
        aspect: the code of the aspect; None: the finding concerns no single one.
        persons: the keys of those concerned, in the order of the case.
        since: the first day.
        until: the last day, included; None: it goes on beyond what is looked at.
        lost: the days that nothing can save any more; None: none.
        act_by: the last day of acting that saves the rest; None: no such day.
        saves_from: the first day that acting by then saves; None: no such day.
        before: who owed before; None: nobody, or it is not known.
        now: who owes; None: nobody.
        transition: what must pass over between the two; None: the rulebook has no such transition.
        consequences: what follows the same remedy.
        reservations: exceptions that were never established.
        deemed_filed: the sources that take the application as filed; empty: none.
        filed: the day of the application that is pending; None: none.
        named: the gap of the rulebook; None: it is none of those.
        chain: the chain that is overdue; its owner must act. None: it is no delay of a chain.
        office: who decides in the matter of a named gap; None: no office.
        offices: by matter, the offices on both sides of a move.
        handoffs: what was passed on, the first one first; empty: it is not about a handoff.
        acts: the agency that has to act, as it is recorded; None: it is told elsewhere, or not known.
        remedies: the ids of the steps that answer it.
        disputed: what is in dispute.
        basis: the sources.
        says: the finding in one plain sentence.
    """

    id: str
    kind: FindingKind
    mechanism: Mechanism
    cause: str
    nature: Nature | None
    severity: Severity
    predicted: bool
    aspect: str | None
    persons: tuple[str, ...]
    since: date
    until: date | None
    lost: Period | None = None
    act_by: date | None = None
    saves_from: date | None = None
    before: Side | None = None
    now: Side | None = None
    transition: Transition | None = None
    consequences: tuple[Consequence, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    deemed_filed: tuple[Citation, ...] = ()
    bridge: Entitlement | None = None
    filed: date | None = None
    named: Gap | None = None
    chain: Chain | None = None
    office: Answer | None = field(default=None, repr=False)
    offices: tuple[OfficeChange, ...] = ()
    handoffs: tuple[Handoff, ...] = field(default=(), repr=False)
    acts: str | None = field(default=None, repr=False)
    remedies: tuple[str, ...] = ()
    disputed: tuple[Text, ...] = ()
    basis: tuple[Citation, ...] = ()
    says: Text

    @property
    def order(self) -> tuple[int, date]:
        """How findings are sorted: the gravest first, then the earliest to act on; else as the case goes."""
        return self.severity.rank, self.act_by or self.since
