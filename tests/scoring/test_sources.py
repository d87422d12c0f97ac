"""Who is meant: names, pronouns and descriptions tied within an article and across articles."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import pytest

from service.news.article import Article, Field
from service.news.source import Source, SourceKind
from service.scoring.attribution.attribute import relations
from service.scoring.attribution.sources import AttributedText, chain_of, heard, tied


@dataclass(frozen=True)
class Voiced:
    source: Source
    chain: tuple[Source, ...]


@dataclass(frozen=True)
class Identified:
    sources: tuple[Source, ...]
    voices: tuple[tuple[Voiced, ...], ...]
    outlets: dict[str, Source]


def identify(texts: list[AttributedText]) -> Identified:
    """Each article heard, and their voices tied: what scoring does, for texts in any order."""
    of_article: dict[str, list[int]] = {}
    for i, text in enumerate(texts):
        of_article.setdefault(text.article.id, []).append(i)
    met = {name: heard([texts[i] for i in places]) for name, places in of_article.items()}
    sources = dict(zip(met, tied([each.voices for each in met.values()]), strict=True))
    by_id = {source.id: source for known in sources.values() for source in known}
    voiced: dict[int, tuple[Voiced, ...]] = {}
    for name, places in of_article.items():
        for i, chains in zip(places, met[name].chains, strict=True):
            ids = [chain_of(chain, sources[name]) for chain in chains]
            voiced[i] = tuple(Voiced(by_id[chain[-1]], tuple(by_id[one] for one in chain)) for chain in ids)
    return Identified(
        tuple(sorted(by_id.values(), key=lambda source: int(source.id[1:]))),
        tuple(voiced[i] for i in range(len(texts))),
        {name: known[0] for name, known in sources.items()},
    )


@pytest.fixture(scope="module")
def texts_of(annotator):
    """Articles, given as (id, outlet, text), read as ``identify`` wants them."""

    def read(*articles: tuple[str, str, str]) -> list[AttributedText]:
        annotated = annotator.annotate([text for *_, text in articles])
        return [
            AttributedText(Article(name, outlet, text), Field.TEXT, one, relations(one))
            for (name, outlet, text), one in zip(articles, annotated, strict=True)
        ]

    return read


@pytest.fixture(scope="module")
def speakers(texts_of):
    """The sources of one article's attributions, in the order of the text."""

    def read(text: str, outlet: str = "The Courier"):
        found = identify(texts_of(("a1", outlet, text)))
        return [voice.source for voice in found.voices[0]]

    return read


SAME = [
    (
        "he, the Observatory's director and the surname",
        "Rami Abdul Rahman, the director of the Syrian Observatory for Human Rights, said five people died. He added that two were children. The director said a depot was hit. Abdul Rahman said aircraft were heard.",
    ),
    (
        "an acronym set beside the name",
        "The Syrian Observatory for Human Rights (SOHR) said five people died. SOHR said the toll could rise.",
    ),
    (
        "a name in another spelling",
        "Ukrainian President Volodymyr Zelenskyy said four people died. Zelensky said rescuers were at work.",
    ),
    (
        "a name without its accents",
        "Nguyễn Phú Trọng, the party chief, said the dam would hold. Nguyen Phu Trong said it was new.",
    ),
    (
        "the same prince in two spellings",
        "Crown Prince Mohammed bin Salman said oil was cheap. Mohammad bin Salman said prices would rise.",
    ),
    (
        "a person whose label is wrong",
        "Nigerian police spokesman Olumuyiwa Adejobi said 16 farmers were killed. Adejobi said the attackers fled.",
    ),
    (
        "'the Wagner chief'",
        "The head of Russia's Wagner group, Yevgeny Prigozhin, said the town was taken. The Wagner chief said it was over.",
    ),
    (
        "'the broadcaster'",
        "State TV said the road was closed. The broadcaster said police were searching the area.",
    ),
    (
        "a statement of the ministry",
        "China's Ministry of Foreign Affairs said the vessel was towed. A statement from the ministry said it was safe.",
    ),
    (
        "the people familiar with the matter",
        "Two people familiar with the matter said the talks had failed. The people said a new round was planned.",
    ),
    (
        "a son with 'Jr.'",
        "Robert F. Kennedy Jr. said the study was wrong. Kennedy said he would publish another.",
    ),
    ("a pronoun", "The health minister, Ali Hassan, said the clinic was open. He added that it had ten beds."),
    ("a surname", "Ali Hassan, the mayor, said the bridge was closed. Hassan said it would open in May."),
    (
        "a title and a surname",
        "Lt. Col. Ali Hassan said the bridge was closed. Col. Hassan added that it would open in May.",
    ),
    ("an office", "The mayor, Ali Hassan, said the bridge was closed. The mayor added that it would open in May."),
    (
        "'the ministry'",
        "The Defence Ministry said two soldiers were wounded. The ministry added that the post was safe.",
    ),
    ("'the group'", "The Eastern Bank Brigade, an armed group, said it had lost a man. The group said he was 27."),
    ("'it'", "The Defence Ministry said two soldiers were wounded. It added that the post was safe."),
    ("'they'", "Residents said the wall had fallen. They said nobody was hurt."),
    (
        "'the Observatory'",
        "The Levant Observatory for Human Rights said five people died. The Observatory said two were children.",
    ),
    (
        "an acronym",
        "The Levant Observatory for Human Rights said five people died. LOHR said two of them were children.",
    ),
    (
        "an unnamed voice again",
        "A senior defence official said no aircraft was there. The official said the reports were false.",
    ),
]


