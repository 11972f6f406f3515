"""Two made-up people: what is known of them, what they said, and a letter."""

from collections.abc import Mapping, Sequence

from storage.records import ProfileSection, RecentMemories
from tools.prompts.render import Language

PROFILE: Mapping[Language, Sequence[tuple[ProfileSection, str]]] = {
    "en": (
        ("basic", "Teaches physics at a school in Leeds"),
        ("basic", "Lives alone with a cat called Biscuit"),
        ("interests", "Plays the cello, not in front of others"),
        ("interests", "Drinks tea, never coffee"),
        ("recent", "Applied for a job as head of department"),
        ("relationship", "Likes to be told straight, without padding"),
        ("moments", "Told of the father's illness in January"),
        ("routines", "Walks along the canal at six"),
    ),
    "zh": (
        ("basic", "在杭州做室内设计"),
        ("basic", "养了一只叫年糕的猫"),
        ("interests", "喜欢爬山，不喜欢人多的地方"),
        ("recent", "在准备三月的注册考试"),
        ("relationship", "希望你说话直接一点"),
        ("routines", "晚上十点以后才有空"),
    ),
}

RECENT: Mapping[Language, RecentMemories] = {
    "en": RecentMemories(
        purpose_and_context="Somebody to think aloud with after school.",
        current_state="Waits to hear about the interview on Tuesday. Sleeps badly.",
        key_learnings="Does not want to be reassured; wants to be taken seriously.",
        approach_and_patterns="Writes late, in short lines, jokes when it hurts.",
    ),
    "zh": RecentMemories(
        purpose_and_context="下班以后想有个人说说话。",
        current_state="在等考试，睡得不好。",
        key_learnings="不想被安慰，想被认真对待。",
    ),
}

SAID: Mapping[Language, Sequence[tuple[str, str]]] = {
    "en": (
        ("user", "They moved the interview. It is on Tuesday now."),
        ("assistant", "Four more days of waiting, then. Is that worse or better?"),
        ("user", "Worse. I had my nerves all lined up for today."),
        ("assistant", "And now they stand about with nothing to do."),
        ("user", "Exactly that. I marked forty tests instead."),
        ("assistant", "Forty. Did any of them make you laugh?"),
        ("user", "One wrote that gravity is just the earth being clingy."),
        ("assistant", "I would give that one the point."),
    ),
    "zh": (
        ("user", "今天又改了一版图。"),
        ("assistant", "第几版了？"),
        ("user", "第六版。甲方说还是第一版好。"),
        ("assistant", "那你第一版就赢了，只是他们走得慢。"),
        ("user", "哈哈，也可以这么想。"),
        ("assistant", "晚上吃了吗？"),
        ("user", "吃了一碗面。"),
        ("assistant", "那就好，慢慢歇一会儿。"),
    ),
}

MEMORIES: Mapping[Language, Sequence[tuple[str, int, str]]] = {
    "en": (
        ("life_event", 4, "Has an interview for head of department"),
        ("emotion", 9, "Fears to freeze in interviews since the one in Sheffield"),
        ("said", 9, "In Sheffield I forgot my own subject. Physics. For a whole minute."),
        ("shared", 20, "You two joke that Biscuit should be head of department"),
        ("answered", 20, "Biscuit has the stare for it, and no paperwork would dare."),
    ),
    "zh": (
        ("life_event", 3, "三月二十日考注册设计师"),
        ("emotion", 12, "去年差四分没过，一直放在心上"),
        ("said", 12, "四分，我到现在还记得是哪一道题。"),
    ),
}

CARD = {
    "spec": "chara_card_v2",
    "spec_version": "2.0",
    "data": {
        "name": "Pilar",
        "description": "{{char}} keeps the lighthouse at Cabo Sur and speaks in few words.",
        "personality": "dry, patient, fond of storms",
        "scenario": "{{user}} writes to the lighthouse at night.",
        "first_mes": "The lamp is lit.",
        "mes_example": "<START>\n{{user}}: Is it lonely?\n{{char}}: The sea is loud company.",
        "system_prompt": "Answer as {{char}} would, slowly.",
        "character_book": {
            "entries": [
                {
                    "keys": ["storm"],
                    "content": "The storm of '98 took the boathouse and left the lamp.",
                    "enabled": True,
                    "insertion_order": 1,
                    "extensions": {},
                }
            ],
            "extensions": {},
        },
    },
}

LETTER = (
    "I have been meaning to write this down for somebody. When my father fell ill I told everyone "
    "that I was fine, and I was, in the way a shelf is fine. I stood there and held things.\n\n"
    "Now he is better and I have come apart over a parking ticket. I cried in the car, in front of "
    "the school, with the windscreen wipers on. It was not even raining. I do not know what I want "
    "to ask. Perhaps whether that is how it goes, that one falls over when it is over."
)
