"""What stands around a story and is none of it: datelines, bylines, labels, credits, bullets, boilerplate, markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.news.article import Span


def _any(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


CLOCK = r"(?:[01]?\d|2[0-3])[:.h][0-5]\d"
DAY = r"(?:\d{1,2}\.?\s[A-Z][a-z]{2,8}\.?|[A-Z][a-z]{2,8}\.?\s\d{1,2})(?:,?\s\d{4})?"
DATELINE = re.compile(
    r"\s*"
    + _any(
        # As in: BEIRUT, March 3 (Agency) — and: KABUL, March 3 /Xinhua/ --
        r"[^\W\d_a-z][^a-z\n—–]{2,}[^—–\n]{0,60}?\s(?:[—–]|--)\s",
        # As in: IDLIB, Syria (AP) -
        r"(?=[^a-z\n(]*[^\W\d_a-z]{3})[^\W\d_a-z][^—–\n(]{2,60}\([^()\n]{2,40}\)\s(?:-|:)\s",
        # As in: (CNN) --
        r"\([A-Z][\w .&/-]{1,30}\)\s(?:-{1,2}|[—–])\s",
        # As in: LONDON, 3 March, BNO News:
        r"[A-Z]{3,}(?:\s[A-Z]{2,})?,\s[^:\n.!?\"“”]{3,40}:\s",
        # As in: Quito, 4 May (Sur).- and: DELHI, May 4 (HPS) and: León (Spain), 4 May (Sur) -
        rf"(?!The\b)[^\W\d_a-z][\w'’-]{{2,}}(?:\s[\w'’.-]{{2,}}){{0,2}}(?:\s\([^()\n]{{3,20}}\)|,\s[A-Z]\w{{2,}}\.?)?,\s{DAY}"
        r"\s\([A-Z][^()\n]{1,40}\)(?:\s?(?:\.?[-–—]{1,2}|:))?\s(?=\S)",
        # As in: MOSCOW, 4 May. /Volga News/. and: OSLO, 4 May. and: TASHKENT.
        rf"[^\W\d_a-z]{{3,}}(?:[\s-][^\W\d_a-z]{{3,}}){{0,2}}(?:,\s{DAY})?\.\s(?:/[^/\n]{{2,30}}/\.?\s)?(?=[A-Z“\"])",
    )
)
# As in: Ras Ambel – Residents woke to … A headline has the like of it, and is no story.
PLACE = re.compile(r"\s*[^\W\d_a-z]\w+(?:[ -][^\W\d_a-z]\w+){0,2}\s[–—]\s(?=[A-Z“\"])")
SHORTEST_STORY = 300
# One of several that open their paragraphs, as takes of a wire have them: ATHENS - and: PORT VALEN, Feb 11 (NPA) -
TAKE = re.compile(
    rf"^[^\W\d_a-z]{{3,}}(?:[ -][^\W\d_a-z]{{2,}}){{0,3}}(?:, {DAY})?(?: \([^()\n]{{2,30}}\))? (?:-{{1,2}}|[–—]) ",
    re.MULTILINE,
)
BULLETS = "-*•‣▪●·–—"
# The mark ahead of an item of a list.
ITEM = re.compile(rf"^[ \t]*(?:[{BULLETS}]|\(?\d{{1,2}}[.)])[ \t]+", re.MULTILINE)
# At the start of a line, before what the line says: bullets, numbers, labels, and the times of a live report.
LABEL = re.compile(
    r"^[ \t]*"
    + _any(
        rf"[{BULLETS}][ \t]+",
        r"\(?\d{1,2}[.)][ \t]+(?=\D)",
        # As in threads: 4/ and: 4/12
        r"\d{1,3}/(?:\d{1,3})?[ \t]+(?=\D)",
        r"(?:image |media |photo )?caption[ \t]*[:,|][ \t]*",
        r"(?:file photo|photo|picture|image|video|graphic|map)s?[ \t]*[:|][ \t]*",
        r"(?:breaking(?: news)?|just in|exclusive|live|watch|update \d{0,2}|flash|alert|urgent|factbox)"
        r"[ \t]*[-:|–—][ \t]*",
        CLOCK + r"(?:[ \t]?(?:[ap]\.?m\.?|GMT|UTC|BST|CET|EST|EDT|local time)){0,2}[ \t]*[-–—:|][ \t]+",
        r"(?:[01]?\d|2[0-3]):[0-5]\d[ \t]+(?=[A-Z])",
    )
    + "+",
    re.IGNORECASE | re.MULTILINE,
)
# A whole line, and a short one, that tells nothing of the story.
BOILERPLATE = re.compile(
    r"^[ \t>*•-]*"
    + _any(
        r"read (?:more|also|next)\b|more on this|see also|also read|most (?:read|popular)|continue reading|skip to",
        r"(?:related(?: (?:stories|articles|topics))?|recommended|sponsored|tags?|key points|at a glance)[ \t]*(?::|$)",
        r"sign up|subscribe|already a subscriber|enter your email|(?:our )?newsletter|get (?:the|our) (?:latest|app)",
        r"(?:click|tap) here|follow (?:us|@)|share (?:this|on)\b|(?:print|email) this|download (?:our|the) app",
        r"(?:join|support) us\b|donate (?:now|here|to us)|advertisement|(?:the )?(?:story|article) continues",
        r"getty images|image source|photo credit|photo(?:graph(?:y|s)?)? by|\d+ min(?:ute)?s? read|comments?$",
        r"this (?:story|article|report) (?:was|has been) (?:first |originally |last )?(?:published|updated|produced)",
        r"(?:last )?(?:updated|published|posted|modified)(?: (?:at|on))?[ \t:]+(?=[^.\n]{0,30}\d)(?=[^,.\n]{0,50}$)",
        r"(?:additional |further )?(?:reporting|editing|writing) by|(?:our|staff) (?:correspondent|reporter)$",
        r"(?:here(?:'s|’s| is) )?what (?:we|you) (?:do(?:n't|n’t)? )?(?:need to )?know",
    )
    + r"[^\n]{0,90}$",
    re.IGNORECASE | re.MULTILINE,
)
NAME = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}"
BYLINE = re.compile(
    rf"^[ \t]*(?:By|BY) {NAME}(?:(?:,| and| &) {NAME}){{0,4}}"
    r"(?:,? (?:in|for) [A-Z][^\n.]{0,40}|, [A-Z][^\n.]{0,40})?[ \t]*$",
    re.MULTILINE,
)
# Inside a line.
CREDIT = re.compile(
    _any(
        r"[(\[](?:(?:ap |file )?photo(?:graph)?|image|picture|video|(?:additional )?reporting|writing|editing|via"
        r"|credit|source)"
        r"[^()\[\]\n]{0,160}[)\]]",
        r"\b(?:AP|AFP|Reuters|EPA|Getty)(?: Images)? ?(?:Photo|File)?/[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}",
        r"\b(?:AP|EPA|AFP|Reuters) Photo\b",
        r"\b(?:Photo|Photograph|Image|Picture): [A-Z][^.\n]{2,40}/[A-Z][\w ]{1,20}",
        r"(?:©|\(c\)|\bcopyright\b)[^.\n]{0,60}\.?|\ball rights reserved\b\.?",
    ),
    re.IGNORECASE,
)
# None of these in a text, no credit in it; looking for them is quicker than the pattern.
CREDITED = (
    *(
        mark + word
        for mark in "(["
        for word in (
            "photo",
            "image",
            "picture",
            "video",
            "file photo",
            "reporting",
            "additional",
            "writing",
            "editing",
            "via",
            "credit",
            "source",
            "ap photo",
            "c)",
        )
    ),
    *(
        "photo/",
        "photo:",
        "photograph:",
        "image:",
        "picture:",
        " photo",
        "ap/",
        "afp/",
        "reuters/",
        "epa/",
        "getty",
        "images/",
    ),
    *("©", "copyright", "all rights reserved"),
)
NEW_PARAGRAPH = re.compile(r"\n[ \t]*\r?\n\s*")
NEW_LINE = re.compile(r"\r?\n[ \t]*(?=\S)")
MARKUP = re.compile(
    r"</?[a-z][a-z0-9]*(?:\s[^<>\n]{0,300})?/?>|<!--.{0,300}?-->|&(?:nbsp|amp|lt|gt|quot|apos|[lr][sd]quo|[mn]dash|hellip|#\d{1,6}|#x[0-9a-f]{1,5});"
    r"|\[/?[a-z]{1,8}\](?=\S)",
    re.IGNORECASE,
)
MARKS = {"&quot;": '"', "&apos;": "'", "&lsquo;": "‘", "&rsquo;": "’", "&ldquo;": "“", "&rdquo;": "”", "&amp;": "&"}
BLOCK = re.compile(r"</?(?:p|br|div|li|ul|ol|h[1-6]|tr|td|blockquote|figure|figcaption)\b", re.IGNORECASE)
FEWEST_IN_CAPITALS = 4
# A tenth of small letters ('mph', 'McDonald') does not make a line in capitals an ordinary one.
CAPITALS = 0.9
WORD = re.compile(r"[^\W\d_]+")


def plain(text: str, known: str = "") -> str:
    """The text with markup blanked and lines in capitals set in small letters, as long as before, place for place.

    ``known`` is other text of the article: a word that is capitalised there keeps its capital.
    """
    if "<" in text or "&" in text or "[" in text:
        text = MARKUP.sub(_blank, text)
    if not any(_in_capitals(line) for line in text.split("\n")):
        return text
    names = frozenset(word for word in WORD.findall(f"{known}\n{text}") if word[:1].isupper() and word[1:].islower())
    names -= {name for name in names if name.lower() in set(WORD.findall(known))}
    return "\n".join(_lowered(line, names) if _in_capitals(line) else line for line in text.split("\n"))


def _blank(found: re.Match[str]) -> str:
    """As many blanks, and a new line where the markup starts a block; a character entity leaves its character."""
    mark = MARKS.get(found.group().lower())
    if mark is not None:
        return mark.ljust(len(found.group()))
    blank = "\n" if BLOCK.match(found.group()) else " "
    return blank + " " * (len(found.group()) - 1)


def _in_capitals(line: str) -> bool:
    if sum(map(str.islower, line)) > (1 - CAPITALS) * len(line):
        return False
    words = WORD.findall(line)
    letters = [letter for word in words for letter in word]
    capitals = sum(letter.isupper() for letter in letters)
    return len(words) >= FEWEST_IN_CAPITALS and capitals >= CAPITALS * len(letters)


def _lowered(line: str, names: frozenset[str]) -> str:
    """The line with a capital at its start and in names only; letters that change their length stay as they are."""
    first = next(iter(WORD.finditer(line))).start()

    def small(found: re.Match[str]) -> str:
        word = found.group()
        lowered = word.lower()
        if len(lowered) != len(word):
            return word
        return lowered.capitalize() if found.start() == first or lowered.capitalize() in names else lowered

    return WORD.sub(small, line)


def opening(text: str) -> int:
    """Where the story begins, behind its dateline; 0 where there is none."""
    dateline = DATELINE.match(text) or (PLACE.match(text) if len(text) > SHORTEST_STORY else None)
    return dateline.end() if dateline and not speaks_again(text) else 0


def speaks_again(text: str) -> bool:
    """Whether the first word of a text is who speaks in it turn by turn, and no place: 'HOST (Ana Bortic):'."""
    first = WORD.search(text)
    return first is not None and re.search(rf"^{re.escape(first.group())}:[ \t]", text, re.MULTILINE) is not None


def labels(text: str) -> list[Span]:
    """What stands ahead of what lines say, in order: bullets, numbers, the times of a live report."""
    return [Span(*label.span()) for label in LABEL.finditer(text)]


def takes(text: str) -> list[Span]:
    """The datelines of a text in takes, each of which has its own."""
    found = [Span(*take.span()) for take in TAKE.finditer(text)]
    return found if len(found) > 1 else []


def furniture(text: str) -> Iterator[Span]:
    """The stretches of a text that are no part of any claim, in no order; some may overlap."""
    if start := opening(text):
        yield Span(0, start)
    yield from takes(text)
    lowered = text.lower()
    credited = any(mark in lowered for mark in CREDITED)
    for pattern in (LABEL, BOILERPLATE, BYLINE, CREDIT) if credited else (LABEL, BOILERPLATE, BYLINE):
        for found in pattern.finditer(text):
            if found.end() > found.start():
                yield Span(found.start(), found.end())


def breaks(text: str) -> list[int]:
    """The offsets, ascending, across which no claim goes on: new paragraphs, list items, and lines of unwrapped text.

    Where most lines go on in small letters, the text was wrapped to a width, and its single line ends mean nothing.
    """
    found = {match.end() for match in NEW_PARAGRAPH.finditer(text)}
    lines = [match.end() for match in NEW_LINE.finditer(text)]
    if lines:
        wrapped = 2 * sum(text[at].islower() for at in lines) > len(lines)
        found.update(at for at in lines if not wrapped or LABEL.match(text, at))
    return sorted(found)
