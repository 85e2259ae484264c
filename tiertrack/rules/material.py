"""The documents a standard asks for as proof, as data of its edition: they decide nothing."""

from __future__ import annotations

from attrs import frozen

from tiertrack.brevity import told
from tiertrack.law.instrument import Citation


@frozen
class Material:
    """A document that is handed in: ``gist`` says in short words which one and what it has to show; ``proves`` are the
    keys of the facts and judgements it is proof of, as an expression reads them; empty where it goes with the
    application as a whole."""

    name: str
    gist: str
    proves: tuple[str, ...]
    citation: Citation

    def __repr__(self) -> str:
        return told(self, self.name)

    @property
    def described(self) -> str:
        """The document with what it has to show, as 审计报告（近三年的）."""
        return f"{self.name}（{self.gist}）" if self.gist else self.name
