/* scripted.test.ts - the core alone, its daemon a script and its clock a number: states and their times, order and bounds of
 * what is sent, every class of verdict. No socket, no waiting. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Client, type Event, type Update } from "../../../client-web/src/core/client.ts";
import { below } from "../../../client-web/src/core/textfield.ts";
import { add, ballot, set, write } from "../../../client-web/src/core/work.ts";
import { list, readMessage, writeMessage, type FieldsOf } from "../../../client-web/src/core/wire.ts";
import { CLOSES, CODES, KINDS, LIMITS, ROLES } from "../../../client-web/src/protocol.gen.ts";

const EPOCH = new Uint8Array(16).fill(7);
const H8 = new Uint8Array(8).fill(1);
const Q = 1000;
const P = 1001;
const DISCUSSION = KINDS.question.fields.discussion.number;
const WORD = KINDS.question.fields.word.number;
const node = (id: number, kind: number, parent: number, fields: unknown[] = []): unknown[] => [id, kind, parent, 0, 1, 1, 0, 1, 5, 0, fields];
const TREE = [
  node(1, KINDS.seminar.number, 0), node(900, KINDS.sheet.number, 1),
  node(Q, KINDS.question.number, 900, [[DISCUSSION, "Ring mig", 1, 0, 0]]), node(P, KINDS.question.number, 900),
];

class Script {
  now = 1000;
  readonly client = new Client({ token: "t", name: "A", build: "x", cid: new Uint8Array(16).fill(3), group: 0, readOnly: false, seed: 5 });
  last!: Update;
  step(type: Event["type"], more: Partial<Event> = {}): Update {
    return (this.last = this.client.step({ type, mono: this.now, ...more }));
  }
  say(bytes: Uint8Array): Update {
    return this.step("frame", { bytes });
  }
  welcome(more: Partial<FieldsOf<"welcome">> = {}): Update {
    return this.say(writeMessage("welcome", {
      version: 1, epoch: EPOCH, head: 10, mode: 1, reason: 0, lost: null, ord: 4, last_n: 0, role: ROLES.scribe.number, link: 9, place: 8,
      clock: 5_000_000, ping_ms: 10000, frame_max: 65536, unconfirmed_max: 128, ...more,
    }));
  }
  snap(nodes: unknown[] = TREE, seq = 10): Update {
    return this.say(writeMessage("snap", { seq, h8: H8, part: 0, parts: 1, nodes }));
  }
  live(more: Partial<FieldsOf<"welcome">> = {}): void {
    this.step("start");
    this.step("open");
    this.welcome(more);
    this.snap();
    assert.equal(this.client.state, "live");
  }
  res(...results: [n: number, code: number][]): Update {
    return this.say(writeMessage("res", { results: results.map(([n, code]) => [n, code, 0]) }));
  }
  ev(from: number, to: number, items: unknown[]): Update {
    return this.say(writeMessage("ev", { seq_from: from, seq_to: to, h8: H8, items }));
  }
  /** [n, seen, op, ...] of all OPS in an update. */
  sent(u: Update): unknown[][] {
    return u.frames.flatMap((f) => {
      const m = readMessage(f, "up");
      return m?.kind === "ops" ? (list(m.ops) as unknown[][]) : [];
    });
  }
  kinds(u: Update): string[] {
    return u.frames.map((f) => readMessage(f, "up")!.kind);
  }
  text(id = Q): string {
    return below(this.client, id, DISCUSSION);
  }
}

test("connecting, saying hello and being late", () => {
  const s = new Script();
  assert.equal(s.step("start").link, "connect");
  s.now += 7999;
  assert.equal(s.step("tick").link, "none");
  s.now += 1;
  assert.equal(s.step("tick").link, "close");
  assert.equal(s.client.state, "backoff");
  s.now = s.last.wake;
  assert.equal(s.step("tick").link, "connect");
  assert.deepEqual(s.kinds(s.step("open")), ["hello"]);
  s.now += LIMITS.hello_ms;
  assert.equal(s.step("tick").link, "close");
  for (let i = 0; i < 12; i++) { // full jitter, at most 15 s
    const wait = s.last.wake - s.now;
    assert.ok(wait >= 1 && wait <= 15001, String(wait));
    s.now = s.last.wake;
    s.step("tick");
    s.step("closed", { code: 1006 });
  }
  s.now = s.last.wake;
  s.step("tick");
  s.step("closed", { code: CLOSES.rate.number });
  assert.ok(s.last.wake - s.now >= 5000, "too fast: at least 5 s");
  assert.equal(s.step("start").link, "connect", "a person, or the network, tries at once");
  s.step("closed", { code: CLOSES.who.number });
  assert.equal(s.client.state, "denied");
  assert.equal(s.client.info().why, CLOSES.who.number);
});

