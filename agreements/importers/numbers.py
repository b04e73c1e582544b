"""One number, however a source writes it."""

import re

from portal.french.analyser import fold


def number_key(number: str) -> str:
    """« 085-04 », « 85-4 » and « 85-04 » are one number; « 12 bis » is not « 12 ».

    >>> number_key("85-04"), number_key("N° 12 BIS"), number_key("1er")
    ('85 4', '12 bis', '1')
    """
    plain = re.sub(r"\b1er\b", "1", fold(number)).removeprefix("n ").removeprefix("no ")
    return re.sub(r"\b0+(?=\d)", "", plain)
