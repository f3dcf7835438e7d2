/* doors.test.ts - ways in that do not work, and doors that close while somebody is inside: a clear sentence each time, and
 * nothing that was typed is gone.
 *
 * What: an unknown seminar, a made-up secret, a wrong code, a closed door, a revoked link (before and while one writes), a
 *       closed seminar, a locked sheet. */
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
participants: {read: [agenda, stage, group], found_groups: no}
compositions: [{key: a, name: A, rule: cross}]
rooms: {count: 2}
sessions:
  - title: Pass 1
    form: groups
    composition: a
    minutes: 60
    sheets:
      - {title: Frågor, form: questions, each: room, audience: [own, group], questions: [Vad fungerar?, Vad saknas?]}
`;
let world: World;
let organiser: Peer;
let moderator: Peer;
before(async () => {
  world = await World.start({ template: TEMPLATE, rooms: ["Ek", "Tall"] });
  organiser = await enter("organiser");
  moderator = await enter("moderator");
});
after(async () => {
  organiser?.stop();
  moderator?.stop();
  await world.stop();
});
async function enter(role: string): Promise<Peer> {
  const p = new Peer(() => `ws://${world.daemonAddress}/${world.name}/ws`, { token: world.secret(role), name: role, seed: role.length });
  p.start();
  await p.live();
  return p;
}
const all = (s: SeminarStore, kind: KindName, top = 1): number[] => [
  ...(s.kind(top) === kind ? [top] : []), ...s.children(top).flatMap((k) => all(s, kind, k)),
];
let browser: Awaited<ReturnType<World["browser"]>> | null = null;
async function visit(path: string): Promise<WatchedPage> {
  browser ??= await world.browser();
  const page = await watched(await browser.newContext({ locale: "sv-SE", viewport: { width: 1024, height: 768 } }));
  await page.goto(`http://${world.address}${path}`);
  return page;
}
const room = (role: string, name: string): number =>
  all(organiser.store, "link").find((l) => {
    const place = organiser.store.num(l, "link", "place");
    const numbers: Record<string, number> = { facilitator: 3, scribe: 4 };
    return organiser.store.num(l, "link", "role") === numbers[role] && organiser.store.text(place, "room", "name") === name;
  })!;
async function done(page: WatchedPage): Promise<void> {
  assert.deepEqual(page.problems, []);
  await page.context().close();
}

test("an address without a link or code says what is needed", async () => {
  const page = await visit(`/${world.name}/`);
  await page.getByText("Den här adressen behöver en länk eller en kod.", { exact: false }).waitFor();
  await page.getByLabel("Kod").waitFor();
  await done(page);
});

test("a made-up secret is told as such, and one can go on with a code", async () => {
  const page = await visit(`/${world.name}/#AAAAAAAAAAAAAAAAAAAAAAAAAA`);
  await page.getByText("Länken eller koden känns inte igen.", { exact: false }).waitFor();
  assert.equal(new URL(page.url()).hash, "", "the secret leaves the address");
  await page.getByRole("button", { name: /roll|kod|annan/i }).last().click();
  await page.getByLabel("Kod").waitFor();
  await done(page);
});

test("a wrong code, and a right one while the door is closed, are the same sentence", async () => {
  moderator.store.set(1, "seminar", "door", 0);
  await moderator.settled();
  const page = await visit("/");
  const sentences: string[] = [];
  for (const code of ["NEJNEJ", world.made.code]) {
    await page.getByLabel("Kod").fill(code);
    await page.getByRole("button", { name: "Anslut" }).click();
    await page.locator("#code-trouble:not(:empty)").waitFor();
    sentences.push(await page.locator("#code-trouble").innerText());
  }
  assert.match(sentences[0]!, /Ingen öppen dörr/);
  assert.equal(sentences[0], sentences[1]);
  moderator.store.set(1, "seminar", "door", 1);
  await moderator.settled();
  await page.getByRole("button", { name: "Anslut" }).click();
  await page.locator("[data-role=participant] main").waitFor();
  await done(page);
});

