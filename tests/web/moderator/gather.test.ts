/* gather.test.ts - synthesis and compilation by keyboard, polls from clusters, the door and self-formed groups. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type WatchedPage, World } from "../world.ts";
import { all, desk, House } from "./kit.ts";

let world: World;
let h: House;
let page: WatchedPage;
before(async () => {
  world = await World.start({ rooms: 2 });
  h = await House.open(world);
  await h.clock("Pass 1", "start");
  await h.write(h.scribes[0]!, "Vägledande frågor, pass 1", { points: 4 });
  await h.write(h.scribes[1]!, "Vägledande frågor, pass 1", { points: 2 });
  await h.clock("Pass 1", "end");
  await h.clock("Pass 3", "start");
  for (const r of h.scribes) await h.write(r, "Förslag", { actions: 2 });
  page = await desk(await world.page("moderator"));
});
after(async () => {
  h?.stop();
  await world?.stop();
});
const s = () => h.org.store;
const sheet = () => all(s(), "sheet").find((id) => s().num(id, "sheet", "form") === 5)!;
const clusters = () => s().children(sheet(), "cluster");
const inside = (c: number) => s().children(c, "gathered").map((g) => s().text(s().num(g, "gathered", "what"), "action", "what"));
const view = async (n: number) => {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press(String(n));
};

test("clusters by keyboard: made, named, filled, undone, emptied, removed and brought back", async () => {
  await view(5);
  for (const name of ["Samtycke", "Boende"]) {
    await page.getByRole("button", { name: "Ny samling" }).click();
    await page.keyboard.type(name);
  }
  await h.org.until("two clusters", () => clusters().map((c) => s().text(c, "cluster", "title")).join() === "Samtycke,Boende");
  const grip = (words: string, n = 0) => page.locator(".mod-grip", { hasText: words }).nth(n);
  await grip("En gemensam samtyckesblankett").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await h.org.until("it lies in Samtycke", () => inside(clusters()[0]!).length === 1);
  await page.waitForFunction(() => document.activeElement?.textContent?.includes("En gemensam samtyckesblankett"));
  await page.keyboard.press("Control+z");
  await h.org.until("taken back", () => inside(clusters()[0]!).length === 0);
  await grip("En gemensam samtyckesblankett").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  await page.getByLabel(/Lägg i samling: En gemensam/).selectOption({ label: "Samtycke" });
  await h.org.until("from the menu", () => inside(clusters()[0]!).length === 1);
  await page.getByLabel(/Lägg i samling: En gemensam/).selectOption({ label: "Boende" });
  await h.org.until("in one only", () => inside(clusters()[0]!).length === 0 && inside(clusters()[1]!).length === 1);
  await page.getByText("3 av 4").waitFor();
  await page.getByLabel("Visa en grupps förslag").selectOption({ index: 2 });
  assert.equal(await page.locator(".mod-loose .mod-proposal").count(), 2);
  await page.getByLabel("Visa en grupps förslag").selectOption({ index: 0 });
  await page.locator(".mod-loose .mod-proposal").first().dragTo(page.locator(".mod-cluster").first());
  await h.org.until("dragged", () => inside(clusters()[0]!).length === 1);
  await page.getByRole("button", { name: "Ta bort Boende" }).click();
  await h.org.until("removed", () => clusters().length === 1);
  await page.locator(".mod-done").getByRole("button", { name: "Ångra" }).click();
  await h.org.until("and back", () => clusters().length === 2 && inside(clusters()[1]!).length === 1);
});

test("stars and order on proposals and clusters", async () => {
  const action = all(s(), "action").find((a) => s().text(a, "action", "what").startsWith("En gemensam"))!;
  const item = page.locator(".mod-proposal", { hasText: "En gemensam" });
  const before = s().num(action, "action", "star");
  await item.getByRole("button", { name: /Stjärna/ }).click();
  await h.scribes[0]!.until("the star", () => h.scribes[0]!.store.num(action, "action", "star") === 1 - before);
  await item.getByLabel(/Ordning/).selectOption({ label: "nr 1" });
  await h.org.until("first", () => s().num(action, "action", "priority") === 1);
  await page.locator(".mod-cluster-head").first().getByLabel(/Ordning/).selectOption({ label: "nr 2" });
  await h.org.until("the cluster second", () => s().num(clusters()[0]!, "cluster", "priority") === 2);
});

test("clusters become the choices of the poll with dots, and stand for themselves", async () => {
  await view(4);
  const poll = page.locator(".mod-poll", { hasText: "Vilka förslag ska vi ta itu med först?" });
  await poll.getByRole("button", { name: /Mer om/ }).click();
  await page.getByRole("menuitem", { name: "Hämta samlingarna som val (2)" }).click();
  const id = all(s(), "poll").find((p) => s().num(p, "poll", "form") === 4)!;
  await h.org.until("two choices", () => s().children(id, "choice").map((c) => s().num(c, "choice", "about")).join() === clusters().join());
  await poll.getByRole("button", { name: "Öppna för svar" }).click();
  await h.org.until("open", () => s().num(id, "poll", "state") === 1);
});

test("compilation: a bullet is copied by key and keeps its source, then edited; the source is marked", async () => {
  await view(6);
  await page.getByLabel("Vilket blad som sammanställs").selectOption({ label: "Sammanställt: vägledande frågor, pass 1" });
  const sources = page.locator("button.mod-source");
  await sources.first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await page.locator('.mod-source[data-used="true"]').first().waitFor();
  assert.equal(await page.locator('.mod-source[data-used="true"]').count(), 1);
  const own = all(s(), "question").find((q) => s().text(s().parent(q), "sheet", "title") === "Sammanställt: vägledande frågor, pass 1")!;
  await h.org.until("the copy", () => s().children(own, "point").length === 1);
  const copy = s().children(own, "point")[0]!;
  const from = s().num(copy, "point", "origin");
  assert.equal(s().text(copy, "point", "text"), s().text(from, "point", "text"));
  const field = page.locator(".mod-own textarea").first();
  await field.focus();
  await page.keyboard.press("End");
  await page.keyboard.type(" i hela länet");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Egen punkt");
  await h.org.until("edited", () => s().text(copy, "point", "text").endsWith(" i hela länet") && s().children(own, "point").length === 2);
  assert.ok(!s().text(from, "point", "text").endsWith(" i hela länet"));
  await page.locator(".mod-own textarea").last().fill("Alla grupper talade om övergångarna.");
  await h.org.until("the discussion", () => s().text(own, "question", "discussion") === "Alla grupper talade om övergångarna.");
});

test("the door closes and opens; telephones are counted", async () => {
  await view(8);
  await h.phones(2);
  await page.locator(".mod-big-number", { hasText: "2" }).waitFor();
  await page.getByRole("button", { name: "Stäng dörren" }).click();
  await h.org.until("closed", () => s().num(1, "seminar", "door") === 0);
  await page.getByRole("button", { name: "Öppna dörren" }).click();
  await h.org.until("open", () => s().num(1, "seminar", "door") === 1);
  assert.deepEqual(page.problems, []);
});

test("a self-formed group is a place like a room, and its link is revoked", async () => {
  const other = await World.start({ template: "tilbakeforing.yaml" });
  const k = new House(other);
  try {
    k.org = await k.enter(other.secret("organiser"), "Annika");
    const [phone] = await k.phones(1);
    const { group, secret } = await phone!.store.join("3b", "Grønn gruppe");
    const writer = await k.enter(secret, "Kari");
    const mine = await desk(await other.page("moderator"));
    await mine.locator(".mod-room", { hasText: "Grønn gruppe" }).getByText("Kari skriver").waitFor();
    await mine.keyboard.press("8");
    await mine.getByRole("button", { name: "Dra in skrivrätten" }).first().click();
    await mine.getByRole("button", { name: "Dra in", exact: true }).click();
    await writer.until("thrown out", () => writer.client.state === "denied");
    assert.ok(group > 0);
    assert.deepEqual(mine.problems, []);
  } finally {
    k.stop();
    await other.stop();
  }
});
