/* frames.ts - HELLO out, and every message of the daemon to the part that it concerns.
 *
 * What: HELLO, WELCOME, GOAWAY, RECEIPT, and the messages that are only kept for the screen.
 * Not:  the replica (replica.ts), verdicts (pending.ts), answers about text (resync.ts). */
import { LIMITS, PROTOCOL_VERSION } from "../protocol.gen.ts";
import { clockStart, pong } from "./clock.ts";
import { again, deny, goLive, mistake, send, setState } from "./connection.ts";
import { reset } from "./offer.ts";
import { freezeMade, renumber, results, unsend } from "./pending.ts";
import { applyEvents, applySnapshot, skipUsedIds } from "./replica.ts";
import { walkPast } from "./resync.ts";
import { closeAgain, codeClass, isClose } from "./schema.ts";
import { BALLOT_MS, NEWS, PING_MS, apartOf, connected, sameBytes, type State } from "./state.ts";
import { cleaned, clip } from "./text.ts";
import { Malformed, readMessage, type FieldsOf, type Message } from "./wire.ts";

const PING_LEAST = 100;

export function hello(c: State): void {
  // Own work without a replica (a tab that was opened again) claims a prefix that nobody has: the answer is a snapshot
  // all the same, and if the history is another one, it says why: after a rewrite nothing may be sent.
  let resume: unknown = null;
  if (!c.have && c.epoch !== null && c.own.length > 0) resume = [c.epoch, 0, new Uint8Array(8).fill(0xff)];
  else if (c.have && !c.moved) resume = [c.epoch, c.applied, c.h8];
  const { token, cid, build } = c.config;
  const name = clip(cleaned(c.config.name).replace(/[\n\t]+/g, " "), LIMITS.name);
  send(c, "hello", { vmin: PROTOCOL_VERSION, vmax: PROTOCOL_VERSION, token, cid, name, resume, group: c.group, build });
  c.helloAt = c.now;
}

/** Own numbers must go on from the highest the daemon knows; what it has never seen can still change its n. */
function joinNumbers(c: State, lastN: number): void {
  if (c.own.length > 0 && c.own[0]!.n > lastN + 1) {
    // It has forgotten numbers that it had answered, so it has none of these: they begin anew.
    for (const o of c.own) o.frozen = null;
    renumber(c, 0, lastN + 1);
    c.lastN = lastN + c.own.length;
    c.metaDirty = true;
  }
  const first = c.own.findIndex((o) => o.frozen === null);
  if (first >= 0 && c.own[first]!.n <= lastN) renumber(c, first, lastN + 1);
  if (c.lastN < lastN || (c.own.length === 0 && c.lastN !== lastN)) {
    c.lastN = lastN;
    c.metaDirty = true;
  }
}

function welcome(c: State, w: FieldsOf<"welcome">): void {
  const same = sameBytes(c.epoch, w.epoch);
  if (w.version !== PROTOCOL_VERSION || (w.mode === 0 && (!c.have || !same || w.head < c.applied))) {
    mistake(c);
    return;
  }
  c.role = w.role;
  c.linkId = w.link;
  c.place = w.place;
  c.pingMs = Math.max(w.ping_ms === 0 ? PING_MS : w.ping_ms, PING_LEAST);
  c.frameMax = Math.max(w.frame_max, LIMITS.frame_in_phone);
  c.unconfirmedMax = Math.max(w.unconfirmed_max, 1);
  c.head = c.catchUp = w.head;
  c.deadline = 0;
  c.retryAt = 0;
  c.goaway = null;
  setState(c, "sync");
  c.news |= NEWS.saved;
  clockStart(c, c.helloAt, w.clock);
  unsend(c);
  if (w.mode !== 0) {
    c.snapDue = true;
    if (!same || w.reason >= 2) {
      reset(c, w);
      if (!connected(c)) return; // too many of them
    }
  }
  if (c.ord !== w.ord) {
    c.ord = w.ord;
    c.idCounter = c.idReserved = 0;
    c.ordDirty = true;
    if (c.have) skipUsedIds(c); // kept, perhaps from before the outbox was lost
  }
  joinNumbers(c, w.last_n);
  if (same && w.mode !== 2 && c.have) freezeMade(c);
  goLive(c);
}

function receipt(c: State, r: FieldsOf<"receipt">): void {
  const at = c.ballots.findIndex((b) => b.poll === r.what && r.what !== 0);
  if (at >= 0 && codeClass(r.code) === "retry") {
    c.ballots[at]!.sent = false;
    c.retryAt = c.now + BALLOT_MS;
    return;
  }
  const held = c.ballots[at];
  if (held?.newer) { // the receipt of the one before: now it goes
    held.sent = held.newer = false;
    return;
  }
  if (at >= 0) c.ballots.splice(at, 1);
  c.answers.push({ what: "receipt", receipt: r, poll: at >= 0 });
  c.news |= NEWS.receipt;
}

function past(c: State, p: FieldsOf<"past">): void {
  const a = p.what === 0 ? apartOf(c, p.node, p.field) : undefined;
  if (a?.why === "asked") {
    walkPast(c, a, p);
    return;
  }
  c.answers.push({ what: "past", past: p });
  c.news |= NEWS.past;
}

function goaway(c: State, g: FieldsOf<"goaway">): void {
  if (g.code !== 0 && !closeAgain(g.code)) {
    deny(c, g.code);
    return;
  }
  c.goaway = { min: g.min_ms, max: g.max_ms };
  again(c);
}

function take(c: State, m: Message): void {
  switch (m.kind) {
    case "welcome": return welcome(c, m);
    case "snap": return applySnapshot(c, m);
    case "ev": return applyEvents(c, m);
    case "res": return results(c, m);
    case "pong": return pong(c, m);
    case "past": return past(c, m);
    case "receipt": return receipt(c, m);
    case "goaway": return goaway(c, m);
    case "err":
      if (isClose(m.code)) c.announced = m.code; // the close that follows has the same, if it gets here
      return;
    case "presence":
      c.presence = m;
      c.news |= NEWS.presence;
      return;
    case "summary":
      c.summary = m;
      c.news |= NEWS.summary;
      return;
  }
}

export function frameIn(c: State, bytes: Uint8Array): void {
  try {
    const m = readMessage(bytes);
    if (m === null) return; // a kind that a later version may send to us
    c.heard = c.now;
    const first = c.state === "hello";
    if (first !== (m.kind === "welcome") && m.kind !== "err" && m.kind !== "goaway") throw new Malformed("WELCOME is the first one, once");
    take(c, m);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    if (c.state === "hello" || connected(c)) mistake(c);
  }
}
