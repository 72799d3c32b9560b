"""The fixtures of `command_line`, for all tests of this folder."""

from command_line import network, taox_command

__all__ = ["network", "taox_command"]