@pytest.mark.parametrize(("by", "text"), SAME, ids=[by for by, _ in SAME])
def test_a_source_named_again_is_the_same_source(speakers, by, text):
    first, *others = speakers(text)
    assert others
    assert {source.id for source in others} == {first.id}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Ana Bortic said the door was shut. Asked by a juror how she knew, she said she had tried it.",
            ["Ana Bortic", "Ana Bortic"],
        ),
        (
            "The school said it was closed. The family said he was kind. They said the rumours were false.",
            ["school", "family", "family"],
        ),
        (
            "The board said it was ready. Party managers played the number down. Two had left, they said.",
            ["board", "Party managers"],
        ),
        (
            "The board said it was ready. The authors were asked for the counts. They said the counts were lost.",
            ["board", "authors"],
        ),
        (
            "The date is wrong, according to a comment by eleven researchers. They said the ice was old.",
            ["eleven researchers", "eleven researchers"],
        ),
        (
            "Marta Keller said it was late. It will be led by Anders Holm. The dean is a friend, he said.",
            ["Marta Keller", "Anders Holm"],
        ),
        (
            "Lucas Ferro said it was late. Up got Marta Keller. He had read it, she said.",
            ["Lucas Ferro", "Marta Keller"],
        ),
        (
            "The board said it was ready. The talk was about Marta Keller. The pier was lost, she said.",
            ["board", "Marta Keller"],
        ),
        (
            "The board said it was ready. Marta Keller had a letter. The hulls did not fit, it said.",
            ["board", "letter"],
        ),
        (
            "The yard said it was ready. The prohibition notice said that guards were gone.",
            ["yard", "prohibition notice"],
        ),
        (
            "The board said it was ready. A senior figure at the Quayside said it was not.",
            ["board", "senior figure at the Quayside"],
        ),
        (
            "Lucas Ferro said it was ready. Third came someone who worked there. There was a list, he said.",
            ["Lucas Ferro", "someone"],
        ),
        (
            "Lucas Ferro said it was ready. The second says that it was late. He said nobody came.",
            ["Lucas Ferro", "second", "Lucas Ferro"],
        ),
        (
            "The Chief Whip said it was late. A spokesman for Mr Ferro said it was not.",
            ["Chief Whip", "spokesman for Mr Ferro"],
        ),
        (
            "The board said it was ready. Figures from the ambulance trust put it at 38 minutes.",
            ["board", "ambulance trust"],
        ),
        (
            "The mayor said nobody was hurt. Two brothers from Moravia say much the same. They said the lamp was out.",
            ["mayor", "Two brothers from Moravia"],
        ),
        ("Her story was backed by postman Carlo Vestri, 29, who said the street smelt of gas.", ["Carlo Vestri"]),
        ("Carlo Vestri put out a statement. “It is over,” it read.", ["Carlo Vestri"]),
        (
            "Ivo Marek said it was late. That did not sit well with senator Hassan Gedi. The log was empty, he noted.",
            ["Ivo Marek", "Hassan Gedi"],
        ),
        (
            "Ivo Marek said it was late. We reached out to the deputy's attorney. The gun was found, he said.",
            ["Ivo Marek", "deputy's attorney"],
        ),
        ("Ivo Marek said it was late. Our correspondent fell asleep. He said it was noon.", ["Ivo Marek", "Ivo Marek"]),
        (
            "The engine driver said it was late. The driver of the lorry said it was early.",
            ["engine driver", "driver of the lorry"],
        ),
        ("Rev. Carlo Vestri of Mount Nebo AME said it was late.", ["Carlo Vestri"]),
        ("The toll rose, the family confirmed in a note. “He was kind,” it says.", ["family", "family"]),
        ("The union agrees. Local 411's Marnie Duchesne says two members saw it.", ["Marnie Duchesne"]),
        (
            "The mayor, Ivo Marek, said it was late. A former lift attendant gets in touch. The rope was down, he tells us.",
            ["Ivo Marek", "former lift attendant"],
        ),
        (
            "Ivo Marek said it was late. The company's director looked out of the window. There was no drawer, he said.",
            ["Ivo Marek", "company's director"],
        ),
        (
            "Jess Bell said it was late. Ana Bortic of the Harbour Safety Board posted a thread. It was a drill, she wrote.",
            ["Jess Bell", "Ana Bortic"],
        ),
        (
            "Ivo Marek said it was late. Dr Bortic answers within the hour. The gate was shut, she adds.",
            ["Ivo Marek", "Bortic"],
        ),
        (
            "Ivo Marek said it was late. The Lotus Group's spokesman said the gate was shut. He added that it was locked.",
            ["Ivo Marek", "Lotus Group", "Lotus Group"],
        ),
        (
            "Ivo Marek said it was late. Workers marched in Brezov. The council of Brezov met. He said that they sang.",
            ["Ivo Marek", "Ivo Marek"],
        ),
        (
            "Ivo Marek said it was late. The company, Orga Minerals, wrote that it was early. It pointed out that it rained.",
            ["Ivo Marek", "Orga Minerals", "Orga Minerals"],
        ),
        (
            "Ana Bortic said it was late. The Bank of Moravia (BM) has sent a note. It accused the board of a trick.",
            ["Ana Bortic", "Bank of Moravia"],
        ),
        (
            "The mayor of Vadu, Ivo Marek, said it was late. The mayor of Grind said it was early.",
            ["Ivo Marek", "mayor of Grind"],
        ),
        (
            "Mayor Ivo Marek said it was late. The mayor of neighbouring Grind said it was early.",
            ["Ivo Marek", "mayor of neighbouring Grind"],
        ),
        (
            "The director, Ivo Marek, said it was late. Father Tovoni has withdrawn it. The car was the same, he says.",
            ["Ivo Marek", "Tovoni"],
        ),
        (
            "Capt Ivo Marek said it was late. Meridian Bulk said the hull was sound. The letter, it noted, was old.",
            ["Ivo Marek", "Meridian Bulk", "Meridian Bulk"],
        ),
    ],
)
def test_who_speaks_is_known_from_the_sentence_before(speakers, text, names):
    found = [source.name for source in speakers(text)]
    assert [found[0], *found[-len(names) + 1 :]][: len(names)] == names


