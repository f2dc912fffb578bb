"""`python -m noteui` and the `noteui` command."""

from __future__ import annotations

import sys

from noteui import boot


def main() -> int:
    """Prepare the process, then do what the command line asks. Returns the exit code."""
    boot.prepare()
    from noteui import cli

    code = cli.main(sys.argv[1:])
    boot.leave()
    return code


if __name__ == "__main__":
    sys.exit(main())
