/* db.ts - what this browser keeps: outboxes, replicas, remembered links.
 *
 * What: one IndexedDB for the whole origin; or memory, when the browser forbids it. Whoever takes an outbox over takes a
 *       new turn and copies what is in it: what the tab before may still write lands in its old turn and is not read.
 * Not:  no locks between tabs (owner.ts), no meaning of the bytes (core/outbox.ts).
 * Uses: idb.
 * Invariants: append() has resolved: the records are on the disk, as far as a browser can promise it (strict).
 *       A write either happens whole or not at all. All requests of a write are made at once and committed by hand: a
 *       page that is being left gets no second turn. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

export interface OutboxRow {
  /** Hex of the cid. */
  readonly cid: string;
  /** Hash of seminar and secret: who may take it over. */
  readonly link: string;
  /** The tab that may write. */
  readonly owner: string;
  /** How many tabs have had it. */
  readonly turn: number;
  readonly made: number;
}

/** A role that was used on this device, so that a bookmark can come back to it. */
export interface Remembered {
  readonly link: string;
  readonly seminar: string;
  readonly token: string;
  readonly role: string;
  /** Where: "Rum 2". */
  readonly place: string;
  /** Of the seminar. */
  readonly title: string;
  /** Display name. */
  readonly person: string;
  /** Rises with every use; ms since 1970 where the clock is right. */
  readonly used: number;
}

interface RecordRow {
  readonly bytes: Uint8Array;
}
interface Schema extends DBSchema {
  outboxes: { key: string; value: OutboxRow; indexes: { link: string } };
  records: { key: [cid: string, turn: number, n: number]; value: RecordRow };
  replicas: { key: string; value: { link: string; bytes: Uint8Array } };
  links: { key: string; value: Remembered };
}

const NAME = "samverka";
const VERSION = 1;
const OPEN_MS = 3000;

const NOBODY = ""; // owner of an outbox that was delivered

/** The outbox belongs to another tab by now. */
export class Lost extends Error {
  override name = "Lost";
}
/** There is no such outbox: somebody has cleared this site's storage. */
export class Gone extends Error {
  override name = "Gone";
}

export interface Db {
  /** false: in memory, gone with the tab. */
  readonly durable: boolean;
  outboxes(link: string): Promise<OutboxRow[]>;
  /** Makes a new one. */
  make(row: OutboxRow): Promise<void>;
  /** Takes it over for another tab, with what is in it; null: somebody else was quicker. */
  take(row: OutboxRow, owner: string): Promise<{ row: OutboxRow; records: Uint8Array[] } | null>;
  /** first: number of the first of these; replace: nothing written before counts any more. Rejects with Lost or Gone. */
  append(row: OutboxRow, first: number, records: readonly Uint8Array[], replace: boolean): Promise<void>;
  remove(row: OutboxRow): Promise<void>;
  replica(link: string): Promise<Uint8Array | null>;
  keepReplica(link: string, bytes: Uint8Array | null): Promise<void>;
  /** Room for what matters more. */
  dropReplicas(): Promise<void>;
  links(): Promise<Remembered[]>;
  remember(r: Remembered): Promise<void>;
  forget(link: string): Promise<void>;
}

const all = (cid: string): IDBKeyRange => IDBKeyRange.bound([cid, 0, 0], [cid, Infinity, Infinity]);
const turn = (r: OutboxRow): IDBKeyRange => IDBKeyRange.bound([r.cid, r.turn, 0], [r.cid, r.turn, Infinity]);
const same = (a: OutboxRow | undefined, b: OutboxRow): boolean => a?.owner === b.owner && a.turn === b.turn;

class Kept implements Db {
  readonly durable = true;
  private again: Promise<IDBPDatabase<Schema>> | null = null;
  constructor(private db: IDBPDatabase<Schema> | null) {}

  /** The connection may be closed behind our back (storage cleared, disk trouble): then it is opened anew. */
  closed(): void {
    this.db = null;
  }
  private async open(): Promise<IDBPDatabase<Schema>> {
    if (this.db) return this.db;
    this.again ??= connect(this).finally(() => (this.again = null));
    this.db = await this.again;
    return this.db;
  }

