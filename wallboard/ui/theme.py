"""The two themes: what each role of a scene is coloured.

Zones keep ΔE ≥ 15 (CIEDE2000) from each other as seen by protan, deutan and tritan eyes; text keeps 4.5 : 1 to
its ground and values 7 : 1, also on hatched ground. The tests compute all of it.
"""

from collections.abc import Mapping

ZONE_ROLES = ("on-track", "watch", "urgent", "late")

DARK: Mapping[str, str] = {
    "page": "#0e1217",
    "panel": "#161c23",
    "text": "#eef2f6",
    "muted": "#9facb9",
    "grey": "#a8b3be",
    "grey-mark": "#5e6b78",
    "hatch": "#1d242b",
    "rule": "#2e3741",
    "lane": "#1b222a",
    "strip": "#20272f",
    "band-on-track": "#1b222a",
    "band-watch": "#1e252c",
    "band-urgent": "#232425",
    "band-late": "#232025",
    "band-grey": "#1b222a",
    "dot": "#2e3741",
    "on-track": "#6b88a3",
    "watch": "#b4c6d7",
    "urgent": "#ffc24d",
    "late": "#f6523b",
    "text-on-track": "#9facb9",
    "text-watch": "#9facb9",
    "text-urgent": "#ffc24d",
    "text-late": "#ff6f59",
    "value-on-track": "#eef2f6",
    "value-watch": "#eef2f6",
    "value-urgent": "#ffc24d",
    "value-late": "#ff9078",
    "no-target": "#7f8b96",
    "line": "#a9bdd0",
    "text-warn": "#f2cc45",
    "warn": "#f2cc45",
}

LIGHT: Mapping[str, str] = {
    "page": "#e9edf1",
    "panel": "#ffffff",
    "text": "#12171c",
    "muted": "#4a5661",
    "grey": "#44505b",
    "grey-mark": "#a3aeb8",
    "hatch": "#f0f3f5",
    "rule": "#cbd3db",
    "lane": "#f5f7f9",
    "strip": "#eef1f4",
    "band-on-track": "#f5f7f9",
    "band-watch": "#f8fafb",
    "band-urgent": "#fef9f3",
    "band-late": "#fdf3f2",
    "band-grey": "#f5f7f9",
    "dot": "#bcc6d0",
    "on-track": "#7d99b5",
    "watch": "#456688",
    "urgent": "#e8960f",
    "late": "#cf3216",
    "text-on-track": "#4a5661",
    "text-watch": "#4a5661",
    "text-urgent": "#7a4900",
    "text-late": "#b3260c",
    "value-on-track": "#12171c",
    "value-watch": "#12171c",
    "value-urgent": "#7a4900",
    "value-late": "#a3210a",
    "no-target": "#8794a0",
    "line": "#54779a",
    "text-warn": "#6b5200",
    "warn": "#c9a400",
}

THEMES: Mapping[str, Mapping[str, str]] = {"dark": DARK, "light": LIGHT}
