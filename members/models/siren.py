"""The nine digits that number an association, checked by the formula of Luhn."""

from django.core.exceptions import ValidationError


def is_siren(text: str) -> bool:
    """
    >>> is_siren("732829320"), is_siren("732829321"), is_siren("73282932"), is_siren("٧٣٢٨٢٩٣٢٠")
    (True, False, False, False)
    """
    if len(text) != 9 or not (text.isascii() and text.isdigit()) or text == "000000000":
        return False
    doubled = [int(digit) * (1 + position % 2) for position, digit in enumerate(text)]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0


def validate_siren(text: str) -> None:
    if not is_siren(text):
        raise ValidationError(f"« {text} » n’est pas un SIREN : neuf chiffres, dont le dernier est une clef.")
