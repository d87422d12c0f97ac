"""Words for those who speak: offices, institutions, titles. All words are in lower case."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Heads of phrases that name a person by office or trade.
OFFICES = _words(
    """
    activist adviser advisor aide ambassador analyst attorney brother captain chair chairman chairperson chairwoman
    chief colleague commander commissioner consultant coordinator co-ordinator correspondent councillor counsel daughter
    deputy detective diplomat director doctor driver economist engineer envoy executive expert father firefighter
    fisherman forecaster founder governor harbourmaster head inspector investigator journalist judge lawmaker lawyer
    leader manager mayor medic minister monitor mother mouthpiece mp nurse officer official operator owner paramedic
    pilot president priest prince principal professor prosecutor queen king rector reporter representative researcher
    resident scientist secretary seismologist senator sergeant sheriff shopkeeper sister solicitor speaker spokesman
    spokesperson spokeswoman superintendent survivor teacher treasurer vice-president villager volunteer warden witness
    worker author critic candidate farmer student passenger friend neighbour neighbor person man woman boy girl son wife
    husband source insider geologist historian general attorney colonel major captain lieutenant admiral brigadier premier
    chancellor ceo cfo coo ombudsman vice-chairman undersecretary congressman congresswoman lawmaker legislator senator
    delegate negotiator policeman policewoman soldier fighter rebel defector dissident refugee migrant nun bishop imam
    archbishop cardinal sheikh cleric editor blogger photographer reporter columnist host moderator strategist pollster
    contractor trader broker banker investor accountant mediator employee staffer intern volunteer bystander onlooker
    neighbour resident villager patient nurse paramedic surgeon epidemiologist virologist physician pharmacist
    meteorologist volcanologist biologist physicist hydrologist climatologist sociologist archaeologist cousin uncle aunt
    grandmother grandfather nephew niece widow parent relative chaplain principal dean provost vice-chancellor
    biographer lobbyist activist campaigner organiser organizer trustee treasurer auditor registrar clerk magistrate
    coroner marshal ranger lifeguard skipper mechanic operative agent spy whistleblower opponent rival supporter backer
    administrator bailiff constable corporal prefect regent burgomaster member guest headmaster headmistress rescuer
    commandant convener convenor technician master colleague comrade ally successor predecessor deputy
    """
)

# Those whom a text calls by what they do or are to others, and who hold no office.
TRADES = _words(
    """
    attendant handler caller listener trucker waiter waitress barman barmaid bartender landlord landlady tenant
    hostess rep midwife dentist vet plumber electrician builder roofer welder millwright fitter foreman
    supervisor dispatcher controller signalman pointsman conductor skier climber hiker cyclist motorist rider
    jockey coach referee umpire linesman player goalkeeper teammate trainer physio physiotherapist chef cleaner
    porter receptionist nanny carer caretaker janitor gamekeeper herder herdsman angler trawlerman crewman
    crewmate mate shipmate sailor bosun deckhand diver navigator stevedore docker longshoreman salvor underwriter
    surveyor architect planner designer developer programmer coder hacker statistician mathematician chemist
    toxicologist pathologist psychologist psychiatrist therapist dietitian radiologist cardiologist oncologist
    paediatrician pediatrician ecologist botanist zoologist geographer theologian philosopher linguist
    translator interpreter illustrator novelist poet playwright actor actress musician composer dancer producer
    screenwriter filmmaker presenter newsreader podcaster influencer commentator pundit essayist reviewer
    informant tipster shareholder lender creditor financier heir claimant plaintiff defendant complainant
    suspect convict inmate prisoner detainee hostage captive juror bailiff notary barrister advocate vicar
    curate deacon pastor preacher missionary pilgrim parishioner schoolgirl schoolboy pupil apprentice trainee
    graduate lecturer tutor academic scholar headteacher shopper customer client buyer seller vendor stallholder
    grocer wholesaler importer exporter subcontractor lodger householder homeowner landowner smallholder grower
    rancher dairyman labourer laborer picker seamstress hairdresser pensioner retiree veteran conscript recruit
    cadet gunner sapper paratrooper airman serviceman reservist fugitive smuggler trafficker poacher gunman
    assailant attacker kidnapper protester demonstrator marcher mother-in-law father-in-law stepmother
    stepfather godfather godmother girlfriend boyfriend partner spouse grandson granddaughter sibling teenager
    tourist visitor holidaymaker traveller traveler commuter pedestrian motorcyclist courier guide midfielder steward
    striker usher winger
    abbess abbot accused auctioneer baker beautician boatman bodyguard bookkeeper butcher cameraman carpenter
    cashier chauffeur cook elder examiner ferryman gardener gravedigger headman helmsman instructor
    joiner loader machinist mason miner organist packer pal postman projectionist proprietor publican purser roommate
    sacristan seaman sentry sexton shepherd singer subordinate superior tailor teller undertaker violinist watchman
    weaver woodcutter
    """
)

KIN = _words("aunt brother cousin daughter father friend husband mother nephew niece sister son uncle widow wife")

# Offices whose holder speaks for the institution itself.
SPOKESPEOPLE = _words("spokesman spokesperson spokeswoman mouthpiece")
MOUTHPIECES = SPOKESPEOPLE | _words("statement communique press spokespeople spokesmen")

# Offices that speak for the institution they are named with.
LEADERS = MOUTHPIECES | _words(
    """
    ambassador captain chair chairman chairperson chairwoman chief commander commissioner director executive founder
    governor head inspector leader manager mayor minister president secretary superintendent deputy envoy coordinator
    officer engineer administrator ceo boss premier general secretary-general
    """
)

# Offices and trades that speak for nobody but themselves, whatever they are named with.
OWN = _words(
    """
    analyst author biographer blogger bystander critic columnist economist expert fellow former historian journalist
    lecturer member opponent patient professor researcher rival scholar student supporter survivor victim widow witness
    reporter correspondent geologist scientist resident retired ex
    """
)

# Heads of phrases that name an institution or a body of people that speaks as one.
INSTITUTIONS = _words(
    """
    administration agency airline alliance ambulance army assembly association authority bank battalion board brigade
    bureau cabinet campaign cell centre center charity church club coalition coastguard guard college command commission
    committee company congress consortium consulate corporation corps council court crew department directorate embassy
    faction federation firm force forces foundation fund government group guards hospital hotel institute institution
    intelligence laboratory league legislature manufacturer militia military ministry mission mosque movement museum
    navy network ngo observatory office operator opposition organisation organization outfit owner palace parliament
    party patrol police presidency prison prosecution regime regiment regulator retailer school secretariat senate
    service squad start-up station supplier team tribunal union unit university utility watchdog monitor broadcaster
    newspaper magazine channel daily paper outlet media television tv radio authorities
    troops rebels insurgents wing arm branch body junta kremlin pentagon parliamentarians chamber bloc consultancy exchange inspectorate
    carrier clinic inquiry insurer investigation maker nonprofit probe
    society trust think-tank thinktank confederation management
    """
)

# Institutions that a bare noun names well enough to be told from others in the same news: 'police', 'the army'.
BARE = _words("police army navy military government parliament opposition coastguard authorities")

# 'The group', 'the force' say nothing but that an institution is meant that was named before.
GENERIC = {
    "group": _words("faction brigade militia movement organisation organization party charity union group crew outfit"),
    "organisation": _words("charity group union agency observatory"),
    "organization": _words("charity group union agency observatory"),
    "company": _words(
        "firm operator start-up manufacturer airline corporation owner retailer supplier company utility network"
    ),
    "firm": _words("company corporation start-up"),
    "force": _words("police army navy brigade"),
    "crew": _words("group"),
    "agency": _words("agency office"),
    "monitor": _words("observatory"),
    "watchdog": _words("observatory regulator commission"),
    "operator": _words("company firm airline"),
    "board": _words("board"),
    "faction": _words("group militia brigade movement"),
    "militia": _words("group faction brigade movement"),
    "broadcaster": _words("tv television radio channel network broadcasting"),
    "channel": _words("tv television"),
    "station": _words("tv television radio"),
    "newspaper": _words("times post daily news gazette herald tribune observer courier"),
    "network": _words("tv television radio channel broadcaster company"),
    "military": _words("army forces military navy"),
    "army": _words("army forces military"),
    "court": _words("tribunal"),
    "charity": _words("group organisation organization"),
}

# Things that carry somebody's words.
DOCUMENTS = _words(
    """
    account announcement bulletin comment communique email filing figure figures letter memo message notice post readout
    release remark report statement tweet video website data document footage
    poll survey study analysis review audit log register transcript memorandum dossier minutes
    certificate checklist communiqué declaration finding findings indictment leaflet listing page receipt ruling summary
    ticket verdict
    """
)

# Texts that are their author's own words: 'the message says'.
SPOKEN = _words("announcement communique message note notice post release statement tweet")

# What a headline calls the text below it by.
LABELS = _words(
    "communique communiqué correction leaflet letter notice notes opinion release statement transcript update"
)

# Places that speak through those who govern them.
PLACES = _words("capital city country county district island nation province region state town village")

TITLES = _words(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend father sister imam sheikh sheik ayatollah pope
    king queen prince princess president vice-president vice premier chancellor prime minister secretary senator sen
    congressman congresswoman rep representative governor gov mayor cllr councillor councilman ambassador judge justice
    chief attorney general gen lt lieutenant col colonel maj major capt captain sgt sergeant cpl corporal brig brigadier
    adm admiral cmdr commander insp inspector det detective supt superintendent constable sheriff officer director
    chairman chairwoman chairperson spokesman spokeswoman spokesperson deputy former acting interim minister-president
    leader head chief-of-staff professor-emeritus hon sr jr chair administrator archbishop bishop cardinal rabbi sultan
    emir marshal chancellor coroner ag da pm mp mep agent collector commandant coun executive eyewitness pastor trooper
    alhaji barrister comrade engr hajiya mallam acp dcp dgp ssp speaker prefect regent monsignor maître councilwoman
    patrolman don doña monsieur madame mme mlle señor señora senhor senhora signor signora herr frau brother bailiff
    """
)
# Titles that tell what somebody does.
PROFESSED = _words("barrister dr prof rep rev reverend sen")
# Words for one who does the same, by which a report calls somebody now and now.
ALIKE = (
    _words("consultant doctor dr medic physician surgeon"),
    _words("advocate attorney barrister counsel lawyer solicitor"),
    _words("congressman congresswoman lawmaker legislator mp rep representative sen senator"),
    _words("cleric clergyman pastor priest rev reverend vicar"),
    _words("academic prof professor scholar"),
)
# Titles as they are printed ahead of names, and the words for them.
LONG_FOR = {
    "adm": "admiral",
    "brig": "brigadier",
    "cmdr": "commander",
    "col": "colonel",
    "cpl": "corporal",
    "det": "detective",
    "gen": "general",
    "gov": "governor",
    "insp": "inspector",
    "lt": "lieutenant",
    "maj": "major",
    "sgt": "sergeant",
    "supt": "superintendent",
}
# Whom a report calls 'the officer' next.
RANKS = _words(
    """
    admiral brigadier captain chief colonel commander commissioner constable corporal detective general inspector
    lieutenant major marshal sergeant sheriff superintendent
    """
)
FEMININE = _words(
    """
    mrs ms miss dame lady queen princess spokeswoman chairwoman congresswoman mother sister wife daughter woman girl
    actress businesswoman doña madame mme mlle señora senhora signora frau aunt niece grandmother widow godmother
    """
)
MASCULINE = _words(
    """
    mr sir lord king prince spokesman chairman congressman father brother husband son man boy fisherman businessman imam
    pope don monsieur señor senhor signor herr uncle nephew grandfather godfather
    """
)
PLURAL_PRONOUNS = _words("they them their theirs")
PERSONAL = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
IMPERSONAL = _words("it its")
DETERMINERS = _words("the this that these those its his her their")
INDEFINITE = _words("a an another one two three four five six several many some most few other dozens hundreds both no")
JOINTS = _words("of for and the on in & al bin ibn de la del van von der den di da el al- -")
# What names end with that are nobody's: firms, campaigners, papers.
ENDINGS = _words(
    """
    watch international inc corp ltd llc plc holdings airlines airways motors energy oil gas electric insurance front
    brigades times journal herald tribune gazette telegraph news broadcasting industries technologies systems nations
    """
)

