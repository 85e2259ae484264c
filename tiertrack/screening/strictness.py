"""How strict a screening is about the columns of a frame."""

from __future__ import annotations

from typing import Literal

# Which columns a frame must not have, or must: none that means nothing, every one that is read, or both.
Strictness = Literal["unknown", "absent", "all"]
