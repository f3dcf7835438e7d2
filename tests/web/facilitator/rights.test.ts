/* rights.test.ts - the leader has what the scribe has: bin, history, copies; asks the group; a group names itself.
 *
 * What: a removed point comes back; what happened to a point; a card copied from the earlier board; an individual round
 *       from question to shown answers, on a phone of the group and on one of another; three stars in a question
 *       wherever it is starred; a self-formed group's name. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { KindName } from "../../../client-web/src/protocol.gen.ts";
import type { SeminarStore } from "../../../client-web/src/state/store.ts";
import { Peer } from "../core/peer.ts";
import { watched, type WatchedPage, World } from "../world.ts";

const TEMPLATE = `
name: prov
language: sv
title: Provdagen
participants: {read: [agenda, stage, group], found_groups: yes}
compositions:
  - {key: a, name: A, rule: cross}
  - {key: egna, name: Bordsgrupper, rule: self}
rooms: {count: 2}
sessions:
  - title: Pass 1
    form: groups
    composition: a
    minutes: 60
    sheets:
      - {title: Frågor, form: questions, each: room, audience: [own, places], questions: [Vad fungerar?, Vad saknas?]}
      - {title: Tidslinje, form: timeline, each: room, audience: [own, places], phases: [Före, Efter], lanes: [Kommun]}
  - title: Pass 2
    form: groups
    composition: a
    minutes: 60
    sheets:
      - {title: Tidslinje, form: timeline, each: room, audience: [own], phases: [Före, Efter], lanes: [Kommun]}
  - title: Bord
    form: groups
    composition: egna
    minutes: 30
    sheets:
      - {title: Bordets frågor, form: questions, each: group, audience: [own, group], questions: [Vad gör vi nu?]}
`;
let world: World;
let moderator: Peer;
const peers: Peer[] = [];
const GROUPS = ["Grupp Al", "Grupp Björk"];
before(async () => {
  world = await World.start({ template: TEMPLATE, rooms: ["Ek", "Tall"], args: ["--unlimited"] });
  moderator = await enter(world.secret("moderator"), "Maria");
  const organiser = await enter(world.secret("organiser"), "Olle");
  const s = organiser.store;
  const a = s.children(1, "composition")[0]!;
  for (const g of s.children(a, "group")) s.remove(g);
  for (const [i, name] of [...GROUPS.entries()]) s.add("group", a, s.children(a, "group", true).at(-1) ?? 0, { name, room: s.children(1, "room")[i]! });
  await moderator.until("two groups", () => moderator.store.children(a, "group").length === 2);
  moderator.store.clockAction(moderator.store.children(1, "session")[0]!, "start");
});
after(async () => {
  for (const p of peers) p.stop();
  await world.stop();
});
async function enter(token: string, name: string): Promise<Peer> {
  const p = new Peer(() => `ws://${world.daemonAddress}/${world.name}/ws`, { token, name, seed: peers.length + 1 });
  peers.push(p);
  p.start();
  await p.live();
  return p;
}
function all(s: SeminarStore, kind: KindName, top = 1): number[] {
  return [...(s.kind(top) === kind ? [top] : []), ...s.children(top).flatMap((k) => all(s, kind, k))];
}
const own = (s: SeminarStore): number => all(s, "question").find((q) => s.mayWrite(q, "question", "discussion"))!;
const texts = (s: SeminarStore, q: number): string[] => s.children(q, "point").map((p) => s.text(p, "point", "text"));
async function leader(): Promise<WatchedPage> {
  const page = await world.page("facilitator", "Ek", { width: 390, height: 844 });
  await page.locator(".talk-question").waitFor();
  return page;
}

test("what was removed comes back, and what happened to a point is told", async () => {
  const anna = await enter(world.secret("scribe", "Ek"), "Anna");
  const q = own(anna.store);
  const point = anna.store.add("point", q, 0, { text: "Samtalen på anstalten" });
  await anna.settled();
  const page = await leader();
  await page.locator(".talk-point").waitFor();
  await page.getByRole("button", { name: "Punkt 1: mer" }).click();
  await page.getByRole("menuitem", { name: "Vad har hänt här" }).click();
  await page.locator("dialog .past-line", { hasText: "Anna" }).first().waitFor();
  await page.keyboard.press("Escape");
  anna.store.remove(point);
  await page.locator(".talk-point").waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^Papperskorg/ }).click();
  await page.locator("dialog .bin-text", { hasText: "Samtalen på anstalten" }).waitFor();
  await page.getByRole("button", { name: "Återställ" }).click();
  await anna.until("the point again", () => texts(anna.store, q).includes("Samtalen på anstalten"));
  await page.keyboard.press("Escape");
  await page.locator(".talk-point").waitFor();
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("a card of the earlier board is copied to the own one, with its source", async () => {
  const anna = peers.find((p) => p.store.me.value.role === "scribe")!;
  const s = anna.store;
  const [pass1, pass2] = s.children(1, "session") as [number, number];
  const line = (session: number): number => s.children(session, "sheet").find((x) => s.text(x, "sheet", "title") === "Tidslinje" && s.mayWrite(x, "sheet", "done"))!;
  const phase = s.children(line(pass1), "phase")[1]!;
  const card = s.add("card", phase, 0, { title: "Bostad klar", who: "Kommunen" });
  await anna.settled();
  moderator.store.clockAction(pass1, "end");
  moderator.store.clockAction(pass2, "start");
  const page = await leader();
  await page.getByRole("heading", { name: "Tidslinje" }).waitFor();
  await page.getByRole("button", { name: "Visa tidigare blad" }).click();
  await page.getByRole("button", { name: "Hämta: Bostad klar" }).click();
  await anna.until("the copy", () => all(s, "card", line(pass2)).some((c) => s.num(c, "card", "origin") === card && s.text(c, "card", "who") === "Kommunen"));
  const copy = all(s, "card", line(pass2))[0]!;
  assert.equal(s.text(s.parent(copy), "phase", "title"), "Efter");
  await page.locator(".scribe-said").waitFor();
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("an individual round: two minutes, hidden until shown, only on the own group's phones", async () => {
  const anna = peers.find((p) => p.store.me.value.role === "scribe")!;
  const [pass1, pass2] = anna.store.children(1, "session") as [number, number];
  const q = own(anna.store);
  const browser = await world.browser();
  const phone = async (group: string): Promise<WatchedPage> => {
    const p = await world.page("participant", "", { browser, width: 390, height: 844 });
    await p.getByRole("button", { name: "Min grupp" }).click();
    await p.getByRole("button", { name: new RegExp(group) }).first().click();
    await p.getByRole("button", { name: "Nu", exact: true }).click();
    return p;
  };
  const page = await leader();
  const mine = await phone(GROUPS[0]!);
  const other = await phone(GROUPS[1]!);
  await page.getByRole("button", { name: "Egen runda" }).click();
  await page.getByLabel("Frågan till var och en").fill("Vad tycker du är svårast?");
  await page.getByText("Rundan går till dem som har valt Grupp Al").waitFor();
  await page.getByRole("button", { name: "Starta två minuter" }).click();
  await page.locator(".round-now .round-clock", { hasText: /^[12]:\d\d kvar$/ }).waitFor();
  await mine.getByRole("heading", { name: "Vad tycker du är svårast?" }).waitFor();
  await mine.locator(".round-clock", { hasText: /^[12]:\d\d kvar$/ }).waitFor();
  await mine.getByText("Ta den tid du behöver.", { exact: false }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Egen runda" }).count(), 0, "one at a time");
  const poll = all(moderator.store, "poll")[0]!;
  // the time runs out: nothing closes, and it is said
  moderator.store.set(poll, "poll", "ends", Math.round(moderator.store.now()) - 1000);
  await mine.getByText("Tiden är ute, men det går fortfarande att svara.").waitFor();
  await mine.getByLabel(/^Ditt svar/).fill("Att få tag i en bostad");
  await mine.getByRole("button", { name: "Skicka" }).click();
  await mine.getByText(/^Skickat/).waitFor();
  await page.locator(".round-now", { hasText: "1 svar" }).waitFor();
  assert.equal(await page.getByText("Att få tag i en bostad").count(), 0, "hidden");
  assert.equal(await other.getByText("Vad tycker du är svårast?").count(), 0, "another group's phone");
  assert.equal(await mine.getByText("Resultat").count(), 0);
  await page.getByRole("button", { name: "Visa svaren" }).click();
  await page.locator(".round-answers", { hasText: "Att få tag i en bostad" }).waitFor();
  await mine.getByRole("heading", { name: "Resultat" }).waitFor();
  await page.getByRole("button", { name: "Avsluta rundan" }).click();
  await page.locator(".round-now").waitFor({ state: "detached" });
  await mine.getByText("Frågan är stängd. Ditt svar är med.").waitFor();
  await page.locator(".rounds", { hasText: "Vad tycker du är svårast?" }).waitFor();
  // in a session with questions an answer becomes a point
  moderator.store.clockAction(pass2, "end");
  moderator.store.clockAction(pass1, "start");
  await page.getByRole("button", { name: "Mer", exact: true }).click();
  await page.locator("dialog").getByRole("button", { name: /^Pass 1/ }).click();
  await page.getByRole("button", { name: "Egen runda" }).click();
  assert.equal(await page.getByLabel("Frågan till var och en").inputValue(), "Vad fungerar?");
  await page.getByRole("button", { name: "Starta två minuter" }).click();
  await mine.getByRole("heading", { name: "Vad fungerar?" }).waitFor();
  await mine.getByLabel(/^Ditt svar/).fill("Samordnaren");
  await mine.getByRole("button", { name: "Skicka" }).click();
  await page.locator(".round-now", { hasText: "1 svar" }).waitFor();
  await page.getByRole("button", { name: "Avsluta rundan" }).click();
  await page.getByRole("button", { name: "Visa svaren" }).click();
  await page.getByRole("button", { name: "Gör till punkt: Samordnaren" }).click();
  await anna.until("a point", () => texts(anna.store, q).includes("Samordnaren"));
  for (const p of [page, mine, other]) assert.deepEqual(p.problems, []);
  await browser.close();
  await page.context().close();
});

test("a fourth star in a question is answered by a sentence, also on the scribe's board; cards have no limit", async () => {
  const anna = peers.find((p) => p.store.me.value.role === "scribe")!;
  const s = anna.store;
  const q = own(s);
  for (const p of s.children(q, "point")) s.remove(p);
  let last = 0;
  for (const text of ["ett", "två", "tre", "fyra"]) last = s.add("point", q, last, { text });
  const second = all(s, "question").find((x) => x !== q && s.mayWrite(x, "question", "discussion"))!;
  const elsewhere = s.add("point", second, 0, { text: "i en annan fråga" });
  await anna.settled();
  const page = await world.page("scribe", "Ek", { width: 1280, height: 900 });
  const stars = page.locator(`.board .tool.star`);
  await stars.nth(4).waitFor();
  for (let i = 0; i < 4; i++) await stars.nth(i).click();
  await page.locator(".scribe-said", { hasText: "Tre punkter i frågan har redan stjärna." }).waitFor();
  const starred = (): number => s.children(q, "point").filter((p) => s.num(p, "point", "star")).length;
  await anna.until("three", () => starred() === 3);
  await stars.nth(4).click();
  await anna.until("another question has its own three", () => s.num(elsewhere, "point", "star") === 1);
  await stars.nth(0).click();
  await stars.nth(3).click();
  await anna.until("the fourth, after one was taken away", () => s.num(last, "point", "star") === 1 && starred() === 3);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("a self-formed group names itself", async () => {
  const phone = await enter(world.made.code, "");
  const { group, secret } = await phone.store.join("3b", "Bord 3");
  phone.stop();
  const page = await watched(await (await world.browser()).newContext({ locale: "sv-SE", viewport: { width: 390, height: 844 } }));
  await page.goto(`http://${world.address}/${world.name}/#${secret}`);
  await page.locator(".talk-question").waitFor();
  await page.getByRole("button", { name: "Mer", exact: true }).click();
  await page.getByLabel("Gruppens namn").fill("Bostadsgruppen");
  await moderator.until("the name", () => moderator.store.text(group, "group", "name") === "Bostadsgruppen");
  await page.keyboard.press("Escape");
  await page.locator(".talk-where", { hasText: "Bostadsgruppen" }).waitFor();
  assert.deepEqual(page.problems, []);
  await page.context().close();
});
