/* phone.test.ts - a participant's phone: answers counted once and changeable, drafts that survive, the own group, small. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { audit, fits } from "../a11y/crawl.ts";
import { all, Day, fill } from "../plenary/kit.ts";
import { REPO, type WatchedPage, World } from "../world.ts";

let world: World;
let day: Day;
let browser: Browser;
before(async () => {
  world = await World.start({ args: ["--unlimited"] });
  day = await Day.open(world);
  await fill(day);
  browser = await world.browser();
});
after(async () => {
  day?.stop();
  await world?.stop();
});
async function phone(o: { width?: number; height?: number; lang?: string } = {}): Promise<WatchedPage> {
  const p = await world.page("participant", "", { browser, width: 390, height: 844, ...o });
  await p.waitForSelector(".phone");
  return p;
}
const polls = (): number[] => all(day.mod.store, "poll");
async function open(poll: number, state = 1): Promise<void> {
  day.mod.store.set(poll, "poll", "state", state);
  await day.mod.settled();
}
const counts = (poll: number): Record<string, number> =>
  Object.fromEntries(day.mod.store.children(poll, "answer").map((a) => [day.mod.store.text(day.mod.store.num(a, "answer", "choice"), "choice", "text"), day.mod.store.num(a, "answer", "count")]));
const answered = (poll: number, n: number): Promise<void> =>
  day.mod.until(`${n} answers`, () => day.mod.store.num(poll, "poll", "count") === n);

test("first load is at most 100 kB", () => {
  const out = mkdtempSync(join(tmpdir(), "smv-build-"));
  try {
    execFileSync(process.execPath, [join(REPO, "client-web/build.mjs"), out]);
    const sizes = JSON.parse(readFileSync(join(out, "sizes.json"), "utf8")) as Record<string, number>;
    assert.ok(sizes["participant"]! <= 100_000, `${sizes["participant"]} bytes`);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});

test("three phones answer: counted once, changed, closed, shown", async () => {
  const poll = polls()[1]!;
  await open(poll);
  const [a, b, c] = await Promise.all([phone(), phone(), phone()]);
  for (const p of [a, b, c]) {
    await p.getByRole("heading", { name: "Hur användbar var dagen" }).waitFor();
    assert.ok(await p.getByText("Ditt svar sparas utan namn").isVisible());
  }
  // Nothing is chosen: the page says so, nothing is sent.
  await a.getByRole("button", { name: "Skicka" }).click();
  await a.getByText("Skriv eller välj något först.").waitFor();
  await a.getByLabel("Mycket").check();
  await a.getByRole("button", { name: "Skicka" }).dblclick().catch(() => undefined); // the button may be gone at the second tap
  await a.getByText(/^Skickat \d\d:\d\d$/).waitFor();
  for (const p of [b, c]) {
    await p.getByLabel("Ganska").check();
    await p.getByRole("button", { name: "Skicka" }).click();
    await p.getByText(/^Skickat/).waitFor();
  }
  await answered(poll, 3);
  assert.deepEqual(counts(poll), { Mycket: 1, Ganska: 2 });
  await b.getByRole("button", { name: "Ändra svaret" }).click();
  await b.getByLabel("Inte alls").check();
  await b.getByRole("button", { name: "Skicka ändringen" }).click();
  await b.getByText(/^Skickat/).waitFor();
  await day.mod.until("changed", () => counts(poll)["Inte alls"] === 1);
  assert.equal(day.mod.store.num(poll, "poll", "count"), 3);
  await c.getByRole("button", { name: "Ta bort mitt svar" }).click();
  await c.getByText("Svaret är borttaget.").waitFor();
  await answered(poll, 2);
  // A reload does not ask again.
  await a.reload();
  await a.getByText(/^Skickat/).waitFor();
  assert.equal(await a.getByRole("button", { name: "Skicka" }).count(), 0);
  assert.equal(await a.getByText("Resultat").count(), 0, "hidden until shown");
  await open(poll, 2);
  await a.getByText("Frågan är stängd. Ditt svar är med.").waitFor();
  day.mod.store.set(poll, "poll", "revealed", 1);
  await a.getByText("Färre än 5 har svarat.").waitFor(); // two of them: who chose what would be told
  assert.equal(await a.getByRole("heading", { name: "Resultat" }).count(), 0);
  for (const p of [a, b, c]) {
    assert.deepEqual(p.problems, []);
    await p.context().close();
  }
});

test("a draft survives a reload; an answer given without a network is sent when it is back, once", async () => {
  const poll = polls()[4]!;
  await open(poll);
  const p = await phone();
  const field = p.getByLabel("Ditt svar");
  await field.fill("Kronofogden");
  await p.reload();
  await p.waitForFunction(() => document.querySelector("textarea")?.value === "Kronofogden");
  await world.kill();
  await p.waitForSelector('[data-state="offline"], [data-state="connecting"]');
  await field.pressSequentially(" och polisen");
  await p.getByRole("button", { name: "Skicka" }).click();
  await p.getByText("Skickas så snart det finns kontakt").waitFor();
  await p.reload();
  await p.getByText("Skickas så snart det finns kontakt").waitFor();
  await world.again(["--unlimited"]);
  await p.getByText(/^Skickat/).waitFor({ timeout: 90_000 });
  await day.mod.until("the text", () => day.mod.store.children(poll, "answer").length === 1);
  assert.equal(day.mod.store.num(poll, "poll", "count"), 1);
  assert.equal(day.mod.store.text(day.mod.store.children(poll, "answer")[0]!, "answer", "text"), "Kronofogden och polisen");
  await open(poll, 2);
  assert.deepEqual(p.problems, []);
  await p.context().close();
});

test("ranking and dots with keys alone; several open questions one at a time", async () => {
  const m = day.mod.store;
  const dots = polls()[0]!;
  let last = 0;
  for (const text of ["Bostad", "Arbete", "Skola"]) last = m.add("choice", dots, last, { text });
  const sheet = m.parent(dots);
  const ranking = m.add("poll", sheet, dots, { text: "Vad är viktigast?", form: 3, most: 3 });
  last = 0;
  for (const text of ["Ett", "Två", "Tre"]) last = m.add("choice", ranking, last, { text });
  await open(dots);
  await open(ranking);
  const p = await phone();
  await p.getByText("Fråga 1 av 2").waitFor();
  const press = async (name: string, times = 1): Promise<void> => {
    await p.getByRole("button", { name, exact: true }).focus();
    for (let i = 0; i < times; i++) await p.keyboard.press("Enter");
  };
  await press("En prick till på Arbete", 2);
  await press("En prick till på Skola", 3);
  await press("En prick mindre på Arbete");
  await press("En prick till på Bostad");
  await p.getByText("0 prickar kvar").waitFor();
  await press("Skicka");
  await p.getByText(/^Skickat/).waitFor();
  await day.mod.until("dots", () => JSON.stringify(counts(dots)) !== "{}" && Object.values(counts(dots)).reduce((a, b) => a + b, 0) === 3);
  assert.deepEqual(counts(dots), { Arbete: 1, Skola: 1, Bostad: 1 });
  await press("Nästa fråga");
  await p.getByText("Fråga 2 av 2").waitFor();
  await press("Flytta upp: Tre", 2);
  await press("Skicka");
  await p.getByText(/^Skickat/).waitFor();
  await day.mod.until("ranked", () => counts(ranking)["Tre"] === 3);
  assert.deepEqual(counts(ranking), { Tre: 3, Ett: 2, Två: 1 });
  await p.getByText("Du har svarat på allt som är öppet.").waitFor();
  assert.deepEqual(p.problems, []);
  await open(dots, 2);
  await open(ranking, 2);
  await p.context().close();
});

test("the own group: chosen without names, read live, changed with one tap, kept; the compendium gathers it", async () => {
  const p = await phone();
  await p.getByRole("button", { name: "Min grupp" }).click();
  await p.getByRole("button", { name: "Pass 1: Den bästa vägen" }).click();
  await p.getByRole("button", { name: /^\W*1?\s*A1/ }).click();
  // Moderators count it there, and nowhere else, although nobody came or went.
  const a1 = all(day.mod.store, "group").find((g) => day.mod.store.text(g, "group", "name") === "A1")!;
  await day.mod.until("counted in A1", () => (day.mod.store.counts.value.get(a1) ?? 0) > 0);
  await p.getByText("Bostadsförsörjningsplan redan i häktet").waitFor();
  assert.ok(!(await p.textContent("body"))!.includes("Annika"));
  const room = day.rooms[0]!;
  const [q] = room.store.children(day.sheet(room, "Vägledande frågor, pass 1"), "question");
  const id = room.store.add("point", q!, 0, { text: "Skrivet nyss" });
  await p.getByText("Skrivet nyss").waitFor();
  room.store.remove(id);
  await p.getByText("Skrivet nyss").waitFor({ state: "detached" });
  await p.getByRole("button", { name: "Byt grupp" }).click();
  await p.getByRole("button", { name: /A2/ }).click();
  await p.getByText("(rum 2)").first().waitFor();
  assert.equal(await p.getByText("(rum 1)").count(), 0);
  await p.getByRole("button", { name: /^Pass 2/ }).click();
  await p.getByRole("button", { name: /B1/ }).click();
  await p.getByText("Häktessamtal om framtiden").first().waitFor();
  await p.reload();
  await p.getByRole("button", { name: "Min grupp" }).click();
  await p.getByRole("button", { name: "Öppna kompendiet" }).click();
  await p.getByText("Hämtar").waitFor({ state: "detached" });
  const text = await p.textContent(".compendium");
  for (const words of ["A2, Rum 2", "(rum 2)", "B1, Rum 1", "Häktessamtal om framtiden", "Bostadsbolagen kräver fast inkomst"]) assert.ok(text!.includes(words), words);
  await p.emulateMedia({ media: "print" });
  assert.equal(await p.locator(".phone-nav").isVisible(), false);
  assert.equal(await p.getByRole("button", { name: "Skriv ut" }).isVisible(), false);
  // On paper the first group stands below the title; the next one begins a page.
  const breaks = await p.locator(".chapter").evaluateAll((all) => all.map((e) => getComputedStyle(e).breakBefore));
  assert.deepEqual(breaks.slice(0, 2), ["auto", "page"]);
  assert.equal(await p.locator(".phone").evaluate((e) => getComputedStyle(e).page), "compendium");
  await p.emulateMedia({ media: "screen" });
  assert.deepEqual(p.problems, []);
  await p.context().close();
});

test("clean for assistive technology, at 320 px and much enlarged, in three languages", async () => {
  const poll = polls().find((x) => day.mod.store.text(x, "poll", "text").startsWith("Har du fått kontakt"))!;
  await open(poll);
  for (const lang of ["sv-SE", "nb-NO", "en-GB"]) {
    const p = await phone({ width: 320, height: 640, lang });
    await p.waitForSelector(".question-place .answer-card");
    const found: string[] = [];
    const n = await p.locator(".phone-nav button").count();
    for (let i = 0; i < n; i++) {
      await p.locator(".phone-nav button").nth(i).click();
      found.push(...(await audit(p, `${lang} ${i}`)), ...(await fits(p, `${lang} ${i}`)));
    }
    assert.deepEqual(found, []);
    assert.deepEqual(p.problems, []);
    await p.context().close();
  }
  const p = await phone({ width: 320, height: 256 }); // 1280 x 1024 at 400 %
  await p.waitForSelector(".question-place .answer-card");
  assert.deepEqual(await fits(p, "400 %"), []);
  await p.getByRole("combobox").selectOption("en");
  await p.getByRole("button", { name: "Send" }).waitFor();
  for (const box of await p.locator("button:visible, .pick:visible").all()) {
    const b = await box.boundingBox();
    assert.ok(!b || b.height >= 43.5, `${await box.textContent()}: ${b?.height}`);
  }
  await p.context().close();
});

test("the end is an end: thanks, and the way to the compendium", async () => {
  const p = await phone();
  day.org.store.set(1, "seminar", "state", 2);
  await p.getByText("Seminariet är avslutat.").waitFor();
  await p.getByRole("button", { name: "Öppna kompendiet" }).click();
  await p.getByRole("heading", { name: "Mitt kompendium" }).waitFor();
  assert.deepEqual(p.problems, []);
});
