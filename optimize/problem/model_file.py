"""A problem's model as a file for any solver; a part of `HubProblem` and `ScenarioProblem`."""

from importlib import import_module
from pathlib import Path
from typing import Any


class ModelFile:
    """What writes the model of a problem."""

    def write_model(
        self, path: str | Path, *, p: int | None = None, allocation: str | int = "multiple", **question: Any
    ) -> None:
        """Write the mixed-integer program that ``solve(..., method="compact")`` solves, for any solver.

        Its objective is the total cost, or what the question minimises, in the units of the problem; "max_covering" is
        written as a minimisation of minus the flow that is covered. Variables are called by the labels of nodes and
        hubs, in ASCII: ``open_TAS`` is 1 if the hub is open, ``uses_ALA_TAS`` if the node is allocated to it,
        ``path_ALA_OSS_TAS_TAS`` is the share of a flow over a first and a last hub; with several scenarios or classes
        their names come before the labels. The docstrings of the modules of `optimize.compact` state the models.

        Parameters
        ----------
        path : str or Path
            It ends in ``.lp``, ``.mps``, ``.lp.gz`` or ``.mps.gz``; replaced if it is there.
        p, allocation
            As in `optimize.solve`.
        **question
            Further arguments of `optimize.solve` that say what is asked: ``objective``, ``p_min``, ``p_max``, ``risk``
            with its parameters, ``open_hubs``, ``closed_hubs``, ``threshold``, ``hub_links``.

        Raises
        ------
        InputError
            For unknown suffixes and arguments, where nothing says how many hubs to open and they cost nothing, for the
            objective "center" and regrets, which take more than one program, or if it is plain without a solver that
            not all flow can be served.

        Examples
        --------
        >>> import tempfile, numpy as np
        >>> from optimize import HubProblem
        >>> cost = np.array([[0, 1, 3], [1, 0, 1], [3, 1, 0.0]])
        >>> problem = HubProblem(np.ones((3, 3)), cost, labels=["a", "b", "c"])
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     problem.write_model(f"{folder}/three.lp", p=1)
        ...     "open_b" in Path(f"{folder}/three.lp").read_text()
        True
        """
        # the models stand above this room: they are fetched when one is asked for
        import_module("optimize.compact").write_model(self, path, p=p, allocation=allocation, **question)
