"""What the command line writes: in UTF-8 where it is piped, in what it can show to a terminal."""

from __future__ import annotations

import os
import shutil
import sys

from kimcore.cli.reading import UsageError
from kimcore.exchange.layout import WIDTH, Style


def look() -> tuple[int, Style]:
    """Return how wide and in which style text is written: plain when piped, with headings in bold on a terminal."""
    if not sys.stdout.isatty():
        return WIDTH, "plain"
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return min(WIDTH, shutil.get_terminal_size().columns), "plain" if plain else "terminal"


def put(text: str) -> None:
    """Write text: in UTF-8 where it is piped, in what it can show to a terminal."""
    try:
        if sys.stdout.isatty() or not hasattr(sys.stdout, "buffer"):
            encoding = sys.stdout.encoding or "utf-8"
            sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
        else:
            sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
    except OSError as error:
        # Nothing may be left to be flushed at exit, where it would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        problem = None if isinstance(error, BrokenPipeError) else (error.strerror or "").lower()
    else:
        return
    if problem is not None:  # else the reader has seen enough, as `| head` does
        raise UsageError(f"cannot write to standard output: {problem}")
