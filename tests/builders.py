"""Facts in few words, as an editor would write them: each function saves one row and what it needs."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import count

from agreements.law.vocabulary import Nature, Track
from agreements.models import (
    Act,
    Agreement,
    Article,
    ArticleVersion,
    Audience,
    AudienceShare,
    Citation,
    Convention,
    Divergence,
    DivergentValue,
    Event,
    Measure,
    MeasureValue,
    OfficialPlace,
    OfficialText,
    Organisation,
    Relation,
    Signature,
    Source,
    Theme,
)

READ_ON = date(2020, 1, 1)
UNIONS = {"cfdt", "cftc", "cgt", "fo", "sud", "cfe-cgc"}
OFFICIAL_PAGE = "https://www.legifrance.gouv.fr/conv_coll/id/"
numbers = count(1)


def source(title: str = "Un bulletin", **values) -> Source:
    found = Source.objects.filter(title=title, url=values.get("url", "")).first()
    return found or Source.objects.create(title=title, **{"consulted_on": READ_ON, **values})


def convention(slug: str = "ccn-66", **values) -> Convention:
    values = {"name": slug.upper(), **values}
    return Convention.objects.get_or_create(slug=slug, defaults=values)[0]


#: The same, for a builder that has an argument of this name.
named_convention = convention


def theme(slug: str = "salaires", **values) -> Theme:
    return Theme.objects.get_or_create(slug=slug, defaults={"name": slug.capitalize(), **values})[0]


def organisation(slug: str = "nexem", **values) -> Organisation:
    college = "salarie" if slug in UNIONS else "employeur"
    values = {"name": slug.upper(), "college": college, **values}
    return Organisation.objects.get_or_create(slug=slug, defaults=values)[0]


def act(on: date | None = None, jo: date | None = None, **values) -> Act:
    values = {"slug": f"arrete-{on}-{jo}-{next(numbers)}", "kind": "arrete-agrement", **values}
    return Act.objects.create(on=on, published_on=jo, **values)


def agreement(
    slug: str = "",
    *,
    conventions: Iterable[str] = ("ccn-66",),
    themes: Iterable[str] = (),
    cited: bool = True,
    **values,
) -> Agreement:
    """A text of the CCN 66, dated 1 January 2020, which one source cites."""
    number = next(numbers)
    values = {
        "kind": "avenant",
        "number": str(number),
        "title": f"Texte {number}",
        "dated": date(2020, 1, 1),
        **values,
    }
    made = Agreement.objects.create(slug=slug or f"avenant-{number}", **values)
    made.conventions.set(convention(name) for name in conventions)
    made.themes.set(theme(name) for name in themes)
    if cited:
        Citation.objects.create(agreement=made, source=source(), position=1)
    return made


def event(of: Agreement, nature: str, on: date | None = None, *, jo: date | None = None, **values) -> Event:
    """What happened; with `jo`, by an act published that day."""
    sources = values.pop("sources", None) or [source()]
    if jo:
        kind = "arrete-extension" if Nature(nature).track == Track.EXTENSION else "arrete-agrement"
        values["act"], on = act(on, jo, kind=kind), None
    position = values.pop("position", of.events.count() + 1)
    made = Event.objects.create(agreement=of, nature=nature, on=on, position=position, **values)
    made.sources.set(sources)
    return made


def audience(of: Convention, **shares: int) -> Audience:
    """The unions that are representative in a convention for the cycle of 2017, each with its share of it."""
    made = Audience.objects.create(
        slug=f"{of.slug}-2017",
        perimeter=of.name,
        cycle=2017,
        on=date(2017, 6, 1),
        published_on=date(2017, 7, 1),
    )
    made.conventions.add(of)
    for name, share in shares.items():
        organisation(name.lower(), name=name, confederation=name)
        AudienceShare.objects.create(audience=made, confederation=name, share=share)
    return made


def signature(of: Agreement, by: str = "nexem", mode: str = "signature", **values) -> Signature:
    sources = values.pop("sources", None) or [source()]
    made = Signature.objects.create(agreement=of, organisation=organisation(by), mode=mode, **values)
    made.sources.set(sources)
    return made


def relation(of: Agreement, kind: str, target: Agreement | str, **values) -> Relation:
    aimed = {"target": target} if isinstance(target, Agreement) else {"target_title": target}
    made = Relation.objects.create(agreement=of, kind=kind, **aimed, **values)
    made.sources.set([source()])
    return made


def divergence(of: Agreement, subject: str = "date", values: Iterable[tuple[str, str]] = ()) -> Divergence:
    made = Divergence.objects.create(agreement=of, subject=subject)
    for position, (value, said_by) in enumerate(values, 1):
        DivergentValue.objects.create(divergence=made, value=value, said_by=said_by, position=position)
    return made


def measure(slug: str = "valeur-du-point", *, convention: str = "ccn-66", **values) -> Measure:
    kind = values.pop("kind", "valeur-du-point")
    return Measure.objects.create(convention=named_convention(convention), slug=slug, kind=kind, **values)


def value(of: Measure, amount: str, on: date, *, by: Agreement | None = None, **values) -> MeasureValue:
    """A value in euros that a text sets; without a text, a source says that it was applied."""
    sources = values.pop("sources", None) or [source()]
    given = {"unit": "EUR", "attested": by is None, **values}
    figure = Decimal(amount.replace(",", "."))
    made = MeasureValue.objects.create(measure=of, amount=figure, starts_on=on, agreement=by, **given)
    made.sources.set(sources)
    return made


def official(of: Agreement, *articles: str, read_on: date = READ_ON, **values) -> OfficialText:
    """Its text in the official base, in each of its conventions, as read on a day; each article in HTML."""
    kalitext = f"KALITEXT{of.pk:012}"
    made = OfficialText.objects.create(agreement=of, kalitext=kalitext, **{"title": of.title, **values})
    page = source(f"KALI : {of.title}", url=f"{OFFICIAL_PAGE}{kalitext}", consulted_on=read_on)
    Citation.objects.create(agreement=of, source=page, position=of.citations.count() + 1)
    for held_in in of.conventions.all():
        OfficialPlace.objects.create(text=made, convention=held_in)
    for position, html in enumerate(articles, 1):
        kaliarti = f"KALIARTI{of.pk:06}{position:06}"
        Article.objects.create(
            text=made, kaliarti=kaliarti, position=position, number=str(position), html=html
        )
    return made


def version(
    of: OfficialText, kaliarti: int, html: str, starts: date | None, ends: date | None = None, **values
):
    """One version of an article; the first of `article`, whose words it has from one day until another."""
    name = f"KALIARTI{kaliarti:012}"
    given = {"article": name, "position": 1, "number": "1er", "state": "VIGUEUR_ETEN", **values}
    return ArticleVersion.objects.create(
        text=of, kaliarti=name, html=html, starts_on=starts, ends_on=ends, **given
    )
