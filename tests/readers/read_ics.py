"""read_ics.py FILE HOSTILE - the calendar by python3-icalendar, and line by line by RFC 5545's own words."""
import datetime
import re
import sys

import icalendar

from hostile import texts

with open(sys.argv[1], "rb") as f:
    data = f.read()

# 3.1: lines end with CRLF, have at most 75 octets, and a fold never cuts a character
assert data.endswith(b"\r\n") and data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
lines = data[:-2].split(b"\r\n")
for line in lines:
    assert 0 < len(line) <= 75, line
    line.decode("utf-8")
assert any(line.startswith(b" ") for line in lines)
unfolded = data[:-2].replace(b"\r\n ", b"").decode().split("\r\n")
for line in unfolded:
    assert re.match(r"^[A-Z-]+(;VALUE=DATE)?:", line), line[:80]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", line), line[:80]
    name, value = line.split(":", 1)
    if name in ("SUMMARY", "DESCRIPTION", "X-WR-CALNAME"):  # 3.3.11: TEXT
        assert not re.search(r"(?<!\\)(\\\\)*[;,]", value) or re.fullmatch(r"(\\[\\;,nN]|[^\\;,])*", value), value[:80]
        assert re.fullmatch(r"(\\[\\;,n]|[^\\;,])*", value), value[:80]
assert unfolded[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"] and unfolded[-1] == "END:VCALENDAR"



def unescape(value):
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


values, uid = {}, None  # UID: summary, description
for line in unfolded:
    name, _, value = line.partition(":")
    if name == "UID":
        uid = value
        values[uid] = []
    elif name in ("SUMMARY", "DESCRIPTION") and len(values.get(uid, [0, 0])) < 2:
        values[uid].append(unescape(value))

calendar = icalendar.Calendar.from_ical(data)
assert str(calendar["X-WR-CALNAME"]) == "Dag; ett, två\\tre"
events = {str(e["UID"]): e for e in calendar.walk("VEVENT")}
assert len(events) == len(calendar.walk("VEVENT"))
expected = 0
for i, text in enumerate(texts(sys.argv[2])):
    storable = not re.search("[\x00-\x08\x0b-\x1f\x7f\ufeff]", text)
    event = events.get(f"action-5.{i + 1}@dag.samverka")
    # done and dropped, without a day, with a day that there is not: no entry
    assert (event is not None) == (storable and i % 5 < 3 and i % 7 != 0 and i % 11 != 0), i
    if event is None:
        continue
    expected += 1
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    assert type(start) is datetime.date and start == datetime.date(2026, 12, 31) and end == datetime.date(2027, 1, 1)
    assert event["SEQUENCE"] == (5 << 30) + 1 + i if (5 << 30) + 1 + i < 2147483647 else event["SEQUENCE"] == 2147483647
    assert str(event["TRANSP"]) == "TRANSPARENT" and event["DTSTAMP"].dt.tzinfo is not None
    alarm = event.walk("VALARM")[0]
    assert str(alarm["ACTION"]) == "DISPLAY" and alarm["TRIGGER"].dt == -datetime.timedelta(days=6, hours=15)
    what = "".join(" " if c == "\t" else "\n" if c in "\u2028\u2029" else
                   "\ufffd" if 0x7f <= ord(c) < 0xa0 or ord(c) & 0xFFFE == 0xFFFE else c for c in text[:2000])
    one = what.replace("\n", " ")
    short = one[:120] + ("…" if len(one) > 120 else "") if one else "Åtgärd"
    summary, description = values[str(event["UID"])]
    assert summary == f"{i + 1}. {short}", (i, summary, short)
    assert description == (what + "\n" if what else "") + "Ansvarig: Åsa; Öst, \\ \"x\"", (i, description[-90:])
    if "\\" not in what:  # this version of icalendar reads two escaped backslashes as one
        assert str(event["SUMMARY"]) == summary and str(event["DESCRIPTION"]).startswith(what), i
assert expected == len(events) > 30
print(f"icalendar: {expected} entries, {len(lines)} lines")
