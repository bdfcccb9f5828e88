"""Makes incidents.zip: a small log of the public incident log's shape and oddities, always the same bytes."""

import csv
import io
import random
import sys
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

HEADER = (  # noqa: SIM905  reads as the file's first line
    "number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,opened_by,"
    "opened_at,sys_created_by,sys_created_at,sys_updated_by,sys_updated_at,contact_type,location,category,subcategory,"
    "u_symptom,cmdb_ci,impact,urgency,priority,assignment_group,assigned_to,knowledge,u_priority_confirmation,notify,"
    "problem_id,rfc,vendor,caused_by,closed_code,resolved_by,resolved_at,closed_at"
).split(",")
INCIDENTS = 300
FIRST_AT = datetime(2016, 3, 7, 8, 0)  # noqa: DTZ001  local times, as the log has them


def written(at: datetime) -> str:
    """A time as the log writes it: day and month without leading zeros."""
    return f"{at.day}/{at.month}/{at.year} {at:%H:%M}"


def steps(chance: random.Random, opened: datetime) -> list[tuple[datetime, str]]:
    """The states that a case goes through and when."""
    at = opened + timedelta(minutes=chance.choice([0, 0, 3, 20]))
    told = [(at, chance.choice(["New", "New", "New", "Active", "Resolved"]))]
    for _ in range(chance.randrange(0, 4)):
        at += timedelta(minutes=chance.choice([0, 7, 45, 190, 1_500, 4_400]))
        told.append((at, chance.choice(["Active", "Active", "Awaiting User Info", "Awaiting Vendor", "-100"])))
    at += timedelta(minutes=chance.choice([0, 30, 240, 2_900]))
    told.append((at, "Resolved"))
    if chance.random() < 0.1:
        at += timedelta(days=chance.choice([1, 4, 16]))
        told.append((at, "Active"))
        at += timedelta(minutes=chance.choice([30, 600, 3_000]))
        told.append((at, "Resolved"))
    told.append((at + timedelta(days=5), "Closed"))
    if chance.random() < 0.02:
        told[0], told[-1] = told[-1], told[0]
    return told


def rows(chance: random.Random, index: int) -> list[dict[str, str]]:
    """The rows of one incident; resolved and closed stand on each of them, as in the log."""
    opened = FIRST_AT + timedelta(minutes=index * 120 + chance.randrange(0, 90))
    if index == 235:
        opened = datetime(2016, 3, 27, 1, 17)  # noqa: DTZ001  a time that London's clocks passed over
    told = steps(chance, opened)
    group, agent = f"Group {chance.randrange(1, 9)}", f"Resolver {chance.randrange(1, 20)}"
    category = "?" if index % 97 == 0 else f"Category {chance.randrange(1, 8)}"
    made = []
    for count, (at, state) in enumerate(told):
        if chance.random() < 0.3:
            group = f"Group {chance.randrange(1, 9)}"
        if index % 41 == 0:
            group = "?"
        row = dict.fromkeys(HEADER, "?")
        row |= {
            "number": f"INC{45 + index:07d}",
            "incident_state": state,
            "active": "false" if state == "Closed" else "true",
            "sys_mod_count": str(count),
            "caller_id": f"Caller {chance.randrange(1, 400)}",
            "opened_at": written(opened),
            "sys_updated_at": written(at),
            "contact_type": "Phone",
            "category": category,
            "priority": chance.choice(["2 - High", "3 - Moderate", "4 - Low"]),
            "assignment_group": group,
            "assigned_to": agent if count else "?",
            "resolved_at": written(told[-2][0]),
            "closed_at": written(told[-1][0]),
        }
        made.append(row)
    return made


def log() -> bytes:
    """The whole log as CSV."""
    chance = random.Random(498)
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER, lineterminator="\n")
    writer.writeheader()
    for index in range(INCIDENTS):
        writer.writerows(rows(chance, index))
    return text.getvalue().encode()


def main() -> None:
    """Writes incidents.zip beside this file, or where the argument says."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("incidents.zip")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(zipfile.ZipInfo("incidents.csv", (2016, 6, 1, 0, 0, 0)), log(), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    main()
