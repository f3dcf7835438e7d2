/* seating.test.ts - groups on the day itself, on a real daemon without a browser: late ones placed, who listens or does not come
 * counted apart, exchanges that say what they change and do just that. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  balanceOf, groupsOf, isCounted, mostSent, PART, placeLeft, propose, seat, seated, swap, swapsFor, unseated,
} from "../../../client-web/src/roles/organiser/seating.ts";
import type { Peer } from "../core/peer.ts";
import { Day, saved } from "./kit.ts";

let day: Day;
let org: Peer;
let division = 0;
const people: number[] = [];
const ABSENT = 2;
const LATE = 3;
before(async () => {
  day = await Day.start();
  org = await day.peer("organiser", "", "Ann-Sofi");
  const s = org.store;
  const works = ["Frivården", "Socialtjänsten", "Polisen", "Nya Steg"].map((name) => s.add("organisation", 1, 0, { name }));
  for (let i = 0; i < 13; i++) people.push(s.add("participant", 1, people.at(-1) ?? 0, { name: `Person ${i}`, organisation: works[i < 12 ? i % 3 : 3]! }));
  division = s.children(1, "composition")[0]!;
  await saved(org);
});
after(() => day?.stop());

const where = (): Map<number, number> => new Map(groupsOf(org.store, division).flatMap((g) => seated(org.store, g).map((x) => [x.person, g] as const)));
const sizes = (): number[] => [...balanceOf(org.store, division).sizes].sort();

test("a late one gets the best group, and nobody else is moved", async () => {
  const s = org.store;
  for (const p of people.slice(10)) s.set(p, "participant", "status", ABSENT);
  assert.ok(propose(s, division, 1));
  await saved(org);
  const before = where();
  assert.equal(before.size, 10);
  assert.deepEqual(sizes(), [5, 5]);
  s.set(people[11]!, "participant", "status", LATE);
  s.set(people[12]!, "participant", "status", LATE);
  const { placed, undo } = placeLeft(s, division);
  await saved(org);
  assert.deepEqual(placed.map(([p]) => p).sort(), [people[11], people[12]].sort());
  for (const [p, g] of before) assert.equal(where().get(p), g, "stays");
  assert.deepEqual(sizes(), [6, 6]);
  undo();
  await saved(org);
  assert.deepEqual(unseated(s, division).sort(), [people[10], people[11], people[12]].sort());
  placeLeft(s, division);
  await saved(org);
});

test("who does not come keeps the seat and is not counted; the same press takes it back", async () => {
  const s = org.store;
  const [g] = groupsOf(s, division);
  const gone = seated(s, g!)[0]!.person;
  s.set(gone, "participant", "status", ABSENT);
  assert.deepEqual(sizes(), [5, 6]);
  assert.equal(where().get(gone), g);
  s.set(gone, "participant", "status", 0);
  assert.deepEqual(sizes(), [6, 6]);
});

test("a listener counts neither in the size nor for the organisation, and stays when a proposal is made", async () => {
  const s = org.store;
  const [g] = groupsOf(s, division);
  const listener = seated(s, g!).find((x) => x.person !== people[12])!;
  s.set(listener.member, "member", "part", PART.listener);
  assert.equal(isCounted(s, seated(s, g!).find((x) => x.person === listener.person)!), false);
  assert.deepEqual(sizes(), [5, 6]);
  assert.ok(propose(s, division, 7));
  await saved(org);
  assert.equal(where().get(listener.person), g);
  assert.equal(s.num(listener.member, "member", "part"), PART.listener);
  const all = balanceOf(s, division).sizes;
  assert.ok(Math.max(...all) - Math.min(...all) <= 1, `${all}`);
  // Nya Steg sent one person, who cannot be in both.
  const b = balanceOf(s, division);
  const lone = b.absent.flat();
  assert.equal(lone.length, 1);
  assert.equal(mostSent(s, division, lone), 1);
  assert.deepEqual(b.lacking.flat(), []);
});

test("an exchange says what it changes, and changes just that", async () => {
  const s = org.store;
  const [a, b] = groupsOf(s, division);
  // Badly mixed on purpose: all of one organisation in one group.
  const of = (p: number): number => s.num(p, "participant", "organisation");
  const first = of(people[0]!);
  for (const [p, g] of where()) if (of(p) === first && g === a) seat(s, division, p, b!);
  await saved(org);
  const person = seated(s, b!).find((x) => of(x.person) === first && isCounted(s, x))!.person;
  const { now, swaps } = swapsFor(s, division, person);
  assert.ok(swaps.length > 0 && swaps.every((x) => x.group === a));
  const best = swaps[0]!;
  assert.ok(best.after.absent < now.absent, `${now.absent} -> ${best.after.absent}`);
  const fixed = seated(s, a!).find((x) => x.person === best.person)!;
  s.set(fixed.member, "member", "part", PART.fixed);
  assert.ok(!swapsFor(s, division, person).swaps.some((x) => x.person === best.person), "a fixed seat is not offered");
  s.set(fixed.member, "member", "part", PART.member);
  swap(s, division, person, best.person);
  await saved(org);
  const after = balanceOf(s, division);
  assert.deepEqual({ absent: after.absent.flat().length, met: after.met.reduce((x, y) => x + y, 0) }, { absent: best.after.absent, met: best.after.met });
  assert.equal(where().get(person), a);
  assert.equal(where().get(best.person), b);
});
