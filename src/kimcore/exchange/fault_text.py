"""An error as text: every fault with its place, what is wrong, what is allowed and the way out."""

from __future__ import annotations

from kimcore.errors import Fault, InputError, KimcoreError
from kimcore.exchange.layout import WIDTH, Page, safe


def faulty(error: KimcoreError, *, of: str | None = None, width: int = WIDTH) -> str:
    """Return an error as lines that can be read, the faults of a document one by one.

    Args:
        error: the error.
        of: the document that was read, where its faults do not name it.
        width: the columns of a line; excerpts keep their length.

    Example:
        >>> fault = Fault(code="unknown-key", where="$.as_off", problem="unknown key", hint="did you mean 'as_of'?")
        >>> print(faulty(InputError("the case cannot be read", [fault]), of="case.json", width=60), end="")
        kimcore: case.json: the case cannot be read (1 fault)
        <BLANKLINE>
          $.as_off                                     [unknown-key]
            unknown key; did you mean 'as_of'?
    """
    page = Page(width)
    head = f"kimcore: {of}: " if of else "kimcore: "
    if not isinstance(error, InputError):
        page.line(f"{head}{error}")
        return str(page)
    number = len(error.faults)
    page.line(f"{head}{error.what} ({number} fault{'' if number == 1 else 's'})")
    for fault in error.faults:
        page.gap()
        _tell(fault, page)
    return str(page)


def _tell(fault: Fault, page: Page) -> None:
    page.line(fault.where, indent=2, right=f"[{fault.code}]")
    page.line("; ".join(part for part in (fault.problem, fault.hint) if part), indent=4)
    if fault.allowed is not None:
        page.line(f"allowed: {fault.allowed}", indent=4)
    for line in (fault.excerpt or "").splitlines():
        page.verbatim(f"      {safe(line)}")
