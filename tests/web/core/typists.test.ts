/* typists.test.ts - several clients write at once in the same fields of a real daemon, through broken connections, a daemon
 * that is killed, and tabs that die: at the end everybody has the same tree, and every word that was typed is there once.
 *
 *   SEED=n SEEDS=n OPS=n   which runs, how many, how long; a failing run prints its seed. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Rng } from "../../../client-web/src/core/state.ts";
import { World } from "../world.ts";
import { Peer } from "./peer.ts";

const TEMPLATE = `
name: prov
language: sv
title: Provdagen
compositions:
  - {key: a, name: A, rule: cross}
rooms:
  count: 2
sessions:
  - title: Pass 1
    key: pass1
    form: groups
    composition: a
    start: "09:00"
    minutes: 60
    sheets:
      - {key: fragor, title: Frågor, form: questions, each: room, audience: [own, places], questions: [Vad fungerar?, Vad saknas?]}
`;
const TYPISTS = 4;
const FIRST = Number(process.env["SEED"] ?? 1);
const RUNS = Number(process.env["SEEDS"] ?? 4);
const OPS = Number(process.env["OPS"] ?? 400);
const WORDS = ["a", "å", "🚲", "e\u0301", " ord ", "\n", "samverkan", "–"];

let world: World;
before(async () => {
  world = await World.start({ template: TEMPLATE, rooms: ["Ek", "Tall"], args: ["--unlimited"] });
});
after(() => world.stop());

const url = (): string => `ws://${world.daemonAddress}/${world.name}/ws`;

/** Everything that a typist may do; returns what must be found at the end. */
class Hand {
  readonly marks: string[] = [];
  points: number[] = [];
  constructor(readonly peer: Peer, readonly name: string, readonly rng: Rng) {}

  private question(): number {
    const { store } = this.peer;
    const all: number[] = [];
    const walk = (id: number): void => {
      if (store.kind(id) === "question") all.push(id);
      for (const k of store.children(id)) walk(k);
    };
    walk(1);
    const own = all.filter((q) => store.mayWrite(q, "question", "discussion"));
    return own[this.rng.below(own.length)] ?? 0;
  }

  /** A word of its own into a text, and perhaps a bit of what others have (never a mark) taken out. */
  private typed(text: string): string {
    const cps = Array.from(text);
    const at = this.rng.below(cps.length + 1);
    const inside = (i: number): boolean => {
      const before = cps.slice(0, i).join("");
      return before.lastIndexOf("‹") > before.lastIndexOf("›");
    };
    if (inside(at)) return text;
    if (this.rng.below(2) === 0) {
      const mark = `‹${this.name}${this.marks.length}›`;
      this.marks.push(mark);
      cps.splice(at, 0, mark);
    } else if (this.rng.below(3) > 0 || cps[at] === "‹" || cps[at] === "›" || cps[at] === undefined || inside(at + 1)) {
      cps.splice(at, 0, WORDS[this.rng.below(WORDS.length)]!);
    } else cps.splice(at, 1, this.rng.below(2) === 0 ? "x" : "");
    return cps.join("");
  }

  act(): void {
    const { store } = this.peer;
    const q = this.question();
    if (q === 0) return;
    const what = this.rng.below(20);
    this.points = this.points.filter((p) => store.exists(p));
    const point = this.points[this.rng.below(Math.max(1, this.points.length))] ?? 0;
    if (what < 12) {
      const text = store.text(q, "question", "discussion");
      if (text.length < 12000) store.write(q, "question", "discussion", this.typed(text));
    } else if (what < 14) {
      const siblings = store.children(q, "point");
      const mark = `‹${this.name}${this.marks.length}›`;
      const id = store.add("point", q, siblings[this.rng.below(siblings.length + 1)] ?? 0, { text: mark });
      assert.notEqual(id, 0);
      this.marks.push(mark);
      this.points.push(id);
    } else if (point !== 0) {
      if (what < 17) store.write(point, "point", "text", this.typed(store.text(point, "point", "text")));
      else if (what === 17) store.set(point, "point", "star", this.rng.below(2));
      else if (what === 18) {
        if (store.ownMark(point)) store.restore(point);
        else store.remove(point);
      } else {
        const siblings = store.children(store.parent(point), "point", true).filter((s) => s !== point);
        store.move(point, store.parent(point), siblings[this.rng.below(siblings.length + 1)] ?? 0);
      }
    }
  }
}

const breath = (): Promise<void> => new Promise((done) => setImmediate(done));

