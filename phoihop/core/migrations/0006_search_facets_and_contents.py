"""Facets stand in the text index; what is inside a file is searched with its record."""

from django.db import migrations, models

from phoihop.core.search_index import drop_index, fill_index, make_index


class Migration(migrations.Migration):
    dependencies = [("core", "0005_newest_search_rows_first")]
    operations = [
        migrations.RunPython(drop_index, make_index),
        migrations.RemoveIndex(model_name="searchrow", name="search_newest"),
        migrations.AddField(
            model_name="searchrow", name="facets", field=models.TextField(blank=True, default="")
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record_type", models.CharField(max_length=80)),
                ("record_id", models.BigIntegerField()),
                ("text", models.TextField(blank=True)),
                ("read_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("record_type", "record_id"), name="search_text_once")
                ],
            },
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(fill_index, migrations.RunPython.noop),
    ]
