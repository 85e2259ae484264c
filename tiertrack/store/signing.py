"""Keys that seals and checkpoints are signed with: Ed25519, as PEM files that other tools read too.

The private key stays with whoever records; to check what it signed, the public key is enough. A key is told by its
fingerprint: SHA-256 over the public key in DER (SubjectPublicKeyInfo), as OpenSSL works it out too.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from tiertrack.errors import BadFile, Fault
from tiertrack.extras import require
from tiertrack.input_file import PathLike, as_path, private_text, read_text
from tiertrack.output_file import written_whole

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

# Names the file of the key that seals are signed with, where the caller names none.
KEY_FILE: Final = "TIERTRACK_SEAL_KEY_FILE"

# What is in front of what is signed, so that a signature under one thing is none under another.
SEAL, CHECKPOINT = "tiertrack seal v1\n", "tiertrack checkpoint v1\n"


@frozen
class SealKey:
    """A private key and its fingerprint."""

    key_id: str
    _private: Ed25519PrivateKey

    def sign(self, kind: str, message: str) -> str:
        """The signature under a message of a kind, in hexadecimal digits."""
        return self._private.sign((kind + message).encode()).hex()


@frozen
class PublicKeys:
    """The public keys that a check knows, by their fingerprints."""

    _keys: dict[str, Ed25519PublicKey]

    def __contains__(self, key_id: object) -> bool:
        return key_id in self._keys

    def __len__(self) -> int:
        return len(self._keys)

    def have_signed(self, key_id: str, signature: str | None, kind: str, message: str) -> bool:
        """Whether a signature under a message of a kind is that of the key of this fingerprint."""
        from cryptography.exceptions import InvalidSignature

        try:
            self._keys[key_id].verify(bytes.fromhex(signature or ""), (kind + message).encode())
        except (InvalidSignature, ValueError):
            return False
        return True


def seal_key(given: PathLike | None = None) -> SealKey | None:
    """The key in a file, or in the one that the environment names; None where neither names any.

    Raises BadFile where the file cannot be read, others may read it (E672), or it holds no such key (E673).
    """
    named = given if given is not None else os.environ.get(KEY_FILE)
    if named is None or named == "":
        return None
    path = as_path(named)
    text = private_text(path, "私钥文件")
    require("sign", "cryptography")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key = _loaded(lambda: load_pem_private_key(text.encode(), None), path)
    if not isinstance(key, Ed25519PrivateKey):
        raise _no_key(path, "Ed25519 私钥")
    return SealKey(_fingerprint(key.public_key()), key)


def public_keys(paths: Sequence[PathLike]) -> PublicKeys:
    """The public keys in files; raises BadFile where one cannot be read or holds no such key (E673)."""
    found: dict[str, Any] = {}
    for path in map(as_path, paths):
        text = read_text(path)
        require("sign", "cryptography")
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key

        key = _loaded(lambda text=text: load_pem_public_key(text.encode()), path)
        if not isinstance(key, Ed25519PublicKey):
            raise _no_key(path, "Ed25519 公钥")
        found[_fingerprint(key)] = key
    return PublicKeys(found)


def make_key(into: PathLike) -> tuple[str, Path]:
    """Makes a key, writes it to a file that only its owner can read and its public key beside it; the fingerprint and
    the file of the public key. Raises BadFile where one of the files is there already or cannot be written."""
    require("sign", "cryptography")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

    private = as_path(into)
    public = private.with_suffix(f".pub{private.suffix or '.pem'}")
    key = Ed25519PrivateKey.generate()
    remedy = "请换一个名字；密钥不覆盖：盖掉了，用它签的封印就核对不了"
    with (
        written_whole(public, if_taken=remedy) as beside,
        written_whole(private, if_taken=remedy) as unfinished,
    ):
        unfinished.chmod(0o600)
        unfinished.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        beside.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return _fingerprint(key.public_key()), public


def _fingerprint(key: Ed25519PublicKey) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def _loaded(load: Any, path: Path) -> Any:
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        return load()
    # A key with a password is a TypeError.
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise _no_key(path, "可用的密钥") from None


def _no_key(path: Path, wanted: str) -> BadFile:
    remedy = "请给 PEM 文件：签名用 Ed25519 私钥（PKCS#8，没有口令），核对用它的公钥；新的一把用 tiertrack key new"
    return BadFile(Fault("E673", f"这个文件里不是{wanted}", remedy, str(path)))
