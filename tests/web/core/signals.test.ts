/* signals.test.ts - the store on a live daemon: what is drawn again and what is not, marks, rights, refusals, cursors, ballots,
 * groups, history, and a start without a connection. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { effect } from "../../../client-web/node_modules/@preact/signals/dist/signals.mjs";
import { KINDS } from "../../../client-web/src/protocol.gen.ts";
import type { KindName } from "../../../client-web/src/protocol.gen.ts";
import type { SeminarStore } from "../../../client-web/src/state/store.ts";
import { World } from "../world.ts";
import { Peer } from "./peer.ts";

const TEMPLATE = `
name: prov
language: sv
title: Provdagen
participants:
  read: [agenda, stage, group, groups]
  found_groups: yes
compositions:
  - {key: a, name: A, rule: cross}
  - {key: egna, name: Bordsgrupper, rule: self}
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
      - {key: fragor, title: Frågor, form: questions, each: room, audience: [own, places, group], questions: [Vad fungerar?, Vad saknas?]}
      - {title: Röster, form: poll, audience: [all], polls: [{text: Vad är viktigast?, form: choice, most: 1, choices: [Bostad, Arbete]}]}
  - title: Pass 2
    form: groups
    composition: egna
    start: "10:00"
    minutes: 60
    sheets:
      - {title: Bord, form: questions, each: group, audience: [own, group], questions: [Vad gör vi nu?]}
`;
const DISCUSSION = KINDS.question.fields.discussion.number;

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
async function enter(token: string, name: string, more: { group?: number; readOnly?: boolean } = {}): Promise<Peer> {
  const p = new Peer(url, { token, name, seed: peers.length, ...more });
  peers.push(p);
  p.start();
  await p.live();
  return p;
}
const scribe = (name: string, room = "Ek"): Promise<Peer> => enter(world.secret("scribe", room), name);

function all(s: SeminarStore, kind: KindName, top = 1): number[] {
  return [...(s.kind(top) === kind ? [top] : []), ...s.children(top).flatMap((k) => all(s, kind, k))];
}
const questions = (s: SeminarStore): number[] => all(s, "question").filter((q) => s.mayWrite(q, "question", "discussion"));
const together = async (...ps: Peer[]): Promise<void> => {
  for (const p of ps) await p.settled();
  const head = Math.max(...ps.map((p) => p.client.applied));
  for (const p of ps) await p.until("the same position", () => p.client.applied >= head);
};

test("only what depends on a node is drawn again", async () => {
  const [a, b] = [await scribe("A"), await scribe("B")];
  const [q1, q2] = questions(a.store);
  assert.ok(q1 && q2);
  const seen = { text1: 0, text2: 0, children: 0, gone: 0 };
  const ends = [
    effect(() => { a.store.text(q1, "question", "discussion"); seen.text1++; }),
    effect(() => { a.store.text(q2, "question", "discussion"); seen.text2++; }),
    effect(() => { a.store.children(q2, "point"); seen.children++; }),
  ];
  const point = b.store.add("point", q2, 0, { text: "en sak" });
  await together(a, b);
  assert.equal(seen.text1, 1, "another question is left alone");
  assert.ok(seen.children >= 2);
  assert.deepEqual(a.store.children(q2, "point"), [point]);
  assert.equal(a.store.text(point, "point", "text"), "en sak");
  ends.push(effect(() => { a.store.deleted(point); seen.gone++; }));
  const sheet = a.store.parent(q2);
  const org = await enter(world.secret("organiser"), "O");
  assert.ok(org.store.remove(sheet));
  await together(org, a);
  assert.equal(a.store.deleted(point), true, "an ancestor's deletion reaches whoever asks");
  assert.ok(seen.gone >= 2);
  assert.equal(a.store.ownMark(point), false);
  org.store.restore(sheet);
  await together(org, a);
  assert.equal(a.store.deleted(point), false);
  for (const end of ends) end();
  assert.ok(a.store.touched(point) > 0);
  assert.equal(a.store.author(point), b.store.me.value.ord);
  assert.equal(a.store.connection.value.state, "live");
  assert.equal(a.store.me.value.role, "scribe");
  assert.ok(Math.abs(a.store.now() - Date.now()) < 2000);
});

test("own work is shown at once and saved later; others' changes carry the caret", async () => {
  const [a, b] = [await scribe("A"), await scribe("B")];
  const q = questions(a.store)[0]!;
  assert.ok(a.store.write(q, "question", "discussion", "Ring 🚲 mig"));
  assert.equal(a.store.text(q, "question", "discussion"), "Ring 🚲 mig");
  assert.equal(a.store.unsaved(q), true);
  assert.equal(a.store.saved.value.pending, 1);
  await together(a, b);
  assert.equal(a.store.unsaved(q), false);
  assert.ok(a.store.savedAt(q) > 0 && a.store.saved.value.at > 0);
  const calls: [string, number, number][] = [];
  const end = a.store.onForeign(q, DISCUSSION, (text, carry) => calls.push([text, carry(8), carry(2)]));
  b.store.write(q, "question", "discussion", "Ja. Ring 🚲🚲 oss");
  await together(a, b);
  assert.ok(calls.length > 0);
  const last = calls[calls.length - 1]!;
  assert.equal(last[0], "Ja. Ring 🚲🚲 oss");
  assert.equal(last[2], 6, "behind what was put in front");
  calls.length = 0;
  a.store.write(q, "question", "discussion", "Ja! Ring 🚲🚲 oss");
  await together(a, b);
  assert.equal(calls.length, 0, "own typing is not told");
  end();
  a.store.presence(q, DISCUSSION, 11, 13);
  await b.until("a's cursor", () => b.store.people.value.some((p) => p.name === "A" && p.node === q && p.anchor === 11 && p.head === 13));
  b.store.write(q, "question", "discussion", "🚲 Ja! Ring 🚲🚲 oss");
  assert.equal(b.store.people.value.find((p) => p.name === "A" && p.node === q)?.anchor, 14, "carried over what is typed here");
});

test("what is refused is taken back and kept for the person", async () => {
  const [a, org] = [await scribe("A"), await enter(world.secret("organiser"), "O")];
  const other = all(a.store, "question").find((q) => !a.store.mayWrite(q, "question", "discussion"))!;
  const before = a.store.text(other, "question", "discussion");
  assert.ok(a.store.write(other, "question", "discussion", before + "får inte"));
  await a.until("refused", () => a.store.refused.value.length > 0);
  const [r] = a.store.refused.value;
  assert.equal(r!.text, "får inte");
  assert.equal(a.store.text(other, "question", "discussion"), before);
  a.store.dismissRefused(r!.n);
  assert.equal(a.store.refused.value.length, 0);

  const q = questions(a.store)[1]!;
  const sheet = a.store.parent(q);
  a.cut(); // knows nothing of the lock
  a.store.write(q, "question", "discussion", "Före låset. " + a.store.text(q, "question", "discussion"));
  org.store.lock(sheet, true);
  await org.settled();
  a.start();
  await together(a, org);
  assert.equal(org.store.mark(q, DISCUSSION).late, true);
  assert.equal(a.store.mayWrite(q, "question", "discussion"), false);
  a.store.write(q, "question", "discussion", "Efter. " + a.store.text(q, "question", "discussion"));
  await a.until("refused", () => a.store.refused.value.length > 0);
  assert.equal(a.store.text(q, "question", "discussion").includes("Efter"), false);
  org.store.lock(sheet, false);
  await together(a, org);
  assert.equal(a.store.mayWrite(q, "question", "discussion"), true);
});

test("a blind overwrite is marked", async () => {
  const [a, b] = [await scribe("A"), await scribe("B")];
  const q = questions(a.store)[0]!;
  const word = KINDS.question.fields.word.number;
  a.cut();
  a.store.set(q, "question", "word", 1);
  b.store.set(q, "question", "word", 2);
  await b.settled();
  a.start();
  await together(a, b);
  assert.deepEqual([a.store.mark(q, word).blind, b.store.mark(q, word).blind], [true, true]);
  assert.equal(b.store.num(q, "question", "word"), 1);
});

test("history, rights of roles, summary", async () => {
  const [a, mod] = [await scribe("Åsa"), await enter(world.secret("moderator"), "M")];
  const q = questions(a.store)[0]!;
  a.store.write(q, "question", "discussion", a.store.text(q, "question", "discussion") + " slut");
  await together(a, mod);
  const past = await a.store.history(q);
  assert.ok(past.length > 0 && past.some((p) => p.name === "Åsa"));
  assert.equal(past[past.length - 1]!.op[0], 3);
  assert.equal(mod.store.mayWrite(q, "question", "discussion"), false);
  assert.equal(mod.store.mayWrite(1, "notice"), true);
  assert.equal(a.store.mayWrite(1, "notice"), false);
  assert.equal(a.store.mayWrite(1, "call"), true);
  assert.equal(a.store.mayWrite(q, "point"), true);
  assert.equal(a.store.mayWrite(q, "point", "text"), true);
  const call = a.store.add("call", 1, 0, { place: a.store.me.value.place, text: "Hjälp" });
  await together(a, mod);
  assert.equal(mod.store.text(call, "call", "text"), "Hjälp");
  assert.deepEqual(a.store.refused.value, []);
  await mod.until("summary", () => mod.store.progress.value.some((r) => r.questions.some((x) => x.question === q)));
  const session = all(mod.store, "session")[0]!;
  assert.ok(mod.store.clockAction(session, "start"));
  await together(mod, a);
  assert.equal(a.store.num(session, "session", "state"), 1);
  const left = a.store.num(session, "session", "ends") - a.store.now();
  assert.ok(Math.abs(left - 3_600_000) < 2000, String(left));
});

test("a ballot, a group of one's own, and following it", async () => {
  const mod = await enter(world.secret("moderator"), "M");
  const door = KINDS.seminar.fields.door.number;
  if (mod.store.num(1, "seminar", "door") !== 1) mod.store.set(1, "seminar", "door", 1);
  assert.ok(door);
  const poll = all(mod.store, "poll")[0]!;
  const choice = mod.store.children(poll, "choice")[0]!;
  mod.store.set(poll, "poll", "state", 1);
  await mod.settled();
  const phone = await enter(world.made.code, "", { readOnly: true });
  await phone.until("the poll", () => phone.store.num(poll, "poll", "state") === 1);
  const voted = phone.store.ballot(poll, [choice]);
  phone.cut(); // before the receipt: said again on the next connection
  phone.start();
  await voted;
  await mod.until("counted", () => mod.store.num(poll, "poll", "count") === 1);
  await assert.rejects(phone.store.ballot(choice, [1]), /not_found/, "no poll of that id");
  const made = await phone.store.join("3 B", "Bord tre");
  assert.ok(made.group > 0 && made.secret.length >= 22);
  const secretary = await enter(made.secret, "S");
  assert.equal(secretary.store.me.value.role, "secretary");
  assert.equal(secretary.store.me.value.place, made.group);
  const q = questions(secretary.store)[0]!;
  secretary.store.write(q, "question", "discussion", "Vårt bord");
  await secretary.settled();
  assert.deepEqual(secretary.store.refused.value, []);
  phone.store.pick(made.group);
  await phone.until("the group's words", () => phone.store.text(q, "question", "discussion") === "Vårt bord");
});

test("a start without a connection: something to show and to write to", async () => {
  const a = await scribe("A");
  const q = questions(a.store)[0]!;
  await a.settled();
  await world.kill();
  a.crash(true);
  assert.equal(a.store.ready.value, true);
  assert.equal(a.store.me.value.role, "scribe");
  const before = a.store.text(q, "question", "discussion");
  assert.ok(a.store.mayWrite(q, "question", "discussion"));
  assert.ok(a.store.write(q, "question", "discussion", before + " utan nät"));
  const point = a.store.add("point", q, 0, { text: "ny" });
  assert.ok(point > 0);
  a.crash(true);
  assert.equal(a.store.text(q, "question", "discussion"), before + " utan nät");
  assert.equal(a.store.saved.value.pending, 2);
  await a.until("offline", () => a.store.connection.value.state === "offline");
  assert.ok(a.store.connection.value.nextTry > 0);
  await world.again(["--unlimited"]);
  a.start();
  await a.settled();
  assert.equal(a.store.text(q, "question", "discussion"), before + " utan nät");
  assert.equal(a.store.text(point, "point", "text"), "ny");
});

test("the same outbox twice: the first one is elsewhere", async () => {
  const a = await scribe("A");
  const twin = new Peer(url, { token: world.secret("scribe", "Ek"), name: "A", seed: 99, cid: a.cid });
  peers.push(twin);
  twin.start();
  await a.until("elsewhere", () => a.store.connection.value.state === "elsewhere");
  const wrong = new Peer(url, { token: "no such secret", name: "W", seed: 98 });
  peers.push(wrong);
  wrong.start();
  await wrong.until("denied", () => wrong.store.connection.value.state === "denied" && wrong.store.connection.value.why === 4401);
});
