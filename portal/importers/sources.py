"""The official sources, as the settings name them: what each has that is newer than what was taken."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from django.conf import settings

from portal.copies.downloads import Unreachable, read_index

NPM, DILA = "paquet KALI", "DILA"
VERSION = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,9}")
#: As DILA names its archives: whole stocks, then what changed.
ARCHIVE = r"(?P<name>(?:(?P<stock>Freemium_{low}_global)|{up})_(?P<stamp>\d{{8}}-\d{{6}})\.tar\.gz)"


@dataclass(frozen=True)
class Release:
    """A file that a source has; `mark` is what is remembered once it is imported."""

    source: str
    name: str
    address: str
    mark: str
    integrity: str = ""  # « sha512-… », where the source gives it


@dataclass(frozen=True)
class Source:
    """A source, and how what it has after a mark is found."""

    name: str
    address: str
    newer: Callable[[str], list[Release]]


def configured() -> list[Source]:
    """Those of this installation: npm's registry has no address of its own here, and is left out without one."""
    sources = []
    if settings.NPM_REGISTRY:
        address = f"{settings.NPM_REGISTRY.rstrip('/')}/{quote(settings.KALI_PACKAGE, safe='@')}"
        sources.append(Source(NPM, address, lambda mark: newer_package(address, mark)))
    for stream in settings.DILA_STREAMS:
        sources.append(dila(stream))
    return sources


def dila(stream: str) -> Source:
    address = f"{settings.DILA_URL.rstrip('/')}/{stream}/"
    return Source(f"{DILA} {stream}", address, lambda mark: newer_archives(stream, address, mark))


# -- npm -----------------------------------------------------------------------------------------------------


def newer_package(address: str, mark: str) -> list[Release]:
    """The latest version of the package, where it is newer than the one that was taken."""
    try:
        told = json.loads(read_index(address))
        version = told["dist-tags"]["latest"]
        file = told["versions"][version]["dist"]
        tarball, integrity = file["tarball"], file["integrity"]
    except (ValueError, KeyError, TypeError) as error:
        raise Unreachable(f"{address} ne dit pas la dernière version du paquet ({error})") from error
    if not VERSION.fullmatch(version):
        raise Unreachable(f"{address} donne une version qu’on ne sait pas comparer : « {version[:40]} »")
    if mark and numbers(version) <= numbers(mark):
        return []
    return [Release(NPM, f"kali-data-{version}.tgz", urljoin(address, tarball), version, integrity)]


def numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


# -- DILA ----------------------------------------------------------------------------------------------------


def newer_archives(stream: str, address: str, mark: str) -> list[Release]:
    """What to apply in order: the changes since the mark; a whole stock first, where some of them are not kept."""
    found = archives_at(stream, address)
    changes = [archive for archive, stock in found if not stock]
    stocks = [archive for archive, stock in found if stock]
    if not (mark and changes and changes[0].mark <= mark):  # those that came just after the mark are gone
        newest = [archive for archive in stocks[-1:] if archive.mark > mark]
        mark = max([mark, *(archive.mark for archive in newest)])
    else:
        newest = []
    return [*newest, *(archive for archive in changes if archive.mark > mark)]


def archives_at(stream: str, address: str) -> list[tuple[Release, bool]]:
    """The archives of an index page in the order of their days, each with whether it is a whole stock."""
    pattern = re.compile(ARCHIVE.format(low=stream.lower(), up=stream.upper()), re.IGNORECASE)
    page = read_index(address).decode("utf-8", "replace")
    found = {match["name"]: match for match in pattern.finditer(page)}
    if not found:
        raise Unreachable(f"{address} ne nomme aucune archive")
    releases = [
        (Release(f"{DILA} {stream}", name, urljoin(address, name), match["stamp"]), bool(match["stock"]))
        for name, match in found.items()
    ]
    return sorted(releases, key=lambda each: (each[0].mark, not each[1]))
