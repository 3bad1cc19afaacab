"""The word tables of this package: which words carry an event, which only report, describe or hedge one.

All entries are lemmas in lower case. They were written from what English news uses, not from any annotated text;
what they are worth is measured in bench/events.md.
"""


def table(words: str) -> frozenset[str]:
    """The words of a text block, separated by any white space."""
    return frozenset(words.split())


# Verbs that report speech or thought: with a clause or a quotation under them they are voice and no event.
REPORTING = table("""
    say tell report add note claim state declare announce explain argue insist maintain assert contend allege
    suggest write quote cite recall acknowledge admit concede confirm deny reply respond answer remark comment
    observe stress emphasise emphasize underline underscore highlight warn predict estimate describe reveal
    disclose mention testify reiterate complain believe think know understand learn hear suspect fear hope
    expect doubt guess feel assume consider reckon indicate imply show point repeat conclude speculate read
""")

# Of those the ones that are a saying whatever stands under them: "emphasised the importance of …".
SPEAKING = table("""
    say tell add note explain stress insist argue reply recall emphasise emphasize underline underscore
    highlight remark comment observe reiterate mention assert contend maintain respond answer quote describe
    shout chant yell joke quip whisper exclaim
""")

# Of those the ones that say nothing of an event's truth but that somebody doubts it, or is not sure.
ALLEGING = table("allege claim suspect accuse believe think assume rumour rumor speculate suggest")
DENYING = table("deny refute reject dismiss disprove repudiate")
ACCUSING = table("accuse charge suspect indict convict try")

# Adverbs and phrases that hedge.
HEDGES = table("allegedly reportedly purportedly supposedly apparently presumably possibly probably perhaps maybe")

# Verbs of being, having, bordering and meaning: descriptions, which no map should show as something that happened.
STATES = table("""
    be have own belong contain consist comprise border adjoin cover span stretch resemble cost weigh measure lie
    sit remain seem appear sound look mean matter depend need want like love hate prefer deserve owe exist
    include involve represent constitute equal exceed total number concern regard relate pertain refer signify
    denote date stem symbolise symbolize locate situate base permit differ tend vary correspond connect link
    reflect serve form live reside contribute require allow enable know rank boast host house lack fit suit
    please face focus centre center stand surround overlook recognise recognize associate entitle title call
    name consider deem dub prove illustrate signal exemplify
""")

# Opinion, wish and plain mental life: no event whoever has it.
MENTAL = table("""
    think believe feel hope wish want fear worry doubt suppose guess imagine wonder regret remember forget
    intend like love hate prefer care trust enjoy appreciate admire respect understand know mind desire long
    need expect assume consider reckon seem appear
""")

# Verbs of noticing: where somebody notices a thing is not where it happens.
PERCEIVING = table("hear feel see notice sense smell watch")

# Verbs with a clause of what ought to be: "demanded that the government save the lake".
DEMANDING = table("demand ask urge insist recommend propose want require request suggest order call")

# Subjects that deny their verb.
NOBODY = table("none nobody nothing neither")

# Whose "for" leads to what is to come; one may also be "searching for the cause of Monday's fire".
PREPARING = table("""
    prepare brace gear ready wait await plan head arrange schedule train rehearse register campaign practice practise
    pack slate bid vie compete run
""")

# Words that put a clause after what they lead to.
AFTERWARDS = frozenset({"after", "following", "since"})

# Clauses that hang on a noun or beside a verb: what they tell is told in passing.
ASIDES = frozenset({"acl", "relcl", "advcl", "pcomp"})

# What is said of a claim that is not so.
DISCLAIMING = table("""
    false untrue wrong incorrect unlikely impossible unclear doubtful baseless unfounded groundless fabricated
    unconfirmed unproven unverified nonsense lie myth hoax fiction rumour rumor
""")

# Subjects of what is told of nobody in particular.
GENERIC = table("anyone anybody everyone everybody whoever one you")

# After these "to" tells what did happen: "was the first to reach the surface".
FIRSTS = table("first last second third next only latest one youngest oldest")

# Verbs that only say that something else begins, goes on or ends: the event is what hangs under them.
ASPECTUAL = table("begin start continue stop cease keep resume finish end commence proceed")

# Verbs of planning: what hangs under them lies ahead and may never be.
PLANNING = table("""
    plan intend schedule expect suppose propose aim hope vow pledge promise threaten prepare seek want agree decide
    offer consider mull set slate due urge call ask order demand request authorise authorize allow help try
    attempt wish like need recommend advise invite encourage warn confirm tip book poise line
""")
# Of those the ones that say that a thing is fixed: "is scheduled to", "is due to", "will".
SCHEDULING = table("""
    plan schedule expect set slate due agree decide vow pledge promise intend prepare bind confirm tip book poise line
""")

