"""Servers that answer as the vendors' documentation says: what the untested presets are tried against.

They prove that a declaration asks what is documented and understands the answer that is documented; not that the
documentation is right, which only the vendor's own server could.
"""

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Rows = list[dict[str, Any]]


@dataclass
class Asked:
    """A request as it came."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    body: Any
    headers: Mapping[str, str]

    def one(self, name: str, otherwise: str = "") -> str:
        return self.query.get(name, [otherwise])[0]


@dataclass
class Said:
    """An answer: its JSON, status and headers."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Imitation = Callable[[Asked], Said]


@contextmanager
def serving(imitation: Imitation, now: datetime) -> Iterator[str]:
    """The address of a server on loopback, while the block lasts; it is always `now` there."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 65_536  # headers and body in one packet, or the client waits for the second

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            text = self.rfile.read(length)
            is_json = "json" in self.headers.get("Content-Type", "")
            body = json.loads(text) if text and is_json else text.decode()
            parts = urlsplit(self.path)
            asked = Asked(self.command, parts.path, parse_qs(parts.query), body, dict(self.headers.items()))
            said = imitation(asked)
            data = json.dumps(said.body).encode()
            self.send_response(said.status)
            for name, value in {"Content-Type": "application/json", **said.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = _answer  # noqa: N815 - the names that the standard library looks for

        def date_time_string(self, timestamp: float | None = None) -> str:
            return super().date_time_string(now.timestamp())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def epoch_s(text: str) -> float:
    """Seconds since 1970 of an ISO time, or of Odoo's naive one."""
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


@dataclass
class Zendesk:
    """Tickets by cursor, a few a page; what changed in them by time; people and groups by page."""

    tickets: Rows
    events: Rows
    groups: Rows
    users: Rows
    size: int = 2

    def __call__(self, asked: Asked) -> Said:
        if asked.path == "/api/v2/incremental/tickets/cursor.json":
            return Said(self._by_cursor(asked))
        if asked.path == "/api/v2/incremental/ticket_events.json":
            return Said(self._by_time(asked))
        key = {"/api/v2/groups.json": "groups", "/api/v2/users.json": "users"}.get(asked.path)
        if key is None:
            return Said({"error": "InvalidEndpoint"}, 404)
        return Said({key: getattr(self, key), "meta": {"has_more": False}, "links": {"next": None}})

    def _by_cursor(self, asked: Asked) -> Any:
        rows = sorted(self.tickets, key=lambda row: (row["updated_at"], row["id"]))
        if "cursor" in asked.query:
            at, number = asked.one("cursor").split("|")
            rows = [row for row in rows if (row["updated_at"], row["id"]) > (at, int(number))]
            last = asked.one("cursor")
        else:
            rows = [row for row in rows if epoch_s(row["updated_at"]) >= float(asked.one("start_time"))]
            last = "0|0"
        page = rows[: self.size]
        cursor = f"{page[-1]['updated_at']}|{page[-1]['id']}" if page else last
        return {"tickets": page, "after_cursor": cursor, "end_of_stream": len(rows) <= self.size}

    def _by_time(self, asked: Asked) -> Any:
        start = float(asked.one("start_time"))
        rows = [row for row in sorted(self.events, key=lambda row: row["timestamp"]) if row["timestamp"] >= start]
        page = rows[: self.size]
        while len(page) < len(rows) and rows[len(page)]["timestamp"] == page[-1]["timestamp"]:
            page.append(rows[len(page)])  # all of one second are in one page
        is_end = len(page) == len(rows)
        end = int(page[-1]["timestamp"]) + (0 if is_end else 1) if page else int(start)
        return {
            "ticket_events": page,
            "next_page": f"{self._base(asked)}/api/v2/incremental/ticket_events.json?start_time={end}",
            "end_time": end,
            "count": len(page),
            "end_of_stream": is_end,
        }

    @staticmethod
    def _base(asked: Asked) -> str:
        return f"http://{asked.headers['Host']}"


@dataclass
class Freshdesk:
    """Tickets by a Link header."""

    tickets: Rows
    groups: Rows
    agents: Rows
    most: int = 2

    def __call__(self, asked: Asked) -> Said:
        rows = {
            "/api/v2/tickets": self.tickets,
            "/api/v2/groups": self.groups,
            "/api/v2/agents": self.agents,
        }.get(asked.path)
        if rows is None:
            return Said({"code": "not_found"}, 404)
        if asked.path == "/api/v2/tickets":
            since = epoch_s(asked.one("updated_since"))
            rows = sorted(
                (row for row in rows if epoch_s(row["updated_at"]) >= since), key=lambda row: str(row["updated_at"])
            )
        page = int(asked.one("page", "1"))
        part = rows[(page - 1) * self.most : page * self.most]
        headers = {"X-RateLimit-Remaining": "400"}
        if page * self.most < len(rows):
            query = "&".join(f"{name}={asked.one(name)}" for name in asked.query if name != "page")
            headers["Link"] = f'<http://{asked.headers["Host"]}{asked.path}?{query}&page={page + 1}>; rel="next"'
        return Said(part, headers=headers)


