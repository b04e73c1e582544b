"""E-mail addresses and telephone numbers are taken out of the articles that pages show.

Official texts say whom to write to and which line to call: people and desks that change, and that a portal has no
reason to publish. A number of another kind is left: an article (« L. 2261-15 »), an amount, a SIRET, a date, a
list of départements, a part of an address of the web.
"""

import re

ADDRESS, TELEPHONE = "[adresse électronique masquée]", "[téléphone masqué]"
#: What official texts put between the parts of an address, or of a number.
BLANK = r"(?:[ \t\u00a0\u2009\u202f]|&nbsp;)"
AT = rf"(?:{BLANK}?@{BLANK}?|{BLANK}?[\[(](?:at|arobase)[\])]{BLANK}?)"
#: « cdna. pro » is one name, « cdna.pro. Le » is a name and the end of a sentence.
DOT = rf"(?:\.|{BLANK}\.{BLANK}?(?=[a-z])|\.{BLANK}(?=[a-z]))"
#: Each part is bounded, as those of an address are: a long text that is none is read in time.
EMAIL = re.compile(
    rf"\b[\w.+%-]{{0,63}}\w{AT}\w[\w-]{{0,62}}(?:{DOT}[\w-]{{1,63}}){{0,5}}{DOT}[a-zA-Z]{{2,10}}\b"
)
MAY_HOLD_AN_ADDRESS = re.compile(r"@|[\[(](?:at|arobase)[\])]")

SIGN = rf"(?:{BLANK}|[.\-/\u2010-\u2014])"
#: A number that goes on is something else; so is what stands in the address of a page.
AFTER = rf"(?!{SIGN}?\d)(?![\w/=])"
#: The conditions on what comes before stand after the first figure: it is what is looked for, and it is rare.
ALONE = r"(?<!\d[.\-\u00a0\u202f ]0)(?<![\w/=]0)"
NATIONAL = re.compile(rf"0{ALONE}{BLANK}?[1-9](?P<sign>{SIGN})\d\d(?:(?P=sign)\d\d){{3}}{AFTER}")
ABROAD = re.compile(rf"(?<![\w/=])(?:\+|00)33{BLANK}?(?:\(0\)|0)?{SIGN}?[1-9](?:{SIGN}?\d\d){{4}}{AFTER}")
#: Ten figures in one piece are a telephone number only where it is said.
IN_ONE_PIECE = re.compile(rf"0{ALONE}[1-9]\d{{8}}{AFTER}")
SAID = re.compile(rf"(?:tél(?:éphone)?|fax|télécopie|portable|mobile)(?:{BLANK}|[.:])*\Z", re.IGNORECASE)
SAID_WITHIN = 30  # characters


def masked(told: str) -> str:
    """A text, or clean HTML, without them."""
    told = IN_ONE_PIECE.sub(where_it_is_said, NATIONAL.sub(TELEPHONE, told))
    if "33" in told:
        told = ABROAD.sub(TELEPHONE, told)
    return EMAIL.sub(ADDRESS, told) if MAY_HOLD_AN_ADDRESS.search(told) else told


def where_it_is_said(number: re.Match) -> str:
    before = number.string[max(0, number.start() - SAID_WITHIN) : number.start()]
    return TELEPHONE if SAID.search(before) else number[0]
