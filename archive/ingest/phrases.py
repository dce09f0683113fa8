"""Phrases that the web's pages put around their articles, in the common newspaper languages.

A label is the whole of a short block; an opening begins one; a notice stands anywhere in a block of some length.
Each line of a list is one regular expression, matched in any case.
"""

from __future__ import annotations

import re


def _any_of(phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase.strip()})" for phrase in phrases.strip().splitlines()), re.IGNORECASE)


# Words of menus and buttons, and the names of a page's parts.
_LABELS = _any_of(r"""
    home|menu|search|close|open|more|next|previous|prev|back|top|print|save|share|tweet|pin( it)?|e?mail|copy( link)?
    facebook|twitter|x|linkedin|whatsapp|reddit|pinterest|telegram|instagram|youtube|rss|tumblr|flipboard|weibo|wechat
    log ?in|sign ?in|sign ?up|log ?out|register|subscribe( now| today)?|donate|support us|contact( us)?|about( us)?
    beta|live|new|video|photos?|gallery|podcasts?|newsletters?|advertisement|ads?|sponsored( content)?|promoted
    categor(y|ies)|tags?|topics?|published|updated|authors?|source|views?|likes?|filed under|posted in|section
    (no |\d+ )?comments?( \(\d+\))?|\d+ (shares?|views?|likes?|replies|reactions)|reply|replies
    privacy( policy)?|terms( of (use|service))?|cookies?|sitemap|accessibility|faqs?|help|imprint|disclaimer|careers
    loading|load more|show (more|less)|(see|view) (more|all)|read more|learn more|details|expand|trending
    (monthly|yearly|annual|weekly|digital|premium) (membership|subscription|plan|access)|free trial|choose a plan
    startseite|suche|anmelden|registrieren|teilen|drucken|merken|kommentare?|anzeige|impressum|datenschutz|mehr|abo
    accueil|rechercher|connexion|s'abonner|partager|imprimer|commentaires?|publicité|mentions légales|abonnés
    inicio|buscar|iniciar sesión|suscríbete|compartir|imprimir|comentarios?|publicidad|aviso legal|etiquetas
    cerca|accedi|abbonati|condividi|stampa|commenti|pubblicità|início|entrar|assine|compartilhar|comentários
    zoeken|inloggen|delen|reacties?|advertentie|abonneren
    главная|поиск|войти|поделиться|комментарии|реклама
    首页|登录|注册|分享|评论|收藏|打印|搜索|广告|ホーム|ログイン|シェア|コメント|検索|広告
    홈|로그인|회원가입|공유|댓글|인쇄|검색|광고|목록
""")

# How invitations, credits and pointers to other pages begin.
_OPENINGS = _any_of(r"""
    (leave|add|post|write|submit) (a|your) (comment|reply|response)|leave (a )?reply
    join the (conversation|discussion)
    share (this|on|via|with|the|article|by)|tweet this|follow (us|me|@|the author|\w+ on)|like us on|find us on
    skip to|jump to|go to (the )?(contents?|top|main|home|navigation)|back to|return to (the )?(top|home|list)
    (read|see|more|watch|listen|related|also) ?(more|next|also|on|from|in|about|news|stories|articles?|posts?|topics?)\b
    (read|see|more|watch|listen|related|also) ?(content|coverage|reading|links|videos?|story)\b
    you (may|might|could) (also )?(like|enjoy|be interested)|recommended
    most (read|popular|viewed|shared|commented)
    sign ?(up|in) (for|to|with|now|here|today)|subscribe (to|now|for|today|here)|register (for|now|to)
    log ?in (to|with)|already (a|have an?) (\w+ )?(member|subscriber|account|subscription)
    start (your|a|my) (\w+ )?(free )?(trial|subscription|membership)|become a (\w+ )?(member|subscriber|patron)
    (get|enjoy|unlock) (instant|unlimited|full|free) access|try it (free|now)|choose your
    (full|direct|unlimited|preferential|exclusive|early) access\b|cancel (reply|any ?time)
    (click|tap) (here|to|on|the)|continue reading|keep reading|(download|get) (the|our) app
    print this|e-?mail this|cite this|edit (this )?(story|post|page|article)
    report (an? |this )?(error|typo|ad|abuse)|send (us )?(a )?(tip|feedback)
    this (article|story|post) (is|was) (more than|over|about|originally|first|last)\b
    (estimated )?reading time|\d+ ?min(ute)?s? read
    (all )?rights reserved|copyright|©|\(c\) ?(19|20)\d\d
    image(s)?( credit| source|:| by)|photo(graph)?s?( credit|:| by|/)|credit:
    filed (under|in)|tagged( with| in)?|tags?:|categor(y|ies):|topics?:|posted (in|on|by|at)
    published (on|in|by|at|:)|(last )?(updated|modified|edited)( on| at|:)|first published
    (written|reported|edited|words) by|about the (author|writer|reporter)|more (from|by) (this|the|our)
    (previous|next) (article|post|story)|newer|older|view (all|more|comments|as)
    enable javascript|your browser|please (enable|log|sign|subscribe|enter|wait)
    thank(s| you) for (reading|subscribing|signing)
    teilen|weiterlesen|lesen sie (auch|mehr)|mehr zum thema|jetzt (abonnieren|testen|lesen)|zur startseite
    kommentar schreiben|newsletter (abonnieren|bestellen)|alle rechte vorbehalten|zum inhalt
    lire (aussi|la suite|plus)|à lire aussi|partager (sur|cet)|s'abonner|abonnez-vous|laisser un commentaire
    tous droits réservés|inscrivez-vous|aller au contenu|réservé aux abonnés|publié le|mis à jour le
    leer más|lea también|seguir leyendo|compartir en|suscríbete|deja (un|tu) comentario|todos los derechos
    regístrate|ir al contenido|publicado el|actualizado
    leggi (anche|tutto|di più)|continua a leggere|condividi (su|questo)|iscriviti|lascia un commento
    tutti i diritti|riproduzione riservata
    leia (mais|também)|continue lendo|assine (já|o|a)|deixe (um|seu) comentário|todos os direitos|publicado em
    lees (ook|meer|verder)|deel dit|abonneer|plaats een reactie|alle rechten|meld je aan
    читайте также|подписывайтесь|оставить комментарий|все права защищены|подробнее
    相关(阅读|新闻|文章)|责任编辑|版权所有|未经授权|扫码|关注我们|点击|返回|来源[:：]
    関連(記事|ニュース)|無断転載|続きを読む|관련기사|무단전재|기사제보|구독
""")

