/* facilitator.test.ts - the conversation leader's, the group writer's and the arriving person's pages on a live daemon.
 *
 * What: steps, words about a question, stars, flags, parking, notices with receipt, calls, the scribe's state, a session
 *       that starts while one works, the hand-in; the same second on two clocks; codes that are wrong; a revoked writer. */
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
participants: {read: [agenda, stage, group, groups], found_groups: yes}
compositions:
  - {key: a, name: A, rule: cross}
  - {key: egna, name: Bordsgrupper, rule: self}
rooms: {count: 2}
guidance: {lead: "- Läs frågan högt.\\n- Ge ordet till den tysta."}
sheets:
  - {title: Parkering, form: parking, each: room, audience: [own]}
sessions:
  - title: Pass 1
    form: groups
    composition: a
    minutes: 60
    sheets:
      - title: Frågor
        form: questions
        each: room
        audience: [own]
        questions: [Vad fungerar?, {text: Vad saknas?, sub: [I det egna huset?]}, Vem gör vad?]
  - title: Pass 2
    form: groups
    composition: a
    minutes: 60
    sheets:
      - {title: Förslag, form: actions, each: room, audience: [own]}
  - title: Bord
    form: groups
    composition: egna
    minutes: 30
    sheets:
      - {title: Bordets frågor, form: questions, each: group, audience: [own, group], questions: [Vad gör vi nu?]}
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
async function enter(token: string, name: string): Promise<Peer> {
  const p = new Peer(url, { token, name, seed: peers.length + 1 });
  peers.push(p);
  p.start();
  await p.live();
  return p;
}
function all(s: SeminarStore, kind: KindName, top = 1): number[] {
  return [...(s.kind(top) === kind ? [top] : []), ...s.children(top).flatMap((k) => all(s, kind, k))];
}
const own = (s: SeminarStore): number[] => all(s, "question").filter((q) => s.mayWrite(q, "question", "discussion"));
const title = (p: WatchedPage): Promise<string> => p.locator("#talk-title").innerText();
const clean = (...pages: WatchedPage[]): void => {
  for (const p of pages) assert.deepEqual(p.problems, []);
};

test("a leader goes through the questions, says what the group says, and writes beside the scribe", async () => {
  const moderator = await enter(world.secret("moderator"), "Maria");
  const scribe = await enter(world.secret("scribe", "Ek"), "Anna");
  const [q1] = own(scribe.store) as [number];
  const [pass1, pass2] = moderator.store.children(1, "session") as [number, number];
  moderator.store.clockAction(pass1, "start");
  const page = await world.page("facilitator", "Ek", { width: 390, height: 844 });
  await page.locator(".talk-question").waitFor();
  assert.equal(await title(page), "Vad fungerar?");
  await page.getByText("Läs frågan högt.").waitFor({ state: "attached" });

  // the scribe's points, live; own ones beside them
  let last = 0;
  for (const text of ["ett", "två", "tre"]) last = scribe.store.add("point", q1, last, { text });
  await page.locator(".talk-point").nth(2).waitFor();
  await page.getByRole("button", { name: "Ny punkt" }).click();
  await page.keyboard.type("fyra, från telefonen");
  await scribe.until("the leader's point", () => scribe.store.children(q1, "point").some((p) => scribe.store.text(p, "point", "text") === "fyra, från telefonen"));

  // three stars, not four
  const stars = page.locator(".talk-star");
  for (let i = 0; i < 4; i++) await stars.nth(i).click();
  await page.getByText("Tre punkter i frågan har redan stjärna", { exact: false }).first().waitFor();
  await scribe.until("three stars", () => scribe.store.children(q1, "point").filter((p) => scribe.store.num(p, "point", "star")).length === 3);
  await page.locator(".talk-flag").nth(1).click();
  await scribe.until("a flag", () => scribe.store.children(q1, "point").some((p) => scribe.store.num(p, "point", "flag") === 1));

  // done, skipped, come back, stuck
  const word = (w: number) => scribe.until(`word ${w}`, () => scribe.store.num(q1, "question", "word") === w);
  await page.getByRole("button", { name: "Klar", exact: true }).click();
  await word(1);
  await page.getByRole("button", { name: "Hoppa över" }).click();
  await word(2);
  await page.getByRole("button", { name: "Ta upp igen" }).click();
  await word(0);
  await page.getByRole("button", { name: "Fastnat" }).click();
  await scribe.until("stuck", () => scribe.store.num(q1, "question", "stuck") === 1);

  // next by the big button, sub-question by its own number, jump from the list
  await page.locator(".step-bar .button").nth(1).click();
  assert.equal(await title(page), "Vad saknas?");
  await page.locator(".step-bar .button").nth(1).click();
  assert.equal(await title(page), "I det egna huset?");
  await page.getByText("Del av: Vad saknas?").waitFor();
  await page.getByRole("button", { name: "Läget" }).click();
  await page.getByText("3 med stjärna").waitFor();
  await page.getByRole("navigation", { name: "Frågor och blad" }).getByText("fastnat").waitFor();
  await page.locator(".lead-jumps button").last().click();
  assert.equal(await title(page), "Vad fungerar?");

  // parked, with what it belongs to
  await page.getByRole("button", { name: "Parkera" }).click();
  await page.getByLabel("Vad ska tas upp senare?").fill("Vem äger frågan?");
  await page.getByRole("button", { name: "Lägg på parkeringen" }).click();
  await scribe.until("parked", () => all(scribe.store, "parked").some((p) => scribe.store.num(p, "parked", "about") === q1));

  // the scribe's state in words
  await page.getByText(/Dokumentatören: allt sparat \d\d:\d\d/).waitFor();
  scribe.cut();
  scribe.stop();
  await page.getByText(/Dokumentatören är frånkopplad sedan/).waitFor();

  // a session starts while one works here: offered, not forced
  moderator.store.clockAction(pass1, "end");
  moderator.store.clockAction(pass2, "start");
  await page.getByText("Pass 2 har startat.").first().waitFor();
  assert.equal(await title(page), "Vad fungerar?");
  await page.getByRole("button", { name: "Gå dit" }).click();
  assert.equal(await title(page), "Förslag");
  clean(page);
  await page.context().close();
});

