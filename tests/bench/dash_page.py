"""A page of twelve panels by Plotly Dash, asked for anew every five seconds: run in an environment that has `dash`.

`python dash_page.py PORT still|moving`: the figures stay as they are, or every one is another each time.
"""

import random
import sys

import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

PANELS = 12
POINTS = 300


def figure(number: int, seed: int) -> go.Figure:
    """One of four kinds: points, columns, a line, a number."""
    chance = random.Random(f"{number} {seed}")
    values = [chance.random() for _ in range(POINTS)]
    kinds = [
        lambda: go.Scatter(x=values, y=values[::-1], mode="markers"),
        lambda: go.Bar(x=list(range(20)), y=values[:20]),
        lambda: go.Scatter(y=values[:60], mode="lines"),
        lambda: go.Indicator(mode="number+delta", value=round(values[0] * 100), delta={"reference": 50}),
    ]
    made = go.Figure(kinds[number % len(kinds)]())
    made.update_layout(template="plotly_dark", title=f"Panel {number + 1}", margin={"l": 30, "r": 10, "t": 40, "b": 30})
    return made


def main(port: int, *, moves: bool) -> None:
    """Serve the page."""
    app = Dash(__name__)
    graphs = [
        dcc.Graph(id=f"panel-{n}", figure=figure(n, 0), style={"width": "24vw", "height": "32vh"})
        for n in range(PANELS)
    ]
    wall = html.Div(graphs, style={"display": "flex", "flexWrap": "wrap"})
    app.layout = html.Div([wall, dcc.Interval(id="beat", interval=5000)])

    @app.callback([Output(f"panel-{n}", "figure") for n in range(PANELS)], Input("beat", "n_intervals"))
    def beat(count: int | None) -> list[go.Figure]:
        return [figure(n, (count or 0) if moves else 0) for n in range(PANELS)]

    app.run(host="127.0.0.1", port=port, debug=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), moves=sys.argv[2] == "moving")
