"""The first line of every generated file."""

from __future__ import annotations

HEADER = "Made by brickform. Change the project and generate again, not this file."
