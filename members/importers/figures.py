"""Load regions, sectors, published figures and the field of texts from `fixtures/adherents/`.

Idempotent, in one transaction: a second run writes nothing, one refused row and nothing is written. A table
whose lines do not add up to the total that the document prints is refused.
"""

import tomllib
from datetime import date
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from agreements.importers.report import Outcome, Rejected, Report
from agreements.importers.rows import Rows
from agreements.models import Agreement, Convention, Organisation, Source
from members.models import Affiliation, Anomaly, BranchField, Figure, Line, Region, Scope, Sector, Table
from portal.journal.owned import Owned

#: What `load_figures` is called where it says otherwise than an editor.
ORIGIN = "chiffres publiés"


def load(folder: Path, consulted_on: date) -> Report:
    report, owned = Report(), Owned(ORIGIN)
    with transaction.atomic():
        loader = Loader(folder, consulted_on, report, owned)
        for name, step in loader.steps.items():
            loader.attempt(name, step)
        report.conflicts = owned.keep_conflicts()
        if report.rejections:
            transaction.set_rollback(True)
    return report


class Loader(Rows):
    def __init__(self, folder: Path, consulted_on: date, report: Report, owned: Owned):
        super().__init__(consulted_on, report, owned)
        self.folder = folder
        self.steps = {
            "regions.toml": self.load_regions,
            "secteurs.toml": self.load_sectors,
            "tableaux.toml": self.load_tables,
            "anomalies.toml": self.load_anomalies,
            "chiffres.toml": self.load_figures,
            "champs.toml": self.load_field,
        }

    def attempt(self, name: str, step) -> None:
        try:
            step(tomllib.loads((self.folder / name).read_text(encoding="utf-8")))
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.report.reject("fichiers", name, f"illisible : {error}")
        except KeyError as error:
            self.report.reject("fichiers", name, f"la clé {error} manque ou n’est pas connue")
        except (ObjectDoesNotExist, Rejected) as error:
            self.report.reject("fichiers", name, str(error))

    # -- One file each -------------------------------------------------------------------------------------

    def load_regions(self, file: dict) -> None:
        for position, given in enumerate(file["region"], 1):
            self.sync(
                "régions",
                Region,
                {"slug": given["identifiant"]},
                name=given["nom"],
                overseas=given.get("outre_mer", False),
                position=position,
            )

    def load_sectors(self, file: dict) -> None:
        for position, given in enumerate(file["secteur"], 1):
            self.sync(
                "secteurs", Sector, {"slug": given["identifiant"]}, name=given["nom"], position=position
            )

    def load_tables(self, file: dict) -> None:
        source = self.source(file["source"])
        for position, given in enumerate(file["tableau"], 1):
            table = self.sync(
                "tableaux",
                Table,
                {"slug": given["identifiant"]},
                title=given["titre"],
                unit=given["unite"],
                total=given["total"],
                as_of=given.get("date", ""),
                source=source,
                note=given.get("note", ""),
                position=position,
            )
            if (found := sum(line["nombre"] for line in given["ligne"])) != table.total:
                raise Rejected(f"« {table} » : les lignes font {found}, le total publié {table.total}")
            for rank, line in enumerate(given["ligne"], 1):
                self.load_line(table, rank, line)

    def load_line(self, table: Table, position: int, given: dict) -> None:
        self.sync(
            "lignes publiées",
            Line,
            {"table": table, "label": given["libelle"]},
            count=given["nombre"],
            region=self.named(Region, given["region"]) if "region" in given else None,
            size=given.get("taille", ""),
            sector=self.named(Sector, given["secteur"]) if "secteur" in given else None,
            position=position,
        )

    def load_anomalies(self, file: dict) -> None:
        sources = self.sources(file)
        for position, given in enumerate(file["anomalie"], 1):
            self.sync(
                "anomalies",
                Anomaly,
                {"text": given["texte"]},
                table=self.named(Table, given["tableau"]) if "tableau" in given else None,
                source=sources[given["source"]],
                position=position,
            )

    def load_figures(self, file: dict) -> None:
        sources, position = self.sources(file), 0
        for topic in file["rubrique"]:
            for given in topic["chiffre"]:
                position += 1
                key = {
                    "topic": topic["identifiant"],
                    "subject": given.get("de", ""),
                    "label": given["quoi"],
                    "source": sources[topic["source"]],
                }
                self.sync(
                    "chiffres publiés",
                    Figure,
                    key,
                    value=given.get("valeur", ""),
                    as_of=topic.get("date", ""),
                    note=given.get("note", ""),
                    position=position,
                )

    def load_field(self, file: dict) -> None:
        sources = self.sources(file)
        for given in file["champ"]:
            key = {
                "convention": self.named(Convention, given["convention"]),
                "branch": self.named(Convention, given["branche"]),
            }
            self.sync(
                "champs de branche",
                BranchField,
                key,
                inside=given.get("dedans", True),
                source=sources[given["source"]],
                note=given.get("note", ""),
            )
        for given in file["appartenance"]:
            key = {
                "organisation": self.named(Organisation, given["organisation"]),
                "confederation": self.named(Organisation, given["confederation"]),
                "since": given.get("depuis"),
            }
            self.sync(
                "appartenances",
                Affiliation,
                key,
                until=given.get("jusqu_au"),
                certain=given.get("certaine", True),
                source=sources[given["source"]],
                note=given.get("note", ""),
            )
        for given in file["portee"]:
            key = {
                "agreement": self.named(Agreement, given["accord"]),
                "region": self.named(Region, given["region"]) if "region" in given else None,
            }
            self.sync(
                "portées",
                Scope,
                key,
                fewest=given.get("effectif_min"),
                most=given.get("effectif_max"),
                source=sources[given["source"]],
                note=given.get("note", ""),
            )

    # -- Sources and rows ----------------------------------------------------------------------------------

    def sources(self, file: dict) -> dict[str, Source]:
        return {given["cle"]: self.source(given) for given in file["source"]}

    def source(self, given: dict) -> Source:
        """The source of that title and address; the one that agreements cite already, as it is."""
        if found := self.recorded_source(given):
            self.report.add("sources", Outcome.UNCHANGED)
            return found
        return self.load_source(given)
