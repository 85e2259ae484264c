"""What a ``Registry`` can show of itself: that nothing was changed, what it was at a moment, that an event is there."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from tiertrack.app.register_imports import RegisterImports
from tiertrack.enterprise import Reference
from tiertrack.facts.asked import TitleLike, as_title_key
from tiertrack.input_file import PathLike
from tiertrack.register_reports import Checkpoint, Proof, VerifyReport


@frozen(eq=False)
class RegisterProofs(RegisterImports):
    """The proofs of a ``Registry``, which says how an enterprise is named and what every method raises."""

    def verify(
        self,
        seal: str | None = None,
        *,
        keys: Sequence[PathLike] = (),
        checkpoint: Checkpoint | PathLike | None = None,
    ) -> VerifyReport:
        """Whether everything on record is as it was written.

        Args:
            seal: The digest of a seal noted down earlier; whether it is still in the chain is then checked as well.
            keys: Files of public keys (PEM); whether they have signed the seals, from the first that is signed on.
            checkpoint: A checkpoint, or a file with one; whether the register goes on from there.

        Returns:
            The counts, the newest seal, and a fault for everything changed, removed or put in since.

        Raises:
            BadInput: The checkpoint is of another register, where this one is whole, or none of the keys has signed
                it.
            BadFile: A file cannot be read, or holds no key or no checkpoint.

        Examples:
            >>> register.verify().faults
            ()
            >>> register.verify(checkpoint=register.checkpoint()).faults
            ()
        """
        from tiertrack.app.returning import read_checkpoint

        point = checkpoint if checkpoint is None or isinstance(checkpoint, Checkpoint) else read_checkpoint(checkpoint)
        return self._database.verify(seal, keys, point)

    def checkpoint(self) -> Checkpoint:
        """What the register is now, to be noted down or given away: whoever has it can later tell that the register
        goes on from there.

        Returns:
            The root over all seals, how many there are, and the instant; signed where the register was opened with a
            key.

        Raises:
            StoreError: Nothing is on record yet.

        Examples:
            >>> point = register.checkpoint()
            >>> point.size > 0, point.signature
            (True, None)
        """
        return self._database.checkpoint(self._clock)

    def prove(self, enterprise: Reference, title: TitleLike, version: int) -> Proof:
        """That an event is on record, for others who have no register: checked by the program of ``docs/integrity.md``.

        Args:
            enterprise: A name, code or id, or an ``Enterprise``.
            title: The title, or ``enterprise`` for an event of the enterprise itself.
            version: The number of the event, as ``history`` gives it.

        Returns:
            The row, what leads from it to the root over all seals, and a checkpoint of now.

        Raises:
            StoreError: There is no such event, or it is not as it was written.

        Examples:
            >>> proof = register.prove(firm, "innovative_sme", 1)
            >>> proof.version, proof.checkpoint.size == register.checkpoint().size
            (1, True)
        """
        return self._database.prove(enterprise, as_title_key(title), version, self._clock)
