"""The lanes of a household as a picture in text: who should pay, who does, and where nobody does, month by month.

Each month is four columns wide, a column stands for about a week. A letter is a benefit; the key below names it.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from string import ascii_lowercase

from kimcore.dates import end_of_month, first_of_month
from kimcore.evaluation.evaluator import Evaluation
from kimcore.evaluation.lanes import Lane
from kimcore.exchange.phrases import MONTHS, Speech
from kimcore.language.window import DaySet
from kimcore.text import Text

LABEL = 14
WEEK_STARTS = (1, 9, 16, 24)
"""The days of a month on which its four columns begin."""

MONTHS_BACK = 6

_ROWS = {
    key: Text.of(de=de, en=en)
    for key, de, en in (
        ("owed", "zuständig", "owed"),
        ("paid", "gezahlt", "paid"),
        ("claimed", "beantragt", "claimed"),
        ("gap", "Lücke", "gap"),
        ("open", "offen", "open"),
    )
}
_KEY = Text.of(
    de="v  Tag der Bewertung   ~  beantragt, noch nicht gezahlt   !  niemand zahlt   ?  offen",
    en="v  day of evaluation   ~  claimed, not yet paid   !  nobody pays   ?  open",
)


def lanes_picture(evaluation: Evaluation, *, lang: str = "de") -> str:
    """Return the lanes from six months before the day of evaluation to the end of what was looked at.

    Args:
        evaluation: whose lanes.
        lang: `de` or `en`.
    """
    return "\n".join(_Picture(evaluation, Speech(lang)).lines()).rstrip() + "\n"


class _Picture:
    """Draws one picture."""

    def __init__(self, evaluation: Evaluation, say: Speech) -> None:
        self.evaluation = evaluation
        self.say = say
        self.window = evaluation.outlook.window
        self.columns = tuple(_columns(_start(evaluation), self.window.last))
        self.letters: dict[str, str] = {}

    def lines(self) -> Iterator[str]:
        yield from self._calendar()
        for standing in self.evaluation.standings:
            lane = self.evaluation.lane(standing.person, standing.aspect)
            yield f"{self._name(standing.person)}, {self.say.text(standing.title)}"
            for label, row in self._rows(lane):
                if row.strip():
                    yield f"  {label:<{LABEL - 2}}{row}".rstrip()
            yield ""
        yield from self._key()

    def _name(self, key: str) -> str:
        return self.evaluation.outlook.case.person(key).label or key

    def _calendar(self) -> Iterator[str]:
        """The years, the months, and a mark under the day of evaluation."""
        months = [first for first, _ in self.columns if first.day == 1]
        years = "".join(f"{first.year:<4}" if first.month == 1 or first == months[0] else "    " for first in months)
        yield " " * LABEL + years.rstrip()
        yield " " * LABEL + "".join(f"{MONTHS[self.say.lang][first.month - 1][:3]:<4}" for first in months).rstrip()
        today = "".join("v" if first <= self.evaluation.on <= last else " " for first, last in self.columns)
        yield " " * LABEL + today.rstrip()

    def _rows(self, lane: Lane) -> Iterator[tuple[str, str]]:
        owed = {owing.entitlement.benefit: 0 for owing in lane.owings}
        for owing in lane.owings:
            owed[owing.entitlement.benefit] |= owing.leading & lane.due.possibly
        yield self.say.text(_ROWS["owed"]), self._benefits(owed)
        yield self.say.text(_ROWS["paid"]), self._benefits(dict(lane.paid))
        claimed = lane.claimed.definitely & lane.due.possibly & ~lane.covered
        yield self.say.text(_ROWS["claimed"]), self._marks(claimed, "~")
        gap = lane.hole & ~lane.undecided
        yield self.say.text(_ROWS["gap"]), self._marks(gap, "!")
        yield self.say.text(_ROWS["open"]), self._marks(lane.undecided, "?")

    def _benefits(self, days: dict[str, DaySet]) -> str:
        """For each column the letter of the benefit of most of its days."""
        row = ""
        for first, last in self.columns:
            column = self.window.days(first, last)
            counted = {benefit: (held & column).bit_count() for benefit, held in days.items()}
            most = max(counted, key=lambda benefit: counted[benefit], default="")
            row += self._letter(most) if most and counted[most] else " "
        return row

    def _marks(self, days: DaySet, mark: str) -> str:
        return "".join(mark if days & self.window.days(first, last) else " " for first, last in self.columns)

    def _letter(self, benefit: str) -> str:
        if benefit not in self.letters:
            self.letters[benefit] = ascii_lowercase[len(self.letters) % len(ascii_lowercase)]
        return self.letters[benefit]

    def _key(self) -> Iterator[str]:
        for benefit, letter in self.letters.items():
            yield f"{letter}  {self.say.code('benefit', benefit, self.evaluation.on)}"
        yield self.say.text(_KEY)


def _start(evaluation: Evaluation) -> date:
    months = evaluation.on.year * 12 + evaluation.on.month - 1 - MONTHS_BACK
    return date(months // 12, months % 12 + 1, 1)


def _columns(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Yield first and last day of the columns, four a month, to the end of the month of the last day."""
    month = first_of_month(first)
    while month <= last:
        for number, start in enumerate(WEEK_STARTS):
            following = WEEK_STARTS[number + 1] - 1 if number + 1 < len(WEEK_STARTS) else end_of_month(month).day
            yield month.replace(day=start), month.replace(day=following)
        month = end_of_month(month) + timedelta(days=1)