test("notices are seen, calls are answered, and the group hands in", async () => {
  const moderator = await enter(world.secret("moderator"), "Maria");
  const page = await world.page("facilitator", "Tall", { width: 390, height: 844 });
  await page.locator(".talk-question").waitFor();
  const place = moderator.store.children(1, "room")[1]!;
  const notice = moderator.store.add("notice", 1, 0, { text: "Kaffet är framdukat.", place });
  await page.getByText("Kaffet är framdukat.").first().waitFor();
  await page.getByRole("button", { name: "Sett" }).click();
  await moderator.until("a receipt", () => moderator.store.children(notice, "receipt").some((r) => moderator.store.num(r, "receipt", "place") === place));
  await page.getByText("Ett meddelande från moderatorn").waitFor();

  await page.getByRole("button", { name: "Kalla" }).click();
  await page.getByLabel("Innehållet").check();
  await page.getByLabel("Kort beskrivning, om ni vill").fill("Vi är oense");
  await page.locator(".call-form").getByRole("button", { name: "Kalla" }).click();
  await moderator.until("a call", () => moderator.store.children(1, "call").length === 1);
  const call = moderator.store.children(1, "call")[0]!;
  assert.equal(moderator.store.num(call, "call", "about"), 2);
  assert.equal(moderator.store.text(call, "call", "text"), "Vi är oense");
  await page.locator(".call-words", { hasText: "Moderatorn är kallad" }).waitFor();
  moderator.store.set(call, "call", "state", 1);
  await page.locator(".call-words", { hasText: "Moderatorn är på väg" }).waitFor();
  await page.getByRole("button", { name: "Det är löst" }).click();
  await moderator.until("the call is over", () => moderator.store.num(call, "call", "state") === 2);

  // who writes is asked in passing, and known again after a reload
  await page.getByRole("button", { name: "Läget" }).click();
  await page.getByLabel("Vad heter du?").fill("Per Åström");
  await page.getByRole("button", { name: "Spara" }).click();
  const named = (): boolean => moderator.store.people.value.some((p) => p.role === "facilitator" && p.place === place && p.name === "Per Åström");
  await moderator.until("the name", named);
  await page.reload();
  await page.locator(".talk-question").waitFor();
  await moderator.until("the name again", named);
  await page.getByRole("button", { name: "Läget" }).click();
  await page.locator(".lead-state").waitFor();
  assert.equal(await page.getByLabel("Vad heter du?").count(), 0);

  await page.getByRole("navigation", { name: "Vyer" }).getByRole("button", { name: "Överens?" }).click();
  await page.getByRole("button", { name: "Gruppen är överens" }).click();
  const sheet = all(moderator.store, "sheet").find((x) => moderator.store.num(x, "sheet", "room") === place && moderator.store.text(x, "sheet", "title") === "Förslag")!;
  await moderator.until("done", () => moderator.store.num(sheet, "sheet", "done") === 1);
  await page.getByText("Alla blad i passet är klara.", { exact: false }).waitFor();
  moderator.store.lock(sheet, true);
  await page.getByText("Moderatorn har låst bladet.", { exact: false }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Gruppen är överens" }).count(), 0);
  clean(page);
  await page.context().close();
});

test("two rooms show the same second", async () => {
  const moderator = await enter(world.secret("moderator"), "Maria");
  const [, pass2] = moderator.store.children(1, "session") as [number, number];
  const pages = [await world.page("facilitator", "Ek"), await world.page("facilitator", "Tall")];
  for (const p of pages) await p.locator(".countdown[data-state=running]").waitFor();
  // Each page notes, on the machine's one clock, when its digits change to what.
  const turns = await Promise.all(pages.map((p) => p.evaluate(() => new Promise<[string, number][]>((done) => {
    const box = document.querySelector(".countdown-digits")!;
    const seen: [string, number][] = [];
    new MutationObserver(() => {
      seen.push([box.textContent ?? "", performance.timeOrigin + performance.now()]);
      if (seen.length >= 4) done(seen);
    }).observe(box, { childList: true, characterData: true, subtree: true });
  }))));
  let compared = 0;
  for (const [digits, at] of turns[0]!) {
    const other = turns[1]!.find(([d]) => d === digits);
    if (!other) continue;
    compared++;
    assert.ok(Math.abs(other[1] - at) <= 200, `${digits}: ${other[1] - at} ms apart`);
  }
  assert.ok(compared >= 2, JSON.stringify(turns));
  // words at five minutes and at one, overtime counts up; what is passed is said once, what is jumped over is not
  const leave = (ms: number): void => {
    const left = moderator.store.num(pass2, "session", "ends") - moderator.store.now();
    moderator.store.clockAction(pass2, "extend", Math.round(ms - left));
  };
  const [page] = pages as [WatchedPage];
  const spoken = page.locator("body > [role=status]");
  leave(301_500);
  await page.locator(".countdown[data-tone=soon]", { hasText: "snart slut" }).waitFor();
  await spoken.getByText("Fem minuter kvar.").waitFor({ state: "attached" });
  leave(61_500);
  await page.locator(".countdown[data-tone=last]", { hasText: "sista minuten" }).waitFor();
  await spoken.getByText("En minut kvar.").waitFor({ state: "attached" });
  leave(-125_000);
  await page.locator(".countdown[data-tone=over]", { hasText: "2 min över" }).waitFor();
  assert.match(await page.locator(".countdown-digits").innerText(), /^\+2:\d\d$/);
  assert.match(await spoken.innerText(), /^En minut kvar\.$/);
  clean(...pages);
  for (const p of pages) await p.context().close();
});

test("codes: wrong, right, many wrong; a role that is remembered and forgotten", async () => {
  const context = await (await world.browser()).newContext({ locale: "nb-NO", viewport: { width: 390, height: 844 } });
  const page = await watched(context);
  await page.goto(`http://${world.address}/`);
  const join = page.getByRole("button", { name: "Bli med" });
  await join.click();
  await page.getByText("Skriv koden først.").first().waitFor();
  await page.getByLabel("Kode").fill("XX99ZZ");
  await join.click();
  await page.locator("#code-trouble", { hasText: "Ingen åpen dør med den koden." }).waitFor();
  await page.getByLabel("Kode").fill("https://annat.example/dag/#hemligt");
  await join.click();
  await page.locator("#code-trouble", { hasText: "annen adresse" }).waitFor();
  // a pasted link of this server goes in
  await page.getByLabel("Kode").fill(world.link("facilitator", "Ek"));
  await join.click();
  await page.locator(".talk-question").waitFor();
  assert.equal(new URL(page.url()).hash, "");
  // the device remembers; a new tab is asked
  const second = await watched(context);
  await second.goto(`http://${world.address}/${world.name}/`);
  await second.getByRole("button", { name: "Fortsett som samtaleleder, Ek" }).waitFor();
  await second.getByRole("button", { name: /^Glem: / }).click();
  await second.getByRole("button", { name: "Glem", exact: true }).click();
  await second.getByRole("button", { name: "Fortsett som samtaleleder, Ek" }).waitFor({ state: "detached" });
  await second.goto(`http://${world.address}/`);
  await second.getByLabel("Kode").waitFor();
  assert.equal(await second.locator(".remembered-enter").count(), 0);
  clean(page, second);
  await context.close();
});

test("a group's writer writes on a phone; when the moderator ends it, the text can be taken along", async () => {
  const moderator = await enter(world.secret("moderator"), "Maria");
  const phone = await enter(world.made.code, "");
  const { group, secret } = await phone.store.join("3b", "Bord 3");
  phone.stop();
  const page = await watched(await (await world.browser()).newContext({ locale: "sv-SE", viewport: { width: 390, height: 844 } }));
  await page.goto(`http://${world.address}/${world.name}/#${secret}`);
  await page.locator(".talk-question").waitFor();
  assert.equal(await title(page), "Vad gör vi nu?");
  await page.getByRole("button", { name: "Första punkten" }).click();
  await page.keyboard.type("Vi ringer i morgon");
  const points = (): number[] => all(moderator.store, "point").filter((p) => moderator.store.text(p, "point", "text") === "Vi ringer i morgon");
  await moderator.until("the group's point", () => points().length === 1);
  const link = all(moderator.store, "link").find((l) => moderator.store.num(l, "link", "place") === group)!;
  moderator.store.set(link, "link", "revoked", 1);
  await page.getByText("Moderatorn har avslutat skrivandet för Bord 3.", { exact: false }).waitFor();
  await page.locator(".writer-ended").getByText("Vi ringer i morgon").waitFor();
  await page.getByRole("button", { name: "Kopiera all text" }).waitFor();
  clean(page);
  await page.context().close();
});
