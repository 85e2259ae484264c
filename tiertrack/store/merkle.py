"""Merkle trees as RFC 6962 hashes them: one hash over a list, any entry of which can be shown without the others.

A leaf is SHA-256 over a zero byte and what it stands for, a node SHA-256 over a one byte and the two below it; the left
of a node is the largest full tree there is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

_sha256 = hashlib.sha256


def leaf(content: bytes) -> bytes:
    """The hash of an entry."""
    return _sha256(b"\0" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two hashes."""
    return _sha256(b"\1" + left + right).digest()


class Tree:
    """A tree in the making: takes the hashes of its leaves in order, and keeps a hash for each full tree."""

    def __init__(self) -> None:
        self.size: int = 0
        self._full: list[bytes] = []

    def add(self, hashed: bytes) -> None:
        """Takes the next leaf."""
        size, full = self.size, self._full
        self.size = size + 1
        while size & 1:
            hashed = node(full.pop(), hashed)
            size >>= 1
        full.append(hashed)

    def root(self) -> bytes:
        """The hash over all leaves so far."""
        if not self._full:
            return _sha256(b"").digest()
        *lefts, root = self._full
        for left in reversed(lefts):
            root = node(left, root)
        return root


def path(place: int, size: int, leaves: Iterable[bytes]) -> list[tuple[str, bytes]]:
    """What leads from the leaf at ``place`` (from 0) to the root over so many leaves, the lowest first: the side on
    which each further hash stands, ``left`` or ``right``, and the hash."""
    beside = _beside(place, size)
    trees = [(part, Tree()) for part in beside]
    at, hashes = 0, iter(leaves)
    for (start, end), tree in sorted(trees, key=lambda pair: pair[0]):
        for _ in range(start - at):
            next(hashes)
        for _ in range(end - start):
            tree.add(next(hashes))
        at = end
    return [("right" if start > place else "left", tree.root()) for (start, _end), tree in trees]


def _beside(place: int, size: int) -> list[tuple[int, int]]:
    """The parts of a tree beside the way from a leaf to the root, the lowest first."""
    found: list[tuple[int, int]] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + (1 << ((end - start - 1).bit_length() - 1))
        if place < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]
