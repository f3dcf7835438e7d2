/* db.ts - what this browser keeps: outboxes, replicas, remembered links.
 *
 * What: one IndexedDB for the whole origin; or memory, when the browser forbids it. Every write of an outbox checks, in
 *       the same transaction, that the outbox still belongs to the tab that writes.
 * Not:  no locks between tabs (owner.ts), no meaning of the bytes (core/outbox.ts).
 * Uses: idb.
 * Invariants: append() has resolved: the records are on the disk, as far as a browser can promise it (strict).
 *       A write either happens whole or not at all. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

export interface OutboxRow {
  /** Hex of the cid. */
  readonly cid: string;
  /** Hash of seminar and secret: who may take it over. */
  readonly link: string;
  /** The tab that may write. */
  readonly owner: string;
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
  readonly cid: string;
  readonly n: number;
  readonly bytes: Uint8Array;
}
interface Schema extends DBSchema {
  outboxes: { key: string; value: OutboxRow; indexes: { link: string } };
  records: { key: [string, number]; value: RecordRow };
  replicas: { key: string; value: { link: string; bytes: Uint8Array } };
  links: { key: string; value: Remembered };
}

const NAME = "samverka";
const VERSION = 1;
const OPEN_MS = 3000;

/** The outbox belongs to another tab by now. */
export class Lost extends Error {
  override name = "Lost";
}

export interface Db {
  /** false: in memory, gone with the tab. */
  readonly durable: boolean;
  outboxes(link: string): Promise<OutboxRow[]>;
  /** Makes it, or takes it over from the tab that `from` names; false: somebody else was quicker. */
  take(row: OutboxRow, from: string | null): Promise<boolean>;
  records(cid: string): Promise<Uint8Array[]>;
  /** first: number of the first of these; replace: nothing written before counts any more. */
  append(cid: string, owner: string, first: number, records: readonly Uint8Array[], replace: boolean): Promise<void>;
  remove(cid: string, owner: string): Promise<void>;
  replica(link: string): Promise<Uint8Array | null>;
  keepReplica(link: string, bytes: Uint8Array | null): Promise<void>;
  /** Room for what matters more. */
  dropReplicas(): Promise<void>;
  links(): Promise<Remembered[]>;
  remember(r: Remembered): Promise<void>;
  forget(link: string): Promise<void>;
}

const ends = (cid: string): IDBKeyRange => IDBKeyRange.bound([cid, 0], [cid, Infinity]);

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
    return (await this.open()).getAllFromIndex("outboxes", "link", link);
  }
  async take(row: OutboxRow, from: string | null): Promise<boolean> {
    const tx = (await this.open()).transaction("outboxes", "readwrite", { durability: "strict" });
    const there = await tx.store.get(row.cid);
    const free = from === null ? there === undefined : there?.owner === from;
    if (free) await tx.store.put(row);
    await tx.done;
    return free;
  }
  async records(cid: string): Promise<Uint8Array[]> {
    return (await (await this.open()).getAll("records", ends(cid))).map((r) => r.bytes);
  }
  async append(cid: string, owner: string, first: number, records: readonly Uint8Array[], replace: boolean): Promise<void> {
    const db = this.db ?? (await this.open());
    const tx = db.transaction(["outboxes", "records"], "readwrite", { durability: "strict" });
    // All requests at once: a page that is being left gets no second turn.
    const mine = tx.objectStore("outboxes").get(cid);
    const all = tx.objectStore("records");
    const writes: Promise<unknown>[] = replace ? [all.delete(ends(cid))] : [];
    records.forEach((bytes, i) => writes.push(all.put({ cid, n: first + i, bytes }, [cid, first + i])));
    const written = Promise.allSettled(writes);
    void tx.done.catch(() => undefined);
    if ((await mine)?.owner !== owner) {
      try {
        tx.abort();
      } catch {
        /* it has failed by itself */
      }
      await written;
      throw new Lost(cid);
    }
    await tx.done;
  }
  async remove(cid: string, owner: string): Promise<void> {
    const tx = (await this.open()).transaction(["outboxes", "records"], "readwrite", { durability: "strict" });
    if ((await tx.objectStore("outboxes").get(cid))?.owner === owner) {
      await Promise.all([tx.objectStore("outboxes").delete(cid), tx.objectStore("records").delete(ends(cid))]);
    }
    await tx.done;
  }
  async replica(link: string): Promise<Uint8Array | null> {
    return (await (await this.open()).get("replicas", link))?.bytes ?? null;
  }
  async keepReplica(link: string, bytes: Uint8Array | null): Promise<void> {
    const db = this.db ?? (await this.open());
    if (bytes) await db.put("replicas", { link, bytes });
    else await db.delete("replicas", link);
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
  private rows = new Map<string, OutboxRow>();
  private known = new Map<string, Remembered>();
  async outboxes(): Promise<OutboxRow[]> {
    return [];
  }
  async take(row: OutboxRow): Promise<boolean> {
    this.rows.set(row.cid, row);
    return true;
  }
  async records(): Promise<Uint8Array[]> {
    return [];
  }
  async append(): Promise<void> {}
  async remove(cid: string): Promise<void> {
    this.rows.delete(cid);
  }
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
