"""Trying again where another writer came first: a little later each time, and not all who lost at the same moment."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from attrs import frozen

from tiertrack.errors import StaleStanding, StoreError, WritersCollided


@frozen
class Retries:
    """How often and after what pauses, in seconds, a unit of work is tried again.

    The pause grows from ``first`` to ``longest``, of which ``chance`` gives a share from 0 to 1: those who lost
    together would otherwise meet again. Who has lost ``patient`` times takes turns with others who have.
    """

    tries: int = 60
    patient: int = 2
    first: float = 0.002
    longest: float = 0.1
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random

    def may_go_on(self, tried: int, error: StoreError, before: StoreError | None) -> bool:
        """Whether to try again after so many tries, the last of which raised ``error``, the one ``before`` it that.

        A stream that stands where it stood a try ago has not moved in between: what was expected of it was not read
        from it, and reading again cures nothing.
        """
        if not isinstance(error, StaleStanding | WritersCollided) or tried >= self.tries:
            return False
        return not (isinstance(error, StaleStanding) and before is not None and str(error) == str(before))

    def pause(self, tried: int) -> None:
        """Waits before the next try."""
        self.sleep(min(self.first * 2 ** min(tried, 16), self.longest) * self.chance())
