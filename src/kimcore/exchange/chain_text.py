"""A chain as text: where the person stands, stage by stage, and the days against its time limit."""

from __future__ import annotations

from attrs import frozen

from kimcore.evaluation.chains import ChainStanding, ChainStep
from kimcore.exchange.writing import Writing


@frozen
class ChainText(Writing):
    """Writes where a person stands in a chain."""

    def write(self, standing: ChainStanding) -> None:
        """Write one standing: title and state, days, owner, stages."""
        say, chain = self.say, standing.chain
        who = f" ({self.name(standing.person)})" if self.household else ""
        title = say.text(chain.title) or chain.id
        self.page.line(f"{title}{who}: {say(f'chain_{standing.state}')}", indent=2, right=say.sources(chain.basis[:1]))
        if standing.until is not None and standing.state != "reached":
            days = f"{say('chain_days')}: {standing.used}, {standing.left}"
            self.sentence(f"{say('chain_until', until=standing.until)}; {days}", indent=4)
        if chain.owner is not None:
            self.note("chain_owner", say.code("agency_kind", chain.owner, self.evaluation.on), indent=4)
        if chain.agreed is not None and chain.agreed.says is not None:
            self.sentence(say.text(chain.agreed.says), indent=4)
        for number, stage in enumerate(standing.stages, start=1):
            told = "; ".join(self._step(step) for step in stage)
            self.page.line(f"{say('chain_stage')} {number}: {told}", indent=4)

    def _step(self, step: ChainStep) -> str:
        waits = ", ".join(self._title(each) for each in step.waits_for)
        state = self.say(f"step_{step.state}")
        return f"{self._title(step.step.id)} ({state} {waits})" if waits else f"{self._title(step.step.id)} ({state})"

    def _title(self, step: str) -> str:
        return self.say.text(self.evaluation.outlook.version(step).title) or step
