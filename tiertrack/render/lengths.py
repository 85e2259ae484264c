"""How much of an answer its text tells."""

from __future__ import annotations

from tiertrack.labels import Labelled


class Length(Labelled):
    """How much of an answer its text tells; the value is the word for it in calls.

    ``WHOLE`` is every criterion with its reasons and sources, ``SCREEN`` what decides, on one screen, ``MESSAGE`` at
    most eight plain lines to send to a phone, ``LINE`` one line. An answer that has no text of a length of its own is
    told whole on a screen and in its line in a message.
    """

    WHOLE = "whole", "全文"
    SCREEN = "screen", "一屏"
    MESSAGE = "message", "八行"
    LINE = "line", "一行"
