/* compose.test.ts - the proposer of groups: as good as trying everything where that can be done, quick where it cannot. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { balance, compose, cost, type Rule, type Seat, type Wish } from "../../../client-web/src/state/compose.ts";

const seat = (id: number, organisation = 0, area = "", sector = "", fixed = -1): Seat => ({ id, organisation, area, sector, fixed });

/** Every way to seat people, fixed seats kept. */
function optimum(w: Wish): number {
  const n = w.people.length;
  const seats = new Array<number>(n).fill(0);
  let best = Infinity;
  const walk = (i: number): void => {
    if (i === n) {
      best = Math.min(best, cost(w, seats));
      return;
    }
    const fixed = w.people[i]!.fixed;
    for (let g = 0; g < w.groups; g++) {
      if (fixed >= 0 && fixed !== g) continue;
      seats[i] = g;
      walk(i + 1);
    }
  };
  walk(0);
  return best;
}

function lcg(seed: number): () => number {
  let s = seed;
  return () => (s = (s * 1103515245 + 12345) % 2147483648) / 2147483648;
}
function instance(seed: number, n: number, groups: number, rule: Rule): Wish {
  const draw = lcg(seed);
  const pick = (m: number): number => Math.floor(draw() * m);
  const people = Array.from({ length: n }, (_, i) =>
    seat(i + 1, pick(5), ["", "Söder", "Norr", "Väst"][pick(4)], ["", "stat", "kommun"][pick(3)], pick(7) === 0 ? pick(groups) : -1),
  );
  const met: number[][] = Array.from({ length: groups }, () => []);
  for (const p of people) met[pick(groups)]!.push(p.id);
  return { people, groups, rule, met: seed % 2 ? met : [], seed };
}

test("small instances: nothing is better than what is proposed", () => {
  for (const rule of ["cross", "area", "sector", "free"] as const) {
    for (let seed = 1; seed <= 20; seed++) {
      const w = instance(seed, 7 + (seed % 3), seed % 4 === 0 ? 3 : 2, rule);
      assert.ok(Math.abs(cost(w, compose(w)) - optimum(w)) < 1e-6, `${rule}, seed ${seed}`);
    }
  }
});

test("the same wish gives the same seats", () => {
  const w = instance(5, 60, 4, "cross");
  assert.deepEqual(compose(w), compose(w));
});

test("cross: every organisation in each group as far as arithmetic allows, sizes within one", () => {
  const people = Array.from({ length: 58 }, (_, i) => seat(i + 1, 1 + (i % 13), ["Nord", "Syd", "Mitt"][i % 3], ""));
  const w: Wish = { people, groups: 4, rule: "cross", met: [], seed: 1 };
  const seats = compose(w);
  const groups = [0, 1, 2, 3].map((g) => people.filter((_, i) => seats[i] === g).map((p) => p.id));
  const sizes = groups.map((g) => g.length);
  assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1);
  for (let o = 1; o <= 13; o++) {
    const members = people.filter((p) => p.organisation === o);
    const present = groups.filter((g) => members.some((m) => g.includes(m.id))).length;
    assert.equal(present, Math.min(4, members.length), `organisation ${o}`);
  }
  for (const area of ["Nord", "Syd", "Mitt"]) {
    assert.ok(groups.every((g) => g.some((id) => people[id - 1]!.area === area)), area);
  }
});

test("area: those of one place together, and new faces as far as that allows", () => {
  const people = Array.from({ length: 32 }, (_, i) => seat(i + 1, 1 + (i % 8), ["Nord", "Syd", "Öst", "Väst"][i % 4]));
  const a: Wish = { people, groups: 4, rule: "cross", met: [], seed: 1 };
  const first = compose(a);
  const met = [0, 1, 2, 3].map((g) => people.filter((_, i) => first[i] === g).map((p) => p.id));
  const second = compose({ ...a, rule: "area", met });
  for (const area of ["Nord", "Syd", "Öst", "Väst"]) {
    assert.equal(new Set(people.flatMap((p, i) => (p.area === area ? [second[i]] : []))).size, 1, area);
  }
  const again = compose({ ...a, met });
  const groups = [0, 1, 2, 3].map((g) => people.filter((_, i) => again[i] === g).map((p) => p.id));
  const pairs = balance(groups, (p) => people[p - 1]!.organisation, met).met.reduce((x, y) => x + y, 0);
  assert.ok(pairs <= 4 * 4 * 1 + 8, `${pairs} pairs meet again`); // 4 groups of 8 from 4: at least one pair per old group and new group
});

test("fixed seats stay, also when they make a group larger", () => {
  const people = Array.from({ length: 9 }, (_, i) => seat(i + 1, i, "", "", i < 5 ? 1 : -1));
  const seats = compose({ people, groups: 2, rule: "cross", met: [], seed: 3 });
  assert.deepEqual(seats, [1, 1, 1, 1, 1, 0, 0, 0, 0]);
});

test("nobody, one group, more groups than people", () => {
  assert.deepEqual(compose({ people: [], groups: 4, rule: "cross", met: [], seed: 1 }), []);
  assert.deepEqual(compose({ people: [seat(1), seat(2)], groups: 1, rule: "area", met: [], seed: 1 }), [0, 0]);
  assert.equal(new Set(compose({ people: [seat(1), seat(2)], groups: 4, rule: "cross", met: [], seed: 1 })).size, 2);
});

test("300 people in under a second", () => {
  for (const [rule, groups] of [["cross", 12], ["area", 12], ["cross", 4], ["cross", 30]] as const) {
    const w = { ...instance(7, 300, groups, rule), people: instance(7, 300, groups, rule).people.map((p, i) => ({ ...p, organisation: 1 + (i % 40) })) };
    const began = performance.now();
    compose(w);
    const ms = performance.now() - began;
    console.log(`# ${rule}, ${groups} groups: ${Math.round(ms)} ms`);
    assert.ok(ms < 1000, `${rule} with ${groups} groups: ${ms} ms`);
  }
});

test("balance tells who is missing where and who has met", () => {
  const b = balance([[1, 2], [3, 4]], (p) => [0, 7, 8, 7, 0][p]!, [[1, 2], [3], [4]]);
  // One person cannot be in both groups: absent, but nothing that could be better.
  assert.deepEqual(b, { sizes: [2, 2], organisations: 2, absent: [[], [8]], lacking: [[], []], met: [1, 0] });
  assert.deepEqual(balance([[1, 2], [3]], (p) => [0, 7, 7, 8][p]!, []).lacking, [[], [7]]);
});
