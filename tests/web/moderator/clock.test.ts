/* clock.test.ts - the moderator's clock, as a room sees it: start, pause, more and less, end, undo, what comes next. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type WatchedPage, World } from "../world.ts";
import { desk, House } from "./kit.ts";

let world: World;
let h: House;
let page: WatchedPage;
before(async () => {
  world = await World.start({ rooms: 2 });
  h = await House.open(world);
  page = await desk(await world.page("moderator"));
});
after(async () => {
  h?.stop();
  await world?.stop();
});
const room = () => h.scribes[0]!;
const state = (title: string): number => room().store.num(h.session(title), "session", "state");
const ends = (title: string): number => room().store.num(h.session(title), "session", "ends");
const undo = () => page.locator(".mod-done").getByRole("button", { name: "Ångra" }).click();
const clock = () => page.locator(".mod-clock");

test("starting asks twice, with the focus on cancel; all rooms start", async () => {
  await clock().getByRole("button", { name: "Börja Inledning" }).click();
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Avbryt");
  await page.keyboard.press("Enter");
  assert.equal(state("Inledning"), 0);
  await clock().getByRole("button", { name: "Börja Inledning" }).click();
  await clock().getByRole("button", { name: "Börja nu" }).click();
  for (const r of h.scribes) await r.until("it runs", () => r.store.num(h.session("Inledning"), "session", "state") === 1);
});

test("the next session ends this one and starts; before that a minute's notice can be given", async () => {
  await clock().getByRole("button", { name: "Börja Pass 1: Den bästa vägen" }).click();
  await clock().getByRole("button", { name: "Säg till: om 1 min" }).click();
  await room().until("the notice", () => room().store.children(1, "notice").some((n) => room().store.text(n, "notice", "text").startsWith("Pass 1: Den bästa vägen börjar om 1 min")));
  await clock().getByRole("button", { name: "Börja nu" }).click();
  await room().until("Pass 1 runs", () => state("Pass 1") === 1);
  assert.equal(state("Inledning"), 3);
  await page.getByText("0 av 2 klara").waitFor();
});

test("pause, resume, minutes and their undo", async () => {
  await clock().getByRole("button", { name: "Pausa" }).click();
  await room().until("paused", () => state("Pass 1") === 2);
  await undo();
  await room().until("goes on", () => state("Pass 1") === 1);
  const before = ends("Pass 1");
  await clock().getByRole("button", { name: "+5 minuter" }).click();
  await room().until("five more", () => ends("Pass 1") === before + 300_000);
  await undo();
  await room().until("as before", () => ends("Pass 1") === before);
  await clock().getByRole("button", { name: "−1 minut" }).click();
  await room().until("one less", () => ends("Pass 1") === before - 60_000);
});

test("ending asks twice and can be taken back with the time that was left", async () => {
  const before = ends("Pass 1");
  await clock().getByRole("button", { name: "Avsluta", exact: true }).click();
  await clock().getByRole("button", { name: "Avsluta nu" }).click();
  await room().until("ended", () => state("Pass 1") === 3);
  await undo();
  await room().until("runs again", () => state("Pass 1") === 1);
  assert.ok(Math.abs(ends("Pass 1") - before) < 5000, `${ends("Pass 1") - before} ms apart`);
});

test("an end in overtime is taken back into overtime", async () => {
  h.org.store.clockAction(h.session("Pass 1"), "extend", Math.round(h.org.store.now() - ends("Pass 1") - 90_000));
  await page.locator('.mod-clock .countdown[data-tone="over"]').waitFor();
  await room().until("over time", () => ends("Pass 1") < room().store.now() - 60_000);
  const before = ends("Pass 1");
  await clock().getByRole("button", { name: "Avsluta", exact: true }).click();
  await clock().getByRole("button", { name: "Avsluta nu" }).click();
  await room().until("ended", () => state("Pass 1") === 3);
  await undo();
  await room().until("runs, as far over time as before", () => state("Pass 1") === 1 && Math.abs(ends("Pass 1") - before) < 5000);
});

test("groups that are done are counted beside the next session", async () => {
  for (const r of h.scribes) for (const t of ["Tidslinje, bästa", "Vägledande frågor, pass 1"]) r.store.set(h.sheet(r, t), "sheet", "done", 1);
  await page.getByText("2 av 2 klara").waitFor();
  await page.locator(".mod-room").first().getByText("Klara").waitFor();
});

test("the agenda: any session can be started; a whole session is locked and opened", async () => {
  await page.getByRole("navigation", { name: "Vyer" }).getByRole("button", { name: "Program" }).click();
  const row = (title: string) => page.locator(".mod-agenda-row", { hasText: title });
  await row("Pass 1").getByRole("button", { name: /Mer om/ }).click();
  await page.getByRole("menuitem", { name: "Lås alla rums blad" }).click();
  await room().until("locked", () => room().store.num(h.sheet(room(), "Tidslinje, bästa"), "sheet", "locked") === 1);
  await undo();
  await room().until("open", () => room().store.num(h.sheet(room(), "Tidslinje, bästa"), "sheet", "locked") === 0);
  await row("Pass 2").getByRole("button", { name: "Börja", exact: true }).click();
  await row("Pass 2").getByRole("button", { name: "Börja nu" }).click();
  await room().until("Pass 2 runs", () => state("Pass 2") === 1 && state("Pass 1") === 3);
  await row("Kaffe").first().getByText("hoppades över").waitFor();
});

test("the page had no problems", () => assert.deepEqual(page.problems, []));
