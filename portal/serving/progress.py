"""Says each long step on the terminal, in French, with the time it took. Standard library only."""

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


def duration(seconds):
    return f"{seconds:.1f} s".replace(".", ",")


def refuse(sentence):
    """Stop with one clear line on the error output and exit status 1."""
    sys.stdout.flush()
    sys.exit(sentence)
