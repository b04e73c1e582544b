"""The public site while PostgreSQL, in which the facts are edited, is killed or hangs."""

import os
import signal
import subprocess
import time
from itertools import cycle, islice

from tests.proofs import Finding, plural
from tests.proofs.site import Load, Site

PAGES = [
    "/",
    "/accords/",
    "/accords.json?par_page=10",
    "/accords/?q=prime",
    "/conventions/",
    "/suivi/",
    "/editions/",
]


def while_it_is(site: Site, server: subprocess.Popen, count: int) -> list[Finding]:
    """G5, then G4, from which it does not come back."""
    return [
        harmed(site, server, signal.SIGSTOP, count, Finding("G5", "PostgreSQL suspendu", "", False)),
        harmed(site, server, signal.SIGKILL, count, Finding("G4", "PostgreSQL tué", "", False)),
    ]


def harmed(site, server, number, count, finding) -> Finding:
    os.kill(server.pid, number)
    time.sleep(0.2)
    with Load(site, islice(cycle(PAGES), count)) as load:
        load.join()
    if number == signal.SIGSTOP:
        os.kill(server.pid, signal.SIGCONT)
    failed = len(load.faults) + sum(n for status, n in load.statuses.items() if status != 200)
    return Finding(
        finding.goal, f"{finding.asked} : {plural(count, 'demande')} servies", f"{plural(failed, 'échec')}",
        not failed and load.count == count,
    )  # fmt: skip
