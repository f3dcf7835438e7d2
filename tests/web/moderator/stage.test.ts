/* stage.test.ts - the moderator steers plenary screens and polls; a screen and telephones see it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { REPO, type WatchedPage, World } from "../world.ts";
import { desk, House } from "./kit.ts";

const MODES = ["title", "sheets", "question", "poll", "countdown", "join", "blank", "agenda"];
let world: World;
let h: House;
let page: WatchedPage;
before(async () => {
  const two = readFileSync(join(REPO, "templates/aterfall.yaml"), "utf8").replace("screens: [Stora salen]", "screens: [Stora salen, Foajén]");
  world = await World.start({ rooms: 2, template: two });
  h = await House.open(world);
  await h.clock("Pass 1", "start");
  for (const r of h.scribes) await h.write(r, "Tidslinje, bästa", { cards: 3 });
  page = await desk(await world.page("moderator"));
  await page.keyboard.press("3");
  await page.locator(".mod-chooser").waitFor();
});
after(async () => {
  h?.stop();
  await world?.stop();
});
const s = () => h.org.store;
const stages = () => s().children(1, "stage");
const shows = (mode: string, show?: readonly number[], stage = stages()[0]!) =>
  h.org.until(`${mode} is on`, () => MODES[s().num(stage, "stage", "mode")] === mode && (!show || s().list(stage, "stage", "show").join() === show.join()));
const queue = () => s().list(stages()[0]!, "stage", "next");

test("every mode: title, agenda, join, countdown, a sheet, a question across groups; undo brings the last back", async () => {
  const [a, b] = h.scribes.map((r) => h.sheet(r, "Tidslinje, bästa")) as [number, number];
  for (const [words, mode] of [["Program", "agenda"], ["Anslutningssida med kod", "join"], ["Nedräkning: Pass 1: Den bästa vägen", "countdown"], ["Titelsida", "title"]] as const) {
    await page.getByRole("button", { name: `Visa på storbilden: ${words}` }).click();
    await shows(mode);
  }
  await page.locator(".mod-choose-place", { hasText: "Rum 1" }).getByRole("button", { name: "Visa på storbilden: Tidslinje, bästa vägen" }).click();
  await shows("sheets", [a]);
  await page.waitForFunction(() => Number(document.querySelector<HTMLElement>(".mod-preview .stage")?.dataset["pages"]) > 1);
  assert.equal(await page.locator(".mod-preview .stage").getAttribute("data-page"), "1", "a new picture begins at its first page");
  await page.locator(".mod-done").getByRole("button", { name: "Ångra" }).click();
  await shows("title");
  for (const room of ["Rum 1", "Rum 2"]) await page.getByLabel(`Bredvid varandra: ${room}: Tidslinje, bästa vägen`).check();
  await page.getByRole("button", { name: "Visa bredvid varandra" }).click();
  await shows("sheets", [a, b]);
  await page.getByRole("button", { name: /Visa på storbilden: Vem borde vara med/ }).click();
  await shows("question");
});

test("the queue: add, reorder by key and by button, remove, show next", async () => {
  const add = (what: string | RegExp) => page.getByRole("button", { name: what }).first().click();
  await add("Lägg i kön: Titelsida");
  await add("Lägg i kön: Program");
  await page.locator(".mod-choose-place", { hasText: "Rum 2" }).getByRole("button", { name: "Lägg i kön: Tidslinje, bästa vägen" }).click();
  await h.org.until("three wait", () => queue().length === 3);
  const sheet = h.sheet(h.scribes[1]!, "Tidslinje, bästa");
  await page.locator('[data-queue="2"]').focus();
  await page.keyboard.press("Alt+ArrowUp");
  await h.org.until("it is second", () => queue()[1] === sheet);
  await page.getByRole("button", { name: "Flytta upp Rum 2: Tidslinje, bästa vägen" }).click();
  await h.org.until("it is first", () => queue()[0] === sheet);
  await page.getByRole("button", { name: "Ta bort Program ur kön" }).click();
  await h.org.until("two are left", () => queue().length === 2);
  await page.getByRole("button", { name: "Visa nästa", exact: true }).click();
  await shows("sheets", [sheet]);
  await h.org.until("one is left", () => queue().join() === "1");
});

test("blank, and back to what was there; pages", async () => {
  const sheet = h.sheet(h.scribes[1]!, "Tidslinje, bästa");
  await page.getByRole("button", { name: "Släck" }).click();
  await shows("blank", [sheet]);
  await page.getByRole("button", { name: "Tänd igen" }).click();
  await shows("sheets", [sheet]);
  await page.waitForFunction(() => /av ([2-9])/.test(document.querySelector(".mod-page")?.textContent ?? ""));
  await page.getByRole("button", { name: "Nästa sida" }).click();
  await h.org.until("the second page", () => s().num(stages()[0]!, "stage", "page") === 1);
  await page.getByRole("button", { name: "Föregående sida" }).click();
  await h.org.until("the first page", () => s().num(stages()[0]!, "stage", "page") === 0);
});

test("screens: alive, identified, renamed, redirected", async () => {
  const screen = await world.page("screen", "Stora salen");
  await page.locator(".mod-stage-head").getByText("Ansluten").waitFor();
  await page.getByRole("button", { name: "Visa vilken som är vilken" }).click();
  await h.org.until("they identify themselves", () => stages().every((id) => s().num(id, "stage", "identify") > s().now()));
  const name = page.locator(".mod-screens").getByLabel("Storbildens namn").first();
  await name.fill("Aulan");
  await name.press("Tab");
  await h.org.until("the name", () => s().text(stages()[0]!, "stage", "name") === "Aulan");
  const link = s().children(1, "link").find((l) => s().num(l, "link", "place") === stages()[0] && s().num(l, "link", "role") === 6)!;
  await page.locator(".mod-screens").getByLabel("Följer").first().selectOption({ label: "Foajén" });
  await h.org.until("redirected", () => s().num(link, "link", "place") === stages()[1]);
  assert.deepEqual(screen.problems, []);
  await screen.context().close();
});

test("a poll made on the fly: opened, answered, held back, shown, closed for good", async () => {
  const phones = await h.phones(3);
  await page.getByRole("navigation", { name: "Vyer" }).getByRole("button", { name: "Frågor till alla" }).click();
  await page.getByRole("button", { name: "Ny fråga" }).click();
  await page.getByLabel("Frågan", { exact: true }).fill("Vad tar du med dig hem?");
  await page.getByLabel("Fritext").check();
  await page.getByRole("button", { name: "Öppna för svar" }).first().click();
  const poll = () => page.locator(".mod-poll", { hasText: "Vad tar du med dig hem?" });
  await poll().waitFor();
  for (const [i, p] of phones.entries()) {
    await p.until("the open poll", () => open(p.store) !== 0);
    await p.store.ballot(open(p.store), ["En ny kontakt", "Ett fult ord", "Tre idéer"][i]!);
  }
  await poll().getByText("3 svar, 3 anslutna").waitFor();
  await poll().locator("li", { hasText: "Ett fult ord" }).getByRole("button", { name: "Håll tillbaka" }).click();
  await poll().getByText("tillbakahållet").waitFor();
  await poll().getByRole("button", { name: "Visa svaren" }).click();
  const phone = phones[0]!;
  const texts = (): string[] => phone.store.children(open(phone.store), "answer").filter((a) => !phone.store.num(a, "answer", "held")).map((a) => phone.store.text(a, "answer", "text")).filter(Boolean);
  await phone.until("two answers are shown", () => texts().length === 2);
  assert.ok(!texts().includes("Ett fult ord"));
  await poll().getByRole("button", { name: "Stäng", exact: true }).click();
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Avbryt");
  const id = open(phone.store);
  await poll().getByRole("button", { name: "Stäng för gott" }).click();
  await phone.until("closed", () => phone.store.num(id, "poll", "state") === 2);
});
function open(store: House["org"]["store"]): number {
  for (const session of store.children(1, "session")) {
    for (const sheet of store.children(session, "sheet")) {
      const found = store.children(sheet, "poll").find((p) => store.num(p, "poll", "state") === 1 || store.num(p, "poll", "revealed") === 1);
      if (found) return found;
    }
  }
  return 0;
}

test("the page had no problems", () => assert.deepEqual(page.problems, []));
