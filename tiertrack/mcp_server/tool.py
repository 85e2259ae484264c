"""A tool: a use case with its name, its arguments and the schema of its answer; and whatever tools work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from tiertrack.mcp_server.arguments import Argument

if TYPE_CHECKING:
    from tiertrack.app import Registry
    from tiertrack.rules.rulebook import Rulebook


@frozen
class Desk:
    """What tools work with: the rulebook, read when it is first needed, and the address of a register, if any."""

    rulebook: Callable[[], Rulebook]
    url: str | None = None

    @property
    def address(self) -> str:
        """The address of the register; only tools that are offered where there is one ask for it."""
        assert self.url is not None
        return self.url

    def register(self) -> Registry:
        """The register, opened anew, so that one that was not there before is found; raises StoreError."""
        from tiertrack.app import open_registry

        return open_registry(self.address, self.rulebook())


@frozen
class Answer:
    """What a tool answers: in Chinese, and as plain data."""

    text: str
    data: Mapping[str, Any]


@frozen
class Tool:
    """A use case as assistants see it: ``name`` and Chinese ``title`` and ``about``, its ``arguments``, the JSON Schema
    of its ``answer``, and how it is ``done`` with them; ``writes`` where it changes the register."""

    name: str
    title: str
    about: str
    arguments: tuple[Argument, ...]
    answer: Mapping[str, Any]
    done: Callable[[Desk, Mapping[str, Any]], Answer]
    writes: bool = False

    @property
    def input_schema(self) -> dict[str, Any]:
        """The JSON Schema of its arguments."""
        return {
            "type": "object",
            "properties": {argument.name: dict(argument.schema) for argument in self.arguments},
            "required": [argument.name for argument in self.arguments if argument.is_required],
            "additionalProperties": False,
        }
