"""Who signed a whole convention or adhered to it, and who negotiates a field: the rows of `adhesions.toml`."""

from agreements.importers.rows import Rows
from agreements.law.vocabulary import Reach
from agreements.models import Convention, ConventionParty, Negotiator, Organisation


def load_party(rows: Rows, given: dict) -> None:
    """One organisation, party to one or several whole conventions, and how far it is bound."""
    organisation = rows.named(Organisation, given["organisation"])
    for slug in given["conventions"]:
        rows.sync(
            "parties à une convention",
            ConventionParty,
            {"convention": rows.named(Convention, slug), "organisation": organisation, "on": given["date"]},
            mode=given["mode"],
            reach=given.get("portee", Reach.CONVENTION.value),
            source=rows.load_source(given["source"]),
            seen=given["source"].get("lu", ""),
        )


def load_negotiator(rows: Rows, given: dict) -> None:
    """One organisation that negotiates one or several fields."""
    organisation = rows.named(Organisation, given["organisation"])
    for slug in given["conventions"]:
        rows.sync(
            "organisations qui négocient",
            Negotiator,
            {"convention": rows.named(Convention, slug), "organisation": organisation},
            since=given.get("depuis"),
            until=given.get("jusqu_au"),
            source=rows.load_source(given["source"]),
            seen=given["source"].get("lu", ""),
        )
