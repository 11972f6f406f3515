"""Whether something a model said rests on what the person said, and is not empty talk."""

import re

from tools.memory.likeness import plain
from tools.text.scripts import HAN
from tools.text.terms import terms_of

MARKS_AROUND = " \t\n\"'“”‘’「」『』.…,，。!！?？"
"""What models put round a quote or a title that does not belong to it."""

_PLACEHOLDER = re.compile(
    r"\bjohn doe\b|\bjane doe\b|\blorem ipsum\b|\bexample\.com\b|\bplaceholder\b|\bn/a\b|\btbd\b"
    r"|[\[<{](?:user|name|person|city|date|insert|用户|姓名|名字)[^\]>}]*[\]>}]"
    r"|^(?:none|null|unknown|string|content|无|未知|暂无|张三)\.?$"
)
_REFUSAL = re.compile(
    r"\bas an ai\b|\bi(?: a|')m (?:sorry|unable)\b|\bi can(?:no|')t (?:help|assist|extract)\b"
    r"|\bno (?:new )?memor(?:y|ies)\b|\bnothing (?:worth|to) remember|\blanguage model\b"
    r"|作为一个?(?:ai|人工智能)|语言模型|没有(?:可|值得|需要)(?:提取|记住|记忆)|抱歉.{0,4}(?:我|无法|不能)"
)
_HAN = re.compile(f"[{HAN}]")


def is_placeholder(text: str) -> bool:
    """Return whether a text stands where something real should stand."""
    return bool(_PLACEHOLDER.search(plain(text)))


def is_refusal(text: str) -> bool:
    """Return whether a model spoke of itself instead of answering."""
    return bool(_REFUSAL.search(plain(text)))


def is_quoted(quote: str, text: str) -> bool:
    """Return whether a quote stands in a text, whatever its case, width and white space."""
    wanted = plain(quote.strip(MARKS_AROUND))
    return bool(wanted) and wanted in plain(text)


def is_supported(content: str, text: str) -> bool:
    """Return whether a memory shares a term, or half its Chinese characters, with what was said."""
    if not set(terms_of(content)).isdisjoint(terms_of(text)):
        return True
    written = _HAN.findall(plain(content))
    return bool(written) and sum(one in plain(text) for one in written) * 2 >= len(written)
