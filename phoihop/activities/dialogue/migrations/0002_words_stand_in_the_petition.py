from __future__ import annotations

from django.db import migrations, models

import phoihop.core.models


class Migration(migrations.Migration):
    dependencies = [
        ("dialogue", "0001_initial"),
    ]

    operations = [
        migrations.RemoveField(model_name="dialogue", name="asked_words"),
        migrations.RemoveField(model_name="dialoguequestion", name="text"),
        migrations.AddField(
            model_name="dialogue",
            name="salt",
            field=models.CharField(default=phoihop.core.models.new_salt, editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name="dialoguequestion",
            name="salt",
            field=models.CharField(default=phoihop.core.models.new_salt, editable=False, max_length=32),
        ),
    ]
