"""Where a mark of YAML lies for an editor: YAML knows more line ends than the line feed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

from brickform.location import Mark

_OTHER_LINE_ENDS = "\r\x85\u2028\u2029"


class Marks:
    """Corrects the marks of one text, where it holds line ends that an editor does not count."""

    def __init__(self, text: str) -> None:
        self.are_right = not any(end in text for end in _OTHER_LINE_ENDS)
        self._unseen = text.startswith("\ufeff")  # which a parser does not count
        self._starts = [0] if self.are_right else [0, *(match.end() for match in re.finditer("\n", text))]

    def correct(self, mark: Any) -> Any:
        if self.are_right:
            return mark
        index = mark.index + self._unseen
        line = bisect_right(self._starts, index) - 1
        return Mark(line, index - self._starts[line])

    def of_events(self, next_event: Callable[[], Any]) -> Callable[[], Any]:
        """Return what yields a parser's events with right marks."""

        def next_corrected() -> Any:
            event = next_event()
            event.start_mark = self.correct(event.start_mark)
            return event

        return next_event if self.are_right else next_corrected
