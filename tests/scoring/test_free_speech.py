"""Sentences that go on with somebody's words without saying so."""

from __future__ import annotations

import pytest

from service.scoring.attribution.attribute import relations

QUOTED = ' "We did all we could," he said.'


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("Sheriff Dale Moss said guards found the man at two. Nobody had touched him." + QUOTED, "Nobody"),
        ("Sheriff Dale Moss said guards found the man at two. No force was used." + QUOTED, "No force"),
        ("Sheriff Dale Moss said the jail was full. The old wing would be closed by May." + QUOTED, "The old wing"),
        ("Dale Moss said it began at noon. Four men went in. Moss heard two shots." + QUOTED, "Four men"),
        ("The wall had been cut, Dale Moss insisted. The stones had been sold in the spring.", "The stones"),
        ("Three men died when the wall fell, police said. Two others were pulled out alive.", "Two others"),
        ("The wall was struck at noon, police said. Nobody has been hurt.\n\nIt will rain.", "Nobody"),
        ("Three men were being questioned, he said. None had been arrested.", "None"),
        ("The plant is safe, the doctor learned. Both are out of danger.", "Both"),
        ("A shell fell at noon, a baker told us. Two more fell at one.", "Two more"),
        ("There are 46 cases, she explained. The true number will be higher.", "The true"),
        ("The note is withdrawn, the editor tells me. Retraction is likely before July.", "Retraction"),
        ("The mast covers the town, his lawyer said. His client works at a garage.", "His client"),
        ("Moss said four men went in. He saw nothing of a fight.", "He saw"),
        ("The clerk learned that the letter came. It had been put in a box.", "It had"),
        ("The report says the wire was cut. It found a piece of copper.", "It found"),
        ("The teeth are a sheep's, according to Moss. Sheep came later.", "Sheep"),
        ("The doctor advises that four died. The deposit was disturbed by dogs.", "The deposit"),
        ("The request went in, Moss says. It came back stamped “deferred”.", "It came"),
        ("A patrol hailed a boat, officials say. It did not stop.", "It did"),
        ("A patrol hailed a boat, officials say. It did not stop. The lamp was out.", "The lamp"),
        ("He rang to ask for the contract, Moss says. Money was not discussed.", "Money"),
        ("The round was a 5.56, the surgeon says. That is no ricochet.", "That is"),
        ("A patrol hailed a boat, officials say. It did not stop. The lamp was out. The net was torn.", "The net"),
        ("Moss said the boat was hailed. It did not stop.\n\nThe mayor said the jail was full.", "It did"),
        ("Moss said guards found the man. No force was used. The mayor said the jail was full.", "No force"),
        ("The firm confirmed that the cover rose. It was the board that wanted it.", "It was"),
        ("Her lawyer, Dale Moss, said that he was in Oslo. He lost his code in May.", "He lost"),
        ("Dale Moss said his men left at noon and that the men had an order. They were told to wait.", "They were"),
        ("Dale Moss put the gusts at 94 knots. The gauge stood behind a wall.", "The gauge"),
        ("Moss denied that anybody was hurt. Nobody had been on the quay.", "Nobody had"),
        ("Moss's defence is that the filing is old. The treasury moves balances overnight.", "The treasury"),
        ("The engine failed, the nurse told us. They'd sent to Jaca for a part.", "They'd"),
        ("There was a list, Moss says. There was another one. He was told which to send.", "He was told"),
        ("Dale Moss rejected that account. The crane had been shut down.", "The crane"),
        ("Moss said the boat was hailed. It stopped at" + 6 * " a quay, at a lock, at" + " a mill.", "It stopped"),
        ("The firm said the pump was cut. It found no buyer.", "It found"),
        ("Moss said the boat was hailed. His list was long.", "His list"),
        ("The nurse remembers that he signed it. The vicar had once sent him.", "The vicar"),
        ("The committee blames a relay. It found a piece of wire.", "It found"),
        ("The teeth are a sheep's, according to Dale Moss. He would date them later.", "He would"),
        ("Dale Moss told us the town bought cameras. They came with a lamp." + QUOTED, "They came"),
        ("The eels came from one plant, Moss said; its cooling was checked on Sunday.", "its cooling"),
        ("Work went on as usual, Moss said; the measures concern a single line.", "the measures"),
        ("Nobody had burnt it, Ana Moss told me; she had stamped it on the Friday.", "she had"),
        ("The tank had been drained, a foreman told me. The upper pumps would have given nothing.", "The upper"),
        ("A clerk did take the call, she said, but it went no further. The gate was “stuck” then.", "The gate"),
        ("The doors held, the director told us. All 600 men answered the roll.", "All 600"),
        ("The boat was hailed, Moss said. The skipper abandoned it on foot.", "The skipper"),
        (
            "So said Kofi Moss, spokesman of the Front. He said trucks drove in. The Front had no men there.",
            "The Front",
        ),
        ("The driver was fast, said Moss. The pool had been shared “on rare days in 2019”.", "The pool"),
    ],
)
def test_a_sentence_set_back_goes_on_with_the_words_before_it(sources_of, text, stretch):
    assert sources_of(text, stretch)


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("Sheriff Dale Moss said guards found the man at two. The jail opened in 1967." + QUOTED, "The jail"),
        ("Sheriff Dale Moss said guards found the man at two. He had been elected in May." + QUOTED, "He had"),
        ("Sheriff Dale Moss said guards found the man at two. Who had touched him?" + QUOTED, "Who"),
        ("Sheriff Dale Moss said guards found the man at two. We saw no guard there." + QUOTED, "We saw"),
        ("Sheriff Dale Moss said guards found the man.\n\nNo force was used, it seems." + QUOTED, "No force"),
        ("The sheriff did not say who found the man. No force was used." + QUOTED, "No force"),
        ("The wall was struck at noon, police said. No arrests have been made.", "No arrests"),
        ("The complaint reads that the wall was struck at noon. No case was registered.", "No case"),
        ("The plant is safe, the doctor said. Both declined to comment.", "Both"),
        ("The plant is safe, the doctor said. The trial will begin on Monday.", "The trial"),
        ("The plant is safe, the doctor said. He would not discuss the leak.", "He would"),
        ("The firm said the hospital was shelled. It had been paid for by a charity.", "It had"),
        ("Moss said the boat was hailed. It has since been sold.", "It has"),
        ("Moss said the boat was hailed. That was the last account of it.", "That was"),
        ("Moss said the boat was hailed. A reply was sent at nine.", "A reply"),
        ("Moss said the boat was hailed. The boat had “stop” and “wait” on it.", "The boat had"),
        ("Moss joked that the boat was hailed. It did not stop.", "It did"),
        (
            "A patrol hailed a boat, officials say. It did not stop. The lamp was out. The net tore. The oars broke.",
            "The oars",
        ),
        ("Moss said the boat was hailed. He shrugged.", "He shrugged"),
        ("The data indicate that the boat was hailed. The lamp was lit.", "The lamp"),
        ("Moss said the boat was hailed. Anders Holm rowed on.", "Anders"),
        ("Moss said the boat was hailed. But it rowed on.", "But it"),
        ("The boat was hailed, as the log confirms. It was late.", "It was"),
        ("Ten died, Moss said, though others spoke of twelve. The lights failed at nine.", "The lights"),
        ("Moss says the valve was bad. The agency will go no further.", "The agency"),
        ("Moss told them of the money. Neither side would go into it.", "Neither"),
        ("Moss said nobody objected. The chairman knew first of all.", "The chairman"),
        ("Moss said the boat was hailed. Two men stand in the corridor now.", "Two men"),
        ("Moss said the boat was hailed. No oar was lost. It sank. The mayor said the jail was full.", "It sank"),
        ("Dale Moss rejected that account. The crane stands on berth six.", "The crane"),
        ("Eight died on the road, said Dale Moss, a surgeon; he is a cousin of the mayor.", "he is"),
        ("Moss says he is treated well. The film could not be verified.", "The film"),
        ("The firm says that the capsules went off. They did not.", "They did not"),
        ("The firm says that the hold was shut and the lamp lit. Both are false.", "Both are"),
        ("It was late, the clerk said, and we fear worse.", "we fear"),
        ("Moss said the boat was hailed. The pictures show an empty quay.", "The pictures"),
        ("Moss says the boat was hailed. A clerk's note carries two stamps.", "A clerk"),
        ("Moss said the boat was hailed. The sergeant was freed on 6 May.", "The sergeant"),
        ("“The boat was hailed,” said Moss. The search ended on the 20th.", "The search"),
        ("“The boat was hailed,” said Moss. On Tuesday it sank.", "On Tuesday"),
        ("Moss says the boat was hailed. A rally on the quay is still on.", "A rally"),
        ("Moss says the boat was hailed. An anchor's been found on the beach.", "An anchor"),
        ("Moss says the boat was hailed. The farmers at the quay were sceptical.", "The farmers"),
        ("Moss says the boat was hailed. The nurse does not accept it.", "The nurse"),
        ("Moss said the boat was hailed. Sergeant Blay laughed at this. The boat, he said, sank.", "Sergeant Blay"),
        ("Moss said the boat was hailed. It did not describe the men.", "It did"),
        ("Moss said the boat was hailed. An examiner had said as much.", "An examiner"),
        ("Moss said the boat was hailed. Gas from it had killed two men in 2019.", "Gas from"),
        ("Moss says the boat was hailed. So they were there, at any rate.", "So they"),
        ("The minister announced two million for the families. The trains stood still.", "The trains"),
        ("Police freed a man, announcing that it was over. The gate was shut.", "The gate"),
        (
            "Dale Moss said that a gun was drawn. Laura Jensen was sitting near it. The shot, she believes, came late.",
            "Laura Jensen was",
        ),
        (
            "With the 23 burials reported to us by elders, the dead now come to 27. That number may change.",
            "That number",
        ),
        ("Moss said that his client was in Oslo. He produced a lease.", "He produced"),
    ],
)
def test_what_the_paper_tells_between_two_attributions_stays_its_own(sources_of, text, stretch):
    assert sources_of(text, stretch) == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“Is the generator running on prayer?” posed the senator.", "the senator"),
        ("“I saw no light, I heard no bell”, he repeats again and again.", "he"),
        ("The sheriff took to his page. Here's what he wrote.\n\n“I heard no bell. I saw no light.”", "he"),
        ("His only words came in a letter on Monday: “I heard no bell, I am sorry.”", "His"),
        ("In his view it was late, the mayor told them. “I heard no bell.”", "the mayor"),
        ("Police spoke to Moss at noon. Did it strike him as odd? “I heard no bell.”", "him"),
        ("Moss blames the wind. The lamp? “I saw no light, I heard no bell.”", "Moss"),
        ("Moss was the mayor's shadow. I give his words whole.\n\n“I heard no bell. I saw no light.”", "his"),
    ],
)
def test_a_quotation_goes_to_whoever_stands_beside_it(sources_of, text, source):
    assert sources_of(text, text[text.index("“") + 1 :]) == [source]


