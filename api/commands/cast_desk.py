"""What the commands `miolumi persona` do with the cast, for which no database is needed."""

from pathlib import Path

from api.commands.persona_screen import PersonaScreen
from api.errors import PersonaRefused
from storage.cast import cast, preset_cards
from storage.records.persona import CardForm, PersonaLanguage
from tools.persona.card import FORMS, card_of, too_large, write_card
from tools.persona.limits import FILE_BYTES


def shown(slug: str, language: PersonaLanguage, *, json: bool) -> bool:
    """Show one of the cast; False when nobody of it is called so."""
    if slug not in cast():
        return False
    PersonaScreen(json=json).portrait(cast()[slug], preset_cards()[slug], language)
    return True


def exported(slug: str, file: Path, form: CardForm) -> bool:
    """Write one of the cast to a file; False when nobody of it is called so."""
    if slug not in cast():
        return False
    file.write_bytes(write_card(card_of(preset_cards()[slug]), form))
    return True


def read_file(file: Path) -> bytes:
    """Return what a file holds, if it is not larger than a card may be.

    Raises:
        CardTooLarge: it is.
    """
    size = file.stat().st_size
    if size > FILE_BYTES:
        raise too_large(size)
    return file.read_bytes()


def form_of(file: Path) -> CardForm:
    """Return the form that a file's name asks for.

    Raises:
        PersonaRefused: it asks for none.
    """
    for form in FORMS:
        if file.suffix.lower() == f".{form}":
            return form
    raise PersonaRefused(f"Let the file's name end in .json, .png or .charx, not {file.name!r}.")
