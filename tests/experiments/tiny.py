"""A made-up region of a few places, written as a folder of plain files, for tests that want to change it."""

from __future__ import annotations

from pathlib import Path

FILES: dict[str, str] = {
    "region.toml": """
name = "tiny"
title = "A tiny region"
base_year = 2023
description = "Made up."

[defaults]
candidates = ["NOR", "SOU", "MID"]
gateways = ["GAT"]
""",
    "sources.csv": "id,title\nmade-up,Made up for tests\n",
    "classes.csv": "id,name,tonnes_per_teu,direct_service,source,confidence\n"
    "goods,Goods,10,single,made-up,assumed\n"
    "parcels,Parcels,5,single,made-up,assumed\n",
    "countries.csv": "iso3,name,gdp_bn_usd,population_m,source,confidence\n"
    "AAA,Aland,100,10,made-up,assumed\nBBB,Bland,50,8,made-up,assumed\nCCC,Cland,80,5,made-up,assumed\n",
    "places.csv": "id,name,country,lat,lon,roles,population,source,confidence\n"
    "GAT,Gate (dry port),AAA,40.0,80.0,demand;gateway,1000000,made-up,assumed\n"
    "FAR,Faraway,AAA,38.0,90.0,demand,3000000,made-up,assumed\n"
    "NOR,Northtown,BBB,43.0,70.0,demand;hub_candidate,1500000,made-up,assumed\n"
    "SOU,Southtown,BBB,38.5,68.0,demand;hub_candidate,2500000,made-up,assumed\n"
    "MID,Midtown,CCC,41.0,60.0,demand;hub_candidate,900000,made-up,assumed\n"
    "WES,Westport,CCC,42.0,50.0,demand;port,2000000,made-up,assumed\n"
    "EAS,Eastfield,CCC,39.0,58.0,demand,700000,made-up,assumed\n",
    "links.csv": "id,from,to,mode,length_km,capacity_t_per_year,corridors,status,source,confidence\n"
    "far-gate,FAR,GAT,rail,950,,Trunk,open,made-up,derived\n"
    "gate-north,GAT,NOR,rail,1000,,Trunk;North,open,made-up,derived\n"
    "gate-south,GAT,SOU,rail,1150,,Trunk;South,open,made-up,derived\n"
    "north-mid,NOR,MID,rail,950,,North,open,made-up,derived\n"
    "south-mid,SOU,MID,rail,800,,South,open,made-up,derived\n"
    "mid-west,MID,WES,rail,950,,Trunk,open,made-up,derived\n"
    "mid-east,MID,EAS,rail,320,,,open,made-up,derived\n"
    "north-south,NOR,SOU,road,620,,,open,made-up,derived\n"
    "gate-north-road,GAT,NOR,road,1050,,,open,made-up,derived\n"
    "east-south-road,EAS,SOU,road,1000,,,open,made-up,derived\n"
    "west-mid-road,WES,MID,road,1000,,,planned,made-up,derived\n",
    "crossings.csv": "link,class,direction,dwell_h,reload_h,fee_usd_per_t,source,confidence\n"
    "gate-north,,,20,4,6,made-up,assumed\ngate-south,,,12,4,6,made-up,assumed\n",
    "parameters.csv": "parameter,class,mode,service,low,central,high,unit,source,confidence\n"
    "tariff_usd_per_tkm,,rail,consolidated,,0.02,,USD/tkm,made-up,assumed\n"
    "tariff_usd_per_tkm,,rail,single,,0.06,,USD/tkm,made-up,assumed\n"
    "tariff_usd_per_tkm,,road,single,,0.09,,USD/tkm,made-up,assumed\n"
    "tariff_usd_per_tkm,,road,consolidated,,0.08,,USD/tkm,made-up,assumed\n"
    "speed_kmh,,rail,,,30,,km/h,made-up,assumed\nspeed_kmh,,road,,,45,,km/h,made-up,assumed\n"
    "terminal_usd_per_t,,,,,2,,USD/t,made-up,assumed\n"
    "hub_handling_usd_per_t,,,,,4,,USD/t,made-up,assumed\n"
    "value_usd_per_t,goods,,,,2000,,USD/t,made-up,assumed\n"
    "value_usd_per_t,parcels,,,,9000,,USD/t,made-up,assumed\n"
    "time_percent_per_day,,,,,0.8,,%,made-up,assumed\n"
    "unmet_usd_per_t,,,,,900,,USD/t,made-up,assumed\n"
    "deterrence_per_1000km,,,,,0.5,,1/1000 km,made-up,assumed\n"
    "class_share,goods,,,,0.8,,,made-up,assumed\nclass_share,parcels,,,,0.2,,,made-up,assumed\n",
    "hubs.csv": "place,handling_factor,fixed_usd_per_year,source,confidence\n"
    "NOR,1.0,100000,made-up,assumed\nSOU,1.1,100000,made-up,assumed\n",
    "trade.csv": "exporter,importer,value_bn_usd,source,year,confidence\n"
    "AAA,BBB,4.0,made-up,2023,assumed\nBBB,AAA,1.5,made-up,2023,assumed\n"
    "AAA,CCC,6.0,made-up,2023,assumed\nCCC,AAA,2.0,made-up,2023,assumed\n"
    "BBB,CCC,1.0,made-up,2023,assumed\nCCC,BBB,1.2,made-up,2023,assumed\n",
    "scenarios/north-closed.toml": 'title = "North closed"\nprobability = 0.1\n'
    '[[change]]\ncorridor = "North"\nclose = true\n',
    "scenarios/west-cut.toml": 'title = "West cut off"\nprobability = 0.05\n'
    '[[change]]\nlinks = ["mid-west"]\nclose = true\n',
    "scenarios/slow-south.toml": 'title = "Slow south"\n[[change]]\ncorridor = "South"\ntime = 2.0\n',
    "scenarios/west-road.toml": 'title = "West road opens"\n[[change]]\nlinks = ["west-mid-road"]\nopen = true\n',
}


def write_tiny(folder: Path, **changes: tuple[str, str]) -> Path:
    """Write the region; ``changes`` map a file's stem to (old, new) text in it, which has to be there."""
    for name, text in FILES.items():
        stem = Path(name).stem.replace("-", "_")
        if stem in changes:
            old, new = changes[stem]
            assert old in text, f"{old!r} is not in {name}"
            text = text.replace(old, new)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), encoding="utf-8")
    return folder
