/* ended.test.ts - ways in that end, and histories that end: each said in words on the page, and what was not sent is in
 * sight to be copied. On the daemon's own pages, as a scribe has them. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import type { Page } from "playwright-core";
import { type KindName, ROLES } from "../../../client-web/src/protocol.gen.ts";
import { Peer } from "../core/peer.ts";
import { audit } from "../a11y/crawl.ts";
import { counted, isKept, isLive, isSaved, sound, startReal, Witness } from "./kit.ts";
import { type WatchedPage, watched, type World } from "../world.ts";

let w: World;
let witness: Witness;
let organiser: Peer;
before(async () => {
  w = await startReal(["--unlimited"]);
  witness = new Witness(w);
  await w.browser();
  organiser = await enter("organiser");
});
afterEach(() => w.thaw());
after(async () => {
  organiser?.stop();
  witness?.end();
  await w?.stop();
});
async function enter(role: string): Promise<Peer> {
  const p = new Peer(() => `ws://${w.daemonAddress}/${w.name}/ws`, { token: w.secret(role), name: role, seed: role.length });
  p.start();
  await p.live();
  return p;
}
const all = (kind: KindName, top = 1): number[] => [
  ...(organiser.store.kind(top) === kind ? [top] : []), ...organiser.store.children(top).flatMap((k) => all(kind, k)),
];
async function scribe(room = "Ek", lang = "sv-SE"): Promise<WatchedPage> {
  const page = await w.page("scribe", room, { lang });
  await page.locator(".question").first().waitFor();
  await isLive(page);
  return page;
}
const empty = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.activeElement instanceof HTMLTextAreaElement && document.activeElement.value === "");
async function point(page: Page, question: number): Promise<void> {
  await page.locator(".question").nth(question).locator(".add").first().click();
  await empty(page);
}
/** From here on nothing leaves the page, as behind a network that has gone without a word; a reload ends it. */
const mute = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { send } = WebSocket.prototype;
    Object.assign(globalThis, { unmute: () => (WebSocket.prototype.send = send) });
    WebSocket.prototype.send = () => undefined;
  });
const unmute = (page: Page): Promise<void> => page.evaluate(() => (globalThis as unknown as { unmute(): void }).unmute());
/** A point that nobody but this page has. */
async function unsent(page: Page, question: number, text: string): Promise<void> {
  await isSaved(page);
  await mute(page);
  await point(page, question);
  await page.keyboard.type(text);
  await isKept(page);
}
const bar = (page: Page, words: string) => page.locator(".bar", { hasText: words });
const quotes = (page: Page): Promise<string[]> => page.locator("blockquote").allInnerTexts();
async function accessible(page: Page, what: string): Promise<void> {
  assert.deepEqual(await audit(page, what), []);
}
/** Asks twice, as the host does for what cannot be taken back. */
async function sure(verb: string, what: Record<string, unknown>): Promise<void> {
  const asked = (await w.ask(verb, what)) as { confirm: string };
  const done = (await w.ask(verb, { ...what, confirm: asked.confirm })) as { ok: boolean };
  assert.ok(done.ok, JSON.stringify(done));
}
async function revoke(room: string, yes: boolean): Promise<void> {
  const link = all("link").find((l) => {
    const place = organiser.store.num(l, "link", "place");
    return organiser.store.num(l, "link", "role") === ROLES.scribe.number && organiser.store.text(place, "room", "name") === room;
  })!;
  organiser.store.set(link, "link", "revoked", yes ? 1 : 0);
  await organiser.settled();
}

