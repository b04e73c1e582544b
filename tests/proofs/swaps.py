"""Publications, renumberings and ways back while pages are read: none mixes two editions, none lags."""

import bisect
import json
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tests.proofs import Finding, plural
from tests.proofs.site import Load, command, environment, run, started

#: A few agreements, all of which bear the mark of the edition that tells them.
FACTS = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from agreements.models import Agreement, Citation, Convention, Source
source = Source.objects.create(title="Un bulletin", consulted_on="2020-01-01")
conventions = [Convention.objects.create(slug=slug, name=slug) for slug in ("ccn-66", "chrs")]
for number in range(60):
    text = Agreement.objects.create(
        slug=f"avenant-{number}", kind="avenant", number=str(number), title="marque 1 fin", dated="2020-01-01")
    text.conventions.set([conventions[number % 2]])
    Citation.objects.create(agreement=text, source=source, position=1)
call_command("publish", verbosity=0)
"""
#: And a second edition of them.
SECOND = """
from django.core.management import call_command
from agreements.models import Agreement
Agreement.objects.update(title="marque 2 fin")
call_command("publish", verbosity=0)
"""
SWAPPING = "from tests.proofs.swaps import swap; swap({count})"
MARK = re.compile(r"marque (\d+) fin")
FOOTER = re.compile(r"Édition n°\s(\d+)")
#: Seconds that a process may take to turn to an edition.
LAG = 1.0


def swap(count: int) -> None:
    """In a process of its own: change the current edition by each way in turn; say what each tells, and since when."""
    import shutil

    from django.utils import timezone

    from agreements.models import Agreement
    from portal.edition import store
    from portal.publishing import build

    marks = {store.current().number: 1}
    for turn in range(count):
        match turn % 4:
            case 0 | 2:
                Agreement.objects.update(title=f"marque {turn + 2} fin")
                made, _ = build.publish(timezone.localtime())
                marks[made.number] = turn + 2
            case 1:
                made = store.roll_back()
            case 3:  # the same file, under another number
                present = store.current()
                with store.temporary_file() as copy:
                    shutil.copyfile(present.path, copy)
                    made = build.put_online(copy, timezone.localtime(), present.counts, present.checksum)
                marks[made.number] = marks[present.number]
        print(made.number, marks[made.number], time.monotonic(), flush=True)
        time.sleep(0.05)


@dataclass
class Seen:
    """What a page said: its edition, the marks of its texts, and when it was asked for and had."""

    began: float
    ended: float
    edition: int
    marks: set[int]


class Marked(Load):
    def __init__(self, site):
        super().__init__(site, addresses())
        self.seen: list[Seen] = []

    def note(self, address, answer, content, seconds):
        super().note(address, answer, content, seconds)
        if answer.status != 200:
            return self.faults.append(f"{address} : {answer.status}")
        content = content.decode()
        number = (
            json.loads(content)["edition"]["numero"]
            if ".json" in address
            else int(FOOTER.findall(content)[-1])
        )
        now = time.monotonic()
        return self.seen.append(Seen(now - seconds, now, number, set(map(int, MARK.findall(content)))))


def addresses():
    """Many, so that few answers come from memory."""
    turn = 0
    while True:
        turn += 1
        count, convention = 1 + turn % 60, ("", "&convention=ccn-66", "&convention=chrs")[turn % 3]
        yield [
            f"/accords.json?par_page={count}{convention}", f"/accords/?par_page={count}{convention}",
            f"/accords/avenant-{turn % 60}.json", f"/accords/avenant-{turn % 60}/",
            f"/accords.json?q=marque&par_page={count}{convention}",
        ][turn % 5]  # fmt: skip


def swapped(var: Path, count: int) -> list[Finding]:
    """G8, on an installation made for it in an empty folder."""
    run(var, "shell", "--no-imports", "--command", FACTS)
    run(var, "collectstatic", "--noinput", "--verbosity=0", PORTAL_ROLE="public")
    with started(var) as site, Marked(site) as load:
        script = SWAPPING.format(count=count)
        done = subprocess.run(
            command("shell", "--no-imports", "--command", script), env=environment(var), capture_output=True, text=True,
            cwd=settings.BASE_DIR,
        )  # fmt: skip
        time.sleep(2 * LAG)
    if done.returncode:
        raise RuntimeError(done.stderr)
    swaps = [(1, 1, 0.0)] + [
        (int(n), int(mark), float(at)) for n, mark, at in map(str.split, done.stdout.splitlines())
    ]
    return judged(load, swaps)


def judged(load: Marked, swaps: list[tuple[int, int, float]]) -> list[Finding]:
    """Each page is of one edition, which was the current one when it was asked for, or within the lag."""
    told = {number: mark for number, mark, _ in swaps}
    times, mixed, lag = [at for *_, at in swaps], 0, 0.0
    for seen in load.seen:
        mixed += seen.marks != {told.get(seen.edition)}
        lag = max(lag, behind(seen, swaps, times))
    count = len(swaps) - 1
    return [
        Finding(
            "G8", f"{plural(count, 'édition')} mises en ligne sous lecture : aucune erreur, aucune page mêlée",
            f"{plural(len(load.faults), 'erreur')}, {plural(mixed, 'page mêlée', 'pages mêlées')} "
            f"sur {plural(load.count, 'page')} {load.faults[:2] or ''}",
            not load.faults and not mixed and load.count > count,
        ),
        Finding("G8 bis", f"aucune page en retard de plus de {LAG:.0f} s", f"{lag:.2f} s au plus", lag <= LAG),
    ]  # fmt: skip


def behind(seen: Seen, swaps, times) -> float:
    """Seconds since the edition of a page was no longer the current one, when the page was asked for."""
    last = bisect.bisect_right(times, seen.ended)
    for place in range(last - 1, -1, -1):
        if swaps[place][0] == seen.edition:
            left = times[place + 1] if place + 1 < len(times) else float("inf")
            return max(0.0, seen.began - left)
    return 0.0 if last < len(swaps) and swaps[last][0] == seen.edition else float("inf")
