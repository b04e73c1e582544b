"""The acts that a text holds, each read by its form."""

from agreements.importers.arretes.agrement import read_agrement
from agreements.importers.arretes.articles import articles_of
from agreements.importers.arretes.audiences import read_audiences
from agreements.importers.arretes.extension import read_avis, read_extension
from agreements.importers.arretes.facts import Form, ReadAct
from agreements.importers.arretes.grammar.lines import (
    LONGEST,
    Line,
    acts_of,
    lines_of,
    without_signatories,
)
from agreements.importers.arretes.headings import heading_of
from agreements.importers.arretes.mergers import read_mergers


def read_acts(text: str) -> list[ReadAct]:
    """Every act of a text; those that stand under one heading share its title and the day of its Journal officiel."""
    acts = [read_act(lines) for lines in acts_of(lines_of(text))]
    for act in acts[1:]:
        act.heading.published_on = act.heading.published_on or acts[0].heading.published_on
    return acts


def read_act(lines: list[Line]) -> ReadAct:
    short = [line for line in lines if len(line.words) <= LONGEST]
    kept = without_signatories(short)
    before, articles = articles_of(kept)
    act = ReadAct(heading_of(short, before, articles))
    for line in lines:
        if len(line.words) > LONGEST:
            act.leave(line.number, line.words, "ligne trop longue")
    match act.heading.form:
        case Form.AGREMENT:
            read_agrement(articles, act)
        case Form.EXTENSION | Form.ELARGISSEMENT:
            read_extension(articles, act)
        case Form.AVIS:
            read_avis(kept, act)
        case Form.REPRESENTATIVITE:
            read_audiences(articles, act)
        case Form.FUSION:
            read_mergers(articles, act)
        case _:
            act.leave(1, act.heading.title, "forme d’acte non reconnue")
    if not (act.decisions or act.associations or act.audiences or act.mergers or act.unread):
        act.leave(kept[0].number if kept else 1, act.heading.title, "rien de décidé n’a été lu")
    return act
