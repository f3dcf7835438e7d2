/* kept.ts - what this phone remembers of one seminar: chosen groups, drafts, answers that were sent.
 *
 * What: one small record in local storage, as a signal. A draft survives lock, reload and a dead battery; an answer
 *       without a receipt is sent again when the page comes back.
 * Not:  nothing of it is ever sent anywhere but as the answer itself.
 * Invariants: storage may be forbidden: then it lasts as long as the page. */
import { signal, type Signal } from "@preact/signals";
import type { Id } from "../../state/seminar.ts";

export type Answer = string | readonly Id[];
export interface Sent {
  readonly answer: Answer;
  /** Wall clock of this phone when the receipt came. */
  readonly at: number;
  /** In words, for the compendium: the poll may be gone by then. */
  readonly question: string;
  readonly words: readonly string[];
}
export interface KeptRecord {
  readonly groups: Readonly<Record<string, Id>>;
  readonly drafts: Readonly<Record<string, Answer>>;
  /** On its way: no receipt yet. */
  readonly waiting: Readonly<Record<string, Answer>>;
  readonly sent: Readonly<Record<string, Sent>>;
}
const NOTHING: KeptRecord = { groups: {}, drafts: {}, waiting: {}, sent: {} };

export class Kept {
  readonly record: Signal<KeptRecord>;
  private readonly key: string;

  constructor(seminar: string) {
    this.key = `samverka.phone.${seminar}`;
    this.record = signal(this.read());
    // Another tab of the same phone has written.
    addEventListener("storage", (event) => {
      const e = event as StorageEvent;
      if (e.key === this.key) this.record.value = this.read();
    });
  }
  private read(): KeptRecord {
    try {
      return { ...NOTHING, ...(JSON.parse(localStorage.getItem(this.key) ?? "{}") as Partial<KeptRecord>) };
    } catch {
      return NOTHING;
    }
  }
  private put(record: KeptRecord): void {
    this.record.value = record;
    try {
      localStorage.setItem(this.key, JSON.stringify(record));
    } catch {
      /* lasts as long as the page */
    }
  }
  private change<K extends keyof KeptRecord>(part: K, id: Id, value: KeptRecord[K][string] | undefined): KeptRecord {
    const { [String(id)]: _, ...rest } = this.record.peek()[part] as Record<string, unknown>;
    return { ...this.record.peek(), [part]: value === undefined ? rest : { ...rest, [id]: value } };
  }
  setGroup(composition: Id, group: Id): void {
    this.put(this.change("groups", composition, group || undefined));
  }
  setDraft(poll: Id, answer: Answer | undefined): void {
    this.put(this.change("drafts", poll, answer));
  }
  setWaiting(poll: Id, answer: Answer | undefined): void {
    this.put(this.change("waiting", poll, answer));
  }
  setSent(poll: Id, sent: Sent | undefined): void {
    this.put(this.change("sent", poll, sent));
  }
  forgetAnswers(): void {
    this.put({ ...this.record.peek(), drafts: {}, waiting: {}, sent: {} });
  }
}

const open = new Map<string, Kept>();
export function keptOf(seminar: string): Kept {
  let k = open.get(seminar);
  if (!k) open.set(seminar, (k = new Kept(seminar)));
  return k;
}
