"""``silkhub solve``."""


def solve_command() -> None:
    """To come."""
