"""Adjectives of countries and their people: no toponyms, but witnesses of the country that an article is about."""

_ROWS = """
AF afghan afghans
AL albanian albanians
DZ algerian algerians
AD andorran
AO angolan angolans
AR argentine argentinian argentinians argentines
AM armenian armenians
AU australian australians aussie
AT austrian austrians
AZ azerbaijani azerbaijanis azeri azeris
BS bahamian bahamians
BH bahraini bahrainis
BD bangladeshi bangladeshis
BB barbadian
BY belarusian belarusians
BE belgian belgians
BZ belizean
BJ beninese
BT bhutanese
BO bolivian bolivians
BA bosnian bosnians
BW botswanan
BR brazilian brazilians
GB british briton britons brit brits english scottish welsh scots
BN bruneian
BG bulgarian bulgarians
BF burkinabe
MM burmese
BI burundian burundians
KH cambodian cambodians
CM cameroonian cameroonians
CA canadian canadians
TD chadian chadians
CL chilean chileans
CN chinese
CO colombian colombians
CG congolese
CR rican costarican
HR croatian croatians croat croats
CU cuban cubans
CY cypriot cypriots
CZ czech czechs
DK danish dane danes
DJ djiboutian
NL dutch
EC ecuadorian ecuadorean ecuadorians
EG egyptian egyptians
SV salvadoran salvadorans
ER eritrean eritreans
EE estonian estonians
ET ethiopian ethiopians
FJ fijian fijians
FI finnish finn finns
FR french frenchman frenchmen
GA gabonese
GM gambian gambians
GE georgian georgians
DE german germans
GH ghanaian ghanaians
GR greek greeks
GT guatemalan guatemalans
GN guinean guineans
GY guyanese
HT haitian haitians
HN honduran hondurans
HU hungarian hungarians
IS icelandic icelander
IN indian indians
ID indonesian indonesians
IR iranian iranians
IQ iraqi iraqis
IE irish irishman
IL israeli israelis
IT italian italians
CI ivorian ivorians
JM jamaican jamaicans
JP japanese
JO jordanian jordanians
KZ kazakh kazakhs kazakhstani
KE kenyan kenyans
KW kuwaiti kuwaitis
KG kyrgyz
LA laotian lao
LV latvian latvians
LB lebanese
LR liberian liberians
LY libyan libyans
LT lithuanian lithuanians
MK macedonian macedonians
MG malagasy
MW malawian malawians
MY malaysian malaysians
MV maldivian
ML malian malians
MT maltese
MR mauritanian mauritanians
MX mexican mexicans
MD moldovan moldovans
MN mongolian mongolians
ME montenegrin montenegrins
MA moroccan moroccans
MZ mozambican mozambicans
NA namibian namibians
NP nepalese nepali nepalis
NZ kiwi kiwis
NI nicaraguan nicaraguans
NE nigerien
NG nigerian nigerians
KP north-korean
NO norwegian norwegians
OM omani omanis
PK pakistani pakistanis
PS palestinian palestinians
PA panamanian panamanians
PY paraguayan paraguayans
PE peruvian peruvians
PH filipino filipinos philippine
PL polish pole poles
PT portuguese
QA qatari qataris
RO romanian romanians
RU russian russians
RW rwandan rwandans
SA saudi saudis
SN senegalese
RS serbian serbians serb serbs
SG singaporean singaporeans
SK slovak slovaks slovakian
SI slovenian slovenians slovene
SO somali somalis somalian
ES spanish spaniard spaniards
SD sudanese
SR surinamese
SE swedish swede swedes
CH swiss
SY syrian syrians
TW taiwanese
TJ tajik tajiks
TZ tanzanian tanzanians
TH thai thais
TG togolese
TN tunisian tunisians
TR turkish turk turks
TM turkmen
UG ugandan ugandans
UA ukrainian ukrainians
AE emirati emiratis
US american americans
UY uruguayan uruguayans
UZ uzbek uzbeks
VE venezuelan venezuelans
VN vietnamese
YE yemeni yemenis
ZM zambian zambians
ZW zimbabwean zimbabweans
"""

DEMONYMS: dict[str, str] = {word: line.split()[0] for line in _ROWS.strip().splitlines() for word in line.split()[1:]}
"""Lower-case demonym → ISO 3166-1 alpha-2 code."""
