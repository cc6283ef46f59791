"""What an evaluation rests on: record, law, offices and library, each with its day or version and digest."""

from datetime import date
from importlib.metadata import version

from attrs import frozen

from kimcore.evaluation.outlook import Outlook
from kimcore.language.facts import fresh_until


@frozen(kw_only=True)
class Provenance:
    """What an evaluation rests on.

    Args:
        as_of: the day on which the record was read.
        record: the digest of the record.
        record_age: days from `as_of` to the day of evaluation; negative where the evaluation looks back.
        stale_after: the days after which what was open in the record is no longer taken as unchanged.
        rulebook: id, version and digest of the rulebook.
        law_known_until: the day up to which the rulebook knows the law.
        landscape: id, version and digest of the landscape.
        library: the version of kimcore.
    """

    as_of: date
    record: str
    record_age: int
    stale_after: int
    rulebook: tuple[str, str, str]
    law_known_until: date | None
    landscape: tuple[str, str, str]
    library: str
    on: date

    @property
    def carried_on(self) -> bool:
        """Whether the day of evaluation lies after the record, which is then taken as unchanged."""
        return self.record_age > 0

    @property
    def stale(self) -> bool:
        """Whether the record is so old that what was open in it is unknown on the day of evaluation."""
        return self.record_age > self.stale_after

    @property
    def law_may_be_newer(self) -> bool:
        """Whether the day of evaluation lies after the last day up to which the rulebook knows the law."""
        return self.law_known_until is not None and self.on > self.law_known_until


def provenance(outlook: Outlook) -> Provenance:
    """Return what an evaluation rests on."""
    rulebook, landscape = outlook.rulebook, outlook.landscape
    return Provenance(
        as_of=outlook.case.as_of,
        record=outlook.record.digest,
        record_age=(outlook.on - outlook.case.as_of).days,
        stale_after=(fresh_until(outlook.case) - outlook.case.as_of).days,
        rulebook=(rulebook.id, rulebook.version, rulebook.digest),
        law_known_until=rulebook.law_known_until,
        landscape=(landscape.id, landscape.version, landscape.digest),
        library=version("kimcore"),
        on=outlook.on,
    )
