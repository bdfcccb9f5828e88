"""The glass: windows, pages, panels and pictures; the only room that says Qt."""

from wallboard.ui.none_alive import keep_none_alive

keep_none_alive()
