from __future__ import annotations

from django.db import migrations, models

import phoihop.core.models


class Migration(migrations.Migration):
    """A new name: the descriptions under the old one stand in older entries of the journal, and go on proving them."""

    dependencies = [
        ("petitions", "0005_custody_extensions_allowed"),
    ]

    operations = [
        migrations.AddField(
            model_name="petitionproof",
            name="salt",
            field=models.CharField(default=phoihop.core.models.new_salt, editable=False, max_length=32),
        ),
        migrations.RenameField(model_name="petitionproof", old_name="words", new_name="shows"),
    ]
