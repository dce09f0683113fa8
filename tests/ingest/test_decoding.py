"""The bytes of a page to text: what declares their encoding, and what they show themselves."""

from __future__ import annotations

import codecs
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ingest.decoding import as_utf8, decode_html, decode_table, encoding_of, guessed_encoding, wide_encoding

RUSSIAN = "Вечером совет закрыл старый мост через реку: опоры осели, и дорога стала длиннее на полчаса."
UKRAINIAN = "Увечері рада міста вирішила закрити старий міст через річку, бо його опори просіли, кажуть мешканці."
CZECH = "Večer se rada rozhodla uzavřít starý most přes řeku, protože jeho pilíře klesly a cesta je delší."
GERMAN = "Am Abend beschloss der Rat, die alte Brücke über den Fluss zu schließen, weil ihre Pfeiler sinken."
FRENCH = "Hier, le conseil a décidé de fermer le vieux pont, car ses piliers se sont affaissés à l’été."
GREEK = "Χθες το βράδυ το συμβούλιο αποφάσισε να κλείσει την παλιά γέφυρα, επειδή υποχώρησαν τα στηρίγματα."
TURKISH = "Dün akşam meclis eski köprüyü kapatmaya karar verdi, çünkü ayakları çökmüştü ve yol uzadı."
HEBREW = "אתמול בערב החליטה מועצת העיר לסגור את הגשר הישן מעל הנהר, מפני שעמודיו שקעו."
ARABIC = "قرر مجلس المدينة مساء أمس إغلاق الجسر القديم فوق النهر لأن دعائمه هبطت كثيرا."
THAI = "เมื่อวานนี้สภาเมืองตัดสินใจปิดสะพานเก่าข้ามแม่น้ำ เพราะเสาสะพานทรุดตัวลง"
JAPANESE = "昨日の夕方、市議会は古い橋を閉鎖することを決めた。橋脚が沈んだためで、通勤は長くなる。"
CHINESE = "昨天晚上市议会决定关闭河上的旧桥，因为桥墩下沉了，居民说上班的路要多走半个小时。"
TRADITIONAL = "昨天晚上市議會決定關閉河上的舊橋，因為橋墩下沉了，居民說上班的路要多走半個小時。"
KOREAN = "어제 저녁 시의회는 강 위의 오래된 다리를 폐쇄하기로 했다. 교각이 가라앉았기 때문이다."


def page(text: str, head: str = "") -> str:
    return f"<html><head>{head}<title>Bridge</title></head><body><p>{text}</p></body></html>"


class TestWhatIsDeclared:
    @pytest.mark.parametrize(
        ("label", "codec", "text"),
        [
            ("utf-8", "utf-8", RUSSIAN),
            ("utf8", "utf-8", JAPANESE),
            ("unicode-1-1-utf-8", "utf-8", GERMAN),
            ("windows-1251", "cp1251", RUSSIAN),
            ("KOI8-R", "koi8-r", RUSSIAN),
            ("ISO-8859-2", "iso8859-2", CZECH),
            ("shift_jis", "cp932", JAPANESE + "①㈱"),
            ("x-sjis", "cp932", JAPANESE),
            ("EUC-JP", "euc_jp", JAPANESE),
            ("iso-2022-jp", "iso2022_jp", JAPANESE),
            ("gb2312", "gb18030", CHINESE + "镕"),
            ("gbk", "gb18030", CHINESE),
            ("big5", "big5hkscs", TRADITIONAL),
            ("ks_c_5601-1987", "cp949", KOREAN + "똠"),
            ("hz-gb-2312", "hz", CHINESE.replace("，", "")),
            ("tis-620", "cp874", THAI),
            ("x-mac-cyrillic", "mac_cyrillic", RUSSIAN),
        ],
    )
    def test_by_any_label_is_read(self, label: str, codec: str, text: str) -> None:
        by_http = page(text).encode(codec)
        by_meta = page(text, f'<meta charset="{label}">').encode(codec)

        assert text in decode_html(by_http, f"text/html; charset={label}")
        assert text in decode_html(by_http, f'Text/HTML;Charset="{label}"')
        assert text in decode_html(by_meta)

    def test_latin1_is_what_browsers_take_it_for(self) -> None:
        raw = page("It cost 5\u00a0€ – “too much”.").encode("cp1252")
        assert "5\u00a0€ – “too much”" in decode_html(raw, "text/html; charset=iso-8859-1")

    @pytest.mark.parametrize(
        "head",
        [
            '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
            "<META CONTENT='text/html;charset = windows-1251' HTTP-EQUIV=content-type />",
            "<meta name=x\ncharset=windows-1251>",
            "<!-- <meta charset=koi8-r> --><meta charset=windows-1251>",
            '<meta charset="nonsense"><meta charset="windows-1251">',
            f"<!-- {'long ' * 400} --><meta charset=windows-1251>",
        ],
    )
    def test_in_a_meta_element_as_pages_write_it(self, head: str) -> None:
        assert RUSSIAN in decode_html(page(RUSSIAN, head).encode("cp1251"))

    def test_in_an_xml_declaration(self) -> None:
        raw = ('<?xml version="1.0" encoding="ISO-8859-2"?>' + page(CZECH)).encode("iso8859-2")
        assert CZECH in decode_html(raw)

    def test_utf16_in_a_meta_element_cannot_be_true(self) -> None:
        assert RUSSIAN in decode_html(page(RUSSIAN, "<meta charset=utf-16>").encode())

    def test_where_declarations_disagree_the_bytes_decide(self) -> None:
        raw = page(RUSSIAN, "<meta charset=windows-1251>").encode("cp1251")
        assert RUSSIAN in decode_html(raw, "text/html; charset=koi8-r")
        assert RUSSIAN in decode_html(raw, "text/html; charset=utf-8")