test("a name that is too long, or not clean, is no reason to be turned away", () => {
  const s = new Script();
  s.client.config.name = "Å\n" + "🚲".repeat(40);
  s.step("start");
  const hello = readMessage(s.step("open").frames[0]!, "up");
  assert.ok(hello?.kind === "hello");
  assert.equal(hello.name, "Å " + "🚲".repeat(29));
});

test("is anybody there", () => {
  const s = new Script();
  s.live();
  for (let i = 0; i < 30 && s.client.probes > 0; i++) { // the first questions, for the clock
    s.now = s.last.wake;
    const asked = s.step("tick");
    for (const f of asked.frames) {
      const m = readMessage(f, "up");
      if (m?.kind === "ping") s.say(writeMessage("pong", { t0: m.t0, clock: 5_000_000 + s.now, head: 10 }));
    }
  }
  s.now = s.last.wake;
  s.step("tick");
  s.now += 5000;
  s.step("tick");
  assert.equal(s.client.state, "suspect");
  s.say(writeMessage("pong", { t0: s.now - 5000, clock: 5_000_000 + s.now, head: 10 }));
  assert.equal(s.client.state, "live");
  s.now = s.last.wake;
  s.step("tick");
  s.now += 8000;
  assert.equal(s.step("tick").link, "close");
  assert.equal(s.client.state, "backoff");
  assert.ok(Math.abs(s.client.info().clockOffset - 5_000_000) < 3000);
});

test("what is sent: in order, within bounds, one text operation per field on its way", () => {
  const s = new Script();
  s.live({ unconfirmed_max: 3 });
  write(s.client, Q, DISCUSSION, "Ring mig nu");
  set(s.client, Q, WORD, 1);
  let u = s.step("local");
  assert.deepEqual(s.sent(u), [[1, 10, 3, Q, DISCUSSION, [8, " nu"]], [2, 10, 2, Q, WORD, 1]]);
  assert.equal(u.records.length, 1, "written down in the same step");
  write(s.client, Q, DISCUSSION, "Ring mig nu!");
  assert.deepEqual(s.sent(s.step("local")), [], "one is in flight");
  write(s.client, Q, DISCUSSION, "Ring mig nu!?");
  write(s.client, P, DISCUSSION, "a");
  assert.deepEqual(s.sent(s.step("local")), [], "what waits keeps its number, so that nobody passes it");
  u = s.ev(10, 12, [[11, 5, 6, 1, 3, Q, DISCUSSION, ["Ja. "], 0], [12, 5, 4, 1, 3, Q, DISCUSSION, [12, " nu"], 0]]);
  assert.equal(s.text(), "Ja. Ring mig nu!?");
  assert.deepEqual(s.sent(u), [[3, 12, 3, Q, DISCUSSION, [15, "!?"]], [4, 12, 3, P, DISCUSSION, ["a"]]]);
  assert.equal(s.client.corrections, 0);
  for (const v of [0, 1, 2]) {
    set(s.client, P, WORD, v);
    write(s.client, 900, 1, `t${v}`);
  }
  assert.deepEqual(s.sent(s.step("local")), [], "three are on their way");
  u = s.res([2, CODES.noop.number], [3, CODES.ok.number]);
  assert.equal(s.sent(u).length, 2);
});