def test_she_is_not_the_spokesman_and_he_is_not_the_chairwoman(speakers):
    text = (
        "The chairwoman, Ana Bortic, said the count was over. A spokesman, Pavel Orsic, said it was not. "
        "She said the figures were final. He said they were wrong."
    )
    assert [source.name for source in speakers(text)] == ["Ana Bortic", "Pavel Orsic", "Ana Bortic", "Pavel Orsic"]


def test_a_director_speaks_for_the_institution_named_with_him(texts_of):
    text = "Rami Abdul Rahman, director of the Syrian Observatory for Human Rights, said five people died."
    found = identify(texts_of(("a1", "The Courier", text)))
    (voice,) = found.voices[0]
    body = next(source for source in found.sources if source.id == voice.source.speaks_for)
    assert (voice.source.name, voice.source.kind) == ("Rami Abdul Rahman", SourceKind.PERSON)
    assert (body.name, body.kind) == ("Syrian Observatory for Human Rights", SourceKind.ORGANISATION)


def test_another_official_is_another_and_the_first_is_the_first_again(speakers):
    text = (
        "A security official said the convoy was hit. Another official said it was an accident. "
        "The first official said three men died. The second official said two had."
    )
    first, other, again, second = (source.id for source in speakers(text))
    assert (first, other) == (again, second)
    assert first != other