_NOTICES = _any_of(r"""
    \b(uses?|using|accept( all)?|our|these|third[- ]party) cookies\b|cookie (policy|settings|preferences|notice)
    akismet|\bopt(ing)?[- ]out\b.{0,40}\b(click|here|link|settings)
    privacy policy|terms of (use|service)|terms (and|&) conditions
    e-?mail address will not be published|required fields are marked|save my name, e-?mail|notify me of (new|follow)
    (sign up|subscribe|register)\b.{0,40}\b(newsletter|e-?mails?|updates|alerts|digest|inbox)
    comments? (are|is|data|have been|must|will be|section) ?(closed|moderated|processed|disabled|approved|on this)
    be the first to comment|all rights reserved|reproduction .{0,40}prohibited
    may not be (published|reproduced|republished|redistributed)
    (affiliate|commission).{0,60}\b(links?|purchases?|buy)|javascript (is|must be|to be|enabled|disabled)|ad ?block
    wir verwenden cookies|nous utilisons des cookies|utilizamos cookies|utilizziamo i cookie|wij gebruiken cookies
    free articles? (left|remaining|this month)|to (continue|keep) reading
    exclusive (content|to|for) (for )?(our )?(subscribers|members)
""")

# What stands under an author's name, and what a reader may do with it.
_ABOUT_AUTHORS = _any_of(r"""
    \b(contact|reach|follow|e-?mail|find|tweet) (her|him|them|me|us|the (author|writer|reporter))\b
    \b(she|he|they) (tweets?|can be (reached|contacted|followed|found)|holds an?|lives in)
    \b(she|he|they) (also )?(writes?|covers?|reports?) (about|for|on)
    ^[^.]{2,60}\b(is|was) an? [^.]{0,60}\b(reporter|journalist|editor|writer|correspondent) (at|for|with|based|in|of)
    ^[^.]{2,60}\b(is|was) an? [^.]{0,60}\b(author|columnist|blogger|contributor|freelancer?) (at|for|with|based|to)
    ^[^.]{2,60}\b(is|was) an? [^.]{0,60}\b(manager|analyst|producer|photographer) (at|for|with|based|who|covering)
    ^(writing|writes|written|reporting|reports|covering|covers|blogging|blogs|tweets) (about|on|for|from)\b
    ^(the )?(author|writer) (is|was|has|does)\b|^(est|ist|es|è|is) (journaliste|journalist|periodista|giornalista)\b
""")

# Where a page's readers begin to speak.
_COMMENTS = _any_of(r"""
    (leave|add|post|write) a (comment|reply)|leave (a )?reply|(\d+ )?comments?( \(?\d+\)?)?
    \d+ (responses?|replies|thoughts on .*)|join the (conversation|discussion)|view comments|reader comments
    be the first to comment|(\d+ )?(kommentare|commentaires|comentarios|commenti|comentários|reacties|комментарии)
    kommentar schreiben|laisser un commentaire|deja un comentario|lascia un commento|deixe um comentário
    网友评论|コメント|댓글
""")

_MOST_LABEL = 6  # words
_MOST_OPENING = 25  # a longer block that opens so is prose
_MOST_ABOUT = 70
_MOST_NOTICE = 90
_EDGES = ' \t.:;,!|»›>→…-–—·•*()[]"'


def is_label(text: str, words: int) -> bool:
    """Tell whether a block of `words` words is the name of a page's part, a button or an item of a menu."""
    return words <= _MOST_LABEL and _LABELS.fullmatch(text.strip(_EDGES)) is not None


def is_opening(text: str, words: int) -> bool:
    """Tell whether a block begins as invitations, credits and pointers to other pages begin."""
    return words <= _MOST_OPENING and _OPENINGS.match(text.lstrip(_EDGES)) is not None


def is_notice(text: str, words: int) -> bool:
    """Tell whether a block speaks of cookies, rights, comments or subscriptions."""
    return words <= _MOST_NOTICE and _NOTICES.search(text) is not None


def is_about_author(text: str, words: int) -> bool:
    """Tell whether a block is of the kind that stands under an author's name at the end."""
    return words <= _MOST_ABOUT and _ABOUT_AUTHORS.search(text) is not None


def begins_comments(text: str, words: int) -> bool:
    """Tell whether a block heads the readers' comments or the form for one."""
    return words <= _MOST_LABEL and _COMMENTS.fullmatch(text.strip(_EDGES)) is not None
