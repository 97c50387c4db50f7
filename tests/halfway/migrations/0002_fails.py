from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("halfway", "0001_writes_then_fails")]
    operations = [migrations.RunSQL("SELECT khong_co FROM khong_co_bang")]
