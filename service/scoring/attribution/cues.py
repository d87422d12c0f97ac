"""Words that attribute: verbs, nouns and phrases by which a text hands a statement to somebody.

The kinds of cue follow PARC 3.0 (Pareti 2016, "PARC 3.0: A corpus of attribution relations", LREC) and PolNeAR (Newell
et al. 2018, "An attribution relations corpus for political news", LREC). All verbs and nouns are lemmas. spaCy's small
English models take 'hoped' for a form of 'hop', which is why it stands here.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs that take a clause as what was said: 'X said that …', '… , X said'.
SAYING = _words(
    """
    accept acknowledge add admit admonish advise affirm agree allege announce answer argue ask ascertain assert assess
    assure aver blast blog boast brag caution call charge chide claim clarify comment communicate complain concede conclude confess confide
    confirm contend continue counter declare decree deny detail disclose dispute elaborate emphasise emphasize estimate
    exclaim explain fear find forecast fume grumble guarantee guess hint hope hop imply indicate inform insinuate insist instruct
    interject joke lament learn maintain mention mumble muse mutter note notify observe opine outline pledge point posit
    post predict proclaim project promise pronounce protest quip read reaffirm reason reassure recall reckon recommend
    record recount reiterate rejoin relate remark remind reply report reportedly respond retort reveal rule say scoff
    shout show signal sigh sob specify speculate state stipulate stress suggest summarize surmise suspect swear tell testify
    theorize threaten thunder tout tweet underline underscore urge verify vow warn whisper wonder worry write yell
    bellow bristle chuckle confide concur divulge enthuse fulminate gripe groan growl laugh marvel moan plead rage rant relay shrug snort volunteer wail
    """
)

# Verbs of belief: what a mind holds rather than says. Such a statement is hedged.
BELIEVING = _words(
    "assume believe consider doubt expect feel guess imagine presume reckon suppose suspect think understand"
)

# Verbs whose object or infinitive is what was said: 'X promised to …', 'X declined to …'.
WISHING = _words(
    """
    advise agree appeal ask beg claim decline demand deny encourage expect instruct invite offer order pledge pretend
    profess promise propose refuse request swear threaten urge volunteer vow warn
    """
)

# Verbs whose object, with what follows it, is what was said: 'X accused Y of …', 'X denied any part in …'.
REFERRING = _words(
    """
    accuse acknowledge admit affirm allege announce applaud assail attribute blame blast bemoan defend castigate
    characterise characterize chastise chide cite claim compare concede condemn confirm congratulate contest contradict
    contend credit criticise criticize debunk decry deem define demand denounce deny deplore deride describe detail
    disavow disclose dismiss dispute downplay dub echo emphasise emphasize endorse estimate expound express fault
    forecast hail highlight invoke label laud lambast lambaste lament liken list mention mock name note oppose outline
    portray praise predict proclaim promise propose question rebuke rebut rebuff recall remind reckon recount refute
    reiterate reject relate remember repeat report reveal ridicule scold slam specify stress suggest threaten tout
    trumpet tweet underline underscore unveil urge verify voice warn welcome
    """
)

# Verbs that take what was said in a prepositional phrase: 'X called for …', 'X pointed to …'.
REFERRING_TO: dict[str, frozenset[str]] = {
    "agree": _words("with on to"),
    "allude": _words("to"),
    "apologize": _words("for to"),
    "apologise": _words("for to"),
    "argue": _words("for against"),
    "ask": _words("about for"),
    "boast": _words("about of"),
    "brag": _words("about of"),
    "call": _words("for on"),
    "comment": _words("on about"),
    "complain": _words("about of"),
    "disagree": _words("with on"),
    "elaborate": _words("on"),
    "hint": _words("at"),
    "insist": _words("on"),
    "joke": _words("about"),
    "lash": _words("at"),
    "object": _words("to"),
    "point": _words("to at"),
    "push": _words("for"),
    "rail": _words("against about"),
    "refer": _words("to"),
    "remark": _words("on"),
    "speak": _words("about of"),
    "talk": _words("about of"),
    "tell": _words("of about"),
    "threaten": _words("with"),
    "warn": _words("of about against"),
    "worry": _words("about"),
    "write": _words("about of"),
}

# Verbs of denial: what they introduce is denied by the source.
DENYING = _words(
    "contest contradict debunk deny disavow discount dismiss disprove dispute doubt rebuff rebut refute reject repudiate"
)

# Verbs by which a source puts it less than firmly, or by which the text keeps its distance.
HEDGING = BELIEVING | _words(
    "allege appear claim fear guess hint hope hop imply insinuate posit seem speculate suggest surmise theorize"
)

# Adverbs that hand the statement to somebody unnamed.
HEDGING_ADVERBS = _words("allegedly apparently ostensibly purportedly reportedly supposedly")

# Verbs that can leave something open when they are negated or declined: 'did not say who', 'without specifying'.
OPENING = _words(
    """
    announce clarify comment confirm detail determine disclose discuss divulge elaborate establish explain give identify
    indicate know mention name provide release reveal say specify state tell verify
    """
)
DECLINING = _words("decline refuse fail")

# Adjectives by which something is left open: 'it was unclear who'.
OPEN_ADJECTIVES = _words("unclear unknown uncertain unconfirmed undetermined unsure")
KNOWN_ADJECTIVES = _words("certain clear confirmed known sure early")
OPEN_OBJECTS = _words(
    "comment detail details estimate explanation figure further indication information name reason word"
)

# Nouns by which a statement is named: 'X's claim that …', 'a statement by X'.
SAYING_NOUNS = _words(
    """
    accusation acknowledgment admission affirmation allegation announcement answer apology appeal argument assertion
    assessment assumption assurance belief boast call concern contention caution charge claim comment complaint
    conclusion condemnation contention criticism declaration demand denial denunciation disclosure doubt endorsement
    estimate explanation fear finding forecast hint hope insistence insinuation notion objection observation opinion
    plea pledge prediction promise pronouncement proposal proposition question rejection remark reminder reply request
    revelation speculation statement suggestion suspicion utterance theory threat view vow warning
    """
)
DENYING_NOUNS = _words("denial rejection refutation doubt")
HEDGING_NOUNS = _words(
    "accusation allegation assumption belief claim fear hint hope insinuation notion opinion speculation suggestion suspicion theory"
)

# Nouns that carry somebody's words and may stand as the grammatical speaker: 'a statement from X confirmed …'.
DOCUMENT_NOUNS = _words(
    "statement announcement communique communiqué bulletin release letter message report post tweet letter memo readout notice"
)

# Verbs whose attributions are added by rule where a tagger has marked none: of clauses, and of figures and phrases too.
SURE = _words(
    """
    acknowledge add admit affirm allege announce argue assert assure aver claim clarify communicate concede confirm
    contend declare deny detail determine emphasise emphasize establish estimate explain give guarantee hear inform
    insist maintain note put recall recount reiterate remark report say state stress swear tell testify vow warn write
    """
)
SURE_OF_PHRASES = _words("add announce claim confirm deny give note put report say state tell warn")

# All words that attribute by themselves.
ANY = (
    SAYING
    | BELIEVING
    | WISHING
    | REFERRING
    | REFERRING_TO.keys()
    | DENYING
    | HEDGING
    | HEDGING_ADVERBS
    | OPENING
    | OPEN_ADJECTIVES
    | SAYING_NOUNS
    | DENYING_NOUNS
    | HEDGING_NOUNS
    | {"rumour", "rumor", "rumored", "rumoured", "accord"}
)

# Phrases like 'according to': the head word and the preposition that must follow it.
ACCORDING = {"according": "to"}

# What something accords with and nobody says.
NO_VOICES = _words(
    "agreement constitution convention custom knowledge law plan procedure protocol rule schedule timetable tradition"
)

# Nouns by which a text says whose word it goes by: 'by his own account', 'in Ms Bortic's telling'.
ACCOUNTS = _words(
    """
    account admission telling tell reckoning reckon estimate estimation count version view opinion judgment judgement
    assessment calculation recollection reading submission word
    """
)
# What somebody holds: 'the ministry's position is that …'.
POSITIONS = _words(
    """
    account answer argument belief case claim complaint conclusion contention defence defense evidence explanation
    guess impression line memory message opinion position recollection
    reply response stance story theory understanding version view
    """
)
# Adjectives of who vouches for something: 'he was adamant that …'.
CERTAIN = _words("adamant certain confident convinced positive sure")
# What whoever looks into something does, and what nobody but who was there can do.
FINDING = _words("detect discover establish find identify trace")
SENSING = _words("feel hear notice recall recollect remember see smell watch")
# How somebody puts what he tells next: 'The director was blunt.'
MANNER = _words(
    """
    adamant blunt brief candid categorical cautious clear conciliatory critical curt defiant definite dismissive emphatic
    evasive explicit firm formal forthright frank friendly furious guarded indignant insistent plain positive scathing
    sceptical skeptical terse unapologetic unequivocal unmoved unrepentant
    """
)
NOT_THEIRS = _words("i we my our me us you your")

# By these a text tells that somebody spoke, without what was said.
TOLD_OF = _words("agree argue complain disagree remember say speak talk tell")

# Subjects that nobody can be quoted by.
NOBODY = _words(
    "nobody none noone no-one nothing it there this that these those what which whatever everything something anything"
)
SPEAKING_FOR_ALL = _words("nobody none no-one")
FIRST_AND_SECOND = _words("i we you")

# Verbs that mere things can be the subject of: 'the blast indicates that'. Such a subject speaks only if it is one of
# SHOWING_NOUNS.
SHOWING = _words("show indicate suggest signal imply reveal find underline underscore highlight mean predict")
SHOWING_NOUNS = _words("poll survey study report data figure analysis research document record evidence")

# Verbs that may stand without a speaker: 'he is said to have …', 'it was reported that'.
IMPERSONAL = _words(
    "say believe report allege think understand expect suspect rumor rumour fear estimate accuse presume"
)

# Verbs of OPENING that hand nothing on by themselves.
ONLY_OPENING = _words("know give provide release divulge identify establish determine discuss")

OCCASIONS = _words(
    "interview conference briefing speech telephone phone hearing debate meeting rally broadcast television radio call email e-mail"
)

# What shows something to whoever looks at it, and vouches for nothing itself.
PICTURES = _words("clip footage image imagery photo photograph picture shadow video vision camera cctv x-ray scan")
DATA = _words("data evidence figure figures number numbers record records result results statistic statistics")

# By these a witness tells of what was said, where the one who said it is only 'they' or 'I'.
TELLING = _words("ask call order phone say shout tell warn yell")
IN_PERSON = _words("i we he she they you")

# What somebody has not done, or was not done about somebody, is the paper's own word: 'Nobody has claimed it'.
UNDONE = _words("answer approach arrest charge claim comment reach refuse respond responsibility say")

# Objects of 'give' that are statements: 'gave a figure of 40'.
GIVEN = _words("account figure toll number estimate version total tally")

# Those who are told something at a hearing: 'the court heard that …'.
HEARERS = _words(
    """
    bench commission committee coroner court house hearing inquest inquiry judge juror jury lawmaker magistrate mp panel
    parliament senate senator tribunal
    """
)
