"""What people say in a benchmark: always the same, long and short, in English and in Chinese."""

from typing import Literal, NamedTuple

Language = Literal["en", "zh"]

SYSTEM = (
    "You are Lumi, a warm companion. You listen, you remember, and you answer in the person's own"
    " language, in a few sentences."
)
"""What every rival tells its model; ours brings its own."""

MINUTES = 24 * 60

_TIMES = {"en": "It is {hour}:{minute:02}.", "zh": "现在{hour}:{minute:02}。"}

_OPENINGS = {
    "en": (
        "Morning!", "So, ", "Guess what,", "I was thinking:", "Honestly,", "You know what?",
        "One more thing:", "Today was long.", "Funny thing,", "By the way,", "Well,",
    ),
    "zh": (
        "早上好！", "其实，", "你猜怎么着，", "我在想，", "说实话，", "对了，",
        "还有一件事，", "今天好漫长。", "挺有意思的，", "顺便说一下，", "嗯，",
    ),
}  # fmt: skip

_MIDDLES = {
    "en": (
        "my sister Anna moved to Leeds last week and the flat feels empty without her.",
        "the interview on Friday went better than I feared, they asked about the Tokyo project.",
        "I tried the ramen place near the station and it was too salty for me.",
        "work is a lot right now, my manager wants the report by Tuesday.",
        (
            "I finally finished the book about lighthouses that you asked me about, and it made"
            " me want to drive up the coast for a weekend, just with the dog and no phone, the way"
            " we used to do it when my father lived in the little house above the harbour."
        ),
        "the dog learned to open the fridge.",
        "I started running again, three kilometres before breakfast.",
        "I had a quarrel with Ben about the holidays.",
        "I am learning to play the cello.",
        "my back hurts from sitting all day.",
        "we are thinking about painting the kitchen green.",
        "tea or coffee, what would you say?",
        "I dreamed of the sea again.",
    ),
    "zh": (
        "我妹妹安娜上周搬去利兹了，家里一下子空了。",
        "周五的面试比我想的顺利，他们问了东京那个项目。",
        "我去了车站旁边那家拉面店，有点太咸了。",
        "最近工作很多，经理要我周二之前交报告。",
        (
            "那本讲灯塔的书我终于看完了，看完特别想周末沿着海岸开车，只带上狗，不带手机，"
            "就像以前爸爸还住在港口上面那间小房子的时候那样。"
        ),
        "狗学会开冰箱了。",
        "我又开始跑步了，早饭前跑三公里。",
        "我和小本因为假期的事吵了一架。",
        "我在学大提琴。",
        "坐了一整天，背有点疼。",
        "我们想把厨房刷成绿色。",
        "茶还是咖啡，你会选哪个？",
        "我又梦见大海了。",
    ),
}

_ENDINGS = {
    "en": (
        "", "It is number {number} on my list.", "What do you think?", "Anyway.",
        "That was on day {number}.", "I don't know yet.", "It made me smile.",
    ),
    "zh": (
        "", "这是我清单上的第{number}件。", "你觉得呢？", "就这样吧。",
        "那是第{number}天的事。", "我还不知道。", "想想就想笑。",
    ),
}  # fmt: skip

_REPLIES = {
    "en": (
        (
            "That sounds like a lot for one day. I am glad you told me about it, and I would like"
            " to hear how it goes on. Shall we look at it together tonight, or do you want to rest?"
        ),
        "I remember. You said it would not be easy, and still you went. What helped you most?",
        "How lovely! Tell me more about it whenever you like, I am here and I am listening.",
    ),
    "zh": (
        "听起来这一天不容易。谢谢你告诉我，我很想知道后来怎么样。今晚我们一起看看，还是你想先休息？",
        "我记得。你说过这不容易，可你还是去了。最能帮到你的是什么？",
        "真好！想说的时候再多讲讲吧，我在这里听着。",
    ),
}


LIFE: dict[Language, tuple[str, ...]] = {
    "en": (
        "My name is Robin.", "I am 34 years old.", "I live in Bristol.", "I work as a nurse.",
        "I grew up in Cork.", "I have a dog called Pepper.", "My brother Tom lives in Dublin.",
        "My best friend is called Maya.", "My boss is called Helen.", "I love Italian food.",
        "I hate mushrooms.", "I am allergic to peanuts.", "My birthday is on 3 May.",
        "I like jazz.", "I play tennis every Sunday.", "I go swimming every Tuesday.",
        "I studied biology in Galway.", "I am getting married in September.",
        "I have a driving test next month.", "I want to learn Italian.",
        "I drink tea every morning.",
        "I passed my nursing exam last year.", "I like old films.", "My mother is a teacher.",
    ),
    "zh": (
        "我叫林晓。", "我今年34岁。", "我住在杭州。", "我是护士。",
        "我是苏州人。", "我养了一只狗叫豆豆。", "我哥哥叫林涛，住在上海。", "我最好的朋友叫小雅。",
        "我老板叫王敏。", "我喜欢吃意大利菜。", "我讨厌蘑菇。", "我对花生过敏。",
        "我的生日是5月3号。", "我喜欢爵士乐。", "我每周日打网球。", "我每周二去游泳。",
        "我大学学的是生物。", "我九月要结婚。", "我下个月考驾照。", "我想学意大利语。",
        "我每天早上喝茶。", "我去年考过了护士资格证。", "我喜欢看老电影。", "我妈妈是老师。",
    ),
}  # fmt: skip
"""What somebody tells of themselves in their first days, a sentence a message."""


class Exchange(NamedTuple):
    """What a person said, and what was answered."""

    said: str
    answered: str


def message(number: int, language: Language, *, talk: int = 0) -> str:
    """Return the message of a turn; the turns of one talk count from 1.

    No two talks have the same messages, so that nobody gains by remembering a text.
    """
    minute = (37 * number + 101 * talk) % MINUTES
    return " ".join(
        (
            _TIMES[language].format(hour=minute // 60, minute=minute % 60),
            _pick(_OPENINGS[language], number + talk),
            _pick(_MIDDLES[language], number + talk),
            _pick(_ENDINGS[language], number).format(number=number),
        )
    ).strip()


def past(turns: int, language: Language, *, talk: int = 0) -> list[Exchange]:
    """Return the first `turns` exchanges of a talk that has gone on for a while."""
    return [
        Exchange(message(number, language, talk=talk), _pick(_REPLIES[language], number))
        for number in range(1, turns + 1)
    ]


def _pick(choices: tuple[str, ...], number: int) -> str:
    return choices[number % len(choices)]
