"""Given names that nearly always say whether 'he' or 'she' is meant, from the world's news. Plain lower case.

Names that both bear (Alex, Kim, Andrea, Nikita, Jean) are left out on purpose.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FEMININE = _words(
    """
    aaliyah abigail adaeze aisha alice alina amanda amina amy ana ananya anastasia angela anita
    anjali ann anna anne antonella aoife aya aylin ayse barbara beatriz bella betty brenda bridget camila
    carla carmen carol caroline catherine charlotte chiamaka chiara chimamanda christina christine claire
    claudia cynthia danuta deborah deepika diana donna dorothy ebru ekaterina elena elif elizabeth ellen emily
    emine emma esra esther eva evelyn fatima fatma fernanda fiona florence frances gabriela giorgia
    giulia gloria grace greta halima hanna hannah heather helen helena huda ines ingrid irina isabel isabella
    ivana jacqueline jane janet jennifer jessica joanna josephine joyce judith julia julie kamala karen
    katarzyna kateryna katherine kathleen keiko khadija kristalina laila laura lauren leila linda lisa lucia
    lucy luisa lyudmila magdalena mai malala margaret maria marie marina marta martha mary maryam
    meera melissa mercy michelle miriam monica nadia nadiya nancy naomi natalia natalie ngozi nicole nirmala
    nora oksana olena olga olivia pamela patricia paula precious preeti priya rachel rania rebecca renata rita
    roberta rosa ruth salma samantha sandra sara sarah shirin shreya siobhan sofia sophie stephanie susan
    svetlana sylvia tamara tatiana teresa theresa ursula valentina valeria vera veronica victoria viktoria
    virginia wendy xiomara yasmin yolanda yulia yvonne zainab zeynep zuzana
    """
)
_MASCULINE = _words(
    """
    aaron abbas abd abdullah abiodun abraham adam adebayo adrian ahmed akinwumi alan albert alejandro
    aleksandr alexei alfonso ali amadou amir amit andres andrew andrii anthony antonio antony anwar arjun
    arkady arthur arturo ashraf bashar benjamin bernard bilal bogdan boris brian bruce carl carlos charles
    chidi chinedu christopher cristian daniel dariusz david denis dennis diego dmitry dmytro donald
    douglas eduardo edward emeka emmanuel enrique eric ernesto fahad faisal felipe felix fernando
    francisco frank franz gavin geoffrey george gerard giorgio giovanni giuseppe gonzalo gordon graham gregory
    guillermo gustavo habib hamid hans harold haruto hassan hector henry hiroshi hugo hussein ibrahim
    igor ihor ilham ismail ivan jacob jake jamal james jason javier jeffrey jeremy joao joaquin john
    jonathan jorge jose joseph joshua juan julian justin karim karl keith kemal kenji kenneth kevin khaled
    khalil kwame larry lars lorenzo louis luis luka lukas mahmoud manuel marcelo marco marcus mario mark
    martin matteo matthew mehmet michael miguel mikhail mohamed mohammad mohammed muhammad murat
    mustafa mykola nabil narendra nathan nicholas nicolas nikolai nouri olaf oleg oleh oleksandr oliver omar
    osama oscar pablo patrick paul pavel pavlo pedro peter petro philip pierre pyotr rafael rahul rajesh rami
    ramon ramzan raymond recep ricardo richard robert roberto rodrigo roger ronald ruslan ryan salim salvador
    samuel sanjay santiago scott sebastian sergei sergio serhii simon stanislav stephen steven stuart suleiman
    sunil suresh taras tariq thomas timothy tomasz tony tunde umar vadim vasily vijay vikram viktor vitaly
    vladimir volodymyr walter william xavier yahya yaroslav yevgeny youssef yuri yusuf zoran
    """
)


def gender_of(given: str) -> str:
    """'f', 'm', or '' where a plain given name does not tell."""
    if given in _FEMININE:
        return "f"
    if given in _MASCULINE:
        return "m"
    return ""
