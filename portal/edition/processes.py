"""The processes that compile parts: each makes Django ready before it reads what it has to do.

Nothing here imports a model: a process reads this module first.
"""

import os
from multiprocessing import parent_process
from threading import Thread

import django


def ready() -> None:
    """Make a process ready to compile, and to leave with the one that publishes, however that one ends."""
    django.setup()
    Thread(target=leave_with_the_publisher, daemon=True).start()


def leave_with_the_publisher() -> None:
    parent_process().join()
    os._exit(1)
