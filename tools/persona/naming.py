"""By what slug a persona from elsewhere is known here."""

import hashlib
import re
import unicodedata
from collections.abc import Collection

from tools.persona.errors import CardInvalid

SLUG_CHARACTERS = 40
"""The longest slug; it stands in every row that belongs to a persona."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OTHERS = re.compile(r"[^a-z0-9]+")


def slug_of(name: str, *, taken: Collection[str]) -> str:
    """Return a slug for a name that nobody has yet, with a number when somebody has.

    Letters lose their marks; a name without any Latin letter becomes `card-` and a few signs that
    are always the same for it.
    """
    plain = unicodedata.normalize("NFKD", name[:SLUG_CHARACTERS]).casefold()
    words = "".join(sign for sign in plain if not unicodedata.combining(sign))
    slug = _OTHERS.sub("-", words)[: SLUG_CHARACTERS - 4].strip("-")
    slug = slug or f"card-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    numbered = (slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 3)))
    return next(one for one in numbered if one not in taken)


def require_slug(slug: str) -> str:
    """Return a slug that somebody chose.

    Raises:
        CardInvalid: it has other signs than small letters, digits and single hyphens, or is too
            long.
    """
    if not _SLUG.fullmatch(slug) or len(slug) > SLUG_CHARACTERS:
        raise CardInvalid(
            f"{slug[:60]!r} has {len(slug)} characters; a short name has at most "
            f"{SLUG_CHARACTERS} small letters, digits and single hyphens."
        )
    return slug
