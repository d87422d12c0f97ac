"""Closed word classes of news English that statements are read with. All words are lemmas in lower case."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> dict[str, frozenset[str]]:
    """'open/closed' on a line each → every word with the words it excludes, both ways."""
    table: dict[str, set[str]] = {}
    for line in text.split("\n"):
        if not line.strip():
            continue
        left, right = (side.split() for side in line.split("/"))
        for one in left:
            table.setdefault(one, set()).update(right)
        for other in right:
            table.setdefault(other, set()).update(left)
    return {word: frozenset(others) for word, others in table.items()}


# What a number counts when the sentence says what became of those counted.
FATES: dict[str, frozenset[str]] = {
    "killed": _words("kill die dead death fatality slay perish martyr drown toll corpse lose"),
    "injured": _words("injure wound hurt injury wounded injured casualty hospitalise hospitalize"),
    "missing": _words("missing unaccounted disappear trapped"),
    "arrested": _words("arrest detain arrested detainee custody apprehend"),
    "displaced": _words("displace evacuate flee homeless evacuation evacuee displaced uproot"),
    "rescued": _words("rescue save survivor survive rescued"),
    "infected": _words("infect infection case sicken"),
    "abducted": _words("abduct kidnap hostage"),
}
FATE_OF: dict[str, str] = {word: fate for fate, words in FATES.items() for word in words}

# Counts of these only grow while an event develops; a lower one needs a correction that says so.
CUMULATIVE = frozenset(FATES) - {"missing"}

PEOPLE = _words("people person man woman individual victim other human soul citizen member body")

# Units that are compared as they stand, whatever noun follows.
UNITS: dict[str, str] = {
    "%": "percent", "percent": "percent", "pct": "percent", "per-cent": "percent", "$": "money", "dollar": "money",
    "€": "money", "euro": "money", "£": "money", "pound": "money", "km": "kilometre", "kilometer": "kilometre",
    "kilometre": "kilometre", "mile": "mile", "metre": "metre", "meter": "metre", "tonne": "tonne", "ton": "tonne",
    "magnitude": "magnitude", "hectare": "hectare", "acre": "acre",
}  # fmt: skip

# Different words for the same length or weight: factor to the first unit named.
CONVERSIONS: dict[str, tuple[str, float]] = {
    "mile": ("kilometre", 1.609344),
    "metre": ("kilometre", 0.001),
    "acre": ("hectare", 0.404686),
}

VAGUE_NUMBERS: dict[str, tuple[float, float]] = {
    "several": (3, 9), "dozens": (24, 120), "scores": (40, 200), "hundreds": (200, 1_999), "thousands": (2_000, 19_999),
    "a couple": (2, 2), "a dozen": (10, 14), "half a dozen": (5, 7), "tens of thousands": (20_000, 199_999),
    "hundreds of thousands": (200_000, 1_999_999), "millions": (2_000_000, 19_999_999), "no one": (0, 0),
    "nobody": (0, 0), "none": (0, 0),
}  # fmt: skip

AT_LEAST = (
    "at least",
    "more than",
    "over",
    "no fewer than",
    "no less than",
    "upwards of",
    "exceeding",
    "above",
    "minimum of",
)
AT_MOST = ("at most", "fewer than", "less than", "under", "up to", "no more than", "below", "as many as")
ABOUT = (
    "about",
    "around",
    "some",
    "roughly",
    "approximately",
    "nearly",
    "almost",
    "close to",
    "an estimated",
    "estimated",
    "circa",
    "more or less",
)

NEGATORS = _words("not n't no never none nobody nothing neither nor without hardly cannot")
NEGATIVE_VERBS = _words("fail refuse deny lack avoid")
DENIALS = _words("deny reject dismiss refute denial rebut disavow disclaim")
HEDGES = _words(
    "may might could reportedly apparently allegedly possibly probably perhaps suspected suspect likely presumably "
    "believe think appear seem unconfirmed alleged presumed preliminary potentially unclear"
)
CORRECTIONS = _words(
    "correct correction retract retraction withdraw revise revision amend downgrade recount mistakenly erroneous erroneously"
)
# What can be withdrawn so that it no longer holds.
WORDS_GIVEN = _words("statement claim report account figure toll number estimate allegation accusation story article")
OPINIONS = _words(
    "should outrageous unacceptable disgraceful shameful wonderful terrible heinous cowardly welcome regret condemn deplore urge hope"
)
PREDICTIONS = _words("will shall would 'll")
FORESEEN = _words("expect plan intend schedule forecast predict aim")
UNIDENTIFIED = _words("unidentified unknown unnamed unspecified masked")

OPEN_WORDS: dict[str, str] = {
    "who": "actor", "whose": "actor", "whom": "target", "where": "place", "when": "time", "how": "number", "why": "cause", "what": "cause",
    "responsibility": "actor", "culprit": "actor", "perpetrator": "actor", "cause": "cause", "motive": "cause",
    "number": "number", "toll": "number", "location": "place",
}  # fmt: skip

# Predicates of one class tell of one kind of deed, so their actors and targets can be laid side by side.
DEEDS: dict[str, frozenset[str]] = {
    "attack": _words(
        "attack strike hit shell bomb bombard target destroy raid fire storm ambush shoot open assault pound launch "
        "explode blast detonate demolish damage airstrike carry conduct stage blow torch burn torpedo ram wreck sink"
    ),
    "kill": _words("kill slay murder execute assassinate behead gun"),
    "capture": _words("capture seize take occupy recapture retake overrun control hold secure enter liberate"),
    "detain": _words("arrest detain hold apprehend capture abduct kidnap seize"),
    "win": _words("win beat defeat lead triumph overcome"),
    "cause": _words("cause trigger spark ignite provoke start blame"),
    "agree": _words("agree sign approve accept adopt pass ratify endorse back"),
    "refuse": _words("reject refuse oppose veto block decline"),
    "leave": _words("leave resign quit depart withdraw step flee"),
    "arrive": _words("arrive land reach dock come"),
    "buy": _words("buy acquire purchase take"),
    "dismiss": _words("dismiss fire sack lay cut axe"),
}
DEEDS_OF: dict[str, frozenset[str]] = {
    word: frozenset(deed for deed, words in DEEDS.items() if word in words)
    for words in DEEDS.values()
    for word in words
}

MEANS = _words(
    "rocket missile drone shell mortar artillery bomb mine grenade airstrike warplane aircraft helicopter jet gunfire shot bullet "
    "arson lightning leak explosion blast collision fire earthquake flood storm landslide derailment overload malware ransomware "
    "phishing error malfunction failure negligence cigarette spark stove short-circuit cable corrosion fatigue ice fog speed "
    "overcrowding bird sabotage virus bacteria contamination poisoning heart stroke drowning suicide"
)
CAUSE_MARKS = (
    "caused by",
    "due to",
    "because of",
    "triggered by",
    "sparked by",
    "blamed on",
    "result of",
    "owing to",
    "set off by",
    "stemmed from",
    "attributed to",
    "brought on by",
    "as a consequence of",
)

# States that exclude one another. A word on one side of the stroke excludes those on the other.
OPPOSITES = _pairs(
    """
    open reopen / close closed shut shutter seal
    alive survive survivor / dead die kill killed death
    safe unharmed unhurt uninjured / injure injured wound wounded hurt
    accept agree approve back support endorse ratify adopt pass / reject oppose refuse veto block deny decline dismiss turn
    win / lose loss concede
    rise increase climb grow jump gain up surge / fall drop decrease decline shrink slump down plunge
    begin start launch resume / end stop halt suspend finish cease cancel
    confirm acknowledge admit / deny reject refute
    arrive / leave depart
    advance / retreat withdraw
    guilty convict / innocent acquit clear
    release free / detain arrest hold imprison jail
    contain control extinguish / spread rage burn
    hold retain keep / lose surrender cede abandon
    capture seize retake / repel lose
    restore / cut disrupt lose
    legal lawful / illegal unlawful
    postpone delay / proceed ahead
    intact undamaged / damage destroy collapse
    stable / critical worsen
    accidental accident / deliberate intentional sabotage arson
    peaceful calm / violent violence clash riot
    found locate recover / missing
    stay remain / leave resign quit withdraw
    success succeed successful / fail failure
    present attend / absent boycott skip
    civilian / military militant fighter soldier
    voluntary / forced
    hire / dismiss sack fire
    buy / sell
    allow permit / ban bar prohibit block
    true / false
    majority / minority
    early / late
    north northern / south southern
    east eastern / west western
    male man / female woman
    landlord / tenant
    before / after
    contained / leaked leak
    negative / positive
    upheld uphold / overturn quash annul
    valid / invalid void
    working operational / offline broken down
    """
)

# Words of a state that waits for its end, and of one that has come about.
WAITING = _words("still yet remain continue pending await until wait ongoing preliminary initial drift stuck")
SETTLING = _words(
    "again over back now finally since resume lift complete overnight reverse overturn cancel widen raise latest eventually"
)
SETTLING_PHRASES = (
    "no longer",
    "once more",
    "at last",
    "in the end",
    "not any more",
    "has since",
    "is out",
    "is off",
    "came to an end",
)

# Where a state of the left becomes one of the right as time goes by; the other way round is a contradiction.
DEVELOPMENTS: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (_words(before), _words(after))
    for before, after in (
        ("missing trap search unaccounted wanted", "find recover rescue dead body locate locate alive"),
        ("hunt search wanted manhunt large flee run seek", "arrest detain capture custody charge surrender catch"),
        ("burn rage spread battle blaze fight", "contain extinguish control out douse"),
        ("talk negotiate discuss continue meet", "agree sign deal reach collapse break conclude end agreement"),
        ("arrest detain hold question suspect", "charge release convict sentence free indict trial"),
        ("charge trial deny plead", "convict acquit sentence guilty verdict jail"),
        ("close shut suspend halt ground block", "reopen resume restore open lift"),
        ("injure wound critical hospital", "die dead succumb death discharge"),
        ("count lead vote tally poll", "win declare concede elect certify result"),
        (
            "plan prepare expect schedule consider propose due set will",
            "begin start hold launch arrive approve sign complete cancel postpone",
        ),
        ("delay postpone", "launch lift depart cancel"),
        ("cut outage down offline dark", "restore return back online resume"),
        ("hold occupy hostage besiege siege", "free release withdraw end retake surrender"),
        ("strike walkout", "end suspend return settle"),
        ("investigate probe inquiry unclear unknown", "conclude find identify determine rule establish confirm"),
        ("serve office post remain stay", "resign quit step dismiss sack"),
        ("float adrift aground list", "sink refloat tow capsize"),
        ("warn threaten forecast approach", "hit landfall strike"),
        ("evacuate shelter", "return allow"),
        ("bid offer talk propose", "buy acquire complete drop withdraw"),
        ("alert suspect test", "confirm rule negative positive clear"),
    )
)
