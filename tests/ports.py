"""Ports for servers that tests start by their own command, which takes a number and not a socket."""

import socket
from contextlib import ExitStack
from secrets import randbelow

#: Below those that Linux gives to outgoing connections (32768 to 60999): none of them is taken meanwhile, nor kept for
#: a minute by a connection that has ended.
FIRST, LAST = 10_000, 32_000


def free_port(following: int = 0) -> int:
    """A port that is free, and as many after it, drawn far from those of the tests that run beside this one."""
    while True:
        port = FIRST + randbelow(LAST - FIRST - following)
        with ExitStack() as probes:
            try:
                for each in range(port, port + following + 1):
                    probes.enter_context(socket.socket()).bind(("127.0.0.1", each))
            except OSError:
                continue
            return port
