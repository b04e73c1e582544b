"""The dimensions of agreements: what a reader filters and counts by, each declared once, in `DIMENSIONS`.

Publication builds the sets of the index from this table and the index is read through it; the filter set, the
facets, the sentence of a filter and the columns of tables follow it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pyroaring import BitMap

from agreements.compiled.archive import Dossier
from agreements.compiled.situations import CERTAINTIES
from agreements.law.facts import Situation as Lived
from agreements.law.vocabulary import STATES, AgreementKind, Certainty, Track
from agreements.models import Convention, Organisation, Theme
from portal.french.analyser import natural_key
from portal.french.regions import LABELS, regions_of
from portal.french.writing import listed

# -- What the index holds ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Whole:
    """Sets that do not depend on the day: an agreement has these values."""

    name: str
    values: Callable[[Dossier], Iterable[str]]


@dataclass(frozen=True)
class OfSituations:
    """Sets that a column of situations tells, as long as each lasts; where it is empty, an agreement is in none."""

    name: str
    column: str
    word: Callable[[Lived], str]


@dataclass(frozen=True)
class OfParties:
    """The agreements that bind each organisation, on a day."""

    name: str


Held = Whole | OfSituations | OfParties
#: Sets that no reader chooses among: the texts of the sector, and those of each number.
BESIDE = (
    Whole("perimetre", lambda of: ["secteur"] if any(one.in_sector for one in of.conventions) else []),
    Whole("numero", lambda of: [natural_key(of.agreement.number)]),
)


class Index(Protocol):
    """The sets that an edition holds."""

    def values(self, name: str, day: date) -> Mapping[str, BitMap]: ...


# -- What a reader chooses ---------------------------------------------------------------------------------

Clause = Callable[[list[str], list[str]], str]


@dataclass(frozen=True, eq=False)
class Dimension:
    """One parameter of lists, which takes several values: any of them will do."""

    name: str
    label: str
    #: Its sets in the index; the first are those of its values, but where `read` says otherwise.
    held: tuple[Held, ...]
    #: Its values with their labels, in the order shown, from the values that some text has for good.
    labels: Callable[[Collection[str]], dict[str, str]]
    #: What a sentence says of the values chosen, given with their labels.
    clause: Clause
    #: Its place in the sentence; those of one place follow one another as they are declared.
    said: int = 1
    #: The sets of the index that tell how its values are known; none where they are what they are.
    certainty: str = ""
    #: The heading of its column in tables; none without one.
    heading: str = ""
    #: The other parameters whose filtering changes what it means, and its sets on a day given all that is filtered.
    depends_on: frozenset[str] = frozenset()
    read: Callable[[Index, date, Collection[str]], Mapping[str, BitMap]] | None = None

    def sets(self, index: Index, day: date, filtered: Collection[str] = ()) -> Mapping[str, BitMap]:
        """The agreements that have each value on the day, where the parameters `filtered` are filtered too."""
        return self.read(index, day, filtered) if self.read else index.values(self.held[0].name, day)

    def probable(self, index: Index, day: date) -> BitMap:
        """The agreements whose value is only probable on the day."""
        told = index.values(self.certainty, day) if self.certainty else {}
        return told.get(Certainty.PROBABLE, BitMap())


def any_of(before: str) -> Clause:
    """« sur le thème Salaires ou Retraite »."""
    return lambda values, labels: f"{before} {listed(labels, 'ou')}"


def of_conventions(values: list[str], labels: list[str]) -> str:
    return f"de la convention {labels[0]}" if len(labels) == 1 else f"des conventions {listed(labels, 'ou')}"


def state_of(track: Track, words: dict[str, str]) -> Dimension:
    """The states of one track, with what a sentence calls the texts that are in each."""
    states = OfSituations(track.value, track.value, lambda lived: getattr(lived, track).word.value)
    return Dimension(
        name=track.value,
        label=track.label,
        held=(states,),
        labels=lambda _: dict(STATES[track].pairs()),
        clause=lambda values, labels: listed([words[value] for value in values], "ou"),
        certainty=CERTAINTIES[track],
        heading=track.label.lower(),
    )


def certainty_sets(track: Track) -> OfSituations:
    """How the state of one track is known; a text whose state is not known is in none."""
    return OfSituations(
        CERTAINTIES[track], f"{track.value}_certainty", lambda lived: getattr(lived, track).certainty or ""
    )


def certain_on(index: Index, day: date, filtered: Collection[str]) -> Mapping[str, BitMap]:
    """How the texts are known on the tracks that are filtered, on the effect where none is: as the weakest of them."""
    tracks = [track for track in STATES if track.value in filtered] or [Track.EFFET]
    told = [index.values(CERTAINTIES[track], day) for track in tracks]
    known = BitMap.intersection(*(BitMap.union(BitMap(), *sets.values()) for sets in told))
    probable = BitMap.union(BitMap(), *(sets.get(Certainty.PROBABLE, BitMap()) for sets in told)) & known
    established = BitMap.intersection(*(sets.get(Certainty.ETABLI, BitMap()) for sets in told))
    return {
        Certainty.ETABLI.value: established,
        Certainty.DEDUIT.value: known - probable - established,
        Certainty.PROBABLE.value: probable,
    }


def years(known: Collection[str]) -> dict[str, str]:
    return {year: "sans date" if year == "inconnue" else year for year in sorted(known, reverse=True)}


#: In the order in which they are shown.
DIMENSIONS = (
    Dimension(
        name="convention",
        label="Convention",
        held=(Whole("convention", lambda of: [convention.slug for convention in of.conventions]),),
        labels=lambda _: dict(Convention.objects.values_list("slug", "name")),
        clause=of_conventions,
        heading="conventions",
    ),
    Dimension(
        name="type",
        label="Type",
        held=(Whole("type", lambda of: [of.agreement.kind]),),
        labels=lambda _: dict(AgreementKind.pairs()),
        clause=any_of("de type"),
        heading="type",
    ),
    Dimension(
        name="theme",
        label="Thème",
        held=(Whole("theme", lambda of: of.themes),),
        labels=lambda _: dict(Theme.objects.values_list("slug", "name")),
        clause=any_of("sur le thème"),
        heading="thèmes",
    ),
    Dimension(
        name="signataire",
        label="Signataire",
        held=(OfParties("signataire"),),
        labels=lambda _: dict(Organisation.objects.values_list("slug", "name")),
        clause=any_of("signés ou rejoints par"),
        said=2,
    ),
    state_of(
        Track.SIGNATURE,
        {
            "negociation": "en négociation",
            "ouvert": "ouverts à la signature",
            "signe": "signés",
            "repute-non-ecrit": "réputés non écrits",
            "inconnu": "de signature inconnue",
        },
    ),
    state_of(
        Track.AGREMENT,
        {
            "sans-objet": "non soumis à l’agrément",
            "inconnu": "d’agrément inconnu",
            "en-cours": "en attente d’agrément",
            "avis-favorable": "ayant reçu un avis favorable à l’agrément",
            "avis-defavorable": "ayant reçu un avis défavorable à l’agrément",
            "agree": "agréés",
            "refuse": "refusés à l’agrément",
            "sans-suite": "dont l’agrément est classé sans suite",
            "annule": "dont l’agrément est annulé",
        },
    ),
    state_of(
        Track.EXTENSION,
        {
            "sans-objet": "sans extension possible",
            "inconnu": "d’extension inconnue",
            "non-etendu": "non étendus",
            "en-cours": "en attente d’extension",
            "etendu": "étendus",
            "etendu-avec-reserves": "étendus avec réserves",
            "refuse": "refusés à l’extension",
        },
    ),
    state_of(
        Track.EFFET,
        {
            "pas-encore": "pas encore en vigueur",
            "en-vigueur": "en vigueur",
            "plus-en-vigueur": "qui ne sont plus en vigueur",
            "sans-effet": "sans effet",
            "inconnu": "d’effet inconnu",
        },
    ),
    Dimension(
        name="certitude",
        label="Certitude",
        held=tuple(certainty_sets(track) for track in STATES),
        labels=lambda _: dict(Certainty.pairs()),
        clause=lambda values, labels: f"dont l’état est {listed([label.lower() for label in labels], 'ou')}",
        depends_on=frozenset(track.value for track in STATES),
        read=certain_on,
    ),
    Dimension(
        name="annee",
        label="Année",
        held=(
            Whole(
                "annee", lambda of: [str(of.agreement.dated.year) if of.agreement.dated else "inconnue"]
            ),
        ),
        labels=years,
        clause=any_of("datés de"),
        said=4,
    ),
    Dimension(
        name="region",
        label="Région",
        held=(Whole("region", lambda of: regions_of(of.agreement.place)),),
        labels=lambda _: LABELS,
        clause=any_of("de la région"),
        said=3,
    ),
)  # fmt: skip
BY_NAME = {dimension.name: dimension for dimension in DIMENSIONS}
HELD: tuple[Held, ...] = (*BESIDE, *(held for dimension in DIMENSIONS for held in dimension.held))
WHOLE = tuple(held for held in HELD if isinstance(held, Whole))
OF_SITUATIONS = tuple(held for held in HELD if isinstance(held, OfSituations))
OF_PARTIES = tuple(held for held in HELD if isinstance(held, OfParties))
