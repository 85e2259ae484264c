"""Running a command: output in UTF-8, every error one Chinese message, and the exit code the contract fixes."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper
from typing import NoReturn

import click

from tiertrack.cli.root import tiertrack
from tiertrack.cli.skin import usage_fault
from tiertrack.errors import Fault, TiertrackError
from tiertrack.outgoing import visible

BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code: 0, 1 and 3 as answers, 2 for anything wrong."""
    leave(tiertrack, "tiertrack", arguments)


def leave(command: click.Command, name: str, arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command of some name and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    sys.exit(_run(command, name, arguments))


def _run(command: click.Command, name: str, arguments: Sequence[str] | None) -> int:
    try:
        code = command.main(arguments, prog_name=name, standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        return _complain(error.ctx.get_help() if error.ctx else "")
    except click.ClickException as error:
        return _complain(str(usage_fault(error)))
    except TiertrackError as error:
        return _complain(str(error))
    except (click.Abort, KeyboardInterrupt):
        return _complain("已中断。")
    except BrokenPipeError:
        # The reader of our output left; what it did not read is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if "TIERTRACK_TRACEBACK" in os.environ:
            traceback.print_exc()
        remedy = "请设环境变量 TIERTRACK_TRACEBACK=1 再运行一次，把输出报给维护者"
        return _complain(str(Fault("E799", "软件内部出错", remedy, f"{type(error).__name__}: {error}")))


def _complain(message: str) -> int:
    click.echo(visible(message), err=True)
    return BAD_INPUT
