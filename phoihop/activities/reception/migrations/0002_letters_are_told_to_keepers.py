from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reception", "0001_timetable_and_register"),
    ]

    operations = [
        migrations.AlterField(
            model_name="reception",
            name="custody",
            field=models.CharField(
                blank=True, editable=False, max_length=200, verbose_name="Số trong sổ chuyển đơn"
            ),
        ),
    ]
