from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_statements_are_gone")]

    operations = [
        migrations.AddField(
            model_name="compilation",
            name="sample",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=20, verbose_name="Khung báo cáo"
            ),
            preserve_default=False,
        )
    ]
