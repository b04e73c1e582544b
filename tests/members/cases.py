"""Texts and employers in few words, for the tests of « what applies »."""

from dataclasses import replace
from datetime import date

from agreements.law.vocabulary import (
    AgreementKind,
    AgrementState,
    EffectState,
    ExtensionState,
    Mode,
    Reach,
    SignatureState,
)
from members.rule.facts import (
    Affiliation,
    Attachment,
    Commitment,
    Decision,
    Employer,
    Limit,
    Links,
    Membership,
    Negotiator,
    Party,
    Succession,
    Text,
)

LINKS = Links(
    names={
        "ccn-66": "CCN 66",
        "ccn-79": "CCN 79",
        "chrs": "Accords CHRS",
        "ccn-65": "CCN 65",
        "bass": "BASS",
        "nexem": "Nexem",
        "axess": "Axess",
        "fehap": "FEHAP",
        "fegapei": "FEGAPEI",
        "snapei": "SNAPEI",
        "crf": "Croix-Rouge",
    },
    branches={"bass": frozenset({"ccn-66", "ccn-79", "chrs"})},
    attachments=(Attachment("chrs", "ccn-66", date(2021, 8, 5), date(2026, 8, 5)),),
    affiliations=(
        Affiliation("nexem", "axess", date(2019, 4, 17)),
        Affiliation("crf", "axess", date(2019, 4, 17), date(2022, 2, 19)),
        Affiliation("fehap", "axess", date(2019, 4, 17), certain=False),
    ),
    successions=(
        Succession("fegapei", "nexem", date(2017, 1, 1)),
        Succession("snapei", "fegapei", certain=False),
    ),
    overseas=frozenset({"guadeloupe"}),
)


def day(text: str) -> date:
    return date.fromisoformat(text)


#: The same, with the parties to the whole convention, and who negotiates each field.
WHOLE = replace(
    LINKS,
    names={**LINKS.names, "prefiguration": "Préfiguration", "snaless": "SNALESS", "snagce": "SNAGCE"},
    successions=(
        Succession("sop", "syneas", day("2010-01-01")),
        Succession("syneas", "nexem", day("2017-01-01")),
        Succession("fegapei", "prefiguration"),
        Succession("prefiguration", "nexem", day("2017-01-01")),
    ),
    parties=(
        Party("ccn-66", "sop", day("1966-03-15")),
        Party("ccn-66", "snagce", day("1988-10-10"), Mode.ADHESION),
        Party("ccn-66", "snaless", day("2009-12-01"), Mode.ADHESION, Reach.AVENANTS),
        Party("ccn-66", "prefiguration", day("2015-12-16"), Mode.ADHESION, Reach.ACCORDS),
    ),
    negotiators=(
        Negotiator("chrs", "sop", until=day("2010-01-01")),
        Negotiator("ccn-66", "axess", since=day("2021-10-06")),
        Negotiator("chrs", "axess", since=day("2021-10-06")),
    ),
    lesser=frozenset({"avenant-d-accord"}),
)


def decided(text: str) -> Decision:
    """« 2020-10-29 » published that day; « ≤2008-12-31 » by then."""
    if text.startswith("≤"):
        return Decision(day(text[1:]), published=False, exact=False)
    return Decision(day(text))


def text(
    *by: str,
    convention: str = "ccn-66",
    on: str = "2020-06-23",
    signature: str = "signe",
    agrement: str = "inconnu",
    jo: str = "",
    extension: str = "inconnu",
    extended: str = "",
    effet: str = "inconnu",
    effective: str = "",
    kind: str = "avenant",
    **others,
) -> Text:
    """One agreement of the CCN 66, signed by these organisations on its day; « +nexem » adhered later."""
    made = tuple(
        Commitment(name.lstrip("+"), day(on), Mode.ADHESION if name[0] == "+" else Mode.SIGNATURE)
        for name in by
    )
    return Text(
        slug="texte",
        kind=AgreementKind(kind),
        conventions=tuple(convention.split()),
        signature=SignatureState(signature),
        agrement=AgrementState(agrement),
        decided=decided(jo) if jo else None,
        extension=ExtensionState(extension),
        extended=decided(extended) if extended else None,
        effet=EffectState(effet),
        effective_on=day(effective) if effective else None,
        commitments=made,
        **others,
    )


def employer(*joined: str, convention: str = "ccn-66", region: str = "", headcount: int | None = None):
    """An employer; « nexem:2018-01-01:2020-12-31 » is a membership with its days."""
    return Employer(
        dict.fromkeys(convention.split()), tuple(membership(told) for told in joined), region, headcount
    )


def membership(told: str) -> Membership:
    name, *days = told.split(":")
    since, until = [day(text) if text else None for text in [*days, "", ""][:2]]
    return Membership(name, since, until)


def in_force(*by: str, **others) -> Text:
    """Approved at the JO of 29 October 2020, in force since 1 February 2020."""
    told = {"agrement": "agree", "jo": "2020-10-29", "effet": "en-vigueur", "effective": "2020-02-01"}
    return text(*by, **{**told, **others})


__all__ = ["LINKS", "WHOLE", "Limit", "day", "employer", "in_force", "replace", "text"]
