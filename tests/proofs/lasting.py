"""What grows: memory over many distinct addresses, memory and open files over a long load with publications."""

import subprocess
import time
from itertools import count as numbers
from itertools import cycle, islice

from django.conf import settings

from tests.proofs import Finding, plural
from tests.proofs.site import Load, Site, command, environment, files_of, memory_of

#: Part of what was taken at first that may be taken more.
GROWTH = 0.05
CHANGE = "from agreements.models import Agreement; Agreement.objects.filter(slug='{slug}').update(title='essai {turn}')"


def distinct(site: Site, count: int) -> list[Finding]:
    """Addresses that are all different, read to the full of the cache, then as many times more."""
    addresses = (f"/accords/?q=x{number}&par_page={1 + number % 100}" for number in numbers())
    measures = []
    for _ in range(6):
        with Load(site, islice(addresses, count // 6)) as load:
            load.join()
        measures.append(sum(map(memory_of, site.workers())))
    growth = measures[-1] / measures[2] - 1
    return [
        Finding("G27", f"{plural(count, 'adresse')} distinctes : mémoire égale à {GROWTH:.0%} près",
                f"{', '.join(f'{measure:.0f}' for measure in measures)} Mo ({growth:+.1%})", growth <= GROWTH)
    ]  # fmt: skip


def soaked(site: Site, minutes: int) -> list[Finding]:
    """A load without end, and a publication each minute, or as often as one can be made."""
    pages = cycle(
        ["/accords/", "/accords/?q=prime", "/accords.json?par_page=50", "/suivi/", "/conventions/ccn-66/"]
    )
    measures, files = [], []
    slug = site.told("/accords.json?par_page=1")["accords"][0]["identifiant"]
    end = time.monotonic() + 60 * minutes
    with Load(site, pages) as load:
        while (began := time.monotonic()) < end:
            turn = len(measures)
            for words in (
                ["shell", "--no-imports", "--command", CHANGE.format(slug=slug, turn=turn)],
                ["publish"],
            ):
                subprocess.run(
                    command(*words),
                    env=environment(site.var),
                    check=True,
                    capture_output=True,
                    cwd=settings.BASE_DIR,
                )
            time.sleep(max(0, 60 - (time.monotonic() - began)))
            measures.append(sum(map(memory_of, site.workers())))
            files.append(max(map(files_of, site.workers())))
    half = len(measures) // 2
    growth = max(measures[half:]) / max(measures[: half or 1]) - 1
    return [
        Finding("G27 bis", f"{minutes} min de charge, des publications : mémoire à {GROWTH:.0%} près",
                f"{plural(len(measures), 'publication')}, {measures[0]:.0f} → {measures[-1]:.0f} Mo ({growth:+.1%}), "
                f"{files[0]} → {files[-1]} fichiers, "
                f"{plural(len(load.faults), 'erreur')} sur {plural(load.count, 'demande')}",
                growth <= GROWTH and not load.faults)
    ]  # fmt: skip
