"""The text index over core_searchrow: FTS5 on SQLite, a stored tsvector on PostgreSQL."""

from django.db import migrations

from phoihop.core.search_index import drop_index, make_index


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(make_index, drop_index)]
