"""Load the sector's facts from the TOML files of `fixtures/`.

Idempotent: a second run writes nothing. A changed file updates what it describes; what editors wrote or deleted is
theirs, and where the file changed too they settle it. One transaction: if one row is rejected, nothing is written.
"""

import tomllib
from decimal import Decimal
from functools import partial
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from agreements.importers.adhesions import load_negotiator, load_party
from agreements.importers.kali.recorded import OWN
from agreements.importers.measures.files import load_measures
from agreements.importers.report import Outcome, Rejected, Report
from agreements.importers.rows import Listed, Rows
from agreements.law.vocabulary import College
from agreements.models import (
    Act,
    Agreement,
    Alias,
    Attachment,
    Audience,
    AudienceShare,
    Citation,
    Convention,
    Divergence,
    DivergentValue,
    Event,
    FormerIdentifier,
    Milestone,
    OfficialText,
    Organisation,
    Relation,
    Signature,
    Source,
    Succession,
    Synonym,
    Theme,
)
from portal.french.dates import Precision
from portal.journal.owned import Owned

#: What `load_facts` is called where it says otherwise than an editor.
ORIGIN = "fiches du secteur"


def load(folder: Path, consulted_on, dry_run: bool = False) -> Report:
    """Load every file of the folder; `consulted_on` is the day its sources were read, at the latest."""
    report, owned = Report(), Owned(ORIGIN)
    with transaction.atomic():
        Loader(folder, consulted_on, report, owned).load()
        report.conflicts = owned.keep_conflicts()
        if report.rejections or dry_run:
            transaction.set_rollback(True)
    return report


