"""The topics of the published figures, in the order in which they are shown."""

TOPICS = {
    "chiffres-clefs": "Chiffres clefs",
    "activite-2019": "L’activité de Nexem en 2019",
    "niveaux": "Les quatre niveaux de négociation",
    "gouvernance": "La gouvernance",
    "instances": "Les instances paritaires",
    "cppni": "Les missions de la CPPNI",
    "paritarisme": "Le fonds du paritarisme",
    "commissions": "Les commissions de Nexem",
    "themes-2019": "Les sujets en négociation à la fin de 2019",
    "salaires-2020": "Les salaires en 2020",
    "ccue": "Le projet de convention collective unique étendue",
    "enquete-2020": "L’enquête de 2020 sur l’attractivité des métiers",
}