# Verbs whose present tense, with a day, is a timetable's: "the fair opens on Friday".
TIMETABLED = table("""
    begin start open reopen resume premiere debut air convene kick depart expire
""")

# Verbs beside which a date lies ahead though they stand in the past: "was scheduled for Monday", "postponed until May".
AWAITING = table("""
    plan schedule expect set slate due propose intend anticipate forecast postpone delay adjourn defer
    reschedule book await pend target earmark
""")

# Nouns after which "to" tells of something that may never be.
PLAN_NOUNS = table("""
    plan attempt effort decision agreement offer bid deadline proposal promise pledge vow threat intention move
    campaign pressure order call request demand right ability chance opportunity need way deal permission hope
    refusal failure readiness willingness desire initiative authority power mandate option guideline rule
""")

# Nouns that carry an event by themselves. Nouns that are as often a thing or a person ("building") are left out, and
# so are the names of institutions.
EVENT_NOUNS = table("""
    abduction abolition accession accident acquisition acquittal advance aftershock agreement airlift airstrike
    ambush annexation announcement anniversary appeal appointment arrest arrival assassination assault attack
    auction avalanche ban bankruptcy battle blackout blast blaze blizzard blockade bombardment bombing boycott
    breach breakthrough burial campaign capture cease-fire ceasefire celebration ceremony clash closure collapse
    collision commemoration conference conflict confrontation conquest conviction coronation coup crackdown
    crash crisis cyclone death debate decision declaration defeat demolition demonstration departure deployment
    deportation derailment destruction detention detonation devaluation discovery disaster disappearance
    displacement dispute drought drowning earthquake eclipse election epidemic eruption escape evacuation
    eviction execution exhibition exodus expansion expedition explosion expulsion extradition famine festival
    fight fighting fire firing flood flooding fraud funeral genocide gunfight gunfire handover hearing heatwave
    heist hijacking hurricane impeachment inauguration independence infection inquiry inspection insurgency
    intervention invasion investigation jailing journey kidnapping killing landing landslide launch lawsuit
    liberation lockdown looting lynching march marathon marriage massacre meeting merger migration mission
    mobilisation mobilization mudslide murder mutiny negotiation nomination occupation offensive opening
    operation outage outbreak overthrow pandemic parade partition patrol performance pogrom poll premiere
    procession protest prosecution purchase pursuit quake raid rally rampage ratification rebellion recession
    reform referendum relocation removal repatriation rescue resettlement resignation retreat return
    reunification reunion revolt revolution riot robbery rout rule sale sanction search secession seizure
    sentencing shelling shooting shootout shutdown siege signing sinking skirmish slaughter slaying stabbing
    stampede standoff storm strike strife suicide summit surgery surrender suspension swearing-in takeover talk
    test testing theft thunderstorm tornado tour tournament trafficking tragedy transfer treaty trial tsunami
    turmoil typhoon unrest unification uprising vaccination verdict victory violence visit vote voting war
    warfare wedding wildfire withdrawal wreck accord acceptance achievement action activity aggression aid
    airing allegation allocation amendment approval assessment assistance attempt award birth bid bidding
    bill_passing blow boom breakdown breakup build-up burning buyout cancellation challenge change cleanup
    comeback completion compromise concert consolidation construction contest contract cooperation creation cut
    cutback damage deal decline decrease defection delay delivery demand development discharge discussion
    dismissal disruption division divestiture downturn drop effort emergency emission employment encounter
    enforcement enlargement entry establishment event exchange exercise exile exit experiment exploration export
    exposure failure fall fallout filing finding flight flow formation founding freeze gain game gathering
    growth growing hike hostage-taking implementation import imprisonment improvement incident incursion
    increase inflow influx injection injury injunction installation interrogation interview introduction
    investment involvement isolation issuance job_cut judgment layoff leak lending litigation loss manufacture
    manufacturing marking match mass modernisation modernization move movement naming offer offering order
    ordeal ouster overhaul oversight passage payment persecution plea plunge practice preparation probe
    proceeding production progress prohibition promotion publication pullback pullout purge quarantine
    questioning race rainfall ransom reaction reading rebound rebuilding reconstruction recall recovery
    redemption reduction release relief renewal reopening repair replacement repression research restoration
    restructuring resumption retaliation retirement revival rise ruling run sabotage scandal selloff separation
    session settlement shift shipment shipping show slide slowdown slump spending spread spill statement step
    strengthening struggle study success suppression surge survey swap tender termination torture trade trading
    training transaction transition treatment trip turnover upgrade use violation voyage walkout warning
    weakening win work workshop
""")

