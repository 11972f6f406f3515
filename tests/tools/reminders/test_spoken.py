from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from storage.records.reminder import Reminder
from tests.tools.models.offline.talking import talk
from tools.prompts.render import Language
from tools.reminders.spoken import MOST_LISTED, SpokenReminders
from tools.reminders.which import Meant

NOW = datetime(2026, 3, 3, 20, tzinfo=UTC)
PILLS = Reminder(
    id=UUID(int=1), what="take my pills", first_at=NOW - timedelta(days=2, hours=-1),
    timezone="UTC", every="day", insists=True, message_id=None, agent_id=None, set_at=NOW,
)  # fmt: skip
NEXT: dict[Language, str] = {
    "en": "every day at 21:00, next on Tuesday, 3 March 2026, 21:00: take my pills",
    "zh": "每天21:00，下一次是2026年3月3日，星期二，21:00：take my pills",
}
SAID: dict[Language, str] = {"en": "About my reminder then.", "zh": "说说我的提醒吧。"}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "meant",
    [
        Meant(taken_back=(PILLS,)),
        Meant(asks=(PILLS,)),
        Meant(asks=(PILLS, PILLS)),
        Meant(missing=True),
        Meant(),
    ],
)
def test_the_voice_says_what_the_prompt_tells_with_the_time_it_comes_next(
    meant: Meant, language: Language
) -> None:
    spoken = SpokenReminders(language=language, stored=(PILLS,), meant=meant, asked=True, now=NOW)
    [note] = spoken.notes()
    assert f"- {NEXT[language]}" in note
    [answer] = talk(SAID[language], system=f"You are Lumi, a companion.\n\n{note}")
    assert NEXT[language] in answer
    asks = bool(meant.asks)
    assert answer.endswith(("?", "？")) == asks


@pytest.mark.parametrize("language", ["en", "zh"])
def test_where_nothing_is_stored_it_is_said_and_a_long_list_is_cut(language: Language) -> None:
    [note] = SpokenReminders(language=language, asked=True, now=NOW).notes()
    [answer] = talk(SAID[language], system=f"You are Lumi, a companion.\n\n{note}")
    assert answer in {"I have no reminders for you right now.", "现在没有要提醒你的事。"}
    [note] = SpokenReminders(language=language, stored=(PILLS,) * 40, asked=True, now=NOW).notes()
    assert note.count("take my pills") == MOST_LISTED
    assert list(SpokenReminders(language=language, stored=(PILLS,), now=NOW).notes()) == []
