"""How far a local time may be from UTC; what lies beyond is a slip, and would move a case by a day or more."""

from typing import Final

# No zone has been farther since 1900: Baker Island on one side, the Line Islands of Kiribati on the other.
FARTHEST_WEST_MIN: Final = -12 * 60
FARTHEST_EAST_MIN: Final = 14 * 60
