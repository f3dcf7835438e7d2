/* paging.ts - which items stand on which page.
 *
 * What: items with measured heights become pages that are full but never over-full; a heading stays with what it
 *       heads, and is said again where its items go on.
 * Not:  no DOM: who measures is Pages.tsx.    Pure.
 * Invariants: every item stands on exactly one page, in order. A page is over-full only when one item alone is. */
export interface Sized {
  readonly key: string;
  readonly heading: boolean;
  /** Items of one section share it; a heading opens it. */
  readonly section: string;
  readonly height: number;
  /** Of a heading: its height when it is repeated, with "cont.". */
  readonly again: number;
  /** What the first item of a section's run on a page needs beside its height: a table's head. */
  readonly lead: number;
  /** What it counts against most. */
  readonly weight: number;
  readonly breakBefore: boolean;
}
export interface PageItem {
  readonly key: string;
  /** A heading said again. */
  readonly again: boolean;
}
export type Page = readonly PageItem[];

export function paginate(items: readonly Sized[], room: number, most: number): Page[] {
  const pages: PageItem[][] = [];
  let page: PageItem[] = [];
  let used = 0;
  let count = 0;
  let run = ""; // section of the last item on this page: its table head is there already
  let heading: Sized | null = null;
  const turn = (): void => {
    if (page.length) pages.push(page);
    page = [];
    used = 0;
    count = 0;
    run = "";
  };
  for (let i = 0; i < items.length; i++) {
    const it = items[i]!;
    if (it.breakBefore) turn();
    if (it.heading) {
      // A heading comes with its first item (or with the sub-heading below it and that one's).
      let need = it.height;
      let weight = 0;
      for (let j = i + 1; j < items.length; j++) {
        const below = items[j]!;
        need += below.height + below.lead;
        weight = below.weight;
        if (!below.heading || below.breakBefore) break;
      }
      const alone = items[i + 1] === undefined || (items[i + 1]!.heading && items[i + 1]!.section !== it.section);
      if (alone && items[i + 1] !== undefined && it.height + used <= room) need = it.height;
      if (page.length && (used + need > room || count + weight > most)) turn();
      heading = it;
      page.push({ key: it.key, again: false });
      used += it.height;
      run = "";
      continue;
    }
    const lead = run === it.section ? 0 : it.lead;
    if (page.length && (used + lead + it.height > room || count + it.weight > most)) {
      turn();
      if (heading && heading.section === it.section) {
        page.push({ key: heading.key, again: true });
        used += heading.again;
      }
    }
    used += (run === it.section ? 0 : it.lead) + it.height;
    count += it.weight;
    run = it.section;
    page.push({ key: it.key, again: false });
  }
  turn();
  return pages;
}

/** The page on which an item stands; -1 nowhere. */
export const pageOf = (pages: readonly Page[], key: string): number =>
  pages.findIndex((p) => p.some((i) => i.key === key && !i.again));
