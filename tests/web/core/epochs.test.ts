/* epochs.test.ts - another history: a backup is put back, words are taken out, the seminar is erased.
 *
 * What: what the restored file cannot know comes back from whoever knows it, once and in its place; after a rewrite or an
 *       erasure nothing goes over and unsent texts are shown once. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { KindName } from "../../../client-web/src/protocol.gen.ts";
import type { SeminarStore } from "../../../client-web/src/state/store.ts";
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
let world: World;
const peers: Peer[] = [];
before(async () => {
  world = await World.start({ template: TEMPLATE, rooms: ["Ek", "Tall"], args: ["--unlimited"] });
});
after(async () => {
  for (const p of peers) p.stop();
  await world.stop();
});

const url = (): string => `ws://${world.daemonAddress}/${world.name}/ws`;
async function enter(role: string, name: string): Promise<Peer> {
  const p = new Peer(url, { token: world.secret(role, role === "organiser" ? "" : "Ek"), name, seed: peers.length });
  peers.push(p);
  p.start();
  await p.live();
  return p;
}
function all(s: SeminarStore, kind: KindName, top = 1): number[] {
  return [...(s.kind(top) === kind ? [top] : []), ...s.children(top).flatMap((k) => all(s, kind, k))];
}
const questions = (s: SeminarStore): number[] => all(s, "question").filter((q) => s.mayWrite(q, "question", "discussion"));
const together = async (...ps: Peer[]): Promise<void> => {
  for (const p of ps) await p.settled();
  const head = Math.max(...ps.map((p) => p.client.applied));
  for (const p of ps) await p.until("the same position", () => p.client.applied >= head);
};
const same = (...ps: Peer[]): void => {
  for (const p of ps) assert.equal(JSON.stringify(bare(p)), JSON.stringify(bare(ps[0]!)));
};
/** Without the old positions that offers give: changes do not carry them. */
const bare = (p: Peer): unknown =>
  [...p.client.tree.root.walk()].map((n) => (n.wire() as unknown[]).map((x) => (Array.isArray(x) ? x.map((f) => (f as unknown[]).slice(0, 4)) : x)));

/** Puts the copy back once the daemon has noted beside its file that it had confirmed up to there. */
async function putBack(copy: string, confirmed: number): Promise<void> {
  const noted = (): number => {
    const file = join(world.data, `${world.name}.samverka.mark`);
    const slots = (existsSync(file) ? readFileSync(file, "latin1") : "").matchAll(/samverka-mark 1 \d+ (\d+)/g);
    return Math.max(0, ...[...slots].map((m) => Number(m[1])));
  };
  while (noted() < confirmed) await new Promise((done) => setTimeout(done, 20));
  await world.kill();
  for (const more of ["-wal", "-shm"]) rmSync(join(world.data, `${world.name}.samverka${more}`), { force: true });
  renameSync(copy, join(world.data, `${world.name}.samverka`));
}

test("a backup is put back", async () => {
  const [a, b, org] = [await enter("scribe", "A"), await enter("facilitator", "B"), await enter("organiser", "O")];
  const [q, q2] = questions(a.store) as [number, number];
  a.store.write(q, "question", "discussion", "Före kopian.");
  await together(a, b, org);
  const copy = join(world.data, "kopia");
  assert.ok(((await world.ask("backup", { name: world.name, to: copy })) as { ok: boolean }).ok);
  a.store.write(q, "question", "discussion", "Före kopian. Efter den.");
  const one = a.store.add("point", q2, 0, { text: "ett" });
  await together(a, b);
  const two = b.store.add("point", q2, one, { text: "två", star: 1 });
  await together(a, b, org);
  b.store.write(q, "question", "discussion", "B: Före kopian. Efter den.");
  await together(a, b, org);
  await putBack(copy, a.client.applied);
  for (const p of [a, b, org]) await p.until("away", () => p.client.state !== "live");
  a.store.write(q, "question", "discussion", "A: " + a.store.text(q, "question", "discussion")); // never sent
  const three = a.store.add("point", q2, one, { text: "tre" });
  a.crash(true); // its tab dies too
  await world.again(["--unlimited"]);
  for (const p of [a, b, org]) p.start();
  await together(a, b, org);
  await together(a, b, org);
  assert.equal(a.store.epochNews.value?.reason, "restored");
  assert.equal(a.store.text(q, "question", "discussion"), "A: B: Före kopian. Efter den.");
  assert.deepEqual([...a.store.children(q2, "point")].sort(), [one, two, three].sort());
  assert.equal(org.store.num(two, "point", "star"), 1);
  assert.deepEqual(a.store.refused.value, []);
  same(a, b);
  for (const p of [a, b, org]) p.stop();
});

test("words are taken out of history", async () => {
  const a = await enter("scribe", "A");
  const [q] = questions(a.store) as [number];
  const point = a.store.add("point", q, 0, { text: "hemligt ord" });
  await a.settled();
  await world.kill();
  await a.until("away", () => a.client.state !== "live");
  a.store.write(q, "question", "discussion", "osänt " + a.store.text(q, "question", "discussion"));
  await world.again(["--unlimited"]);
  a.cut();
  const what = { name: world.name, drop: "passages", ids: [point] };
  const asked = (await world.ask("rewrite", what)) as { confirm: string };
  const done = (await world.ask("rewrite", { ...what, confirm: asked.confirm })) as { ok: boolean };
  assert.ok(done.ok, JSON.stringify([asked, done]));
  a.start();
  await a.live();
  await a.settled();
  const news = a.store.epochNews.value;
  if (news !== null) {
    assert.equal(news.reason, "rewritten");
    assert.deepEqual(news.texts, ["osänt "]);
  } else assert.fail("not told");
  assert.equal(a.client.own.length, 0);
  assert.ok(!a.store.text(q, "question", "discussion").includes("osänt"));
  assert.ok(!Buffer.concat(a.client.compact()).includes(Buffer.from("hemligt")));
  assert.ok(!Buffer.from(a.client.keep()!).includes(Buffer.from("hemligt")));
  a.store.dismissEpochNews();
  a.store.write(q, "question", "discussion", "vidare");
  await a.settled();
  a.stop();
});

test("the seminar is gone: what was not sent is not thrown away", async () => {
  const a = await enter("scribe", "A");
  const [q] = questions(a.store) as [number];
  const asked = (await world.ask("erase", { name: world.name })) as { confirm: string };
  const done = (await world.ask("erase", { name: world.name, confirm: asked.confirm })) as { ok: boolean };
  assert.ok(done.ok, JSON.stringify([asked, done]));
  await a.until("away", () => a.client.state !== "live");
  a.store.write(q, "question", "discussion", "kvar hos mig");
  const after = new Peer(url, { token: "", name: "A", seed: 1, cid: a.cid });
  after.client.restore(a.records);
  assert.equal(after.client.own.length, 1);
  assert.equal(a.store.text(q, "question", "discussion"), "kvar hos mig");
});
