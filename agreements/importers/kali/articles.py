"""The articles of the texts: written convention by convention, so that only one is ever in memory."""

from agreements.importers.kali.recorded import Recorded
from agreements.importers.kali.tree import OfficialConvention, OfficialTree
from agreements.importers.kali.writing import Writer, differing
from agreements.models import Article


def sync_articles(writer: Writer, convention: OfficialConvention, recorded: Recorded, seen: set[str]) -> None:
    """The articles of the texts of one convention; those of a text that two conventions share, once."""
    texts = [
        text for text in convention.texts if text.kalitext not in seen and text.kalitext in recorded.officials
    ]
    seen |= {text.kalitext for text in texts}
    rows = {recorded.officials[text.kalitext].pk for text in texts}
    held = {row.kaliarti: row for row in Article.objects.filter(text__in=rows)}
    fresh, changed, same = [], {}, 0
    for text in texts:
        official = recorded.officials[text.kalitext]
        for values in values_of(text):
            row = held.pop(values["kaliarti"], None)
            if row is None:
                fresh.append(Article(text=official, **values))
            elif values := differing(row, {**values, "text_id": official.pk}):
                changed[row] = values
            else:
                same += 1
    writer.remove("articles", Article, held.values())
    writer.create("articles", Article, fresh)
    writer.update("articles", Article, changed)
    writer.same("articles", same)


def values_of(text: OfficialTree):
    for article in text.articles:
        yield {
            "kaliarti": article.kaliarti,
            "position": article.position,
            "section": article.section,
            "number": article.number,
            "heading": article.heading,
            "state": article.state,
            "html": article.html,
            "nota": article.nota,
            "history": article.history,
        }
