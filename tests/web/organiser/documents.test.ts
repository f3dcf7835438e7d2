/* documents.test.ts - documents taken out by the organiser: a real daemon, the program that makes them, real files.
 *
 *   SHOTS=folder   pictures of each state */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Peer } from "../core/peer.ts";
import type { WatchedPage } from "../world.ts";
import { actionSheet, Day, fetched, look, saved } from "./kit.ts";

let day: Day;
let page: WatchedPage;
let org: Peer;
let scribe: Peer;
before(async () => {
  day = await Day.start();
  org = await day.peer("organiser", "", "Ann-Sofi");
  const s = org.store;
  const works = s.add("organisation", 1, 0, { name: "Frivården" });
  const person = s.add("participant", 1, 0, { name: "Åsa Öberg", organisation: works });
  for (const c of s.children(1, "composition")) s.add("member", s.children(c, "group")[0]!, 0, { who: person });
  await saved(org);
  page = await day.page("organiser");
  await open();
});
after(() => day?.stop());

async function open(of: WatchedPage = page): Promise<void> {
  await of.locator(".org-nav button", { hasText: /^Dokument(er)?$|^Documents$/ }).click();
  await of.locator(".doc-offers").waitFor();
}
const offer = (name: string) => page.locator(`[data-document="${name}"]`);
const button = (name: string, words: string) => offer(name).getByRole("button", { name: words });
const starts = (bytes: Buffer, magic: string): boolean => bytes.subarray(0, magic.length).toString("latin1") === magic;

test("without anything to follow up there is no action plan to take out, and it says so", async () => {
  await offer("actions").getByText("Det finns inga åtgärder än.").waitFor();
  assert.equal(await offer("actions").getByRole("button").count(), 0);
  await offer("reminders").getByText("Det finns inga åtgärder än.").waitFor();
  await page.getByText("Ingen version är slutförd än.").waitFor();
  assert.deepEqual(await look(page, "documents empty"), []);
});

test("each document comes as the file that its button says", { timeout: 280_000 }, async () => {
  await day.actions();
  scribe = await day.peer("scribe", "Ek", "Bo");
  await offer("actions").getByRole("button", { name: "Handlingsplanen: Word" }).waitFor();
  const names = new Set<string>();
  for (const [of, words, magic, ending] of [
    ["documentation", "Dokumentationen: Word", "PK", "docx"],
    ["documentation", "Dokumentationen: Webbsida", "<!", "html"],
    ["brief", "Dokumentationen, kort version: Word", "PK", "docx"],
    ["actions", "Handlingsplanen: Excel", "PK", "xlsx"],
    ["empty", "Tomt kompendium att skriva ut: Word", "PK", "docx"],
    ["reminders", "Påminnelser: Ren text", "", "txt"],
    ["reminders", "Påminnelser: Kalender", "BEGIN:VCALENDAR", "ics"],
    ["allFiles", "Allt i en fil: ZIP", "PK", "zip"],
    ["data", "För andra program: JSON", "{", "json"],
  ] as const) {
    const got = await fetched(page, () => button(of, words).click());
    assert.ok(starts(got.bytes, magic), `${words}: ${got.bytes.subarray(0, 16).toString("latin1")}`);
    assert.ok(got.name.endsWith(`.${ending}`), `${words}: ${got.name}`);
    assert.ok(got.bytes.length > 100, words);
    names.add(got.name);
    await offer(of).getByText(`${got.name} är hämtad`).waitFor();
  }
  assert.ok(names.size >= 8, [...names].join(", "));
  const reminders = await fetched(page, () => button("reminders", "Påminnelser: Ren text").click());
  assert.match(reminders.bytes.toString("utf8"), /Lars Berg/);
  assert.deepEqual(await look(page, "documents"), []);
  assert.deepEqual(page.problems, []);
});

