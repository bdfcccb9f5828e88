"""How many digits a PIN has: what a command takes is what the wall lets be typed."""

from typing import Final

LEAST_DIGITS: Final = 4
MOST_DIGITS: Final = 12
