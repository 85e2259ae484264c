"""The log ``tiertrack``, for whoever runs the register in a service: it says nothing unless the service listens."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

LOG = logging.getLogger("tiertrack")
# Without a handler, what is a warning would go to the error stream of a program that has set up no log.
LOG.addHandler(logging.NullHandler())


@contextmanager
def timed(what: str, *words: object, usual: int, slow: float) -> Iterator[None]:
    """Tells how long something took once it is done: at the level ``usual``, as a warning from ``slow`` seconds up."""
    began = time.monotonic()
    yield
    took = time.monotonic() - began
    LOG.log(usual if took < slow else logging.WARNING, f"{what}，用了 %.1f 秒", *words, took)
