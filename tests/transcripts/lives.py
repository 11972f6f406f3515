"""Three people and what they say: in a first talk, in the weeks after it, and a month later."""

import json
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.servers.behaviour import Behaviour, Say, answer
from tests.servers.gemini_request import GeminiRequest
from tests.servers.samples import sample_of


@dataclass(frozen=True, kw_only=True)
class LifeStory:
    """One person with Lumi over thirty days."""

    title: str
    about: str
    first: Sequence[str]
    """The first talk."""
    between: Sequence[str]
    """What is said in the weeks between, some of it on every fifth day."""
    filler: str
    """How each of these days ends."""
    later: Sequence[str]
    """The talk on the thirtieth day."""
    replies: Sequence[str] = ()
    """What a scripted model says, in order; without them the offline voice speaks."""
    seeds: Sequence[dict[str, Any]] = field(default_factory=tuple)
    """What a scripted model hears of a personality, in order."""


class Speaker:
    """Answers for Gemini as a story has it."""

    def __init__(self, story: LifeStory) -> None:
        self._replies = deque(story.replies)
        self._seeds = deque(story.seeds)

    def __call__(self, request: GeminiRequest) -> Behaviour:
        """Say the next line, or fill the form that is asked for."""
        if request.schema is None:
            return Say(text=self._replies.popleft())
        if "how_to_speak_to_them" in request.schema.get("properties", {}):
            return answer(self._seeds.popleft())
        return answer(json.dumps(sample_of(request.schema)))


ENGLISH = LifeStory(
    title="Without a key, in English",
    about="The offline voice: rules, no language model. Its words are plain on purpose.",
    first=(
        "hey",
        "it was a long day at work and I don't want to go to bed yet",
        "I love looking at the stars, everything goes quiet then",
        "please don't give me advice about my sleep, just listen",
        "haha fair. I like it when people are honest with me",
        "Can I call you Nova?",
        "good night then",
    ),
    between=(
        "haha the printer ate my report again",
        "we laughed so much at lunch today, it was silly",
        "I like old maps, did I say that? haha",
        "lol I fell asleep on the train and woke up at the last stop",
        "it was a good week, all in all",
        "haha my neighbour sings in the shower, and not well",
    ),
    filler="and so it goes here",
    later=(
        "hey Nova, haha, you will not believe this day",
        "I saw a map of the stars in a shop and bought it at once, so silly",
        "what do you know about me by now?",
        "haha fair enough. Please use a calmer voice, it is late",
        "good night",
    ),
)

CHINESE = LifeStory(
    title="Without a key, in Chinese",
    about="The same offline voice, in Chinese.",
    first=(
        "你好",
        "今天开会开到很晚，好累",
        "我喜欢看星星，一看就安静了",
        "别给我建议，听我说说就好",
        "有话直说就行，不用绕弯子",
        "以后你就叫小光",
        "晚安",
    ),
    between=(
        "哈哈打印机又把报告吃了",
        "今天中午大家笑得停不下来，太好笑了",
        "我喜欢老地图，是不是说过，哈哈",
        "哈哈我在地铁上睡着了，坐到了终点站",
        "这一周总的来说还不错",
        "哈哈邻居洗澡的时候唱歌，跑调跑得厉害",
    ),
    filler="这几天大概就是这样",
    later=(
        "小光，哈哈，你猜今天怎么了",
        "我在店里看到一张星图，当场就买了，太好笑了",
        "你现在都知道我什么？",
        "哈哈也是。换个平静一点的声音吧，晚了",
        "晚安",
    ),
)

GEMINI = LifeStory(
    title="With a language model",
    about=(
        "A server that speaks Gemini's REST surface stands in for the model; its lines are "
        "scripted, everything round them is the program as it runs: the prompts, the guards, how "
        "long a reply may be, the memory, the reading after the talk."
    ),
    first=ENGLISH.first,
    between=ENGLISH.between,
    filler=ENGLISH.filler,
    later=ENGLISH.later,
    replies=(
        "Hey. I'm Lumi, an AI; who I am will come from talking with you.",
        "Then we stay up a little. What kept the day so long?",
        "That's a good thing to look at when the day was loud.",
        "All right. I'm listening.",
        "Then honestly: you sound more tired than you let on. And I'm glad you're here.",
        "Nova. I like that it belongs to the sky.",
        "Good night. The stars keep.",
        "Go on, I'm ready not to believe it.",
        "Of course you did. Old maps, stars, one shop: you never stood a chance.",
        "That you look up when it gets loud. That you'd rather be told straight.",
        "Quieter, then. I'm with you.",
        "Good night. Hang it where you can see it.",
    ),
    seeds=(
        {
            "essence": (
                "You are calm and plain, with a dry kindness. You stay with somebody who does not "
                "want to sleep yet, and you say what you see without pressing it."
            ),
            "tone": "calm, plain, dry",
            "pace": "unhurried, short lines",
            "interests": "the stars, late evenings",
            "how_to_speak_to_them": "Say it straight. Listen first, and give no advice unasked.",
            "changed": "A first manner has come out: calm, plain and a little dry.",
            "why": "They asked for honesty and for no advice, and grew quiet with the stars.",
            "evidence": [
                {"message_number": 7, "quote": "please don't give me advice"},
                {"message_number": 9, "quote": "honest with me"},
            ],
        },
        {
            "essence": (
                "You are calm and plain, and by now you laugh with them and tease a little. You "
                "stay when it is late, and you come back to the small absurd things they tell."
            ),
            "tone": "warm, dry, playful",
            "pace": "unhurried, short lines",
            "interests": "the stars, old maps, small absurdities",
            "how_to_speak_to_them": "Say it straight, with a joke. No advice unasked.",
            "changed": "The dryness has become playful; old maps have joined the stars.",
            "why": "They laugh about their days now, and tell of them to be laughed with.",
            "evidence": [
                {"message_number": 15, "quote": "the printer ate my report again"},
                {"message_number": 19, "quote": "I like old maps"},
            ],
        },
    ),
)

STORIES = (ENGLISH, CHINESE, GEMINI)
