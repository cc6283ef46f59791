"""Lines of plain text: indented, wrapped, with a note at the right margin."""

import textwrap

WIDTH = 100


class Page:
    """A page of text that is written line by line.

    Args:
        width: the columns of a line.
    """

    def __init__(self, width: int = WIDTH) -> None:
        self.width = width
        self._lines: list[str] = []

    def line(self, text: str = "", *, indent: int = 0, right: str = "", hang: int = 2) -> None:
        """Add a text, wrapped with a hanging indent; a note at the right stands beside its last line, or below it."""
        room = self.width - (len(right) + 2 if right and len(right) <= self.width // 2 else 0)
        lines = textwrap.wrap(
            text,
            room,
            initial_indent=" " * indent,
            subsequent_indent=" " * (indent + hang),
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
        self._lines += lines[:-1]
        self._end(lines[-1], right, indent + hang)

    def _end(self, last: str, right: str, indent: int) -> None:
        if not right:
            self._lines.append(last)
        elif len(last) + 2 + len(right) <= self.width:
            self._lines.append(last + right.rjust(self.width - len(last)))
        else:
            self._lines.append(last)
            self.line(right, indent=indent)

    def heading(self, text: str, right: str = "") -> None:
        """Add a heading, with an empty line above it."""
        self.gap()
        self.line(text, right=right)

    def gap(self) -> None:
        """Add an empty line, unless there is one or nothing."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def __str__(self) -> str:
        return "\n".join(self._lines).rstrip() + "\n"
