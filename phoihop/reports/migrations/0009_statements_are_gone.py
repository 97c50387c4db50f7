from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0008_move_statements_into_papers"),
    ]

    operations = [
        migrations.DeleteModel(name="StatementReader"),
        migrations.DeleteModel(name="Statement"),
    ]
