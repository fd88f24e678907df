"""The words that cues are made of."""

from __future__ import annotations

from typing import Final


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Verbs of saying that always take what was said.
SAYING: Final = _set(
    """said says told tells announced announces reported reports confirmed confirms warned warns
    insisted insists acknowledged acknowledges admitted admits wrote writes testified testifies tweeted
    remarked replied vowed vows cautioned cautions promised promises pledged pledges
    asserted asserts posted contended contends conceded concedes disclosed discloses"""
)
#: Verbs that do so only where "that", a quotation or the end of the clause follows; else they do something.
SOMETIMES: Final = _set(
    """argued argues complained complains explained explains added adds noted notes stated states
    declared declares found finds showed shows revealed reveals suggested suggests stressed stresses
    emphasised emphasises emphasized emphasizes concluded concludes recalled recalls maintained
    maintains observed observes indicated indicates recounted continued commented described quipped
    learned learnt heard"""
)
#: Verbs by which a passage passes something on without a stand.
NEUTRAL: Final = _set(
    """claimed claims alleged alleges accused accuses denied denies rejected rejects disputed disputes
    purported"""
)
#: Verbs by which somebody holds something with reserve.
RESERVED: Final = _set(
    """believes believed estimated estimates suspects suspected thinks fears feared speculated
    speculates expects assumes reckons predicts predicted forecasts"""
)
#: Forms of many: "officials say". Only after a noun in the plural.
PLURAL: Final = _set("say warn insist believe estimate argue suspect allege deny fear think confirm")
VERBS: Final = SAYING | {"informed"} | SOMETIMES | NEUTRAL | RESERVED | PLURAL

#: What stands between who speaks and the verb.
BETWEEN: Final = _set(
    """has have had also later earlier then again already once soon since now still even both all just
    first yesterday today tonight monday tuesday wednesday thursday friday saturday sunday"""
)
AUXILIARIES: Final = _set("is are was were be been being isn't wasn't weren't")
#: Where the verb is not said of the speaker as done.
UNDONE: Final = _set(
    """to not n't never nor would could can cannot will shall should may might must did do does didn't
    don't doesn't wouldn't couldn't can't won't hardly having without refused declined"""
)
#: After "said" these are no content.
EMPTY: Final = _set("nothing little goodbye farewell hello yes thanks sorry prayers grace so much more")

