"""The language of a text, told where the text leaves no doubt and not otherwise."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from archive.ingest.languages import agree, language_of

TEXTS = {
    "en": "The harbour lights went out one by one while the ferry waited for the tide to turn, and nobody slept.",
    "de": """Die Lichter im Hafen gingen eines nach dem anderen aus, während die Fähre auf die Flut wartete. Niemand
auf der Insel schlief in dieser Nacht. Im Frühjahr wird der Rat entscheiden, ob die alte Mauer noch einmal ausgebessert
oder endgültig aufgegeben werden soll, denn das Geld reicht kaum für die Schule und das Dach der Kirche.""",
    "fr": """Les lumières du port se sont éteintes une à une tandis que le bac attendait la marée. Personne n'a dormi
cette nuit-là sur l'île. Au printemps, le conseil décidera si le vieux mur doit être réparé encore une fois ou abandonné
pour de bon, car l'argent suffit à peine pour l'école et pour la toiture de l'église.""",
    "fi": """Sataman valot sammuivat yksi kerrallaan, kun lautta odotti vuoroveden kääntymistä. Kukaan saarella ei
nukkunut sinä yönä. Keväällä neuvosto päättää, korjataanko vanha muuri vielä kerran vai hylätäänkö se lopullisesti,
sillä rahat riittävät hädin tuskin kouluun ja kirkon kattoon.""",
    "hu": """A kikötő fényei egymás után kialudtak, miközben a komp a dagályra várt. Azon az éjszakán senki sem aludt a
szigeten. Tavasszal dönti el a tanács, hogy a régi falat még egyszer kijavítják-e, vagy végleg feladják, mert a pénz
alig elég az iskolára és a templom tetejére.""",
    "ar": """انطفأت أضواء الميناء واحدا تلو الآخر بينما كانت العبارة تنتظر المد، ولم ينم أحد في الجزيرة تلك الليلة.
وسيقرر المجلس في الربيع ما إذا كان الجدار القديم سيرمم مرة أخرى أم سيترك نهائيا، لأن المال بالكاد يكفي للمدرسة ولسقف
المسجد. وقال الصيادون إنهم سيبنون قواربهم من جديد كما فعل آباؤهم من قبل.""",
    "el": "Τα φώτα του λιμανιού έσβησαν ένα ένα, ενώ το πλοίο περίμενε την παλίρροια.",
    "he": "אורות הנמל כבו בזה אחר זה בזמן שהמעבורת חיכתה לגאות, ואיש לא ישן באותו לילה.",
    "th": "ไฟในท่าเรือดับลงทีละดวงขณะที่เรือข้ามฟากรอให้น้ำขึ้น และไม่มีใครนอนหลับในคืนนั้น",
    "ko": "나룻배가 밀물을 기다리는 동안 항구의 불빛이 하나씩 꺼졌고 그날 밤 아무도 잠들지 못했다.",
    "ja": "渡し船が潮の変わるのを待つあいだ、港の明かりは一つずつ消えていき、その夜は誰も眠れなかった。",
    "zh": "渡轮等待涨潮的时候，港口的灯一盏接一盏地熄灭了，那天夜里岛上没有人睡觉。",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items(), ids=TEXTS)
def test_a_text_shows_its_language(language: str, text: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1, 2, 3",
        "Quay",
        "Огни в гавани погасли.",  # Russian, Bulgarian or Serbian, for all that so few letters show
        "नाव ज्वार की प्रतीक्षा कर रही थी।",  # a script of Hindi, Marathi and Nepali
        " ".join(text.split(".")[0] for language, text in TEXTS.items() if language in ("de", "fr", "fi", "hu")),
        "Lorem ipsum dolor sit amet, " * 3,
    ],
)
def test_what_shows_no_language_for_certain_has_none(text: str) -> None:
    assert language_of(text) == "und"


@pytest.mark.parametrize("language", ["zh", "ja", "ko"])
def test_real_texts_without_latin_letters(language: str, shared_data: Path) -> None:
    with gzip.open(shared_data / "multilingual" / f"{language}.jsonl.gz", "rt", encoding="utf-8") as rows:
        found = [language_of(json.loads(row)["text"]) for row, _ in zip(rows, range(300), strict=False)]
    assert found.count(language) >= 0.97 * len(found)


@pytest.mark.parametrize(
    ("stated", "shown", "both"),
    [
        ("en-GB", "en", True),
        ("nb", "no", True),
        ("uk", "ru", True),  # too alike to gainsay what a page states of itself
        ("yue", "zh", True),
        ("en", "el", False),
        ("en-US", "de", False),
        ("zh-Hant", "ja", False),
    ],
)
def test_a_stated_language_agrees_with_a_text_or_does_not(stated: str, shown: str, both: bool) -> None:
    assert agree(stated, shown) is both
