import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0002_terms_and_successions_as_parts'),
        ('documents', '0006_words_of_catalogues'),
    ]

    operations = [
        migrations.AddField(
            model_name='handling',
            name='beside',
            field=models.CharField(blank=True, max_length=400),
        ),
        migrations.AddField(
            model_name='incomingdocument',
            name='sender_says',
            field=models.CharField(blank=True, choices=[('corrected', 'Nơi gửi đã đính chính'), ('replaced', 'Nơi gửi đã thay thế'), ('recalled', 'Nơi gửi đã thu hồi')], editable=False, max_length=10, verbose_name='Nơi gửi báo'),
        ),
        migrations.AddField(
            model_name='incomingdocument',
            name='sender_says_on',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='outgoingdocument',
            name='order_why',
            field=models.CharField(blank=True, max_length=300, verbose_name='Vì sao số và ngày không theo thứ tự'),
        ),
        migrations.CreateModel(
            name='Helper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField(default=0)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='helpers', to='documents.incomingdocument')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'ordering': ('order', 'pk'),
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('document', 'unit'), name='incoming_helper_once')],
            },
        ),
    ]
