from phoihop.core.apps import ModuleConfig


class SampleConfig(ModuleConfig):
    name = "phoihop.core.tests.sample"
    label = "sample"
    title = "Việc thử"
    menu = "chuong-trinh"
    default_auto_field = "django.db.models.BigAutoField"
