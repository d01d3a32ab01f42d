"""A small region to start from: `new_region` writes it, with comments, ready to load."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from optimize.files import write_whole

_REGION = """\
# A region of silkhub. Replace everything below by your own; docs/region-format.md explains every file and column.
name = "danube"
title = "Example: the lower Danube"
base_year = 2023
description = "Six places with round, assumed numbers, to show the format. Not a study."

[defaults]
candidates = ["BUD", "BEG", "BUH"]       # places that may be hubs
gateways = ["VIE"]                       # hubs taken as given: trains are gathered there whatever is built elsewhere
scenarios = ["base", "danube-bridge-closed"]
reference_class = "containers"
"""

_SOURCES = """\
id,title,publisher,url,year,licence,note
example,Round numbers to show the format,the authors,,2023,,replace by real sources
"""

_PLACES = """\
# lines that start with a hash are comments; roles is a ;-list
id,name,country,lat,lon,roles,population,mass_factor,aliases,source,confidence,note
VIE,Vienna,AUT,48.21,16.37,demand;gateway,1980000,1,Wien,example,assumed,
BUD,Budapest,HUN,47.50,19.04,demand;hub_candidate,1690000,1,,example,assumed,
BEG,Belgrade,SRB,44.82,20.46,demand;hub_candidate,1380000,1,Beograd,example,assumed,
SOF,Sofia,BGR,42.70,23.32,demand,1250000,1,,example,assumed,
BUH,Bucharest,ROU,44.43,26.10,demand;hub_candidate,1720000,1,,example,assumed,
CND,Constanta,ROU,44.18,28.63,demand;port,260000,1,,example,assumed,
"""

_LINKS = """\
# wait_h: half the time between departures; through: countries crossed on the way
id,from,to,mode,direction,gauge_from_mm,gauge_to_mm,length_km,speed_kmh,time_h,wait_h,capacity_t_per_year,tariff_factor,services,classes,corridors,through,status,source,confidence,note
vie-bud-rail,VIE,BUD,rail,both,1435,1435,265,,,,,,,,rhine-danube,,open,example,assumed,
bud-beg-rail,BUD,BEG,rail,both,1435,1435,350,,,,4000000,,,,balkan,,open,example,assumed,
bud-buh-rail,BUD,BUH,rail,both,1435,1435,870,,,,,,,,rhine-danube,,open,example,assumed,
beg-sof-rail,BEG,SOF,rail,both,1435,1435,400,,,,,,,,balkan,,open,example,assumed,
buh-cnd-rail,BUH,CND,rail,both,1435,1435,225,,,,,,,,rhine-danube,,open,example,assumed,
sof-buh-rail,SOF,BUH,rail,both,1435,1435,480,,,,,,,,balkan,,planned,example,assumed,opened by a scenario
vie-bud-road,VIE,BUD,road,both,,,243,,,,,,,,rhine-danube,,open,example,assumed,
bud-beg-road,BUD,BEG,road,both,,,378,,,,,,,,balkan,,open,example,assumed,
beg-buh-road,BEG,BUH,road,both,,,600,,,,,,,,,,open,example,assumed,
beg-sof-road,BEG,SOF,road,both,,,393,,,,,,,,balkan,,open,example,assumed,
sof-buh-road,SOF,BUH,road,both,,,384,,,,,,,,danube-bridge,,open,example,assumed,
buh-cnd-road,BUH,CND,road,both,,,225,,,,,,,,,,open,example,assumed,
vie-cnd-river,VIE,CND,ferry,both,,,1920,,,24,,,consolidated,containers,danube,HUN;SRB;BGR,open,example,assumed,barges
"""

_CROSSINGS = """\
# dwell_h: waiting and formalities; a row with a class overrides the general one for that class
link,class,direction,dwell_h_low,dwell_h,dwell_h_high,reload_h,fee_usd_per_t_low,fee_usd_per_t,fee_usd_per_t_high,capacity_trains_per_day,capacity_trucks_per_day,source,year,confidence,note
bud-beg-road,,,2,5,10,,0.5,1,2,,1500,example,2023,assumed,
bud-beg-road,parcels,,1,2,4,,,,,,,example,2023,assumed,a fast lane
bud-beg-rail,,,6,12,24,,1,2,3,20,,example,2023,assumed,
sof-buh-road,,forward,1,4,8,,,1,,,900,example,2023,assumed,
"""

_CLASSES = """\
id,name,tonnes_per_teu,direct_service,source,confidence,note
containers,Containerised goods,10,single,example,assumed,
parcels,Parcels and e-commerce,5,single,example,assumed,
"""

_PARAMETERS = """\
# an empty class, mode, service or place holds for all; the most specific row wins
parameter,class,mode,service,place,low,central,high,unit,source,year,confidence,note
tariff_usd_per_tkm,,rail,single,,0.04,0.05,0.07,USD/t-km,example,2023,assumed,wagons
tariff_usd_per_tkm,,rail,consolidated,,0.02,0.025,0.03,USD/t-km,example,2023,assumed,block trains
tariff_usd_per_tkm,,road,single,,0.07,0.09,0.11,USD/t-km,example,2023,assumed,
tariff_usd_per_tkm,,road,consolidated,,0.06,0.07,0.09,USD/t-km,example,2023,assumed,
tariff_usd_per_tkm,,ferry,consolidated,,0.01,0.015,0.02,USD/t-km,example,2023,assumed,barges
speed_kmh,,rail,,,15,20,30,km/h,example,2023,assumed,24 h a day
speed_kmh,,road,,,35,45,55,km/h,example,2023,assumed,
speed_kmh,,ferry,,,8,10,12,km/h,example,2023,assumed,
terminal_usd_per_t,,rail,,,3,5,8,USD/t,example,2023,assumed,
terminal_usd_per_t,,road,,,1,2,3,USD/t,example,2023,assumed,
terminal_usd_per_t,,ferry,,,3,5,8,USD/t,example,2023,assumed,
terminal_h,,rail,,,6,12,24,h,example,2023,assumed,
terminal_h,,road,,,1,2,4,h,example,2023,assumed,
terminal_h,,ferry,,,12,24,48,h,example,2023,assumed,
transfer_usd_per_t,,,,,3,5,8,USD/t,example,2023,assumed,
transfer_h,,,,,6,12,24,h,example,2023,assumed,
consolidation_wait_h,,rail,consolidated,,12,24,48,h,example,2023,assumed,
consolidation_wait_h,,rail,consolidated,VIE,6,12,24,h,example,2023,assumed,Vienna fills two trains a day
hub_handling_usd_per_t,,,,,1,2,4,USD/t,example,2023,assumed,
hub_handling_h,,,,,4,8,12,h,example,2023,assumed,
value_usd_per_t,containers,,,,2000,3000,5000,USD/t,example,2023,assumed,
value_usd_per_t,parcels,,,,15000,20000,30000,USD/t,example,2023,assumed,
time_percent_per_day,containers,,,,0.2,0.5,1,percent,example,2023,assumed,
time_percent_per_day,parcels,,,,0.6,1,2.1,percent,example,2023,assumed,
unmet_usd_per_t,containers,,,,,1000,,USD/t,example,2023,assumed,
unmet_usd_per_t,parcels,,,,,5000,,USD/t,example,2023,assumed,
deterrence_per_1000km,,,,,0.5,1,2,1/1000 km,example,2023,assumed,
class_share,containers,,,,,0.9,,share,example,2023,assumed,
class_share,parcels,,,,,0.1,,share,example,2023,assumed,
growth_percent_per_year,,,,,1,3,5,percent,example,2023,assumed,
tonnes_per_train,,,,,,1200,,t,example,2023,assumed,
tonnes_per_truck,,,,,,18,,t,example,2023,assumed,
"""

_HUBS = """\
place,handling_factor_low,handling_factor,handling_factor_high,dwell_factor,fixed_usd_per_year,capacity_t_per_year,source,confidence,note
VIE,0.9,1,1.2,1,5000000,,example,assumed,
BUD,0.9,1,1.2,1,5000000,,example,assumed,
BEG,0.7,0.8,1,1,4000000,,example,assumed,
BUH,0.8,0.9,1.1,1,4500000,,example,assumed,
"""

_COUNTRIES = """\
iso3,name,gdp_bn_usd,population_m,group,source,year,confidence,note
AUT,Austria,510,9.1,,example,2023,assumed,
HUN,Hungary,210,9.6,,example,2023,assumed,
SRB,Serbia,75,6.6,,example,2023,assumed,
BGR,Bulgaria,100,6.4,,example,2023,assumed,
ROU,Romania,350,19.1,,example,2023,assumed,
"""

_TRADE = """\
# class empty = the total of all classes, split by class_share
exporter,importer,class,value_bn_usd,value_bn_usd_low,value_bn_usd_high,mass_mt,source,year,confidence,note
AUT,HUN,,7,6,8,,example,2023,assumed,
HUN,AUT,,6,5,7,,example,2023,assumed,
AUT,ROU,,4,,,,example,2023,assumed,
ROU,AUT,,3,,,,example,2023,assumed,
HUN,SRB,,2,,,,example,2023,assumed,
SRB,HUN,,2,,,,example,2023,assumed,
ROU,BGR,,5,,,,example,2023,assumed,
BGR,ROU,,4,,,,example,2023,assumed,
SRB,BGR,containers,0.8,,,0.5,example,2023,assumed,the mass is known here
BGR,SRB,,1,,,,example,2023,assumed,
HUN,ROU,,6,,,,example,2023,assumed,
ROU,HUN,,5,,,,example,2023,assumed,
"""

_REFERENCES = """\
id,kind,from,to,via,mode,class,service,scope,scenario,low,value,high,unit,source,year,confidence,note
vie-buh-km,distance_km,VIE,BUH,,rail,,,,,1100,1135,1200,km,example,2023,assumed,
bud-sof-days,transit_days,BUD,SOF,,rail,containers,single,station,,2,2.5,3,days,example,2023,assumed,
"""

_SCENARIO = """\
title = "Danube bridge closed"
description = "The road bridge between Sofia and Bucharest is shut, and the rail link is not built yet."
probability = 0.02          # share of the time; leave out for what-if cases
probability_source = "example"
confidence = "assumed"
duration_days = 14