test("a link that is revoked lets nobody in, and says so", async () => {
  const link = room("facilitator", "Tall");
  organiser.store.set(link, "link", "revoked", 1);
  await organiser.settled();
  const page = await visit(`/${world.name}/#${world.secret("facilitator", "Tall")}`);
  await page.getByText("Länken gäller inte längre.", { exact: false }).waitFor();
  organiser.store.set(link, "link", "revoked", 0);
  await organiser.settled();
  await page.getByRole("button", { name: "Försök nu" }).click();
  await page.locator(".talk-question").waitFor();
  await done(page);
});

test("a link that is revoked while one writes: the text stays on the page", async () => {
  const link = room("facilitator", "Ek");
  const page = await visit(`/${world.name}/#${world.secret("facilitator", "Ek")}`);
  await page.locator(".talk-question").waitFor();
  const box = page.locator(".talk-discussion textarea");
  await box.fill("Det här hann sparas.");
  await organiser.until("saved", () => all(organiser.store, "question").some((q) => organiser.store.text(q, "question", "discussion") === "Det här hann sparas."));
  organiser.store.set(link, "link", "revoked", 1);
  await page.getByText("Länken gäller inte längre.", { exact: false }).first().waitFor();
  assert.equal(await box.inputValue(), "Det här hann sparas.", "to be read and copied");
  await page.locator(".talk-discussion textarea[readonly]").waitFor();
  // let in again: one goes on where one was
  organiser.store.set(link, "link", "revoked", 0);
  await organiser.settled();
  await page.getByRole("button", { name: "Försök nu" }).click();
  await page.locator(".talk-discussion textarea:not([readonly])").waitFor();
  await box.press("End");
  await page.keyboard.type(" Och det här efteråt.");
  await organiser.until("all of it", () =>
    all(organiser.store, "question").some((q) => organiser.store.text(q, "question", "discussion") === "Det här hann sparas. Och det här efteråt."));
  await done(page);
});

test("a locked sheet can be read; what was typed too late is kept in sight", async () => {
  const sheet = all(organiser.store, "sheet").find((x) => organiser.store.text(organiser.store.num(x, "sheet", "room"), "room", "name") === "Tall")!;
  const page = await visit(`/${world.name}/#${world.secret("facilitator", "Tall")}`);
  await page.locator(".talk-question").waitFor();
  moderator.store.lock(sheet, true);
  await page.getByText("Moderatorn har låst bladet.", { exact: false }).waitFor();
  assert.equal(await page.locator(".talk-discussion textarea").getAttribute("readonly"), "");
  moderator.store.lock(sheet, false);
  await page.locator(".talk-locked").waitFor({ state: "detached" });
  await done(page);
});

test("a seminar that is closed can be read, and says so", async () => {
  const page = await visit(`/${world.name}/#${world.secret("facilitator", "Tall")}`);
  await page.locator(".talk-question").waitFor();
  await page.locator(".talk-discussion textarea").fill("Skrivet före stängningen.");
  await organiser.until("saved", () => all(organiser.store, "question").some((q) => organiser.store.text(q, "question", "discussion") === "Skrivet före stängningen."));
  organiser.store.set(1, "seminar", "state", 2);
  await page.getByText("Seminariet är stängt.", { exact: false }).waitFor();
  await page.locator(".talk-discussion textarea[readonly]").waitFor();
  assert.equal(await page.locator(".talk-discussion textarea").inputValue(), "Skrivet före stängningen.");
  organiser.store.set(1, "seminar", "state", 1);
  await organiser.settled();
  await page.locator(".talk-discussion textarea:not([readonly])").waitFor();
  await done(page);
});

test("a phone that was in when the door was shut reads so when it comes back, and keeps what it has", async () => {
  const page = await visit(`/${world.name}/#${world.made.code}`);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.locator("main.waiting").waitFor({ state: "detached" });
  const title = organiser.store.text(1, "seminar", "title");
  await page.getByText(title).first().waitFor();
  moderator.store.set(1, "seminar", "door", 0);
  await moderator.settled();
  await world.kill();
  await world.again();
  await page.getByText("Dörren är stängd. Det som du redan har hämtat finns kvar här.").first().waitFor();
  await page.getByText(title).first().waitFor();
  await done(page);
});
