from __future__ import annotations

from typing import Any

from django.db import migrations, models


def as_the_law_was(apps: Any, schema_editor: Any) -> None:
    """Cases accepted by an earlier release, which knew one and two by heart (Luật Tố cáo 25/2018, Điều 30)."""
    cases = apps.get_model("petitions", "Custody").objects.filter(kind__in=("denunciation", "reviewed"))
    for weight, times in (("complex", 1), ("very", 2)):
        cases.filter(weight=weight, accepted_on__isnull=False).update(extensions_allowed=times)


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0004_petition_say_until"),
    ]

    operations = [
        migrations.AddField(
            model_name="custody",
            name="extensions_allowed",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.RunPython(as_the_law_was, migrations.RunPython.noop),
    ]
