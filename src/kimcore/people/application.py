"""Applications, and findings somebody has taken note of."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from attrs import field, frozen

from kimcore.dates import Period
from kimcore.people.history import Discreet, key_code

Outcome = Literal["granted", "refused", "withdrawn"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

Severity = Literal["existence", "right", "delay", "notice"]
"""How grave a finding is, the gravest first."""

SEVERITIES: tuple[Severity, ...] = get_args(Severity)


@frozen(kw_only=True, repr=False)
class Application(Discreet):
    """An application of a person for a matter, and what became of it up to the day the record was read.

    Of recordings of one application, which are of one person, one matter and one day of filing, the one recorded last
    holds as a whole: so a decision entered late, a day that was wrong and what came of an objection are recordings of
    their own, and what was thought before stays in the record. A day added to an earlier recording is known from
    itself on.

    Args:
        person: The key of the applicant.
        matter: A code of the list `matter`.
        filed: The day it reached an office, which no forwarding moves.
        at: The agency it was filed with; None: not recorded.
        forwarded_on: The day that agency passed it on; None: it did not, or it is not recorded.
        forwarded_to: The agency it was passed on to, also where nobody recorded when; None: it was not, or it is not
            recorded.
        papers_complete: The day from which nothing was missing; None: something is, or it is not recorded.
        decided: The day of the decision, or of the withdrawal; None: there is none, or its day is not recorded.
        served: The day the decision reached the person; None: not served.
        objection: The day an objection to the decision was filed; None: none was, or it is not recorded.
        final: The day from which the decision cannot be contested; None: not final.
        outcome: granted, refused or withdrawn, also where nobody recorded when; None: not recorded.
        grant: The days granted; None: none, or not recorded.
        recorded_on: The day of this recording, with all that lies before it; None counts as the day the record was
            read. What lies after it counts as known from its own day on.

    Example:
        >>> from attrs import evolve
        >>> filed = Application(
        ...     person="P1", matter="sgb2_benefits", filed=date(2026, 10, 5), recorded_on=date(2026, 10, 6)
        ... )
        >>> entered_late = evolve(filed, decided=date(2026, 10, 20), outcome="granted", recorded_on=date(2026, 11, 9))
        >>> filed.key == entered_late.key
        True
    """

    person: str
    matter: str = field(metadata=key_code("matter"))
    filed: date
    at: str | None = None
    forwarded_on: date | None = None
    forwarded_to: str | None = None
    papers_complete: date | None = None
    decided: date | None = None
    served: date | None = None
    objection: date | None = None
    final: date | None = None
    outcome: Outcome | None = None
    grant: Period | None = None
    recorded_on: date | None = None

    @property
    def key(self) -> tuple[str, str, date]:
        """What a correction has in common with what it corrects."""
        return self.person, self.matter, self.filed


@frozen(kw_only=True, repr=False)
class Acknowledged(Discreet):
    """A finding somebody has taken note of, which keeps it out of the list until the day named or until it gets worse.

    It gets worse when it becomes graver. One more person makes it another finding, of which nobody has taken note.

    Args:
        id: The id of the finding.
        role: Who took note, as a role and not a name.
        until: The day on which it comes back; None: only when it gets worse.
        reason: Why; None: not said.
        on: The day on which they took note; None counts as the day the record was read.
        severity: How grave it was then; None: not said, and what follows from the days alone is reckoned.

    Example:
        >>> Acknowledged(id="no_cover:livelihood.sgb2:P1:2026-11-01", role="lead", until=date(2027, 1, 4))
        Acknowledged(id, role, until)
    """

    id: str
    role: str
    until: date | None = None
    reason: str | None = None
    on: date | None = None
    severity: Severity | None = None
