"""The archive of the npm package `@socialgouv/kali-data`: a folder, a `.tgz`, or one of its JSON files.

It is read one convention at a time and never unpacked. What comes from outside is bounded before it is read:
the size of each file, of the whole, the number of files. What cannot be read is said in words.
"""

import json
import re
import tarfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

MOST_BYTES_OF_A_FILE = 64 * 2**20
MOST_BYTES = 2**30
MOST_FILES = 5_000
NAME = re.compile(r"(?:^|/)(KALICONT\d+(?:-\d+)?\.json)$")


class Unreadable(Exception):
    """The archive, or one of its files, cannot be read: why, in a sentence."""


class Archive:
    def __init__(self, path: Path):
        self.path = path
        if not path.exists():
            raise Unreadable(f"{path} n’existe pas.")

    def conventions(self) -> Iterator[tuple[str, dict]]:
        """The name and the tree of each convention, one in memory at a time."""
        count = 0
        for count, (name, raw) in enumerate(self.files(), 1):
            if count > MOST_FILES:
                raise Unreadable(f"{self.path.name} contient plus de {MOST_FILES} conventions.")
            yield name, parse(name, raw)
        if not count:
            raise Unreadable(f"{self.path.name} ne contient aucun fichier KALICONT….json.")

    def files(self) -> Iterator[tuple[str, bytes]]:
        if self.path.is_dir():
            yield from self.of_folder()
        elif self.path.suffix == ".json":
            yield self.path.name, read_file(self.path)
        else:
            yield from self.of_tarball()

    def of_folder(self) -> Iterator[tuple[str, bytes]]:
        inside = [
            folder for folder in (self.path / "package" / "data", self.path / "data") if folder.is_dir()
        ]
        folder = inside[0] if inside else self.path
        for path in sorted(folder.iterdir()):
            if NAME.search(path.name):
                yield path.name, read_file(path)

    def of_tarball(self) -> Iterator[tuple[str, bytes]]:
        size = members = 0
        try:
            with tarfile.open(self.path, "r|gz") as tarball:
                for member in tarball:
                    size, members = size + member.size, members + 1
                    if size > MOST_BYTES or members > MOST_FILES:
                        raise Unreadable(
                            f"{self.path.name} est trop gros une fois décompressé : plus de 1 Go."
                        )
                    found = NAME.search(member.name)
                    if found and member.isfile():
                        if member.size > MOST_BYTES_OF_A_FILE:
                            raise Unreadable(f"{found[1]} est trop gros : plus de 64 Mo.")
                        yield found[1], tarball.extractfile(member).read()
        except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
            raise Unreadable(
                f"{self.path.name} n’est pas une archive .tgz entière ({error}) : téléchargez-la de nouveau."
            ) from error


def read_file(path: Path) -> bytes:
    if path.is_symlink() or not path.is_file():
        raise Unreadable(f"{path.name} n’est pas un fichier.")
    if path.stat().st_size > MOST_BYTES_OF_A_FILE:
        raise Unreadable(f"{path.name} est trop gros : plus de 64 Mo.")
    return path.read_bytes()


def parse(name: str, raw: bytes) -> dict:
    """The JSON of one file, strictly."""
    try:
        tree = json.loads(raw.decode("utf-8"), parse_constant=refuse_constant, object_pairs_hook=once)
    except UnicodeDecodeError as error:
        raise Unreadable(f"{name} n’est pas en UTF-8 (octet {error.start}).") from error
    except RecursionError as error:
        raise Unreadable(f"{name} : trop de niveaux imbriqués.") from error
    except ValueError as error:
        raise Unreadable(f"{name} n’est pas du JSON valide : {error}") from error
    if not isinstance(tree, dict):
        raise Unreadable(f"{name} ne décrit pas une convention.")
    return tree


def once(pairs: list[tuple[str, object]]) -> dict:
    """An object whose keys are each said once: of two values, none is the right one."""
    read = dict(pairs)
    if len(read) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise ValueError(f"« {twice[:60]} » est dit deux fois dans le même objet")
    return read


def refuse_constant(word: str):
    raise ValueError(f"« {word} » n’est pas une valeur de JSON")
