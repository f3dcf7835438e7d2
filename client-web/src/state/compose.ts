/* compose.ts - who sits with whom: a proposal for the groups of one composition.
 *
 * What: seats people so that the sizes differ by one at most and the rule is met as well as arithmetic allows: cross
 *       spreads every organisation (then area, then sector) over the groups; area and sector gather those who share
 *       one; in all of them people who have met in another composition are kept apart where it costs nothing above.
 *       Several starts, each improved by moves and swaps until none helps; the best one is kept.
 * Not:  reads no seminar and writes nothing; draws no random numbers but from the seed: the same wish, the same answer.
 * Invariants: a fixed seat stays. Without fixed seats the sizes are within one. */

export const RULES = ["cross", "area", "sector", "free", "self"] as const;
export type Rule = (typeof RULES)[number];

export interface Seat {
  readonly id: number;
  /** 0 or "": not known, weighs nothing. */
  readonly organisation: number;
  readonly area: string;
  readonly sector: string;
  /** Index of the group where this person must sit; -1 anywhere. */
  readonly fixed: number;
}
export interface Wish {
  readonly people: readonly Seat[];
  readonly groups: number;
  readonly rule: Rule;
  /** The groups of the other compositions, as ids. */
  readonly met: readonly (readonly number[])[];
  readonly seed: number;
}

/** What one trait (organisation, area, sector) costs: each group it is in, and its count there squared. */
interface Weight {
  readonly present: number;
  readonly square: number;
}
interface Weights {
  readonly organisation: Weight;
  readonly area: Weight;
  readonly sector: Weight;
  readonly met: number;
}
const SPREAD_ORGANISATION: Weight = { present: -10_000, square: 40 };
const WEIGHTS: Record<Rule, Weights> = {
  cross: { organisation: SPREAD_ORGANISATION, area: { present: -600, square: 2 }, sector: { present: -60, square: 1 }, met: 12 },
  area: { organisation: { present: -40, square: 2 }, area: { present: 300, square: -120 }, sector: { present: 0, square: 1 }, met: 12 },
  sector: { organisation: { present: -40, square: 2 }, area: { present: 0, square: 1 }, sector: { present: 300, square: -120 }, met: 12 },
  free: { organisation: { present: -40, square: 4 }, area: { present: 0, square: 0 }, sector: { present: 0, square: 0 }, met: 12 },
  self: { organisation: { present: 0, square: 0 }, area: { present: 0, square: 0 }, sector: { present: 0, square: 0 }, met: 0 },
};
const SIZE = 1e7; // nothing is worth a group that is two larger than another

