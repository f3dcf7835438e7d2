/* client.ts - a thin client's half of the protocol: a replica, own work on its way, and the way back in.
 *
 * What: keeps the confirmed state (exactly what the daemon told, at one log position) and the list of own operations not
 *       confirmed yet; what a person sees is computed on top. step() takes an event and says what to do, in this order:
 *         1. records   keep them durably (before anything is sent)
 *         2. frames    send, in order, while connected
 *         3. link      connect or close
 *         4. news      tell the screen
 *         5. wake      a tick at that time (mono), 0 none
 * Not:  no socket, no storage, no clock, no DOM.
 * Invariants: an operation has its n from the moment it is made; its bytes (seen included) are frozen when it is first sent
 *       and never change; at most one text operation per field is in flight. Nothing is dropped but by a verdict, and a
 *       refused one is kept until the person has seen it. */
import { clockOffset, clockWake } from "./clock.ts";
import { onClosed, onOpen, onStart, onStop, onTick } from "./connection.ts";
import { frameIn } from "./frames.ts";
import { compact, keep, record, restore, takeKept } from "./outbox.ts";
import { presenceDue, pump, refusedSeen } from "./pending.ts";
import { ask, mergeDue } from "./resync.ts";
import { FETCH_MS, State, connected, type Link } from "./state.ts";
import { rename } from "./work.ts";

export type { ClientState, Config } from "./state.ts";
export { NEWS } from "./state.ts";

export interface Event {
  /** start: begin to connect; also: the network is back, the laptop woke up: try at once. local: after own work. */
  readonly type: "start" | "open" | "frame" | "closed" | "tick" | "local" | "stop";
  /** A steady clock, ms. */
  readonly mono: number;
  readonly bytes?: Uint8Array;
  /** closed: the WebSocket's close code; 0 or 1006 none. */
  readonly code?: number;
}

export interface Update {
  readonly records: Uint8Array[];
  readonly frames: Uint8Array[];
  readonly link: Link;
  readonly news: number;
  readonly wake: number;
}

export interface Info {
  readonly state: State["state"];
  readonly why: number;
  readonly seq: number;
  readonly head: number;
  readonly epoch: Uint8Array | null;
  readonly role: number;
  readonly linkId: number;
  readonly place: number;
  readonly ord: number;
  readonly unconfirmed: number;
  readonly unsent: number;
  readonly refused: number;
  readonly confirmedTotal: number;
  readonly clockOffset: number;
  readonly clockError: number;
}

export class Client extends State {
  /** Before start: the records in the order in which they were written. Throws when they are not this cid's. */
  restore(records: readonly Uint8Array[]): void {
    restore(this, records);
  }
  /** The outbox as fresh records, to take the place of all before. */
  compact(): Uint8Array[] {
    return compact(this);
  }
  /** The replica as bytes; null: there is none. */
  keep(): Uint8Array | null {
    return keep(this);
  }
  /** After restore, before start. false: not taken (damaged, or of another history), a snapshot will come. */
  takeKept(bytes: Uint8Array): boolean {
    return takeKept(this, bytes);
  }
  /** Own work that the daemon refused, oldest first. text: what was typed, or empty. */
  refused(): { n: number; code: number; node: number; field: number; text: string }[] {
    return this.rejected.map((o) => ({ n: o.n, code: o.code, node: o.id, field: o.field, text: o.text }));
  }
  refusedSeen(n: number): void {
    refusedSeen(this, n);
  }
  /** Takes effect with the next step. */
  rename(name: string): void {
    rename(this, name);
  }

  step(event: Event): Update {
    this.now = Math.max(this.now, Math.floor(event.mono));
    this.foreign = [];
    switch (event.type) {
      case "start": onStart(this); break;
      case "open": onOpen(this); break;
      case "frame": if (this.state === "hello" || connected(this)) frameIn(this, event.bytes ?? new Uint8Array()); break;
      case "closed": onClosed(this, event.code ?? 0); break;
      case "tick": onTick(this); break;
      case "local": break;
      case "stop": onStop(this); break;
    }
    if (connected(this)) {
      mergeDue(this);
      ask(this);
      pump(this);
    }
    const update = { records: record(this), frames: this.frames, link: this.link, news: this.news, wake: this.nextWake() };
    this.frames = [];
    this.link = "none";
    this.news = 0;
    return update;
  }

  private nextWake(): number {
    if (this.state === "connecting" || this.state === "hello" || this.state === "backoff") return this.deadline;
    if (!connected(this)) return 0;
    let wake = clockWake(this);
    if (this.retryAt > this.now) wake = Math.min(wake, this.retryAt);
    const pres = presenceDue(this);
    if (pres > 0) wake = Math.min(wake, Math.max(pres, this.now + 1));
    for (const a of this.apart) if (a.why === "asked") wake = Math.min(wake, a.asked + FETCH_MS);
    return wake;
  }

  info(): Info {
    const { offset, error } = clockOffset(this);
    return {
      state: this.state, why: this.state === "denied" ? this.why : 0, seq: this.applied, head: Math.max(this.head, this.applied),
      epoch: this.epoch, role: this.role, linkId: this.linkId, place: this.place, ord: this.ord, unconfirmed: this.own.length,
      unsent: this.own.filter((o) => o.frozen === null).length, refused: this.rejected.length, confirmedTotal: this.confirmedTotal,
      clockOffset: offset, clockError: error,
    };
  }
}
