"""Web addresses as an archive meets them again: one key for all the ways that the same page is reached.

Tracking parameters, fragments, default ports, the order of the query, `www.`, `m.` and `amp` variants and the scheme
say nothing about which page is meant. The address itself is kept as it was received. Percent-encoding and dot segments
are undone as RFC 3986, sections 6.2.2 and 5.2.4, has it; names of hosts beyond ASCII become Punycode.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote, unquote_to_bytes

_WEB = re.compile(r"(?:https?:)?[/\\]{2,}|https?:(?=[^/\\])", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f]")  # browsers leave out tabs and line ends; no other control mark can stand there
_DEFAULT_PORTS = {"", "80", "443"}

_NO_NAME = re.compile(r"[\s/?#@\\%\x00-\x1f\x7f]")

# Hosts that serve the same pages in another dress, as first or inner labels of a name.
_DRESS = re.compile(r"www\d{0,2}|m|mobile|amp|touch|wap")
_SHARED_ENDS = {
    "ac",
    "co",
    "com",
    "edu",
    "gob",
    "gov",
    "net",
    "nom",
    "or",
    "org",
}  # as in co.uk: the name registered comes before
_AMP_CACHES = (
    re.compile(r"[^/]+\.cdn\.ampproject\.org/[a-z]/(?:s/)?(?P<page>[^/]+\..*)"),
    re.compile(r"google\.[a-z.]+/s/(?P<page>[^/]+\..*)"),
)
_FRONT_PAGE = re.compile(r"(?:index|default)\.(?:html?|php|aspx?|jsp|cgi)", re.IGNORECASE)
_AMP_FILE = re.compile(r"\.amp(?=(?:\.html?)?$)", re.IGNORECASE)
_AMP_OUTPUT = frozenset(("outputtype", "output", "view", "format"))

# What mail, advertisements, feeds and share buttons add to an address. All in lower case.
_TRACKING_NAMES = (
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid ttclid yclid ysclid igshid igsh epik li_fat_id mkt_tok "
    "cmp cmpid cmp_id campaignid campaign_id ncid ocid icid icmpid s_cid s_kwcid xtor wt_mc wt.mc_id spm zanpid smid "
    "smtyp smprod sr_share ito ftag emc reflink ref ref_ ref_src ref_url referrer referer refsrc share shared sharedby "
    "share_id share_source soc_src soc_trk guccounter guce_referrer guce_referrer_sig trk trkcampaign usqp "
    "__twitter_impression fb_action_ids fb_action_types fb_ref fb_source action_object_map action_type_map "
    "action_ref_map amp amp_js_v amp_gsa amp_ct mibextid rdt_cid _branch_match_id _openstat elqtrackid elqtrack "
    "elqaid elqat elqcampaignid rb_clickid dm_i bxid esrc __s _ga _gl _ke sfns sfmc_id email_source email_campaign "
    "newsletter_id nl_id cvid traffic_source tracking_id trackingid intcmp intcid int_cmp taid"
)
_TRACKING = frozenset(_TRACKING_NAMES.split())
_TRACKING_GROUPS = ("utm_", "mc_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "_hs", "vero_", "oly_", "at_", "itm_")


def key(url: str) -> str:
    """Return the key of an http or https address, 64 hexadecimal digits; '' for an empty one."""
    return hashlib.sha256(fold(url).encode("utf-8", "surrogatepass")).hexdigest() if url else ""


def fold(url: str) -> str:
    """Return the address without what does not tell pages apart, as https://host/path?query. Never raises.

    What is no address of the web is returned as it is, without the spaces around it. Folding twice changes nothing.
    """
    url = _UNSEEN.sub("", url).strip()
    web = _WEB.match(url)
    if web is None:
        return url
    address, mark, fragment = url[web.end() :].partition("#")
    address, _, query = address.partition("?")
    host, path = _place(address.replace("\\", "/"))
    while cached := next((match for cache in _AMP_CACHES if (match := cache.fullmatch(host + path))), None):
        host, path = _place(cached["page"])
    if not host:
        return url
    query = _query(query)
    script = f"#{_encoded(fragment)}" if mark and fragment.startswith("!") else ""
    return f"https://{host}{path}" + (f"?{query}" if query else "") + script


def _place(address: str) -> tuple[str, str]:
    authority, slash, path = address.partition("/")
    return _host(authority), _path(slash + path)


def _host(authority: str) -> str:
    """The name in lower case and Punycode, without its dress, and the port where it is not the usual one."""
    name, port = _parted(unquote_to_bytes(authority.encode("utf-8", "surrogatepass").rpartition(b"@")[2]))
    name = name.lower() if name.startswith("[") else _undressed(_in_ascii(name))
    return name if port in _DEFAULT_PORTS else f"{name}:{port}"


def _parted(authority: bytes) -> tuple[str, str]:
    """Name and port; an IPv6 address stands in brackets and has colons of its own."""
    text = unicodedata.normalize("NFKC", authority.decode("utf-8", "replace")).replace("。", ".")
    text = unicodedata.normalize("NFKC", _NO_NAME.sub("", text)).strip(".")  # again: what stood apart may now join
    match = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::0*(\d*))?", text)
    return (match[1], match[2] or "") if match else (re.sub(r"[\[\]:]", "", text), "")


def _in_ascii(name: str) -> str:
    return ".".join(_label_in_ascii(label) for label in name.lower().split(".") if label)


def _label_in_ascii(label: str) -> str:
    try:
        return _NO_NAME.sub("", label.encode("idna").decode("ascii").lower())
    except UnicodeError:  # no name that could be looked up; it is still told apart from others
        return label


def _undressed(name: str) -> str:
    """Without www., m., amp. and the like, as long as a registered name is left: en.m.example.org is en.example.org."""
    labels = name.split(".")
    own = 3 if len(labels) > 2 and labels[-2] in _SHARED_ENDS and len(labels[-1]) == 2 else 2
    return ".".join([label for label in labels[:-own] if not _DRESS.fullmatch(label)] + labels[-own:])


def _path(path: str) -> str:
    """Without dot segments, doubled slashes, the slash at the end, a front page's file name and an amp segment."""
    segments: list[str] = []
    for segment in _encoded(path).split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment not in ("", "."):
            segments.append(segment)
    if len(segments) > 1 and segments[0].lower() == "amp":
        del segments[0]
    while segments and (plain := _plain(segments)) != segments:
        segments = plain
    return "/" + "/".join(segments)


