"""Words that stand in bylines beside names: 'by', job titles, employers, degrees; and names that name nobody."""

from __future__ import annotations

import re


def _either(words: str) -> str:
    """One alternative from several lines of them."""
    return "|".join(line.strip() for line in words.strip().splitlines())


_BY = _either(r"""
    by|written by|words by|text by|story by|reported by|posted by|published by|article by|report by
    review by|analysis by|opinion by|compiled by|submitted by|edited by|authored by|as told to
    post author|about the author|authors?|writer
    reporter|von|text|autor(?:in|en)?|ein artikel von|ein beitrag von|par|auteurs?|propos recueillis par|por|texto
    autore|autori|di|a cura di|door|geschreven door|av|af|skriven av|tekst|przez|автор|текст|από|από τον
    γράφει (?:ο|η)|συντάκτης|συντάκτρια|автор статьи|yazan|yazar|tác giả|oleh|írta|szerző|teksti|kirjoittaja
    بقلم|كتب|كتبت|كاتب المقال|מאת|โดย|เขียนโดย
""")
_SIGNED = "文|记者|記者|作者|撰文|本报记者|著者|執筆|執筆者|取材|取材・文|文・写真|글|글쓴이|기자"
LEAD = re.compile(
    rf"^(?:(?:{_BY})\s*[:：]?\s+|(?:{_BY})\s*[:：]\s*|[-–—|•·*✍/,;:]\s*|(?:{_SIGNED})\s*[/／:：=＝]\s*|[记記]者\s*|기자\s+)+",
    re.IGNORECASE,
)
BY_ONLY = re.compile(rf"^(?:{_BY})\s*[:：]?$", re.IGNORECASE)
STARTS_BY = re.compile(
    r"^(?:(?:(?:written|words|text|story|reported|posted|article|review|analysis) )?(?:by|von|par|por|di|door|av)\b"
    r"[:：]?\s+(?=\S)|(?:author|writer|reporter|text|autor(?:in)?|auteur|autore|автор|текст|yazar|yazan|tác giả|szerző"
    r"|συντάκτης|记者|記者|作者|撰文|文|著者|執筆|取材・文|文・写真|글|기자)\s*[:：/／=＝]\s*(?=\S)"
    r"|(?:γράφει (?:ο|η)|oleh|írta|بقلم|كتب|كتبت|מאת|โดย|เขียนโดย)[:：]?\s+(?=\S))",
    re.IGNORECASE,
)
BY_WITHIN = re.compile(
    r"\b(?:published|posted|written|publicado|escrito|veröffentlicht|geschrieben|publié|écrit|pubblicato|scritto)"
    r" ((?:by|por|von|par|da)\b\s*[:：]?\s+\S)",
    re.IGNORECASE,
)
STAFF = re.compile(r"(?:[\w'’&.]+ )?staff(?: reports?)?|editorial(?: board)?", re.IGNORECASE)

