import pytest

from storage.records.outreach import OutreachWish
from tools.models.offline.prompt import notes_in
from tools.outreach.consent import hear_consent
from tools.outreach.written import WritingFirst
from tools.prompts.render import Language


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("You can write to me first.", "agreed"),
        ("Please don't write to me first.", "refused"),
        ("Please don't write to me before nine.", "hours"),
    ],
)
def test_the_offline_voice_reads_every_note_on_writing_first(
    said: str, heard: str, language: Language
) -> None:
    wish = hear_consent(said)
    assert isinstance(wish, OutreachWish)
    writing = WritingFirst(wish=wish, language=language)
    assert notes_in("\n".join(writing.notes())).writing == heard
    assert writing.room > 0, "what was noted is said to its end"
