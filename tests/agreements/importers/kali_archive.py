"""Small archives in the form of the official package. The texts are ours."""

import io
import json
import tarfile
from pathlib import Path

AGREE = (
    "Avenant n° 7 1993-03-10 en vigueur le 1er janvier 1993 agréé par arrêté du 14 mai 1993 JORF 22 juin 1993"
)
#: An article that gives a day of effect.
CLAUSE = "<p>Le présent avenant prend effet le 1er juillet 2020, sous réserve d’agrément.</p>"
EXTENDED = {
    "textCid": "JORFTEXT000000000077",
    "articleId": "JORFARTI000000000001",
    "textTitle": "Arrêté du 16 mars 2020 - art. 1, v. init.",
    "linkType": "ETEND",
    "linkOrientation": "cible",
    "natureText": "ARRETE",
    "dateSignaTexte": "2020-03-16",
    "datePubliTexte": "2020-03-23",
}


def cited(words: str) -> dict:
    return {"textCid": "", "textTitle": words, "linkType": "CREATION", "linkOrientation": "source"}


def linked(kind: str, side: str, number: int, title: str = "Un texte (VNE)", whole: bool = False) -> dict:
    identifier = f"{number:012}"
    return {
        "textCid": f"KALITEXT{identifier}",
        "articleId": f"KALITEXT{identifier}" if whole else "KALIARTI000000000999",
        "textTitle": title,
        "linkType": kind,
        "linkOrientation": side,
        "natureText": "Accord",
        "dateSignaTexte": "2999-01-01",
    }


def article(number: int, html: str = "<p>Un texte écrit pour l’essai.</p>", **data) -> dict:
    links = data.pop("links", [])
    identifier = f"KALIARTI{number:012}"
    return {
        "type": "article",
        "data": {"id": identifier, "cid": identifier, "intOrdre": number, "etat": "VIGUEUR", "content": html}
        | {"lstLienModification": links}
        | data,
    }


def text(number: int, named: str, *articles: dict, state: str = "VIGUEUR_NON_ETEN", **data) -> dict:
    identifier = f"KALITEXT{number:012}"
    chapter = {"id": f"KALISCTA{number:012}", "title": "Titre Ier", "etat": state, "intOrdre": 1}
    children = [{"type": "section", "data": chapter, "children": list(articles or [article(number)])}]
    values = {"id": identifier, "cid": identifier, "title": named, "etat": state, "modifDate": "2020-02-01"}
    return {"type": "section", "data": values | data, "children": children}


def convention(number: int, idcc: int | None, *texts: dict, title: str = "", **data) -> dict:
    title = title or f"Convention collective nationale de l’essai {number}"
    attached = {"type": "section", "data": {"title": "Textes Attachés", "etat": "VIGUEUR", "intOrdre": 2}}
    values = {"id": f"KALICONT{number:012}", "title": title, "shortTitle": f"Essai {number}", "num": idcc}
    return {
        "type": "convention collective",
        "data": {key: value for key, value in (values | data).items() if value is not None},
        "children": [attached | {"children": list(texts)}] if texts else [],
    }


def folder(path: Path, *conventions: dict) -> Path:
    """The archive as a folder, as npm installs it."""
    inside = path / "package" / "data"
    inside.mkdir(parents=True, exist_ok=True)
    for old in inside.glob("*.json"):
        old.unlink()
    for one in conventions:
        (inside / f"{one['data']['id']}.json").write_text(
            json.dumps(one, ensure_ascii=False), encoding="utf-8"
        )
    (inside / "index.json").write_text("[]")
    return path


def tarball(path: Path, *conventions: dict, raw: dict[str, bytes] | None = None) -> Path:
    """The archive as npm packs it; `raw` adds files as they are."""
    files = {f"package/data/{one['data']['id']}.json": json.dumps(one).encode() for one in conventions}
    with tarfile.open(path, "w:gz") as packed:
        for name, content in (files | (raw or {})).items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            packed.addfile(member, io.BytesIO(content))
    return path


def small() -> list[dict]:
    """Two conventions of the sector and one beside, which share a text, cite one another and adhere."""
    shared = text(
        300,
        "Accord du 2 octobre 2019 relatif aux frais de santé",
        article(301, num="1er", links=[EXTENDED]),
        article(302, "<p>Article étendu sous réserve du respect de la loi.</p>", num="2"),
        state="VIGUEUR_ETEN",
    )
    return [
        convention(
            1,
            413,
            text(100, "Texte de base : Convention collective nationale de l’essai du 15 mars 1966."),
            text(
                101,
                "Avenant n° 354 du 23 juin 2020 relatif aux mesures salariales",
                article(1011, num="1er", links=[cited(AGREE), linked("MODIFIE", "source", 100)]),
                article(1012, num="2", surtitre="Entrée en vigueur"),
            ),
            text(102, "Adhésion par lettre du 16 janvier 2021 de NEXEM à l'avenant n° 354 du 23 juin 2020"),
            shared,
        ),
        convention(2, 29, shared),
        convention(
            3,
            1596,
            text(
                500,
                "Bretagne Accord du 3 décembre 2024 relatif aux salaires minimaux",
                article(
                    5001,
                    links=[
                        cited(
                            "Accord 2004-01-12 en vigueur le 1er janvier 2005 BO conventions collectives 2005-9 "
                            "étendu par arrêté du 4 mai 2005 JORF 14 mai 2005"
                        ),
                        linked("ABROGE", "source", 999, "Accord ancien (Ab)", whole=True),
                    ],
                ),
                state="VIGUEUR_ETEN",
            ),
        ),
        convention(4, 1001),
        convention(5, None),
    ]