PRONOUNS: Final = _set("he she they it him her them")
NO_SPEAKERS: Final = _set(
    """i we you this that there what nobody none nothing everyone everybody someone somebody anyone who
    which one these those such none it's that's"""
)
DETERMINERS: Final = _set("the a an its his her their our my this that these those some any another")
#: Words that end the phrase that names somebody, in either direction.
BOUNDARIES: Final = _set(
    """that but and or while when where after before as because although though if since than so which
    whom then whether whereas yet nor until unless once is are was were be been has have had will would
    can could may might must did does do said says told who whose"""
)
PREPOSITIONS: Final = _set(
    """in on at after before during by from with under over near across through amid since despite like
    following between among against about into within without inside outside throughout until around"""
)
#: Prepositions that may stand inside the phrase that names somebody.
INNER: Final = _set("of for at from")
PARTICIPLES: Final = _set(
    """seen obtained reviewed published carried released cited quoted shared broadcast aired issued
    posted agreed citing quoting speaking adding saying told based reporting"""
)
#: By these an outlet passes on what somebody else has said.
PASSED_ON: Final = _set(
    """quoted cited carried published reported seen obtained reviewed shared broadcast aired released
    distributed"""
)
#: What is done to something by whoever it is known from: "was announced by".
MADE_KNOWN: Final = _set("reported announced confirmed disclosed published")
TIMES: Final = _set(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december yesterday today tonight tomorrow last earlier late
    later this early"""
)
#: Clauses that are set against the one before begin with these.
TURNS: Final = _set("but while although though whereas yet however")

#: "According to plan" and "citing health reasons" name no source.
NO_SOURCES: Final = _set(
    """plan plans schedule tradition custom age size need needs ability merit taste type weight height
    whether how what where who when me us you instructions circumstances rank colour color
    order season reason reasons concern concerns fear fears lack shortage shortages costs cost grounds
    risk risks threat threats damage weather need doubts problems difficulties pressure fatigue
    differences errors delays security safety formula recipe statute principle principles standards"""
)
TITLES: Final = _set(
    """mr mrs ms miss dr prof professor sir dame lord lady president premier chancellor minister
    secretary governor mayor general colonel major captain lieutenant sergeant admiral commander
    marshal chief head chairman chairwoman chair chairperson director ambassador envoy senator
    congressman congresswoman deputy lawmaker mp judge prosecutor inspector officer spokesman
    spokeswoman spokesperson king queen prince princess pope archbishop bishop leader official analyst
    expert farmer teacher nurse doctor resident witness lawyer attorney journalist correspondent
    reporter economist historian scientist researcher engineer manager owner founder activist
    campaigner volunteer fisherman coach pilot driver student commissioner councillor counselor adviser
    advisor aide sheriff superintendent constable rev father sister brother coordinator candidate
    author editor writer veteran sen rep gov gen col capt lt sgt adm"""
)
#: What a body has found or written down: "according to UNHCR figures" is from UNHCR.
WORKS: Final = _set(
    """findings figures data estimates estimate statistics records research numbers calculations tally
    count analysis report reports study survey"""
)
#: Verbs by which somebody says in quotation marks what something is to them.
CHARACTERISING: Final = _set(
    """called calls described describes dubbed labelled labels labeled branded brands hailed hails
    denounced denounces condemned condemns characterised characterises characterized characterizes
    termed praised dismissed"""
)
#: What was filmed or photographed, which shows something.
RECORDINGS: Final = _set(
    "footage video videos images image pictures picture photos photo photographs photograph recordings"
)
#: Words of outlets, in small letters, and names that are outlets without having one of them.
OUTLET_WORDS: Final = _set(
    """news newswire agency television tv radio times post gazette herald newspaper daily weekly
    magazine press broadcaster channel tribune journal courier ledger chronicle telegraph dispatch
    observer guardian media outlet paper website newsroom broadcasting wire
    broadcasters newspapers channels outlets papers websites zeitung nachrichten france-presse"""
)
OUTLETS: Final = _set(
    """tass reuters afp ap bbc cnn kcna yonhap interfax xinhua dpa ansa efe itar ria novosti bloomberg
    guardian economist npr nbc abc cbs cnbc rfi dw nhk aljazeera kyodo ukrinform unian pti ani ntv rt
    politico axios zeit spiegel monde figaro pais pravda izvestia kommersant vedomosti meduza sputnik
    telegram upi mtv zdf ard orf rai rtve globo anadolu irna tasnim fars mehr belta"""
)
#: Bodies that are known by their letters and are no outlets.
BODIES: Final = _set(
    """un eu nato iaea who fbi cia us uk usa imf osce icc icj wto opec nasa nsa dhs unicef unhcr wfp
    icrc au asean"""
)
DESCRIBES_OUTLET: Final = _set("agency newspaper broadcaster channel website daily magazine outlet wire")
#: Nouns for speakers in the plural or without an article, so that a capital at the start says nothing.
SPEAKERS: Final = _set(
    """officials residents experts analysts witnesses eyewitnesses police authorities investigators
    prosecutors critics scientists doctors researchers rebels sources observers diplomats lawmakers
    survivors neighbours neighbors relatives locals activists lawyers engineers people media reports
    documents soldiers troops farmers workers teachers organisers organizers campaigners supporters
    opponents economists historians firefighters rescuers ministers governments leaders commanders
    spokesmen aides data figures records inspectors state court local military intelligence government
    health security defence defense several many some most two three four five six seven eight nine ten
    human rights"""
)
