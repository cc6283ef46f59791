"""Payments on the day of evaluation to which the rulebook rules every entitlement out."""

from collections.abc import Iterator

from attrs import define, field

from kimcore.evaluation import sentences
from kimcore.evaluation.finding import Finding, FindingKind, Severity
from kimcore.evaluation.lanes import Lane, Lanes
from kimcore.evaluation.outlook import Outlook
from kimcore.evaluation.sides import Sides
from kimcore.language.window import union
from kimcore.rules.mechanism import Mechanism
from kimcore.rules.statement import Entitlement


@define
class Payments:
    """Finds what is paid without entitlement. It is said only from the day of evaluation on."""

    lanes: Lanes
    sides: Sides = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.sides = Sides(self.lanes)

    @property
    def outlook(self) -> Outlook:
        """The evaluation at work."""
        return self.lanes.outlook

    def findings(self) -> Iterator[Finding]:
        """Yield what is paid on the day of evaluation although every entitlement to it is ruled out."""
        found: dict[str, list[tuple[Lane, Entitlement]]] = {}
        for lane in self.lanes:
            today = self.outlook.today & self.outlook.belonging(lane.person)
            for benefit, days in lane.recorded.items():
                owing = [each for each in lane.owings if each.entitlement.benefit == benefit]
                if days & today and owing and not today & union(each.possible for each in owing):
                    found.setdefault(benefit, []).append((lane, owing[0].entitlement))
        for benefit, paid in found.items():
            yield self._without_entitlement(benefit, paid)

    def _without_entitlement(self, benefit: str, paid: list[tuple[Lane, Entitlement]]) -> Finding:
        on = self.outlook.on
        lane, entitlement = min(paid, key=lambda each: each[0].person)
        persons = tuple(each.person for each, _ in paid)
        return Finding(
            id=f"{FindingKind.PAYMENT_WITHOUT_ENTITLEMENT.value}:{benefit}:{'+'.join(sorted(persons))}",
            kind=FindingKind.PAYMENT_WITHOUT_ENTITLEMENT,
            mechanism=Mechanism.PAYMENT,
            cause="without_entitlement",
            nature=None,
            severity=Severity.NOTICE,
            predicted=False,
            aspect=lane.aspect.id,
            persons=persons,
            since=on,
            until=None,
            before=self.sides.paid(lane, benefit, on),
            basis=entitlement.basis,
            says=sentences.without_entitlement(lane.aspect),
        )
