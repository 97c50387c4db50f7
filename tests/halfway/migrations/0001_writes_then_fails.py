"""Two steps of an update: the first is written, the second does not go through."""

from django.db import migrations


class Migration(migrations.Migration):
    atomic = True
    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunSQL("CREATE TABLE halfway_note (id integer)"),
        migrations.RunSQL("INSERT INTO core_setting (name, value) VALUES ('halfway', 'da ghi')"),
    ]
