"""Ways in which the file of an edition is altered on a disk; each is repeatable."""

import json
import random
import time
from collections.abc import Callable

from tests.proofs import Finding
from tests.proofs.site import Site


def flipped(content, chance):
    place = chance.randrange(len(content))
    return content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :]


def cut(content, chance):
    return content[: chance.randrange(len(content))]


def longer(content, chance):
    return content + chance.randbytes(1 + chance.randrange(5000))


def one_page_of_another(content, chance):
    place = 4096 * chance.randrange(1, len(content) // 4096)
    other = 4096 * chance.randrange(len(content) // 4096)
    page = content[other : other + 4096]
    page = page if page != content[place : place + 4096] else bytes(4096)
    return content[:place] + page + content[place + 4096 :]


def zeros(content, chance):
    place = 4096 * chance.randrange(len(content) // 4096)
    return content[:place] + b"\xa5" * 4096 + content[place + 4096 :]


HARMS = [flipped, cut, longer, one_page_of_another, zeros]


def altered(site: Site, count: int) -> list[Finding]:
    """G14, on a running site whose installation has two editions at least: the one before is served in its place."""
    number = site.told("/healthz")["edition"]["numero"]
    [file] = (site.var / "editions").glob(f"*/edition-{number:06d}.sqlite3")
    sound, served, mended = file.read_bytes(), [], 0
    file.chmod(0o644)
    for seed in range(count):
        harm = HARMS[seed % len(HARMS)]
        file.write_bytes(harm(sound, random.Random(seed)))
        if not soon(lambda: health(site) == ("secours", number - 1)):
            served.append(f"{harm.__name__} {seed}")
        file.write_bytes(sound)
        mended += soon(lambda: health(site) == ("ok", number))
    return [
        Finding("G14", f"{count} éditions altérées sur {count} jamais servies, la précédente l’étant",
                f"{count - len(served)} sur {count}, {mended} retours {served[:3] or ''}",
                not served and mended == count)
    ]  # fmt: skip


def health(site: Site) -> tuple[str, int]:
    status, _, content = site.get("/healthz")
    if status != 200:
        return f"{status}", 0
    told = json.loads(content)
    return told["etat"], told["edition"]["numero"]


def soon(is_so: Callable[[], bool]) -> bool:
    """Whether it is so, of each process, in the seconds that follow."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if all(is_so() for _ in range(6)):
            return True
        time.sleep(0.05)
    return False
