/* answers.ts - what was asked of the daemon and is answered once: histories, ballots, groups of one's own.
 *
 * What: promises, and the answers of the core to the ones that wait for them. An answer that never came is an error with a
 *       code's name, or "offline".
 * Not:  a ballot waits through broken connections: the core says it again. */
import { codeName } from "../core/schema.ts";
import type { State } from "../core/state.ts";
import { cleaned } from "../core/text.ts";
import * as work from "../core/work.ts";
import { pastOf } from "./lists.ts";
import type { Id, PastOp } from "./seminar.ts";

interface Promised<T> { resolve: (value: T) => void; reject: (why: Error) => void }

export class Answers {
  private readonly histories: (Promised<readonly PastOp[]> & { id: Id })[] = [];
  private readonly ballots = new Map<Id, Promised<void>[]>();
  private joining: (Promised<{ group: Id; secret: string }> & { secret: string }) | null = null;

  constructor(private readonly client: State, private readonly flush: () => void) {}

  history(id: Id, before: number): Promise<readonly PastOp[]> {
    return new Promise((resolve, reject) => {
      if (!work.fetchPast(this.client, 1, id, 0, before)) {
        reject(new Error("offline"));
        return;
      }
      this.histories.push({ id, resolve, reject });
      this.flush();
    });
  }

  ballot(poll: Id, answer: string | readonly Id[]): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!work.ballot(this.client, poll, typeof answer === "string" ? cleaned(answer) : answer)) {
        reject(new Error("bad_value"));
        return;
      }
      this.ballots.set(poll, [...(this.ballots.get(poll) ?? []), { resolve, reject }]);
      this.flush();
    });
  }

  async join(table: string, name: string): Promise<{ group: Id; secret: string }> {
    const { blake2b } = await import("@noble/hashes/blake2.js");
    const random = crypto.getRandomValues(new Uint8Array(16));
    const secret = btoa(String.fromCharCode(...random)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
    const hash = blake2b(new TextEncoder().encode(secret), { dkLen: 32 });
    return new Promise((resolve, reject) => {
      this.joining?.reject(new Error("busy"));
      this.joining = null;
      if (!work.join(this.client, table.toLowerCase().replace(/\s+/g, ""), cleaned(name).trim(), hash)) {
        reject(new Error(this.client.state === "live" ? "bad_value" : "offline"));
        return;
      }
      this.joining = { resolve, reject, secret };
      this.flush();
    });
  }

  /** The core's answers since last time, to whoever waits. */
  take(): void {
    for (const a of this.client.answers.splice(0)) {
      if (a.what === "past") {
        const at = a.past.what === 1 ? this.histories.findIndex((h) => h.id === a.past.node) : -1;
        const waiting = at >= 0 ? this.histories.splice(at, 1)[0] : undefined;
        if (a.past.code !== 0) waiting?.reject(new Error(codeName(a.past.code)));
        else waiting?.resolve(pastOf(a.past));
      } else if (a.poll) {
        const waiting = this.ballots.get(a.receipt.what) ?? [];
        this.ballots.delete(a.receipt.what);
        for (const w of waiting) {
          if (a.receipt.code === 0) w.resolve();
          else w.reject(new Error(codeName(a.receipt.code)));
        }
      } else {
        const w = this.joining;
        this.joining = null;
        if (a.receipt.code === 0) w?.resolve({ group: a.receipt.what, secret: w.secret });
        else w?.reject(new Error(codeName(a.receipt.code)));
      }
    }
  }

  /** The connection is gone: what was asked once is not answered any more. */
  giveUp(): void {
    for (const h of this.histories.splice(0)) h.reject(new Error("offline"));
    this.joining?.reject(new Error("offline"));
    this.joining = null;
  }
}
