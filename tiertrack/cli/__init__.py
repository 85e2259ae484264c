"""The command line. Thin: it reads options, calls a use case and prints; heavy imports stay inside commands."""

from __future__ import annotations

from tiertrack.cli.shell import main

__all__ = ["main"]
