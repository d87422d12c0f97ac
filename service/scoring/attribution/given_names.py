"""Given names that nearly always say whether 'he' or 'she' is meant, from the world's news. Plain lower case.

Names that both bear (Alex, Kim, Andrea, Nikita, Jean) are left out on purpose.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FEMININE = _words(
    """
    aaliyah abigail adaeze agnes aisha aizada alice alina aliya alma amanda amina amy ana ananya anastasia angela
    anita anjali ann anna anne antonella aoife asha astrid aya ayesha aylin ayse barbara beatriz bella betty bianca
    birgit brenda bridget camila carla carmela carmen carol caroline catherine cecilia celia charlene charlotte
    chiamaka chiara chimamanda christina christine claire clara claudia cynthia dagmar daniela danuta deborah
    deepika delia diana dilnoza donna dorothy ebru edith ekaterina elena elif elizabeth ellen elsa emilia emily
    emine emma erika esra estela esther eugenia eunice eva evelyn farida fatima fatma fernanda fiona florence
    frances gabriela gertrude giorgia giulia gloria grace greta gwen halima hanna hannah heather helen helena hilda
    huda ilse ines inga ingrid irina iris isabel isabella ivana jacqueline jane janet jasmine jennifer jessica
    joanna josefina josephine joyce judith judy julia julie kamala karen katarzyna kateryna katherine kathleen
    kavita keiko khadija kirsten kristalina laila laura lauren leila lidia liliana lily lina linda lisa lourdes
    lucia lucinda lucy luisa lydia lyudmila madina magda magdalena mai malala margaret maria mariam mariana marie
    marina marit marlene marta martha mary maryam matilda mavis meera melissa mercy michelle mina miriam mona monica
    muriel nadia nadiya nancy naomi nasreen natalia natalie ngozi nicole nina nirmala nora norma odette oksana olena
    olga olivia pamela paola patricia paula petra pilar precious preeti priya rachel rania raquel rebecca renata
    rita roberta rosa rosemary rosie rukhsana ruth sabina sabrina safiya sakina sally salma samantha sandra sara
    sarah selma shanta shirin shreya silvia siobhan sita sofia sonia sophie soraya stephanie sunita susan sushila
    svetlana sylvia tamara tania tatiana teresa theresa tina trudy ulrike ursula valentina valeria vanessa vera
    veronica victoria viktoria virginia wendy wilma winifred xiomara yana yasmin yolanda yulia yvette yvonne zahra
    zainab zeynep zoe zuzana
    """
)
_MASCULINE = _words(
    """
    aaron abbas abd abdullah abel abiodun abraham adam adebayo adrian agustin ahmed aidan akinwumi alan albert
    alejandro aleksander aleksandr alexei alfonso alfred ali alvaro amadou amir amit anders andre andres andrew
    andrii angus anil anthony antoine antonio antony anwar archie arjun arkady armando arnold arthur arturo ashraf
    asif aziz baptiste bashar ben benjamin bernard bilal bill bob bogdan boris brendan brian bruce callum carl
    carlos cedric cesar charles chidi chinedu christopher claude clive colin conor craig cristian cyril damien dan
    daniel danilo dariusz darren david declan denis dennis desmond diego dieter dirk dmitry dmytro dominic donald
    dorin douglas dragan duncan dylan edgar edmund eduardo edward edwin elias emeka emil emmanuel emre enrique eric
    erik ernest ernesto evan ewan fahad faisal farid felipe felix fergus fernando finn floyd francisco frank franz
    fred fritz gareth gary gavin geoffrey george gerard gilbert giorgio giovanni giuseppe gleb gonzalo goran gordon
    graham gregory grigory guillermo gunther gustav gustavo habib hamid hamza hans harold harsh haruto harvey hashim
    hassan hector heinrich henrik henry herman hiroshi horst howard hubert hugo hussein ian ibrahim igor ihor ilham
    imran iqbal isaac ismail ivan jack jacob jacques jake jamal james jason javier jeffrey jeremy jerome jerry jim
    joao joaquin joe john jonas jonathan joost jorge jose joseph joshua jozef juan julian jurgen justin kamal karim
    karl keir keith kemal kenji kenneth kevin khaled khalil kofi kurt kwabena kwame lamar larry lars laszlo leonard
    leroy lionel lloyd lorenzo louis luis luka lukas mahmoud malcolm manoj manuel marat marcelo marco marcus marek
    mario mark martin matteo matthew mauricio maxim mehmet michael miguel mikhail milan milos mohamed mohammad
    mohammed mohan moses muhammad murat mustafa mykola nabil narendra nathan neil nelson niall nicholas nicolas
    nigel nikola nikolai norman nouri octavio olaf oleg oleh oleksandr oliver omar osama oscar otto owen pablo
    pascal patrick paul pavel pavlo pedro percy peter petro phil philip pierre pieter prakash pyotr radek rafael
    rafiq rahul raj rajesh rakesh ralph ramesh rami ramon ramzan randy rashid raul raymond recep reinhard ricardo
    richard robert roberto rodney rodrigo roger roland roman ronald rory ross rudolf rupert ruslan russell ryan
    salim salvador sami samuel sanjay santiago saul scott sean sebastian selim sergei sergio sergiu serhii seth
    shaun sherali sidney simon stanislav stefan stephen steve steven stewart stuart suleiman sunil suresh taras
    tariq ted teodor thomas timothy tobias todd tom tomasz tony trevor tunde ulan ulrich umar vadim vasily vernon
    victor vijay vikram viktor vincent vitaly vladimir vladislav volodymyr waleed walter wayne werner wilfred
    wilhelm willem william winston xavier yahya yannick yaroslav yasir yevgeny youssef yuri yusuf zbigniew zdenek
    zoran
    """
)


def gender_of(given: str) -> str:
    """'f', 'm', or '' where a plain given name does not tell."""
    if given in _FEMININE:
        return "f"
    if given in _MASCULINE:
        return "m"
    return ""