test("the class of a verdict says what becomes of an operation", () => {
  const s = new Script();
  s.live();
  write(s.client, Q, DISCUSSION, "Ring mig nu");
  set(s.client, Q, WORD, 1);
  const first = s.sent(s.step("local"));
  // RETRY: the same bytes, in order, after a wait
  assert.deepEqual(s.sent(s.res([1, CODES.rate.number], [2, CODES.order.number])), []);
  s.now = s.client.retryAt;
  assert.deepEqual(s.sent(s.step("tick")), first);
  // RESYNC of a chosen value: the same wish under a new number
  let u = s.res([2, CODES.bad_seen.number]);
  assert.deepEqual(s.sent(u), [[3, 10, 2, Q, WORD, 1]]);
  // PERMIT on what is in flight: taken back, what was typed behind it stays
  write(s.client, Q, DISCUSSION, "Du, Ring mig nu");
  s.step("local");
  u = s.res([1, CODES.locked.number]);
  assert.equal(s.text(), "Du, Ring mig");
  assert.deepEqual(s.client.refused().map((r) => [r.n, r.code, r.text]), [[1, CODES.locked.number, " nu"]]);
  assert.deepEqual(s.sent(u), [[4, 10, 3, Q, DISCUSSION, ["Du, "]]]);
  // RESYNC of a text: the difference goes anew
  u = s.res([4, CODES.bad_seen.number]);
  assert.deepEqual(s.sent(u).map((o) => o.slice(2)), [[3, Q, DISCUSSION, ["Du, "]]]);
  // NOOP: done
  s.res([3, CODES.noop.number]);
  assert.equal(s.client.own.length, 1);
  // ADD that is there already is mine
  const id = add(s.client, KINDS.point.number, Q, 0, [[1, "x"]]);
  const n = s.sent(s.step("local"))[0]![0] as number;
  s.ev(10, 11, [[11, 5, 6, 1, 1, id, KINDS.point.number, Q, 0, [[1, "x"]]]]);
  s.res([n, CODES.bad_id.number]);
  assert.equal(s.client.refused().length, 1, "not refused: somebody who had seen it brought it back");
});

test("a second connection: what was on its way goes again with its bytes, verdicts of the first count", () => {
  const s = new Script();
  const records: Uint8Array[] = [];
  const step = s.step.bind(s);
  s.step = (...what) => {
    const u = step(...what);
    records.push(...u.records);
    return u;
  };
  s.live();
  write(s.client, Q, DISCUSSION, "Ring mig nu");
  set(s.client, Q, WORD, 2);
  const first = s.sent(s.step("local"));
  s.step("closed", { code: 1006 });
  set(s.client, P, WORD, 1); // made without a connection
  s.step("local");
  s.now = s.last.wake;
  s.step("tick");
  const hello = readMessage(s.step("open").frames[0]!, "up");
  assert.ok(hello?.kind === "hello");
  assert.deepEqual(hello.resume, [EPOCH, 10, H8]);
  const u = s.welcome({ mode: 0, head: 12, last_n: 1 });
  assert.deepEqual(s.sent(u), []);
  const after = s.ev(10, 12, [[11, 5, 4, 1, 3, Q, DISCUSSION, [8, " nu"], 0], [12, 5, 6, 1, 2, Q, WORD, 1, 0]]);
  assert.deepEqual(s.sent(after), [first[1], [3, 10, 2, P, WORD, 1]], "seen is what the person was looking at");
  s.res([2, CODES.dup.number], [3, CODES.ok.number]);
  assert.equal(s.client.own.length, 0);
  const again = new Script();
  again.client.restore(records);
  assert.equal(again.client.own.length, 0, "verdicts are written down");
  assert.equal(again.client.lastN, 3);
});

test("typed behind what was in flight, and the tab dies: it stands where it was typed, not where a merge would put it", () => {
  const s = new Script();
  const records: Uint8Array[] = [];
  const tree = (text: string, seq: number): unknown[] => [...TREE.slice(0, 2), node(Q, KINDS.question.number, 900, [[DISCUSSION, text, seq, 6, 0]])];
  s.step("start");
  s.step("open");
  s.welcome();
  s.snap(tree("aa", 1));
  records.push(...s.client.compact());
  write(s.client, Q, DISCUSSION, "aaa"); // in flight: behind the second
  records.push(...s.step("local").records);
  records.push(...s.ev(10, 11, [[11, 5, 6, 1, 3, Q, DISCUSSION, ["a"], 0]]).records);
  write(s.client, Q, DISCUSSION, "aaXaa");
  records.push(...s.step("local").records);
  const again = new Script();
  again.client.restore(records);
  again.step("start");
  again.step("open");
  again.welcome({ head: 11 });
  again.snap(tree("aaa", 11), 11);
  again.say(writeMessage("past", { what: 0, node: Q, field: DISCUSSION, code: 0, seq: 11, list: [[11, 6, 0, ["a"]]] }));
  assert.equal(again.text(), "aaXaa");
  assert.ok(again.client.own.every((o) => !o.waits));
});