class Loader(Rows):
    def __init__(self, folder: Path, consulted_on, report: Report, owned: Owned):
        super().__init__(consulted_on, report, owned)
        self.folder = folder

    def load(self) -> None:
        self.each("themes.toml", "theme", self.load_theme)
        self.each("synonymes.toml", "synonyme", self.load_synonym)
        self.each("actes.toml", "acte", self.load_act)
        self.each("conventions.toml", "convention", self.load_convention, self.load_attachments)
        self.each("organisations.toml", "organisation", self.load_organisation, self.load_successions)
        if (self.folder / "adhesions.toml").exists():
            self.each("adhesions.toml", "partie", partial(load_party, self))
            self.each("adhesions.toml", "negociation", partial(load_negotiator, self))
        if (self.folder / "audiences.toml").exists():
            self.each("audiences.toml", "audience", self.load_audience)
        if (self.folder / "anciens.toml").exists():
            self.each("anciens.toml", "ancien", self.load_former)
        paths = sorted((self.folder / "accords").rglob("*.toml"))
        texts = [(path, text) for path in paths if (text := self.parse(path)) is not None]
        for load in (self.load_agreement, self.load_relations):
            for path, text in texts:
                self.attempt(path, load, text)
        load_measures(self)

    # -- Reading -------------------------------------------------------------------------------------------

    def parse(self, path: Path) -> dict | None:
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            self.report.reject("fichiers", path.name, f"illisible : {error}")
            return None

    def each(self, name: str, table: str, *loads) -> None:
        """Load every row of a shared file, then, for what names another row, every row again."""
        rows = (self.parse(self.folder / name) or {}).get(table, [])
        for load in loads:
            for rank, row in enumerate(rows, 1):
                self.attempt(self.folder / name, load, row | {"rang": rank})

    def attempt(self, path: Path, load, text: dict) -> None:
        """Load one file or one row; what it lacks or names wrongly rejects it, in words."""
        try:
            load(text)
        except KeyError as error:
            self.report.reject("fichiers", path.name, f"la clé {error} manque")
        except (TypeError, AttributeError) as error:
            self.report.reject("fichiers", path.name, f"une valeur n’a pas la forme attendue : {error}")
        except (ObjectDoesNotExist, Rejected) as error:
            self.report.reject("fichiers", path.name, str(error))

    # -- Conventions, organisations, acts ------------------------------------------------------------------

    def load_theme(self, theme: dict) -> None:
        self.sync("thèmes", Theme, {"slug": theme["identifiant"]}, name=theme["nom"])

    def load_synonym(self, synonym: dict) -> None:
        for meaning in synonym["sens"]:
            self.sync("synonymes", Synonym, {"word": synonym["mot"], "meaning": meaning})

    def load_former(self, former: dict) -> None:
        """An identifier that leads to another; what only an import recorded under it gives way."""
        slug = former["identifiant"]
        borne = Agreement.objects.filter(slug=slug)
        if Event.objects.filter(agreement__in=borne, position__lt=OWN).exists():
            raise Rejected(f"« {slug} » est l’identifiant d’un accord qui a ses propres faits")
        self.report.add("accords", Outcome.REMOVED, borne.count())
        borne.delete()
        self.sync(
            "anciens identifiants",
            FormerIdentifier,
            {"of": "accord", "slug": slug},
            becomes=former["devient"],
            reason=former["parce_que"],
        )

    def load_act(self, act: dict) -> None:
        self.sync(
            "actes",
            Act,
            {"slug": act["identifiant"]},
            kind=act["nature"],
            title=act.get("titre", ""),
            on=act.get("date"),
            published_on=act.get("jo"),
            nor=act.get("nor", ""),
            bulletin=act.get("bo", ""),
            url=act.get("lien", ""),
            session_on=act.get("seance"),
            notified_on=act.get("notifie"),
            formula=act.get("formule_effet", ""),
            associations_agreed=act.get("associations_agreees"),
            associations_refused=act.get("associations_refusees"),
        )

    def load_convention(self, convention: dict) -> None:
        self.sync(
            "conventions",
            Convention,
            {"slug": convention["identifiant"]},
            idcc=convention.get("idcc"),
            name=convention["nom"],
            full_name=convention.get("nom_complet", ""),
            kalicont=convention.get("kalicont", ""),
            in_sector=convention.get("secteur", True),
            subject_to_agrement=convention.get("soumise_a_agrement"),
            agrement_basis=convention.get("source_agrement", ""),
            extended=convention.get("etendue"),
            extension_basis=convention.get("source_extension", ""),
            position=convention["rang"],
            note=convention.get("note", ""),
        )

    def load_attachments(self, convention: dict) -> None:
        for attachment in convention.get("rattachement", []):
            key = {
                "convention": self.named(Convention, convention["identifiant"]),
                "attached_to": self.named(Convention, attachment["a"]),
            }
            self.sync(
                "rattachements",
                Attachment,
                key,
                act=self.named(Act, attachment["acte"]),
                note=attachment.get("note", ""),
            )

    def load_organisation(self, given: dict) -> None:
        organisation = self.sync(
            "organisations",
            Organisation,
            {"slug": given["identifiant"]},
            name=given["nom"],
            full_name=given.get("nom_complet", ""),
            acronym=given.get("sigle", ""),
            college=given["college"],
            confederation=given.get("confederation", ""),
            note=given.get("note", ""),
        )
        for name in given.get("alias", []):
            self.sync("autres noms", Alias, {"organisation": organisation, "name": name})
        for milestone in given.get("repere", []):
            key = {"organisation": organisation, "label": milestone["intitule"], "on": milestone["date"]}
            self.sync("repères", Milestone, key)
        self.load_citations(given, organisation=organisation)

    def load_successions(self, given: dict) -> None:
        successor = self.named(Organisation, given["identifiant"])
        for succession in given.get("succede_a", []):
            key = {
                "predecessor": self.named(Organisation, succession["organisation"]),
                "successor": successor,
            }
            self.sync(
                "filiations",
                Succession,
                key,
                on=succession.get("date"),
                certain=succession.get("certain", True),
                note=succession.get("note", ""),
            )

    def load_audience(self, given: dict) -> None:
        audience = self.sync(
            "mesures d’audience",
            Audience,
            {"slug": given["identifiant"]},
            {
                "conventions": [self.named(Convention, slug) for slug in given["conventions"]],
                "employers": [self.named(Organisation, slug) for slug in given.get("employeurs", [])],
                "sources": [self.load_source(source) for source in given["source"]],
            },
            college=given.get("partie", College.SALARIE.value),
            perimeter=given["perimetre"],
            cycle=given["cycle"],
            on=given["date"],
            published_on=given.get("jo"),
            published_precision=given.get("jo_precision", Precision.JOUR.value),
            nor=given.get("nor", ""),
            note=given.get("note", ""),
        )
        for confederation, share in given.get("parts", {}).items():
            if not Organisation.objects.filter(confederation=confederation).exists():
                raise Rejected(f"confédération inconnue : « {confederation} »")
            key = {"audience": audience, "confederation": confederation}
            self.sync("parts d’audience", AudienceShare, key, share=Decimal(str(share)))

    # -- Agreements ----------------------------------------------------------------------------------------

    def load_agreement(self, text: dict) -> None:
        agreement = self.sync(
            "accords",
            Agreement,
            {"slug": text["identifiant"]},
            {
                "conventions": [self.named(Convention, slug) for slug in text["conventions"]],
                "themes": [self.named(Theme, slug) for slug in text.get("themes", [])],
            },
            kind=text["type"],
            number=text.get("numero", ""),
            title=text["titre"],
            dated=text.get("date"),
            dated_precision=text.get("precision", Precision.JOUR.value),
            opened_on=text.get("ouvert_le"),
            kalitext=text.get("kalitext", ""),
            kali_state=text.get("kali_etat", ""),
            kali_modified_on=text.get("kali_modifie_le"),
            indivisible=text.get("indivisible", False),
            subject_to_agrement=text.get("soumis_a_agrement"),
            **self.effect_of(text),
            observation=text.get("constat_2020_10_27", ""),
            note=text.get("note", ""),
        )
        sources = self.load_citations(text, agreement=agreement)
        for signature in text.get("signature", []):
            key = {
                "agreement": agreement,
                "organisation": self.named(Organisation, signature["organisation"]),
                "mode": signature["mode"],
            }
            self.sync(
                "signatures",
                Signature,
                key,
                {"sources": cited(signature, sources)},
                on=signature.get("date"),
                precision=signature.get("precision", Precision.JOUR.value),
            )
        events = [self.event(event, sources) for event in text.get("evenement", [])]
        self.sync_list("événements", Event, {"agreement": agreement}, events)
        self.load_divergences(agreement, text.get("divergence", []))

    def effect_of(self, text: dict) -> dict:
        """Its rule of effect, its term; where its file says none, what was read in the official text stays."""
        held = self.recorded(Agreement, slug=text["identifiant"])
        official = held and OfficialText.objects.filter(agreement=held.pk).exists()
        term = {} if "terme" not in text and official else {"term": text.get("terme")}
        term["term_is_a_bound"] = text.get("terme_au_plus_tard", False)
        if "effet" not in text and official:
            return term
        rule = text.get("effet", {})
        return term | {
            "rule": rule.get("regle", ""),
            "rule_date": rule.get("le"),
            "rule_text": rule.get("texte", ""),
        }

    def load_citations(self, text: dict, **about) -> dict[str, Source]:
        """The sources of a file, by their local key."""
        given = text.get("source", [])
        sources = [self.load_source(one) for one in given]
        read = [
            Listed({"source": source, "seen": one.get("lu", "")}, {})
            for one, source in zip(given, sources, strict=True)
        ]
        self.sync_list("lectures", Citation, about, read)
        return {
            one.get("cle", str(place)): source
            for place, (one, source) in enumerate(zip(given, sources, strict=True), 1)
        }

    def event(self, event: dict, sources: dict) -> Listed:
        values = {
            "nature": event["nature"],
            "label": event.get("intitule", ""),
            "act": self.named(Act, event["acte"]) if "acte" in event else None,
            "on": event.get("date"),
            "precision": event.get("precision", Precision.JOUR.value),
            "convention": self.named(Convention, event["convention"]) if "convention" in event else None,
            "reference": event.get("reference", ""),
            "motive": event.get("motif", ""),
            "reserves": "\n".join(event.get("reserves", [])),
            "note": event.get("note", ""),
            "observation": event.get("constat", False),
        }
        return Listed(values, {"sources": cited(event, sources)})

    def load_divergences(self, agreement: Agreement, given: list[dict]) -> None:
        told = [Listed({"subject": one["sujet"], "comment": one.get("commentaire", "")}, {}) for one in given]
        rows = self.sync_list("divergences", Divergence, {"agreement": agreement}, told)
        for row, one in zip(rows, given, strict=True):
            values = [Listed({"value": v["valeur"], "said_by": v["source"]}, {}) for v in one["valeur"]]
            self.sync_list("valeurs divergentes", DivergentValue, {"divergence": row}, values)

    def load_relations(self, text: dict) -> None:
        for relation in text.get("relation", []):
            key = {
                "agreement": self.named(Agreement, text["identifiant"]),
                "kind": relation["nature"],
                "target": self.named(Agreement, relation["accord"]) if "accord" in relation else None,
                "target_title": relation.get("titre", ""),
            }
            keys = {given["cle"]: given for given in text.get("source", [])}
            sources = [self.load_source(keys[cle]) for cle in relation.get("sources", [])]
            self.sync("relations", Relation, key, {"sources": sources}, note=relation.get("note", ""))


def cited(given: dict, sources: dict[str, Source]) -> list[Source]:
    """The sources a signature or an event names; at least one."""
    keys = given.get("sources", [])
    if not keys:
        raise Rejected("un événement ou une signature n’a pas de source")
    if unknown := [key for key in keys if key not in sources]:
        raise Rejected(f"source inconnue dans ce fichier : « {unknown[0]} »")
    return [sources[key] for key in keys]
