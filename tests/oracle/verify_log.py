#!/usr/bin/python3
"""Check a seminar's file without any of the daemon's code.

Usage: verify_log.py FILE [CONFIRMED.json] [--any-body] [--repeats]

Reads a copy of a stopped daemon's FILE (and of its WAL, if one is left) with Python's own SQLite and hashes:
positions without a gap, times that do not fall, the chain from the first state on, snapshots that belong to
it. A body is msgpack [1, link, ord, n, seen, op, args...]; entries with the same (ord, n) are listed.
CONFIRMED.json is [[ord, n], ...]: each of them must be in the log exactly once
(--repeats: at least once; a resend may be in the log again, where it has no effect).
Exit: 0 all holds, 1 something does not, 2 wrong usage or unreadable.
"""
import collections
import hashlib
import json
import os
import shutil
import sqlite3
import struct
import sys
import tempfile

import msgpack


def blake(*parts):
    h = hashlib.blake2b(digest_size=16)
    for part in parts:
        h.update(part)
    return h.digest()


def rows(path):
    """Everything, from a copy: opening recovers a WAL, and the original must not change."""
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "log")
        shutil.copy(path, copy)
        if os.path.exists(path + "-wal"):
            shutil.copy(path + "-wal", copy + "-wal")
        db = sqlite3.connect(copy)
        try:
            check = db.execute("PRAGMA integrity_check").fetchone()[0]
            snapshots = db.execute("SELECT seq, chain, state, sum FROM snapshot ORDER BY seq").fetchall()
            entries = db.execute("SELECT seq, ts, body, chain FROM entry ORDER BY seq").fetchall()
            meta = dict(db.execute("SELECT key, value FROM meta"))
        finally:
            db.close()
    return check, snapshots, entries, meta


def check_chain(snapshots, entries, wrong):
    if not snapshots:
        wrong.append("no snapshot at all")
        return
    base, chain, state, _ = snapshots[0]
    if blake(state) != chain:
        wrong.append(f"the first state (position {base}) does not give its hash")
    chains = {base: chain}
    seq, last_ts = base, 0
    for at, ts, body, stored in entries:
        if at != seq + 1:
            wrong.append(f"position {at} follows {seq}")
        if ts < last_ts:
            wrong.append(f"position {at}: time falls from {last_ts} to {ts}")
        chain = blake(chain, struct.pack("<QQ", at, ts), body)
        if chain != stored:
            wrong.append(f"position {at} does not fit its hash")
            chain = stored  # so that one wrong entry is told once
        seq, last_ts = at, ts
        chains[at] = stored
    for at, stored, state, total in snapshots:
        if chains.get(at) != stored:
            wrong.append(f"the snapshot at {at} does not belong to the entries")
        if blake(state) != total:
            wrong.append(f"the snapshot at {at} does not fit its own sum")


def count_keys(entries, wrong, any_body):
    keys, ops, others = collections.defaultdict(list), collections.Counter(), 0
    for seq, _, body, _ in entries:
        try:
            request = msgpack.unpackb(body, raw=False, strict_map_key=False)
            version, link, ord_, n, seen, op = request[:6]
            good = version == 1 and all(type(v) is int and v >= 0 for v in (link, ord_, n, seen, op))
        except (ValueError, TypeError, msgpack.UnpackException):
            good = False
        if not good:
            others += 1
            if not any_body:
                wrong.append(f"position {seq}: the body is not a request")
            continue
        ops[op] += 1
        if ord_ > 0:
            keys[(ord_, n)].append(seq)
    return keys, ops, others


def main(argv):
    any_body = "--any-body" in argv
    repeats = "--repeats" in argv
    args = [a for a in argv if a not in ("--any-body", "--repeats")]
    if len(args) not in (1, 2) or any(a.startswith("--") for a in args):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        check, snapshots, entries, meta = rows(args[0])
        confirmed = json.load(open(args[1], encoding="utf-8")) if len(args) == 2 else []
    except (OSError, sqlite3.Error, ValueError) as error:
        print(f"cannot read: {error}", file=sys.stderr)
        return 2
    wrong = [] if check == "ok" else [f"SQLite: {check}"]
    check_chain(snapshots, entries, wrong)
    keys, ops, others = count_keys(entries, wrong, any_body)
    twice = {key: seqs for key, seqs in keys.items() if len(seqs) > 1}
    for key, seqs in sorted(twice.items()):
        print(f"twice: ord {key[0]} n {key[1]} at {seqs}")
    for ord_, n in confirmed:
        times = len(keys.get((ord_, n), []))
        if times == 0 or (times > 1 and not repeats):
            wrong.append(f"confirmed ord {ord_} n {n} is there {times} times")
    for line in wrong[:50]:
        print(f"WRONG: {line}")
    head = entries[-1][0] if entries else (snapshots[0][0] if snapshots else 0)
    print(f"seminar {meta.get('seminar')!r}: head {head}, {len(entries)} entries, "
          f"{len(snapshots)} snapshots at {[s[0] for s in snapshots]}, {len(keys)} requests of clients, "
          f"{len(twice)} twice, {others} other bodies, {len(confirmed)} confirmed, {len(wrong)} wrong")
    print("ops: " + " ".join(f"{op}:{n}" for op, n in sorted(ops.items())))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
