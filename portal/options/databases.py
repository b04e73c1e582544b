"""The editing database, from its address. Standard library only."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

#: What an address may say besides to PostgreSQL's client: how it is reached over a network, and which of several
#: servers is wanted (`host=un,deux&target_session_attrs=read-write`: the one that takes writings, whichever it is).
TO_THE_CLIENT = ("sslmode", "sslrootcert", "target_session_attrs")


def database_from(url: str) -> dict:
    """`postgresql://user:password@host:port/name?host=/socket/folder`, or `sqlite:///path`, as Django names them.

    `ValueError` says in French why an address is neither.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite_at(Path(parts.path))
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError(f"« {parts.scheme} » n’est ni postgresql ni sqlite")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ValueError("le nom de la base y manque")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": str(parts.port or query.get("port", "")),
        "USER": unquote(parts.username or query.get("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 2} | {name: query[name] for name in TO_THE_CLIENT if name in query},
    }


def sqlite_at(path: Path) -> dict:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def without_password(url: str) -> str:
    """The same address, its password replaced; nothing of an address that cannot be read is shown."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "•••"
    if "@" not in parts.netloc:
        return url
    user, _, place = parts.netloc.rpartition("@")
    name = user.partition(":")[0]
    return urlunsplit(parts._replace(netloc=f"{name}:•••@{place}"))
