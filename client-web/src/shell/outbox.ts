/* outbox.ts - one tab's own work on this device: which one is taken, and writing to it.
 *
 * What: choose() gives the tab's own outbox: the one it had before, else one that a dead tab left (with work first),
 *       else a new one. abandoned() gives the others that hold something. Writer puts records on the disk in order,
 *       many at a time, and says when they are there.
 * Not:  what is in a record (core/outbox.ts); no network.
 * Uses: db.ts, owner.ts.
 * Invariants: one cid per outbox, one tab per outbox. What `then` waits for runs in order, after the records before it
 *       are on the disk, or after it is known that this browser keeps nothing. */
import { type Db, Gone, Lost, type OutboxRow } from "./db.ts";
import { type Claim, claim, TAB } from "./owner.ts";
import { hex, mono, random, readLocal, removeLocal, unhex, writeLocal } from "./web.ts";

const CLOSING_MS = 1000; // a reloaded tab's old document may still be going
const RETRY_MS = 5000;
const COMPACT_BYTES = 256 * 1024;
const COMPACT_RECORDS = 2000;

export interface Outbox {
  readonly cid: Uint8Array;
  readonly row: OutboxRow;
  /** As they were when it was taken. */
  readonly records: readonly Uint8Array[];
  readonly claim: Claim;
}

/** An outbox whose later records are missing (the disk was full): its numbers may be used up, so it is only delivered. */
const holed = (key: string): string => `samverka.holed.${key}`;
export const isHoled = (key: string): boolean => readLocal(holed(key)) !== null;

async function take(db: Db, row: OutboxRow, waitMs: number): Promise<Outbox | null> {
  const mine = await claim(row.cid, waitMs);
  if (!mine) return null;
  const taken = await db.take(row, TAB).catch(() => null); // trouble: as if it were not there
  const box = taken && { cid: unhex(row.cid), row: taken.row, records: taken.records, claim: mine };
  if (box && box.records.length > 0) return box;
  // Without its records nobody knows which numbers it has used up: it is nobody's any more.
  if (box) await discard(db, box);
  else mine.release();
  return null;
}

async function make(db: Db, link: string): Promise<Outbox> {
  const cid = random(16);
  const row = { cid: hex(cid), link, owner: TAB, turn: 1, made: Date.now() };
  const mine = await claim(row.cid);
  await db.make(row).catch(() => undefined); // the first write tells
  return { cid, row, records: [], claim: mine ?? { release: () => undefined, lost: () => undefined } };
}

/** hasWork: is there something in these records that the daemon has not confirmed, or that is to be shown? */
export async function choose(db: Db, link: string, before: string | null, hasWork: (o: Outbox) => boolean): Promise<Outbox> {
  const rows = await db.outboxes(link).catch(() => []);
  const own = rows.find((r) => r.cid === before);
  if (own && !isHoled(own.cid)) {
    const again = await take(db, own, CLOSING_MS);
    if (again) return again;
  }
  let spare: Outbox | null = null;
  for (const row of rows) {
    if (row === own || isHoled(row.cid)) continue;
    const o = await take(db, row, 0);
    if (!o) continue;
    if (hasWork(o)) {
      spare?.claim.release();
      return o;
    }
    if (spare) o.claim.release();
    else spare = o;
  }
  return spare ?? make(db, link);
}

/** What dead tabs have left of this link; those without work are cleared away. */
export async function abandoned(db: Db, link: string, hasWork: (o: Outbox) => boolean): Promise<Outbox[]> {
  const found: Outbox[] = [];
  for (const row of await db.outboxes(link).catch(() => [])) {
    if (row.owner === TAB) continue;
    const o = await take(db, row, 0);
    if (!o) continue;
    if (hasWork(o)) found.push(o);
    else await discard(db, o);
  }
  return found;
}

export async function discard(db: Db, o: Outbox): Promise<void> {
  await db.remove(o.row).catch(() => undefined);
  removeLocal(holed(o.row.cid));
  o.claim.release();
}

interface Job {
  readonly records: readonly Uint8Array[];
  readonly then: () => void;
}

