/* settle.ts - only finished words reach the hall.
 *
 * What: a memory of every text that a stage shows. What somebody is typing right now is held until that field has
 *       been still for a while; somebody who never rests is shown up to the last whole word now and then. It also
 *       says which texts are new, for the highlight.
 * Not:  no drawing.
 * Invariants: the last text always comes out. A picture's first text is shown at once. */
import { signal } from "@preact/signals";

const STILL_MS = 700;
const PATIENCE_MS = 6000;
const FRESH_MS = 5000;

interface Kept {
  shown: string;
  latest: string;
  /** How often the shown text has changed since the picture came up. */
  changes: number;
  freshUntil: number;
  waitingSince: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export class Settle {
  private kept = new Map<string, Kept>();
  /** Components that read through get() are drawn again when something has settled. */
  readonly version = signal(0);
  private since = performance.now();

  /** Another picture: everything in it is shown at once. */
  reset(): void {
    for (const k of this.kept.values()) clearTimeout(k.timer);
    this.kept.clear();
    this.since = performance.now();
  }
  private get young(): boolean {
    return performance.now() - this.since < 1500;
  }

  /** old: it was written a while ago, so nobody is typing it. */
  get(key: string, text: string, old: boolean): string {
    void this.version.value;
    let k = this.kept.get(key);
    if (!k) {
      k = { shown: this.young || old ? text : "", latest: text, changes: 0, freshUntil: 0, waitingSince: 0, timer: undefined };
      this.kept.set(key, k);
      if (k.shown !== text) this.wait(k);
      return k.shown;
    }
    if (k.latest === text) return k.shown;
    k.latest = text;
    if (this.young || old) k.shown = text;
    else this.wait(k);
    return k.shown;
  }

  private wait(k: Kept): void {
    const now = performance.now();
    clearTimeout(k.timer);
    if (k.shown === k.latest) {
      k.waitingSince = 0;
      return;
    }
    k.waitingSince ||= now;
    const left = k.waitingSince + PATIENCE_MS - now;
    k.timer = setTimeout(() => this.out(k, left < STILL_MS), Math.max(0, Math.min(STILL_MS, left)));
  }
  private out(k: Kept, wholeWords: boolean): void {
    const space = k.latest.search(/\s\S*$/);
    const text = wholeWords && space > 0 ? k.latest.slice(0, space) : k.latest;
    k.waitingSince = 0;
    if (text !== k.shown) {
      k.shown = text;
      k.changes++;
      k.freshUntil = performance.now() + FRESH_MS;
      this.version.value++;
    }
    if (text !== k.latest) this.wait(k);
  }

  /** 0: as it was when the picture came up; else which change it is, while it is fresh. */
  fresh(key: string): number {
    const k = this.kept.get(key);
    return k && k.freshUntil > performance.now() ? k.changes : 0;
  }
  close(): void {
    for (const k of this.kept.values()) clearTimeout(k.timer);
  }
}
