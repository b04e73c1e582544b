"""What is in force: the environment, else the file, else the default; anything that cannot be meant is refused.

Standard library only. A value left empty in the environment is one that is not given.
"""

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal.options import kinds
from portal.options.databases import without_password
from portal.options.table import BY_NAME, BY_VARIABLE, PUBLIC, TABLE, Option

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = "PORTAL_SETTINGS"
BY_DEFAULT, IN_FILE, IN_ENVIRONMENT = "défaut", "fichier", "environnement"
TOML_KINDS = {bool: "oui ou non", int: "un nombre", float: "un nombre", str: "un texte", list: "une liste"}


class Refused(Exception):
    """A setting that cannot be what it says, in one French sentence: its name, its value, and what is accepted."""


@dataclass(frozen=True)
class Setting:
    """One option as it is in force: what it is worth, in which words it was given, and where."""

    option: Option
    value: Any
    words: str
    origin: str

    @property
    def shown(self) -> str:
        """Its words, for a screen: nothing of a secret."""
        if not self.option.secret or not self.words:
            return self.words
        return without_password(self.words) if self.option.kind is kinds.DATABASE else "•••"


class InForce:
    """The settings of this process, by the names of their variables."""

    def __init__(self, environment: Mapping[str, str], defaults: Mapping[str, str] | None = None):
        refuse_unknown(environment)
        self.path, told = path_of_file(environment)
        written = written_in(self.path, told)
        self.settings = {
            option.variable: one(option, environment, written, self.path, {**(defaults or {})})
            for option in TABLE
        }

    def __getitem__(self, variable: str) -> Any:
        return self.settings[variable].value

    def is_given(self, variable: str) -> bool:
        return self.settings[variable].origin != BY_DEFAULT


def refuse_unknown(environment: Mapping[str, str]) -> None:
    for name in sorted(environment):
        if name.startswith("PORTAL_") and name not in BY_VARIABLE:
            raise Refused(f"{name} (environnement) n’est pas un réglage{meant(name, BY_VARIABLE)}.")


def meant(name: str, known: Mapping) -> str:
    close = difflib.get_close_matches(name, [*known], 1)
    found = f" ; peut-être {close[0]}" if close else ""
    return f"{found} (la liste : docs/reglages.md)"


def path_of_file(environment: Mapping[str, str]) -> tuple[Path, bool]:
    """Where the file is, and whether someone said so: it must then be there."""
    if told := environment.get(FILE):
        return Path(told).absolute(), True
    return ROOT / BY_VARIABLE[FILE].default, False


def written_in(path: Path, told: bool) -> dict[str, Any]:
    try:
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        if told:
            raise Refused(f"{FILE} désigne {path}, qui n’existe pas.") from None
        return {}
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "ce n’est pas un texte en UTF-8"
        raise Refused(f"Le fichier de réglages {path} ne peut pas être lu : {why}.") from None
    try:
        written = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"Le fichier de réglages {path} n’est pas écrit en TOML : {error}.") from None
    for name in written:
        if name not in BY_NAME:
            raise Refused(f"« {name} » ({path}) n’est pas un réglage{meant(name, BY_NAME)}.")
    return written


def one(option: Option, environment, written, path: Path, defaults) -> Setting:
    if given := environment.get(option.variable):
        return read(option, given, IN_ENVIRONMENT, Path.cwd, option.variable)
    if option.is_in_file and option.name in written:
        words = as_words(option, written[option.name], path)
        return read(option, words, IN_FILE, lambda: path.parent, f"« {option.name} » ({path})")
    default = defaults.get(option.variable, option.default)
    return read(option, default, BY_DEFAULT, lambda: ROOT, option.variable)


def in_environment(variable: str) -> Any:
    """What the environment alone says, now, of what is not in the file."""
    return one(BY_VARIABLE[variable], os.environ, {}, ROOT, {}).value


def as_words(option: Option, value: Any, path: Path) -> str:
    """A value of the file in the words of the environment, when it has a form that this setting takes."""
    kind = option.kind
    if type(value) not in kind.in_file or (
        type(value) is list and not all(type(each) is str for each in value)
    ):
        wanted = " ou ".join(dict.fromkeys(TOML_KINDS[form] for form in kind.in_file))
        raise Refused(
            f"« {option.name} » ({path}) vaut {shown(option, value)} : il faut {wanted} ({kind.accepted})."
        )
    if type(value) is bool:
        return "1" if value else "0"
    return kind.separator.join(value) if type(value) is list else str(value)


def read(option: Option, words: str, origin: str, anchor, told: str) -> Setting:
    """The value that words say; a path is sought from where the words are."""
    words = words.strip()
    if not words:
        return Setting(option, None, "", origin)
    try:
        value = option.kind.read(words)
    except ValueError as error:
        ours = str(error) if option.kind is kinds.DATABASE else ""
        why = f"{ours} ; il faut" if ours else "il faut"
        raise Refused(f"{told} vaut {shown(option, words)} : {why} {option.kind.accepted}.") from None
    return Setting(option, anchor() / value if isinstance(value, Path) else value, words, origin)


def shown(option: Option, value: Any) -> str:
    """The value that is refused, between quotation marks; a secret is not repeated."""
    if option.secret:
        return "« ••• »"
    return f"« {str(value).lower() if type(value) is bool else value} »"


@cache
def in_force() -> InForce:
    """The settings of this process, read once."""
    return InForce(os.environ, defaults)


#: The words of `serve` that ask for one role.
ALONE = {"--public": "public", "--admin": "admin"}
#: What this process takes for default where the table says otherwise: see `started_with`.
defaults: dict[str, str] = {}


def started_with(words: list[str]) -> None:
    """Say what the process of a command is: what `serve` was asked for, whatever a setting says; else a command."""
    defaults["PORTAL_ROLE"] = "atelier"
    if words[:1] == ["serve"]:
        alone = next((word for word in words if word in ALONE), None)
        if alone:
            os.environ["PORTAL_ROLE"] = ALONE[alone]
    if os.environ.get("PORTAL_ROLE") == "public":  # which has no use for what opens the rest
        for option in TABLE:
            if PUBLIC not in option.readers and option.is_in_file:
                os.environ.pop(option.variable, None)
    in_force.cache_clear()