test("a tab that starts again sends the same bytes under the same numbers", () => {
  const s = new Script();
  const records: Uint8Array[] = [];
  s.live();
  records.push(...s.client.compact());
  write(s.client, Q, DISCUSSION, "Ring mig nu");
  const first = s.sent(s.step("local"));
  records.push(...s.last.records);
  write(s.client, Q, DISCUSSION, "Ring mig nu!");
  records.push(...s.step("local").records);
  const again = new Script();
  again.client.restore([...records, records[0]!.slice(0, 5)]);
  again.step("start");
  const hello = readMessage(again.step("open").frames[0]!, "up");
  assert.ok(hello?.kind === "hello");
  assert.deepEqual(hello.resume, [EPOCH, 0, new Uint8Array(8).fill(255)]);
  again.welcome({ head: 11 });
  const u = again.snap(TREE.map((n) => (n[0] === Q ? node(Q, KINDS.question.number, 900, [[DISCUSSION, "Ja. Ring mig", 11, 6, 0]]) : n)), 11);
  assert.deepEqual(again.kinds(u), ["fetch"]);
  const sent = again.say(writeMessage("past", { what: 0, node: Q, field: DISCUSSION, code: 0, seq: 11, list: [[11, 6, 0, ["Ja. "]]] }));
  assert.deepEqual(again.sent(sent), first);
  assert.equal(again.text(), "Ja. Ring mig nu!");
  const stranger = new Client({ ...s.client.config, cid: new Uint8Array(16) });
  assert.throws(() => stranger.restore(records), "somebody else's");
  const half = new Client(s.client.config);
  assert.throws(() => half.restore([...records, new Uint8Array([0x91, 0x91, 0xa1, 0x78]), records[0]!]));
  for (const c of [stranger, half]) assert.deepEqual([c.own.length, c.ord, c.epoch, c.lastN, c.apart.length], [0, 0, null, 0, 0], "nothing is taken");
});

test("a daemon that makes no sense is left, in the end for good", () => {
  const s = new Script();
  s.live();
  s.ev(10, 11, [[11, 5, 6, 1, 3, 77, DISCUSSION, ["x"], 0]]); // no such node
  assert.equal(s.client.state, "backoff");
  s.now = s.last.wake;
  s.step("tick");
  const hello = readMessage(s.step("open").frames[0]!, "up");
  assert.ok(hello?.kind === "hello");
  assert.equal(hello.resume, null, "the tree is not offered as a position to go on from");
  s.say(writeMessage("pong", { t0: 1, clock: 1, head: 1 })); // before WELCOME
  s.now = s.last.wake;
  s.step("tick");
  s.step("open");
  s.say(new Uint8Array([0xc1]));
  assert.equal(s.client.state, "denied");
  assert.equal(s.client.info().why, CLOSES.protocol.number);
});

test("kinds, fields, changes and messages of a later daemon are kept or passed over", () => {
  const s = new Script();
  s.step("start");
  s.step("open");
  s.welcome();
  s.snap([...TREE, node(1002, 60, 1, [[1, "ny sort", 3, 0, 0]]), node(1003, KINDS.question.number, 900, [[63, [1, 2], 3, 0, 0]])]);
  s.ev(10, 11, [[11, 5, 6, 1, 77, 1, 2, 3]]);
  s.say(new Uint8Array([0x92, 0xcc, 0xc8, 1]));
  assert.equal(s.client.state, "live");
  assert.equal(s.client.applied, 11);
  const kept = s.client.keep()!;
  const again = new Script();
  assert.ok(again.client.takeKept(kept));
  assert.deepEqual(again.client.tree.wire(), s.client.tree.wire());
});