@dataclass
class Salesforce:
    """A token that names the instance; SOQL of which the object and the bounds of SystemModstamp are understood."""

    objects: Mapping[str, Rows]
    size: int = 2
    asked: list[str] = field(default_factory=list)
    _found: dict[str, Rows] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Said:
        if asked.path == "/services/oauth2/token":
            return Said(
                {"access_token": "t0k3n", "instance_url": f"http://{asked.headers['Host']}", "token_type": "Bearer"}
            )
        if asked.headers.get("Authorization") != "Bearer t0k3n":
            return Said([{"errorCode": "INVALID_SESSION_ID"}], 401)
        if asked.path.endswith("/queryAll"):
            soql = asked.one("q")
            self.asked.append(soql)
            self._found[str(len(self.asked))] = self._matching(soql)
            return self._page(asked.path, str(len(self.asked)), 0)
        base, _, mark = asked.path.rpartition("/")
        number, _, offset = mark.partition("-")
        return self._page(base, number, int(offset))

    def _matching(self, soql: str) -> Rows:
        name = re.findall(r"FROM (\w+)", soql)[-1]
        rows = self.objects[name]
        for sign, text in re.findall(r"SystemModstamp (>=|<) (\S+)", soql):
            bound = epoch_s(text)
            rows = [row for row in rows if (epoch_s(row["SystemModstamp"]) >= bound) == (sign == ">=")]
        if "IsClosed = false" in soql:
            rows = [row for row in rows if not row["IsClosed"]]
        return sorted(rows, key=lambda row: (row["SystemModstamp"], row["Id"]))

    def _page(self, base: str, number: str, offset: int) -> Said:
        rows = self._found[number]
        until = offset + self.size
        body: dict[str, Any] = {"totalSize": len(rows), "done": until >= len(rows), "records": rows[offset:until]}
        if until < len(rows):
            body["nextRecordsUrl"] = f"{base}/{number}-{until}"
        return Said(body, headers={"Sforce-Limit-Info": "api-usage=25/5000"})


@dataclass
class HubSpot:
    """Searches in order of change, of which 10,000 rows can be had at most, or as many as `caps` says."""

    objects: Mapping[str, Rows]
    owners: Rows
    pipelines: Rows
    caps: dict[str, int] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Said:
        if asked.path == "/crm/v3/owners":
            return Said({"results": self.owners})
        if asked.path == "/crm/v3/pipelines/tickets":
            return Said({"results": self.pipelines})
        name = asked.path.split("/")[-2]
        if name not in self.objects or asked.method != "POST":
            return Said({"category": "OBJECT_NOT_FOUND"}, 404)
        return self._search(self.objects[name], asked.body, self.caps.get(name, 10_000))

    def _search(self, rows: Rows, body: Mapping[str, Any], cap: int) -> Said:
        after, limit = int(body.get("after") or 0), int(body["limit"])
        if limit > 200 or after + limit > cap:
            return Said({"category": "VALIDATION_ERROR"}, 400)
        filters = [one for group in body["filterGroups"] for one in group["filters"]]
        found = [row for row in rows if all(self._passes(row["properties"], one) for one in filters)]
        found.sort(key=lambda row: row["properties"]["hs_lastmodifieddate"])
        answer: dict[str, Any] = {"total": len(found), "results": found[after : after + limit]}
        if after + limit < len(found):
            answer["paging"] = {"next": {"after": str(after + limit)}}
        return Said(answer, headers={"X-HubSpot-RateLimit-Daily-Remaining": "240000"})

    @staticmethod
    def _passes(properties: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
        value = properties.get(one["propertyName"])
        match one["operator"]:
            case "NOT_HAS_PROPERTY":
                return value is None
            case "EQ":
                return bool(value == one["value"])
            case "GTE":
                return value is not None and epoch_s(value) * 1000 >= float(one["value"])
            case _:
                return value is not None and epoch_s(value) * 1000 < float(one["value"])


@dataclass
class Odoo:
    """search_read of models, by JSON-2 with a key or by JSON-RPC with a session; domains of the plain kind."""

    models: Mapping[str, Rows]
    database: str = "office"

    def __call__(self, asked: Asked) -> Said:
        if asked.path == "/web/session/authenticate":
            return self._authenticate(asked.body["params"])
        if asked.path.startswith("/json/2/"):
            return self._json_2(asked)
        if "session_id=s3ss10n" not in asked.headers.get("Cookie", ""):
            return Said(
                {"jsonrpc": "2.0", "error": {"code": 100, "data": {"name": "odoo.http.SessionExpiredException"}}}
            )
        params = asked.body["params"]
        return Said({"jsonrpc": "2.0", "result": self._rows(params["model"], params["kwargs"])})

    def _authenticate(self, params: Mapping[str, Any]) -> Said:
        if (params["db"], params["login"], params["password"]) != (self.database, "wallboard", "t0k3n"):
            error = {"code": 200, "data": {"name": "odoo.exceptions.AccessDenied"}}
            return Said({"jsonrpc": "2.0", "error": error})
        return Said(
            {"jsonrpc": "2.0", "result": {"uid": 2}}, headers={"Set-Cookie": "session_id=s3ss10n; Path=/; HttpOnly"}
        )

    def _json_2(self, asked: Asked) -> Said:
        if (
            asked.headers.get("Authorization") != "bearer t0k3n"
            or asked.headers.get("X-Odoo-Database") != self.database
        ):
            return Said({"name": "werkzeug.exceptions.Unauthorized"}, 401)
        return Said(self._rows(asked.path.split("/")[3], asked.body))

    def _rows(self, model: str, asked: Mapping[str, Any]) -> Rows:
        rows = [row for row in self.models[model] if all(self._passes(row, term) for term in asked["domain"])]
        rows.sort(key=lambda row: row["id"])
        return [
            {"id": row["id"], **{name: row[name] for name in asked["fields"]}} for row in rows[: asked.get("limit")]
        ]

    @staticmethod
    def _passes(row: Mapping[str, Any], term: list[Any]) -> bool:
        name, sign, bound = term
        value = row[name]
        match sign:
            case "=":
                return bool(value == bound)
            case "!=":
                return bool(value != bound)
            case "not in":
                return value not in bound
            case ">=":
                return bool(value >= bound)
            case ">":
                return bool(value > bound)
            case _:
                return bool(value < bound)
