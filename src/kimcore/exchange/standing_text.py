"""Where everybody stands as text: aspect by aspect, those in the same place together."""

from __future__ import annotations

from attrs import frozen

from kimcore.evaluation.evaluator import Standing
from kimcore.exchange.layout import columns
from kimcore.exchange.writing import Writing


@frozen
class _Place:
    """Where persons stand: the benefit, who pays it and how far that is, what else is paid, the source."""

    benefit: str
    details: tuple[str, ...] = ()
    source: str = ""


@frozen
class StandingText(Writing):
    """Writes where the persons stand on the day of evaluation."""

    def write(self) -> None:
        """Write one block for each aspect."""
        standings = self.evaluation.standings
        titles = {each.aspect: self.say.capital(each.title) or each.aspect for each in standings}
        margin = max((columns(title) for title in titles.values()), default=0) + 2
        for aspect, title in titles.items():
            lead = title.ljust(margin)
            for place, persons in self._places(aspect).items():
                who = f"{self.names(persons)}: " if self.household else ""
                self.page.line(f"{who}{place.benefit}", indent=2, lead=lead, right=place.source, hang=2)
                for detail in place.details:
                    self.page.line(detail, indent=2, lead=" " * (margin + 2))
                lead = " " * margin

    def _places(self, aspect: str) -> dict[_Place, list[str]]:
        found: dict[_Place, list[str]] = {}
        for standing in self.evaluation.standings:
            if standing.aspect == aspect:
                found.setdefault(self._place(standing), []).append(standing.person)
        return found

    def _place(self, standing: Standing) -> _Place:
        say, on = self.say, self.evaluation.on
        if standing.due is False:
            return _Place(say("not_due"))
        pays = say.and_(say.benefit(benefit, on) for benefit in standing.pays)
        if standing.owed is None:
            unknown = standing.due is None or self._is_open(standing)
            return _Place(pays, (say("paid"),)) if pays else _Place(say("open" if unknown else "nobody"))
        entitlement = standing.owed.entitlement
        state, office = self._state(standing), say.office(standing.owed.decides, on)
        still = (f"{say('still')}: {pays}",) if pays and standing.owed.benefit not in standing.pays else ()
        return _Place(
            say.benefit(standing.owed.benefit, on),
            (f"{office}: {state}" if office else state, *still),
            say.sources(entitlement.basis[:1]) if entitlement else "",
        )

    def _state(self, standing: Standing) -> str:
        owed = standing.owed
        if owed is not None and owed.benefit in standing.pays:
            return self.say("paid")
        if not standing.claimed:
            return self.say("not_paid" if standing.due else "due_open")
        follows = owed is not None and owed.entitlement is not None and owed.entitlement.claim.by == "follows"
        return self.say("follows" if follows else "claimed")

    def _is_open(self, standing: Standing) -> bool:
        lane = self.evaluation.lane(standing.person, standing.aspect)
        return bool((lane.possible | lane.unsure) & self.evaluation.outlook.today)
