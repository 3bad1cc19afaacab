"""Word classes that tell a place name from its namesakes: generics, organisation heads, titles, prepositions.

All words are lower case and without a final full stop. They are closed or nearly closed classes of English, written
down from general knowledge; nothing here is a name of a particular place.
"""


def words(text: str) -> frozenset[str]:
    """A set of the words of a text."""
    return frozenset(text.split())


LOCATIVE = words(
    "in at near from outside inside around across throughout toward towards into within beyond via through along "
    "between amid off onto over on to by above below under north south east west northeast northwest southeast "
    "southwest downtown uptown central nearby neighbouring neighboring northern southern eastern western "
    "northeastern northwestern southeastern southwestern rural mainland metro greater"
)
"""Words that put what follows somewhere."""

COMPASS = words(
    "north south east west northeast northwest southeast southwest northern southern eastern western northeastern "
    "northwestern southeastern southwestern central upper lower north-east north-west south-east south-west mid "
    "inner outer midwest far metro metropolitan downtown greater"
)
"""Words that say which part of a place is meant: part of some names ("South Korea") and not of others."""

ADMIN = words(
    "county counties parish province provinces district districts prefecture region governorate oblast krai raion "
    "rayon okrug voivodeship canton department state territory municipality township borough city town village ward "
    "shire emirate republic division subdistrict commune arrondissement regency tehsil taluk tehsils kingdom "
    "federation principality duchy commonwealth union states emirates territories"
)
"""Generics of administered ground: "Khachmaz District", "the city of Bam"."""

WATER = words(
    "river lake sea ocean gulf bay strait channel canal creek reservoir falls sound harbour harbor lagoon fjord "
    "estuary brook bayou lough loch inlet rivers lakes straits waterway delta dam cove pond stream rapids spring "
    "springs wadi"
)
RELIEF = words(
    "mountain mountains mount hill hills valley desert plain plains plateau peninsula cape forest peak ridge island "
    "islands isle isles archipelago basin canyon pass glacier volcano steppe highlands coast beach shore wilderness "
    "heights woods meadows prairie swamp marsh moor dale glen gorge cliffs reef range ranges summit crater oasis "
    "strip corridor belt area"
)
STREET = words(
    "street st road rd avenue ave drive dr lane ln boulevard blvd highway hwy route parkway pkwy court ct place pl "
    "way square bridge turnpike freeway expressway interstate motorway circle terrace crescent close trail pike "
    "plaza alley bypass tunnel junction crossing roundabout embankment quay wharf pier prospekt strasse rue calle "
    "roads streets avenues loop row"
)
SITE = words(
    "airport hospital university college school park church cathedral mosque temple synagogue stadium arena center "
    "centre museum prison jail library theatre theater hotel mall station base camp cemetery palace castle tower "
    "hall house building monastery abbey zoo gardens garden farm ranch plant factory refinery mine port airfield "
    "courthouse field speedway racecourse market mill fort institute academy elementary chapel shrine gallery "
    "barracks hospice clinic high monument memorial auditorium fairgrounds complex apartments"
)
"""Generics of buildings and grounds, most of which are organisations as well."""

ORGANISATION = words(
    "department community council inc co corp ltd llc plc company board bank times news post herald tribune journal "
    "gazette association police ministry agency authority committee commission society club foundation group party "
    "union office bureau service services court team fc united rangers army force forces navy guard network "
    "television tv radio magazine press daily sun star chronicle observer guardian union-tribune senate assembly "
    "parliament congress house government administration institute league federation coalition alliance movement "
    "front brigade regiment division sheriff fire ems airlines airways motors industries energy oil gas power "
    "electric systems technologies bancorp insurance financial partners capital holdings trust fund investments "
    "rescue chamber commerce realty enterprises associates sentinel examiner inquirer telegram register dispatch "
    "enterprise reporter bulletin advocate telegraph independent mail express leader courier banner citizen review "
    "system democrats republicans orchestra symphony choir band ballet opera festival consortium corporation "
    "detachment schools utilities water sheriffs coroner census survey fed federal attorney prosecutor district"
)
"""Heads of organisation names."""

