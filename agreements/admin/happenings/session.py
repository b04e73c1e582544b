"""« Un texte est signé »: who signed, on which day, and where one read it."""

from agreements.admin.happenings.form import Done, day_of
from agreements.admin.happenings.parties import PartiesForm
from agreements.importers.rows import check
from agreements.law.vocabulary import Mode
from portal.french.dates import PartialDate, Precision
from portal.french.writing import of_date


class SessionForm(PartiesForm):
    mode = Mode.SIGNATURE

    on = day_of("Signé le", required=False)
    dated = day_of(
        "Date que porte le texte", required=False, help_text="S’il n’en a pas encore une au portail."
    )

    def clean(self):
        cleaned = super().clean()
        text, when = cleaned.get("text"), cleaned.get("dated")
        if text and when and text.dated and PartialDate(text.dated, Precision(text.dated_precision)) != when:
            held = of_date(text.dated, text.dated_precision)
            self.add_error("dated", f"Le portail le dit {held} : corrigez-le sur sa page, s’il le faut.")
        return cleaned

    def write(self) -> Done:
        done, when = super().write(), self.cleaned_data["dated"]
        text = done.texts[0]
        if when and not text.dated:
            text.dated, text.dated_precision = when.day, when.precision.value
            check(text)
            text.save()
            done.told.append(f"Le texte est {of_date(when.day, when.precision)}")
        return done
