"""`/applicable/`: what applies to an employer that the reader describes, on a day, and why."""

from datetime import date

from django import forms

from agreements.finding.queries.conventions import ConventionsField
from agreements.law.vocabulary import College
from agreements.models import Convention, Milestone, Organisation, Succession
from members.models import Region
from members.models.associations import MOST_EMPLOYEES
from members.pages import as_json
from members.pages.applicable_files import answer_table
from members.reading.sheet import sheet_of
from members.rule.binding import of
from members.rule.facts import Employer, Membership
from members.rule.vocabulary import Answer
from portal.french.writing import date_fr, listed, plural
from portal.web.answers import bad_request, json_page, page_of
from portal.web.files.tables import table_view
from portal.web.parameters import UNKNOWN, reads, refusals_of

NOT_A_NUMBER = {
    "invalid": "ce n’est pas un nombre entier.",
    "min_value": "un effectif n’est pas négatif.",
    "max_value": "un effectif ne dépasse pas un million.",
}
#: What the milestones of an organisation are called, which tell that it began and ended.
CREATION, DISSOLUTION = "création", "dissolution"
#: What the payslips do, as the answer is headed.
PAYSLIPS = {
    "oui": "dont le bulletin de paie nomme la convention",
    "non": "dont le bulletin de paie ne la nomme pas",
}


class Question(forms.Form):
    """The employer: nothing chosen for `membre` means a member of none; it may be a member of several.

    `bulletin` says whether its payslips name the convention, for one whom no membership binds.
    """

    convention = ConventionsField("Conventions appliquées")
    region = forms.ChoiceField(label="Région", required=False, error_messages=UNKNOWN)
    effectif = forms.IntegerField(
        label="Effectif", required=False, min_value=0, max_value=MOST_EMPLOYEES, error_messages=NOT_A_NUMBER
    )
    membre = forms.MultipleChoiceField(label="Membre de", required=False, error_messages=UNKNOWN)
    bulletin = forms.ChoiceField(
        label="Le bulletin de paie nomme la convention",
        required=False,
        error_messages=UNKNOWN,
        choices=[("oui", "oui"), ("non", "non")],
    )

    def __init__(self, data, day: date):
        data = data.copy()
        data.setlist("membre", [slug for slug in data.getlist("membre") if slug])
        data.setlist("convention", [slug for slug in data.getlist("convention") if slug])
        super().__init__(data)
        self.conventions = list(Convention.objects.order_by("position", "slug"))
        employers = Organisation.objects.filter(college=College.EMPLOYEUR).order_by("name")
        self.all_organisations = list(employers)
        self.ended = ended(day)
        self.regions = list(Region.objects.order_by("position"))
        self.fields["convention"].choices = [(row.slug, row.name) for row in self.conventions]
        self.fields["membre"].choices = [(row.slug, row.name) for row in self.all_organisations]
        self.fields["region"].choices = [(row.slug, row.name) for row in self.regions]

    @property
    def employer(self) -> Employer:
        given = self.cleaned_data
        return Employer(
            dict.fromkeys(given["convention"]),
            tuple(Membership(slug) for slug in given["membre"]),
            given["region"],
            given["effectif"],
            payslip={"oui": True, "non": False}.get(given["bulletin"]),
        )

    # -- What the page shows -------------------------------------------------------------------------------

    @property
    def answered(self) -> bool:
        """Whether it says enough to be answered."""
        return bool(self.cleaned_data["convention"])

    @property
    def shown(self) -> list[Convention]:
        """The conventions to choose from: those of the sector, and any other one that is chosen."""
        chosen = self.cleaned_data["convention"]
        return [row for row in self.conventions if row.in_sector or row.slug in chosen]

    @property
    def organisations(self) -> list[Organisation]:
        """Those one may join on the day, and any that is chosen."""
        chosen = self.cleaned_data["membre"]
        return [row for row in self.all_organisations if row.pk not in self.ended or row.slug in chosen]

    @property
    def described(self) -> list[str]:
        """The employer in words, as the answer is headed."""
        given = self.cleaned_data
        names = {name: dict(self.fields[name].choices) for name in ("convention", "membre", "region")}
        joined = [of(names["membre"][slug]) for slug in given["membre"]]
        told = [listed(names["convention"][slug] for slug in given["convention"])]
        told.append(f"membre {listed(joined) or 'd’aucune organisation'}")
        if given["bulletin"]:
            told.append(PAYSLIPS[given["bulletin"]])
        if given["region"]:
            told.append(names["region"][given["region"]])
        if given["effectif"] is not None:
            told.append(plural(given["effectif"], "salarié"))
        return told


def ended(day: date) -> set[int]:
    """The organisations that nobody joins any more: continued by another, or dissolved.

    Where no day of a succession was read, it is over from the creation of the organisation that continues it.
    """
    dated = Succession.objects.filter(certain=True, on__lte=day)
    created = Succession.objects.filter(
        certain=True, on=None, successor__milestones__label=CREATION, successor__milestones__on__lte=day
    ).exclude(predecessor__successions__on__isnull=False)
    dissolved = Milestone.objects.filter(label__startswith=DISSOLUTION, on__lte=day)
    return {
        *dated.values_list("predecessor", flat=True),
        *created.values_list("predecessor", flat=True),
        *dissolved.values_list("organisation", flat=True),
    }


def asked(request) -> tuple[Question, list[str]]:
    """The question of an address, and why it is refused."""
    question = Question(request.GET, request.day)
    return question, refusals_of(question)


@reads(Question)
def applicable(request):
    question, refusals = asked(request)
    if refusals:
        return bad_request(request, refusals, as_json=False)
    sheet = None
    if question.answered:
        sheet = sheet_of(question.employer, request.day, request.edition).read()
    return page_of(
        request,
        "pages/applicable.html",
        "applicable",
        question=question,
        given=question.cleaned_data,
        described=question.described if sheet else [],
        sheet=sheet,
    )


@reads(Question)
def applicable_json(request):
    question, refusals = asked(request)
    if refusals:
        return bad_request(request, refusals, as_json=True)
    if not question.answered:
        empty: dict = {answer.value: [] for answer in Answer}
        return json_page(request, {"a_preciser": ["convention"], **empty})
    return json_page(request, as_json.answer_json(sheet_of(question.employer, request.day, request.edition)))


@reads(Question)
@table_view
def applicable_table(request):
    question, refusals = asked(request)
    if not refusals and not question.answered:
        refusals = ["convention : choisissez au moins une convention."]
    if refusals:
        return bad_request(request, refusals, as_json=True)
    sheet = sheet_of(question.employer, request.day, request.edition)
    heading = f"Ce qui s’applique au {date_fr(request.day)} : {', '.join(question.described)}"
    return answer_table(sheet, heading, request)
