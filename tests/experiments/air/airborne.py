"""A region of two airports that may be hubs, with answers that are worked out by hand.

1,000 t of parcels go from Origin to Destination; a tonne's hour is worth 24,000 x 1% / 24 = 10 USD. USD a tonne:

=======================  ========================  ==================================  =====
way                      money                     hours                               total
=======================  ========================  ==================================  =====
direct over Hubtown      1000 (air) + 10 (road)    wait 1, air 100, road 1             2,030
direct over Altville     1000 (air) + 30 (road)    wait 1, air 100, road 3             2,070
hub at Hubtown           50 + 400 + 50 + 10        wait 1, air 1, road 1                 540
hub at Altville          50 + 400 + 50 + 30        wait 1, air 1, road 3                 580
=======================  ========================  ==================================  =====

A departure costs 200 USD and takes 1 t, half filled: 400 USD/t consolidated, and 1.0 / 0.4 times that single.
84 departures a week: half of the time between two is 1 h; 4,380 t a year fit in each direction, 2,190 are said to fly.
"""

from __future__ import annotations

from pathlib import Path

FILES = {
    "region.toml": 'name = "airborne"\ntitle = "Airborne"\nbase_year = 2023\n\n'
    '[defaults]\ncandidates = ["HUB", "ALT", "DES"]\ngateways = []\nscenarios = ["base"]\nreference_class = "goods"\n',
    "sources.csv": "id,title\nmade-up,Made up for tests\n",
    "classes.csv": "id,name,tonnes_per_teu,direct_service,source,confidence\n"
    "goods,Goods,10,single,made-up,assumed\nparcels,Parcels,5,single,made-up,assumed\n",
    "countries.csv": "iso3,name,gdp_bn_usd,population_m,source,confidence\n"
    "AAA,Aland,100,10,made-up,assumed\nBBB,Bland,50,8,made-up,assumed\nCCC,Cland,80,5,made-up,assumed\n",
    "places.csv": "id,name,country,lat,lon,roles,population,source,confidence\n"
    "ORG,Origin,AAA,40.0,80.0,demand;airport,1000000,made-up,assumed\n"
    "NEA,Nearby,AAA,41.0,79.0,airport,,made-up,assumed\n"
    "HUB,Hubtown,BBB,40.0,70.0,hub_candidate;airport,,made-up,assumed\n"
    "ALT,Altville,CCC,41.0,71.0,hub_candidate;airport,,made-up,assumed\n"
    "DES,Destination,BBB,40.0,69.2,demand;hub_candidate,1500000,made-up,assumed\n",
    "links.csv": "id,from,to,mode,length_km,departures_per_week,t_per_departure,fill,usd_per_departure,classes,source,"
    "confidence\n"
    "fly-hub,ORG,HUB,air,1000,84,1,0.5,200,,made-up,assumed\n"
    "fly-alt,ORG,ALT,air,1000,84,1,0.5,200,,made-up,assumed\n"
    "fly-near,NEA,HUB,air,1000,42,1,0.5,200,,made-up,assumed\n"
    "road-hub,HUB,DES,road,100,,,,,,made-up,assumed\n"
    "road-alt,ALT,DES,road,300,,,,,,made-up,assumed\n"
    "road-far,ORG,DES,road,3000,,,,,goods,made-up,assumed\n",
    "parameters.csv": "parameter,class,mode,service,low,central,high,unit,source,confidence\n"
    "tariff_usd_per_tkm,,air,consolidated,,0.4,,USD/tkm,made-up,assumed\n"
    "tariff_usd_per_tkm,,air,single,,1.0,,USD/tkm,made-up,assumed\n"
    "tariff_usd_per_tkm,,road,,,0.1,,USD/tkm,made-up,assumed\n"
    "speed_kmh,,air,single,,10,,km/h,made-up,assumed\n"
    "speed_kmh,,air,consolidated,,1000,,km/h,made-up,assumed\n"
    "speed_kmh,,road,,,100,,km/h,made-up,assumed\n"
    "hub_handling_usd_per_t,,,,,50,,USD/t,made-up,assumed\n"
    "value_usd_per_t,goods,,,,240,,USD/t,made-up,assumed\n"
    "value_usd_per_t,parcels,,,,24000,,USD/t,made-up,assumed\n"
    "time_percent_per_day,,,,,1,,%,made-up,assumed\n"
    "unmet_usd_per_t,,,,,100000,,USD/t,made-up,assumed\n",
    "hubs.csv": "place,fixed_usd_per_year,source,confidence\n"
    "HUB,2980000,made-up,assumed\nALT,4350000,made-up,assumed\n",
    "trade.csv": "exporter,importer,class,value_bn_usd,source,year,confidence\n"
    "AAA,BBB,parcels,0.024,made-up,2023,assumed\nAAA,BBB,goods,0.0024,made-up,2023,assumed\n",
    "scenarios/hub-shut.toml": 'title = "Hubtown shut"\nprobability = 0.5\n[[change]]\nplace = "HUB"\nclose = true\n',
}


def write_airborne(folder: Path, **changes: tuple[str, str]) -> Path:
    """Write the region; ``changes`` map a file's stem to (old, new) text in it, which has to be there."""
    for name, text in FILES.items():
        stem = Path(name).stem.replace("-", "_")
        if stem in changes:
            old, new = changes[stem]
            assert old in text, f"{old!r} is not in {name}"
            text = text.replace(old, new)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
