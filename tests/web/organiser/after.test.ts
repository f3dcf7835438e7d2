/* after.test.ts - the time after the day, in real pages: closing keeps the survey, the rooms' links follow the action plan up and
 * do nothing else, names go, the date is told.
 *
 *   SHOTS=folder   pictures of each state */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CODES } from "../../../client-web/src/protocol.gen.ts";
import type { Peer } from "../core/peer.ts";
import type { WatchedPage } from "../world.ts";
import { actionSheet, Day, look, saved } from "./kit.ts";

let day: Day;
let page: WatchedPage; // the organiser's
let org: Peer;
before(async () => {
  day = await Day.start();
  org = await day.peer("organiser", "", "Ann-Sofi");
  await day.actions();
  page = await day.page("organiser");
});
after(() => day?.stop());

const section = async (words: string, of: WatchedPage = page): Promise<void> => {
  await of.locator(".org-nav button", { hasText: words }).click();
  await of.locator("#org-title", { hasText: words }).waitFor();
};
const polls = (p: Peer, form: number, other = false): number[] =>
  p.store.children(1, "session").filter((x) => (p.store.num(x, "session", "form") === form) !== other)
    .flatMap((x) => p.store.children(x, "sheet")).flatMap((x) => [...p.store.children(x, "poll")]);
const SURVEY = 4;

test("closing keeps the survey and its door open, and ends all other questions", { timeout: 120_000 }, async () => {
  const s = org.store;
  const others = polls(org, SURVEY, true);
  assert.ok(polls(org, SURVEY).length > 1 && others.length > 0);
  for (const p of others) s.set(p, "poll", "state", 1);
  s.set(1, "seminar", "door", 1);
  await saved(org);
  await section("Avsluta");
  await page.getByText("Enkäten är inte öppnad. Det går").waitFor();
  await page.getByRole("button", { name: "Öppna enkäten" }).click();
  await page.getByText("förblir öppen när du stänger").waitFor();
  await page.getByLabel("Sista dag att svara").fill("2031-12-05");
  await page.getByText("Deltagarna kan svara till och med 5 december 2031.").waitFor();
  await page.getByRole("button", { name: "Stäng seminariet" }).click();
  await page.getByRole("button", { name: "Stäng", exact: true }).click();
  const closed = page.getByRole("heading", { name: "Seminariet är stängt" });
  const anyway = page.getByRole("button", { name: "Stäng ändå" });
  await closed.or(anyway).first().waitFor();
  if (await anyway.count()) await anyway.click();
  await closed.waitFor();
  await org.until("the others are over", () => others.every((p) => s.num(p, "poll", "state") === 2));
  assert.ok(polls(org, SURVEY).every((p) => s.num(p, "poll", "state") === 1));
  assert.equal(s.num(1, "seminar", "door"), 1);
  assert.deepEqual(await look(page, "finish"), []);
});

test("a phone answers the survey after the day, and reads its compendium", { timeout: 120_000 }, async () => {
  const phone = await day.page("participant", "", { width: 390, height: 844 });
  await phone.getByText("Svara senast 5 december 2031.").waitFor();
  const first = phone.locator(".answer-card").first();
  await first.locator("input[type=radio]").last().check();
  await first.getByRole("button", { name: "Skicka" }).click();
  await phone.locator(".receipt").waitFor();
  await org.until("it is counted", () => polls(org, SURVEY).some((p) => org.store.num(p, "poll", "count") === 1));
  assert.deepEqual(await look(phone, "phone after"), []);
  await phone.getByRole("button", { name: "Öppna kompendiet" }).click();
  await phone.getByRole("heading", { name: "Mitt kompendium" }).waitFor();
  await phone.locator(".own-answers dd").first().waitFor();
  assert.deepEqual(phone.problems, []);
  await phone.context().close();
  await page.getByText("Ett svar hittills.").waitFor();
});

