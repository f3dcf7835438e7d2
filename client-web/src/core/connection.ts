/* connection.ts - the life of connections: states, giving up, coming back.
 *
 *     idle -start-> connecting -open-> hello -WELCOME-> sync -caught up-> live <-> suspect
 *       ^               | 8 s            | 5 s            |                |          | 8 s
 *       | stop          +---------- closed, late, mistaken: backoff <------+----------+
 *     any state                                             | full jitter, then connecting
 *                              told not to come back: denied (left by start only)
 *
 * Not:  what frames mean is frames.ts. */
import { CLOSES, LIMITS, ROLES, type MessageName } from "../protocol.gen.ts";
import { clockTick, probe, PROBES } from "./clock.ts";
import { hello } from "./frames.ts";
import { unsend } from "./pending.ts";
import { closeAgain } from "./schema.ts";
import { CONNECT_MS, NEWS, connected, type ClientState, type State } from "./state.ts";
import { writeMessage, type FieldsOf } from "./wire.ts";

const WOKEN_MS = 2000;
const SOUND_MS = 60000;
const MISTAKES = 3;
const BUSY_MS = 5000;
/** What a WebSocket tells when it has no close code. */
const CODELESS = new Set([0, 1005, 1006]);

export function send<N extends MessageName>(c: State, name: N, fields: FieldsOf<N>): void {
  c.frames.push(writeMessage(name, fields));
}

export function setState(c: State, state: ClientState): void {
  if (c.state !== state) c.news |= NEWS.state;
  c.state = state;
}

/** What belongs to one connection ends with it. */
function leave(c: State): void {
  c.snap = null;
  c.snapDue = false;
  c.pingSince = c.pingNext = c.woken = 0;
  c.probes = 0;
  c.deadline = 0;
  c.presDue = false;
  c.announced = 0;
  unsend(c);
  c.frames = []; // nothing written in this step can arrive any more
  for (const b of c.ballots) b.sent = b.newer = false;
}

function connect(c: State): void {
  setState(c, "connecting");
  c.deadline = c.now + CONNECT_MS;
  c.link = "connect";
}

/** Participants are many: they spread over a longer time. */
function backOff(c: State, least: number): void {
  leave(c);
  let wait: number;
  if (c.goaway !== null) {
    const { min, max } = c.goaway;
    wait = min + c.rng.below(Math.max(min, max) - min + 1);
    c.goaway = null;
  } else {
    const [first, most] = c.role === ROLES.participant.number ? [5000, 60000] : [1000, 15000];
    wait = least + c.rng.below(Math.min(most!, first! * 2 ** Math.min(c.tries, 5)) + 1);
  }
  c.tries++;
  setState(c, "backoff");
  c.deadline = c.now + Math.max(wait, 1);
}

const given = (c: State): boolean => c.state === "idle" || c.state === "denied" || c.state === "backoff";

/** Give the connection up, come back after a while. */
export function again(c: State): void {
  if (given(c)) return;
  backOff(c, 0);
  c.link = "close";
}

export function deny(c: State, why: number): void {
  leave(c);
  c.link = "close";
  c.why = why;
  setState(c, "denied");
}

/** The daemon sent something impossible. */
export function mistake(c: State): void {
  c.mistakes++;
  c.mistakeAt = c.now;
  if (c.mistakes >= MISTAKES) deny(c, CLOSES.protocol.number);
  else again(c);
}

/** Live, if caught up. */
export function goLive(c: State): void {
  if (c.state !== "sync" || c.snapDue || c.snap !== null || !c.have || c.applied < c.catchUp) return;
  setState(c, "live");
  c.tries = 0;
  c.why = 0;
  c.probes = PROBES;
  c.presDue = c.pres !== null;
  c.news |= NEWS.tree;
}

export function onStart(c: State): void {
  if (connected(c)) {
    probe(c);
    c.woken = c.now + WOKEN_MS;
  } else if (given(c)) {
    if (c.state === "denied") c.mistakes = 0;
    c.tries = 0;
    c.why = 0;
    connect(c);
  }
}

export function onOpen(c: State): void {
  if (c.state !== "connecting") return;
  setState(c, "hello");
  c.deadline = c.now + LIMITS.hello_ms;
  hello(c);
}

export function onStop(c: State): void {
  const said = connected(c);
  const open = said || c.state === "hello" || c.state === "connecting";
  leave(c);
  if (said) send(c, "bye", { reason: "" });
  if (open) c.link = "close";
  if (c.idReserved > c.idCounter) { // what a crash would have used up is given back
    c.idReserved = c.idCounter;
    c.ordDirty = true;
  }
  setState(c, "idle");
}

export function onClosed(c: State, told: number): void {
  if (given(c)) return; // the connection that we gave up
  // The daemon says why before it closes; the close itself may be lost on the way.
  const code = CODELESS.has(told) ? c.announced : told;
  if (code !== 0 && !closeAgain(code)) {
    deny(c, code);
    c.link = "none";
  } else backOff(c, code === CLOSES.rate.number || code === CLOSES.full.number ? BUSY_MS : 0);
}

export function onTick(c: State): void {
  if (c.state === "connecting" || c.state === "hello") {
    if (c.now >= c.deadline) again(c);
  } else if (c.state === "backoff") {
    if (c.now >= c.deadline) connect(c);
  } else if (connected(c)) clockTick(c);
  if (c.state === "live" && c.mistakes > 0 && c.now - c.mistakeAt > SOUND_MS) c.mistakes = 0;
}
