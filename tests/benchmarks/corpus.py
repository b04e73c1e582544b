"""A corpus of any size, made by repeating the recorded facts: same facts, same size, same corpus.

Each repetition is a copy of every agreement under another identifier, some days later, with its own events,
signatures, acts and citations. SQL copies them: what is measured is the reading, not the writing.
"""

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
#: Tables whose rows are repeated, with what changes in a repetition: its number `k`, shifts of keys and days.
SHIFTED = {
    "agreements_act": {"slug": "slug || '-' || :k", "on": "{day}", "published_on": "{day}"},
    "agreements_agreement": {
        "slug": "slug || '-' || :k",
        "kalitext": "''",
        "dated": "{day}",
        "opened_on": "{day}",
        "rule_date": "{day}",
        "term": "{day}",
        "kali_modified_on": "{day}",
    },
    "agreements_citation": {},
    "agreements_signature": {"on": "{day}"},
    "agreements_event": {"on": "{day}"},
    "agreements_relation": {},
    "agreements_agreement_conventions": {},
    "agreements_agreement_themes": {},
    "agreements_signature_sources": {},
    "agreements_event_sources": {},
}
#: Foreign keys that follow their own repetition; the others (conventions, organisations, sources) are shared.
FOLLOWING = {"id", "agreement_id", "act_id", "event_id", "signature_id", "target_id"}
STEP = 1_000_000_000
#: What its publication cost, kept beside the installation.
COST = "publication.json"
LONGEST_SHIFT = 9_000  # days; agreements spread over some twenty-five years more


def make(folder: Path, size: int) -> Path:
    """The folder of an installation that holds at least `size` agreements, published."""
    var = folder / str(size)
    if not (var / "editions").exists():
        var.mkdir(parents=True, exist_ok=True)
        manage(var, "migrate", "--verbosity=0")
        manage(var, "load_facts")
        repeat(var / "editing.sqlite3", size)
        (var / COST).write_text(json.dumps(publish(var)))
        manage(var, "collectstatic", "--noinput", "--verbosity=0")
    return var


def publish(var: Path) -> dict[str, float]:
    """Publish an installation; how many seconds it took, and the megabytes of the largest of its processes."""
    started = time.perf_counter()
    process = subprocess.Popen(command("publish"), env=environment(var), stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), "publish")
    return {"seconds": time.perf_counter() - started, "megabytes": used.ru_maxrss / 1024}


def edition_of(var: Path) -> Path:
    """The edition that an installation serves."""
    return max((var / "editions").glob("*/current"), key=lambda link: link.lstat().st_mtime).resolve()


def manage(var: Path, *words: str) -> str:
    """One command on an installation; what it printed."""
    done = subprocess.run(
        command(*words), env=environment(var), check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def command(*words: str) -> list:
    return [sys.executable, ROOT / "manage.py", *words]


def environment(var: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "PORTAL_VAR": str(var), "PORTAL_ROLE": "atelier"}


def repeat(path: Path, size: int) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA synchronous = OFF")
        (held,) = database.execute("SELECT count(*) FROM agreements_agreement").fetchone()
        copies = {table: copy_statement(database, table, shifts) for table, shifts in SHIFTED.items()}
        for k in range(1, -(-size // held)):
            shift = (k * 37) % LONGEST_SHIFT
            for statement in copies.values():
                database.execute(statement, {"k": k, "shift": k * STEP, "days": f"-{shift} days"})


def copy_statement(database, table: str, shifts: dict) -> str:
    """« INSERT … SELECT … » of the first rows of a table, as its repetition number `k`."""
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    read = [
        f'"{column}" + :shift'
        if column in FOLLOWING
        else shifts.get(column, f'"{column}"').format(day=f'date("{column}", :days)')
        for column in columns
    ]
    names = ", ".join(f'"{column}"' for column in columns)
    of_agreements = " AND agreement_id IS NOT NULL" if table == "agreements_citation" else ""
    return f"INSERT INTO {table} ({names}) SELECT {', '.join(read)} FROM {table} WHERE id < {STEP}{of_agreements}"  # noqa: S608