test("a newer ballot waits for the receipt of the one on its way; after a cut only the newer one is said", () => {
  const said = (u: Update): string[] => u.frames.flatMap((f) => {
    const m = readMessage(f, "up");
    return m?.kind === "ballot" ? [String(m.answer)] : [];
  });
  const receipt = writeMessage("receipt", { what: 50, code: 0 });
  const s = new Script();
  s.live({ ord: 0, role: ROLES.participant.number });
  ballot(s.client, 50, "ja");
  assert.deepEqual(said(s.step("local")), ["ja"]);
  ballot(s.client, 50, "nej");
  assert.deepEqual(said(s.step("local")), []);
  assert.deepEqual(said(s.say(receipt)), ["nej"]);
  ballot(s.client, 50, "kanske");
  assert.deepEqual(said(s.step("local")), []);
  s.step("closed", { code: 1006 });
  s.step("start");
  s.step("open");
  s.welcome({ ord: 0, role: ROLES.participant.number });
  assert.deepEqual(said(s.snap()), ["kanske"]);
  assert.deepEqual(said(s.say(receipt)), []);
  s.now += 60_000;
  assert.deepEqual(said(s.step("tick")), []);
});

test("ids that an outbox made which is lost are not made again: kept replica, and what comes behind it", () => {
  const own = (counter: number): number => 4 * 2 ** 30 + counter;
  const s = new Script();
  s.step("start");
  s.step("open");
  s.welcome();
  s.snap([...TREE, node(own(7), KINDS.point.number, Q)]);
  const back = (head: number): Script => {
    const again = new Script();
    assert.ok(again.client.takeKept(s.client.keep()!));
    again.step("start");
    again.step("open");
    again.welcome({ mode: 0, head, last_n: 9 });
    return again;
  };
  assert.equal(add(back(10).client, KINDS.point.number, Q, 0, []), own(8));
  const behind = back(11);
  behind.ev(10, 11, [[11, 5, 4, 9, 1, own(8), KINDS.point.number, Q, 0, []]]);
  assert.equal(add(behind.client, KINDS.point.number, Q, 0, []), own(9));
});

const withText = (text: string, seq: number): unknown[] => [...TREE.slice(0, 2), node(Q, KINDS.question.number, 900, [[DISCUSSION, text, seq, 6, 0]])];

/** A client with "aXa" in flight on "aa", and what it said; a snapshot at 11 has gone past it. */
function restarted(): Script {
  const s = new Script();
  s.step("start");
  s.step("open");
  s.welcome();
  s.snap(withText("aa", 1));
  const records = s.client.compact();
  write(s.client, Q, DISCUSSION, "aXa");
  records.push(...s.step("local").records);
  const again = new Script();
  again.client.restore(records);
  again.step("start");
  again.step("open");
  again.welcome({ head: 11 });
  again.snap(withText("aaa", 11), 11);
  return again;
}

test("after a snapshot own work is carried over what was between, one by one", () => {
  const s = restarted();
  s.say(writeMessage("past", { what: 0, node: Q, field: DISCUSSION, code: 0, seq: 11, list: [[11, 6, 0, ["a"]]] }));
  assert.equal(s.text(), "aaXa", "a difference would say aXaa");
});

test("what is told while the past is asked for is carried over too, once", () => {
  const s = restarted();
  assert.deepEqual(s.sent(s.ev(11, 12, [[12, 5, 6, 2, 3, Q, DISCUSSION, ["a"], 0]])), [], "nothing is sent while asking");
  s.say(writeMessage("past", { what: 0, node: Q, field: DISCUSSION, code: 0, seq: 11, list: [[11, 6, 0, ["a"]]] }));
  assert.equal(s.text(), "aaaXa");
  const twice = restarted();
  twice.ev(11, 12, [[12, 5, 6, 2, 3, Q, DISCUSSION, ["a"], 0]]);
  twice.say(writeMessage("past", { what: 0, node: Q, field: DISCUSSION, code: 0, seq: 12, list: [[11, 6, 0, ["a"]], [12, 6, 0, ["a"]]] }));
  assert.equal(twice.text(), "aaaXa");
});

test("the past is forgotten: the frozen operation goes, and is merged when its verdict is there", () => {
  const s = restarted();
  write(s.client, Q, DISCUSSION, s.text() + "Y");
  const sent = s.sent(s.say(writeMessage("past", { what: 0, node: Q, field: DISCUSSION, code: CODES.bad_seen.number, seq: 11, list: [] })));
  assert.deepEqual(sent.map((o) => o[0]), [1]);
  const after = s.sent(s.res([1, CODES.bad_seen.number]));
  assert.equal(s.text().replace(/a/g, ""), "XY");
  assert.equal(s.text().length, 5);
  assert.deepEqual(after.map((o) => o.slice(0, 2)), [[2, 11]]);
});

