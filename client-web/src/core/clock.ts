/* clock.ts - PING and PONG: is the daemon still there, and what time is it there.
 *
 * What: when to ask; SUSPECT and giving up; of the samples of the last minute the one with the least delay gives the
 *       offset (half of its delay is the error).
 * Not:  slewing of a shown countdown, which is the store's. */
import { again, send, setState } from "./connection.ts";
import { FETCH_MS, type State } from "./state.ts";
import type { FieldsOf } from "./wire.ts";

const SUSPECT_MS = 5000;
const GIVE_UP_MS = 8000;
const PROBE_MS = 100;
export const PROBES = 8;
const SAMPLES = 16;
const SAMPLE_MS = 60000;
const DRIFT_MS = 100;

function sample(c: State, asked: number, clock: number): void {
  const delay = c.now - asked;
  if (delay < 0 || delay > SAMPLE_MS) return;
  const offset = clock - (asked + delay / 2);
  // Two that cannot both be right: the device slept, or the log's clock was set. What was measured before is void.
  c.samples = c.samples.filter((s) => Math.abs(s.offset - offset) <= (s.delay + delay) / 2 + DRIFT_MS);
  c.samples.push({ at: c.now, delay, offset });
  if (c.samples.length > SAMPLES) c.samples.shift();
}

export function clockStart(c: State, asked: number, clock: number): void {
  sample(c, asked, clock);
  c.pingSince = 0;
  c.pingNext = c.now + c.pingMs;
  c.heard = c.now;
}

export function probe(c: State): void {
  send(c, "ping", { t0: c.now, seq: c.applied });
  c.pingLast = c.now;
  if (c.pingSince === 0) c.pingSince = Math.max(c.now, 1);
  const soon = c.probes > 0;
  if (soon) c.probes--;
  c.pingNext = c.now + (soon ? PROBE_MS : c.pingMs);
}

export function pong(c: State, m: FieldsOf<"pong">): void {
  sample(c, m.t0, m.clock);
  c.head = Math.max(c.head, m.head);
  if (c.pingSince !== 0 && m.t0 >= c.pingSince) c.pingSince = m.t0 >= c.pingLast ? 0 : m.t0 + 1;
  c.woken = 0;
  if (c.state === "suspect") setState(c, "live");
}

/** Since when an answer is missing; 0: none is. While a snapshot comes in, its parts are a sign of life. */
const missingSince = (c: State): number =>
  c.pingSince !== 0 && c.state === "sync" && c.heard > c.pingSince ? c.heard : c.pingSince;

export function clockTick(c: State): void {
  const since = missingSince(c);
  const lost = (since !== 0 && c.now >= since + GIVE_UP_MS) || (c.woken !== 0 && c.now >= c.woken);
  if (lost || c.apart.some((a) => a.why === "asked" && c.now >= a.asked + FETCH_MS)) {
    again(c);
    return;
  }
  if (since !== 0 && c.now >= since + SUSPECT_MS && c.state === "live") setState(c, "suspect");
  if (c.probes > 0 && c.pingNext > c.now + PROBE_MS) c.pingNext = c.now;
  if (c.now >= c.pingNext) probe(c);
}

export function clockWake(c: State): number {
  let wake = c.probes > 0 ? Math.min(c.pingNext, c.now + PROBE_MS) : c.pingNext;
  const since = missingSince(c);
  if (since !== 0) wake = Math.min(wake, since + (c.state === "live" ? SUSPECT_MS : GIVE_UP_MS));
  return c.woken !== 0 ? Math.min(wake, c.woken) : wake;
}

/** The log's clock minus the steady one, and how wrong that may be. An old sample only while there is no newer. */
export function clockOffset(c: State): { offset: number; error: number } {
  const fresh = c.samples.filter((s) => s.at + SAMPLE_MS >= c.now);
  const best = fresh.length > 0 ? fresh.reduce((a, b) => (b.delay < a.delay ? b : a)) : c.samples[c.samples.length - 1];
  return best === undefined ? { offset: 0, error: 0 } : { offset: best.offset, error: (best.delay + 1) / 2 };
}
