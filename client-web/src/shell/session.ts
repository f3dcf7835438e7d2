/* session.ts - a tab's seminar: outbox, replica, connection and page events put together.
 *
 * What: openSession gives the Seminar that screens use, after what this device kept of it is there to show. Delivers
 *       what dead tabs left, keeps the replica, remembers the role, warns before unsent work is left.
 * Not:  no protocol (core/), no drawing.
 * Uses: line.ts, outbox.ts, db.ts, life.ts, link.ts, state/store.ts.
 * Invariants: one session per tab; nothing is thrown away but by a verdict or by the person. */
import { batch, computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { Client } from "../core/client.ts";
import { NEWS } from "../core/state.ts";
import { unsentTexts } from "../core/unsent.ts";
import { CLOSES } from "../protocol.gen.ts";
import type { Refused, Seminar } from "../state/seminar.ts";
import { placeName } from "../state/model.ts";
import { SeminarStore } from "../state/store.ts";
import { type Db, openDb } from "./db.ts";
import { Life } from "./life.ts";
import { Line } from "./line.ts";
import { deviceCid, isCode, keepTab, rememberRole, remembered, tabOf } from "./link.ts";
import { abandoned, choose, discard, type Outbox } from "./outbox.ts";
import { type Typed, typeAgain, wordsOf } from "./unkept.ts";
import { hex, linkHash, mono, random, readTab, removeTab, writeTab } from "./web.ts";
import { lookForNewer } from "./worker.ts";

// Between two writes of the replica: soon, so that what was confirmed is shown also after a crash without a network, but
// never more than a small part of the time.
const KEEP_LEAST_MS = 250;
const KEEP_MOST_MS = 5000;
const KEEP_TIMES = 40; // as long as one took
const BUILD_NAME = "web";

export interface Opening {
  readonly seminar: string;
  readonly token: string;
  /** Display name; empty: the one that was used with this link before. */
  readonly name?: string;
  /** Participants: the group to follow. */
  readonly group?: number;
  /** What this tab typed after it had lost its outbox waits for typeAgain(): one still writes on the screen before. */
  readonly later?: boolean;
}

/** What dead tabs had left, while it is being delivered. */
export interface Leftovers {
  readonly pending: number;
  readonly refused: readonly (Refused & { readonly key: string })[];
  /** Not delivered and not to be: words were taken out of history. Shown once. */
  readonly texts: readonly string[];
}

export interface Session {
  readonly seminar: Seminar;
  readonly leftovers: ReadonlySignal<Leftovers>;
  dismissLeftover(key: string): void;
  dismissTexts(): void;
  /** While nobody lets us in: everything that is not sent, to be copied by hand. */
  readonly unsent: ReadonlySignal<readonly string[]>;
  /** Resolves when the daemon has let us in, or will not. */
  decided(): Promise<void>;
  typeAgain(): void;
  /** Display name from here on; remembered for this link. */
  setName(name: string): void;
  close(): Promise<void>;
}

const sessions = new WeakMap<Seminar, Session>();
/** The session behind a Seminar, for what only the shell knows. */
export const sessionOf = (s: Seminar): Session | undefined => sessions.get(s);

/** Another tab took this tab's outbox and the person wants to go on here: a new session is made (arrive.ts says how). */
export const hooks = {
  reopen: (_seminar: string, _token: string): void => undefined,
  /** The same without a word, under somebody who writes. */
  goOn: (_seminar: string, _token: string): void => undefined,
};

const NOTHING: Leftovers = { pending: 0, refused: [], texts: [] };
const REWRITTEN = 2;
const TYPED = "typed";

// What was typed after another tab had taken the outbox over, until the next outbox of this tab has it.
const typedKey = (seminar: string): string => `samverka.typed.${seminar}`;
function readTyped(seminar: string): Typed[] {
  try {
    return JSON.parse(readTab(typedKey(seminar)) ?? "[]") as Typed[];
  } catch {
    return [];
  }
}
function keepTyped(seminar: string, typed: readonly Typed[]): void {
  if (typed.length > 0) writeTab(typedKey(seminar), JSON.stringify(typed));
  else removeTab(typedKey(seminar));
}

function newClient(o: Opening, cid: Uint8Array, name: string): Client {
  const seed = new DataView(random(4).buffer).getUint32(0);
  return new Client({
    token: o.token, name, build: BUILD_NAME, cid, group: o.group ?? 0, readOnly: isCode(o.token), seed,
  });
}

/** Restores; records that cannot be read are as good as none, and stay on the disk. */
function restored(client: Client, box: Outbox): boolean {
  try {
    client.restore([...box.records]);
    return true;
  } catch {
    return false;
  }
}

function workIn(o: Opening): (box: Outbox) => boolean {
  return (box) => {
    const c = newClient(o, box.cid, "");
    if (box.records.length === 0 || !restored(c, box)) return box.records.length > 0;
    const info = c.info();
    return info.unconfirmed + info.refused > 0;
  };
}

/** Delivers one dead tab's work, then clears it away. What is refused stays until the person has seen it. */
class Delivery {
  private line: Line | null = null;
  constructor(o: Opening, name: string, private db: Db, readonly box: Outbox, private changed: () => void, ended: (texts: readonly string[]) => void) {
    const client = newClient(o, box.cid, name);
    if (!restored(client, box)) return; // another program's; it is left as it is
    this.line = new Line(client, o.seminar, db, box, {
      news: (news) => {
        if (news & NEWS.epoch && (client.ended?.reason ?? 0) >= REWRITTEN) ended(client.ended?.texts ?? []);
        this.look();
      },
      durable: () => undefined,
      lost: () => {
        this.line = null; // its tab is alive after all
        changed();
      },
    });
    this.line.start();
  }
  get pending(): number {
    return this.line?.client.info().unconfirmed ?? 0;
  }
  unsent(): string[] {
    return this.line ? unsentTexts(this.line.client, true) : [];
  }
  refused(): Leftovers["refused"] {
    return (this.line?.client.refused() ?? []).map((r) => ({ ...r, key: `${this.box.row.cid}.${r.n}` }));
  }
  dismiss(n: number): void {
    this.line?.client.refusedSeen(n);
    this.line?.local();
    this.look();
  }
  wake(hard: boolean): void {
    this.line?.wake(hard);
  }
  private look(): void {
    const line = this.line;
    if (!line) return;
    const info = line.client.info();
    if (line.client.state === "live" && info.unconfirmed === 0) {
      if (info.refused === 0) {
        this.line = null;
        void line.stop().then(() => discard(this.db, this.box));
      }
    }
    this.changed();
  }
  async stop(): Promise<void> {
    const line = this.line;
    this.line = null;
    await line?.stop();
    this.box.claim.release();
  }
}

export async function openSession(o: Opening): Promise<Session> {
  const db = await openDb();
  const link = linkHash(o.seminar, o.token);
  const known = (await remembered(o.seminar)).find((r) => r.token === o.token);
  let person = o.name || (known?.person ?? "");
  const hasWork = workIn(o);
  // A participant writes nothing and is the device; everybody else has an outbox.
  const before = tabOf(o.seminar);
  const box = isCode(o.token) ? null : await choose(db, link, before?.token === o.token ? before.cid : null, hasWork);
  const cid = box?.cid ?? deviceCid(o.seminar);
  keepTab(o.seminar, { token: o.token, cid: box ? hex(box.cid) : "" });

  const client = newClient(o, cid, person);
  if (box) restored(client, box);
  const kept = await db.replica(link).catch(() => null);
  if (kept) client.takeKept(kept);

  let lost = false;
  let closed = false;
  const leftovers = signal<Leftovers>(NOTHING);
  const deliveries = new Map<string, Delivery>();
  const waiting = signal<readonly Typed[]>(box ? readTyped(o.seminar) : []);
  let endedTexts: readonly string[] = [];
  const count = (): void => {
    const all = [...deliveries.values()];
    // What finds no place here is shown for as long as it finds none.
    const homeless = client.state === "live" ? waiting.peek() : [];
    leftovers.value = all.length + endedTexts.length + homeless.length === 0 ? NOTHING : {
      pending: all.reduce((n, d) => n + d.pending, 0),
      refused: [
        ...all.flatMap((d) => [...d.refused()]),
        ...homeless.map((t, i) => ({ n: 0, code: 0, node: t.id, field: 0, text: wordsOf([t]).join("\n"), key: `${TYPED}.${i}` })),
      ],
      texts: endedTexts,
    };
  };
  const ended = (texts: readonly string[]): void => {
    endedTexts = [...endedTexts, ...texts];
  };

  const store = new SeminarStore({ name: o.seminar, client, flush: () => line.local(), retry: () => (lost ? hooks.reopen(o.seminar, o.token) : wake(true)), mono });
  const line = new Line(client, o.seminar, db, box, {
    news: (news) => {
      batch(() => store.absorb(news, mono()));
      if (news & NEWS.epoch) keep(true);
      else if (news & (NEWS.tree | NEWS.state)) keepSoon();
      retype();
    },
    durable: (yes) => store.setDurable(yes),
    lost: (typed) => {
      const first = !lost;
      lost = true;
      if (typed.length === 0) return store.setElsewhere();
      // Somebody writes here: one goes on with an outbox of its own, which takes what the other tab has not got.
      if (closed) return;
      keepTyped(o.seminar, [...waiting.peek(), ...typed]);
      if (first) hooks.goOn(o.seminar, o.token);
    },
  });

  // --- what this tab typed after it had lost its outbox
  let retyping = o.later ?? false;
  function retype(): void {
    if (waiting.peek().length === 0 || retyping || lost || client.state !== "live") return;
    const now = waiting.peek();
    const rest = typeAgain(client, now);
    waiting.value = rest;
    count();
    if (rest.length === now.length) return;
    retyping = true;
    store.absorb(NEWS.saved | NEWS.tree, mono());
    line.local();
    void line.settled().then(() => {
      retyping = false;
      keepTyped(o.seminar, rest);
    });
  }
  store.setDurable(db.durable);
  store.absorb(NEWS.tree | NEWS.state | NEWS.saved | NEWS.refused, mono());

  // --- the replica on the disk: a while after a change, and when the page may go
  let keptSeq = client.info().seq;
  let took = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  function keep(now: boolean): void {
    clearTimeout(timer);
    timer = undefined;
    const { seq } = client.info();
    if (seq === keptSeq && !now) return;
    const began = performance.now();
    const bytes = client.keep();
    took = performance.now() - began;
    if (!bytes && !now) return;
    keptSeq = seq;
    db.keepReplica(link, bytes).catch(() => undefined); // it can be had again
  }
  function keepSoon(): void {
    timer ??= setTimeout(() => keep(false), Math.min(KEEP_MOST_MS, Math.max(KEEP_LEAST_MS, took * KEEP_TIMES)));
  }

  // --- what dead tabs left
  async function adopt(): Promise<void> {
    if (!box || !db.durable) return;
    for (const left of await abandoned(db, link, hasWork)) {
      deliveries.set(left.row.cid, new Delivery(o, person, db, left, count, ended));
    }
    count();
  }

  function wake(hard: boolean): void {
    line.wake(hard);
    for (const d of deliveries.values()) d.wake(hard);
  }
  const life = new Life({
    awake: wake,
    leaving: () => {
      line.hurry();
      keep(false);
    },
    seen: () => {
      store.tick();
      void adopt();
    },
  });
  const seconds = setInterval(() => {
    if (document.visibilityState === "visible") store.tick();
  }, 1000);

  // --- effects of what is known now
  let wasAway = false;
  const ends = [
    effect(() => life.guard(store.saved.value.pending + leftovers.value.pending + waiting.value.length > 0)),
    effect(() => {
      const { state, why } = store.connection.value;
      if (state === "live" && wasAway) lookForNewer();
      if (state === "denied" && why === CLOSES.upgrade.number) lookForNewer();
      wasAway = state === "offline" || (wasAway && state !== "live");
    }),
    effect(() => {
      const me = store.me.value;
      if (!me.role || !store.ready.value) return;
      void rememberRole({
        seminar: o.seminar, token: o.token, role: me.role, place: placeName(store, me.place),
        title: store.text(1, "seminar", "title"), person: me.name || person,
      });
    }),
  ];

  const session: Session = {
    seminar: store,
    leftovers,
    unsent: computed(() => {
      if (store.connection.value.state !== "denied" || store.saved.value.pending + leftovers.value.pending + waiting.value.length === 0) return [];
      return [...new Set([...unsentTexts(client, true), ...wordsOf(waiting.value), ...[...deliveries.values()].flatMap((d) => d.unsent())])];
    }),
    dismissTexts: () => {
      endedTexts = [];
      count();
    },
    dismissLeftover: (key) => {
      const [box, n] = key.split(".");
      if (box === TYPED) {
        waiting.value = waiting.peek().filter((_, i) => i !== Number(n));
        keepTyped(o.seminar, waiting.peek());
        count();
      } else deliveries.get(box ?? "")?.dismiss(Number(n));
    },
    decided: () => new Promise((done) => {
      const off = effect(() => {
        if (["live", "denied"].includes(store.connection.value.state)) queueMicrotask(() => (off(), done()));
      });
    }),
    typeAgain: () => {
      waiting.value = readTyped(o.seminar); // until now it was written on
      retyping = false;
      retype();
    },
    setName: (name) => {
      person = name;
      store.rename(name);
      wake(false);
    },
    close: async () => {
      closed = true;
      for (const end of ends) end();
      clearInterval(seconds);
      life.end();
      keep(false);
      await Promise.all([line.stop(), ...[...deliveries.values()].map((d) => d.stop())]);
      if (!lost) box?.claim.release();
    },
  };
  sessions.set(store, session);
  line.start();
  void adopt();
  return session;
}
