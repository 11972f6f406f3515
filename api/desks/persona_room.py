"""What a person can do with personas: for REST, the page and the terminal."""

from dataclasses import dataclass

from anyio import to_thread

from api.desks.persona_bodies import (
    CardBody,
    ImportedBody,
    MetBody,
    PersonaBody,
    PortraitBody,
    SideBody,
    at_rest,
    everybody,
    seed_of,
    shown_emotion,
)
from api.errors import PersonaRefused
from storage.cast import cast, preset_cards
from storage.errors import NotFound
from storage.personas import Personas
from storage.records import Person
from storage.records.persona import CardForm, ImportedPersona, PersonaLanguage
from tools.clock import Clock
from tools.persona.card import Card, card_of, read_card, write_card
from tools.persona.errors import CardError
from tools.persona.greet import first_words, first_words_of
from tools.persona.introduce import call_name, short_name, sketch_part, unnamed
from tools.persona.lorebook import lorebook_of
from tools.persona.naming import require_slug, slug_of
from tools.persona.sheet import cast_of, is_of_today, sheet_of, tagline_of
from tools.relationship.persona import config_of
from tools.relationship.words import language_of_person
from tools.text.terms import terms_of

SHOWN_CHARACTERS = 2_000
"""Signs of a text of a stranger's card that are shown."""

SHOWN_FIELDS = ("description", "personality", "scenario", "first_mes")


