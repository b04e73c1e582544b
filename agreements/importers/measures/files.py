"""Load the measures of the sector from `mesures/`: one file for each convention, each value with what tells it."""

from decimal import Decimal, InvalidOperation

from agreements.importers.report import Rejected
from agreements.models import Agreement, Convention, Measure, MeasureValue, Organisation, Source

FOLDER = "mesures"


def load_measures(loader) -> None:
    """Every measure of the folder, by the means of `loader`, which reads files, writes rows and reports."""
    for path in sorted((loader.folder / FOLDER).glob("*.toml")):
        text = loader.parse(path) or {}
        sources = {}
        loader.attempt(path, lambda given, sources=sources: read_sources(loader, given, sources), text)
        for rank, measure in enumerate(text.get("mesure", []), 1):
            row = measure | {"convention": path.stem, "rang": rank}
            loader.attempt(path, lambda given, sources=sources: load_measure(loader, given, sources), row)


def read_sources(loader, text: dict, sources: dict[str, Source]) -> None:
    """The sources of a file by their local key; one that an agreement cites too keeps what was said of it there."""
    for given in text.get("source", []):
        sources[given["cle"]] = loader.recorded_source(given) or loader.load_source(given)


def load_measure(loader, given: dict, sources: dict[str, Source]) -> None:
    followed = given.get("suit")
    measure = loader.sync(
        "mesures",
        Measure,
        {"convention": loader.named(Convention, given["convention"]), "slug": given["identifiant"]},
        {"sources": [source_named(key, sources) for key in given.get("sources", [])]},
        kind=given["nature"],
        part=given.get("precision", ""),
        follows=loader.named(Convention, followed) if followed else None,
        note=given.get("note", ""),
        position=given["rang"],
    )
    for value in given.get("valeur", []):
        load_value(loader, measure, value, sources)


def load_value(loader, measure: Measure, given: dict, sources: dict[str, Source]) -> None:
    text = given.get("accord")
    keys = given.get("sources", [])
    if not keys:
        raise Rejected(f"{measure} : la valeur du {given['date']} n’a pas de source")
    loader.sync(
        "valeurs des mesures",
        MeasureValue,
        {
            "measure": measure,
            "starts_on": given["date"],
            "agreement": loader.named(Agreement, text) if text else None,
        },
        {"sources": [source_named(key, sources) for key in keys]},
        amount=exact(given["valeur"]),
        unit=given["unite"],
        ends_on=given.get("terme"),
        members_of=loader.named(Organisation, given["membres_de"]) if "membres_de" in given else None,
        attested=given.get("appliquee", False),
        article="",
        note=given.get("note", ""),
    )


def exact(written: str) -> Decimal:
    """A figure as the source writes it: « 3,82 »; never a binary fraction."""
    if not isinstance(written, str):
        raise Rejected(f"une valeur s’écrit entre guillemets, telle que la source la donne : {written}")
    try:
        return Decimal(written.replace(",", ".")).quantize(Decimal("0.0001"))
    except InvalidOperation as error:
        raise Rejected(f"« {written} » n’est pas un nombre") from error


def source_named(key: str, sources: dict[str, Source]) -> Source:
    if key not in sources:
        raise Rejected(f"source inconnue dans ce fichier : « {key} »")
    return sources[key]