NEWSPAPER = words(
    "times news post herald tribune journal gazette press daily sun star chronicle observer guardian examiner "
    "inquirer telegram register dispatch enterprise reporter bulletin telegraph independent courier sentinel "
    "advertiser mirror echo argus mercury standard globe record argus tv radio"
)

POLICE = words(
    "police sheriff sheriff's sheriffs fire coroner prosecutor marshal jail prison court courts department county "
    "detention constable troopers patrol ems hospital schools school council mayor commissioners commissioner "
    "commission supervisors attorney district university college high elementary public superintendent city chamber"
)
"""What is run by a place and named after it: the place's name in front of these is still the place's."""

TITLE = words(
    "mr mrs ms miss dr president prime minister chancellor king queen prince princess senator sen rep "
    "representative gov governor mayor general gen colonel col captain capt lieutenant lt sergeant sgt officer "
    "detective judge justice secretary ambassador professor prof pope bishop archbishop cardinal rev reverend "
    "father sister brother sheriff chief coach manager director chairman chairwoman spokesman spokeswoman sir lord "
    "lady dame baron count duke duchess sheikh imam ayatollah rabbi mullah corporal cpl private pvt major maj "
    "admiral adm commander cmdr councillor cllr councilman councilwoman attorney deputy trooper inspector constable "
    "superintendent principal actor actress singer author pilot player striker midfielder defender goalkeeper "
    "quarterback pitcher star heiress"
)
"""Words that stand before a person's name."""

PERSON_VERB = words(
    "say says said tell tells told ask asks asked add adds added explain explained recall recalled note noted "
    "insist insisted think thinks thought believe believes believed laugh laughed smile smiled write wrote joke "
    "joked argue argued admit admitted testify testified born die died marry married"
)
"""What people do. Capitals do some of it too ("Washington said"), so this only leans against a place."""

PEOPLE = words(
    "man woman men women resident residents native boy girl teen teenager couple family student students people "
    "citizen citizens police officials official authorities voters lawmakers mayor councilman businessman mother "
    "father driver motorist teacher farmer lawyer doctor firefighters workers area community"
)
"""What a town's name stands before ("Alexandria woman charged")."""

DATELINE_DASH = frozenset(("-", "--", "–", "—", "―"))
AGENCY = words("ap afp reuters upi xinhua tass interfax ani pti ians dpa efe ansa kyodo yonhap cnn bbc")

MONTHS = words(
    "january february march april may june july august september october november december jan feb mar apr jun jul "
    "aug sept sep oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur "
    "thurs fri sat sun"
)

INSIDE_NAME = frozenset(("of", "de", "la", "le", "les", "del", "di", "da", "do", "du", "el", "al", "and", "the", "&",
                         "-", "–", "'", "’", "'s", "’s", "upon", "on", "under", "sur", "in", "by", "von", "der",
                         "den", "am", "an", "au", "aux", "en", "sous", "ob", "y", "e", "/"))  # fmt: skip
"""Words that may join the parts of one name ("Isle of Man", "Stratford-upon-Avon")."""

NOT_A_NAME = words(
    "the a an he she it they we you i his her their our my its this that these those who what when where why how "
    "and or but if as so yet nor not no yes mr mrs ms dr one two three four five six seven eight nine ten first "
    "second third last next new old all some any each every both most more many much few other another such said "
    "says also just even now then than there here however meanwhile according after before since until while "
    "although though because despite during with without against among about for both officials police god congress "
    "senate parliament internet english tv ceo earth al el arab eu nato un hamas obama"
)
"""Words that stand with a capital at the head of a sentence and name nothing alone; the planet, no town on it; the
Arabic article; and what news names daily and means no hamlet by."""