def test_a_father_and_his_son_are_two(speakers):
    text = "Donald Trump Jr. said his father would run. Donald Trump said he had not decided. Trump Jr. said it was certain."
    son, father, again = (source.id for source in speakers(text))
    assert son == again != father


NAMED = [
    ("The ministry's spokesman, Igor Petrov, said the fire was out.", "Igor Petrov", SourceKind.PERSON),
    ("U.S. Secretary of State Antony Blinken said talks would go on.", "Antony Blinken", SourceKind.PERSON),
    ("Governor Hyacinth Alia said 20 people died.", "Hyacinth Alia", SourceKind.PERSON),
    ("Ana Bortic, who chairs the commission, said the count was over.", "Ana Bortic", SourceKind.PERSON),
    ("The Clinton campaign said the count was over.", "Clinton campaign", SourceKind.ORGANISATION),
    ("Türkiye's disaster agency AFAD said the work was over.", "AFAD", SourceKind.ORGANISATION),
    ("A spokesman for the Interior Ministry said two men were held.", "Interior Ministry", SourceKind.ORGANISATION),
    (
        "Two people familiar with the matter said the talks failed.",
        "Two people familiar with the matter",
        SourceKind.UNNAMED,
    ),
    ("The Courier has learned that the minister will resign.", "The Courier", SourceKind.OUTLET),
    ("President Ali Hassan said the war was over.", "Ali Hassan", SourceKind.PERSON),
    ("Detective Superintendent Gareth Winstanley said a man was held.", "Gareth Winstanley", SourceKind.PERSON),
    ("Ward councillor Imran Sadiq said the street was flooded.", "Imran Sadiq", SourceKind.PERSON),
    ("Police said three people were hurt.", "Police", SourceKind.ORGANISATION),
    ("The Defence Ministry said two soldiers were wounded.", "Defence Ministry", SourceKind.ORGANISATION),
    ("The Iraqi army said two soldiers were wounded.", "Iraqi army", SourceKind.ORGANISATION),
    ("The UN refugee agency said 190 people were on the boat.", "UN refugee agency", SourceKind.ORGANISATION),
    ("BEIRUT — The Defence Ministry said two soldiers were wounded.", "Defence Ministry", SourceKind.ORGANISATION),
    ("A security official said two soldiers were wounded.", "security official", SourceKind.UNNAMED),
    ("Two witnesses said the lorry burnt for an hour.", "Two witnesses", SourceKind.UNNAMED),
    ("Residents said the lorry burnt for an hour.", "Residents", SourceKind.UNNAMED),
    ("A statement by the Defence Ministry said the post was safe.", "Defence Ministry", SourceKind.ORGANISATION),
    ("The pilot was reportedly killed.", "The Courier", SourceKind.OUTLET),
    ("The Courier said its reporter had seen the wreck.", "The Courier", SourceKind.OUTLET),
]


@pytest.mark.parametrize(("text", "name", "kind"), NAMED)
def test_a_source_has_its_bare_name_and_its_kind(speakers, text, name, kind):
    (source,) = speakers(text)
    assert (source.name, source.kind) == (name, kind)