test("the scribe's link follows up its own actions, and nothing else can be done there", { timeout: 120_000 }, async () => {
  const scribe = await day.page("scribe", "Ek");
  await scribe.getByText("Dagen är slut. Handlingsplanen går att uppdatera: status, datum, anteckning.").waitFor();
  const own = scribe.locator(".follow", { hasText: "Gemensamt möte före frigivningen, Ek" });
  assert.equal(await scribe.locator(".follow").count(), 2, "its own room's");
  await own.getByLabel(/^Status/).selectOption("Klart");
  await own.getByLabel(/^Senast/).fill("2030-02-20");
  await own.getByLabel(/^Anteckning/).fill("Mötet hölls, fyra kom.");
  const a = org.store.children(actionSheetOf("Ek"), "action")[0]!;
  await org.until("all three have arrived", () =>
    org.store.num(a, "action", "status") === 3 && org.store.num(a, "action", "by") === 20300220 && org.store.text(a, "action", "note") === "Mötet hölls, fyra kom.");
  await scribe.getByText("2 åtgärder: en klar").waitFor();
  // What can be written at all: these, and one's own name.
  const writable = await scribe.locator("textarea:not([readonly]), input:not([readonly]), select").evaluateAll((all) =>
    all.map((e) => (e as HTMLInputElement).labels?.[0]?.textContent ?? e.getAttribute("aria-label") ?? ""));
  assert.deepEqual(writable.filter((x) => !/^(Status|Senast|Anteckning), åtgärd \d+$|^Visa$|^Språk|^Vad heter du/.test(x.trim()) && !x.includes("Alla (2)")), []);
  assert.equal(await scribe.getByRole("button", { name: /Lägg till|Kalla|Ta bort|Parkera/ }).count(), 0);
  assert.deepEqual(await look(scribe, "scribe after"), []);
  await scribe.getByRole("tab", { name: "Dagens blad" }).click();
  await scribe.getByLabel("Pass").selectOption({ label: "Pass 3: Lösningar" });
  await scribe.locator(".read-sheet").getByText("En väg in som alla känner till, Ek").waitFor();
  assert.equal(await scribe.locator("main textarea").count(), 0);
  assert.deepEqual(await look(scribe, "scribe reads"), []);
  assert.deepEqual(scribe.problems, []);
  await scribe.context().close();
});
function actionSheetOf(room: string): number {
  const s = org.store;
  const place = s.children(1, "room").find((r) => s.text(r, "room", "name") === room);
  return s.children(1, "session").flatMap((x) => s.children(x, "sheet"))
    .find((x) => s.num(x, "sheet", "form") === 3 && s.num(x, "sheet", "each") === 0 && s.num(x, "sheet", "room") === place) ?? 0;
}

test("another room's actions, new ones and other fields are refused", { timeout: 60_000 }, async () => {
  const tall = await day.peer("scribe", "Tall", "Bo");
  const s = tall.store;
  const own = s.children(actionSheet(tall), "action")[0]!;
  const theirs = org.store.children(actionSheetOf("Ek"), "action")[0]!;
  assert.equal(s.mayWrite(own, "action", "status"), true);
  assert.equal(s.mayWrite(own, "action", "what"), false);
  assert.equal(s.mayWrite(theirs, "action", "status"), false);
  s.add("action", actionSheet(tall), 0, { what: "För sent" });
  s.write(own, "action", "what", "Något annat");
  s.set(theirs, "action", "status", 4);
  await saved(tall);
  assert.deepEqual(s.refused.value.map((r) => r.code === CODES.closed.number || r.code === CODES.forbidden.number), s.refused.value.map(() => true));
  assert.ok(s.refused.value.some((r) => r.code === CODES.closed.number && r.text.includes("För sent")), "with what was typed, to be copied");
  assert.match(org.store.text(own, "action", "what"), /Tall/);
  assert.equal(org.store.num(theirs, "action", "status"), 3);
  assert.equal(org.store.children(actionSheetOf("Tall"), "action").length, 2);
  s.write(own, "action", "note", "Ringt kommunen");
  await org.until("the note", () => org.store.text(own, "action", "note") === "Ringt kommunen");
});

test("a facilitator and the moderator have the same page; the moderator all rooms, and no key does anything", { timeout: 120_000 }, async () => {
  const lead = await day.page("facilitator", "Tall", { width: 390, height: 844 });
  await lead.getByText("Dagen är slut.").waitFor();
  assert.equal(await lead.locator(".follow").count(), 2);
  assert.deepEqual(await look(lead, "facilitator after"), []);
  await lead.context().close();
  const mod = await day.page("moderator");
  await mod.locator(".follow").nth(3).waitFor();
  const stage = org.store.children(1, "stage")[0]!;
  const shown = org.store.num(stage, "stage", "mode");
  await mod.keyboard.press("b");
  await mod.keyboard.press("n");
  const tall = mod.locator(".follow", { hasText: "En väg in som alla känner till, Tall" });
  await tall.getByLabel(/^Status/).selectOption("Avskrivet");
  const dropped = org.store.children(actionSheetOf("Tall"), "action")[1]!;
  await org.until("the moderator's word has arrived", () => org.store.num(dropped, "action", "status") === 4);
  assert.equal(org.store.num(stage, "stage", "mode"), shown);
  assert.equal(await mod.getByRole("button", { name: /Starta|Släck|Skicka|Lås|Visa nästa/ }).count(), 0);
  assert.equal(await mod.locator(".bar.bad").count(), 0, "nothing was refused");
  await mod.getByLabel("Visa").selectOption("open");
  assert.equal(await mod.locator(".follow").count(), 2, "one is done, one dropped");
  assert.deepEqual(await look(mod, "moderator after"), []);
  assert.deepEqual([...mod.problems, ...lead.problems], []);
  await mod.context().close();
});

