"""What is shown to others of the register: a checkpoint of all its seals, and the proof that one event is under it.

The checkpoint is the root of a Merkle tree (RFC 6962) over the digests of the seals in their order, with how many there
are; a register is told by the digest of its first seal. A proof leads from the row of an event to its digest, from that
to the root over everything its unit of work wrote, by the seal over that to the checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from tiertrack.enterprise import Reference
from tiertrack.errors import Fault, StoreError
from tiertrack.ports import Clock
from tiertrack.register_reports import Checkpoint, Proof
from tiertrack.store.codec import EVENT_COLUMNS, EventRow, event_covered, row_digest
from tiertrack.store.joins import numbered
from tiertrack.store.merkle import Tree, leaf, path
from tiertrack.store.reader import Reader
from tiertrack.store.row_digests import form_of, plain_values
from tiertrack.store.seals import Form, RowSealing, Seal, Sealing, digest_of, event_leaf, ranges_of
from tiertrack.store.session import Session
from tiertrack.store.signing import CHECKPOINT, SealKey
from tiertrack.store.tables import PREFIX, SEALED, seals
from tiertrack.store.types import instant_text
from tiertrack.titles.events import stream_label


def checkpoint(begin: Callable[[], Session], clock: Clock, key: SealKey | None) -> Checkpoint:
    """The root over all seals there are now, signed where there is a key; raises StoreError where there is none."""
    with _Shown(begin) as shown:
        return shown.checkpoint(clock, key)


def prove(begin: Callable[[], Session], asked: tuple[Reference, str, int], clock: Clock, key: SealKey | None) -> Proof:
    """The proof of an event by enterprise, title and number, with a checkpoint of now.

    Raises StoreError where there is no such event, or it is not as it was written.
    """
    with _Shown(begin) as shown:
        return shown.proof(asked, clock, key)


def seal_leaf(digest: str) -> bytes:
    """The leaf of a seal in the tree over all of them."""
    return leaf(digest.encode())


def signed_text(point: Checkpoint) -> str:
    """What the signature of a checkpoint is under."""
    return f"{point.register}\n{point.size}\n{point.root}\n{point.at}\n"


class _Shown(Reader):
    """What is shown, within one snapshot."""

    def checkpoint(self, clock: Clock, key: SealKey | None) -> Checkpoint:
        tree, first = Tree(), ""
        for seal in self._session.seals():
            first = first or seal.digest
            tree.add(seal_leaf(seal.digest))
        if not tree.size:
            raise StoreError(Fault("E671", "登记库里还没有封印，没有可以证明的", "请先登记，再做检查点"))
        point = Checkpoint(first, tree.size, tree.root().hex(), instant_text(clock.now()))
        if key is None:
            return point
        signature = key.sign(CHECKPOINT, signed_text(point))
        return Checkpoint(point.register, point.size, point.root, point.at, key.key_id, signature)

    def proof(self, asked: tuple[Reference, str, int], clock: Clock, key: SealKey | None) -> Proof:
        enterprise, row, previous = self._event(asked)
        point = self.checkpoint(clock, key)
        kept = self._session.find(seals, unit=row.unit)
        if not kept or row_digest(previous, row) != row.digest:
            raise _tampered(f"{enterprise} {stream_label(row.title)} 第 {row.version} 项")
        seal = Seal._make(plain_values(seals, Seal._fields, kept[0]))
        before = next((one["digest"] for one in self._session.find(seals, id=seal.id - 1)), None)
        unit, digests, sealed = self._under_seal(row, seal, before)
        if digest_of(sealed) != seal.digest:
            raise _tampered(f"封印 {seal.id}")
        leaves = (seal_leaf(one.digest) for one in self._session.seals())
        return Proof(
            enterprise=enterprise,
            title=row.title,
            version=asked[2],
            columns=("previous", *_COVERED, "later"),
            row=tuple(event_covered(previous, row)),
            unit=unit,
            digests=digests,
            seal=tuple(sealed),
            signature=seal.signature,
            tree=_in_hex(path(seal.id - 1, point.size, leaves)),
            checkpoint=point,
        )

    def _event(self, asked: tuple[Reference, str, int]) -> tuple[str, EventRow, str | None]:
        """The name of the enterprise, the row of the event, and the digest of the one before it in its stream."""
        reference, title, version = asked
        key = self.find(reference)
        rows = self._session.events([*self._joins().family(key)])
        shown = numbered(rows) if len(self._joins().family(key)) > 1 else [(row, row) for row in rows]
        name = self._name_of(key)
        stored = next((stored for row, stored in shown if (row.title, row.version) == (title, version)), None)
        if stored is None:
            last = max((row.version for row, _stored in shown if row.title == title), default=0)
            what = f"“{stream_label(title)}”没有第 {version} 项，不能证明"
            remedy = f"请用 tiertrack history 核对序号，现在到第 {last} 项" if last else "请核对企业和称号"
            raise StoreError(Fault("E671", what, remedy, str(version), name))
        stream = {row.version: row.digest for row in rows if (row.enterprise_id, row.title) == stored[1:3]}
        return name, stored, stream.get(stored.version - 1)

    def _under_seal(
        self, row: EventRow, seal: Seal, before: str | None
    ) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...] | None, list[Any]]:
        """What leads from the event to what is sealed, or all digests of a seal of before; and what is sealed."""
        digests = [*self._session.digests(seal.unit, 0)]
        if seal.form is None:
            flat = Sealing(seal.unit)
            for _key, digest in digests:
                flat.add(digest)
            return (), tuple(digest for _key, digest in digests), flat.sealed(before, seal.id, seal.recorded_at)
        leaves = [event_leaf(key, digest) for key, digest in digests]
        place = [key for key, _digest in digests].index(row.id)
        sealing = RowSealing(seal.unit, seal.form)
        for key, digest in digests:
            sealing.add_event(key, digest)
        for name, ends, hashes in self._leaves(seal):
            leaves += hashes
            sealing.add_rows(name, ends, hashes)
        return (
            _in_hex(path(place, len(leaves), leaves)),
            None,
            sealing.sealed(before, seal.id, seal.recorded_at, seal.key_id),
        )

    def _leaves(self, seal: Seal) -> Iterator[tuple[str, tuple[int, int], list[bytes]]]:
        """Of each table but the events', the keys and leaves of the rows under a seal."""
        ranges: Mapping[str, tuple[int, int, int]] = ranges_of(seal.rows)
        for table in SEALED:
            name, form = table.name.removeprefix(PREFIX), form_of(table)
            if name not in ranges:
                continue
            _count, first, last = ranges[name]
            rows = [*self._session.unit_rows(table, ("id", "recorded_at", *form.columns), seal.unit, (first, last))]
            hashes = [
                form.leaf(row[0], form.content_of_plain(row[2:], row[1] if seal.form == Form.FOUND else None))
                for row in rows
            ]
            if rows:
                yield name, (rows[0][0], rows[-1][0]), hashes


_COVERED = EVENT_COLUMNS[: EVENT_COLUMNS.index("digest")]


def _in_hex(steps: Iterable[tuple[str, bytes]]) -> tuple[tuple[str, str], ...]:
    return tuple((side, hashed.hex()) for side, hashed in steps)


def _tampered(place: str) -> StoreError:
    what, remedy = "与登记时不同，不能证明", "请用 tiertrack verify 核对，保留数据库原样"
    return StoreError(Fault("E624", what, remedy, None, place))
