"""``silkhub route``."""


def route_command() -> None:
    """To come."""