  async outboxes(link: string): Promise<OutboxRow[]> {
    return (await (await this.open()).getAllFromIndex("outboxes", "link", link)).filter((r) => r.owner !== NOBODY);
  }
  async make(row: OutboxRow): Promise<void> {
    const tx = (await this.open()).transaction("outboxes", "readwrite", { durability: "strict" });
    void tx.store.add(row);
    await tx.done;
  }
  async take(row: OutboxRow, owner: string): Promise<{ row: OutboxRow; records: Uint8Array[] } | null> {
    const tx = (await this.open()).transaction(["outboxes", "records"], "readwrite", { durability: "strict" });
    const records = tx.objectStore("records");
    if (!same(await tx.objectStore("outboxes").get(row.cid), row)) return null;
    const there = (await records.getAll(turn(row))).map((r) => r.bytes);
    const next = { ...row, owner, turn: row.turn + 1 };
    void records.delete(all(row.cid));
    there.forEach((bytes, i) => void records.put({ bytes }, [row.cid, next.turn, i + 1]));
    void tx.objectStore("outboxes").put(next);
    await tx.done;
    return { row: next, records: there };
  }
  async append(row: OutboxRow, first: number, records: readonly Uint8Array[], replace: boolean): Promise<void> {
    const db = this.db ?? (await this.open());
    const tx = db.transaction(["outboxes", "records"], "readwrite", { durability: "strict" });
    const requests: Promise<unknown>[] = [tx.done];
    let mine: Promise<OutboxRow | undefined>;
    try {
      requests.push((mine = tx.objectStore("outboxes").get(row.cid)));
      const store = tx.objectStore("records");
      if (replace) requests.push(store.delete(turn(row)));
      records.forEach((bytes, i) => requests.push(store.put({ bytes }, [row.cid, row.turn, first + i])));
      tx.commit();
    } catch (e) {
      try {
        tx.abort(); // half of it must not count
      } catch {
        /* it has failed by itself */
      }
      throw e;
    } finally {
      for (const r of requests) r.catch(() => undefined); // tx.done tells
    }
    await tx.done;
    const there = await mine;
    if (there === undefined) throw new Gone(row.cid);
    if (!same(there, row)) throw new Lost(row.cid);
  }
  async remove(row: OutboxRow): Promise<void> {
    const tx = (await this.open()).transaction(["outboxes", "records"], "readwrite", { durability: "strict" });
    if (same(await tx.objectStore("outboxes").get(row.cid), row)) {
      // The name stays: a tab that was asleep all the while must not take it for its own.
      void tx.objectStore("outboxes").put({ ...row, owner: NOBODY, turn: row.turn + 1 });
      void tx.objectStore("records").delete(all(row.cid));
    }
    await tx.done;
  }
  async replica(link: string): Promise<Uint8Array | null> {
    return (await (await this.open()).get("replicas", link))?.bytes ?? null;
  }
  async keepReplica(link: string, bytes: Uint8Array | null): Promise<void> {
    const db = this.db ?? (await this.open());
    const tx = db.transaction("replicas", "readwrite");
    void (bytes ? tx.store.put({ link, bytes }) : tx.store.delete(link)).catch(() => undefined);
    tx.commit();
    await tx.done;
  }
  async dropReplicas(): Promise<void> {
    await (await this.open()).clear("replicas");
  }
  async links(): Promise<Remembered[]> {
    return (await this.open()).getAll("links");
  }
  async remember(r: Remembered): Promise<void> {
    await (await this.open()).put("links", r);
  }
  async forget(link: string): Promise<void> {
    const tx = (await this.open()).transaction(["links", "replicas"], "readwrite", { durability: "strict" });
    await Promise.all([tx.objectStore("links").delete(link), tx.objectStore("replicas").delete(link)]);
    await tx.done;
  }
}

/** For a browser that keeps nothing: the tab goes on as long as it is open. */
class Memory implements Db {
  readonly durable = false;
  private known = new Map<string, Remembered>();
  async outboxes(): Promise<OutboxRow[]> {
    return [];
  }
  async make(): Promise<void> {}
  async take(): Promise<null> {
    return null;
  }
  async append(): Promise<void> {}
  async remove(): Promise<void> {}
  async replica(): Promise<Uint8Array | null> {
    return null;
  }
  async keepReplica(): Promise<void> {}
  async dropReplicas(): Promise<void> {}
  async links(): Promise<Remembered[]> {
    return [...this.known.values()];
  }
  async remember(r: Remembered): Promise<void> {
    this.known.set(r.link, r);
  }
  async forget(link: string): Promise<void> {
    this.known.delete(link);
  }
}

async function connect(kept: Kept): Promise<IDBPDatabase<Schema>> {
  const db = await openDB<Schema>(NAME, VERSION, {
    upgrade(d) {
      d.createObjectStore("outboxes", { keyPath: "cid" }).createIndex("link", "link");
      d.createObjectStore("records");
      d.createObjectStore("replicas", { keyPath: "link" });
      d.createObjectStore("links", { keyPath: "link" });
    },
    blocking(_was, _will, event) {
      (event.target as IDBDatabase | null)?.close(); // a newer page comes: it must not wait for us
      kept.closed();
    },
    terminated() {
      kept.closed();
    },
  });
  db.addEventListener("close", () => kept.closed());
  return db;
}

let opened: Promise<Db> | null = null;

/** The one database of this tab. Never rejects: what cannot be kept is kept in memory, and said (durable). */
export function openDb(): Promise<Db> {
  opened ??= new Promise<Db>((done) => {
    const kept = new Kept(null);
    const late = setTimeout(() => done(new Memory()), OPEN_MS); // some browsers never answer
    Promise.resolve()
      .then(() => kept.links()) // opens it, and proves that it can be read
      .then(
        () => done(kept),
        () => done(new Memory()),
      )
      .finally(() => clearTimeout(late));
  });
  return opened;
}
