"""A process that has read all of noteui and makes another out of itself for each command line it is sent.

Reading the modules is most of what a verb takes, and the tests run some hundreds of them. Each still runs as
a process of its own, with its own environment, folder, streams and exit code.
"""

from __future__ import annotations

import fcntl
import gc
import importlib
import json
import os
import pkgutil
import socket
import sys
from typing import Any

import sqlalchemy.orm

import noteui

_ABOVE = 200


def serve(asked: socket.socket) -> None:
    """Answers with each process's exit code until the other end closes."""
    _read_everything()
    while True:
        head, received, _, _ = socket.recv_fds(asked, 8, 16)
        if not head:
            return
        request = json.loads(_exactly(asked, int.from_bytes(head, "big")))
        child = os.fork()
        if child == 0:
            os._exit(_noteui(request, received))
        for descriptor in received:
            os.close(descriptor)
        _, status = os.waitpid(child, 0)
        asked.sendall(os.waitstatus_to_exitcode(status).to_bytes(8, "big", signed=True))


def _read_everything() -> None:
    for module in pkgutil.walk_packages(noteui.__path__, "noteui."):
        if not module.name.endswith("__main__") and ".migrations." not in module.name:
            importlib.import_module(module.name)
    sqlalchemy.orm.configure_mappers()
    gc.freeze()


def _exactly(asked: socket.socket, size: int) -> bytes:
    parts = b""
    while len(parts) < size:
        parts += asked.recv(size - len(parts))
    return parts


def _noteui(request: dict[str, Any], received: list[int]) -> int:
    from noteui.__main__ import main

    apart = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, _ABOVE) for descriptor in received]
    for descriptor, number in zip(apart, request["numbers"], strict=True):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    sys.argv = ["noteui", *request["arguments"]]
    try:
        code: object = main()
    except SystemExit as left:
        code = left.code
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