test("a link that is revoked while one writes, and at the next opening: said, the unsent is in sight; let in again it is sent", async () => {
  const page = await scribe();
  await point(page, 0);
  await page.keyboard.type("<före återkallelsen>");
  await unsent(page, 0, "<när länken återkallades>");
  await revoke("Ek", true);
  await bar(page, "Länken gäller inte längre.").waitFor();
  assert.deepEqual(await quotes(page), ["<när länken återkallades>"]);
  assert.equal(await page.locator("#sheet textarea:not([readonly])").count(), 0, "nothing more is taken in");
  await accessible(page, "revoked while open");
  await page.reload();
  await page.getByText("Länken gäller inte längre.", { exact: false }).first().waitFor();
  assert.deepEqual(await quotes(page), ["<när länken återkallades>"]);
  await accessible(page, "revoked at opening");
  await revoke("Ek", false);
  await page.getByRole("button", { name: "Försök nu" }).first().click();
  await isSaved(page);
  assert.deepEqual(await quotes(page), []);
  counted("a revoked link", witness, ["<före återkallelsen>", "<när länken återkallades>"]);
  sound(page);
  await page.context().close();
});

test("a sheet that is locked: the field says so, and can be read and copied", async () => {
  for (const [lang, words] of [
    ["sv-SE", "Arket är låst. Texten går att läsa och kopiera."], ["nb-NO", "Arket er låst. Teksten kan leses og kopieres."],
    ["en-GB", "The sheet is locked. The text can be read and copied."],
  ] as const) {
    const page = await w.page("facilitator", "Ek", { lang });
    const field = page.locator(".talk-discussion textarea");
    await field.waitFor();
    await isLive(page);
    await field.focus();
    const sheet = all("sheet").find((x) => organiser.store.text(organiser.store.num(x, "sheet", "room"), "room", "name") === "Ek")!;
    organiser.store.lock(sheet, true);
    await organiser.settled();
    await page.locator(".field-note", { hasText: words }).waitFor();
    assert.equal(await field.getAttribute("readonly"), "");
    const described = await field.evaluate((el) => (el.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" "));
    assert.ok(described.includes(words), described);
    await accessible(page, `locked, ${lang}`);
    organiser.store.lock(sheet, false);
    await organiser.settled();
    await page.locator(".talk-discussion textarea:not([readonly])").waitFor();
    sound(page);
    await page.context().close();
  }
});

test("a backup is put back: said, and what this computer knew is there again", async () => {
  const page = await scribe();
  await point(page, 1);
  await page.keyboard.type("<före kopian>");
  await isSaved(page);
  const copy = join(w.data, "kopia");
  assert.ok(((await w.ask("backup", { name: w.name, to: copy })) as { ok: boolean }).ok);
  await page.keyboard.press("Enter");
  await empty(page);
  await page.keyboard.type("<efter kopian>");
  await unsent(page, 1, "<oskickat när servern föll>");
  // The daemon notes beside its file how far it had confirmed; then the older file is put in its place.
  const mark = join(w.data, `${w.name}.samverka.mark`);
  const noted = (): number =>
    Math.max(0, ...[...(existsSync(mark) ? readFileSync(mark, "latin1") : "").matchAll(/samverka-mark 1 \d+ (\d+)/g)].map((m) => Number(m[1])));
  const head = organiser.client.applied;
  while (noted() < head) await new Promise((done) => setTimeout(done, 20));
  await w.kill();
  for (const more of ["-wal", "-shm"]) rmSync(join(w.data, `${w.name}.samverka${more}`), { force: true });
  renameSync(copy, join(w.data, `${w.name}.samverka`));
  await unmute(page);
  await w.again(["--unlimited"]);
  const news = bar(page, "Servern har återställts från en säkerhetskopia. Det som fanns på den här datorn har lagts tillbaka.");
  await news.waitFor({ timeout: 60_000 });
  await accessible(page, "restored");
  await isSaved(page);
  await news.getByRole("button", { name: "Jag har sett det" }).click();
  await news.waitFor({ state: "detached" });
  organiser.start();
  await organiser.settled();
  counted("a backup put back", witness, ["<före kopian>", "<efter kopian>", "<oskickat när servern föll>"]);
  sound(page);
  await page.context().close();
});

