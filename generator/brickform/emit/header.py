"""The first line of generated files."""

from __future__ import annotations

SCAFFOLD_HEADER = "Made by brickform once. From now on it is yours: change it as you like."
HEADER = "Made by brickform. Change the project and generate again, not this file."