class TestWhatIsDeclaredWrongly:
    @pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "koi8-r", "shift_jis"])
    @pytest.mark.parametrize("text", [RUSSIAN, FRENCH, JAPANESE])
    def test_utf8_under_another_name(self, label: str, text: str) -> None:
        assert text in decode_html(page(text).encode(), f"text/html; charset={label}")

    @pytest.mark.parametrize(("text", "codec"), [(RUSSIAN, "cp1251"), (JAPANESE, "euc_jp"), (CHINESE, "gb18030")])
    @pytest.mark.parametrize("label", ["iso-8859-1", "utf-8"])
    def test_another_script_under_a_western_name(self, text: str, codec: str, label: str) -> None:
        assert text in decode_html(page(text).encode(codec), f"text/html; charset={label}")

    def test_two_chinese_characters_that_are_utf8_by_chance_stay_chinese(self) -> None:
        raw = "服务".encode("gbk") + "一".encode("gbk")
        by_chance = "\u04bb\u05b5".encode()  # valid in both
        assert decode_html(by_chance, "text/html; charset=gbk") == by_chance.decode("gbk")
        assert decode_html(raw, "text/html; charset=gb2312") == "服务一"

    def test_damage_spoils_no_more_than_itself(self) -> None:
        raw = page(RUSSIAN).encode().replace("реку".encode(), b"re\xffka")
        assert RUSSIAN.replace("реку", "re\ufffdka") in decode_html(raw)
        broken = page(KOREAN).encode("cp949").replace("다리".encode("cp949"), b"\xff")
        assert KOREAN.replace("다리", "\ufffd") in decode_html(broken, "text/html; charset=euc-kr")

    def test_an_unknown_label_says_nothing(self) -> None:
        assert GERMAN in decode_html(page(GERMAN).encode(), "text/html; charset=klingon")
        assert GERMAN in decode_html(page(GERMAN).encode(), "text/html; charset=\udcff\u2603")


class TestWhatIsNotDeclared:
    @pytest.mark.parametrize(
        ("text", "codec"),
        [
            (RUSSIAN, "utf-8"),
            (RUSSIAN, "cp1251"),
            (RUSSIAN, "koi8-r"),
            (UKRAINIAN, "cp1251"),
            (UKRAINIAN, "koi8-u"),
            (CZECH, "cp1250"),
            (GERMAN, "cp1252"),
            (FRENCH, "cp1252"),
            (GREEK, "iso8859-7"),
            (TURKISH, "cp1254"),
            (HEBREW, "cp1255"),
            (ARABIC, "cp1256"),
            (THAI, "cp874"),
            (JAPANESE, "cp932"),
            (JAPANESE, "euc_jp"),
            (JAPANESE, "iso2022_jp"),
            (CHINESE, "gb18030"),
            (TRADITIONAL, "big5hkscs"),
            (KOREAN, "cp949"),
        ],
    )
    def test_is_told_from_the_bytes(self, text: str, codec: str) -> None:
        assert text in decode_html(page(text).encode(codec))

    @pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
    def test_a_byte_order_mark_or_wide_characters_tell_most(self, codec: str) -> None:
        raw = page(RUSSIAN, "<meta charset=koi8-r>").encode(codec)
        assert decode_html(raw, "text/html; charset=koi8-r") == page(RUSSIAN, "<meta charset=koi8-r>")

    def test_plain_ascii_is_itself(self) -> None:
        assert decode_html(b"<p>Mind ~{the gap} \x1b") == "<p>Mind ~{the gap} \x1b"
        assert decode_html(b"") == ""

    def test_nuls_are_left_out(self) -> None:
        assert decode_html(b"<p>a\0b\xc3\xa9</p>") == "<p>abé</p>"


