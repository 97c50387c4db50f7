from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0002_words_of_a_point_stand_in_its_row"),
    ]

    operations = [
        migrations.CreateModel(
            name="UsualStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="Loại hội nghị")),
                ("order", models.PositiveSmallIntegerField(verbose_name="Thứ tự")),
                ("title", models.CharField(max_length=400, verbose_name="Nội dung")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="Số phút")),
                ("who", models.CharField(blank=True, max_length=300, verbose_name="Người trình bày")),
                ("valid_from", models.DateField(verbose_name="Từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="Đến trước ngày")),
                ("source", models.CharField(max_length=300, verbose_name="Căn cứ")),
                ("confidence", models.CharField(default="M", max_length=10)),
            ],
            options={
                "verbose_name": "thứ tự hội nghị",
                "verbose_name_plural": "thứ tự hội nghị",
                "ordering": ("kind", "valid_from", "order"),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "order", "valid_from"), name="usual_step_once"),
                ],
            },
        ),
    ]