test("a set on a text in between: the daemon's result is right, what waits stands on it", () => {
  const s = new Script();
  s.live();
  write(s.client, Q, DISCUSSION, "Ring mig nu");
  s.step("local");
  write(s.client, Q, DISCUSSION, "Ring mig nu!");
  s.step("local");
  s.ev(10, 12, [[11, 5, 6, 1, 2, Q, DISCUSSION, "Helt nytt", 0], [12, 5, 4, 1, 3, Q, DISCUSSION, [9, " NU"], 0]]);
  assert.equal(s.client.tree.find(Q)!.text(DISCUSSION), "Helt nytt NU");
  assert.equal(s.text().replace("!", ""), "Helt nytt NU");
  assert.ok(s.text().includes("!"));
  assert.equal(s.client.corrections, 1);
});

test("an operation in flight is not merged while its verdict is open", () => {
  const s = restarted();
  write(s.client, Q, DISCUSSION, s.text() + "Y");
  s.say(writeMessage("past", { what: 0, node: Q, field: DISCUSSION, code: CODES.bad_seen.number, seq: 11, list: [] }));
  s.now += 1;
  assert.deepEqual(s.sent(s.step("local")), []);
  assert.equal(s.client.own.length, 2);
  s.res([1, CODES.dup.number]); // it was done before the snapshot, and is in it
  assert.equal(s.text().split("Y").length, 2);
  assert.equal(s.client.own.length, 1);
});

test("numbers have no gaps when what waited is taken into something new", () => {
  const s = new Script();
  s.live();
  write(s.client, Q, DISCUSSION, "Ring mig nu");
  s.step("local");
  write(s.client, Q, DISCUSSION, "Ring mig nu!");
  set(s.client, Q, WORD, 1);
  add(s.client, KINDS.point.number, Q, 0, []);
  s.step("local");
  const u = s.sent(s.res([1, CODES.bad_seen.number]));
  assert.deepEqual(u.map((o) => o[0]), [2, 3, 4]);
  assert.deepEqual(u.map((o) => o[2]), [2, 1, 3]);
  assert.deepEqual(u[2]![5], [8, " nu!"]);
  assert.equal(s.text(), "Ring mig nu!");
});

test("ids that were used are never made again, also when the outbox is lost", () => {
  const s = new Script();
  s.step("start");
  s.step("open");
  s.welcome();
  const used = 4 * 2 ** 30 + 17;
  s.snap([...TREE, node(used, KINDS.question.number, 900)]);
  assert.equal(add(s.client, KINDS.point.number, Q, 0, []), used + 1);
});

test("an ERR with a close code, and a socket that dies without one", () => {
  const said = (code: number): Uint8Array => writeMessage("err", { code, text: "why" });
  for (const [announced, told, state, why] of [
    [CLOSES.revoked.number, 1006, "denied", CLOSES.revoked.number], // the close was lost on the way
    [CLOSES.gone.number, 0, "denied", CLOSES.gone.number],
    [CLOSES.upgrade.number, 1005, "denied", CLOSES.upgrade.number],
    [CLOSES.revoked.number, CLOSES.slow.number, "backoff", 0], // what the close itself tells counts
    [CODES.rate.number, 1006, "backoff", 0], // a verdict's code is none
  ] as const) {
    const s = new Script();
    s.live();
    s.say(said(announced));
    assert.equal(s.client.state, "live", "until it is closed");
    s.step("closed", { code: told });
    assert.deepEqual([s.client.state, s.client.info().why], [state, why], `${announced} ${told}`);
  }
  // What was announced on one connection is not said of the next.
  const s = new Script();
  s.live();
  s.say(said(CLOSES.revoked.number));
  s.step("closed", { code: CLOSES.slow.number });
  s.step("start");
  s.step("closed", { code: 1006 });
  assert.equal(s.client.state, "backoff");
  // Refused before WELCOME.
  const early = new Script();
  early.step("start");
  early.step("open");
  early.say(said(CLOSES.who.number));
  early.step("closed", { code: 0 });
  assert.deepEqual([early.client.state, early.client.info().why], ["denied", CLOSES.who.number]);
});
