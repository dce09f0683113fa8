"""Tags: put on claims, renamed, merged."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from django.db import transaction

from archive.curation.errors import CurationError
from archive.models import Claim, Tag
from archive.models.named import name_key
from archive.models.slugs import free_slug
from archive.models.tag import TagColour


@transaction.atomic
def tag_claim(claim: Claim, names: Iterable[str]) -> list[Tag]:
    """Tag `claim` with `names`, each met under any of its aliases or made; return the tags."""
    tags = [Tag.objects.named(name) or _new_tag(name.strip()) for name in names if name.strip()]
    claim.tags.add(*tags)
    return tags


def _new_tag(name: str) -> Tag:
    """A tag in a colour of the palette, the same for the same name; a curator may choose another."""
    return Tag.objects.create(name=name, colour=TagColour.values[crc32(name_key(name).encode()) % len(TagColour)])


@transaction.atomic
def rename_tag(tag: Tag, name: str) -> None:
    """Give `tag` a new name and address; the old ones stay behind as an alias, so that old links lead on.

    Raises CurationError where the name is another tag's or an alias of one.
    """
    name = name.strip()
    if not name:
        raise CurationError("A tag needs a name.")
    old_name, old_slug = tag.name, tag.slug
    if name_key(name) == tag.name_key:
        tag.name = name
        tag.save()
        return
    holder = Tag.objects.filter(name_key=name_key(name)).first()
    if holder is not None and holder.alias_of_id != tag.pk:
        raise CurationError(
            f"“{holder.name}” is a tag already, or an alias of one. Merge “{old_name}” into it instead."
        )
    if holder is not None:
        tag.slug = holder.slug
        holder.delete()
    else:
        tag.slug = free_slug(tag, name)
    tag.name = name
    tag.save()
    Tag.objects.create(name=old_name, slug=old_slug, alias_of=tag)


@transaction.atomic
def merge_tags(tag: Tag, into: Tag) -> list[Claim]:
    """Make `tag` an alias of `into`: its claims and aliases move, its name and address lead on.

    Returns the claims that moved. Raises CurationError where the two are one, or either is an alias.
    """
    if tag.pk == into.pk:
        raise CurationError(f"“{tag.name}” cannot be merged into itself.")
    for one in (tag, into):
        if one.alias_of_id is not None:
            raise CurationError(f"“{one.name}” is an alias. Merge the tag that it stands for.")
    claims = list(tag.claims.all())
    for claim in claims:
        claim.tags.add(into)
        claim.tags.remove(tag)
    tag.aliases.update(alias_of=into)
    tag.alias_of = into
    tag.save()
    if tag.description and not into.description:
        into.description = tag.description
        into.save()
    return claims