# What the names of media end with: 'Meridian' is 'Meridian News Agency'.
MEDIA = _words("news agency press television tv radio media network online")
OF_BODIES = INSTITUTIONS | ENDINGS | MEDIA

# What a minister or a secretary is in charge of: 'Secretary of State'.
PORTFOLIOS = _words(
    """
    state defence defense treasury interior homeland security health education foreign affairs justice energy labor
    labour commerce trade transportation transport agriculture finance economy culture sport environment war police
    operations staff public communications infrastructure water mines energy fisheries tourism planning works science
    technology information culture youth religious
    """
)
# Capitals behind an hour, which name nobody.
ZONES = _words("am bst cdt cest cet cst edt eest eet est et gmt hkt ist jst mdt msk mst pdt pm pst pt utc wib")
FIRST_PERSON = _words("i me we us ourselves myself")
RELATIVE = _words("who which whom")
# Nouns for people that name no office: 'two people familiar with the matter'.
PEOPLE = _words(
    "somebody someone people person man men woman women child children family families individual others one ones"
)
# Those who look into something, and what they write of it.
FINDERS = _words(
    """
    administrator analyst audit auditor author autopsy board chemist commission committee coroner document examiner
    expert inquest inquiry inspector investigation investigator laboratory panel pathologist probe report review
    scientist study survey surveyor test tribunal
    """
)
# What somebody does, and whatever somebody is called by.
CALLINGS = OFFICES | TRADES
SOMEBODY = CALLINGS | PEOPLE
# Institutions that are nobody's office, and offices that are no institution's name.
BODIES = INSTITUTIONS - OFFICES
POSTS = OFFICES - (INSTITUTIONS - MOUTHPIECES)
SPEAKERS = SOMEBODY | INSTITUTIONS | DOCUMENTS
PRONOUNS = PERSONAL.keys() | PLURAL_PRONOUNS | IMPERSONAL | FIRST_PERSON | RELATIVE