test("PDF, where the server can make it; else it says that it cannot", { timeout: 200_000 }, async () => {
  const formats = await fetch(`http://${day.world.daemonAddress}/${day.world.name}/api/formats`, { headers: { Authorization: `Bearer ${day.world.secret("organiser")}` } });
  const told = (await formats.json()) as { formats: { name: string; ok: boolean }[] };
  if (told.formats.find((f) => f.name === "pdf")?.ok) {
    const got = await fetched(page, () => button("empty", "Tomt kompendium att skriva ut: PDF").click());
    assert.ok(starts(got.bytes, "%PDF-"));
  } else {
    await page.getByText(/PDF.* kan inte göras på den här servern/).waitFor();
    assert.equal(await button("empty", "Tomt kompendium att skriva ut: PDF").getAttribute("aria-disabled"), "true");
  }
});

test("what a server cannot make is said, its buttons do nothing, and a failure is told in words", { timeout: 120_000 }, async () => {
  const other = await day.page("organiser");
  await other.route("**/api/formats", (r) => r.fulfill({ json: { formats: [{ name: "pdf", ok: false, of: [], why: "no converter was found" }, { name: "docx", ok: true, of: [] }] } }));
  let asked = 0;
  await other.route("**/api/export?**", (r) => {
    if (r.request().url().includes("of=changes")) return r.continue();
    asked++;
    return r.fulfill({ status: 504, json: { ok: false, code: "slow", error: "too slow" } });
  });
  await open(other);
  await other.getByText("PDF kan inte göras på den här servern.").waitFor();
  await other.getByText("För den som sköter servern").click();
  await other.getByText("PDF: no converter was found").waitFor();
  await other.getByRole("button", { name: "Dokumentationen: PDF" }).click({ force: true });
  assert.equal(asked, 0);
  await other.getByRole("button", { name: "Dokumentationen: Word" }).click();
  await other.getByText("Det tog för lång tid och avbröts.").waitFor();
  assert.equal(asked, 1);
  assert.deepEqual(await look(other, "documents cannot"), []);
  await other.context().close();
});

