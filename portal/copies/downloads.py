"""Files fetched from the official sources: taken up again where they stopped, and never taken for whole when half."""

import base64
import hashlib
import http.client
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

#: How long a source may stay silent, how often a download is taken up again, what an index may weigh.
SECONDS, TRIES, MOST_BYTES_OF_AN_INDEX = 30, 3, 100 * 2**20
#: What a file may weigh: several times DILA's largest stock.
MOST_BYTES_OF_A_FILE = 40 * 2**30
CHUNK = 2**20
#: What npm signs its files with, the strongest first.
ALGORITHMS = ("sha512", "sha384", "sha256", "sha1")
FAULTS = (urllib.error.URLError, http.client.HTTPException, TimeoutError, OSError)


class Unreachable(Exception):
    """A source does not answer, or not with what is asked: why, in a few words."""


class Incomplete(Exception):
    """A file is not whole yet, or is not the one that was announced: why, in a sentence."""


def asked(address: str, **headers: str):
    """The answer of a source; only over HTTP."""
    if not address.startswith(("https://", "http://")):
        raise Unreachable(f"« {address} » n’est pas une adresse HTTP")
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - its scheme is told just above
    return urllib.request.urlopen(request, timeout=SECONDS)  # noqa: S310


def read_index(address: str) -> bytes:
    """What a source says that it has."""
    try:
        with asked(address) as answer:
            content = answer.read(MOST_BYTES_OF_AN_INDEX + 1)
    except FAULTS as error:
        raise Unreachable(f"{address} ne répond pas ({reason(error)})") from error
    if len(content) > MOST_BYTES_OF_AN_INDEX:
        raise Unreachable(f"{address} donne plus de 100 Mo pour un index")
    return content


def reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"code {error.code}"
    return str(getattr(error, "reason", error)) or type(error).__name__


def download(address: str, path: Path, integrity: str = "") -> Path:
    """The file at an address, whole, at `path`; what was already there of it is not asked again."""
    if path.exists():
        return verified(path, integrity)
    path.parent.mkdir(parents=True, exist_ok=True)
    part, why = path.with_name(f"{path.name}.part"), ""
    for _ in range(TRIES):
        try:
            if is_whole(address, part):
                verified(part, integrity).rename(path)
                return path
            why = f"{part.stat().st_size} octets reçus"
        except FAULTS as error:
            why = reason(error)
    raise Incomplete(f"{path.name} : téléchargement inachevé ({why}) ; il reprendra où il s’est arrêté.")


def is_whole(address: str, part: Path) -> bool:
    """Fetch what lacks of a file, and say whether all of it is there."""
    held = part.stat().st_size if part.exists() else 0
    try:
        answer = asked(address, **({"Range": f"bytes={held}-"} if held else {}))
    except urllib.error.HTTPError as error:
        if error.code != http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            raise
        part.unlink()  # there is more of it here than there: it is another file
        return False
    with answer:
        goes_on = answer.status == http.client.PARTIAL_CONTENT
        whole = length_of(answer, held if goes_on else 0)
        with part.open("ab" if goes_on else "wb") as file:
            while chunk := answer.read(CHUNK):
                if file.write(chunk) and file.tell() > MOST_BYTES_OF_A_FILE:
                    raise Incomplete(
                        f"{part.stem} : plus gros que ce qu’une source peut donner ; à regarder."
                    )
    return whole is None or part.stat().st_size == whole


def length_of(answer, held: int) -> int | None:
    """How long the whole file is; None where the source does not say."""
    announced = answer.headers.get("Content-Length")
    return held + int(announced) if announced and announced.isdecimal() else None


def verified(path: Path, integrity: str) -> Path:
    """The file, which is the one that the source announced; another one is removed."""
    if not integrity or any(matches(path, one) for one in integrity.split()):
        return path
    path.unlink()
    raise Incomplete(
        f"{path.name.removesuffix('.part')} : l’empreinte n’est pas celle qu’annonce la source ; effacé."
    )


def matches(path: Path, integrity: str) -> bool:
    """Whether a file has a digest, as npm writes it: « sha512-… » in base 64."""
    algorithm, _, announced = integrity.partition("-")
    if algorithm not in ALGORITHMS:
        return False
    digest = hashlib.new(algorithm, usedforsecurity=False)
    for chunk in chunks(path):
        digest.update(chunk)
    return base64.b64encode(digest.digest()).decode() == announced


def chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
