"""The team's own file of rules and words: found beside the configuration and laid over the shipped lists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from noteui.checks import RuleSet, WordFileError, read_team, rule_set, shipped
from noteui.vault.errors import VaultError
from noteui.vault.place import config_file, read_config

TEAM_FILE = "team.toml"
"""What the file is called in the configuration's folder, where the configuration names no other."""


@dataclass(frozen=True, slots=True)
class TeamRules:
    """The rules to check by, and what was wrong with the team's file, in one sentence.

    Where something was wrong, the rules are the shipped ones.
    """

    rules: RuleSet
    trouble: str | None = None


def team_file() -> Path | None:
    """The team's file: what the configuration's `team` names, else `team.toml` beside it; None without one.

    A relative path counts from the configuration's folder. Raises VaultError where the configuration cannot
    be read or its `team` is not a path in quotation marks.
    """
    folder = config_file().parent
    named = read_config().get("team")
    if named is None:
        beside = folder / TEAM_FILE
        return beside if beside.exists() else None
    if not isinstance(named, str) or not named:
        raise VaultError(
            'In the configuration file, write the team\'s file as a path: team = "/path/to/file".'
        )
    return folder / Path(named).expanduser()


def team_rules(file: Path | None = None) -> TeamRules:
    """The shipped rules as the team's file has them: that file, or the one that `team_file` finds.

    Raises nothing: a file that cannot be used leaves the shipped rules and a sentence.
    """
    try:
        file = file or team_file()
        if file is None:
            return TeamRules(shipped())
        text = file.read_text(encoding="utf-8-sig")
        ours = shipped()
        return TeamRules(rule_set(read_team(text, str(file), ours.rules, ours.lists)))
    except WordFileError as error:
        trouble = error.sentence
    except VaultError as error:
        trouble = error.sentence
    except UnicodeDecodeError as error:
        trouble = f"{file}: byte {error.start + 1} is not UTF-8; save the file as UTF-8."
    except OSError as error:
        trouble = f"The team's file {file} cannot be read: {error.strerror or 'no such file'}."
    return TeamRules(shipped(), f"{trouble} Until it is right, noteui checks by its own lists alone.")


def rules_in_use() -> RuleSet:
    """The rules that notes are checked by: the team's where it has a file, read anew once that has changed.

    Raises nothing, as `team_rules`.
    """
    try:
        file = team_file()
        written = file.stat().st_mtime_ns if file is not None else 0
    except (VaultError, OSError):
        return team_rules().rules
    return shipped() if file is None else _rules_of(file, written)


@lru_cache(maxsize=1)
def _rules_of(file: Path, written: int) -> RuleSet:
    del written
    return team_rules(file).rules
