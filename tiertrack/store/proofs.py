"""What is shown to others of the register: a checkpoint of all its seals, and the proof that one event is under it.

The checkpoint is the root of a Merkle tree (RFC 6962) over the digests of the seals in their order, with how many there
are; a register is told by the digest of its first seal. A proof leads from the row of an event, and from the rows that
say whose it is, to the root over everything their unit of work wrote, and by the seal over that to the checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Table

from tiertrack.enterprise import Reference
from tiertrack.errors import Fault, StoreError
from tiertrack.ports import Clock
from tiertrack.register_reports import Checkpoint, Proof, ProvedRow
from tiertrack.store.codec import EVENT_COLUMNS, EventRow, event_covered, row_digest
from tiertrack.store.joins import numbered
from tiertrack.store.merkle import Tree, leaf, path
from tiertrack.store.reader import Reader
from tiertrack.store.row_digests import form_of, plain_values
from tiertrack.store.seals import Form, RowSealing, Seal, Sealing, digest_of, event_leaf, ranges_of
from tiertrack.store.session import Session
from tiertrack.store.signing import CHECKPOINT, SealKey
from tiertrack.store.tables import PREFIX, SEALED, enterprise_codes, enterprise_names, seals, title_events
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


_UnderSeal = tuple[dict[tuple[str, int], bytes], tuple[str, ...] | None, list[Any]]


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
        enterprise, row, previous, undone_by = self._event(asked)
        place = f"{enterprise} {stream_label(row.title)} 第 {row.version} 项"
        if row_digest(previous, row) != row.digest:
            raise _tampered(place)
        point = self.checkpoint(clock, key)
        covered = event_covered(previous, row)
        names = ("previous", *_COVERED, "later")[: len(covered)]
        shown = [(title_events, row.id, row.unit, names, covered)]
        # An event says whose it is by a number; what that is called, and its code, are rows under seals as well.
        for table, kind in ((enterprise_names, "full"), (enterprise_codes, "uscc")):
            found = self._session.find(table, enterprise_id=row.enterprise_id, kind=kind)
            shown += [self._identity_row(table, one["id"]) for one in found[-1:]]
        rows = (self._proved(*one, place) for one in shown)
        return Proof(enterprise, row.title, asked[2], tuple(rows), point, undone_by)

    def _identity_row(self, table: Table, key: int) -> tuple[Table, int, str, tuple[str, ...], list[Any]]:
        columns = form_of(table).columns
        ((unit, instant, *values),) = self._session.rows(table, ("unit", "recorded_at", *columns), (key, key))
        seal = self._seal_of(unit)
        is_found = seal is not None and seal.form == Form.FOUND
        covered = [table.name.removeprefix(PREFIX), key, *values, *([instant] if is_found else [])]
        return table, key, unit, ("table", "id", *columns, *(["recorded_at"] if is_found else [])), covered

    def _proved(
        self,
        table: Table,
        key: int,
        unit: str,
        columns: tuple[str, ...],
        covered: list[Any],
        place: str,
    ) -> ProvedRow:
        seal = self._seal_of(unit)
        if seal is None:
            raise _tampered(place)
        before = next((one["digest"] for one in self._session.find(seals, id=seal.id - 1)), None)
        leaves, digests, sealed = self._under(seal, before)
        if digest_of(sealed) != seal.digest:
            raise _tampered(f"封印 {seal.id}")
        keys = [*leaves]
        at = None if digests is not None else keys.index((table.name, key))
        return ProvedRow(
            table=table.name.removeprefix(PREFIX),
            columns=columns,
            row=tuple(covered),
            unit=() if at is None else _in_hex(path(at, len(keys), leaves.values())),
            digests=digests,
            seal=tuple(sealed),
            signature=seal.signature,
            tree=_in_hex(path(seal.id - 1, len(self._of_seals), self._of_seals)),
        )

    # The rows of a proof are under the same tree, and mostly under the same seal: both are read once for all of them.

    @cached_property
    def _of_seals(self) -> list[bytes]:
        return [seal_leaf(seal.digest) for seal in self._session.seals()]

    @cached_property
    def _under(self) -> Callable[[Seal, str | None], _UnderSeal]:
        return cache(self._under_seal)

    def _seal_of(self, unit: str | None) -> Seal | None:
        kept = self._session.find(seals, unit=unit) if unit else ()
        return Seal._make(plain_values(seals, Seal._fields, kept[0])) if kept else None

    def _event(self, asked: tuple[Reference, str, int]) -> tuple[str, EventRow, str | None, int | None]:
        """The name of the enterprise, the row of the event, the digest of the one before it in its stream, and the
        number of the last event that puts it right or takes it back."""
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
        written = self._all_rows.events([stored.enterprise_id])
        stream = {row.version: row.digest for row in written if row.title == stored.title}
        undoing = (row.version for row, _stored in shown if (row.title, row.corrects) == (title, version))
        return name, stored, stream.get(stored.version - 1), max(undoing, default=None)

    def _under_seal(self, seal: Seal, before: str | None) -> _UnderSeal:
        """The leaves under a seal by table and key in their order; of a seal of before, all digests instead; and what
        the digest of the seal is over."""
        digests = [*self._session.digests(seal.unit, 0)]
        if seal.form is None:
            flat = Sealing(seal.unit)
            for _key, digest in digests:
                flat.add(digest)
            return {}, tuple(digest for _key, digest in digests), flat.sealed(before, seal.id, seal.recorded_at)
        sealing = RowSealing(seal.unit, seal.form)
        leaves: dict[tuple[str, int], bytes] = {}
        for key, digest in digests:
            sealing.add_event(key, digest)
            leaves[title_events.name, key] = event_leaf(key, digest)
        for table, ends in self._tables_under(seal):
            form = form_of(table)
            rows = [
                (key, form.leaf(key, form.content_of_plain(values, instant if seal.form == Form.FOUND else None)))
                for unit, key, instant, *values in self._session.rows(
                    table, ("unit", "id", "recorded_at", *form.columns), ends
                )
                if unit == seal.unit
            ]
            leaves |= {(table.name, key): hashed for key, hashed in rows}
            if rows:
                name = table.name.removeprefix(PREFIX)
                sealing.add_rows(name, (rows[0][0], rows[-1][0]), [hashed for _key, hashed in rows])
        return leaves, None, sealing.sealed(before, seal.id, seal.recorded_at, seal.key_id)

    def _tables_under(self, seal: Seal) -> Iterator[tuple[Table, tuple[int, int]]]:
        """Each table but the events' with rows under a seal, and their first and last keys."""
        ranges = ranges_of(seal.rows)
        for table in SEALED:
            if (found := ranges.get(table.name.removeprefix(PREFIX))) is not None:
                yield table, found[1:]


_COVERED = EVENT_COLUMNS[: EVENT_COLUMNS.index("digest")]


def _in_hex(steps: Iterable[tuple[str, bytes]]) -> tuple[tuple[str, str], ...]:
    return tuple((side, hashed.hex()) for side, hashed in steps)


def _tampered(place: str) -> StoreError:
    what, remedy = "与登记时不同，不能证明", "请用 tiertrack verify 核对，保留数据库原样"
    return StoreError(Fault("E624", what, remedy, None, place))