for (let seed = FIRST; seed < FIRST + RUNS; seed++) {
  test(`seed ${seed}: ${TYPISTS} typists, ${OPS} acts each`, async (t) => {
    const rng = new Rng(seed);
    const hands = Array.from({ length: TYPISTS }, (_, i) => {
      const name = `${String.fromCharCode(65 + i)}${seed}.`;
      return new Hand(new Peer(url, { token: world.secret("scribe", "Ek"), name, seed: seed * 100 + i }), name, new Rng(seed * 1000 + i));
    });
    const watcher = new Peer(url, { token: world.secret("organiser"), name: "watcher", seed, readOnly: true });
    const all = [...hands.map((h) => h.peer), watcher];
    t.after(() => {
      for (const p of all) p.stop();
    });
    for (const p of all) p.start();
    for (const p of all) await p.live();
    for (let i = 0; i < OPS; i++) {
      for (const h of hands) {
        if (rng.below(3) > 0) h.act();
        const accident = rng.below(600);
        if (accident < 12) h.peer.cut();
        else if (accident < 15) h.peer.crash(true);
        else if (accident < 18) h.peer.crash(false);
        else if (accident < 20) h.peer.compact();
        else if (accident < 24) h.peer.start();
      }
      if (rng.below(OPS) < 2) {
        await world.kill();
        await world.again(["--unlimited"]);
        for (const p of all) p.start();
      }
      for (let n = rng.below(4); n > 0; n--) await breath();
      // Now and then somebody sees an answer before anybody goes on.
      const seen = hands[rng.below(TYPISTS)]!.peer;
      const first = seen.client.own[0];
      if (rng.below(2) === 0 && first !== undefined && seen.client.state === "live") {
        await seen.until("an answer", () => seen.client.own[0] !== first || seen.client.state !== "live");
      }
    }
    for (const p of all) p.start();
    for (const h of hands) await h.peer.settled();
    for (const h of hands) assert.deepEqual(h.peer.client.refused(), [], `seed ${seed}: something was refused`);
    const head = Math.max(...hands.map((h) => h.peer.client.applied));
    for (const p of all) await p.until(`position ${head}`, () => p.client.applied >= head);
    const trees = hands.map((h) => JSON.stringify(h.peer.client.tree.wire()));
    for (const tree of trees) assert.equal(tree, trees[0], `seed ${seed}: trees differ`);
    const texts = [...watcher.client.tree.root.walk()].flatMap((n) => [...n.fields.values()].map((s) => s.value)).filter((v) => typeof v === "string").join("\u0001");
    for (const h of hands) {
      for (const mark of h.marks) assert.equal(texts.split(mark).length - 1, 1, `seed ${seed}: ${mark} is there ${texts.split(mark).length - 1} times`);
    }
    for (const h of hands) assert.equal(h.peer.wrong, "", `seed ${seed}`);
    for (const h of hands) assert.equal(h.peer.corrections(), 0, `seed ${seed}: an own operation came back otherwise than it was carried here`);
    const confirmed = hands.reduce((n, h) => n + h.marks.length, 0);
    console.log(`seed ${seed}: ${confirmed} marks, position ${head}, ${hands.reduce((n, h) => n + h.peer.steps, 0)} steps`);
  });
}

test("faster than the daemon allows: it waits, keeps the order and loses nothing", async (t) => {
  await world.kill();
  await world.again(); // with its limits
  const fast = new Peer(url, { token: world.secret("scribe", "Tall"), name: "fast", seed: 7 });
  const other = new Peer(url, { token: world.secret("organiser"), name: "other", seed: 8 });
  t.after(() => {
    fast.stop();
    other.stop();
  });
  for (const p of [fast, other]) {
    p.start();
    await p.live();
  }
  const { store } = fast;
  const all = (id: number): number[] => [...(store.kind(id) === "question" ? [id] : []), ...store.children(id).flatMap(all)];
  const q = all(1).find((id) => store.mayWrite(id, "question", "discussion"))!;
  const made: number[] = [];
  for (let i = 0; i < 480; i++) made.push(store.add("point", q, made[made.length - 1] ?? 0, { text: `${i}` }));
  await fast.settled();
  assert.deepEqual(store.refused.value, []);
  assert.equal(fast.wrong, "");
  await other.until("all of it", () => other.client.applied >= fast.client.applied);
  assert.deepEqual(other.store.children(q, "point").map((p) => other.store.text(p, "point", "text")), made.map((_, i) => `${i}`));
});
