"""Names in scripts that put no space within one: Chinese, Japanese, Korean.

A line of two to four such signs can be a button or a heading as well as a name. Chinese and Korean names begin with one
of few family names; of Japanese ones, which begin with many, only the length is known.
"""

from __future__ import annotations

import re

_CHINESE = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅高郑鄭梁谢謝宋唐许許邓鄧冯馮韩韓曹曾彭萧蕭肖蔡潘田董袁于余叶葉"
    "蒋蔣杜苏蘇魏程吕呂丁沈任姚卢盧傅钟鍾姜崔谭譚廖范汪陆陸金石戴贾賈韦韋夏邱方侯邹鄒熊孟秦白江阎閻薛尹段雷黎史龙龍陶贺賀顾顧"
    "毛郝龚龔邵万萬钱錢严嚴赖賴覃洪武莫孔汤湯常温溫康施文牛樊葛邢安齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷詹申欧歐耿关關兰蘭"
    "焦俞左柳甘祝包宁寧尚符舒阮纪紀柯梅童凌毕畢单單裴霍涂成苗谷盛曲冉骆駱蓝藍路游辛靳管柴蒙鲍鮑华華喻祁蒲房滕屈饶饒牟艾尤阳陽时時"
    "穆农農司卓古吉缪繆简簡车車项項连連芦蘆麦麥褚娄婁戚岑景党黨宫宮费費卜冷晏席卫衛米柏宗瞿桂全佟应應闵閔苟边邊卞姬师師仇栾隋商刁沙"
)
_KOREAN = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민나진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모"
)
_HAN = re.compile(r"[\u3400-\u9fff々]{2,5}")
_HANGUL = re.compile(r"[\uac00-\ud7a3]{2,4}")
_ORGANISATION = re.compile(
    r"(?:[社网網报報部局院会會台]|新聞|新闻|通信|日报|日報|編集|编辑|記者|记者|来源|來源|作者|뉴스|신문|일보|통신|방송|기자|편집부)$"
)


def is_name(text: str) -> bool:
    """Tell whether a word reads as a Chinese name of two to four signs or a Korean one, by its family name."""
    if _ORGANISATION.search(text):
        return False
    if _HANGUL.fullmatch(text):
        return text[0] in _KOREAN and len(text) == 3
    return _HAN.fullmatch(text) is not None and 2 <= len(text) <= 4 and text[0] in _CHINESE


def can_be_name(text: str) -> bool:
    """Tell whether a word where a name is expected can be one: as is_name, or four or five signs, as Japanese names."""
    return is_name(text) or (_HAN.fullmatch(text) is not None and len(text) >= 4 and _ORGANISATION.search(text) is None)


def is_unspaced(text: str) -> bool:
    """Tell whether a text is of the signs of such a script, with no space among them."""
    return bool(text) and all("\u3040" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7a3" for sign in text)