def test_a_chain_leads_from_the_outlet_to_who_vouches(texts_of):
    text = "State TV quoted the Defence Ministry as saying that two soldiers were wounded."
    (voice,) = identify(texts_of(("a1", "The Courier", text))).voices[0]
    assert [source.name for source in voice.chain] == ["The Courier", "State TV", "Defence Ministry"]
    assert voice.source == voice.chain[-1]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (
            "BEIRUT, March 3 (Archipelago News) — Two soldiers were wounded, the army said.",
            ["The Courier", "Archipelago News", "army"],
        ),
        (
            "Xinhua news agency, citing local authorities, reported that 23 miners were trapped.",
            ["The Courier", "Xinhua news agency", "local authorities"],
        ),
        ("BEIRUT (The Courier) — Two soldiers were wounded, the army said.", ["The Courier", "army"]),
    ],
)
def test_whoever_passes_words_on_stands_in_the_chain(texts_of, text, chain):
    (voice,) = identify(texts_of(("a1", "The Courier", text))).voices[0]
    assert [source.name for source in voice.chain] == chain


def test_nobody_who_wrote_an_article_is_one_of_its_voices(texts_of):
    text = "The mayor, Ali Hassan, said the road was closed. He said it was icy.\n\n(Reporting by Omar Said; Editing by Jon Boyle)"
    found = identify(texts_of(("a1", "The Courier", text)))
    assert {voice.source.name for voice in found.voices[0]} == {"Ali Hassan"}


@pytest.mark.parametrize(
    "text",
    [
        "Dina Farouk, an analyst at the International Crisis Group, said strikes would go on.",
        "Dina Farouk, a former director of the International Crisis Group, said strikes would go on.",
    ],
)
def test_who_speaks_for_himself_speaks_for_no_institution(texts_of, text):
    (voice,) = identify(texts_of(("a1", "The Courier", text))).voices[0]
    assert (voice.source.name, voice.source.speaks_for) == ("Dina Farouk", None)


ACROSS = [
    (
        "Rami Abdul Rahman said five people died.",
        "Rami Abdulrahman said six people died.",
    ),
    (
        "The Al-Bukamal Military Council said five people died.",
        "The Abu Kamal Military Council said six people died.",
    ),
    ("Mohammed al-Sudani said the raid was illegal.", "Muhammad Al Sudani said the raid was over."),
    ("Volodymyr Zelenskyy said the bridge was hit.", "President Zelenskiy said the bridge was safe."),
    ("Kiev said the bridge was hit.", "Kyiv said the bridge was safe."),
    ("The Ministry of Defence said the post was hit.", "The defence ministry said the post was safe."),
    ("Hezbollah said the post was hit.", "Hizbullah said the post was safe."),
    ("UN Secretary-General António Guterres said it was over.", "Antonio Guterres said it was not over."),
    ("The Levant Observatory for Human Rights said one man died.", "The Observatory said two men died."),
]


@pytest.mark.parametrize(("one", "other"), ACROSS)
def test_a_name_is_known_in_another_article_however_it_is_written(texts_of, one, other):
    found = identify(texts_of(("a1", "The Courier", one), ("a2", "Daily Post", other)))
    assert found.voices[0][0].source == found.voices[1][0].source


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tran Van Hong said the dam was safe.", "Tran Van Hung said the dam was not safe."),
        ("The Israeli army said the post was hit.", "The Iraqi army said the post was safe."),
        ("Donald Trump said the vote was over.", "Donald Trump Jr. said the vote was not over."),
        ("The official said the post was hit.", "The official said the post was safe."),
        ("The Observatory said one man died.", "The Observatory said two men died."),
    ],
)
def test_two_names_in_two_articles_stay_two(texts_of, one, other):
    found = identify(texts_of(("a1", "The Courier", one), ("a2", "Daily Post", other)))
    assert found.voices[0][0].source != found.voices[1][0].source