/** mulberry32: small, good enough to shuffle with, the same everywhere. */
function random(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Values as small numbers; -1: not known. */
function numbered(values: readonly (string | number)[]): { of: Int32Array; count: number } {
  const seen = new Map<string | number, number>();
  const of = Int32Array.from(values, (v) => {
    const key = typeof v === "string" ? v.trim().toLowerCase() : v;
    if (!key) return -1;
    if (!seen.has(key)) seen.set(key, seen.size);
    return seen.get(key)!;
  });
  return { of, count: seen.size };
}

class Trait {
  private readonly counts: Int32Array; // [value * groups + group]
  constructor(
    readonly of: Int32Array,
    readonly values: number,
    private readonly groups: number,
    private readonly w: Weight,
  ) {
    this.counts = new Int32Array(values * groups);
  }
  clear(): void {
    this.counts.fill(0);
  }
  shift(person: number, group: number, by: 1 | -1): void {
    const v = this.of[person]!;
    if (v >= 0) this.counts[v * this.groups + group]! += by;
  }
  /** The change of cost when a person leaves one group for another. */
  move(person: number, from: number, to: number): number {
    const v = this.of[person]!;
    if (v < 0) return 0;
    const a = this.counts[v * this.groups + from]!;
    const b = this.counts[v * this.groups + to]!;
    return this.w.square * 2 * (b - a + 1) + this.w.present * (Number(b === 0) - Number(a === 1));
  }
  /** What two moves at once (a swap) change beyond the sum of both. */
  same(p: number, q: number): boolean {
    return this.of[p]! === this.of[q]!;
  }
  cost(): number {
    let sum = 0;
    for (const c of this.counts) sum += this.w.square * c * c + this.w.present * Number(c > 0);
    return sum;
  }
}

class Table {
  readonly n: number;
  readonly k: number;
  readonly seat: Int32Array;
  readonly size: Int32Array;
  private readonly traits: Trait[];
  private readonly met: Uint8Array[]; // [person][person]: in how many other groups they sat together
  private readonly near: Int32Array; // [person * k + group]: how often this person met those who sit there
  private readonly fixed: Int32Array;
  private readonly metWeight: number;

  constructor(private readonly wish: Wish) {
    const { people } = wish;
    this.n = people.length;
    this.k = Math.max(1, wish.groups);
    this.seat = new Int32Array(this.n);
    this.size = new Int32Array(this.k);
    this.near = new Int32Array(this.n * this.k);
    this.fixed = Int32Array.from(people, (p) => (p.fixed >= 0 && p.fixed < this.k ? p.fixed : -1));
    const w = WEIGHTS[wish.rule];
    this.metWeight = w.met;
    const organisation = numbered(people.map((p) => p.organisation));
    const area = numbered(people.map((p) => p.area));
    const sector = numbered(people.map((p) => p.sector));
    this.traits = [
      new Trait(organisation.of, organisation.count, this.k, w.organisation),
      new Trait(area.of, area.count, this.k, w.area),
      new Trait(sector.of, sector.count, this.k, w.sector),
    ];
    const index = new Map(people.map((p, i) => [p.id, i]));
    this.met = Array.from({ length: this.n }, () => new Uint8Array(this.n));
    for (const group of wish.met) {
      const here = group.map((id) => index.get(id)).filter((i) => i !== undefined);
      for (const a of here) for (const b of here) if (a !== b && this.met[a]![b]! < 255) this.met[a]![b]!++;
    }
  }

  /** Takes these seats. */
  take(seats: ArrayLike<number>): void {
    this.size.fill(0);
    this.near.fill(0);
    for (const t of this.traits) t.clear();
    for (let p = 0; p < this.n; p++) {
      const g = seats[p]!;
      this.seat[p] = g;
      this.size[g]!++;
      for (const t of this.traits) t.shift(p, g, 1);
      this.meet(p, g, 1);
    }
  }
  private meet(p: number, g: number, by: 1 | -1): void {
    const row = this.met[p]!;
    for (let q = 0; q < this.n; q++) if (row[q]) this.near[q * this.k + g]! += by * row[q]!;
  }
  private put(p: number, g: number): void {
    const from = this.seat[p]!;
    for (const t of this.traits) {
      t.shift(p, from, -1);
      t.shift(p, g, 1);
    }
    this.meet(p, from, -1);
    this.meet(p, g, 1);
    this.size[from]!--;
    this.size[g]!++;
    this.seat[p] = g;
  }

  private sizeCost(): number {
    let sum = 0;
    for (const s of this.size) sum += s * s;
    return SIZE * sum;
  }
  cost(): number {
    let met = 0;
    for (let p = 0; p < this.n; p++) met += this.near[p * this.k + this.seat[p]!]!;
    return this.sizeCost() + this.traits.reduce((sum, t) => sum + t.cost(), 0) + (this.metWeight * met) / 2;
  }

  private moveGain(p: number, to: number): number {
    const from = this.seat[p]!;
    let d = SIZE * 2 * (this.size[to]! - this.size[from]! + 1);
    for (const t of this.traits) d += t.move(p, from, to);
    return d + this.metWeight * (this.near[p * this.k + to]! - this.near[p * this.k + from]!);
  }
  private swapGain(p: number, q: number): number {
    const a = this.seat[p]!;
    const b = this.seat[q]!;
    let d = 0;
    for (const t of this.traits) if (!t.same(p, q)) d += t.move(p, a, b) + t.move(q, b, a);
    const near = this.near[p * this.k + b]! - this.near[p * this.k + a]! + this.near[q * this.k + a]! - this.near[q * this.k + b]!;
    return d + this.metWeight * (near - 2 * this.met[p]![q]!);
  }

  /** Takes every move and swap that helps, until there is none. */
  improve(order: readonly number[]): void {
    for (let better = true; better; ) {
      better = false;
      for (const p of order) {
        if (this.fixed[p]! >= 0) continue;
        let best = -1e-6;
        let to = -1;
        let partner = -1;
        for (let g = 0; g < this.k; g++) {
          if (g === this.seat[p]) continue;
          const d = this.moveGain(p, g);
          if (d < best) [best, to, partner] = [d, g, -1];
        }
        for (const q of order) {
          if (this.seat[q] === this.seat[p] || this.fixed[q]! >= 0) continue;
          const d = this.swapGain(p, q);
          if (d < best) [best, to, partner] = [d, this.seat[q]!, q];
        }
        if (to < 0) continue;
        const from = this.seat[p]!;
        this.put(p, to);
        if (partner >= 0) this.put(partner, from);
        better = true;
      }
    }
  }

  /** A start: those who share the rule's trait after each other, dealt out (cross) or filled up (area, sector). */
  start(draw: () => number, how: number): Int32Array {
    const w = WEIGHTS[this.wish.rule];
    const gather = w.area.square < 0 ? 1 : w.sector.square < 0 ? 2 : -1;
    const key = this.traits[Math.max(0, gather)]!;
    const sizes = new Map<number, number>();
    for (const v of key.of) sizes.set(v, (sizes.get(v) ?? 0) + 1);
    const luck = new Map([...sizes.keys()].map((v) => [v, how === 0 ? 0 : draw()]));
    const rank = (v: number): number => (how % 3 === 1 ? 0 : (sizes.get(v) ?? 0) * (1 + luck.get(v)!));
    const tie = Array.from({ length: this.n }, draw);
    const order = [...tie.keys()]
      .filter((p) => this.fixed[p]! < 0)
      .sort((a, b) => rank(key.of[b]!) - rank(key.of[a]!) || (how % 3 === 1 ? 0 : key.of[a]! - key.of[b]!) || tie[a]! - tie[b]!);
    const seats = new Int32Array(this.n);
    const size = new Int32Array(this.k);
    for (let p = 0; p < this.n; p++) {
      if (this.fixed[p]! < 0) continue;
      seats[p] = this.fixed[p]!;
      size[this.fixed[p]!]!++;
    }
    const most = Math.ceil(this.n / this.k);
    const smallest = (): number => size.indexOf(Math.min(...size));
    let g = 0;
    for (const p of order) {
      if (gather < 0) g = smallest();
      else while (size[g]! >= most && g < this.k - 1) g++;
      seats[p] = g;
      size[g]!++;
    }
    return seats;
  }

  /** These seats after a few people changed places at random. */
  knocked(seats: Int32Array, draw: () => number): Int32Array {
    const out = seats.slice();
    const free = [...out.keys()].filter((p) => this.fixed[p]! < 0);
    for (let i = 0; free.length > 1 && i < 2 + this.n / 8; i++) {
      const p = free[Math.floor(draw() * free.length)]!;
      const q = free[Math.floor(draw() * free.length)]!;
      [out[p], out[q]] = [out[q]!, out[p]!];
    }
    return out;
  }
}

/** How good these seats are: less is better. The same sum that compose() makes small. */
export function cost(wish: Wish, seats: readonly number[]): number {
  const t = new Table(wish);
  t.take(seats);
  return t.cost();
}

/** The group (0-based) of each person, in the order of wish.people. */
export function compose(wish: Wish): number[] {
  const table = new Table(wish);
  const n = table.n;
  if (!n) return [];
  const draw = random(wish.seed || 1);
  const starts = Math.max(12, Math.min(240, Math.round(40_000 / (n * n))));
  let best: Int32Array | null = null;
  let least = Infinity;
  for (let i = 0; i < starts; i++) {
    const tie = Array.from({ length: n }, draw);
    const order = [...tie.keys()].sort((a, b) => tie[a]! - tie[b]!);
    // Every third start is anybody anywhere, every third a knock at the best so far: the rule's own order has blind spots.
    table.take(i % 3 === 2 && best ? table.knocked(best, draw) : table.start(draw, i));
    table.improve(order);
    const c = table.cost();
    if (c < least - 1e-6) {
      least = c;
      best = table.seat.slice();
    }
  }
  return [...(best ?? [])];
}

export interface Balance {
  readonly sizes: readonly number[];
  /** Per group: organisations (numbers) that are in some group but not in this one. */
  readonly absent: readonly (readonly number[])[];
  /** Of these, the ones with people enough to be in every group: the others cannot be helped. */
  readonly lacking: readonly (readonly number[])[];
  /** How many organisations are seated at all. */
  readonly organisations: number;
  /** Per group: pairs who sat together in another composition. */
  readonly met: readonly number[];
}

/** What a composition looks like; groups as ids of people. */
export function balance(
  groups: readonly (readonly number[])[],
  organisationOf: (person: number) => number,
  others: readonly (readonly number[])[],
): Balance {
  const all = new Set(groups.flat().map(organisationOf).filter(Boolean));
  const where = new Map<number, Set<number>>();
  others.forEach((group, i) => {
    for (const p of group) (where.get(p) ?? where.set(p, new Set()).get(p)!).add(i);
  });
  const met = (a: number, b: number): boolean => {
    const [x, y] = [where.get(a), where.get(b)];
    return !!x && !!y && [...x].some((i) => y.has(i));
  };
  const people = new Map<number, number>();
  for (const o of groups.flat().map(organisationOf)) people.set(o, (people.get(o) ?? 0) + 1);
  const absent = groups.map((g) => {
    const here = new Set(g.map(organisationOf));
    return [...all].filter((o) => !here.has(o));
  });
  return {
    sizes: groups.map((g) => g.length),
    organisations: all.size,
    absent,
    lacking: absent.map((g) => g.filter((o) => (people.get(o) ?? 0) >= groups.length)),
    met: groups.map((g) => g.reduce((sum, a, i) => sum + g.slice(i + 1).filter((b) => met(a, b)).length, 0)),
  };
}
