"""What was taken of each source, and is not asked again. If it is lost, all is read again: nothing is written twice."""

import json
import os
from pathlib import Path

from django.conf import settings


def folder() -> Path:
    """Where downloads, marks and reports stand."""
    return settings.VAR_DIR / "actualisation"


def taken() -> dict[str, str]:
    """The mark of each source."""
    path = folder() / "releves.json"
    if not path.exists():
        return {}
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:  # a file that is damaged: all is read again
        return {}
    return {str(source): str(mark) for source, mark in told.items()} if isinstance(told, dict) else {}


def take(marks: dict[str, str]) -> None:
    """Remember these marks, all at once."""
    folder().mkdir(parents=True, exist_ok=True)
    fresh = folder() / "releves.json.new"
    fresh.write_text(
        json.dumps(taken() | marks, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8"
    )
    os.replace(fresh, folder() / "releves.json")
