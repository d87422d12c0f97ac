"""Words that tell people from bodies, men from women, and what only a body does or has. All in lower case."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from service.scoring.annotated import Token
from service.scoring.attribution import given_names, voices


class Kind(StrEnum):
    """What a name or a description is of; EITHER may be a person or a body: 'the owner', a name that tells nothing."""

    PERSON = "person"
    BODY = "body"
    PLACE = "place"
    EITHER = "either"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PLACES = frozenset({"GPE", "LOC", "FAC"})
PLACING = _words("in near outside inside around across into towards toward")
MEASURES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
OTHER_NAMES = frozenset({"NORP", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE", "PRODUCT"})

# People by what they are or what befell them, beyond those who speak for their office.
PEOPLE = _words(
    """
    accountant accused actor actress adult advocate affiliate agent aide applicant archbishop artist assistant
    associate athlete attacker attendant aunt baby bishop bomber boss boyfriend bride builder businessman
    businesswoman bystander captive cardinal casualty chancellor chief child citizen civilian clerk client coach
    colonel commuter congressman congresswoman contender convict councilman couple cousin crowd customer dad
    defendant delegate deputy descendant detainee diplomat disciple emir emperor employee expert family fan farmer
    fighter friend front-runner fugitive girlfriend graduate grandfather grandmother groom guest gunman guy hero
    hostage hunter husband immigrant incumbent infant inhabitant inmate intern kid killer lady laureate lecturer
    lieutenant magistrate man merchant migrant militant militiaman mom monarch monk mufti mum musician neighbor
    neighbour nephew newcomer niece nominee novice nun opponent owner parent partner passer-by pastor patient
    pedestrian pensioner people person pilot pirate player policeman policewoman policy-maker politician pope
    preacher predecessor premier prisoner protester pupil rabbi rebel recipient recruit refugee relative
    representative resident rider rival ruler runner sailor saint sergeant servant shooter sibling singer soldier
    son spouse spy stranger striker student successor sultan surgeon suspect teenager tenant terrorist thief toddler
    tourist trader trainee tutor uncle veteran victim visitor voter widow widower winner writer youngster youth
    """
)
# Words for bodies that in running text mostly mean a thing or an undertaking.
NO_BODIES = _words(
    """
    campaign cell center centre channel command daily fund intelligence media mission network outlet paper service
    station television unit
    """
)
EITHER = voices.OFFICES & voices.INSTITUTIONS
# Those of whom there is but one wherever they are spoken of.
UNIQUE_OFFICES = _words(
    """
    ambassador captain chairman chairperson chairwoman chancellor commander commissioner coroner director governor
    harbourmaster king mayor minister pope premier president principal queen rector secretary sheriff spokesman
    spokesperson spokeswoman superintendent vice-president
    """
)
# Those who say 'we' for the body that they are named with.
SPOKESMEN = _words(
    """
    chairman chairperson chairwoman chief commander director executive spokesman spokesperson spokeswoman superintendent
    """
)
# What belongs to a body and to no thing.
BELONGINGS = _words(
    """
    accusation aircraft allegation ally announcement army bureau chairman chairwoman chief client commander
    commitment contractor correspondent customer decision director employee engineer estimate executive fighter
    figure finding force government headquarters inquiry inspection inspector investigation investigator investor
    lawyer leader leadership man manager member militant minister ministry obligation offensive offer office officer
    official operation parliament patient patrol people permit personnel plant police policy president profit
    promise proposal recommendation recruit report reporter representative reputation research responsibility
    revenue review scientist server shareholder soldier spokesman spokesperson spokeswoman staff statement strategy
    supporter team telegram test troop user volunteer warplane website work worker workforce
    """
)
# Of these, what a country has as well.
OF_COUNTRIES = _words(
    """
    aircraft ally army force government military minister ministry offensive parliament people police president soldier
    troop warplane
    """
)
# What a body does and no thing does; nor does anything of the kind happen to a thing.
BODY_DEEDS = _words(
    """
    accept accuse acknowledge add admit agree aim announce apologise apologize appeal appoint approve argue ask
    assess assign award blame brief buy cancel caution charge check co-operate comment complain comply conclude
    condemn conduct confirm consider contact contest cooperate coordinate correct count criticise criticize decide
    decline demand denounce deny deploy detain detect discover dismiss dispatch dispute employ examine expect fine
    fund hand hire hope identify inform insist inspect intend interview investigate invite issue join know learn
    lodge monitor name negotiate notify obtain offer oppose order own pay plan pledge post praise prepare promise
    propose prosecute protest publish pursue question recall receive recommend recover recruit refuse regret reject
    release repeat report request respond restate retract revise rule say search seek sell send sign spend spot
    state suspect suspend tell threaten treat try unveil update urge vow warn welcome withdraw
    """
)
# What whoever is quoted tells of itself, whoever else was spoken of before: 'the police said it was investigating'.
SELF_REPORTS = _words(
    """
    apologise apologize condemn confirm consider cooperate co-operate coordinate deploy dispatch examine expect hope
    investigate monitor receive regret review send treat urge welcome
    """
)
# What is done to a body and to no thing.
BODY_FATES = _words(
    "tell inform notify brief ask warn accuse sue fine consult alert advise invite urge criticise criticize"
)
SENSING = _words("hear see feel smell witness notice watch flee fear believe wake know remember")

# Nouns that end as those for people do and are none.
_THINGS = _words(
    """
    ambulance anger answer banner barrier blocker boiler border bunker burner butter career center chapter character
    charger charter checklist cluster coffee committee computer container cooker copper corner corridor cover crater
    cruiser danger december degree dinner disaster door encounter error exist factor favor favour fee fever fiber
    fibre filter finger floor flower folder freezer freighter frontier gender guarantee harbor harbour helicopter
    honor horror hunger knee labor labour ladder laser lawnmower layer letter list liter loudspeaker matter measure
    meter metre mirror mist monitor motor november number october order over paper parlor pepper pier poster powder
    power prayer printer quarter radar razor register remainder reminder river rocker rubber rumor rumour scooter
    sector sensor september server shelter shoulder shower silver slider soccer solar spider steamer sticker
    stranger structure sugar summer supper surrender tanker tender terror theater theatre thunder tiger timber tower
    tractor trailer transfer trawler tree trigger tumor twist vapor vector water weather whisker winter wonder wrist
    """
)
_OF_PEOPLE = ("er", "or", "ist", "ee", "ian", "man", "woman", "person", "kin")


@lru_cache(maxsize=8_192)  # a news text uses the same nouns over and over
def kind_of(lemma: str) -> Kind | None:
    """What a common noun names; None for a thing."""
    if lemma in EITHER:
        return Kind.EITHER
    if lemma in voices.OFFICES or lemma in PEOPLE:
        return Kind.PERSON
    if lemma in voices.INSTITUTIONS:
        return None if lemma in NO_BODIES else Kind.BODY
    return Kind.PERSON if is_guessed(lemma) else None


def is_guessed(lemma: str) -> bool:
    """Whether a noun only ends as those for people do ('sculptor'), so that 'he' may mean it, or may not."""
    listed = lemma in voices.OFFICES or lemma in PEOPLE or lemma in voices.INSTITUTIONS or lemma in _THINGS
    return not listed and len(lemma) > 4 and lemma.endswith(_OF_PEOPLE)


def gender_of(said: set[str], label: Sequence[Token]) -> str:
    """'m' or 'f' where a title, a description or a common first name tells it, else ''."""
    if said & voices.FEMININE:
        return "f"
    if said & voices.MASCULINE:
        return "m"
    return given_names.gender_of(label[0].text.lower()) if label and label[0].entity == "PERSON" else ""
