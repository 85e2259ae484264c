"""What a register shows of itself, as Chinese text and as plain data: checkpoints, and proofs of events."""

from __future__ import annotations

from typing import Any

from tiertrack.register_reports import Checkpoint, Proof
from tiertrack.titles.events import stream_label


def checkpoint_text(point: Checkpoint) -> str:
    """The root with what it is of, to be noted down."""
    signed = f"由 {point.key_id} 签名" if point.key_id else "没有签名（没有给密钥）"
    return "\n".join(
        [
            f"登记库 {point.register}",
            f"封印 {point.size} 个，根 {point.root}",
            f"{point.at}，{signed}",
        ]
    )


def checkpoint_data(point: Checkpoint) -> dict[str, Any]:
    """The members of a checkpoint."""
    return {
        "register": point.register,
        "size": point.size,
        "root": point.root,
        "at": point.at,
        "key_id": point.key_id,
        "signature": point.signature,
    }


def proof_text(proof: Proof) -> str:
    """Of what it is the proof, and up to where it leads."""
    place = f"{proof.enterprise} {stream_label(proof.title)} 第 {proof.version} 项"
    return "\n".join([f"证明：{place} 在封印 {proof.seal[1]} 里，封印在检查点里", checkpoint_text(proof.checkpoint)])


def proof_data(proof: Proof) -> dict[str, Any]:
    """The members of a proof."""
    return {
        "enterprise": proof.enterprise,
        "title": proof.title,
        "version": proof.version,
        "columns": [*proof.columns],
        "row": [*proof.row],
        "unit": [[*step] for step in proof.unit],
        "digests": None if proof.digests is None else [*proof.digests],
        "seal": [*proof.seal],
        "signature": proof.signature,
        "tree": [[*step] for step in proof.tree],
        "checkpoint": checkpoint_data(proof.checkpoint),
    }