test("a compendium is somebody's: of a group, of a participant", { timeout: 120_000 }, async () => {
  assert.equal(await button("compendium", "Deltagarnas kompendier: Word").getAttribute("aria-disabled"), "true");
  await page.getByLabel("Vems").selectOption({ label: "Åsa Öberg" });
  const own = await fetched(page, () => button("compendium", "Deltagarnas kompendier: Webbsida").click());
  assert.match(own.bytes.toString("utf8"), /Åsa Öberg/);
  await page.getByLabel("Vems").selectOption({ index: 2 });
  const group = await fetched(page, () => button("compendium", "Deltagarnas kompendier: Webbsida").click());
  assert.doesNotMatch(group.bytes.toString("utf8"), /Åsa Öberg/);
  await page.getByLabel("Dokumentens språk").selectOption("en");
  const english = await fetched(page, () => button("compendium", "Deltagarnas kompendier: Webbsida").click());
  assert.match(english.bytes.toString("utf8"), /<html[^>]* lang="?en/);
  await page.getByLabel("Dokumentens språk").selectOption("sv");
});

test("a draft becomes version 1, a change makes it a draft again, version 2 tells what changed", { timeout: 180_000 }, async () => {
  await page.getByRole("button", { name: "Slutför version 1" }).click();
  await page.getByLabel("Till läsarna").fill("Första versionen, till alla som var med.");
  assert.deepEqual(await look(page, "finalise"), []);
  await page.getByRole("button", { name: "Slutför", exact: true }).click();
  await page.locator(".doc-state.finished", { hasText: "Version 1" }).waitFor();
  await page.getByText("Första versionen, till alla som var med.").waitFor();
  assert.equal(await page.getByRole("button", { name: /^Slutför/ }).count(), 0, "nothing has changed");
  // What only leads the day changes no document.
  const sheet = actionSheet(scribe);
  scribe.store.set(sheet, "sheet", "done", 1);
  await saved(scribe);
  const a = scribe.store.children(sheet, "action")[0]!;
  scribe.store.set(a, "action", "status", 2);
  await saved(scribe);
  await page.locator(".doc-state.draft", { hasText: "Utkast – ändrat sedan version 1" }).waitFor();
  await page.locator("summary", { hasText: "En ändring" }).first().click();
  await page.getByText("Åtgärd 1: status ändrad till påbörjat (Bo)").waitFor();
  assert.deepEqual(await look(page, "draft again"), []);
  await page.locator(".org-nav button").first().click();
  await page.getByLabel("Vad heter du?").fill("Åsa Öberg");
  await page.getByRole("button", { name: "Spara", exact: true }).click();
  await open();
  await page.getByRole("button", { name: "Slutför version 2" }).click();
  await page.getByRole("button", { name: "Slutför", exact: true }).click();
  await page.locator(".doc-state.finished", { hasText: "Version 2" }).waitFor();
  assert.equal(await page.locator(".doc-versions > li").count(), 2);
  const v = org.store.children(1, "version").find((x) => org.store.num(x, "version", "number") === 2)!;
  assert.match(org.store.text(v, "version", "log"), /\S/);
  assert.equal(org.store.text(v, "version", "who"), "Åsa Öberg");
  await page.locator(".doc-versions > li", { hasText: "Åsa Öberg" }).waitFor();
  await page.locator(".doc-versions > li", { hasText: "arrangören" }).waitFor();
  assert.deepEqual(page.problems, []);
});

test("what the documentation holds, and how a single sheet is printed", { timeout: 60_000 }, async () => {
  const html = async (): Promise<string> => (await fetched(page, () => button("documentation", "Dokumentationen: Webbsida").click())).bytes.toString("utf8");
  assert.match(await html(), /Gemensamt möte före frigivningen/);
  const parts = page.getByRole("group", { name: "Vad dokumentationen innehåller" }).getByRole("checkbox");
  const all = await parts.count();
  for (let i = 0; i < all; i++) if (i !== 0) await parts.nth(i).uncheck();
  await org.until("people alone", () => org.store.num(1, "seminar", "contents") === 1);
  await parts.nth(0).click();
  await page.getByText("Något måste finnas med.").waitFor();
  assert.equal(await parts.nth(0).isChecked(), true);
  assert.doesNotMatch(await html(), /Gemensamt möte före frigivningen/);
  for (let i = 1; i < all; i++) await parts.nth(i).check();
  await org.until("all of them are 0", () => org.store.num(1, "seminar", "contents") === 0);
  await page.locator(".org-nav button", { hasText: "Program" }).click();
  await page.locator(".org-open", { hasText: "Pass 3" }).click();
  await page.locator(".org-open", { hasText: /^Förslag och åtgärder/ }).click();
  await page.getByLabel("I dokumentationen").focus();
  await page.getByLabel("I dokumentationen").selectOption("Inte alls");
  const sheet = actionSheet(scribe);
  await scribe.until("it has followed to the rooms", () => scribe.store.num(sheet, "sheet", "print") === 3);
  await page.getByLabel("I dokumentationen").selectOption("På sin plats");
  await scribe.until("and back", () => scribe.store.num(sheet, "sheet", "print") === 0);
  await open();
});

test("the setup is taken home as a template, without what was written", { timeout: 60_000 }, async () => {
  const got = await fetched(page, () => page.getByRole("button", { name: "Spara upplägget som mall" }).click());
  const yaml = got.bytes.toString("utf8");
  assert.match(yaml, /^sessions:/m);
  assert.match(yaml, /Den bästa vägen/);
  assert.doesNotMatch(yaml, /Lars Berg|Åsa Öberg/);
  assert.ok(got.name.endsWith(".yaml"));
});

test("three languages, 320 px: nothing sticks out, no barriers", { timeout: 200_000 }, async () => {
  const found: string[] = [];
  for (const lang of ["sv-SE", "nb-NO", "en-GB"]) {
    const narrow = await day.page("organiser", "", { lang, width: 320, height: 640 });
    await open(narrow);
    for (const summary of await narrow.locator("summary").all()) await summary.click();
    found.push(...(await look(narrow, `documents ${lang} 320`)));
    assert.deepEqual(narrow.problems, []);
    await narrow.context().close();
  }
  assert.deepEqual(found, []);
});
