/* together.test.ts - a scribe among others: what they do never moves the caret, a session never interrupts, nothing is lost. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { World, type WatchedPage } from "../world.ts";
import { all, clean, DAY, Hall, openStep, scribePage, writes } from "./kit.ts";

let w: World;
let h: Hall;
let page: WatchedPage;
before(async () => {
  w = await World.start({ template: DAY, rooms: ["Rum 1", "Rum 2"] });
  h = await Hall.open(w);
  await h.clock("Pass 1", "start");
  page = await scribePage(w);
});
after(async () => {
  h?.stop();
  await w?.stop();
});
const press = async (...keys: string[]): Promise<void> => {
  for (const k of keys) await page.keyboard.press(k);
};
const top = (): Promise<number> => page.evaluate(() => document.activeElement!.getBoundingClientRect().top);
const caret = (): Promise<readonly [string, number]> =>
  page.evaluate(() => {
    const e = document.activeElement as HTMLTextAreaElement;
    return [e.value, e.selectionStart] as const;
  });

test("what others add, move, remove and write above leaves caret and line where they are", async () => {
  await openStep(page, "Vägledande");
  const s = h.mate.store;
  const [q1] = h.of("question", "Vägledande");
  await page.locator(".question").nth(3).locator(".add").first().click();
  await writes(page, "");
  await page.keyboard.type("Min mening");
  await press("ArrowLeft", "ArrowLeft");
  await h.reads("it", () => h.of("point", "Vägledande").some((p) => s.text(p, "point", "text") === "Min mening"));
  const mine = h.of("point", "Vägledande").find((p) => s.text(p, "point", "text") === "Min mening")!;
  const drawn = (): Promise<unknown> => page.evaluate(() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r))));
  // That two own bullets change places may move mine by a row; the caret goes along.
  const mate = s.add("point", s.parent(mine), mine, { text: "under" });
  s.move(mine, s.parent(mine), mate);
  await page.waitForFunction(() => {
    const all = [...document.querySelectorAll<HTMLTextAreaElement>(".question textarea")].map((t) => t.value);
    return all.includes("under") && all.indexOf("under") < all.indexOf("Min mening");
  });
  await writes(page, "Min mening");
  assert.deepEqual(await caret(), ["Min mening", "Min meni".length]);
  await drawn();
  const before = await top();
  // What comes above moves nothing.
  let last = 0;
  for (const text of ["ett", "två", "tre", "fyra"]) last = s.add("point", q1!, last, { text });
  s.write(q1!, "question", "discussion", "rad\n".repeat(12));
  s.write(mine, "point", "text", "Före: Min mening");
  await writes(page, "Före: Min mening");
  await page.waitForFunction(() => document.querySelectorAll(".question")[0]!.querySelectorAll(".point").length === 4);
  assert.deepEqual(await caret(), ["Före: Min mening", "Före: Min meni".length]);
  await drawn();
  assert.ok(Math.abs((await top()) - before) < 2, `the line went from ${before} to ${await top()}`);
});

test("a session that begins changes nothing until one goes there", async () => {
  const title = await page.locator(".sheet h1").textContent();
  await page.keyboard.type("X");
  const line = await caret();
  await h.clock("Pass 1", "end");
  await h.clock("Pass 2", "start");
  await page.waitForSelector(".session-bar");
  assert.match((await page.locator(".session-bar").textContent()) ?? "", /Pass 2: I detalj har börjat/);
  assert.equal(await page.locator(".sheet h1").textContent(), title);
  assert.deepEqual(await caret(), line);
  await page.keyboard.type("Y");
  await h.reads("late words", () => h.of("point", "Vägledande").some((p) => h.mate.store.text(p, "point", "text").includes("XY")));
  await page.locator(".session-bar button").click();
  await page.waitForFunction(() => document.querySelector(".sheet h1")?.textContent?.startsWith("Tidslinje i detalj"));
  assert.equal(await page.locator(".session-bar").count(), 0);
});

test("the earlier board: own room first, the others by one key, copied with its source", async () => {
  const eva = h.other.store;
  const theirs = h.sheet(h.other, "Tidslinje, bästa");
  const lanes = eva.children(theirs, "lane");
  eva.add("card", eva.children(theirs, "phase")[1]!, 0, { title: "Kontakt vid grinden", who: "Kamratstöd", lane: lanes[2]! });
  const jonas = h.mate.store;
  const own = h.sheet(h.mate, "Tidslinje, bästa");
  jonas.add("card", jonas.children(own, "phase")[0]!, 0, { title: "Samtal i häktet", lane: jonas.children(own, "lane")[2]! });
  await h.other.settled();
  await h.mate.settled();
  await page.locator("#sheet").focus();
  await press("Alt+b");
  await page.waitForFunction(() => document.activeElement?.closest(".scribe-earlier")?.textContent?.includes("Samtal i häktet"));
  await page.waitForFunction(() => document.activeElement?.textContent?.includes("Samtal i häktet"));
  await press("ArrowRight");
  await page.waitForFunction(() => document.activeElement?.textContent?.includes("Kontakt vid grinden"));
  await press("c");
  const copied = (): number => h.of("card", "Tidslinje i detalj").find((c) => jonas.text(c, "card", "title") === "Kontakt vid grinden") ?? 0;
  await h.reads("the copy", () => copied() !== 0);
  const origin = jonas.num(copied(), "card", "origin");
  assert.equal(eva.text(origin, "card", "title"), "Kontakt vid grinden");
  assert.equal(jonas.text(jonas.parent(copied()), "phase", "title"), "Straffets början");
  assert.equal(jonas.text(jonas.num(copied(), "card", "lane"), "lane", "title"), "Kriminalvården");
  assert.equal(jonas.text(copied(), "card", "who"), "Kamratstöd");
  await press("Escape");
  await page.waitForSelector(".scribe-earlier", { state: "detached" });
  await press("Control+z");
  await h.reads("taken back", () => copied() === 0);
});

test("undo beside others' structure: own change is taken back, theirs stands", async () => {
  const s = h.mate.store;
  const sheet = h.sheet(h.mate, "Tidslinje i detalj");
  const [first, second] = s.children(sheet, "phase");
  const lane = s.children(sheet, "lane")[0]!;
  const a = s.add("card", first!, 0, { title: "Alfa", lane });
  const b = s.add("card", first!, a, { title: "Beta", lane });
  await h.mate.settled();
  const card = page.locator(".t-card", { hasText: "Beta" });
  await card.waitFor();
  await page.evaluate((id) => document.getElementById(`c${id}`)?.focus(), b);
  await press("Alt+ArrowRight");
  await h.reads("moved", () => s.parent(b) === second);
  s.remove(a); // what it stood behind is gone
  const c = s.add("card", first!, 0, { title: "Gamma", lane });
  await h.mate.settled();
  await page.locator(".t-card", { hasText: "Gamma" }).waitFor();
  await page.locator("#sheet").focus();
  await press("Control+z");
  await h.reads("moved back", () => s.parent(b) === first);
  assert.ok(s.deleted(a));
  assert.equal(s.parent(c), first);
});

test("a card that one writes on stays, though somebody else moves or removes it", async () => {
  const s = h.mate.store;
  const sheet = h.sheet(h.mate, "Tidslinje i detalj");
  const [first, , third] = s.children(sheet, "phase");
  const id = s.add("card", first!, 0, { title: "Delta", lane: s.children(sheet, "lane")[1]! });
  await h.mate.settled();
  await page.locator(".t-title", { hasText: "Delta" }).click();
  await writes(page, "Delta");
  await page.keyboard.type(" ett");
  s.move(id, third!, 0);
  await h.mate.settled();
  await h.reads("moved there", () => s.parent(id) === third);
  await page.keyboard.type(" två");
  await writes(page, "Delta ett två");
  s.remove(id);
  await h.mate.settled();
  await page.waitForSelector(".t-card.open.gone");
  await page.keyboard.type(" tre");
  await writes(page, "Delta ett två tre");
  await page.locator(".t-card.gone .link").click();
  await h.reads("restored with what was written", () => !s.deleted(id) && s.text(id, "card", "title") === "Delta ett två tre");
  await press("Escape");
});

test("by hand: a card to another cell, and an arrow from card to card", async () => {
  await page.setViewportSize({ width: 1280, height: 1600 });
  const s = h.mate.store;
  const sheet = h.sheet(h.mate, "Tidslinje i detalj");
  const [first, second] = s.children(sheet, "phase");
  const lanes = s.children(sheet, "lane");
  const a = s.add("card", first!, 0, { title: "Dra mig", lane: lanes[0]! });
  const b = s.add("card", second!, 0, { title: "Hit", lane: lanes[0]! });
  await h.mate.settled();
  await page.locator(`#c${b}`).waitFor();
  await page.locator(`#c${a}`).scrollIntoViewIfNeeded();
  const from = (await page.locator(`#c${a}`).boundingBox())!;
  const to = (await page.locator(`[data-cell="${second}:${lanes[1]}"]`).boundingBox())!;
  await page.mouse.move(from.x + 30, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 30, { steps: 3 });
  await page.mouse.move(to.x + 40, to.y + 12, { steps: 6 });
  await page.mouse.up();
  await h.reads("dropped", () => s.parent(a) === second && s.num(a, "card", "lane") === lanes[1]);
  assert.equal(await page.locator(".t-card.open").count(), 0, "a drag is no click");
  await page.locator(`#c${a}`).hover();
  const handle = (await page.locator(`#c${a} [data-handle]`).boundingBox())!;
  const target = (await page.locator(`#c${b}`).boundingBox())!;
  await page.mouse.move(handle.x + 10, handle.y + 10);
  await page.mouse.down();
  await page.mouse.move(handle.x + 30, handle.y - 20, { steps: 3 });
  await page.mouse.move(target.x + 30, target.y + 12, { steps: 6 });
  await page.mouse.up();
  await h.reads("an arrow", () => all(s, "flow", sheet).some((f) => s.num(f, "flow", "from") === a && s.num(f, "flow", "to") === b));
  await page.waitForFunction(() => document.activeElement?.closest("[data-at]")?.getAttribute("data-at")?.endsWith(":label"));
  await press("Escape");
});

test("bin and history: what was removed comes back, and one sees who did what", async () => {
  const s = h.mate.store;
  await openStep(page, "Fritt");
  const q = h.of("question", "Fritt")[0]!;
  const p = s.add("point", q, 0, { text: "Viktig sak" });
  s.write(p, "point", "text", "Viktig sak, ändrad");
  s.set(p, "point", "star", 1);
  await h.mate.settled();
  await page.locator(".point").hover();
  await page.locator(".point .tools [aria-haspopup]").click();
  await page.getByRole("menuitem", { name: "Vad har hänt här" }).click();
  await page.waitForSelector(".past-line");
  const past = await page.locator(".past-list").textContent();
  assert.match(past ?? "", /Jonas ändrade visas i plenum till ja/);
  assert.match(past ?? "", /Jonas skrev i texten: ”Viktig sak, ändrad”/);
  assert.match(past ?? "", /Jonas lade till/);
  await press("Escape");
  s.remove(p);
  await h.mate.settled();
  await page.waitForSelector(".sheet-foot .chip");
  await page.locator(".sheet-foot button", { hasText: "Papperskorg" }).click();
  await page.waitForFunction(() => /borttaget \d\d:\d\d av Jonas/.test(document.querySelector(".bin-item")?.textContent ?? ""));
  await page.locator(".bin-item button").click();
  await h.reads("back", () => !s.deleted(p));
  await page.waitForFunction(() => !document.querySelector(".bin-item"));
  await press("Escape");
});

test("the group's word, a message with its receipt, a locked sheet", async () => {
  const s = h.mate.store;
  const sheet = h.sheet(h.mate, "Fritt");
  await page.locator(".sheet-foot button", { hasText: "Gruppen är klar" }).click();
  await h.reads("done", () => s.num(sheet, "sheet", "done") === 1);
  await page.waitForFunction(() => document.querySelector('.step[aria-current] .state-mark')?.textContent === "klar");
  const m = h.mod.store;
  const notice = m.add("notice", 1, 0, { text: "Kaffe nu" });
  await page.locator(".notice-new", { hasText: "Kaffe nu" }).locator("button").click();
  await h.mod.until("the receipt", () => m.children(notice, "receipt").length === 1);
  m.lock(sheet, true);
  await page.waitForSelector(".locked");
  assert.equal(await page.locator(".board textarea").count(), 0);
  m.lock(sheet, false);
  await page.waitForSelector(".board textarea");
  clean(page);
});
