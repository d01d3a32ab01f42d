"""What evaluates pieces: this process itself; other modules have processes of this machine, and a cluster."""

from __future__ import annotations

from typing import Protocol

from experiments.runs.piece import Answer, Job, Lost, Piece, evaluate_piece

Outcome = tuple[Piece, Answer] | Lost


class Engine(Protocol):
    """Something that evaluates pieces, several at a time."""

    @property
    def slots(self) -> int:
        """How many pieces it may have at once."""
        ...

    def submit(self, piece: Piece) -> None:
        """Give it a piece.

        Parameters
        ----------
        piece : Piece
        """

    def wait(self, seconds: float) -> list[Outcome]:
        """Wait for outcomes.

        Parameters
        ----------
        seconds : float
            At most.

        Returns
        -------
        list
            What has come; may be empty.
        """
        ...

    def close(self) -> None:
        """Give up what is under way, and end all processes that it has started."""


class Serial:
    """Cases in this process, one after the other.

    Parameters
    ----------
    job : Job
    """

    slots = 1

    def __init__(self, job: Job) -> None:
        self._job = job
        self._piece: Piece | None = None

    def submit(self, piece: Piece) -> None:
        """Take a piece, for the next `wait`.

        Parameters
        ----------
        piece : Piece
        """
        self._piece = piece

    def wait(self, seconds: float) -> list[Outcome]:  # noqa: ARG002
        """Evaluate the piece.

        Parameters
        ----------
        seconds : float
            Not looked at.

        Returns
        -------
        list
        """
        piece, self._piece = self._piece, None
        return [] if piece is None else [(piece, evaluate_piece(self._job, piece))]

    def close(self) -> None:
        """Do nothing: no process was started."""
