"""What is wrong with a case, as the tests of the record compare it."""

from __future__ import annotations

from collections.abc import Callable

from kimcore.errors import CaseError
from kimcore.people.case import Case


def faults_in(make: Callable[[], Case]) -> set[tuple[str, str]]:
    """Place and code of each fault of the case that is made; none where it can be made."""
    try:
        make()
    except CaseError as error:
        return {(fault.where, fault.code) for fault in error.faults}
    return set()
