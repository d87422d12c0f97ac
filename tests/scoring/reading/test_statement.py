"""What a sentence says: whether it denies, how surely, when, where, why, and in what state things are."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from service.news.claim import Mode, SlotName

A, Q, P, C = Mode.ASSERTION, Mode.QUESTION, Mode.PREDICTION, Mode.CONDITIONAL


@pytest.mark.parametrize(
    "text",
    [
        "The army did not strike the convoy.",
        "The army never struck the convoy.",
        "No one was killed in the strike.",
        "Nobody claimed responsibility.",
        "No attack on the village took place.",
        "None of the passengers were injured.",
        "The vaccine does not cause autism.",
        "The company failed to deliver the vaccines.",
        "The ministry denied that its aircraft struck the convoy.",
        "The hospital was neither hit nor damaged.",
        "Neither side struck the town.",
        "There were no casualties.",
    ],
)
def test_what_is_said_not_to_be_so_is_negated(reads, text):
    assert reads(text).negated


@pytest.mark.parametrize(
    "text",
    [
        "The army struck the convoy.",
        "The army did not deny that it struck the convoy.",
        "The airport is not only closed but damaged.",
        "The power failed on Monday.",
        "The mayor, who was not hurt, opened the bridge that had no railing.",
    ],
)
def test_what_is_said_to_be_so_is_not_negated(reads, text):
    assert not reads(text).negated


def test_a_denying_cue_turns_the_sign_of_what_it_denies(reads):
    assert reads("Its aircraft struck the convoy.", denied=True).negated
    assert reads("Its aircraft struck the convoy.", denied=True).denial
    assert not reads("Its aircraft did not strike the convoy.", denied=True).negated


@pytest.mark.parametrize(
    ("text", "hedged"),
    [
        ("The strike may have killed civilians.", True),
        ("The gunmen allegedly shot two men.", True),
        ("It was reportedly shot down by a missile.", True),
        ("A suspected arsonist set the fire.", True),
        ("The strike killed two civilians.", False),
        ("The strike on 3 May killed two civilians.", False),
    ],
)
def test_hedges_are_told_from_the_month_of_may(reads, text, hedged):
    assert reads(text).hedged is hedged


@pytest.mark.parametrize(
    ("text", "corrects"),
    [
        ("The police corrected the toll to 11.", True),
        ("The ministry retracted its statement.", True),
        ("The toll was revised to 11.", True),
        ("The ministry withdrew its earlier statement.", True),
        ("The army withdrew its troops from the town.", False),
        ("The toll stands at 11.", False),
    ],
)
def test_a_correction_says_so(reads, text, corrects):
    assert reads(text).corrects is corrects


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("The bridge opened on Monday.", A),
        ("The mayor, Will Hope, opened the bridge.", A),
        ("Was the bridge closed?", Q),
        ("The attack was outrageous.", Mode.OPINION),
        ("The government must resign.", Mode.OPINION),
        ("The army should leave Gaza.", Mode.OPINION),
        ("The bridge will open on Monday.", P),
        ("The council plans to open the bridge in June.", P),
        ("If the dam fails, the town will be flooded.", C),
        ("If the reports are true, this is a war crime.", C),
        ("Had the driver braked, no one would have died.", C),
        ("It would have been worse without the barrier.", C),
        ("This is the worst government in history.", Mode.OPINION),
        ("Residents must boil water.", Mode.OPINION),
        ("Twelve people died in a terrible fire.", A),
        ("The driver must have fallen asleep.", A),
        ("The army could strike again.", P),
        ("The storm is expected to reach the coast on Friday.", P),
        ("The court is to rule on Tuesday.", P),
        ("The dam is likely to break.", P),
        ("The toll may rise.", P),
        ("The army vowed to hit back.", P),
        ("Peru to close three mines.", P),
        ("The minister could not be reached.", A),
        ("Rescuers could hear cries from the rubble.", A),
        ("The gunman may have fled.", A),
        ("The ministry would not say who was hit.", A),
        ("The ferry can carry 300 people.", A),
        ("Human error was to blame for the accident.", A),
        ('"Was the bridge closed?"', Q),
    ],
)
def test_modes_are_told_apart(reads, text, mode):
    assert reads(text).mode is mode


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The blast hit a market in Kabul.", ["kabul"]),
        ("The plane crashed near the town of Al-Bukamal.", ["al-bukamal"]),
        ("Police found 3 bodies in Deir al-Zor.", ["deir al-zor"]),
        ("The blast hit a market.", []),
    ],
)
def test_places_are_named_as_printed(reads, text, places):
    assert [slot.norm for slot in reads(text).slots_named(SlotName.PLACE)] == places


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("The blast hit a market on Monday.", ["2024-03-11"]),
        ("The soldiers were killed yesterday.", ["2024-03-12"]),
        ("The attack occurred last night.", ["2024-03-12"]),
        ("The attack happened on 3 March 2024.", ["2024-03-03"]),
        ("The plane crashed at 3 a.m. on Tuesday.", ["03:00", "2024-03-12"]),
        ("The fire broke out at 3:45 pm on 12 March 2024.", ["15:45", "2024-03-12"]),
        ("The train left at 14:30.", ["14:30"]),
        ("The train left at 12:10 a.m.", ["00:10"]),
        ("The explosion happened at midnight.", ["00:00"]),
        ("The attack occurred in 2019.", ["2019"]),
        ("The quake struck around 3 a.m. local time.", ["03:00"]),
        ("The blast occurred at 0300 GMT on Tuesday.", ["03:00Z", "2024-03-12"]),
        ("The shooting took place at 9.20am.", ["09:20"]),
        ("It struck at 6 o'clock in the evening.", ["18:00"]),
        ("The fire broke out on Tuesday night.", ["2024-03-12"]),
        ("The hospital was hit in the early hours of Tuesday.", ["2024-03-12"]),
        ("Two days earlier, rebels had seized the base.", ["two days earlier"]),
        ("The 17-year-old was shot in the leg.", []),
        ("The strike lasted two hours.", []),
    ],
)
def test_times_become_days_and_hours(reads, text, times):
    assert [slot.norm for slot in reads(text).slots_named(SlotName.TIME)] == times


def test_a_weekday_is_seen_from_the_day_of_publication(reads):
    def day(said_at):
        (slot,) = reads("The blast hit a market on Monday.", said_at).slots_named(SlotName.TIME)
        return slot.day

    assert day(datetime(2024, 3, 11, 20, tzinfo=UTC)) == date(2024, 3, 11)
    assert day(datetime(2024, 3, 10, 20, tzinfo=UTC)) == date(2024, 3, 4)
    assert day(None) is None


@pytest.mark.parametrize(
    ("text", "causes"),
    [
        ("The crash was due to heavy fog.", {"fog"}),
        ("The crash was blamed on a drunk driver.", {"driver"}),
        ("The outage was triggered by a software update.", {"update"}),
        ("The crash killed two men.", set()),
        ("A faulty valve caused the leak.", {"valve"}),
        ("Corrosion led to the collapse.", {"corrosion"}),
        ("The blast was caused by a gas leak, not a bomb.", {"blast", "leak"}),
        ("Twelve people died in a drone strike on a market.", {"drone"}),
        ("Twelve people died in a stampede.", {"stampede"}),
        ("The house collapsed after a gas leak.", {"leak"}),
    ],
)
def test_causes_follow_their_marks(reads, text, causes):
    assert {slot.norm for slot in reads(text).slots_named(SlotName.CAUSE)} == causes


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("The border crossing is closed.", {"close"}),
        ("The border crossing has reopened.", {"reopen"}),
        ("Rescuers found the missing girl alive.", {"missing", "alive"}),
        ("The mayor spoke on Sunday.", set()),
        ("The siege is over.", {"end"}),
        ("The outbreak is under control.", {"contain", "control"}),
        ("Seven suspected cases were reported.", {"suspect"}),
    ],
)
def test_states_that_have_an_opposite_are_marked(reads, text, states):
    assert {slot.norm for slot in reads(text).slots_named(SlotName.STATUS)} == states


@pytest.mark.parametrize(
    ("text", "ongoing", "settled"),
    [
        ("Three people are still missing.", True, False),
        ("The border crossing is closed.", True, False),
        ("The ship has not yet arrived.", True, True),
        ("The border crossing has reopened.", False, True),
        ("The strike has been suspended.", False, True),
        ("The road was no longer blocked.", False, True),
        ("The gunmen killed a judge.", False, False),
    ],
)
def test_states_that_wait_are_told_from_those_that_came_about(reads, text, ongoing, settled):
    said = reads(text)
    assert (said.ongoing, said.settled) == (ongoing, settled)


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("whose aircraft it was", SlotName.ACTOR),
        ("who was behind the attack", SlotName.ACTOR),
        ("how many people died", SlotName.NUMBER),
        ("where the missile landed", SlotName.PLACE),
        ("why the train left the rails", SlotName.CAUSE),
    ],
)
def test_what_a_source_does_not_say_is_an_open_slot(reads, text, slot):
    assert reads(text, opened=True).open_slots == {slot}
    assert not reads(text).open_slots


def test_unidentified_gunmen_leave_the_actor_open(reads):
    assert reads("Unidentified gunmen killed a judge.").open_slots == {SlotName.ACTOR}
    assert not reads("Militants killed a judge.").open_slots


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Israel and the United Nations signed the deal.", {"israel", "united nations"}),
        ("Representatives of France, Germany and the United Kingdom met.", {"france", "germany", "united kingdom"}),
        ("The gunmen killed a judge.", set()),
    ],
)
def test_names_beside_each_other_stay_apart(reads, text, names):
    assert reads(text).names == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "...",
        "?!",
        "😀😀 🎉",
        "\r\n\r\n",
        "—",
        "\u200d",
        "\ufeff",
        "\x00",
        "مرحبا بالعالم",
        "\u202eabc\u202c",
    ],
)
def test_odd_input_is_read_without_a_word_too_many(reads, text):
    said = reads(text)
    assert said.frames == ()
    assert [slot for slot in said.slots if slot.name is not SlotName.PLACE] == []
    assert {said.negated, said.denial, said.hedged, said.corrects} == {False}
    assert (said.mode, said.open_slots) == (A, frozenset())


@pytest.mark.parametrize("mark", ["👨‍👩‍👧", "\u202e", "مقتل", "\r\n", "☢"])
def test_marks_beside_a_sentence_do_not_shift_its_slots(reads, mark):
    text = f"{mark} The blast killed 7 people in Kabul. {mark}"
    said = reads(text)
    found = {(slot.name, slot.span.of(text)) for slot in said.slots}
    assert {(SlotName.NUMBER, "7"), (SlotName.PLACE, "Kabul"), (SlotName.ACTION, "killed")} <= found


def test_the_words_are_content_lemmas_in_their_order(reads):
    assert reads("The three soldiers were killed near the border.").words == ("three", "soldier", "kill", "border")
