"""Given names that nearly always say whether 'he' or 'she' is meant, from the world's news. Plain lower case.

Names that both bear (Alex, Kim, Andrea, Nikita, Jean) are left out on purpose.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FEMININE = _words(
    """
    aaliyah abigail adaeze adriana agata agnes agnieszka aigul aino aisha aizada aizat aizhan akua alba
    aleksandra alena alessandra alexandra alexia alfreda alice alicja alina alison aliya allison alma altynai
    amalia amanda amelia amelie amina amira amparo amy ana anahit anais ananya anastasia anastasiya andjela
    andreea anete angela angelica angelina aniela anika anisa anisha anita anja anjali anka ann anna annabel
    anne annelie annelise annemarie annette annika antonella antonia anusha aoibheann aoife apolonia ariana arzu
    asel asha asma asmaa aspasia astou astrid asunta atefeh audrey aurelia aurora aya ayaan ayan ayeaye ayesha
    aygul aylin ayse azra baktygul barbara barbora bea beata beatrice beatriz becky belen belinda bella
    bernadette berta beth bethany betty beverley bianca biljana birgit birgitta blanca bodil bojana bopha bozena
    branka brenda bridget brigid brigitte bronwyn bukola camila carina carla carlotta carmela carmen carol
    carolina caroline carolyn cassandra catalina catarina catherina catherine cathy cecile cecilia cecily
    celeste celia celine chantal charlene charlotte chelsea chiamaka chiara chimamanda chloe christelle
    christiane christina christine ciara cindy claire clara claudia claudine clemence colette colleen consuelo
    corazon cordelia corinne cristiana cristina cynthia dace dagmar dalia dana danica daniela danielle danuta
    daphne daria darya debbie deborah debra deepika delia denise desiree dewi diana diane digna dijana dilnoza
    dinara dolores domenica donna doreen doris dorota dorothy dragana dragica dunja dusica ebru edith edna
    edwina efua eila eileen eilidh ekaterina elaine eleanor elena eleni elif elisa elisabeth elisabetta elise
    eliza elizabeth elizaveta ella ellen elodie eloise elsa elvira emelie emilia emily emina emine emma
    emmanuelle erika erin ernestine ervina esi esma esperanza esra estela estelle ester esther eugenia eugenie
    eunice eva evangelina evelin evelyn ewa fabienne fadila fadwa faiza fanny farida farzana fatima fatimah
    fatma fatou fatoumata fawzia fay felicia felicity fernanda fiona fiorella flavia flora florence florentina
    frances francesca franziska freda frida friederike funke gabriela genevieve georgina geraldine germaine
    gertrude ghazaleh gillian gina ginevra giorgia giovanna gisela gita giulia glenda gloria gordana grace
    graciela grazyna greta gudrun guillermina gulmira gulnara gulnaz gundega gunilla gwen gwendolyn habiba
    hadiza hafsa hajar halima hamida hanan hanna hannah hasina hatice hattie hawa hayat heather hedda hedwig
    heike helen helena helene helga henrietta hermine hiba hilda hilde hildegard hina hind hortense huda humaira
    huong ida ifeoma ildiko iliana ilona ilse ilze imelda imogen inaam indah ines inga ingeborg ingrid inna
    ioana iolanda ionela irena irene irina iris irma isabel isabella isabelle isatou isolde iva ivana ivanka
    ivona iwona jacqueline jadranka jadwiga jagoda jamila jana jane janet janice janina jasmina jasmine jasna
    jeanette jelena jelka jemima jenna jennifer jenny jessica jill jitka joanna joanne jocelyn johanna jolanta
    josefa josefina josephina josephine josie jovana jovita joyce juana judith judy julia juliana juliane julie
    juliet juliette jutta kaisa kamala kamila karen karin karina karolina kartini katarina katarzyna katerina
    kateryna katherine kathleen kathrin kathy katja katrin katrina kavita kayla keiko keren kerstin khadija
    khadijah khin kinga kirsten klara klaudia kristalina kristin kristina kristine krystyna ksenia kseniya laila
    lamia lana larisa larissa latifa laura lauren laurence laurie lea leah leena leila lejla lena lenka leonie
    leonor leonora leticia leyla lidia lidija lieselotte lila lilian liliana lilja lillian lily lina linda lisa
    liv livia lizzie ljiljana ljubica loretta lorna lorraine louise lourdes luba lucia luciana lucie lucinda
    lucy ludmila luisa luiza luz lydia lyubov lyudmila maartje mabel macarena madeleine madeline madina magda
    magdalena mahbouba mahnaz mahsa mai maia maja malala malalai malgorzata malika malohat manal mandy manuela
    mara marcela marcella margaret margarete margarida margarita margaux marge margit margot marguerite maria
    mariah mariam mariana marianna marianne maribel marie marielle marija marijana marika marilyn marina marisa
    marisol marit marjorie marlene marta martha martina martine marwa mary maryam marzena masha mathilda
    mathilde matilda maud maureen mavis mavluda maxine maya mayra meera megan meghan mehwish melanie melinda
    melissa melita mercedes mercy meredith merete merja meryem mia michaela michelle mildred milena milica milka
    mina minna mira miranda mireille mirela miriam mirjam mirjana mojgan molly mona monica monika monique
    montserrat munira muriel mwajuma myra myriam myrtle nabila nada nadezhda nadia nadine nadiya nafisa nagwa
    naima najla najwa nancy naomi narges nasima nasreen nasrin nastasia natacha natalia natalie natalija
    natascha natasha nathalie nayra nazira neha nela nelida nelly nenita nermin nesrin nevena ngozi nguyet nia
    niamh nicole nicoletta nikki nilar nilofar nilufar nina ninon nirmala nives noelia nora norma noura nuala
    nurhayati nuria nurul odette odile oksana olena olga olivera olivia ondine orla ornella orsolya ottilie
    paloma palwasha pam pamela paola parisa parveen pascale patricia patty paula paulette pauline peggy penelope
    perla perpetua petra petronella phoebe phyllis pilar polina pooja poppy pranvera precious preeti priya putri
    rabia rachel rachida radka radmila raisa raluca ramona randa rania raphaelle raquel rasha ratna razia
    rebecca reem regina reina renata renate renee retno rhoda rhonda ria riitta rima rina rita roberta rocio
    romana romina rosa rosalia rosalie rosalind rosalinda rosanna rosarioa roseanne roselyn rosemary rosie
    roswitha roxana roza rubina rukhsana rukiya rumena ruta ruth ruzica saadia sabah sabina sabrina sabrine
    sadia safiya sahar saira sakina sally salma saltanat salwa samantha samia samira sandra sanja sanna saoirse
    sara sarah sarita saskia saule savitri sayida selina selma serena shabana shabnam shaheena shakira shanta
    shazia sheila shelley sheryl shirin shirley shohreh shreya shukria sibel sibylle sigrid silja silke silvana
    silvia silvija simona sinead siobhan sirpa sita siti slavica snezana sofia sofie sofija soheila solange
    solveig sonia sonja sopheap sophie soraya sreymom sria stefania stella steph stephanie sumaira sumana sumaya
    sunita susan susana susanna susanne sushila susu suzanne svenja svetlana sybil sylvia tabitha tahira tahmina
    taina tamar tamara tamari tammy tania tanja tanya tara tarja tasneem tatiana tatyana tendaia teodora teresa
    thandi thelma theresa therese thida thuy tiffany tiina tilda tina titilayo tove trine trudy tuula ugochi
    ulrike uma ursa ursula usha ute valentina valentinea valeria valerie vanessa vasilisa vera veronica veronika
    veronique vesna vicky victoire victoria vida vigdis viktoria vilma viola violeta virginia virginie vivian
    viviana vivienne vola wafa waltraud wanda wanjiru wendy whitney wiktoria wilma winifred winnie wulandari
    xenia ximena xiomara yael yana yanina yara yasmin yelena yesenia yetunde yevgenia yolanda yulia yuliya yuni
    yvette yvonna yvonne zaha zahra zaida zainab zaneta zarghona zdenka zebo zeinab zelda zenaida zeynep zinaida
    zita zlata zoe zofia zohra zora zsofia zsuzsanna zuleikha zulfiya zuzana
    """
)
_MASCULINE = _words(
    """
    aaron abbas abd abderaman abdoulaye abdullah abel abiodun abraham adam adebayo adil aditya adolfo adoum
    adrian agus agustin ahmad ahmed ahmet aibek aidan aigars aivars ajay akash akbar akinwumi akira alan albert
    aldo alejandro alejo aleksander aleksandr alessandro alessio alexander alexandre alexandru alexei alexism
    alfonso alfred alhassan ali alioune alistair alkali alois aloysius alphonse alvaro amadou ambrose amir amit
    amos anand anatol anatole anatoly anders andras andre andrej andrejs andres andrew andrii andrija andrzej
    angelo angus anil anselm anselmo ansgar antal ante anthony antoine anton antonin antonio antony antti anwar
    anwer aram arash archibald archie ardian ariel aristide arjan arjun arkadiusz arkady armand armando armen
    arnaldo arnaud arne arno arnold arsen artem artemio arthur arturo artyom arun arvid arvin arvind asad asger
    ashok ashraf asif aslan atanas atilla attila augustin augustine augusto aung aurel aurelio axel ayman
    aymeric ayoub azamat aziz azmi babacar baileym bakary bakyt baldev bambang baptiste barnaby barney barry
    bart bartolome bartosz bashar basil bassam bastian baurzhan bauyrzhan beka bekzod bela ben benedict benedikt
    benicio benito benjamin benoit bernard bernardo bernd bernhard bert bertrand bilal bill bjarne bjorn blaise
    blaz bob bogdan boguslaw boleslaw bongani boris borislav boubacar bozidar brad bradley brahim branislav
    branko brendan brent brian bruce bruno bryan budi burak byron caleb callum calvin carl carlo carlos carsten
    casimir caspar cathal cedric cesar charles cheikh chidi chinedu christian christoph christophe christopher
    chukwuma cillian clarence claude claudio claus clement cliff clifford clive clyde cody colin colm conor
    conrad constantin cornelius cosmin craig crisanto cristian cristobal curtis cyril cyrille dag dagfinn
    daisuke dalem dalibor damian damien damir dan daniel daniele daniil danilo daniyar danny dante darius
    dariusz darko darrell darren dave david davide davor dawid dawit declan dedi dejan demetrio denis dennis
    denys derek desmond devonm dewayne didier diego dieter dietmar dilshod dimitar dimitri dimitrios dimitris
    dino dirk djibrine djordje dmitri dmitry dmytro domingo dominic dominik donald donovan dorin doug dougal
    douglas dragan drago drazen duncan dusan dwayne dwight dylan eamon eamonn ebrahim ebrima eddie eddy edgar
    edgars edin edison edmond edmund edoardo edson eduard eduardo edward edwin efren egon eirik eitan eko ekrem
    elian elias eliot elliott elmar elmer elvis emeka emil emile emiliano emilio emmanuel emre enda endre enoch
    enrico enrique enzo erdem erhan eric erich erik erkki erlan erling ernest ernesto ernst errol ervin ervis
    erwan erwin esteban etienne eugen eugene eugenio eusebio evan evander evaristo everett evert evgeni evgeny
    ewan ezekiel ezra fabian fabiano fabien fabio fabrice fadi fahad faisal farai farid farouk farrukh fausto
    federico felipe felix ferdinand ferenc fergus fernando fidel filip filipe filippo finlay finn firas flavio
    florent florentin florian floyd francesco francisco franck franco francois frank franklin frantisek franz
    fraser fred freddie frederic frederick frederik friedrich fritz fyodor gabor gabriel gael gaetano galo
    gareth garry gary gaspar gaston gavin gavriil genaro gennady geoff geoffrey georg george georges georgi
    georgios gerald gerard gerardo gerd gerhard germain germano gert ghassan gheorghe giacomo gianluca gianni
    gideon gilbert gilberto giles gilles giorgi giorgio giorgos giovanni giulio giuseppe gleb glen glenn godfrey
    gonzalo goran gordon gorka graeme graham greg gregoire gregor gregorio gregory grigory grzegorz guido
    guillaume guillermo gunawan gunnar gunter gunther gus gustav gustavo gwilym habib hadi hakan hakim haldor
    hamid hamish hamza hans harald haris harold harry harsh haruna haruto harvey hasan hasanuddin hashim hassan
    hector heikki heinrich heinz hendra hendrik henning henri henrik henrique henry herbert heriberto herman
    hermann hernan hernando hery hideo hilario hiroshi hisham hissein holger horace horacio horst howard hristo
    htun hubert hugh hugo humberto humphrey hussein iago iain ian ibrahim idris idrissa ignacio ignas ignatius
    igor ihor ilham ilie ilir ilkka ilya ilyas imad imran imre indrajit inigo ioan ioannis ion iqbal isaac
    isaiah isidoro isidro ismael ismail istvan ivan ivar ivica ivo iwan jaakko jabari jack jacob jacques jaime
    jake jakob jakub jamal james janek janez janis janko janos janusz jared jarek jaroslav jaroslaw jason jasper
    jasur javier jedrzej jeff jeffrey jens jeremiah jeremy jerome jerry jerzy jesper jim jimmy jiri joachim joao
    joaquin joe joel joerg johan johann johannes john johnny joko jomar jon jonas jonathan joost jorge jorgen
    jose josef joseph josh joshua josip jovan jozef juan jude juha juhani jules julian julien julio julius
    junjun jurgen juri jussi justin justus kacper kaito kamal kamil kaname kareem karel karim karl karol karsten
    kaspars kasper kassim katsuya kazim keir keith kemal ken kendrick kenji kenneth ketut kevin khaled khalid
    khalil kieran kiril kirill kjell klaus knut koffi kofi konrad konstantin kornel kostas kristian kristjan
    kristof kristoffer krisztian krzysztof kurt kwabena kwaku kwame kwesi kyaw kyle kyrylo lachlan ladislav
    lahcen lamar lamine larry lars laszlo laurent lawrence lazar leandro leif len leo leon leonard leonardo
    leonid leonidas leopold leroy lester lev lewis liam lionel ljubomir lloyd lorenzo lothar louis luc luca
    lucas luciano lucjan ludovic ludvik ludwig luigi luis luiz luka lukas lukasz luke luther lyle maciej madhav
    mads magnus mahamat mahdi mahmoud mahmud maksim maksym malcolm malik mamadou manfred manoj manuel marat marc
    marcel marcelo marcin marcio marco marcos marcus marek mariano marijan marin mario marius marjan mark marko
    markus marlon martin marton martti marty marvin massimo mateo mateus mateusz mathew mathias mathieu mathis
    matt matteo matthew matthias matthieu matti maurice mauricio maurits maurizio maxim maxime maximilian mbaye
    mehdi mehmet melvin merab mervyn michael michal michel miguel mihai mihail mihajlo mihaly mikael mike
    mikhail mikko miklos mikolaj milan milorad milos milton minthu miodrag mircea mirko miro miroslav mitch
    mitchell mladen modou mohamed mohammad mohammed mohamud mohan moises momcilo mordechai moritz morris moses
    moshe moussa muhammad muhammadu muhsin mukhtar munir murat murray musa mustafa mykola nabil nadir naeem
    narendra nasir nasser nate nathan nathaniel nazar neal ned neil nelson nemanja nenad neville niall nicholas
    nick nicolae nicolas niels nigel nihad niklas niko nikola nikolai nikolaj nikolaos nikolaus nikolay nikos
    nils ninoslav nizar noah norbert norman nouri nuno nursultan obinna octavian octavio olaf olav ole oleg oleh
    oleksandr oliver olivier olli olof omar omari omer orlando osama oscar oskar osman osvaldo oswald otabek
    otto oumar ousmane owen pablo paddy padraig paolo pascal pasi pasquale patricio patrick patrik patryk paul
    paulinus paulo pavel pavle pavlo pawel pedro peer pekka percy pete peter petr petre petri petro petros petru
    petter phil philip philipp philippe phillip pierre piers pieter pietro piotr plamen prakash pranav predrag
    przemyslaw pyotr qasim quentin quincy rachid radek radoslav radoslaw radovan radu rafael rafal rafiq rahim
    rahmat rahul rainer raivo raj rajesh rajiv rakesh ralf ralph ramesh rami ramiro ramon ramzan ramzi randall
    randy raoul raphael rashid rasmus ratko raul ravi raymond recep reginald reidar reinhard reinhold renato
    renaud renem reuben reynaldo ricardo riccardo richard rick ricky rigoberto riku robert roberto rocco rod
    roderick rodney rodolfo rodrigo rogelio roger roland rolf roman romeo ron ronald ronan ronin rory ross
    rostam rostislav roy ruben rudi rudolf rudy rui rune rupert ruslan russell rustam ryan ryszard saad sabri
    sachar sadiq saeed sagyn sakari saleh salim salman salvador salvatore sami samir sampson samuel samuele
    sandor sandro sanjay sanjin santiago sargis saul scott sean sebastian sebastien selim semen semyon serge
    sergei sergej sergey sergi sergio sergiu serhii seth severin seydou seymour shahid shane shaun shawn sheldon
    sherali sherzod shivam sidney sigurd silas silvanus silvester silvio simao simeon simon slamet slavko
    slobodan soewin soren sorin souleymane spencer srdjan stan stanislav stanislaw stanko stanley stefan stefano
    steffen sten stepan stephan stephane stephen steve steven stewart stig stipe stjepan stojan stuart sulayman
    suleiman sune sunil suresh susilo sutrisno sven svetlozar sylvain sylvester szymon tadej tadeusz taha taito
    talgat tamas tapio taras tarik tariq ted teemu temirlan temur teodor teofilo terence terje terrence thabo
    thaddeus thein theo theodor theodore thibault thierry thomas thorsten tibor tidiane tihomir tim timo timothy
    timur tito tobias toby todd todor tom tomas tomasz tomaz tomislav tommy tonio tony torbjorn tore torsten
    traian travis trevor tristan troels tunde tyler tyrone tyson ulan ulf ulrich umar umberto uros usman vaclav
    vadim vahid valdis valentino valeriu valery vallo vanjam vasil vasile vasili vasilis vasily vaughan velimir
    venkat verner vernon vic vicente victor vidar vijay vikram viktor viliam ville vilmos vince vincent vincenzo
    viorel virgil vitaly vito vittorio vivek vjekoslav vlad vladimir vladislav vlado vojtech volker volodymyr
    vuk vyacheslav waldemar waleed walid wallace walter waqar warren warwick wayan wayne wendell werner wesley
    wilbur wilfred wilfredo wilhelm willem william willy wim winston witold wojciech wolfgang xabier xavier
    yahya yakov yannick yannis yaroslav yasin yasir yasser yaya yevgeny yngve yohannes youssef yuri yuriy yusril
    yusuf yves zafar zaw zbigniew zdenek zdravko zeljko zenon zhan zoltan zoran zsolt
    """
)


# Czech and Slovak surnames of women end so, and Russian patronymics.
_OF_WOMEN = ("ová", "ská", "cká", "ovna", "evna")


def gender_of_name(name: str) -> str:
    """'f' where a surname or a patronymic is a woman's, else ''."""
    return "f" if any(word.lower().endswith(_OF_WOMEN) for word in name.split()) else ""


def gender_of(given: str) -> str:
    """'f', 'm', or '' where a plain given name does not tell."""
    if given in _FEMININE:
        return "f"
    if given in _MASCULINE:
        return "m"
    return ""
