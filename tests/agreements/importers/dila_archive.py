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
    links: str = "",
    annex: str = "",
) -> dict[str, str]:
    """The files of one act of the Journal officiel, by path; its articles are HTML.

    `links` are what its header links to; `annex` is the HTML of an article that stands in two sections, one in the
    other, as the annexes of an act do.
    """
    cid = f"JORFTEXT{number:012}"
    version = f"""<?xml version="1.0" encoding="UTF-8"?>
<TEXTE_VERSION><META><META_COMMUN><ID>{cid}</ID><ORIGINE>JORF</ORIGINE><NATURE>{nature}</NATURE></META_COMMUN>
<META_SPEC><META_TEXTE_CHRONICLE><CID>{cid}</CID><NOR>{nor}</NOR><DATE_PUBLI>{published}</DATE_PUBLI>
<DATE_TEXTE>{on}</DATE_TEXTE><ORIGINE_PUBLI>JORF n°0263 du 29 octobre 2020</ORIGINE_PUBLI></META_TEXTE_CHRONICLE>
<META_TEXTE_VERSION><TITRE>Arrêté</TITRE><TITREFULL>{escape(title)}</TITREFULL>
<LIENS>{links}</LIENS></META_TEXTE_VERSION></META_SPEC></META>
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
    return files | (annexed(number, files, annex) if annex else {})


def annexed(number: int, files: dict[str, str], words: str) -> dict[str, str]:
    """The structure of an act with its annex, and the files of the sections and of the article of this one."""
    cid, article = f"JORFTEXT{number:012}", f"JORFARTI{number * 100 + 90:012}"
    outer, inner = (f"JORFSCTA{number * 100 + rank:012}" for rank in (91, 92))
    struct = path_of("texte/struct", cid)
    link = '<LIEN_SECTION_TA cid="{0}" id="{0}" niv="1">Annexes</LIEN_SECTION_TA>'
    of_the_text = (
        f'<CONTEXTE><TEXTE cid="{cid}" nature="ARRETE"><TITRE_TXT>Un titre</TITRE_TXT></TEXTE></CONTEXTE>'
    )
    return {
        struct: files[struct].replace("</STRUCT>", f"{link.format(outer)}</STRUCT>"),
        path_of(
            "section_ta", outer
        ): f"<SECTION_TA><ID>{outer}</ID><TITRE_TA>Annexes</TITRE_TA><COMMENTAIRE/>"
        f"<STRUCTURE_TA>{link.format(inner)}</STRUCTURE_TA>{of_the_text}</SECTION_TA>",
        path_of("section_ta", inner): f"<SECTION_TA><ID>{inner}</ID><TITRE_TA>Annexe 1</TITRE_TA>"
        f'<STRUCTURE_TA><LIEN_ART id="{article}" num=""/></STRUCTURE_TA>{of_the_text}</SECTION_TA>',
        path_of(
            "article", article
        ): "<ARTICLE><META><META_SPEC><META_ARTICLE><NUM/></META_ARTICLE></META_SPEC></META>"
        f"<BLOC_TEXTUEL><CONTENU>{words}</CONTENU></BLOC_TEXTUEL></ARTICLE>",
    }


def agreed(*lines: str) -> str:
    return f"<p>{OPENING}</p>" + "".join(f"<p>{line}</p>" for line in lines)


def tarball(path: Path, *acts: dict[str, str | bytes], under: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as packed:
        for name, words in sorted(merged(acts).items()):
            member = tarfile.TarInfo(f"{under}{name}")
            raw = words if isinstance(words, bytes) else words.encode()
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
