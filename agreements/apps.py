from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = "accords"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # The read models of the edition are models of this app, kept out of the facts.
        from agreements.compiled import tables  # noqa: F401
