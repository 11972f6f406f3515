import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.farewell.notice import is_farewell

LEAVING = (
    """
good night|Good night, Lumi!|gotta go|I gotta go now, thanks|ok bye|I'm going to bed|ttyl
I should get some sleep. Night!|see you tomorrow|It's late, I have to go|I need to go to work now
alright I'm off, love you|that was fun! goodnight|Gotta run, see you!|Time for me to go.
晚安|我先睡了|拜拜|先这样，拜拜|那我先下了啊|好了不聊了，晚安|我要睡觉了|我得走了，回头聊|困了，睡了
先去忙了|今天就聊到这儿吧|再见|明天见！|我睡啦，你也早点休息|晚安，爱你|好啦我去洗澡了
""".strip()
    .replace("\n", "|")
    .split("|")
)

STAYING = (
    """
goodbye to my old job|I said goodbye to my old job today|I have to go to the dentist tomorrow
she said good night and left|how do you say good night in Korean?|I couldn't sleep last night
What a good night we had|should I go?|Good night? it's only 5pm!|I have to leave my husband
I need to go to the shop and then cook|gotta go, but what was that movie called?
I have to go through this again|my mom told me to go to bed|night shifts are killing me
他跟我说了晚安|我睡了一整天|跟过去说再见|再见到他我会紧张|晚安用韩语怎么说|我去睡了个午觉，感觉好多了
该不该走了？|我妈让我早点休息|我先走过去看看|明天见客户好紧张|不走了|别走
""".strip()
    .replace("\n", "|")
    .split("|")
)


@pytest.mark.parametrize("text", LEAVING)
def test_who_leaves_is_noticed(text: str) -> None:
    assert is_farewell(text)
    assert is_farewell(f"We had soup today and it was fine. {text}")


@pytest.mark.parametrize("text", STAYING)
def test_who_only_speaks_of_leaving_stays(text: str) -> None:
    assert not is_farewell(text)


@settings(max_examples=30, deadline=200)
@given(st.text(alphabet="了啊晚安拜好那 gn,byeok!", max_size=4_000))
def test_no_text_takes_long(text: str) -> None:
    is_farewell(text)
