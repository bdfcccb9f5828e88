"""A record that is deleted while Tryton answers a list: it refuses the whole page, which passes.

Its servers do so too rarely to be waited for. One that is deleted before its log is read: test_tryton.
"""

import json
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.loopback import behaviour as does
from tests.loopback.server import Asked, Wire, loopback
from wallboard.sources.contract import NeedsPerson, Passing, ReadRequest
from wallboard.sources.declared.options import Options
from wallboard.sources.rest import read

GONE = 'You are trying to read records "7" of "Opportunity" that don\'t exist.'
RIGHTS = 'You are not allowed to read records "7" of "Party" because of at least one of these rules:\nOwn parties'
IN_ANOTHER_LANGUAGE = "Sie versuchen Datensätze zu lesen, die nicht existieren."
BY_A_RULE = 'You are not allowed to read records "7" of "Opportunity" because of at least one of these rules:\n'
LOST = {"id": 7, "number": "7", "state": "lost", "create_date": None, "write_date": None, "end_date": None}
NOW_US = round(datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp() * 1e6)


def by_key(message: str) -> Any:
    def behave(asked: Asked, wire: Wire) -> None:
        said = message if asked.headers.get("accept-language") == "en" else IN_ANOTHER_LANGUAGE
        told = {"status": 400, "message": said, "description": ""}
        does.answers(json.dumps(told).encode(), status=400)(asked, wire)

    return behave


def by_name(message: str) -> Any:
    def behave(asked: Asked, wire: Wire) -> None:
        is_sign_in = b"common.db.login" in asked.body
        said = message if is_sign_in or json.loads(asked.body)["params"][-1] == {"language": "en"} else ""
        told = {"result": [5, "session"]} if is_sign_in else {"error": ["UserError", [said or IN_ANOTHER_LANGUAGE, ""]]}
        does.says({"id": 1, **told})(asked, wire)

    return behave


PRESETS = {
    "tryton": (by_key, {"secret": "erp"}),
    "tryton-tasks": (by_key, {"secret": "erp"}),
    "tryton-session": (by_name, {"user": "wallboard", "secret": "erp"}),
}


@pytest.mark.parametrize(("message", "fault"), [(GONE, Passing), (RIGHTS, NeedsPerson)])
@pytest.mark.parametrize("preset", PRESETS)
def test_a_page_that_is_refused_for_a_deleted_record_passes(preset: str, message: str, fault: type) -> None:
    behave, sign_in = PRESETS[preset]
    with loopback(behave(message)) as server:
        told = {"preset": preset, "url": f"{server.url}/office", "sign_in": sign_in, "gap_s": 0}
        request = ReadRequest("erp", Path(), NOW_US, "Europe/London", secret=lambda _: "k3y")
        with pytest.raises(fault):
            read(Options.model_validate_json(json.dumps(told)), request)


@pytest.mark.parametrize("message", [GONE, BY_A_RULE, "Denied."])
@pytest.mark.parametrize("preset", ["tryton", "tryton-session"])
def test_a_log_that_is_refused_for_a_deleted_record_is_no_fault(preset: str, message: str) -> None:
    behave, sign_in = PRESETS[preset]

    def lists_it(asked: Asked, wire: Wire) -> None:
        text = f"{asked.target}{asked.body!r}"
        is_list = "sale.opportunity" in text and "ir.model.log" not in text
        rows = [LOST]
        told = does.says(rows if preset == "tryton" else {"id": 1, "result": rows}) if is_list else behave(message)
        told(asked, wire)

    with loopback(lists_it) as server:
        told = {"preset": preset, "url": f"{server.url}/office", "sign_in": sign_in, "gap_s": 0}
        request = ReadRequest("erp", Path(), NOW_US, "Europe/London", secret=lambda _: "k3y")
        with pytest.raises(NeedsPerson) if message == "Denied." else nullcontext():
            read(Options.model_validate_json(json.dumps(told)), request)
