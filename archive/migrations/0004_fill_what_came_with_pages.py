"""What the columns of 0003 hold for the rows of earlier versions.

Apart from the changes of the schema: PostgreSQL does not alter a table whose rows were changed in the same transaction.
"""

from django.db import migrations


def fill_address_keys(apps, schema_editor):
    """Give the articles of earlier versions the key that they are met again by."""
    from archive.addresses import key

    Article = apps.get_model("archive", "Article")
    addressed = Article.objects.exclude(url="").order_by("pk").values_list("pk", "url")
    for pk, url in addressed.iterator(1_000):
        Article.objects.filter(pk=pk).update(address_key=key(url))


def tell_what_was_public(apps, schema_editor):
    """What is accepted may have been cited."""
    apps.get_model("archive", "Passage").objects.filter(status="accepted").update(was_public=True)


def propose_what_is_retired(apps, schema_editor):
    """On the way back: earlier versions know no retired passages. Proposed ones are hidden from readers too."""
    apps.get_model("archive", "Passage").objects.filter(status="retired").update(status="proposed")


class Migration(migrations.Migration):

    dependencies = [("archive", "0003_ingest_of_pages")]

    operations = [
        migrations.RunPython(fill_address_keys, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(tell_what_was_public, propose_what_is_retired, elidable=True),
    ]
