"""Small archives in the form of DILA's official streams. The acts are ours."""

import io
import tarfile
from html import escape
from pathlib import Path

TITLE = "Arrêté du 2 octobre 2020 relatif à l'agrément de certains accords de travail"
OPENING = "Sont agréés, à compter de la date prévue dans le texte ou à défaut de la publication, les textes suivants :"
VISAS = "Vu l'avis de la Commission nationale d'agrément en sa séance du 1er octobre 2020,<br/>Arrête :"


def path_of(kind: str, identifier: str) -> str:
    """« texte/version/JORF/TEXT/00/00/00/00/00/JORFTEXT000000000077.xml »"""
    digits = identifier[8:]
    pairs = "/".join(digits[start : start + 2] for start in range(0, 10, 2))
    return f"jorf/global/{kind}/JORF/{identifier[4:8]}/{pairs}/{identifier}.xml"


def act(
    number: int,
    *articles: str,
    title: str = TITLE,
    nor: str = "TEST2026001A",
    on: str = "2020-10-02",
    published: str = "2020-10-29",
    nature: str = "ARRETE",
    extra: str = "",
) -> dict[str, str]:
    """The files of one act of the Journal officiel, by path; its articles are HTML."""
    cid = f"JORFTEXT{number:012}"
    version = f"""<?xml version="1.0" encoding="UTF-8"?>
<TEXTE_VERSION><META><META_COMMUN><ID>{cid}</ID><ORIGINE>JORF</ORIGINE><NATURE>{nature}</NATURE></META_COMMUN>
<META_SPEC><META_TEXTE_CHRONICLE><CID>{cid}</CID><NOR>{nor}</NOR><DATE_PUBLI>{published}</DATE_PUBLI>
<DATE_TEXTE>{on}</DATE_TEXTE><ORIGINE_PUBLI>JORF n°0263 du 29 octobre 2020</ORIGINE_PUBLI></META_TEXTE_CHRONICLE>
<META_TEXTE_VERSION><TITRE>Arrêté</TITRE><TITREFULL>{escape(title)}</TITREFULL></META_TEXTE_VERSION></META_SPEC></META>
<VISAS><CONTENU>{VISAS}</CONTENU></VISAS>{extra}
<SIGNATAIRES><CONTENU><p>A. Personne</p></CONTENU></SIGNATAIRES></TEXTE_VERSION>"""
    names = [f"JORFARTI{number * 100 + rank:012}" for rank in range(len(articles))]
    links = "".join(f'<LIEN_ART id="{name}" num="{rank}"/>' for rank, name in enumerate(names, 1))
    files = {
        path_of("texte/version", cid): version,
        path_of("texte/struct", cid): f"<TEXTELR><STRUCT>{links}</STRUCT></TEXTELR>",
    }
    for rank, (name, words) in enumerate(zip(names, articles, strict=True), 1):
        files[path_of("article", name)] = (
            f"<ARTICLE><META><META_SPEC><META_ARTICLE><NUM>{rank}</NUM></META_ARTICLE></META_SPEC></META>"
            f"<BLOC_TEXTUEL><CONTENU>{words}</CONTENU></BLOC_TEXTUEL></ARTICLE>"
        )
    return files


def agreed(*lines: str) -> str:
    return f"<p>{OPENING}</p>" + "".join(f"<p>{line}</p>" for line in lines)


def tarball(path: Path, *acts: dict[str, str], under: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as packed:
        for name, words in sorted(merged(acts).items()):
            member = tarfile.TarInfo(f"{under}{name}")
            raw = words.encode()
            member.size = len(raw)
            packed.addfile(member, io.BytesIO(raw))
    return path


def folder(path: Path, *acts: dict[str, str], under: str = "") -> Path:
    for name, words in merged(acts).items():
        file = path / under / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, encoding="utf-8")
    return path


def merged(acts) -> dict[str, str]:
    return {name: words for files in acts for name, words in files.items()}
