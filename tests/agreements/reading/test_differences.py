"""What changes between two wordings: nothing is lost of either, and what stays is told as staying."""

import time

from hypothesis import given
from hypothesis import strategies as st

from agreements.reading.agreement.differences import Change, differences, paragraphs, same_words

WORDS = st.sampled_from(["la", "prime", "est", "de", "100", "euros", ",", "238", "L. 314-6", "«", "œuvre"])
HTML = st.lists(st.lists(WORDS, max_size=8).map(" ".join), max_size=6).map(
    lambda lines: "".join(f"<p>{line}</p>" for line in lines)
)


def told(before: str, after: str) -> list[str]:
    """The paragraphs, with [-what goes-] and {+what comes+}."""
    marks = {Change.SAME: "{}", Change.REMOVED: "[-{}-]", Change.ADDED: "{{+{}+}}"}
    return [
        "".join(marks[piece.change].format(piece.words) for piece in pieces)
        for pieces in differences(before, after)
    ]


CASES = [
    ("<p>La prime est de 100 euros.</p>", "<p>La prime annuelle est de 238 euros.</p>",
     ["La prime{+ annuelle+} est de [-100-]{+238+} euros."]),
    ("<p>Un</p><p>Deux</p>", "<p>Un</p>", ["Un", "[-Deux-]"]),
    ("<p>Un</p>", "<p>Zéro</p><p>Un</p>", ["{+Zéro+}", "Un"]),
    ("<p>a b c d</p>", "<p>a x y d</p>", ["a [-b c-]{+x y+} d"]),
    ("<p>Un <b>mot</b></p>", "<div>Un  mot</div>", ["Un mot"]),
    ("<table><tr><td>1</td><td>2</td></tr></table>", "<table><tr><td>1</td><td>3</td></tr></table>",
     ["1", "[-2-]{+3+}"]),
    ("", "<p>&lt;b&gt;</p>", ["{+<b>+}"]),
    ("", "", []),
]  # fmt: skip


def test_changes_are_told_word_by_word():
    for before, after, expected in CASES:
        assert told(before, after) == expected, (before, after)


@given(HTML, HTML)
def test_each_wording_can_be_read_again_from_the_differences(before, after):
    found = differences(before, after)
    for gone, html in ((Change.ADDED, before), (Change.REMOVED, after)):
        kept = ["".join(piece.words for piece in pieces if piece.change is not gone) for pieces in found]
        assert [line for line in kept if line] == paragraphs(html)


@given(HTML)
def test_a_wording_does_not_differ_from_itself(html):
    assert same_words(differences(html, html))


def test_a_long_wording_changed_from_end_to_end_is_compared_in_time():
    before = "".join(f"<p>{' '.join(str(n * m % 97) for n in range(300))}</p>" for m in range(300))
    after = "".join(f"<p>{' '.join(str(n * m % 89) for n in range(300))}</p>" for m in range(300))
    started = time.process_time()
    assert differences(before, after)
    assert time.process_time() - started < 10
