"""``silkhub calibrate``."""


def calibrate_command() -> None:
    """To come."""
