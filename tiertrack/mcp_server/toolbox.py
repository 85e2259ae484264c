"""The tools an assistant is offered, and calling one: an answer, or an error of ours in words and members.

What tools do is imported when they are called: the server has to be there at once.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from tiertrack.errors import BadInput, Fault, TiertrackError
from tiertrack.facts.vocabulary import nearest
from tiertrack.foreign_errors import unforeseen
from tiertrack.mcp_server.arguments import read_arguments
from tiertrack.mcp_server.enterprise_tools import enterprise_tools
from tiertrack.mcp_server.policy_tools import POLICY_TOOLS
from tiertrack.mcp_server.register_tools import REGISTER_TOOLS
from tiertrack.mcp_server.tool import Desk, Tool
from tiertrack.outgoing import visible


class Writing(enum.Enum):
    """Whether an assistant may write to the register."""

    REFUSED = "refused"
    ALLOWED = "allowed"


@frozen
class Toolbox:
    """The tools at a desk: those about the standards and about dossiers; with a register those that ask it; and those
    that write to it only where ``writing`` is allowed."""

    desk: Desk
    writing: Writing = Writing.REFUSED
    tools: Mapping[str, Tool] = field(init=False)

    @tools.default
    def _offered(self) -> Mapping[str, Tool]:
        found = (*POLICY_TOOLS, *enterprise_tools(self.desk))
        if self.desk.url is not None:
            found += REGISTER_TOOLS
            if self.writing is Writing.ALLOWED:
                from tiertrack.mcp_server.writing_tools import WRITING_TOOLS

                found += WRITING_TOOLS
        return {tool.name: tool for tool in found}

    def offers(self) -> list[dict[str, Any]]:
        """Every tool as the protocol describes it."""
        return [
            {
                "name": tool.name,
                "title": tool.title,
                "description": tool.about,
                "inputSchema": tool.input_schema,
                "outputSchema": dict(tool.answer),
                "annotations": {
                    "readOnlyHint": not tool.writes,
                    "destructiveHint": False,
                    "openWorldHint": False,
                },
            }
            for tool in self.tools.values()
        ]

    def call(self, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """The result of calling a tool as the protocol has it; whatever goes wrong is a result too, so that whoever
        asked can put it right."""
        try:
            answer = self._tool(name)
            done = answer.done(self.desk, read_arguments(answer.arguments, given))
        except TiertrackError as error:
            return _wrong(error)
        except Exception as error:
            return _wrong(TiertrackError(unforeseen(error)))
        return _result(done.text, done.data)

    def _tool(self, name: str) -> Tool:
        if name not in self.tools:
            raise BadInput(Fault("E860", "没有这个工具", nearest(name, self.tools), name))
        return self.tools[name]


def _wrong(error: TiertrackError) -> dict[str, Any]:
    from tiertrack.render.answers import to_dict

    return _result(str(error), to_dict(error)) | {"isError": True}


def _result(text: str, data: Mapping[str, Any]) -> dict[str, Any]:
    # As JSON has it: tuples are lists there.
    plain = json.loads(json.dumps(data, ensure_ascii=False))
    return {"content": [{"type": "text", "text": visible(text)}], "structuredContent": plain}
