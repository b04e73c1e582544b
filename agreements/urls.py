from django.urls import path

from agreements import desk, desk_anomalies, desk_changes, desk_signatures, glossary_pages, views

urlpatterns = [
    path("accords/", views.agreement_list, name="agreements"),
    path("accords.json", views.agreement_list_json, name="agreements-json"),
    path("accords/<slug:slug>/", views.agreement_detail, name="agreement"),
    path("accords/<slug:slug>.json", views.agreement_detail_json, name="agreement-json"),
    path("conventions/", views.convention_list, name="conventions"),
    path("conventions.json", views.convention_list_json, name="conventions-json"),
    path("conventions/<slug:slug>/", views.convention_detail, name="convention"),
    path("conventions/<slug:slug>.json", views.convention_detail_json, name="convention-json"),
    path("organisations/", views.organisation_list, name="organisations"),
    path("organisations.json", views.organisation_list_json, name="organisations-json"),
    path("organisations/<slug:slug>/", views.organisation_detail, name="organisation"),
    path("organisations/<slug:slug>.json", views.organisation_detail_json, name="organisation-json"),
    path("suivi/", desk.board, name="board"),
    path("suivi.json", desk.board_json, name="board-json"),
    path("suivi.csv", desk.board_csv, name="board-csv"),
    path("suivi/anomalies/", desk_anomalies.anomalies, name="anomalies"),
    path("suivi/anomalies.json", desk_anomalies.anomalies_json, name="anomalies-json"),
    path("suivi/anomalies.csv", desk_anomalies.anomalies_csv, name="anomalies-csv"),
    path("suivi/signatures/", desk_signatures.signatures, name="signatures"),
    path("suivi/signatures.json", desk_signatures.signatures_json, name="signatures-json"),
    path("suivi/signatures.csv", desk_signatures.signatures_csv, name="signatures-csv"),
    path("changements/", desk_changes.changes, name="changes"),
    path("changements.json", desk_changes.changes_json, name="changes-json"),
    path("changements.csv", desk_changes.changes_csv, name="changes-csv"),
    path("changements/editions/", desk_changes.between_editions, name="errata"),
    path("changements/editions.json", desk_changes.between_editions_json, name="errata-json"),
    path("glossaire/", glossary_pages.glossary, name="glossary"),
    path("glossaire.json", glossary_pages.glossary_json, name="glossary-json"),
]
