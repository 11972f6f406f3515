from collections.abc import AsyncIterator

import pytest
from langchain_core.embeddings import Embeddings
from sqlalchemy import text

from storage.archive import Archive
from storage.database import Database
from storage.records import Person
from tests.factories import EMBEDDER, exchange, make_person, make_talks, terms_of, vector_of
from tools.clock import MovedClock


class LetterEmbeddings(Embeddings):
    """Counts words."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(one) for one in texts]

    def embed_query(self, text: str) -> list[float]:
        return [float(number) for number in vector_of(text)]


@pytest.fixture
async def archive(database: Database) -> AsyncIterator[Archive]:
    async with Archive(
        database, embeddings=LetterEmbeddings(), embedder=EMBEDDER, terms_of=terms_of
    ) as opened:
        yield opened


async def test_what_was_said_is_found_by_words_and_meaning(
    archive: Archive, database: Database, person: Person, clock: MovedClock
) -> None:
    talks = make_talks(database)
    for said in ("my sister lives in Oslo", "it rained all day", "i had soup for lunch"):
        await exchange(talks, person, said, clock=clock, answer=None)
    found = await archive.search(person.id, None, "where does my sister live?", limit=2)
    assert found[0].text == "my sister lives in Oslo"
    assert found[0].vector_score > 0
    assert found[0].keyword_score > 0
    assert len(found) <= 2


async def test_nothing_of_other_people_companions_or_care_is_found(
    archive: Archive, database: Database, person: Person, clock: MovedClock
) -> None:
    talks, other = make_talks(database), await make_person(database, clock)
    await exchange(talks, other, "my sister is theirs", clock=clock)
    await exchange(talks, person, "my sister is a secret of mio", clock=clock, agent_id="mio")
    await exchange(talks, person, "my sister is in need", clock=clock, kind="care")
    assert await archive.search(person.id, None, "my sister", limit=9) == []
    [*found] = await archive.search(person.id, "mio", "my sister", limit=9)
    assert {hit.text for hit in found} == {"my sister is a secret of mio", "I hear you."}


async def test_the_store_sees_nothing_when_nobody_is_named(
    archive: Archive, database: Database, person: Person, clock: MovedClock
) -> None:
    await exchange(make_talks(database), person, "my sister", clock=clock)
    await archive.search(person.id, None, "my sister", limit=1)
    async with archive._engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM messages"))).scalar() == 0
