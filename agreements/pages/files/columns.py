"""The columns of the tables of agreements: what each is called, what it means, and what it says of a line."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from agreements.compiled.dimensions import BY_NAME, DIMENSIONS
from agreements.compiled.situations import Party, Situation
from agreements.law.vocabulary import AgreementKind, Certainty, College, EffectRuleKind, Mode, Track
from agreements.models import Agreement, Convention, Event, Source
from agreements.models.official import OFFICIAL_PAGE
from portal.french.dates import Precision
from portal.french.writing import date_fr, upper_first
from portal.web.files.tables import several


@dataclass(frozen=True)
class Line:
    """One agreement, with all that its line tells of a day."""

    text: Agreement
    situation: Situation
    parties: list[Party]
    values: dict[str, str]  # by dimension, those it has on the day
    conventions: list[Convention]
    causes: dict[Track, Event]  # by track, the fact that made its state
    sources: list[Source]
    url: str


@dataclass(frozen=True)
class Column:
    heading: str
    meaning: str
    cell: Callable[[Line], object]


def values_of(name: str) -> Column:
    """The column of a dimension."""
    dimension = BY_NAME[name]
    meaning = f"{dimension.label}, au jour du tableau."
    return Column(dimension.heading, meaning, lambda line: line.values.get(name, ""))


def state_of(track: Track) -> Column:
    meaning = f"{track.meaning} L’état au jour du tableau ; « Inconnu » : aucune source lue ne le dit."
    return Column(track.label.lower(), meaning, lambda line: line.values.get(track.value, ""))


def certainty_of(track: Track) -> Column:
    """How the state of one track is known; nothing where it is not."""
    return Column(
        f"certitude : {track.label.lower()}",
        "Établi : une source le dit. Déduit : cela suit de faits établis. Probable : c’est l’usage. Vide : inconnu.",
        lambda line: Certainty.label_of(getattr(line.situation, f"{track}_certainty")).lower(),
    )


def decided_on(track: Track) -> tuple[Column, ...]:
    """What made the state of a track: its act, its day, its publication, its words."""
    name = track.label.lower()

    def told(cell: Callable[[Event], object]) -> Callable[[Line], object]:
        return lambda line: cell(line.causes[track]) if track in line.causes else ""

    return (
        Column(
            f"{name} : fait", f"Le fait qui fonde l’état ({name}), dans les mots de sa source.", told(str)
        ),
        Column(
            f"{name} : date de l’acte", "Le jour de l’acte ou du fait, quand il est connu.", told(day_of_fact)
        ),
        Column(
            f"{name} : publié au JO le", "Le jour de la publication au Journal officiel.", told(published_on)
        ),
        Column(
            f"{name} : acte", "L’acte qui décide.", told(lambda event: str(event.act) if event.act else "")
        ),
        Column(
            f"{name} : NOR",
            "Le numéro NOR de l’acte.",
            told(lambda event: event.act.nor if event.act else ""),
        ),
        Column(
            f"{name} : lien de l’acte",
            "Où lire l’acte.",
            told(lambda event: event.act.url if event.act else ""),
        ),
        Column(
            f"{name} : motif",
            "Le motif, les exclusions ou les réserves, et ce qu’il faut en savoir.",
            told(motive),
        ),
    )


def day_of_fact(event: Event) -> date | str | None:
    if event.act:
        return event.act.on
    return event.on if event.precision == Precision.JOUR else date_fr(event.on, event.precision)


def published_on(event: Event) -> date | None:
    return event.act.published_on if event.act else None


def motive(event: Event) -> str:
    return several(filter(None, (event.motive, *event.reserve_lines, event.note)))


def parties_who(mode: Mode, heading: str, *colleges: College) -> Column:
    among = colleges or tuple(College)
    whose = f" ({colleges[0].label.lower()})" if colleges else ""
    return Column(
        heading,
        f"{mode.meaning[:-1]}{whose}.",
        lambda line: several(
            party.organisation.name
            for party in line.parties
            if party.mode == mode and party.organisation.college in among
        ),
    )


def day_of(text: Agreement) -> date | str:
    exact = text.dated_precision == Precision.JOUR
    return text.dated if exact else date_fr(text.dated, text.dated_precision)


def official_url(line: Line) -> str:
    kalitext = line.situation.kalitext or line.text.kalitext
    return f"{OFFICIAL_PAGE}{kalitext}" if kalitext else ""


PLACED: tuple[Column, ...] = (
    Column(
        "identifiant", "Le nom permanent du texte dans les adresses du portail.", lambda line: line.text.slug
    ),
    Column("référence", "Comment on nomme le texte.", lambda line: line.text.reference),
    Column("type", "La nature du texte.", lambda line: AgreementKind.label_of(line.text.kind)),
    Column("numéro", "Le numéro du texte, quand il en a un.", lambda line: line.text.number),
    Column("titre", "Le titre du texte.", lambda line: line.text.title),
    Column(
        "codes des conventions",
        "Les identifiants de ses conventions.",
        lambda line: several(one.slug for one in line.conventions),
    ),
    Column(
        "IDCC",
        "Les numéros IDCC de ses conventions.",
        lambda line: several(one.idcc for one in line.conventions if one.idcc),
    ),
    Column(
        "conventions",
        "Les noms de ses conventions.",
        lambda line: several(one.name for one in line.conventions),
    ),
    values_of("theme"),
    Column("date du texte", "La date que porte son titre.", lambda line: day_of(line.text)),
    Column(
        "date de signature",
        "Le jour où il a été signé ; vide si ce n’est pas celui de son titre et n’est pas connu.",
        lambda line: line.situation.signed_on,
    ),
    *(state_of(track) for track in (Track.SIGNATURE, Track.AGREMENT, Track.EXTENSION, Track.EFFET)),
    *(certainty_of(track) for track in (Track.SIGNATURE, Track.AGREMENT, Track.EXTENSION, Track.EFFET)),
    *decided_on(Track.AGREMENT),
    *decided_on(Track.EXTENSION),
    Column(
        "prend effet le",
        "Le jour où il prend ou a pris effet, quand ce jour est sûr.",
        lambda line: line.situation.effective_on,
    ),
    Column(
        "règle d’effet",
        "Ce dont dépend sa prise d’effet.",
        lambda line: EffectRuleKind.label_of(line.text.rule),
    ),
    Column("date de la règle", "La date que donne la règle d’effet.", lambda line: line.text.rule_date),
    Column("clause d’effet", "La clause d’effet, dans ses mots.", lambda line: line.text.rule_text),
    Column("dernier jour", "Le dernier jour d’un texte à durée déterminée.", lambda line: line.text.term),
    parties_who(Mode.SIGNATURE, "signataires"),
    parties_who(Mode.SIGNATURE, "signataires employeurs", College.EMPLOYEUR),
    parties_who(Mode.SIGNATURE, "signataires salariés", College.SALARIE),
    parties_who(Mode.ADHESION, "adhésions"),
    parties_who(Mode.OPPOSITION, "oppositions"),
    parties_who(Mode.RETRAIT, "retraits"),
    Column("en une phrase", "L’état du texte au jour du tableau.", lambda line: line.situation.sentence),
    Column(
        "sources",
        "Les documents où le texte a été lu.",
        lambda line: several(source.title for source in line.sources),
    ),
    Column(
        "liens des sources",
        "Leurs adresses, dans le même ordre, quand elles en ont une.",
        lambda line: several(source.url for source in line.sources if source.url),
    ),
    Column(
        "identifiant KALITEXT",
        "L’identifiant du texte dans la base officielle.",
        lambda line: line.situation.kalitext or line.text.kalitext,
    ),
    Column("texte officiel", "L’adresse du texte sur Légifrance.", official_url),
    Column("page", "L’adresse de sa page, au jour du tableau.", lambda line: line.url),
)
#: The dimensions that have a column and no place of their own come last.
COLUMNS: dict[str, Column] = {column.heading: column for column in PLACED}
COLUMNS |= {
    dimension.heading: values_of(dimension.name)
    for dimension in DIMENSIONS
    if dimension.heading and dimension.heading not in COLUMNS
}
MEANINGS = {heading: upper_first(column.meaning) for heading, column in COLUMNS.items()}


def row_of(line: Line) -> tuple:
    return tuple(column.cell(line) for column in COLUMNS.values())
