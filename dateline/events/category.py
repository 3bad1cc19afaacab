"""What kind of event it is, by readable tables of words: the trigger's word counts most."""

from collections.abc import Mapping

from dateline.events.clauses import Clause
from dateline.events.tree import Tree
from dateline.events.words import table

OTHER = "other"


# In the order in which a tie is settled: the rarer and graver first.
TABLES: Mapping[str, frozenset[str]] = {
    "disaster": table("""
        earthquake quake aftershock flood flooding storm hurricane typhoon cyclone tornado tsunami landslide
        mudslide avalanche drought wildfire blizzard eruption erupt erupted volcano disaster rescue rescuer
        magnitude rainfall heatwave famine crash collide collision derail derailment sink capsize wreck
        collapse blaze fire firefighter evacuate evacuation drown blackout spill accident landfall rubble
    """),
    "health": table("""
        epidemic pandemic outbreak virus vaccine vaccinate vaccination infect infection disease hospitalise
        hospitalize patient cholera ebola malaria measles influenza quarantine lockdown surgery doctor
        clinic hospital medicine cancer health diagnose case medical
    """),
    "conflict": table("""
        war battle fighting fight attack bomb bombing bombard bombardment shell shelling airstrike raid
        invade invasion offensive troop soldier army militia rebel insurgent insurgency militant ceasefire
        cease-fire siege besiege occupy occupation liberate missile rocket artillery clash ambush gunman
        combat frontline conquest conquer annex annexation expulsion expel deportation deport genocide
        massacre ethnic resettlement resettle relocation displace displacement refugee victory surrender
        withdraw withdrawal military detonate blast explosion explode terrorist terrorism uprising revolt
        mutiny guerrilla warplane jet hostage armed overrun capture shoot gunfire
    """),
    "crime": table("""
        arrest murder murderer robbery rob theft steal fraud kidnap kidnapping abduct abduction
        rape assault stab stabbing suspect police court trial convict conviction sentence jail prison charge
        indict indictment prosecutor prosecution judge jury verdict guilty extradite extradition lawsuit sue
        smuggle trafficking drug detective homicide burglary plead testify acquit bail custody detain
        detention
    """),
    "politics": table("""
        election elect vote voter referendum parliament congress senate president minister government summit
        treaty sign negotiate negotiation talk diplomat ambassador embassy sanction resign resignation
        appoint coalition party campaign candidate poll law bill legislation protest protester demonstrate
        demonstration rally march inaugurate inauguration impeach coup reform policy visit foreign agreement
        accord independence constitution constitutional convention conference delegation community return
        mayor governor council opposition
    """),
    "economy": table("""
        market stock share price profit loss earnings sale sell buy acquire acquisition merger merge company
        bank trade export import economy economic inflation recession budget tax debt loan invest investment
        investor bankruptcy layoff job unemployment factory plant production produce quarter revenue income
        dividend bond currency rate percent bid takeover deal contract oil crude dollar growth billion
        million stake
    """),
    "science": table("""
        scientist research researcher study discover discovery space launch rocket satellite spacecraft
        telescope species fossil experiment laboratory astronaut orbit moon mars planet asteroid climate
        genome physicist archaeologist excavation eclipse expedition technology software
    """),
    "culture": table("""
        festival concert exhibition museum film movie music art artist book novel premiere theatre theater
        award prize ceremony celebrate celebration anniversary parade carnival wedding funeral church mosque
        temple religious pope match game tournament championship olympic team coach league win final cup
        race player goal season documentary cultural heritage
    """),
}

TRIGGER_WEIGHT, NEAR_WEIGHT, HARM_WEIGHT = 3.0, 1.0, 0.5
_HARM = table(
    "kill killing death die dead injure wound hurt"
)  # of every kind of event: a push where nothing else speaks


def category_of(tree: Tree, clause: Clause) -> str:
    """The category with the most words in the clause; "other" where no word is known."""
    tally = dict.fromkeys(TABLES, 0.0)
    for i in range(clause.first, clause.last + 1):
        if tree.pos[i] not in ("NOUN", "VERB", "ADJ") and i != clause.trigger:
            continue
        if tree.lemmas[i] in _HARM:
            tally["conflict"] += HARM_WEIGHT
        for name, words in TABLES.items():
            if tree.lemmas[i] in words:
                tally[name] += TRIGGER_WEIGHT if i == clause.trigger and tree.pos[i] != "PROPN" else NEAR_WEIGHT
    best = max(tally, key=lambda name: tally[name])  # the first of equals: dictionaries keep the order above
    return best if tally[best] > 0 else OTHER
