"""Words that exclude each other, mean the same, or one of which holds the other, by hand.

They are for making pairs to learn from: 'a red car' and 'a blue car' are two cars, 'a couch' is a sofa, and whoever
plays a violin plays an instrument. Forms are written out, so that a sentence stays grammatical.
"""

from __future__ import annotations


def _lines(text: str) -> tuple[tuple[str, ...], ...]:
    """The words of each line; one that begins with a space goes on from the line before."""
    return tuple(tuple(line.split()) for line in text.replace("\n ", " ").splitlines() if line.strip())


# Each line: words one of which shuts out the others.
EXCLUSIVE = _lines("""
red blue green yellow white black brown orange purple pink grey golden silver
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty forty fifty
first second third fourth fifth sixth seventh eighth ninth tenth
Monday Tuesday Wednesday Thursday Friday Saturday Sunday
January February March April May June July August September October November December
spring summer autumn winter
morning noon afternoon evening midnight dawn
north south east west
northern southern eastern western
breakfast lunch dinner
France Germany Italy Spain Portugal Poland Sweden Norway Finland Denmark Greece Turkey Egypt Kenya Nigeria
 Ghana Japan China India Pakistan Brazil Argentina Chile Peru Mexico Canada Australia Russia Ukraine Iran
 Iraq Israel Jordan Syria Lebanon
French German Italian Spanish Portuguese Polish Swedish Norwegian Finnish Danish Greek Turkish Egyptian
 Kenyan Nigerian Japanese Chinese Indian Pakistani Brazilian Argentine Chilean Mexican Canadian Australian
 Russian Ukrainian Iranian Iraqi Israeli Syrian Lebanese American British Irish
London Paris Berlin Rome Madrid Lisbon Warsaw Vienna Athens Cairo Nairobi Lagos Tokyo Beijing Delhi Karachi
 Lima Toronto Sydney Moscow Kyiv Tehran Baghdad Beirut Damascus
Mercury Venus Mars Jupiter Saturn Neptune
guitar piano violin drum trumpet flute cello saxophone harp banjo accordion clarinet
wine beer water coffee tea milk lemonade vodka whiskey champagne juice
potato carrot onion tomato cabbage cucumber lettuce spinach pumpkin broccoli
apple banana orange pear grape cherry lemon peach mango
kitchen bathroom bedroom garage cellar attic hallway
wooden metal plastic glass concrete leather paper stone
gold silver copper iron
dog cat horse cow pig sheep goat chicken duck rabbit elephant lion tiger monkey camel
man woman
men women
boy girl
boys girls
husband wife
father mother
brother sister
son daughter
uncle aunt
king queen
football basketball tennis baseball hockey cricket rugby volleyball golf
car bus train bicycle motorcycle truck boat plane helicopter tractor
hat scarf glove belt
shirt dress jacket sweater coat
teacher doctor lawyer nurse farmer soldier carpenter plumber chef pilot
spoon fork knife
sofa table bed desk lamp
beach forest desert mountain city
Christian Muslim Jewish Buddhist Hindu
Catholic Protestant Orthodox
triangle square circle
""")

# Each pair: words of which one denies the other.
OPPOSITES = _lines("""
rose fell
rising falling
increased decreased
increase decrease
gained lost
won lost
opened closed
open closed
opening closing
started ended
begins ends
began finished
alive dead
survived died
guilty innocent
convicted acquitted
arrested released
accepted rejected
approved rejected
approve reject
supported opposed
support oppose
supports opposes
allowed banned
allow forbid
legal illegal
safe dangerous
true false
full empty
hot cold
wet dry
happy sad
awake asleep
young old
new old
large small
big little
tall short
long short
high low
higher lower
highest lowest
best worst
better worse
most least
fast slow
early late
before after
inside outside
above below
over under
up down
upstairs downstairs
indoors outdoors
near far
always never
everyone nobody
everybody nobody
everything nothing
all none
many few
with without
strong weak
rich poor
success failure
succeeded failed
present absent
public private
military civilian
advance retreat
advanced retreated
arrived left
arriving leaving
entered left
bought sold
buying selling
remembered forgot
joined quit
love hate
loves hates
loved hated
pass fail
passed failed
push pull
pushing pulling
standing sitting
sitting standing
sleeping running
running sleeping
walking sitting
crying laughing
dressed naked
clean dirty
light dark
light heavy
smooth rough
thick thin
wide narrow
deep shallow
loud quiet
noisy silent
easy difficult
cheap expensive
temporary permanent
voluntary forced
majority minority
victory defeat
ally enemy
friend enemy
buyer seller
attacker victim
winner loser
""")

# Each line: words any of which can stand for another.
SAME = _lines("""
sofa couch
man guy
kids children
kid child
woman lady
car automobile
physician doctor
attorney lawyer
begins starts
began started
finished completed
big large
little small
purchased bought
purchase buy
soccer football
movie film
photo photograph
picture photo
infant baby
cops police
policeman officer
bike bicycle
plane aircraft
airplane plane
ocean sea
shop store
street road
autumn fall
error mistake
ill sick
happy glad
quick fast
rapidly quickly
silent quiet
correct right
wealthy rich
hurt injured
wounded injured
murdered killed
blaze fire
explosion blast
assault attack
ended finished
wed married
nearly almost
about around
roughly approximately
aid help
assist help
gathered assembled
permitted allowed
prohibited banned
demonstrators protesters
inmates prisoners
vessel ship
lorry truck
""")

# Each line: a word, then what it is a kind of.
KINDS = _lines("""
dog animal
cat animal
horse animal
guitar instrument
piano instrument
violin instrument
apple fruit
banana fruit
carrot vegetable
car vehicle
truck vehicle
bus vehicle
motorcycle vehicle
man person
woman person
boy child
girl child
boys children
girls children
rose flower
oak tree
hammer tool
sofa seat
shirt garment
jacket garment
beer drink
wine drink
coffee drink
sister sibling
brother sibling
father parent
mother parent
football sport
tennis sport
pistol weapon
rifle weapon
murder crime
robbery crime
soldiers troops
policeman official
""")

# Each pair: words that a figure can go with, and that speak of two things: nobody is wrong with either.
OTHER_COUNTS = _lines("""
killed injured
killed wounded
killed arrested
dead injured
dead missing
wounded missing
arrested charged
confirmed suspected
civilians soldiers
injured evacuated
displaced homeless
""")