test("words are taken out of history: said, the unsent is shown once, the rest is not on this device any more", async () => {
  const page = await scribe();
  await point(page, 2);
  await page.keyboard.type("<ett namn som ska bort>");
  await isSaved(page);
  await organiser.until("it", () => all("point").some((p) => organiser.store.text(p, "point", "text") === "<ett namn som ska bort>"));
  const secret = all("point").find((p) => organiser.store.text(p, "point", "text") === "<ett namn som ska bort>")!;
  await unsent(page, 2, "<oskickat när historien skrevs om>");
  await sure("rewrite", { name: w.name, drop: "passages", ids: [secret] });
  await unmute(page);
  const news = bar(page, "Ord har tagits bort ur seminariets historia.");
  await news.waitFor({ timeout: 60_000 });
  assert.deepEqual(await quotes(page), ["<oskickat när historien skrevs om>"]);
  await accessible(page, "rewritten");
  await isSaved(page);
  assert.equal(await page.locator("textarea").evaluateAll((x) => x.filter((t) => (t as HTMLTextAreaElement).value.includes("ett namn")).length), 0);
  await news.getByRole("button", { name: "Jag har sett det" }).click();
  await news.waitFor({ state: "detached" });
  await page.reload();
  await isSaved(page);
  assert.deepEqual(await quotes(page), [], "once");
  assert.ok(!witness.strings().some((s) => s.includes("skrevs om")), "and nothing of it was sent");
  sound(page);
  await page.context().close();
});

test("no such seminar, one that its host has closed, and one that is erased: each is said, and the unsent of every tab is shown", async () => {
  const page = await scribe();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null); // pages come from this device from here on
  const stranger = await watched(page.context());
  await stranger.goto(`http://${w.address}/finns-inte/#${"A".repeat(26)}`);
  await stranger.getByText("Seminariet finns inte här. Kontrollera adressen, eller fråga arrangören.").waitFor();
  await accessible(stranger, "no such seminar");
  sound(stranger);
  await stranger.close();

  // Closed by its host: it may come back, so everything is kept.
  await unsent(page, 0, "<oskickat vid stängningen>");
  organiser.stop();
  // The host is told of tabs that left without a goodbye, and goes on all the same.
  assert.ok(((await w.ask("close", { name: w.name, force: true })) as { ok: boolean }).ok);
  await unmute(page);
  await bar(page, "Seminariet finns inte här.").waitFor({ timeout: 60_000 });
  assert.deepEqual(await quotes(page), ["<oskickat vid stängningen>"]);
  await accessible(page, "closed by its host");
  assert.ok(((await w.ask("open", { name: w.name })) as { ok: boolean }).ok);
  await page.getByRole("button", { name: "Försök nu" }).first().click();
  await isSaved(page);
  counted("closed and opened again", witness, ["<oskickat vid stängningen>"]);

  await unsent(page, 0, "<oskickat i fliken>");
  const tabs = [page];
  for (const text of ["<oskickat i en stängd flik>", "<oskickat i en till>"]) {
    const tab = await watched(page.context());
    await tab.goto(w.link("scribe", "Ek"));
    await tab.locator(".question").first().waitFor();
    await isLive(tab);
    await unsent(tab, 0, text);
    tabs.push(tab);
  }
  for (const tab of tabs.slice(1)) await tab.close();
  await sure("erase", { name: w.name });
  await unmute(page);
  const news = bar(page, "Seminariet har raderats.");
  await news.waitFor({ timeout: 60_000 });
  assert.deepEqual(await quotes(page), ["<oskickat i fliken>"]);
  await accessible(page, "erased while open");
  const text = await page.locator("body").innerText();
  assert.ok(!text.includes("Kontrollera adressen"), text);
  await page.goto("about:blank");
  const next = await watched(page.context());
  await next.goto(w.link("scribe", "Ek"));
  await next.waitForFunction(() => document.querySelectorAll("blockquote").length === 2, undefined, { timeout: 60_000 });
  assert.deepEqual((await quotes(next)).sort(), ["<oskickat i en stängd flik>", "<oskickat i en till>"]);
  await bar(next, "Seminariet har raderats.").waitFor();
  await accessible(next, "erased at opening");
  await next.getByRole("button", { name: "Jag har sett det" }).click();
  await next.reload();
  await next.getByText("Seminariet finns inte här.", { exact: false }).first().waitFor();
  assert.deepEqual(await quotes(next), [], "once");
  sound(next);
  await page.context().close();
});
