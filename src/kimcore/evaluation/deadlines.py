"""The last days of steps and gaps: a date expression, shifted to a working day, less the office's waiting time."""

from datetime import date, timedelta

from kimcore.dates import Duration, passed, working_day
from kimcore.evaluation.outlook import Outlook
from kimcore.landscape.answer import Answer
from kimcore.language.daymath import DayRange
from kimcore.language.syntax import Node
from kimcore.rules.statement import Due

DAY = timedelta(days=1)


def due_day(outlook: Outlook, due: Due | None, person: str, day: date, office: Answer | None) -> date | None:
    """Return the last day of acting in time, None where it is not known or there is none.

    Args:
        outlook: the evaluation.
        due: the date expression with its shift and its lead.
        person: whose facts it reads; of an imprecise day the earliest counts.
        day: the day on which the expression is read.
        office: whose waiting time must have passed.
    """
    found = None if due is None else _first_known(outlook, due, person, day)
    if found is None or due is None or due.lead is None:
        return found
    wait = waiting_time(office, day)
    return None if wait is None else latest_start(found, wait)


def _first_known(outlook: Outlook, due: Due, person: str, day: date) -> date | None:
    """The day itself, else what counts where it is not known."""
    expressions = (node for node in (due.day, due.otherwise) if node is not None)
    found = (_read(outlook, due, node, person, day) for node in expressions)
    return next((each for each in found if each is not None), None)


def _read(outlook: Outlook, due: Due, node: Node, person: str, day: date) -> date | None:
    there = outlook.window.day(day)
    for days, value in outlook.sets.values.days(person, node).known:
        if days & there:
            found = (value if isinstance(value, DayRange) else value(day)).earliest
            return working_day(found) if due.shifts else found
    return None


def waiting_time(office: Answer | None, day: date) -> Duration | None:
    """Return the longest waiting time of the offices that is still good on a day, None where none is."""
    waits = [row.wait for row in office.competences if row.wait is not None] if office else []
    known = [wait.length for wait in waits if wait.known_on(day)]
    return max(known, key=lambda length: passed(day, length), default=None)


def latest_start(end: date, length: Duration) -> date:
    """Return the last day on which a length of time can begin so that it is over by a day.

    >>> latest_start(date(2027, 3, 31), Duration(months=1))
    datetime.date(2027, 2, 28)
    """
    start = end
    while passed(start, length) > end:
        start -= max(passed(start, length) - end, DAY)
    while passed(start + DAY, length) <= end:
        start += DAY
    return start