export interface WriterEvents {
  /** Does the browser keep what it is given? */
  durable(yes: boolean): void;
  /** Another tab has this outbox now: nothing more may be written or sent. */
  lost(): void;
  /** The whole outbox in one: see Client.compact. */
  compact(): readonly Uint8Array[];
}

export class Writer {
  private jobs: Job[] = [];
  private running = false;
  private next: number;
  private bytes = 0;
  private count: number;
  private whole = false; // the next write replaces everything
  private failing = false;
  private over = false;
  private retryAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private db: Db, private box: Outbox, private events: WriterEvents) {
    this.next = this.count = box.records.length + 1;
    for (const r of box.records) this.bytes += r.length;
    this.whole = box.records.length > 1; // a fresh start is a good moment to tidy up
  }

  /** Puts records on the disk, then calls then. At once when there is nothing to wait for. */
  push(records: readonly Uint8Array[], then: () => void): void {
    if (this.over) return;
    if (records.length === 0 && !this.running && this.jobs.length === 0) return then();
    this.jobs.push({ records, then });
    void this.run();
  }

  /** Words left history: what is on the disk of them goes too. */
  replaceAll(): void {
    this.whole = true;
    this.push([new Uint8Array(0)], () => undefined);
  }

  /** Is the outbox still this tab's? */
  look(): void {
    this.push([new Uint8Array(0)], () => undefined);
  }

  /** The page may go: what waits in line is handed over now, not after what is being written. */
  hurry(): void {
    const jobs = this.jobs;
    if (!this.running || this.failing || jobs.length === 0 || this.over) return;
    this.jobs = [];
    void this.write(jobs.flatMap((j) => j.records.filter((r) => r.length > 0)), true).then(() => jobs.forEach((j) => !this.over && j.then()));
  }

  stop(): void {
    this.over = true;
    clearTimeout(this.timer);
  }

  /** Resolves when everything pushed so far is written. */
  settled(): Promise<void> {
    return new Promise((done) => this.push([], done));
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    while (this.jobs.length > 0 && !this.over) {
      const jobs = this.jobs.splice(0);
      await this.write(jobs.flatMap((j) => j.records.filter((r) => r.length > 0)), jobs.some((j) => j.records.length > 0));
      for (const j of jobs) if (!this.over) j.then();
    }
    this.running = false;
  }

  private async write(records: readonly Uint8Array[], any: boolean): Promise<void> {
    if (!any || !this.db.durable || (this.failing && mono() < this.retryAt)) return;
    const whole = this.whole || this.bytes > COMPACT_BYTES || this.count > COMPACT_RECORDS;
    try {
      await this.put(whole ? this.compacted() : records, whole);
      this.worked();
    } catch (e) {
      if (e instanceof Lost) this.lose();
      else await this.secondTry(e instanceof Gone);
    }
  }

  /** Everything up to now; what waits in line is a part of it. */
  private compacted(): readonly Uint8Array[] {
    this.jobs = this.jobs.map((j) => ({ records: [], then: j.then }));
    return this.events.compact();
  }

  private async put(records: readonly Uint8Array[], whole: boolean): Promise<void> {
    const first = this.next;
    this.next += records.length;
    await this.db.append(this.box.row, first, records, whole);
    if (whole) this.bytes = this.count = 0;
    this.whole = false;
    this.count += records.length;
    for (const r of records) this.bytes += r.length;
  }

  /** Full, perhaps: a replica can be had again, typing cannot. */
  private async secondTry(gone: boolean): Promise<void> {
    try {
      if (gone) await this.db.make(this.box.row);
      else await this.db.dropReplicas();
      await this.put(this.compacted(), true);
      this.worked();
    } catch (e) {
      if (e instanceof Lost) return this.lose();
      this.whole = true;
      if (!this.failing) writeLocal(holed(this.box.row.cid), "1");
      this.failing = true;
      this.retryAt = mono() + RETRY_MS;
      this.events.durable(false);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.replaceAll(), RETRY_MS + 1);
    }
  }

  private worked(): void {
    if (!this.failing) return;
    this.failing = false;
    removeLocal(holed(this.box.row.cid));
    this.events.durable(true);
  }

  private lose(): void {
    this.stop();
    this.jobs = [];
    this.box.claim.lost();
    this.events.lost();
  }
}
