"""Says each long step on the terminal, in French, with the time it took. Standard library only."""

import fcntl
import sys
import time
from contextlib import contextmanager


@contextmanager
def step(label):
    """« Environnement Python… 8,2 s » ; a step that fails leaves its line open for the error to follow."""
    print(f"{label}…", end=" ", flush=True)
    start = time.monotonic()
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(duration(time.monotonic() - start), flush=True)


@contextmanager
def taking_turns(lock):
    """Two commands started together, that would make the same things, work one after the other."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        with step("Une autre installation est en cours"):
            fcntl.flock(lock, fcntl.LOCK_EX)
    yield lock


def duration(seconds):
    return f"{seconds:.1f} s".replace(".", ",")


def refuse(sentence):
    """Stop with one clear line on the error output and exit status 1."""
    sys.stdout.flush()
    sys.exit(sentence)