test("who was writing when it closed keeps the page until asking for the plan; opened again, all can write", { timeout: 120_000 }, async () => {
  org.store.set(1, "seminar", "state", 1);
  await saved(org);
  const scribe = await day.page("scribe", "Ek");
  await scribe.getByRole("button", { name: "Till Pass 1: Den bästa vägen" }).or(scribe.locator("textarea").first()).first().waitFor();
  const to = scribe.getByRole("button", { name: "Till Pass 3: Lösningar" });
  if (await to.count()) await to.click();
  const what = scribe.locator(".action textarea").first();
  await what.click();
  org.store.set(1, "seminar", "state", 2);
  await scribe.getByText("Seminariet är stängt.").waitFor();
  assert.equal(await scribe.locator(".action").first().isVisible(), true, "the page stays under the hand");
  await scribe.getByRole("button", { name: "Till handlingsplanen" }).click();
  await scribe.getByText("Dagen är slut.").waitFor();
  assert.deepEqual(scribe.problems, []);
  await scribe.context().close();
});

test("the organiser's follow-up; how many days are left, and that they have passed", { timeout: 120_000 }, async () => {
  await section("Uppföljning");
  await page.locator(".follow").nth(3).waitFor();
  await page.getByText("4 åtgärder: en klar").waitFor();
  await section("Avsluta");
  const in10 = new Date(org.store.now() + 10 * 86_400_000);
  const iso = (d: Date): string => `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, "0")}-${String(d.getDate()).padStart(2, "0")}`;
  await page.getByLabel("Bör raderas efter").fill(iso(in10));
  await page.getByText("10 dagar kvar.").waitFor();
  await page.getByLabel("Bör raderas efter").fill(iso(new Date(org.store.now() - 3 * 86_400_000)));
  await page.getByText("Datumet passerade för 3 dagar sedan.").waitFor();
  assert.deepEqual(await look(page, "overdue"), []);
  await section("Översikt");
  await page.getByText("Seminariet skulle vara raderat senast").waitFor();
  assert.deepEqual(await look(page, "overview after"), []);
  assert.deepEqual(page.problems, []);
});

test("three languages, 320 px: nothing sticks out, no barriers", { timeout: 240_000 }, async () => {
  const found: string[] = [];
  for (const lang of ["sv-SE", "nb-NO", "en-GB"]) {
    for (const [role, place] of [["scribe", "Ek"], ["moderator", ""]] as const) {
      const narrow = await day.page(role, place, { lang, width: 320, height: 640 });
      await narrow.locator(".follow").first().waitFor();
      found.push(...(await look(narrow, `${role} ${lang} 320`)));
      await narrow.getByRole("tab").last().click();
      found.push(...(await look(narrow, `${role} ${lang} 320 sheets`)));
      assert.deepEqual(narrow.problems, []);
      await narrow.context().close();
    }
    const narrow = await day.page("organiser", "", { lang, width: 320, height: 640 });
    for (const i of [-1, -2]) {
      await narrow.locator(".org-nav button").nth(i).click();
      found.push(...(await look(narrow, `organiser ${lang} 320 ${i}`)));
    }
    assert.deepEqual(narrow.problems, []);
    await narrow.context().close();
  }
  assert.deepEqual(found, []);
});

test("the names go when the word has been typed; what was written stays", { timeout: 120_000 }, async () => {
  await section("Avsluta");
  await page.getByRole("button", { name: "Ta bort namnen" }).click();
  const label = page.locator("form.org-two label");
  await label.waitFor();
  const word = /Skriv (\w+) för/.exec(await label.innerText())![1]!;
  await page.getByLabel(/^Skriv \w+ för att bekräfta/).fill(word);
  assert.deepEqual(await look(page, "anonymise"), []);
  await page.getByRole("button", { name: "Ta bort för gott" }).click();
  await page.getByText("Namnen är borta.").first().waitFor();
  const a = (): number => org.store.children(actionSheetOf("Ek"), "action")[0] ?? 0;
  await org.until("gone at the others too", () => org.client.state === "live" && a() !== 0 && org.store.text(a(), "action", "who") === "");
  assert.match(org.store.text(a(), "action", "what"), /Gemensamt möte/);
  assert.equal(org.store.text(a(), "action", "where"), "Frivården");
  assert.deepEqual(page.problems, []);
});