def test_marks_between_two_sentences_are_nobodys(sources_of):
    text = (
        "“The dam burst at noon,” said Anton Kolar. — It had leaked for weeks. “We knew.” *** They had written twice."
    )
    assert sources_of(text, "***") == []


def test_a_quotation_goes_on_with_who_spoke_last(sources_of):
    text = "“It was late,” Moss told us. Ana Bortic said she would wait. “I heard no bell, I saw no light.”"
    assert sources_of(text, "I heard") == ["Ana Bortic"]


def test_only_claims_read_on(sources_of):
    text = "Sheriff Dale Moss said guards found the man at two. Nobody had touched him." + QUOTED
    assert sources_of(text, "Nobody", filled=False) == []


@pytest.mark.parametrize(
    ("text", "stretch", "source"),
    [
        ("The master of the port briefed reporters at noon. The crane had been shut down.", "The crane", "The master"),
        ("On the crews Moss was conciliatory. A third guard would be hired.", "A third", "Moss"),
        ("The chairman, Dale Moss, spoke of a quarrel. The water was low in May.", "The water", "The chairman"),
        ("The minister gave evidence on Monday. The sheet was forged.", "The sheet", "The minister"),
        ("A taxi driver has come forward. At two he picked up a woman with a case.", "At two", "A taxi driver"),
        ("The nurse was asked about the keys. She locked the gate at six.", "She locked", "The nurse"),
        ("The mayor's answer came at midnight. He signed it.", "He signed", "The mayor"),
        ("The member held up a page of the log. The engine had not started.", "The engine", "The member"),
        ("The clerk replied at once. The letter had never come.", "The letter", "The clerk"),
        ("Ana Bortic was asked when it began. She had rung in May and had spoken up.", "She had", "Ana Bortic"),
        ("The yard's answer to all this runs to ten words. No request was deferred.", "No request", "The yard"),
        ("The chair was asked when it began. In writing, on Monday. She had rung in May.", "She had", "The chair"),
        ("This agency spoke to nine families. None had had a warning.", "None", "nine families"),
        ("Our reporter spoke to the clerk. The letter had never come.", "The letter", "the clerk"),
    ],
)
def test_a_telling_that_a_sentence_opens_is_theirs(sources_of, text, stretch, source):
    [found] = sources_of(text, stretch)
    assert found.startswith(source)


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("The minister will give evidence on Monday. The sheet was forged.", "The sheet"),
        ("The clerk did not reply. The letter had never come.", "The letter"),
        ("The clerk answered the door. The letter had never come.", "The letter"),
        ("The nurse was asked about the keys. She shook her head.", "She shook"),
        ("Our reporter did not speak to the clerk. The letter had never come.", "The letter"),
        ("The master briefed reporters at noon.\n\nThe crane had been shut down.", "The crane"),
        ("Nobody replied. The letter had never come.", "The letter"),
        ("The member held up a page of the log. The engine starts at once.", "The engine"),
    ],
)
def test_what_opens_no_telling_leaves_the_next_sentence_to_the_paper(sources_of, text, stretch):
    assert sources_of(text, stretch) == []


def test_what_goes_on_behind_a_denial_is_not_denied(annotator):
    text = "Moss denied that anybody was hurt. Nobody had been on the quay."
    (annotated,) = annotator.annotate([text])
    denies = {one.content[0].of(text)[:6]: one.denies for one in relations(annotated, filled=True)}
    assert denies == {"that a": True, "Nobody": False}


def test_a_sentence_ends_with_its_paragraph(sources_of):
    text = "It failed, Moss told us. The fence held and all the men were counted at 10:40 p.m.\n\nRelatives told it otherwise."
    assert sources_of(text, "The fence") == ["Moss"]
    assert sources_of(text, "Relatives") == []


def test_in_a_turn_the_words_of_others_go_on_as_in_a_paper(sources_of):
    turns = "HOST: And the cause?\n\nKOROI: The engineer says the wind was weak. Water had collected on the roof.\n\n"
    text = turns + "HOST: And then?\n\nKOROI: It fell. My own cousin was inside."
    assert sources_of(text, "Water") == ["KOROI", "The engineer"]
    assert sources_of(text, "My own") == ["KOROI"]
