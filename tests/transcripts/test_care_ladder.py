from storage.database import Database
from tests.transcripts.care_ladder import DOCUMENT, document


async def test_the_recorded_ladder_is_what_the_program_says_today(database: Database) -> None:
    assert await document(database) == DOCUMENT.read_text("utf-8"), "renew it: make transcripts"
