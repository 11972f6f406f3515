"""The six frames of the first protocol suffice; what was added can be left out."""

from tests.acceptance.models import LedModels
from tests.acceptance.serving import House

FIRST_PROTOCOL = {"token", "done", "voice", "proactive", "emotion"}


async def test_a_client_of_six_frames_has_a_whole_talk(house: House, models: LedModels) -> None:
    async with house.device("anna", joins=False) as anna:
        for text, words in (("Hello!", ("Hi ", "Anna.")), ("How are you?", ("Well, ", "thanks."))):
            done = len(anna.of("done"))
            await anna.send("message", text=text)
            line = await models.next_line()
            line.end(*words)
            await anna.until_done(done + 1)
            assert anna.replies[-1] == "".join(words)
        for frame in anna.of("token"):
            assert frame["text"]
        for frame in anna.of("done"):
            assert frame["messageId"]
            assert set(frame["emotionState"]) >= {"valence", "arousal", "mood"}
        assert all(
            set(frame["state"]) >= {"valence", "arousal", "mood"} for frame in anna.of("emotion")
        )
        assert anna.of("emotion")


async def test_a_reply_of_two_messages_is_one_text_for_a_client_that_knows_no_parts(
    house: House, models: LedModels
) -> None:
    async with house.device("anna", joins=False) as anna:
        await anna.send("message", text="I dropped my favourite cup this morning.")
        (await models.next_line()).end("Oh no!\n", "\nThe blue one?")
        await anna.until_done()
        assert anna.replies == ["Oh no!\n\nThe blue one?"]
        parts = [frame.get("part", 0) for frame in anna.of("token")]
        assert (parts, set(parts)) == (sorted(parts), {0, 1})
        assert [frame["pause"] for frame in anna.of("token") if "pause" in frame] == [0.9]
        [done] = anna.of("done")
        assert (done["parts"], done["ended"]) == (2, "complete")


async def test_media_ids_may_come_with_a_message(house: House, models: LedModels) -> None:
    async with house.device("anna", joins=False) as anna:
        await anna.send("message", text="Look!", mediaIds=["photo-1"])
        (await models.next_line()).end("I see.")
        await anna.until_done()
        assert anna.replies == ["I see."]


async def test_numbers_grow_by_one_over_many_turns(house: House, models: LedModels) -> None:
    async with house.device("anna", joins=False) as anna:
        for number in range(5):
            await anna.say(f"This is message {number}.")
            (await models.next_line()).end("One ", "two ", "three.")
            await anna.until_done(number + 1)
        assert anna.numbers == list(range(1, len(anna.numbers) + 1))
        kinds = [frame["type"] for frame in anna.stream if frame["type"] != "token"]
        first = ["ack", "emotion", "notice", "done"]
        assert kinds == [*first, *["ack", "emotion", "done"] * 4]


async def test_private_frames_repeat_the_newest_number(house: House, models: LedModels) -> None:
    async with house.device("anna", joins=False) as anna:
        await anna.say("Hello!")
        (await models.next_line()).end("Hi.")
        await anna.until_done()
        await anna.in_step()
        assert anna.of("pong")[-1]["seq"] == anna.last_seq
        assert anna.of("notice", kind="welcome")[0]["seq"] == 0
