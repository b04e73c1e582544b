"""`/chiffres/`: the published figures, each with its source and its date, beside what is recorded."""

from dataclasses import dataclass
from itertools import groupby

from members.finding.population import Population, population_of
from members.models import Anomaly, Figure, Line, Table
from members.models.figure_topics import TOPICS
from portal.web.answers import json_page, page_of
from portal.web.parameters import reads


@dataclass(frozen=True)
class Bar:
    """A published line, and what is recorded of the same thing; the bar is drawn from the greatest line."""

    line: Line
    recorded: int
    share: float

    @property
    def same(self) -> bool:
        return self.recorded == self.line.count


@dataclass(frozen=True)
class ComparedTable:
    table: Table
    bars: list[Bar]

    @property
    def recorded(self) -> int:
        return sum(bar.recorded for bar in self.bars)


def tables(population: Population) -> list[ComparedTable]:
    found = Table.objects.select_related("source").prefetch_related(
        "anomalies", "lines__region", "lines__sector"
    )
    return [compared(table, population) for table in found.order_by("position")]


def compared(table: Table, population: Population) -> ComparedTable:
    lines = sorted(table.lines.all(), key=lambda line: line.position)
    most = max(line.count for line in lines)
    return ComparedTable(
        table, [Bar(line, recorded(line, population), round(100 * line.count / most, 2)) for line in lines]
    )


def recorded(line: Line, population: Population) -> int:
    if line.sector:
        return population.establishments_of(population.all, [line.sector.slug])
    dimension, value = ("region", line.region.slug) if line.region else ("taille", line.size)
    return len(population.sets[dimension].get(value, ()))


def published():
    return Figure.objects.select_related("source").order_by("position")


def topics() -> list[dict]:
    """The figures by topic, and in each topic by whom they are about and from which source."""
    by_topic: dict[str, list[Figure]] = {}
    for figure in published():
        by_topic.setdefault(figure.topic, []).append(figure)
    return [
        {"slug": slug, "title": title, "groups": groups(by_topic[slug])}
        for slug, title in TOPICS.items()
        if slug in by_topic
    ]


def groups(figures: list[Figure]) -> list[dict]:
    return [
        {"subject": subject, "source": source, "as_of": as_of, "figures": list(rows)}
        for (subject, as_of, source), rows in groupby(
            figures, key=lambda figure: (figure.subject, figure.as_of, figure.source)
        )
    ]


@reads()
def figures(request):
    population = population_of(request.edition)
    return page_of(
        request,
        "pages/figures.html",
        "figures",
        tables=tables(population),
        topics=topics(),
        anomalies=list(Anomaly.objects.filter(table=None).select_related("source")),
        demonstration=population.is_demonstration,
    )


@reads()
def figures_json(request):
    population = population_of(request.edition)
    return json_page(
        request,
        {
            "demonstration": population.is_demonstration,
            "tableaux": [table_json(one) for one in tables(population)],
            "chiffres": [figure_json(figure) for figure in published()],
            "anomalies": [
                {"texte": anomaly.text, "tableau": anomaly.table.slug if anomaly.table else None}
                for anomaly in Anomaly.objects.select_related("table").order_by("position")
            ],
        },
    )


def table_json(one: ComparedTable) -> dict:
    return {
        "identifiant": one.table.slug,
        "titre": one.table.title,
        "unite": one.table.unit,
        "total_publie": one.table.total,
        "total_saisi": one.recorded,
        "source": one.table.source.title,
        "lignes": [
            {"libelle": bar.line.label, "publie": bar.line.count, "saisi": bar.recorded} for bar in one.bars
        ],
    }


def figure_json(figure: Figure) -> dict:
    return {
        "rubrique": figure.topic,
        "de": figure.subject or None,
        "quoi": figure.label,
        "valeur": figure.value or None,
        "date": figure.as_of or None,
        "note": figure.note or None,
        "source": figure.source.title,
    }
