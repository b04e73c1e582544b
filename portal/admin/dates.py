"""Dates as people write them, in every form of the admin: « 04.06.2024 », « 4 juin 2024 », « 04/06/24 »."""

from datetime import date

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError

from portal.french.dates import PartialDate, Precision
from portal.french.typed_dates import FIRST_YEAR, LAST_YEAR, dates_in, typed_day
from portal.french.writing import date_fr

NOT_A_DAY = "Ce n’est pas un jour : écrivez « 04/06/2024 », « 4 juin 2024 » ou « 04.06.2024 »."


class TypedDateField(forms.DateField):
    """One day, however it is written; it is shown back as it was typed until it is saved."""

    default_error_messages = {"invalid": NOT_A_DAY}

    def to_python(self, value) -> date | None:
        if isinstance(value, str) and (day := typed_day(value)):
            return day
        return super().to_python(value)


class PartialDateField(forms.CharField):
    """A day, else the month or the year where a source tells no more; `None` where it tells nothing."""

    widget = AdminDateWidget
    default_error_messages = {
        "invalid": f"{NOT_A_DAY} « juin 2024 » ou « 2024 » si la source n’en dit pas plus."
    }

    def to_python(self, value) -> PartialDate | None:
        text = super().to_python(value)
        if not text:
            return None
        if text.isdecimal() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR:
            return PartialDate(date(int(text), 1, 1), Precision.ANNEE)
        found = dates_in(text)
        if len(found) != 1 or (found[0].start, found[0].end) != (0, len(text)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return PartialDate(found[0].period.first, found[0].period.precision)

    def prepare_value(self, value):
        return date_fr(value.day, value.precision) if isinstance(value, PartialDate) else value