class TestAnyBytes:
    @settings(max_examples=50)
    @given(st.binary(max_size=300), st.sampled_from(["", "text/html; charset=", "x; charset=utf-16", ";;charset=hz"]))
    def test_become_text(self, raw: bytes, media_type: str) -> None:
        decode_html(raw, media_type).encode()

    @settings(max_examples=50)
    @given(
        st.one_of(st.binary(max_size=300), st.text(max_size=80).map(lambda text: text.encode("utf-8", "ignore"))),
        st.sampled_from([b"", "物".encode(), b"\xef\xbb\xbf", b"\xff\xfe", b"\0"]),
        st.sampled_from(["", "text/html; charset=koi8-r"]),
    )
    def test_are_the_same_page_in_utf8(self, raw: bytes, before: bytes, media_type: str) -> None:
        raw = before + raw
        assert as_utf8(raw, media_type) == decode_html(raw, media_type).encode("utf-8", "replace")

    @settings(max_examples=50)
    @given(st.binary(max_size=60), st.text(max_size=12))
    def test_become_text_behind_any_label(self, raw: bytes, label: str) -> None:
        decode_html(f"<meta charset='{label}'>".encode("utf-8", "replace") + raw).encode()
        decode_html(raw, f"text/html; charset={label}").encode()

    @given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200))
    def test_of_utf8_become_what_they_were(self, text: str) -> None:
        raw = ("Вещь, 物: " + text).encode()
        assert decode_html(raw) == "Вещь, 物: " + text

    @pytest.mark.parametrize("head", [b"<meta " * 20_000, b"<a x='" + b"y" * 90_000, b"<!--" * 20_000, b"< " * 60_000])
    def test_a_head_that_is_made_to_be_slow_is_soon_read(self, head: bytes) -> None:
        assert encoding_of(head + b"\xe9")[0] == "cp1252"


class TestTables:
    def test_each_line_is_read_for_itself(self) -> None:
        lines = [GERMAN.encode(), FRENCH.encode("cp1252"), b"plain", CZECH.encode(), None]
        assert list(decode_table(iter(lines))) == [GERMAN, FRENCH, "plain", CZECH, None]

    def test_wide_files_are_told(self) -> None:
        assert wide_encoding("title,text".encode("utf-16")) == ("utf-16-le", 2)
        assert wide_encoding("title,text".encode("utf-16-be")) == ("utf-16-be", 0)
        assert wide_encoding(codecs.BOM_UTF8 + b"title") == ("", 3)
        assert wide_encoding(b"title,text") == ("", 0)

    @pytest.mark.parametrize("text", ["café", "£5 a day", "the council’s", "Ça va à Liège"])
    def test_few_signs_are_western(self, text: str) -> None:
        assert guessed_encoding(text.encode("cp1252")) == "cp1252"


def test_the_encodings_of_web_archives(shared_data: Path) -> None:
    folder = shared_data / "warc_warc2zim" / "encodings"
    files = json.loads((folder / "definition.json").read_text(encoding="utf-8"))["files"]
    missing = []
    for file in files:
        charset = file.get("http_charset")
        media_type = f"text/html; charset={charset}" if charset else ""
        text = decode_html((folder / file["filename"]).read_bytes(), media_type)
        missing += [(file["filename"], words) for words in file["expected_strings"] if words not in text]
    assert len(files) == 8
    assert missing == []


def test_the_declarations_that_browsers_agree_on(shared_data: Path) -> None:
    """Of html5lib's 82 pages without a script that writes one; a page in Japanese is stored as UTF-8 and said so."""
    told, wrong = 0, []
    for path in sorted((shared_data / "hostile_html5lib" / "encoding").glob("*.dat")):
        for case in re.split(rb"(?:^|\n)#data\n", path.read_bytes())[1:]:
            data, _, label = case.partition(b"\n#encoding\n")
            expected = encoding_of(b"", f"text/html; charset={label.decode().strip()}")[0]
            told += 1
            if encoding_of(data)[0] != expected:
                wrong.append(data[:60])
    assert told == 82
    assert len(wrong) <= 1