@dataclass(frozen=True, kw_only=True)
class PersonaRoom:
    """The personas as one person may see and bring them."""

    personas: Personas
    person: Person
    clock: Clock

    async def everybody(self, language: PersonaLanguage | None = None) -> tuple[PersonaBody, ...]:
        """Return a line about everybody."""
        brought, met = await self.personas.all_of(self.person.id)
        return everybody(tuple(cast().values()), brought, met, self._read(language))

    async def portrait(self, slug: str) -> PortraitBody:
        """Return who somebody is.

        Raises:
            NotFound: there is nobody of this name.
        """
        furthest = config_of(slug).furthest
        if persona := cast().get(slug):
            sides: dict[PersonaLanguage, SideBody] = {
                language: SideBody.of(persona, language) for language in persona.portraits
            }
            return PortraitBody(
                slug=slug,
                origin="cast",
                seed=seed_of(slug),
                portraits=sides,
                furthest=furthest,
                reply_mode=persona.rhythm.mode,
            )
        brought = await self._brought(slug)
        body = await to_thread.run_sync(_card_body, brought)
        return PortraitBody(
            slug=slug, origin="imported", seed=seed_of(slug), card=body, furthest=furthest
        )

    async def bring(self, data: bytes, slug: str | None) -> ImportedBody:
        """Keep a card; one that is brought again takes the place of itself.

        Raises:
            CardError: it cannot be used, or the slug cannot.
            PersonaRefused: the slug is that of one of the cast.
            TooManyPersonas: there is no room for another one.
        """
        card = await to_thread.run_sync(read_card, data)
        persona = await self._persona(card, slug, data)
        await self.personas.store(self.person.id, persona, now=persona.imported_at)
        remarks = await to_thread.run_sync(remarks_on, card)
        return ImportedBody(
            slug=persona.slug,
            name=persona.name,
            version=card.version,
            form=card.form,
            lorebook_entries=_entries(card),
            remarks=remarks,
        )

    async def card(self, slug: str) -> Card:
        """Return somebody's card, with the picture and other parts that it came with.

        Raises:
            NotFound: there is nobody of this name.
        """
        if slug in cast():
            return card_of(preset_cards()[slug])
        brought = await self._brought(slug, with_file=True)
        return await to_thread.run_sync(read_card, brought.original or b"")

    async def file(self, slug: str, form: CardForm) -> bytes:
        """Return somebody as a character card.

        Raises:
            NotFound: there is nobody of this name.
            CardError: this form cannot carry all of it.
        """
        return await to_thread.run_sync(write_card, await self.card(slug), form)

    async def remove(self, slug: str) -> None:
        """Let go of somebody the person brought; what was said stays.

        Raises:
            PersonaRefused: it is one of the cast.
            NotFound: the person brought none of this name.
        """
        refuse_cast(slug, "they stay")
        await self.personas.remove(self.person.id, known_form(slug), now=self.clock.now())

    async def meet(self, slug: str, language: PersonaLanguage | None = None) -> MetBody:
        """Let the person talk with somebody, who says the first words where nothing was said yet.

        Raises:
            NotFound: there is nobody of this name.
        """
        name, greeting = await self._first_words(slug, self._read(language))
        meeting = await self.personas.meet(
            self.person.id,
            slug,
            name=name,
            greeting=greeting,
            terms=terms_of(greeting),
            emotion=at_rest(slug),
            now=self.clock.now(),
        )
        return MetBody(
            slug=slug,
            name=name,
            seed=seed_of(slug),
            emotion_state=shown_emotion(slug, meeting.companion.emotion),
            greeted=meeting.greeting is not None,
        )

    async def _first_words(self, slug: str, language: PersonaLanguage) -> tuple[str, str]:
        """Return what somebody is called, and what they say first."""
        if persona := cast().get(slug):
            return persona.portraits[language].name, first_words(persona, language)
        brought = await self._brought(slug)
        card = card_of(brought.card)
        if not is_of_today(brought.sheet):
            sheet = await to_thread.run_sync(sheet_of, card)
            await self.personas.renew_sheet(self.person.id, slug, sheet)
        words = first_words_of(
            card, language, person=self.person.name, seed=f"{self.person.id}/{slug}"
        )
        return short_name(card), words

    async def _brought(self, slug: str, *, with_file: bool = False) -> ImportedPersona:
        return await self.personas.get(self.person.id, known_form(slug), with_file=with_file)

    async def _persona(self, card: Card, slug: str | None, data: bytes) -> ImportedPersona:
        if slug is not None:
            await self._refuse_another(slug, card)
        if slug is None:
            slug = await self.personas.slug_of_card(self.person.id, card.document)
        if slug is None:
            brought, met = await self.personas.all_of(self.person.id)
            taken = {*cast(), *(one.slug for one in brought), *(one.slug for one in met)}
            slug = slug_of(card.name, taken=taken)
        refuse_cast(slug, "choose another short name")
        return ImportedPersona(
            slug=require_slug(slug),
            name=card.name,
            tagline=tagline_of(card),
            card=card.document,
            sheet=await to_thread.run_sync(sheet_of, card),
            form=card.form,
            imported_at=self.clock.now(),
            original=data,
        )

    async def _refuse_another(self, slug: str, card: Card) -> None:
        """Refuse a card under the slug of somebody else who was met: it would know their talk.

        Raises:
            PersonaRefused: somebody of another name was met under this slug.
        """
        brought, met = await self.personas.all_of(self.person.id)
        names = {one.slug: one.name for one in met}
        if slug in names and slug not in cast():
            known = {names[slug], *(one.name for one in brought if one.slug == slug)}
            if known.isdisjoint({card.name, short_name(card)}):
                raise PersonaRefused(
                    f"You have talked with somebody else as {slug!r}; choose another short name."
                )

    def _read(self, language: PersonaLanguage | None) -> PersonaLanguage:
        return language or language_of_person(self.person.language)


def refuse_cast(slug: str, why: str) -> None:
    """Refuse to touch the cast.

    Raises:
        PersonaRefused: the slug is that of one of them.
    """
    if slug in cast():
        raise PersonaRefused(f"{slug!r} is one of the cast; {why}.")


def known_form(slug: str) -> str:
    """Return a slug that can be looked for.

    Raises:
        NotFound: nobody can be called so.
    """
    try:
        return require_slug(slug)
    except CardError as error:
        raise NotFound(f"There is no persona {slug[:60]!r}.") from error


def remarks_on(card: Card) -> tuple[str, ...]:
    """Return what is worth knowing: what is odd about a card, and what of it is never told."""
    named = () if call_name(card) else (unnamed(card),)
    return (*card.remarks, *named, *sketch_part(card, cast=cast_of(card)).left_out)


def _card_body(brought: ImportedPersona) -> CardBody:
    card = card_of(brought.card)
    texts = {field: card.text(field)[:SHOWN_CHARACTERS] for field in SHOWN_FIELDS}
    return CardBody(
        version=card.version,
        form=brought.form,
        texts={field: text for field, text in texts.items() if text.strip()},
        lorebook_entries=_entries(card),
        remarks=remarks_on(card),
    )


def _entries(card: Card) -> int:
    return len(lorebook_of(card).entries)
