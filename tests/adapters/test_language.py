"""Which language a text is in; short and doubtful texts in Latin script pass as English."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from service.adapters.language import LangidIdentifier

FRENCH = "Sept personnes ont été tuées dans l'explosion qui a secoué la capitale samedi soir, selon la police."
ARABIC = "قتل سبعة أشخاص في انفجار وسط المدينة مساء السبت"


@pytest.fixture(scope="module")
def identifier():
    return LangidIdentifier()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Seven people were killed in the blast on Saturday night, police said.", "en"),
        (FRENCH, "fr"),
        ("Sieben Menschen wurden bei der Explosion in der Hauptstadt am Samstagabend getötet, so die Polizei.", "de"),
        ("Siete personas murieron el sábado en una explosión en el centro de la ciudad, informó la policía.", "es"),
        ("Türkiye’de patlama: yedi kişi öldü, onlarca kişi yaralandı, polis açıkladı.", "tr"),
        (ARABIC, "ar"),
        ("В результате взрыва в центре города погибли семь человек, сообщила полиция", "ru"),
        ("爆炸造成七人死亡", "zh"),
        ("שבעה הרוגים בפיצוץ במרכז העיר", "he"),
    ],
)
def test_a_sentence_is_in_its_language(identifier, text, language):
    assert identifier.language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Blast kills 7",
        "Macron in Kyiv",
        "Zelensky, Macron, Scholz",
        "Tal Warda",
        "Sept morts",
        "🔥 Seven dead in blast",
    ],
)
def test_a_short_headline_in_latin_script_passes_as_english(identifier, text):
    assert identifier.language(text) == "en"


@pytest.mark.parametrize("text", ["قتل", "Взрыв в городе", "爆炸"])
def test_a_short_headline_in_another_script_does_not(identifier, text):
    assert identifier.language(text) != "en"


@pytest.mark.parametrize("text", ["", "   ", "\n", "🔥🔥🔥", "12 345", "…", "\x00"])
def test_a_text_without_letters_passes_as_english(identifier, text):
    assert identifier.language(text) == "en"


def test_english_names_in_an_arabic_text_do_not_make_it_english(identifier):
    assert identifier.language(f"{ARABIC} Reuters") == "ar"


def test_threads_get_the_answers_of_one(identifier):
    texts = [FRENCH, ARABIC, "Seven people were killed in the blast on Saturday night."] * 20
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(identifier.language, texts)) == [identifier.language(text) for text in texts]
