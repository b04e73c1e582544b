"""What a value may be: how it is read from its words, and how to say what is accepted. Standard library only."""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from pathlib import Path
from re import fullmatch
from typing import Any
from urllib.parse import urlsplit

from portal.options.databases import database_from

YES, NO = ("1", "oui", "true", "yes"), ("0", "non", "false", "no")


@dataclass(frozen=True)
class Kind:
    """How the words of a value become the value; `ValueError` where they cannot, with a reason of ours or none."""

    accepted: str
    read: Callable[[str], Any]
    in_file: tuple[type, ...] = (str,)
    separator: str = ","  # between the elements of a list, which the file may give as one


def flag(text: str) -> bool:
    if text.lower() not in (*YES, *NO):
        raise ValueError
    return text.lower() in YES


def site(text: str) -> str:
    """« https://accords.exemple.fr », with nothing after its name and its port."""
    parts = urlsplit(address(text))
    if parts.path not in ("", "/") or parts.query or parts.fragment or parts.username is not None:
        raise ValueError
    return text.rstrip("/")


def address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in text:
        raise ValueError
    _ = parts.port  # which refuses what is not a port
    return text


def contact(text: str) -> str:
    return text if fullmatch(r"mailto:[^@\s]+@[^@\s]+", text) else address(text)


def mail(text: str) -> str:
    if not fullmatch(r"[^@\s,]+@[^@\s,]+", text):
        raise ValueError
    return text


def share(text: str) -> float:
    if not 0 <= (value := float(text)) <= 1:
        raise ValueError
    return value


def host_and_port(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise ValueError
    return host.strip("[]"), int(port)


def private(text: str) -> tuple[str, int]:
    """Where nobody but this machine and its own network can ask."""
    host, port = host_and_port(text)
    address = ip_address("127.0.0.1" if host == "localhost" else host)
    if address.is_unspecified or not (address.is_private or address.is_loopback):
        raise ValueError
    return host, port


def listed(text: str, separator: str = ",") -> list[str]:
    return [word for word in map(str.strip, text.split(separator)) if word]


def hosts(text: str) -> list[str]:
    if not all(fullmatch(r"\*|\.?[\w-]+(\.[\w-]+)*|\[[0-9a-fA-F:.]+\]", word) for word in listed(text)):
        raise ValueError
    return listed(text)


def networks(text: str) -> tuple:
    return tuple(ip_network(word) for word in listed(text))


def number(least: int, most: int) -> Kind:
    def read(text: str) -> int:
        if not fullmatch(r"-?\d+", text) or not least <= int(text) <= most:
            raise ValueError
        return int(text)

    return Kind(f"un nombre entier, de {least} à {most}", read, (int, str))


def choice(*words: str) -> Kind:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError
        return text

    return Kind(" ou ".join(f"« {word} »" for word in words), read)


def several(*words: str) -> Kind:
    def read(text: str) -> list[str]:
        found = text.split()
        if set(found) - set(words):
            raise ValueError
        return found

    return Kind(f"des mots parmi {', '.join(words)}", read, (str, list), " ")


TEXT = Kind("un texte", str)
FOLDER = Kind("le chemin d’un dossier", Path)
FILE = Kind("le chemin d’un fichier", Path)
FLAG = Kind("1 ou 0 (oui ou non ; true ou false dans le fichier)", flag, (bool, str))
SHARE = Kind("un nombre de 0 à 1 (0.05)", share, (float, int, str))
SITE = Kind("une adresse « https://nom » ou « http://nom:port », sans rien après", site)
ADDRESS = Kind("une adresse « https://… » ou « http://… »", address)
CONTACT = Kind("une adresse « https://… » ou « mailto:… »", contact)
MAIL = Kind("une adresse de courriel", mail)
LISTENING = Kind("« hôte:port »", host_and_port)
PRIVATE = Kind("« adresse:port », l’adresse étant privée (127.0.0.1:9400)", private)
HOSTS = Kind("des noms de machines, séparés par des virgules", hosts, (str, list))
NETWORKS = Kind(
    "des adresses IP ou des réseaux (127.0.0.1, 10.0.0.0/8), séparés par des virgules", networks, (str, list)
)
DATABASE = Kind("« postgresql://nom:mot-de-passe@hôte:port/base » ou « sqlite:///chemin »", database_from)
