/* rooms.test.ts - the moderator sees rooms and answers them: calls, lost scribes, silence, live text, stars, locks, messages. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Desk } from "../../../client-web/src/roles/moderator/desk.ts";
import { placeState } from "../../../client-web/src/roles/moderator/places.ts";
import { type WatchedPage, World } from "../world.ts";
import { desk, House } from "./kit.ts";

let world: World;
let h: House;
let page: WatchedPage;
const card = (n: number) => page.locator(".mod-room").nth(n - 1);

before(async () => {
  world = await World.start({ rooms: 4 });
  h = await House.open(world, { leads: true });
  await h.clock("Pass 1", "start");
  page = await desk(await world.page("moderator"));
});
after(async () => {
  h?.stop();
  await world?.stop();
});

test("rooms stand in their order and tell who is there, what is written and how far it is", async () => {
  await h.write(h.scribes[1]!, "Tidslinje, bästa", { cards: 4 });
  await h.write(h.scribes[1]!, "Vägledande frågor, pass 1", { points: 3, words: 1 });
  await card(2).getByText("Bostad ordnad", { exact: false }).or(card(2).getByText("Arbetsmarknadsenheten", { exact: false })).first().waitFor();
  assert.deepEqual(await page.locator(".mod-open").allInnerTexts().then((x) => x.map((t) => t.match(/Rum \d/)?.[0])), ["Rum 1", "Rum 2", "Rum 3", "Rum 4"]);
  await card(2).getByText("2 av 3").waitFor();
  const words = await card(2).innerText();
  assert.match(words, /Björn skriver/);
  assert.match(words, /Quyen leder/);
  assert.match(words, /4 kort, 1 pil/);
  assert.equal(await card(2).locator(".mod-segments").getAttribute("aria-label"), "fråga 1 klar, fråga 2 har sammanfattning, fråga 3 tom");
});

test("a call: one press says somebody is coming, one more that it is over; both can be taken back", async () => {
  const room = h.scribes[2]!;
  const call = room.store.add("call", 1, 0, { place: room.store.me.value.place, about: 1, text: "Skärmen är svart" });
  await room.settled();
  const need = page.locator(".mod-need", { hasText: "Rum 3" });
  await need.getByText("Vill ha hjälp med tekniken: Skärmen är svart").waitFor();
  assert.equal(await card(3).getAttribute("data-need"), "bad");
  await need.locator(".mod-need-go").click();
  await page.waitForFunction(() => document.activeElement?.closest("[data-place]")?.textContent?.includes("Rum 3"));
  await need.getByRole("button", { name: "Jag kommer" }).click();
  await room.until("somebody is coming", () => room.store.num(call, "call", "state") === 1);
  await page.locator(".mod-done").getByRole("button", { name: "Ångra" }).click();
  await room.until("taken back", () => room.store.num(call, "call", "state") === 0);
  await need.getByRole("button", { name: "Jag kommer" }).click();
  await need.getByRole("button", { name: "Klart" }).click();
  await room.until("over", () => room.store.num(call, "call", "state") === 2);
  await need.waitFor({ state: "detached" });
});

test("a scribe who is gone: amber after fifteen seconds, red after a minute, with the time; back: nothing", async () => {
  const room = h.scribes[3]!;
  const place = room.store.me.value.place;
  const s = h.org.store;
  const now = s.now();
  const at = (ms: number) => ({ s, tick: { value: now + ms }, gone: { value: new Map([[place, { name: "Daniel", since: now, pending: 2 }]]) } }) as unknown as Desk;
  room.stop();
  await h.org.until("the room is empty", () => !s.people.value.some((p) => p.role === "scribe" && p.place === place));
  assert.deepEqual(placeState(at(14_000), place).needs.map((n) => n.what), []);
  assert.deepEqual(placeState(at(20_000), place).needs, [{ what: "gone", name: "Daniel", since: now, red: false }]);
  assert.deepEqual(placeState(at(61_000), place).needs, [{ what: "gone", name: "Daniel", since: now, red: true }]);
  assert.equal(placeState(at(6.5 * 60_000), place).quiet, 6);
  await page.locator(".mod-need", { hasText: "Rum 4" }).getByText(/Dokumentatören tappade kontakten/).waitFor({ timeout: 40_000 });
  h.scribes[3] = await h.enter(world.secret("scribe", "Rum 4"), "Daniel");
  await page.locator(".mod-need", { hasText: "Rum 4" }).waitFor({ state: "detached" });
});

test("live text, as it is typed; a star is set and seen in the room", async () => {
  const room = h.scribes[1]!;
  await card(2).locator(".mod-open").click();
  const sheet = h.sheet(room, "Vägledande frågor, pass 1");
  const q = room.store.children(sheet, "question")[2]!;
  const point = room.store.add("point", q, 0, { text: "Skola" });
  await page.locator(".mod-line", { hasText: "Skola" }).waitFor();
  room.store.write(point, "point", "text", "Skola och föreningsliv");
  const line = page.locator(".mod-line", { hasText: "Skola och föreningsliv" });
  await line.waitFor();
  await line.getByRole("button", { name: /Stjärna/ }).click();
  await room.until("the star", () => room.store.num(point, "point", "star") === 1);
});

test("a sheet is locked and opened again; work begun before the lock is marked late", async () => {
  const room = h.scribes[1]!;
  const s = room.store;
  const sheet = h.sheet(room, "Vägledande frågor, pass 1");
  const q = s.children(sheet, "question")[0]!;
  await room.settled();
  room.cut();
  await page.getByRole("button", { name: "Lås Vägledande frågor, pass 1" }).click();
  await h.org.until("locked", () => h.org.store.num(sheet, "sheet", "locked") === 1);
  s.write(s.children(q, "point")[0]!, "point", "text", "Skrivet utan nät");
  room.start();
  await room.settled();
  await page.locator(".mod-line", { hasText: "Skrivet utan nät" }).getByText("efter låsningen").waitFor();
  assert.equal(s.mayWrite(q, "point"), false);
  await page.getByRole("button", { name: "Öppna Vägledande frågor, pass 1" }).click();
  await room.until("open", () => s.num(sheet, "sheet", "locked") === 0);
  await page.getByRole("button", { name: "Alla rum" }).click();
  await card(1).getByRole("button", { name: /Mer om Rum 1/ }).click();
  await page.getByRole("menuitem", { name: "Lås alla blad i Rum 1" }).click();
  await card(1).getByText("Låst", { exact: true }).first().waitFor();
  const first = h.scribes[0]!;
  await first.until("all are locked", () => ["Tidslinje, bästa", "Vägledande frågor, pass 1"].every((t) => first.store.num(h.sheet(first, t), "sheet", "locked") === 1));
});

test("messages: to one room or all, who has seen, withdrawn", async () => {
  await card(2).getByRole("button", { name: "Meddela Rum 2" }).click();
  await page.keyboard.type("Ni kan fortsätta fem minuter till.");
  await page.keyboard.press("Control+Enter");
  const lead = h.leads[1]!;
  await lead.until("the notice", () => lead.store.children(1, "notice").length === 1);
  assert.equal(h.leads[0]!.store.children(1, "notice").length, 0);
  const notice = lead.store.children(1, "notice")[0]!;
  await page.getByText("Rum 2 har inte sett").waitFor();
  lead.store.add("receipt", notice, 0, { place: lead.store.me.value.place });
  await page.getByText(/Sett av Rum 2 \d\d:\d\d/).waitFor();
  await page.locator(".mod-compose select").last().selectOption({ index: 1 });
  await page.locator(".mod-compose").getByRole("button", { name: "Skicka" }).click();
  for (const l of h.leads) await l.until("the notice to all", () => l.store.children(1, "notice").some((n) => l.store.text(n, "notice", "text") === "Fem minuter kvar."));
  await page.locator(".mod-notice", { hasText: "Fem minuter kvar." }).getByRole("button", { name: "Dra tillbaka" }).click();
  await lead.until("withdrawn", () => lead.store.children(1, "notice").filter((n) => !lead.store.num(n, "notice", "withdrawn")).length === 1);
});

test("closed: it is said, and nothing calls for anybody", async () => {
  const o = h.org.store;
  const call = h.scribes[0]!.store.add("call", 1, 0, { place: h.scribes[0]!.store.me.value.place, about: 2 });
  await page.locator(".mod-need").first().waitFor();
  o.set(1, "seminar", "state", 2);
  await page.getByText("Dagen är slut.").waitFor();
  assert.equal(await page.locator(".mod-need").count(), 0);
  assert.equal(await page.getByRole("button", { name: "Skicka" }).count(), 0, "nothing that only looks as if it worked");
  assert.ok(o.exists(call));
  o.set(1, "seminar", "state", 1);
  await page.locator(".mod-need").first().waitFor();
});

test("the page had no problems", () => assert.deepEqual(page.problems, []));
