"""A board's pages cut into pieces and put together anew: every line as it was written, but `place`."""

import pytest
from ruamel.yaml import YAML

from wallboard.cli.pages_text import page_lines, pieces_of, scalar

TEXT = """\
version: 1
pages:
  - title: "Über: alles"
    dwell: 20s   # long
    panels:
      # the hero
      - {type: open-cases, place: [0, 0, 7, 8], across: type,
         title: Open cases}   # large
      - type: on-time
        place: [7, 0, 5, 2]     # here
        where:
          queue: [a, b]   # two
      # a list

      - type: late-list
        where:
          queue:
            - a
            - b
        place:
          - 7
          - 4
          - 5
          - 4
  - panels: [{type: x, place: &p [0, 0, 1, 1], text: 'it''s {x: [y]}'}, &q {"place": *p, type: y}]
    grid: [4, 4]
    title: Two
  - title: Three
    panels:
    -   text: |
          two
            lines
        type: notice
        place: *p
sources: {}
"""
FIRST = """\
  - title: Second
    dwell: 20s
    grid: [8, 12]
    panels:
      # the hero
      - {type: open-cases, place: [1, 2, 3, 4], across: type,
         title: Open cases}   # large
      - type: on-time
        place: [1, 2, 3, 4]     # here
        where:
          queue: [a, b]   # two
      - type: late-list
        where:
          queue:
            - a
            - b
        place: [1, 2, 3, 4]
"""


def test_every_line_stays_as_it_was_written():
    first = pieces_of(TEXT)[0]
    lines = page_lines("Second", (8, 12), first.more, [panel.lines((1, 2, 3, 4)) for panel in first.panels])
    assert "\n".join(lines) + "\n" == FIRST


@pytest.mark.parametrize("page", range(3))
def test_what_was_put_together_says_the_same_of_every_panel_but_its_place(page):
    pieces = pieces_of(TEXT)[page]
    was = YAML(typ="safe", pure=True).load(TEXT)["pages"][page]["panels"]
    lines = page_lines("A", (12, 8), pieces.more, [panel.lines((n, 2, 3, 4)) for n, panel in enumerate(pieces.panels)])
    (now,) = YAML(typ="safe", pure=True).load("\n".join(["pages:", *lines]))["pages"]
    assert [dict(panel) for panel in now["panels"]] == [{**panel, "place": [n, 2, 3, 4]} for n, panel in enumerate(was)]
    assert ("grid" in now, now["title"]) == (False, "A")


@pytest.mark.parametrize(
    ("text", "as_written"),
    [
        ("Customer service 2", "Customer service 2"),
        ("a: b", '"a: b"'),
        ("yes", '"yes"'),
        ("2 x", '"2 x"'),
        ("it's", '"it\'s"'),
        ("ends # so", '"ends # so"'),
        ("space ", '"space "'),
        ("Über", '"Über"'),
    ],
)
def test_a_title_is_quoted_where_it_could_be_taken_for_something_else(text, as_written):
    assert scalar(text) == as_written
    assert YAML(typ="safe", pure=True).load(f"title: {as_written}") == {"title": text}