ARTICLES = (
    (
        "a1",
        "The Courier",
        "Nabil Haddour, director of the Levant Observatory for Human Rights, said five people died. A security official said it was an accident.",
    ),
    (
        "a2",
        "Radio Dijla",
        "Haddour said that two of them were children. A security official said nobody had been arrested. Police said the road was closed.",
    ),
    (
        "a3",
        "Reuters",
        "LOHR said the toll had risen to six. Police said the road had reopened. Residents said they heard a blast.",
    ),
    (
        "a4",
        "Daily Post",
        "Six people died, Reuters reported. The Levant Observatory for Human Rights said one was a doctor.",
    ),
)


def test_one_name_in_two_articles_is_one_source(texts_of):
    found = identify(texts_of(*ARTICLES))
    names = [[voice.source.name for voice in voices] for voices in found.voices]
    ids = [[voice.source.id for voice in voices] for voices in found.voices]
    assert ids[0][0] == ids[1][0], names
    assert ids[1][2] == ids[2][1], names
    assert ids[2][0] == ids[3][1], names


def test_an_agency_quoted_by_name_is_the_outlet_of_that_name(texts_of):
    found = identify(texts_of(*ARTICLES))
    assert found.voices[3][0].source == found.outlets["a3"]
    assert found.outlets["a3"].kind is SourceKind.OUTLET


def test_unnamed_voices_of_two_articles_are_never_one(texts_of):
    found = identify(texts_of(*ARTICLES))
    assert found.voices[0][1].source.kind is found.voices[1][1].source.kind is SourceKind.UNNAMED
    assert found.voices[0][1].source != found.voices[1][1].source


def test_a_surname_that_two_people_share_is_tied_to_neither(texts_of):
    found = identify(
        texts_of(
            ("a1", "The Courier", "Ali Hassan said the bridge was closed."),
            ("a2", "Daily Post", "Omar Hassan said the bridge was open."),
            ("a3", "Radio Dijla", "Hassan said the bridge was safe."),
        )
    )
    assert len({voices[0].source.id for voices in found.voices}) == 3


def test_the_order_of_the_articles_changes_nothing(texts_of):
    texts = texts_of(*ARTICLES)
    expected = identify(texts)
    for order in permutations(range(len(texts))):
        found = identify([texts[i] for i in order])
        assert found.sources == expected.sources
        assert [found.voices[order.index(i)] for i in range(len(texts))] == list(expected.voices)
        assert found.outlets == expected.outlets


def test_every_id_stands_for_one_source_and_every_source_is_listed(texts_of):
    found = identify(texts_of(*ARTICLES))
    ids = [source.id for source in found.sources]
    assert ids == [f"s{n}" for n in range(1, len(ids) + 1)]
    used = {source for voices in found.voices for voice in voices for source in voice.chain} | set(
        found.outlets.values()
    )
    assert used <= set(found.sources)
    assert {source.speaks_for for source in found.sources} - {None} <= set(ids)


@pytest.mark.parametrize(
    "text", ["", "“”", "🙂", "قال الوزير", "HE SAID. SHE SAID. THEY SAID.", "“We saw it all happen.”"]
)
def test_an_article_with_little_to_say_still_has_its_outlet(texts_of, text):
    found = identify(texts_of(("a1", "The Courier", text)))
    assert found.outlets["a1"].name == "The Courier"
    assert all(voice.chain[0] == found.outlets["a1"] for voice in found.voices[0])


def test_no_articles_give_no_sources():
    assert identify([]).sources == ()


def test_he_is_not_the_one_in_whose_turn_he_is_spoken_of(annotator):
    text = (
        "HOST: Was the bridge shut?\n\nBORTIC: The driver, Ivo Marek, came out. He said that nobody knew.\n\n"
        "HOST: And the mayor?\n\nBORTIC: She was away."
    )
    (annotated,) = annotator.annotate([text])
    read = AttributedText(Article("a1", "The Courier", text), Field.TEXT, annotated, relations(annotated, filled=True))
    found = identify([read])
    said = {
        text[one.content[0].start : one.content[-1].end]: voice.source.name
        for one, voice in zip(read.relations, found.voices[0], strict=True)
    }
    assert said["that nobody knew"] == "Ivo Marek"
