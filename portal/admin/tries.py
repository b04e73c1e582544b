"""How many times one may be wrong: five per account and address, in a quarter of an hour."""

from hashlib import sha256

from django.core.cache.backends.locmem import LocMemCache

TRIES, WINDOW_SECONDS = 5, 15 * 60
#: In the memory of the process, which is enough as long as the admin is one process (`serve` starts one).
#: Its size is such that a sweep of account names does not push out the count of the one that is attacked.
failures = LocMemCache("connexions", {"TIMEOUT": WINDOW_SECONDS, "OPTIONS": {"MAX_ENTRIES": 50_000}})
TOO_MANY = f"Trop d’essais pour ce compte : réessayez dans {WINDOW_SECONDS // 60} minutes."


def key_of(account: str, address: str) -> str:
    return sha256(f"{account.casefold()}\n{address}".encode()).hexdigest()


def one_more_try(key: str) -> bool:
    failures.add(key, 0)
    try:
        return failures.incr(key) <= TRIES
    except ValueError:  # the quarter of an hour ended between the two
        return one_more_try(key)
