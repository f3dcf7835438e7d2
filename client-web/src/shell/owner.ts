/* owner.ts - which tab an outbox belongs to.
 *
 * What: Web Locks where the browser has them (secure pages). Over plain HTTP tabs ask each other on a channel; who
 *       does not answer is taken to be gone. Either way db.ts refuses the writes of a tab that lost its outbox, so a
 *       tab that was only asleep can do no harm.
 * Not:  no storage but one mark per outbox that its tab left properly. */
import { readLocal, removeLocal, writeLocal } from "./web.ts";

const CHANNEL = "samverka.owners";
const ANSWER_MS = 700;
const left = (cid: string): string => `samverka.left.${cid}`;

export interface Claim {
  release(): void;
  /** Another tab has it in any case. */
  lost(): void;
}

/** This tab's name; a duplicated tab has another one. */
export const TAB = crypto.getRandomValues(new Uint32Array(2)).join("-");

const held = new Map<string, () => void>();
let channel: BroadcastChannel | null | undefined;

type Word = { ask: string } | { held: string };
const hearing = new Set<(cid: string) => void>();

function talk(): BroadcastChannel | null {
  if (channel !== undefined) return channel;
  channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL);
  channel?.addEventListener("message", (e: MessageEvent<Word>) => {
    const word = e.data;
    if ("ask" in word && held.has(word.ask)) channel?.postMessage({ held: word.ask } satisfies Word);
    if ("held" in word) for (const hear of hearing) hear(word.held);
  });
  return channel;
}

function byLock(cid: string, waitMs: number): Promise<Claim | null> {
  return new Promise((done) => {
    const options: LockOptions = waitMs > 0 ? { signal: AbortSignal.timeout(waitMs) } : { ifAvailable: true };
    const request = navigator.locks.request(`samverka.outbox.${cid}`, options, (lock) => {
      if (!lock) {
        done(null);
        return undefined;
      }
      return new Promise<void>((end) => {
        const release = (): void => {
          held.delete(cid);
          end();
        };
        held.set(cid, release);
        done({ release, lost: release });
      });
    });
    request.catch(() => done(null)); // the wait is over
  });
}

async function byAsking(cid: string): Promise<Claim | null> {
  if (held.has(cid)) return null;
  const mark = readLocal(left(cid));
  if (mark === null) {
    const there = talk();
    if (!there) return null; // no way to ask: leave it alone
    const answered = await new Promise<boolean>((done) => {
      const end = (yes: boolean): void => {
        clearTimeout(late);
        hearing.delete(hear);
        done(yes);
      };
      const hear = (who: string): void => {
        if (who === cid) end(true);
      };
      const late = setTimeout(() => end(false), ANSWER_MS);
      hearing.add(hear);
      there.postMessage({ ask: cid } satisfies Word);
    });
    if (answered || held.has(cid)) return null;
  }
  removeLocal(left(cid));
  talk();
  const release = (): void => {
    held.delete(cid);
    writeLocal(left(cid), "1");
  };
  held.set(cid, release);
  return { release, lost: () => void held.delete(cid) }; // no mark: its new tab is to be asked
}

/** The outbox of that cid for this tab; null: another tab has it. waitMs: how long a tab that is just closing may take. */
export function claim(cid: string, waitMs = 0): Promise<Claim | null> {
  return "locks" in navigator && navigator.locks ? byLock(cid, waitMs) : byAsking(cid);
}

/** A page that goes for good says so, and its successor need not ask around. */
addEventListener("pagehide", (e) => {
  if (!(e as PageTransitionEvent).persisted && !("locks" in navigator && navigator.locks)) for (const cid of held.keys()) writeLocal(left(cid), "1");
});
