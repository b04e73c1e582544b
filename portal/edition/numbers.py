"""The numbers of editions: each is given once, whatever becomes of the file that had it.

The last one is kept beside the folder of editions, which may be emptied, restored or lost; what the folder holds
counts too, since it may have come from elsewhere.
"""

import logging
import os
from pathlib import Path

from portal.edition.manifest import EditionError, number_of, root

logger = logging.getLogger(__name__)
#: A number has nine digits at the most; a longer one is a fault of the file.
LAST = 999_999_999


def kept() -> Path:
    return root().with_name(f"{root().name}.number")


def next_number() -> int:
    number = max(last_given(), *there(), 0) + 1
    if number > LAST:
        raise EditionError(f"Le numéro {number} est trop grand pour une édition.")
    return number


def there() -> set[int]:
    """Those that the names of files bear, whichever version of the code made them."""
    files = [path for form in ("edition-*", "*/edition-*") for path in root().glob(form)]
    return {number for path in files if (number := number_of(f"{path.stem}.sqlite3"))}


def last_given() -> int:
    """The last number that was given, or 0 when nothing readable says it."""
    try:
        with kept().open(encoding="ascii") as file:
            written = file.read(20).strip()
    except FileNotFoundError:
        return 0
    except (OSError, ValueError) as error:
        logger.warning("Le dernier numéro d’édition ne se lit pas dans %s : %s", kept(), error)
        return 0
    if not written.isdecimal() or int(written) > LAST:
        logger.warning("Le dernier numéro d’édition ne se lit pas dans %s.", kept())
        return 0
    return int(written)


def give(number: int) -> None:
    """Write that a number is given, before anyone can read the edition that has it."""
    fresh = kept().with_name(f".{kept().name}-{os.getpid()}")
    with fresh.open("w") as file:
        file.write(f"{number}\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, kept())
