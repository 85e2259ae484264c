"""What a register shows of itself, as Chinese text and as plain data: checkpoints, and proofs of events."""

from __future__ import annotations

from typing import Any

from tiertrack.register_reports import Checkpoint, Proof, ProvedRow
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
    seal = proof.rows[0].seal[1]
    lines = [f"证明：{place} 在封印 {seal} 里，封印在检查点里"]
    if proof.undone_by is not None:
        lines.append(f"这一项以后由第 {proof.undone_by} 项更正或作废：证明只说明登记过，不说明现在有效")
    return "\n".join([*lines, checkpoint_text(proof.checkpoint)])


def proof_data(proof: Proof) -> dict[str, Any]:
    """The members of a proof."""
    return {
        "enterprise": proof.enterprise,
        "title": proof.title,
        "version": proof.version,
        "rows": [proved_data(row) for row in proof.rows],
        "checkpoint": checkpoint_data(proof.checkpoint),
        "undone_by": proof.undone_by,
    }


def proved_text(row: ProvedRow) -> str:
    """What a row says, and in which seal it is."""
    said = "，".join(f"{name} {value}" for name, value in zip(row.columns, row.row, strict=False) if value is not None)
    return f"{row.table} 在封印 {row.seal[1]} 里：{said}"


def proved_data(row: ProvedRow) -> dict[str, Any]:
    """The members of a row with what leads to the checkpoint."""
    return {
        "table": row.table,
        "columns": [*row.columns],
        "row": [*row.row],
        "unit": [[*step] for step in row.unit],
        "digests": None if row.digests is None else [*row.digests],
        "seal": [*row.seal],
        "signature": row.signature,
        "tree": [[*step] for step in row.tree],
    }
