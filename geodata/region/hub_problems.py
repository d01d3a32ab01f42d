"""The problems of hub location that are made of a region, and their tables of hub sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from geodata.region import problems
from geodata.region.hub_sets import Family, hub_set_tables
from geodata.region.inputs import Inputs
from geodata.region.state import State
from geodata.scenarios import Scenario
from optimize import HubProblem, HubSetTable, ScenarioProblem


class HubProblems(Inputs):
    """A region's files with every number decided, in a scenario as a hub problem or a table of hub sets."""

    def state(self, scenario: str | Scenario = "base") -> State:
        """Return the region in a scenario, as the functions of `geodata.region` take it.

        Parameters
        ----------
        scenario : str or Scenario
            Its name or title, or a scenario of one's own.

        Returns
        -------
        State

        Raises
        ------
        UnknownNameError
            When there is no such scenario.
        """
        return State(self, self.scenario(scenario))

    def problem(
        self,
        scenario: str | Scenario = "base",
        candidates: Sequence[str] | None = None,
        *,
        year: int | None = None,
        classes: Sequence[str] | None = None,
        services: str = "all",
        trunk: Sequence[str] = (),
    ) -> HubProblem:
        """Return the hub problem of a scenario: one block for each class, flows in t/year, costs in USD/t.

        Parameters
        ----------
        scenario : str or Scenario
            The scenario.
        candidates : sequence of str, optional
            Ids or names of the candidate hubs; default `candidates`.
        year : int, optional
            Year to which trade is grown; default the base year.
        classes : sequence of str, optional
            Classes to take; default all.
        services : {"all", "hubs"}
            ``"hubs"`` leaves direct service out, so that all freight must pass a hub (a stress case).
        trunk : sequence of str
            Modes that may be used between hubs, ``("air",)`` for hubs of air cargo; all when empty.

        Returns
        -------
        HubProblem

        Raises
        ------
        ValueError
            When a name is not known, or there are no candidate hubs.
        """
        state = self.state(scenario)
        return problems.hub_problem(state, candidates, year=year, classes=classes, services=services, trunk=trunk)

    def scenario_problem(
        self,
        scenarios: Sequence[str | Scenario],
        candidates: Sequence[str] | None = None,
        *,
        probability: Mapping[str, float] | Sequence[float] | None = None,
        year: int | None = None,
        classes: Sequence[str] | None = None,
        services: str = "all",
    ) -> ScenarioProblem:
        """Return one problem over several scenarios.

        Parameters
        ----------
        scenarios : sequence of str or Scenario
            The scenarios, each once.
        candidates : sequence of str, optional
            Ids or names of the candidate hubs; default `candidates`.
        probability : mapping or sequence, optional
            Weights by name, or in the order of ``scenarios``; None weights them by the share of the time that each is
            in force, see `geodata.scenario_probabilities`.
        year : int, optional
            Year to which trade is grown; default the base year.
        classes : sequence of str, optional
            Classes to take; default all.
        services : {"all", "hubs"}
            ``"hubs"`` leaves direct service out.

        Returns
        -------
        ScenarioProblem

        Raises
        ------
        ValueError
            When a name is not known, there are no candidate hubs, or a scenario is given twice.
        """
        states = [self.state(item) for item in ([scenarios] if isinstance(scenarios, str) else scenarios)]
        return problems.scenario_problem(
            states, candidates, probability=probability, year=year, classes=classes, services=services
        )

    def hub_set_table(
        self,
        scenarios: str | Scenario | Sequence[str | Scenario] = ("base",),
        candidates: Sequence[str] | None = None,
        p_max: int = 2,
        *,
        forced: Sequence[str] = (),
        banned: Sequence[str] = (),
        capacities: bool = True,
        probability: Mapping[str, float] | Sequence[float] | None = None,
        year: int | None = None,
        classes: Sequence[str] | None = None,
        services: str = "all",
        trunk: Sequence[str] = (),
        sets: Iterable[Sequence[str]] | None = None,
    ) -> HubSetTable:
        """Return what every set of hubs costs in some scenarios: the table of `scenario_problem`, made at once.

        Parameters
        ----------
        scenarios : str, Scenario or sequence of them
            The scenarios, each once.
        candidates : sequence of str, optional
            Ids or names of the candidate hubs; default `candidates`. Those that are forced or in ``sets`` are added.
        p_max : int
            Most hubs of a set, forced ones included.
        forced, banned : sequence of str
            Hubs that are in every set, and in none.
        capacities : bool
            Whether the room of the hubs counts.
        probability : mapping or sequence, optional
            As for `scenario_problem`.
        year : int, optional
            Year to which trade is grown; default the base year.
        classes : sequence of str, optional
            Classes to take; default all.
        services : {"all", "hubs"}
            ``"hubs"`` leaves direct service out.
        trunk : sequence of str
            Modes that may be used between hubs; all when empty.
        sets : iterable of sequences of str, optional
            The sets that the table holds, in place of all of at most ``p_max`` hubs.

        Returns
        -------
        HubSetTable

        Raises
        ------
        ValueError
            When a name is not known, there are no candidate hubs, a scenario is given twice, or there is no such set.
        """
        family = Family(forced, banned, p_max, sets=sets, capacities=capacities, services=services)
        (table,) = self.hub_set_tables(
            scenarios,
            {"": family},
            candidates,
            probability=probability,
            year=year,
            classes=classes,
            trunk=trunk,
        ).values()
        return table

    def hub_set_tables(
        self,
        scenarios: str | Scenario | Sequence[str | Scenario],
        families: Mapping[str, Family],
        candidates: Sequence[str] | None = None,
        *,
        probability: Mapping[str, float] | Sequence[float] | None = None,
        year: int | None = None,
        classes: Sequence[str] | None = None,
        trunk: Sequence[str] = (),
    ) -> dict[str, HubSetTable]:
        """Return the tables of several families of hub sets, which share costs and flows; see `hub_set_table`.

        Parameters
        ----------
        scenarios : str, Scenario or sequence of them
            The scenarios, each once.
        families : mapping of name to Family
            What the sets of each table have in common. A hub that another family alone forces or lists is in no set.
        candidates : sequence of str, optional
            Ids or names of the candidate hubs; default `candidates`.
        probability : mapping or sequence, optional
            As for `scenario_problem`.
        year : int, optional
            Year to which trade is grown; default the base year.
        classes : sequence of str, optional
            Classes to take; default all.
        trunk : sequence of str
            Modes that may be used between hubs; all when empty.

        Returns
        -------
        dict of str to HubSetTable
            By the names of the families.

        Raises
        ------
        ValueError
            As for `hub_set_table`.

        Examples
        --------
        >>> import geodata
        >>> region = geodata.load_region("central-asia")
        >>> tables = region.hub_set_tables(
        ...     ["base", "red-sea"],
        ...     {"one": geodata.Family(region.gateways, p_max=2), "more": geodata.Family(("XIY", "ALA"), p_max=3)},
        ... )
        >>> {name: len(table) for name, table in tables.items()}
        {'one': 17, 'more': 16}
        """
        asked = [scenarios] if isinstance(scenarios, (str, Scenario)) else scenarios
        return hub_set_tables(
            [self.state(item) for item in asked],
            families,
            candidates,
            probability=probability,
            year=year,
            classes=classes,
            trunk=trunk,
        )
