from __future__ import annotations

from django.db import migrations, models

import phoihop.core.models

SALT = models.CharField(default=phoihop.core.models.new_salt, editable=False, max_length=32)


class Migration(migrations.Migration):
    """New names: the words under the old ones stand in older entries of the journal, and go on proving them."""

    dependencies = [
        ("meetings", "0001_meeting_with_its_parts_and_minutes"),
    ]

    operations = [
        migrations.AddField(model_name="meeting", name="salt", field=SALT),
        migrations.AddField(model_name="point", name="salt", field=SALT),
        migrations.RenameField(model_name="point", old_name="text", new_name="said"),
        migrations.RenameField(model_name="point", old_name="answer", new_name="response"),
        migrations.AlterField(
            model_name="point",
            name="said",
            field=models.TextField(blank=True, verbose_name="Nội dung"),
        ),
    ]
