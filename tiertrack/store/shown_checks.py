"""What a check of the register is held against from outside: public keys that signed its seals, and a checkpoint of it
that was noted down or given away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from tiertrack.errors import BadInput, Fault
from tiertrack.register_reports import Checkpoint
from tiertrack.store.merkle import Tree
from tiertrack.store.proofs import seal_leaf, signed_text
from tiertrack.store.seals import Seal
from tiertrack.store.signing import CHECKPOINT, SEAL, PublicKeys

# Takes the code of a fault, what is wrong, and the place.
Told = Callable[[str, str, str], None]

_ANOTHER = "这是另一个登记库的检查点；确是这个登记库的，它的第一个封印已被换过"


class OutsideCheck(Protocol):
    """One thing the seals are held against, one after the other."""

    def take(self, seal: Seal) -> None:
        """Takes the next seal."""

    def conclude(self, wrong: Told) -> None:
        """Tells what is wrong once all were taken."""


class SignatureCheck:
    """The signatures under the seals: all by keys that are known, and none missing once there was one."""

    def __init__(self, keys: PublicKeys) -> None:
        self._keys = keys
        self.signed: int = 0
        self.signed_from: int | None = None
        # By what is wrong, the first seal and how many there are.
        self._wrong: dict[tuple[str, str], tuple[int, int]] = {}

    def take(self, seal: Seal) -> None:
        """Takes the next seal."""
        if seal.key_id is None:
            if self.signed_from is not None:
                self._note("E677", "没有签名，而它前面的封印有", seal)
        elif seal.key_id not in self._keys:
            self._note("E675", f"签名的密钥（{seal.key_id}）不在所给的公钥里", seal)
        elif not self._keys.have_signed(seal.key_id, seal.signature, SEAL, seal.digest):
            self._note("E675", "签名与封印不符：封印被换过，或签名被改动", seal)
        else:
            self.signed += 1
            self.signed_from = self.signed_from or seal.id

    def _note(self, code: str, what: str, seal: Seal) -> None:
        first, count = self._wrong.get((code, what), (seal.id, 0))
        self._wrong[code, what] = first, count + 1

    def conclude(self, wrong: Told) -> None:
        """Tells what is wrong once all were taken."""
        for (code, what), (first, count) in self._wrong.items():
            wrong(code, what if count == 1 else f"{what}（共 {count} 个，头一个在此）", f"封印 {first}")
        if self.signed_from is None:
            wrong("E677", "没有一个封印有所给公钥的签名", "封印")


class ContinuationCheck:
    """Whether the register goes on from where a checkpoint was made."""

    def __init__(self, point: Checkpoint) -> None:
        self._point = point
        self._tree = Tree()
        self._root: str | None = None
        self._first: str | None = None

    @property
    def is_of_another(self) -> bool:
        """Whether the first seal is another than the checkpoint's."""
        return self._first not in (None, self._point.register)

    @property
    def holds(self) -> bool:
        """Whether the register goes on from there."""
        return not self.is_of_another and self._root == self._point.root

    def refuse_another(self) -> None:
        """Raises BadInput for a checkpoint of another register (E676); asked once that is known to be whole."""
        if self.is_of_another:
            remedy = "请核对是哪个登记库的检查点，再从备份核对"
            raise BadInput(Fault("E676", _ANOTHER, remedy, self._point.register, "检查点"))

    def take(self, seal: Seal) -> None:
        """Takes the next seal."""
        if self._first is None:
            self._first = seal.digest
        if self._tree.size < self._point.size:
            self._tree.add(seal_leaf(seal.digest))
            if self._tree.size == self._point.size:
                self._root = self._tree.root().hex()

    def conclude(self, wrong: Told) -> None:
        """Tells what is wrong once all were taken."""
        point = self._point
        if self.is_of_another:
            wrong("E676", _ANOTHER, "检查点")
        elif self._root is None:
            what = f"检查点时有 {point.size} 个封印，现在只有 {self._tree.size} 个：后面的被截去，或换成了更早的备份"
            wrong("E674", what, "检查点")
        elif self._root != point.root:
            wrong("E674", f"前 {point.size} 个封印不是检查点时的：那以前的登记被换过", "检查点")


def refuse_unsigned(point: Checkpoint, keys: PublicKeys) -> None:
    """Raises BadInput for a checkpoint that none of the keys has signed, where there are keys."""
    if not len(keys):
        return
    is_known = point.key_id is not None and point.key_id in keys
    if not is_known or not keys.have_signed(str(point.key_id), point.signature, CHECKPOINT, signed_text(point)):
        what = "检查点没有所给公钥的签名，或签名与它不符"
        raise BadInput(Fault("E675", what, "请核对检查点文件和公钥", point.key_id, "检查点"))
