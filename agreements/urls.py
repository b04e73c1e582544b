from django.urls import path

from agreements.pages import (
    agreements,
    anomalies,
    board,
    changes,
    conventions,
    glossary,
    organisations,
    signatures,
    sources,
)
from agreements.pages.acts import files as act_files
from agreements.pages.acts import pages as acts
from agreements.pages.articles import pages as articles
from agreements.pages.comparing import pages as comparing
from agreements.pages.files import agreements as agreement_files
from agreements.pages.files import board as board_files
from agreements.pages.files import calendars, citations, directories, feeds
from agreements.pages.files import changes as changes_files
from agreements.pages.measures import pages as measures
from portal.web.files.tables import tables

urlpatterns = [
    path("accords/", agreements.agreement_list, name="agreements"),
    path("accords.json", agreements.agreement_list_json, name="agreements-json"),
    *tables("accords", "agreements", agreement_files.agreements_table),
    path("accords.atom", feeds.agreements_atom, name="agreements-atom"),
    path("accords.ics", calendars.agreements_ics, name="agreements-ics"),
    path("accords/<slug:slug>.ics", calendars.agreement_ics, name="agreement-ics"),
    *tables("accords/<slug:slug>", "agreement", agreement_files.agreement_table),
    path("accords/<slug:slug>.bib", citations.bibtex, name="agreement-bib"),
    path("accords/<slug:slug>.ris", citations.ris, name="agreement-ris"),
    path("accords/<slug:slug>.jsonld", citations.linked_data, name="agreement-jsonld"),
    path("accords/<slug:slug>.json", agreements.agreement_detail_json, name="agreement-json"),
    path("accords/<slug:slug>.atom", feeds.agreement_atom, name="agreement-atom"),
    path("accords/<slug:slug>/articles/<slug:kaliarti>/", articles.article_version, name="article"),
    path(
        "accords/<slug:slug>/articles/<slug:kaliarti>.json",
        articles.article_version_json,
        name="article-json",
    ),
    path("conventions/", conventions.convention_list, name="conventions"),
    path("conventions.json", conventions.convention_list_json, name="conventions-json"),
    *tables("conventions", "conventions", directories.conventions_table),
    path("conventions/<slug:slug>/", conventions.convention_detail, name="convention"),
    path("conventions/<slug:slug>.json", conventions.convention_detail_json, name="convention-json"),
    path("conventions/<slug:slug>.atom", feeds.convention_atom, name="convention-atom"),
    path("organisations/", organisations.organisation_list, name="organisations"),
    path("organisations.json", organisations.organisation_list_json, name="organisations-json"),
    *tables("organisations", "organisations", directories.organisations_table),
    path("organisations/<slug:slug>/", organisations.organisation_detail, name="organisation"),
    path("organisations/<slug:slug>.json", organisations.organisation_detail_json, name="organisation-json"),
    path("organisations/<slug:slug>.atom", feeds.organisation_atom, name="organisation-atom"),
    path("actes/", acts.act_list, name="acts"),
    path("actes.json", acts.act_list_json, name="acts-json"),
    *tables("actes", "acts", act_files.acts_table),
    path("actes.atom", act_files.acts_atom, name="acts-atom"),
    path("actes/<slug:slug>.atom", act_files.act_atom, name="act-atom"),
    path("actes/<slug:slug>/", acts.act_detail, name="act"),
    path("actes/<slug:slug>.json", acts.act_detail_json, name="act-json"),
    path("suivi/", board.board, name="board"),
    path("suivi.json", board.board_json, name="board-json"),
    *tables("suivi", "board", board_files.board_table),
    path("suivi.ics", calendars.board_ics, name="board-ics"),
    path("suivi/anomalies/", anomalies.anomalies, name="anomalies"),
    path("suivi/anomalies.json", anomalies.anomalies_json, name="anomalies-json"),
    *tables("suivi/anomalies", "anomalies", anomalies.anomalies_table),
    path("suivi/signatures/", signatures.signatures, name="signatures"),
    path("suivi/signatures.json", signatures.signatures_json, name="signatures-json"),
    *tables("suivi/signatures", "signatures", signatures.signatures_table),
    path("changements/", changes.changes, name="changes"),
    path("changements.json", changes.changes_json, name="changes-json"),
    *tables("changements", "changes", changes_files.changes_table),
    path("changements.atom", feeds.changes_atom, name="changes-atom"),
    path("comparer/", comparing.comparison, name="comparison"),
    path("comparer.json", comparing.comparison_json, name="comparison-json"),
    path("mesures/", measures.measure_list, name="measures"),
    path("mesures.json", measures.measure_list_json, name="measures-json"),
    *tables("mesures", "measures", measures.measures_table),
    path("mesures.atom", feeds.measures_atom, name="measures-atom"),
    path("mesures/<slug:slug>.atom", feeds.measures_atom, name="convention-measures-atom"),
    path("mesures/<slug:slug>/", measures.convention_measures, name="convention-measures"),
    path("mesures/<slug:slug>.json", measures.convention_measures_json, name="convention-measures-json"),
    path("sources/deductions/", sources.deductions, name="deductions"),
    path("sources/deductions.json", sources.deductions_json, name="deductions-json"),
    path("glossaire/", glossary.glossary, name="glossary"),
    path("glossaire.json", glossary.glossary_json, name="glossary-json"),
]
