"""A function that kills the process at one of its calls, for what may stop at any step."""

import os
import signal


def dying(function, call: int):
    """The same function, which kills the process that makes that call of it: nothing is closed, nothing is said."""
    calls = []

    def counted(*given, **named):
        calls.append(given)
        if len(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*given, **named)

    return counted
