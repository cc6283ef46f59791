"""Findings that somebody has taken note of, and whether two findings of different days are the same one."""

from collections.abc import Iterable
from datetime import date

from kimcore.dates import parse_day
from kimcore.evaluation.finding import Finding, FindingKind, Severity
from kimcore.evaluation.gaps import severity_of
from kimcore.evaluation.outlook import Outlook
from kimcore.people.application import Acknowledged


def apart(findings: Iterable[Finding], outlook: Outlook) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings of the list, and those that somebody's note keeps out of it on the day of evaluation."""
    listed: list[Finding] = []
    kept_out: list[Finding] = []
    notes = [note for note in outlook.case.acknowledged if _holds(note, outlook)]
    for finding in findings:
        noted = any(_keeps_out(note, finding, outlook) for note in notes)
        (kept_out if noted else listed).append(finding)
    return tuple(listed), tuple(kept_out)


def same_finding(id: str, finding: Finding, *, first: date) -> bool:  # noqa: A002  # the word of the finding
    """Tell whether an id of another day names the finding.

    The id of a finding that began before what is looked at says the first day looked at, which moves on from month to
    month: such a finding is the same as one of an earlier day.

    Args:
        id: the id.
        finding: the finding.
        first: the first day that the evaluation of the finding looks at.
    """
    if id == finding.id:
        return True
    (what, began), (stem, _) = _parts(id), _parts(finding.id)
    return what == stem and began is not None and finding.since <= first and began <= first


def _parts(id: str) -> tuple[str, date | None]:  # noqa: A002  # the word of the finding
    """What an id says before its day, and the day; None: it ends with none."""
    stem, _, last = id.rpartition(":")
    try:
        return stem, parse_day(last)
    except ValueError:
        return id, None


def _noted_on(note: Acknowledged, outlook: Outlook) -> date:
    return note.on or outlook.case.as_of


def _holds(note: Acknowledged, outlook: Outlook) -> bool:
    """Whether a note has been taken by the day of evaluation, and its day has not come."""
    return _noted_on(note, outlook) <= outlook.on and (note.until is None or outlook.on < note.until)


def _keeps_out(note: Acknowledged, finding: Finding, outlook: Outlook) -> bool:
    same = same_finding(note.id, finding, first=outlook.window.first)
    return same and finding.severity.rank >= _severity_then(note, finding, outlook).rank


def _severity_then(note: Acknowledged, finding: Finding, outlook: Outlook) -> Severity:
    """How grave the finding was when somebody took note: as recorded, else as it follows from the days."""
    if note.severity is not None:
        return Severity(note.severity)
    if finding.kind is FindingKind.NO_COVER:
        return severity_of(finding.since, _noted_on(note, outlook))
    return finding.severity
