/* watch.ts - which rooms had somebody who writes, and lost them.
 *
 * What: remembers per place the last writer seen (scribe, or a self-formed group's secretary) and when the place was
 *       left. Survives a reload of the moderator's tab.
 * Not:  judges nothing: places.ts says what is amber and what is red.
 * Invariants: while our own connection is away nobody is said to have left: the list is only old then. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Id, Person, Seminar } from "../../state/seminar.ts";

export interface Gone {
  readonly name: string;
  /** Log's clock, ms. */
  readonly since: number;
  /** Unconfirmed operations when it was last heard of. */
  readonly pending: number;
}
interface Seen {
  name: string;
  pending: number;
  /** 0: is here. */
  since: number;
}

export const writes = (p: Person): boolean => p.role === "scribe" || p.role === "secretary";

export function watchScribes(s: Seminar): { gone: ReadonlySignal<ReadonlyMap<Id, Gone>>; stop(): void } {
  const key = `samverka.moderator.seen.${s.name}`;
  const seen = new Map<Id, Seen>();
  try {
    for (const [place, one] of JSON.parse(sessionStorage.getItem(key) ?? "[]") as [Id, Seen][]) seen.set(place, one);
  } catch {
    /* nothing remembered */
  }
  const gone = signal<ReadonlyMap<Id, Gone>>(new Map());
  const stop = effect(() => {
    const people = s.people.value;
    if (s.connection.value.state !== "live") return;
    if (!people.length) return; // we are in it ourselves: an empty list has not been told yet
    const here = new Map<Id, Person>();
    for (const p of people) if (writes(p) && p.place) here.set(p.place, p);
    for (const [place, p] of here) seen.set(place, { name: p.name, pending: p.pending, since: 0 });
    for (const [place, one] of seen) if (!here.has(place) && !one.since) one.since = s.now();
    const next = new Map<Id, Gone>();
    for (const [place, one] of seen) if (one.since) next.set(place, { name: one.name, since: one.since, pending: one.pending });
    gone.value = next;
    try {
      sessionStorage.setItem(key, JSON.stringify([...seen]));
    } catch {
      /* remembered as long as the tab lives */
    }
  });
  return { gone, stop };
}
