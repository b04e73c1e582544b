"""The processes that compile parts: each makes Django ready before it reads what it has to do.

Nothing here imports a model: a process reads this module first.
"""

import gc
import os
from multiprocessing import parent_process
from threading import Thread

import django

#: How often what refers to itself is looked for. A compilation makes millions of objects that do not: looking as
#: often as usual takes a seventh of its time.
RARELY = (50_000, 20, 50)


def ready() -> None:
    """Make a process ready to compile, and to leave with the one that publishes, however that one ends."""
    django.setup()
    gc.set_threshold(*RARELY)
    Thread(target=leave_with_the_publisher, daemon=True).start()


def leave_with_the_publisher() -> None:
    parent_process().join()
    os._exit(1)