def _plain(segments: list[str]) -> list[str]:
    """One step: the last segment dropped or mended where it only says how the page is served."""
    *before, last = segments
    if _FRONT_PAGE.fullmatch(last) or (before and last.lower() == "amp"):
        return before
    if before and before[0].lower() == "amp":
        return [*before[1:], last]
    mended = _AMP_FILE.sub("", last)
    return [*before, mended] if mended.strip(".") else segments


def _query(query: str) -> str:
    """The parameters that may name the page, sorted."""
    return "&".join(sorted(_parameters(query)))


def _parameters(query: str) -> Iterator[str]:
    for part in query.split("&"):
        parameter = _encoded(part.replace("+", "%20"))
        name, _, value = parameter.partition("=")
        name = name.lower()
        if parameter and not _is_tracking(name) and not (name in _AMP_OUTPUT and value.lower() == "amp"):
            yield parameter


def _is_tracking(name: str) -> bool:
    return name in _TRACKING or name.startswith(_TRACKING_GROUPS)


_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_RESERVED = "!$&'()*+,;=:@/?[]%~-._"


def _encoded(text: str) -> str:
    """Percent-encoding as it should be: capitals, none where a plain letter does, all that is beyond ASCII."""
    text = _ESCAPES.sub(_least_escaped, _ESCAPE.sub("%25", text))
    return quote(text.encode("utf-8", "surrogatepass"), safe=_RESERVED)


def _least_escaped(match: re.Match[str]) -> str:
    return quote(unquote_to_bytes(match[0]), safe="")  # leaves letters, digits and -._~ plain, escapes all else
