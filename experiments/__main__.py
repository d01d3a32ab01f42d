"""``python -m experiments`` is the command ``silkhub``."""

from __future__ import annotations

from experiments.start import loading


def main() -> None:
    """Run the command on the process's arguments and exit with its status.

    Raises
    ------
    SystemExit
        Always.
    """
    with loading():
        from experiments import cli

    cli.main()


if __name__ == "__main__":
    main()