# The nouns that carry an event of the kind a reader would put on a map or a timeline even without a verb of its own.
STRONG_NOUNS = table("""
    abduction accident airlift airstrike ambush annexation arrest assassination assault attack avalanche battle
    blackout blast blaze blizzard blockade bombardment bombing burial ceasefire cease-fire celebration ceremony
    clash collapse collision commemoration conference confrontation conquest coronation coup crackdown crash
    cyclone death defeat demolition demonstration deployment deportation derailment detonation discovery
    disaster displacement drought earthquake election epidemic eruption evacuation eviction execution exhibition
    exodus expedition explosion expulsion extradition famine festival fighting fire flood flooding funeral
    genocide gunfight handover heatwave hijacking hurricane impeachment inauguration incursion insurgency
    invasion kidnapping killing landslide launch liberation lockdown looting marathon massacre meeting migration
    mobilisation mobilization mudslide murder mutiny occupation offensive outage outbreak overthrow pandemic
    parade partition pogrom premiere procession protest quake raid rally rebellion referendum relocation
    repatriation rescue resettlement resignation retreat reunification reunion revolt revolution riot robbery
    sanction secession shelling shooting shootout siege signing sinking skirmish slaughter slaying stabbing
    stampede standoff storm strike summit surrender takeover theft tornado tournament trial tsunami typhoon
    uprising vaccination victory visit war wedding wildfire withdrawal workshop concert
""")

# What people are called by.
PERSONS = table("""
    man woman boy girl president minister leader official suspect officer spokesman spokeswoman teacher doctor
    judge driver victim mayor governor senator king queen author player coach pilot priest student singer actor
    actress lawyer gunman prisoner chief director chairman widow father mother son daughter brother sister
    husband wife child teenager candidate ambassador general colonel captain sergeant soldier policeman
    resident native farmer worker driver refugee
""")

# People of one sex or the other, where "he" and "she" have to choose.
MALE = table(
    "man boy father son brother husband uncle grandfather king prince mr widower nephew businessman policeman actor"
)
FEMALE = table(
    "woman girl mother daughter sister wife aunt grandmother queen princess mrs ms widow niece spokeswoman actress"
)

# Words that tell the same happening once as a noun and once as a verb, or in other words a paragraph later.
_ALIKE = (
    "kill slay murder shoot assassinate gun death die homicide slaying killing shooting murder assassination",
    "attack bomb blast explode explosion detonate raid assault bombing attack",
    "accession accede join entry enter admission admit membership",
    "elect election vote poll",
    "arrest detain detention capture custody",
    "crash collide collision wreck",
    "quake earthquake tremor",
    "strike airstrike",
    "meet meeting summit talk conference",
    "buy purchase acquire acquisition takeover",
    "sell sale",
    "lose loss",
    "resign resignation quit",
    "invade invasion",
    "expel expulsion deport deportation",
    "decide decision rule ruling verdict",
    "fight fighting battle clash",
    "protest demonstrate demonstration rally march",
    "marry marriage wedding",
    "bury burial funeral",
)
_GROUPS = {word: words.split()[0] for words in _ALIKE for word in words.split()}
_ENDINGS = ("ations", "ation", "ings", "ing", "ions", "ion", "ments", "ment", "als", "al", "ed", "es", "s", "e")


def happening(lemma: str) -> str:
    """A key that a verb and the noun made of it share ("deploy", "deployment"), and near synonyms of a few groups."""
    if lemma in _GROUPS:
        return _GROUPS[lemma]
    for ending in _ENDINGS:
        if lemma.endswith(ending) and len(lemma) - len(ending) >= 4:
            return lemma[: -len(ending)]
    return lemma


# Prepositions before the place where a thing is; and those of coming from and going to, which are not its place.
LOCATIVE = table("in at near on outside inside around across through along off over above beneath under throughout "
                  "within by beside between amid among past beyond")  # fmt: skip
MOTION = table("to into onto toward towards from via for against")

# Verbs whose object is the very place where they happen: "captured Lubumbashi", "shelled Hama".
STRIKING = table("""
    attack bomb bombard shell raid storm seize capture recapture retake take liberate invade occupy besiege
    target hit strike enter pound overrun conquer annex devastate destroy damage flood shake rock rattle ravage
    engulf patrol visit tour reach leave cross flee evacuate batter pummel blockade encircle surround clear
    secure control sack loot torch burn demolish level rebuild
""")

MONTHS = table("""
    january february march april may june july august september october november december jan feb mar apr jun
    jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri
    sat sun today tomorrow yesterday
""")