[[change]]
corridor = "danube-bridge"  # or links = [...], country = "...", place = "...", mode = "..."
close = true                # or open = true, or time = 1.5, tariff = 1.2, dwell = 3, fee = 2, capacity = 0.5
"""

FILES: dict[str, str] = {
    "region.toml": _REGION,
    "sources.csv": _SOURCES,
    "places.csv": _PLACES,
    "links.csv": _LINKS,
    "crossings.csv": _CROSSINGS,
    "classes.csv": _CLASSES,
    "parameters.csv": _PARAMETERS,
    "hubs.csv": _HUBS,
    "countries.csv": _COUNTRIES,
    "trade.csv": _TRADE,
    "references.csv": _REFERENCES,
    "scenarios/danube-bridge-closed.toml": _SCENARIO,
}


def free_folder(folder: str | Path) -> Path:
    """Check that nothing would be overwritten in a folder.

    Parameters
    ----------
    folder : str or Path
        One that does not exist, or is empty.

    Returns
    -------
    Path
        The folder; it is not made.

    Raises
    ------
    FileExistsError
        When it has files already, or is a file.
    """
    target = Path(folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        what = "holds files already" if target.is_dir() else "is a file"
        message = f"{target} {what}; name a new folder"
        raise FileExistsError(message)
    return target


def new_region(folder: str | Path) -> Path:
    """Write a small commented region, which loads and can be solved as it is.

    Parameters
    ----------
    folder : str or Path
        A new or empty folder.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    FileExistsError
        When the folder has files already: nothing is overwritten.
    """
    target = free_folder(folder)
    written: list[Path] = []
    try:
        for name, content in FILES.items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content)
            written.append(path)
    except BaseException:
        # half a region would be in the way of the next attempt
        for path in written:
            path.unlink(missing_ok=True)
        with suppress(OSError):
            (target / "scenarios").rmdir()
        raise
    return target
