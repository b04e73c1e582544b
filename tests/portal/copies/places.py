"""An installation on either database, and what its commands say when they refuse."""

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings

from tests.installations import SECONDS, Installation
from tests.postgres import client_programs, database_of


@dataclass(frozen=True)
class Place(Installation):
    """An installation whose editing database may be elsewhere than in its folder."""

    url: str = ""

    def environment(self, **added: str) -> dict[str, str]:
        database = {"DATABASE_URL": self.url} if self.url else {}
        path = f"{client_programs()}{os.pathsep}{os.environ['PATH']}"
        return super().environment(**{"PATH": path, **database, **added})

    def refused(self, *words: str, **added: str) -> str:
        """What a command that stops says, which is one sentence."""
        done = subprocess.run(
            [sys.executable, settings.BASE_DIR / "manage.py", *words],
            env=self.environment(**added), capture_output=True, text=True, timeout=SECONDS,
        )  # fmt: skip
        assert done.returncode == 1, done.stdout + done.stderr
        said = done.stderr.strip()
        assert said.endswith("."), said
        assert "Traceback" not in said
        return said


@contextmanager
def empty_place(var, engine, url):
    """An empty installation on an engine."""
    var.mkdir(parents=True)
    if engine == "sqlite":
        yield Place(var)
        return
    with database_of(url) as own:
        yield Place(var, own)
