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
# Numbers of these are numbers of people: 'the crowd at 38,000'.
GATHERINGS = _words("crowd turnout attendance gathering")

# Units that are compared as they stand, whatever noun follows.
UNITS: dict[str, str] = {
    "%": "percent", "percent": "percent", "pct": "percent", "per-cent": "percent", "$": "money", "dollar": "money",
    "€": "money", "euro": "money", "£": "money", "pound": "money", "km": "kilometre", "kilometer": "kilometre",
    "kilometre": "kilometre", "mile": "mile", "metre": "metre", "meter": "metre", "tonne": "tonne", "ton": "tonne",
    "magnitude": "magnitude", "hectare": "hectare", "acre": "acre", "rupee": "money", "yen": "money", "yuan": "money",
    "rouble": "money", "ruble": "money", "lira": "money", "peso": "money", "franc": "money", "dinar": "money",
    "rial": "money", "shekel": "money", "krona": "money", "kg": "kilogram", "kilogram": "kilogram", "degree": "degree",
}  # fmt: skip
# What a sign before a figure stands for; figures in two currencies are not laid side by side.
CURRENCIES: dict[str, str] = {"$": "dollar", "US$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₹": "rupee"}

# Different words for the same length or weight: factor to the first unit named.
CONVERSIONS: dict[str, tuple[str, float]] = {
    "mile": ("kilometre", 1.609344),
    "metre": ("kilometre", 0.001),
    "acre": ("hectare", 0.404686),
    "minute": ("hour", 1 / 60),
    "day": ("hour", 24.0),
    "week": ("hour", 168.0),
    "year": ("month", 12.0),
}
# A stretch of time is a figure where one of these tells how long something went on; elsewhere it only dates it.
STRETCHES = _words("minute hour day week month year")
LASTING = _words("last take sentence jail imprison serve spend ban delay suspend extend endure continue close")

VAGUE_NUMBERS: dict[str, tuple[float, float]] = {
    "several": (3, 9), "dozens": (24, 120), "scores": (40, 200), "hundreds": (200, 1_999), "thousands": (2_000, 19_999),
    "a couple": (2, 2), "a pair": (2, 2), "a few": (3, 7), "tens": (20, 99), "both": (2, 2), "a dozen": (10, 14), "half a dozen": (5, 7), "tens of thousands": (20_000, 199_999),
    "hundreds of thousands": (200_000, 1_999_999), "millions": (2_000_000, 19_999_999), "no one": (0, 0),
    "nobody": (0, 0), "none": (0, 0), "neither": (0, 0), "not a single": (0, 0), "not one": (0, 0),
}  # fmt: skip
# Parts of a whole, in hundredths. 'Half a million' is a number of its own and none of these.
PARTS: dict[str, float] = {
    "half": 50.0, "third": 100 / 3, "thirds": 100 / 3, "quarter": 25.0, "quarters": 25.0, "fifth": 20.0, "fifths": 20.0,
    "sixth": 100 / 6, "eighth": 12.5, "tenth": 10.0, "tenths": 10.0,
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
    "not less than",
    "not fewer than",
    "as few as",
    "in excess of",
)
AT_MOST = (
    "at most",
    "fewer than",
    "less than",
    "under",
    "up to",
    "no more than",
    "not more than",
    "below",
    "as many as",
    "as much as",
    "a maximum of",
    "possibly",
)
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
    "believe think appear seem unconfirmed alleged presumed preliminary potentially unclear unlikely purportedly "
    "supposedly purported supposed ostensibly seemingly unverified evidently tentatively"
)
# These hedge where they are passive and lead on: 'is feared to have', 'are said to be'.
HEDGING_PASSIVES = _words("fear say understand rumour rumor assume presume suppose report allege consider")
MODALS = _words("may might could")
# What one 'could' do was done: 'could hear cries', 'could not be reached'.
ABILITIES = _words(
    "hear see smell feel find reach tell confirm verify read remember understand determine identify trace"
)
# States, of which 'may' leaves open whether they hold, not whether they will come.
STATIVE = _words("be have contain include know need belong involve lie own hide")
# 'Would not say' tells of a refusal, 'would often walk' of a habit.
REFUSALS = _words("say comment confirm answer discuss name give elaborate disclose identify tell reveal speak provide")
HABITS = _words("often usually always regularly sometimes frequently normally")
CORRECTIONS = _words(
    "correct correction retract retraction withdraw revise revision amend downgrade recount mistakenly erroneous erroneously"
)
# What can be withdrawn so that it no longer holds.
WORDS_GIVEN = _words("statement claim report account figure toll number estimate allegation accusation story article")
# What somebody thinks of it: as a judgement on the subject ('was outrageous', 'a cowardly act'), or as the main verb.
JUDGEMENTS = _words(
    "outrageous unacceptable disgraceful shameful wonderful terrible heinous cowardly horrible horrific despicable unfair "
    "appalling disgusting brilliant excellent awful pathetic ridiculous absurd unjust wrong great bad good sad tragic"
)
ATTITUDES = _words("welcome regret condemn deplore urge hope deserve")
OUGHT = _words("should must ought")
# What these lead to has not come about yet: 'plans to', 'is expected to', 'vowed to'.
FORESEEN = _words(
    "expect plan intend schedule forecast predict aim hope vow threaten want pledge promise prepare propose set slate "
    "project seek wish due likely unlikely ready poise tip bind go"
)
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
    "resulted from",
    "in response to",
)
# Verbs whose subject is the cause and whose object the effect.
CAUSING = _words("cause trigger spark provoke ignite prompt")
# What a means or an event is named after, where it is what the rest came of: 'died in a drone strike'.
MEANS_MARKS = _words("by in with from after following during")
DISASTERS = _words(
    "attack strike raid shelling bombing bombardment ambush assault shooting crash derailment stampede crush clash riot "
    "avalanche hurricane typhoon cyclone tornado tsunami eruption heatwave drought outbreak epidemic knife gun rifle pistol"
)
# Ways of saying a state, with the word that says the same in OPPOSITES.
STATE_PHRASES: dict[str, str] = {
    "under control": "contain", "under way": "begin", "in custody": "detain", "in detention": "detain", "on the run": "free",
    "at large": "free", "on fire": "burn", "in flames": "burn", "out of danger": "safe", "in force": "begin", "is over": "end",
    "was over": "end", "out of service": "offline", "on hold": "suspend", "on strike": "strike", "feared dead": "feared",
}  # fmt: skip
QUALIFIED = _words("suspected confirmed feared presumed unaccounted homeless pending")

# Verbs whose participle tells what came of it: '…, killing 12 people'.
RESULTS = _words(
    "kill injure wound hurt destroy damage leave force send trap displace claim strand close knock spark trigger cut sink "
    "bury flood burn shatter flatten paralyse"
)
# Verbs that take those they befall as objects: whoever stands ahead of them does it to others.
DONE_TO_OTHERS = _words(
    "kill slay injure wound hurt arrest detain apprehend displace rescue save infect abduct kidnap hospitalise hospitalize"
)
# What follows these is where, how or by whom it came about, not who suffered it: 'killed in two attacks'.
AROUND = _words("in by at from near on after during across against within over about outside into")
PLACE_PREPOSITIONS = _words("in at near outside around off inside across along beside north south east west of")
# Words that a spelled number is made of.
NUMERALS = _words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion zero"
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
# With the gaps around them, so that each is found as words of its own.
SETTLING_PHRASES = (
    " no longer ",
    " once more ",
    " at last ",
    " in the end ",
    " not any more ",
    " has since ",
    " is out ",
    " is off ",
    " came to an end ",
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
