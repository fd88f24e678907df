"""Countries under their other names: by their capital, their people and the abbreviations news uses.

"Pyongyang said" and "the North Korean side said" speak of one party. One line a country: the name it is known
by here, then the others. Left out is what is a common word as well ("polish" is told by its capital letter
only where text keeps it), and what several countries share ("Congolese").
"""

from __future__ import annotations

from functools import cache
from typing import Final

_COUNTRIES: Final = """
afghanistan, kabul, afghan, afghans
albania, tirana, albanian, albanians
algeria, algiers, algerian, algerians
angola, luanda, angolan, angolans
argentina, buenos aires, argentine, argentines, argentinian
armenia, yerevan, armenian, armenians
australia, canberra, australian, australians
austria, vienna, austrian, austrians
azerbaijan, baku, azerbaijani, azerbaijanis, azeri
bahrain, manama, bahraini
bangladesh, dhaka, bangladeshi, bangladeshis
belarus, minsk, belarusian, belarusians
belgium, belgian, belgians
bolivia, la paz, bolivian, bolivians
bosnia, sarajevo, bosnian, bosnians, bosnia and herzegovina
brazil, brasilia, brazilian, brazilians
bulgaria, sofia, bulgarian, bulgarians
cambodia, phnom penh, cambodian, cambodians
cameroon, yaounde, cameroonian
canada, ottawa, canadian, canadians
chad, ndjamena, chadian
chile, santiago, chilean, chileans
china, beijing, chinese, prc
colombia, bogota, colombian, colombians
croatia, zagreb, croatian, croatians
cuba, havana, cuban, cubans
cyprus, nicosia, cypriot, cypriots
czech republic, czechia, prague, czech, czechs
denmark, copenhagen, danish, danes
ecuador, quito, ecuadorian, ecuadorean
egypt, cairo, egyptian, egyptians
eritrea, asmara, eritrean, eritreans
estonia, tallinn, estonian, estonians
ethiopia, addis ababa, ethiopian, ethiopians
european union, eu, brussels
finland, helsinki, finnish, finns
france, paris, french
gaza, gazan, gazans, gaza strip
georgia, tbilisi, georgian, georgians
germany, berlin, german, germans
ghana, accra, ghanaian, ghanaians
greece, athens, greek, greeks
haiti, port-au-prince, haitian, haitians
hungary, budapest, hungarian, hungarians
iceland, reykjavik, icelandic
india, new delhi, delhi, indian, indians
indonesia, jakarta, indonesian, indonesians
iran, tehran, teheran, iranian, iranians
iraq, baghdad, iraqi, iraqis
ireland, dublin, irish
israel, jerusalem, tel aviv, israeli, israelis
italy, rome, italian, italians
japan, tokyo, japanese
jordan, amman, jordanian, jordanians
kazakhstan, astana, kazakh, kazakhs
kenya, nairobi, kenyan, kenyans
kosovo, pristina, kosovar, kosovars
kuwait, kuwaiti, kuwaitis
kyrgyzstan, bishkek, kyrgyz
laos, vientiane, lao, laotian
latvia, riga, latvian, latvians
lebanon, beirut, lebanese
libya, tripoli, libyan, libyans
lithuania, vilnius, lithuanian, lithuanians
malaysia, kuala lumpur, malaysian, malaysians
mali, bamako, malian, malians
mexico, mexico city, mexican, mexicans
moldova, chisinau, moldovan, moldovans
mongolia, ulaanbaatar, mongolian
montenegro, podgorica, montenegrin
morocco, rabat, moroccan, moroccans
mozambique, maputo, mozambican
myanmar, burma, naypyidaw, burmese
nepal, kathmandu, nepali, nepalese
netherlands, the hague, amsterdam, dutch
new zealand, wellington
nicaragua, managua, nicaraguan
niger, niamey, nigerien
nigeria, abuja, nigerian, nigerians
north korea, pyongyang, dprk, north korean, north koreans
north macedonia, skopje, macedonian
norway, oslo, norwegian, norwegians
oman, muscat, omani
pakistan, islamabad, pakistani, pakistanis
palestine, ramallah, palestinian, palestinians
peru, lima, peruvian, peruvians
philippines, manila, filipino, filipinos, philippine
poland, warsaw, poles
portugal, lisbon, portuguese
qatar, doha, qatari, qataris
romania, bucharest, romanian, romanians
russia, moscow, kremlin, russian, russians, russian federation
rwanda, kigali, rwandan, rwandans
saudi arabia, riyadh, saudi, saudis
senegal, dakar, senegalese
serbia, belgrade, serbian, serbs
singapore, singaporean
slovakia, bratislava, slovak, slovaks
slovenia, ljubljana, slovenian, slovene
somalia, mogadishu, somali, somalis
south africa, pretoria, south african, south africans
south korea, seoul, rok, south korean, south koreans
south sudan, juba, south sudanese
spain, madrid, spanish, spaniards
sri lanka, colombo, sri lankan, sri lankans
sudan, khartoum, sudanese
sweden, stockholm, swedish, swedes
switzerland, bern, swiss
syria, damascus, syrian, syrians
taiwan, taipei, taiwanese
tajikistan, dushanbe, tajik, tajiks
tanzania, dodoma, tanzanian
thailand, bangkok, thai, thais
tunisia, tunis, tunisian, tunisians
turkey, türkiye, turkiye, ankara, turkish, turks
turkmenistan, ashgabat, turkmen
uganda, kampala, ugandan, ugandans
ukraine, kyiv, kiev, ukrainian, ukrainians
united arab emirates, uae, abu dhabi, emirati, emiratis
united kingdom, uk, u.k, britain, great britain, london, british, britons
united nations, un, u.n
united states, us, u.s, u.s.a, usa, washington, white house, american, americans, united states of america
uruguay, montevideo, uruguayan
uzbekistan, tashkent, uzbek, uzbeks
vatican, holy see
venezuela, caracas, venezuelan, venezuelans
vietnam, hanoi, vietnamese
yemen, sanaa, sana'a, yemeni, yemenis
zambia, lusaka, zambian
zimbabwe, harare, zimbabwean, zimbabweans
"""

#: The most words that a name in the table has.
LONGEST: Final = 4
#: Common words in small letters, known as names by their capitals only.
AMBIGUOUS: Final = frozenset({"us", "un", "eu", "lima", "chad", "turkey", "jordan", "rok", "poles", "lao"})


@cache
def countries() -> dict[str, str]:
    """By each name, in small letters, the name under which its country is known here."""
    table = {}
    for line in _COUNTRIES.strip().splitlines():
        names = line.split(", ")
        table.update(dict.fromkeys(names, names[0]))
    return table
