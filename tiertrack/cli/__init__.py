"""The command line. Thin: it reads options, calls a use case and prints; heavy imports stay inside commands."""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code: 0, 1 and 3 as answers, 2 for anything wrong."""
    try:
        from tiertrack.cli.root import tiertrack
        from tiertrack.cli.shell import leave
    except KeyboardInterrupt:
        # While the libraries were still being read: nothing has begun.
        sys.stderr.write("已中断。\n")
        sys.exit(2)
    leave(tiertrack, "tiertrack", arguments)