# Addresses, handles, what stands in brackets.
NOISE = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.\S+|(?<!\w)@\w+|\((?!\w+\))[^()]*\)|\([^()]*(?:\)|$)|\[[^\]]*\]|[✉📧]"
)
_MONTHS = (
    "January|February|March|April|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
# Where the names end: at a bar, a date, a place, an employer, a button.
CUT = re.compile(
    r"\s*(?:\||•|·|–\s|—|\s-\s|\s/\s|/{2,}|(?i:\bposted\b|\bpublished\b|\bupdated\b|\blast modified\b)"
    r"|\b[Oo]n\s+(?:\w+day|\w{3,9}\.?\s\d|\d)|\bin\s+[A-Z]|\bat\s+[A-Z\d]|\bfor\s+(?:the\s+)?[A-Z]|\bfrom\s+[A-Z]"
    r"|\bof\s+(?:the|The)\b|\bis\s+an?\b|\b(?:Follow|Email|Contact|View|See|Read)\b|\d{1,4}[./-]\d|\b\d{4}\b"
    r"|\s(?:编辑|編輯|责编|責編|来源|來源|摄影|攝影|編集|写真|사진|편집)\s*[:：/／=＝]"
    rf"|\b\d+\s+(?:min|hour|day|week|month|year)|\b(?:{_MONTHS})\.?\s+\d).*$"
)
SPLIT = re.compile(
    r"\s*(?:[,;、，]|(?<=[a-z]{3})\.(?=\s)|(?-i:(?<=[^\W\d_]{2}[^\W\d_])/(?=[^\W\d_a-z]))"
    r"|\s(?:and|&|with|und|og|och|en|και|та)\s|\s\+\s|\s(?:et|y|e|и)\s(?=\S+\s\S|(?-i:[A-Z]{2,5}\b)))\s*",
    re.IGNORECASE,
)
FAMILY_FIRST = re.compile(r"([^\W\d_][^\s,]+), ([^\W\d_][^\s,]+(?: [^\W\d_]\.)?)")

_JOBS = _either(r"""
    reporter|editors?|correspondent|writer|journalist|columnist|contributors?|contributing|producer|photographer
    director|analyst|critic|blogger|freelancer?|intern|bureau chief|chief executive|ceo|founder|co-founder|professor
    fellow|lecturer|author|staff (?:writer|reporter|report|member|photographer)s?|senior|deputy|assistant
    executive|managing|redakteur(?:in)?|redaktion|rédaction|journaliste|redacción|redazione|redactie|korrespondent
    reporterin|special to|guest|researcher|specialist|manager|president|presenter|anchor|host|political
    investigations?|technology|business|sports|science|health|entertainment|features|meteorologist|member|partner
    attorney|lawyer|consultant
""")
JOB = re.compile(rf"^(?:the |our |a |an )?(?:[\w'’-]+ ){{0,3}}(?:{_JOBS})\b", re.IGNORECASE)
_NAME_BEFORE = r"^((?:[^\W\d_][\w'’.-]*\s+){2,4}?)"
JOB_AFTER = re.compile(
    rf"{_NAME_BEFORE}(?=(?:(?:senior|chief|staff|special|deputy|assistant|associate|contributing|political|business"
    r"|technology|science|health|sports|freelance|digital|foreign|investigative|guest|news|media|multimedia|features?"
    r"|world|national|local)\s+)*"
    r"(?:reporter|editor|correspondent|writer|journalist|columnist|contributor|producer|photographer|analyst|critic)\b)",
    re.IGNORECASE,
)
AT_WORK = re.compile(
    rf"{_NAME_BEFORE}(?:The\s+)?(?:Associated Press|Reuters|AFP|Bloomberg|AP|CNN|BBC|NBC|CBS|ABC|NPR|USA TODAY"
    r"|(?:[A-Z][\w']+\s+){1,3}(?:News|Times|Post|Press|Journal|Tribune|Herald|Magazine|Media|Network|Staff)|Staff)\b.*$"
)
REPORTER_AFTER = re.compile(r"(?<=[\u3400-\u9fff\uac00-\ud7a3])\s*(?:記者|记者|기자|특파원|논설위원)$")
DEGREES = re.compile(
    r"^(?:[BM]\.?[AS]c?|Ph\.?\s?D|M\.?D|M\.?P\.?H|D\.?O|RDN?|RN|LCSW|CPA|CFP|CFA|J\.?D|Psy\.?D|DPhil|MBA|LLM|FRCP|Esq"
    r"|OBE|MP|MEP|CNN|BBC|AP|AFP)\.?$"
)
SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)
PARTICLES = frozenset(
    {"de", "da", "do", "dos", "das", "di", "del", "della", "der", "den", "van", "von", "zu", "zum", "ten", "ter"}
    | {"bin", "ibn", "al", "el", "la", "le", "les", "du", "ben", "af", "av", "y", "e"}
)

_NOBODIES = _either(r"""
    admin(?:istrator)?|webmaster|editor(?:s|ial)?|staff|team|user|author|guest|unknown|anonymous|none|null|n/?a|undefined
    press release|guest (?:author|post|writer|blogger)|sponsored(?: content| post)?|partner content|special reports?
    root|super ?user|test|default|contributor|by|moderator|site admin|false|true|news ?desk|redaktion|redacci[oó]n
    redazione|share|print|subscribe|follow|comments?|more|home|about|contact|here|editorial staff|news staff
    staff writers?|posts?|articles?|archive|agencies|with agencies|copy link|read more|see more|log ?in|sign ?(?:in|up)
    (?:(?:facebook|twitter|x|instagram|linkedin|pinterest|whatsapp|telegram|reddit|youtube|tiktok|threads|bluesky
    flipboard|messenger|e-?mail|mail|print|share)\s*)+
    印刷|公式サイト|一覧|공유|分享|打印
""")
NOBODY = re.compile(rf"(?:{_NOBODIES}|\S*admin\S*)$", re.IGNORECASE)
_ORGANISATIONS = _either(r"""
    news|agency|agencies|press|associated|reuters|afp|bloomberg|staff|team|desk|editors?|editorial|bureau|inc|ltd|llc|gmbh
    plc|corp|company|magazine|times|post|tribune|herald|gazette|journal|daily|weekly|media|networks?|tv|radio|channel
    institute|university|foundation|association|council|committee|ministry|department|office|services?|group|board
    society|centre|center|blog|online|digital|guide|report|review|wire|newsroom|correspondents?|contributors?|the|ap|dpa
    bbc|cnn|cbs|nbc|npr|pbs|itv|pr|redaktion|rédaction|redacción|redazione|agencia|agence|zeitung|club|union|museum|library|academy
    labs?|studios?|project|organi[sz]ation|agentur|agenturen|ajansı
""")
AGENCIES = _either(r"""
    (?:The )?Associated Press|AP|Reuters|Agence France-Presse|AFP|dpa|PTI|ANI|IANS|Bloomberg|Xinhua|EFE|ANSA|Kyodo|TASS
    UPI|(?:The )?Canadian Press|PA Media|Press Association|Anadolu Agency|Anadolu Ajansı|APA|Belga|ANP|NTB|TT|STT
    ČTK|PAP
""")
ORGANISATION = re.compile(rf"\b(?:{_ORGANISATIONS})(?!\w)|\w\.(?:com|org|net|info|co)\b", re.IGNORECASE)
