"""Independent checkers of what brickform writes: by packages and schemas of others, not by its own rules.

Each returns findings as text, none where all is well; a finding begins with the place.
"""

from __future__ import annotations
