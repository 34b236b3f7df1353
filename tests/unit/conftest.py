"""What holds for all property tests."""

from __future__ import annotations

from hypothesis import settings

# how long one example takes says more about the machine than about the code
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
