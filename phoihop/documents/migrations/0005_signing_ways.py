from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0004_files_published_and_redacted"),
    ]

    operations = [
        migrations.CreateModel(
            name="SigningWay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body_kind", models.CharField(max_length=20, verbose_name="Loại cơ quan")),
                (
                    "way",
                    models.CharField(
                        choices=[("head", "thủ trưởng ký trực tiếp")], default="head", max_length=10, verbose_name="Cách ký"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="Từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="Đến trước ngày")),
                ("source", models.CharField(max_length=300, verbose_name="Căn cứ")),
                ("confidence", models.CharField(default="M", max_length=10)),
            ],
            options={
                "verbose_name": "cách ký của cơ quan",
                "verbose_name_plural": "cách ký của cơ quan",
                "ordering": ("body_kind", "valid_from"),
                "constraints": [
                    models.UniqueConstraint(fields=("body_kind", "valid_from"), name="signing_way_once"),
                ],
            },
        ),
    ]
