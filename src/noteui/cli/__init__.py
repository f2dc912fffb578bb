"""The command line: stdout is data, stderr is talk.

Exit codes: 0 fine; 1 findings at or above what was asked; 2 usage, configuration or unreadable input;
3 locked or wrong passphrase; 4 the vault is damaged; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from noteui.cli.answer import Refusal, say


def main(argv: Sequence[str]) -> int:
    """Do what the arguments ask and return the exit code. No traceback is ever shown."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = _run(argv)
        sys.stdout.flush()
    except Refusal as refusal:
        say(refusal.sentence)
        return refusal.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        say("Interrupted; nothing was left half-done.")
        return 130
    except Exception as error:
        return _answer(error)
    return code


def _run(argv: Sequence[str]) -> int:
    from noteui.cli.verbs import parser

    arguments = parser(argv).parse_args(argv)
    result: int = arguments.act(arguments)
    return result


def _answer(error: Exception) -> int:
    """An error as one sentence; one that nobody foresaw is told without a word of what was being done."""
    sentence, code = getattr(error, "sentence", None), getattr(error, "exit_code", None)
    if isinstance(sentence, str) and isinstance(code, int):
        say(sentence)
        return code
    if isinstance(error, OSError) and error.strerror:
        say(f"{error.filename or 'The output'}: {error.strerror}.")
        return 2
    kind = type(error).__name__
    say(f"Something went wrong inside noteui ({kind}); what was saved before is safe. Please report it.")
    return 2
