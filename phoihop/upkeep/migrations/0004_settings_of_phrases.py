from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("upkeep", "0003_settings_of_series"),
    ]

    operations = [
        migrations.AlterField(
            model_name="unitsetting",
            name="kind",
            field=models.CharField(
                choices=[
                    ("deadline", "Thời hạn"),
                    ("day", "Ngày nghỉ, ngày làm bù"),
                    ("series", "Cách đánh số văn bản"),
                    ("phrase", "Câu mẫu"),
                ],
                max_length=20,
                verbose_name="Loại",
            ),
        ),
    ]
