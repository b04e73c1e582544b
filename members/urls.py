from django.urls import path

from members.pages import applicable, associations, figures
from portal.web.files.tables import tables

urlpatterns = [
    path("adherents/", associations.association_list, name="associations"),
    path("adherents.json", associations.association_list_json, name="associations-json"),
    *tables("adherents", "associations", associations.association_table),
    path("adherents/<slug:slug>/", associations.association_detail, name="association"),
    path("adherents/<slug:slug>.json", associations.association_detail_json, name="association-json"),
    path("chiffres/", figures.figures, name="figures"),
    path("chiffres.json", figures.figures_json, name="figures-json"),
    path("applicable/", applicable.applicable, name="applicable"),
    path("applicable.json", applicable.applicable_json, name="applicable-json"),
    *tables("applicable", "applicable", applicable.applicable_table),
]
