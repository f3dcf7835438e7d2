/* real.test.ts - people's own pages: the daemon's build of them, the scribe's own screen, the service worker that the
 * daemon serves. Every key that was pressed is in the daemon's export afterwards, once. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { counted, hasReplica, isKept, isLive, isSaved, sound, startReal, Witness } from "./kit.ts";
import { type WatchedPage, watched, type World } from "../world.ts";

let w: World;
let witness: Witness;
let a: WatchedPage;
before(async () => {
  w = await startReal();
  witness = new Witness(w);
  a = await w.page("scribe", "Ek");
  await ready(a);
});
afterEach(() => w.thaw());
after(async () => {
  witness?.end();
  await w?.stop();
});
async function ready(page: Page): Promise<void> {
  await page.locator(".question").first().waitFor();
  await isLive(page);
}
/** A new point at the end of the question, with the caret in it. */
async function point(page: Page, question: number): Promise<void> {
  await page.locator(".question").nth(question).locator(".add").first().click();
  await empty(page);
}
const empty = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.activeElement instanceof HTMLTextAreaElement && document.activeElement.value === "");
const shows = (page: Page, texts: readonly string[]): Promise<unknown> =>
  page.waitForFunction((all) => all.every((m) => [...document.querySelectorAll("textarea")].some((t) => t.value === m)), texts);
async function again(context: BrowserContext): Promise<WatchedPage> {
  const page = await watched(context);
  await page.goto(w.link("scribe", "Ek"));
  return page;
}

test("the page is the daemon's, and its service worker too", async () => {
  assert.equal(w.address, w.daemonAddress);
  await a.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await a.waitForFunction(() => navigator.serviceWorker.controller !== null && document.documentElement.dataset["kept"] === "scribe");
  assert.equal(new URL(a.url()).hash, "", "the secret is not in the address");
});

test("no network, a silent daemon, a killed daemon: each in the middle of a word", async () => {
  const typed: string[] = [];
  const troubles: [string, () => Promise<void>, () => Promise<void>][] = [
    ["frånkopplad", async () => (await a.context().setOffline(true), w.freeze()), async () => (w.thaw(), a.context().setOffline(false))],
    ["tystnad", async () => w.freeze(), async () => w.thaw()],
    ["dödad", () => w.kill(), () => w.again()],
    ["dödad igen", () => w.kill(), () => w.again()],
  ];
  await point(a, 0);
  for (const [i, [what, begin, end]] of troubles.entries()) {
    const words = [`<${what}: samverkansöverenskommelse>`, `<${what}: nästa punkt åäö>`];
    await a.keyboard.type(words[0]!.slice(0, 20));
    await begin();
    await a.keyboard.type(words[0]!.slice(20));
    await a.keyboard.press("Enter");
    await empty(a);
    await a.keyboard.type(words[1]!);
    await end();
    await isSaved(a);
    typed.push(...words);
    if (i === troubles.length - 1) break;
    await a.keyboard.press("Enter");
    await empty(a);
  }
  counted("cuts in the scribe's screen", witness, typed);
  sound(a);
});

test("the daemon killed mid-word, the page loaded again, the tab closed and opened again, all while it is away", async () => {
  const context = a.context();
  await point(a, 1);
  await a.keyboard.type("<före allt>");
  await isSaved(a);
  await hasReplica(a, "<före allt>");
  await a.keyboard.press("Enter");
  await empty(a);
  await a.keyboard.type("<ett halvt o");
  await w.kill();
  await a.keyboard.type("rd i dödsögonblicket>");
  await isKept(a);
  await a.reload();
  const typed = ["<före allt>", "<ett halvt ord i dödsögonblicket>"];
  await shows(a, typed);
  await point(a, 1);
  await a.keyboard.type("<efter omladdningen>");
  await a.keyboard.press("Enter");
  await empty(a);
  await a.keyboard.type("<i stängd flik, halv");
  await isKept(a);
  await a.close();
  a = await again(context);
  typed.push("<efter omladdningen>");
  await shows(a, [...typed, "<i stängd flik, halv"]);
  const half = a.locator("textarea").filter({ visible: true });
  const at = await half.evaluateAll((all) => (all as HTMLTextAreaElement[]).findIndex((t) => t.value === "<i stängd flik, halv"));
  await half.nth(at).focus();
  await a.keyboard.press("End");
  await a.keyboard.type(" och hel>");
  typed.push("<i stängd flik, halv och hel>");
  const discussion = a.locator(".question").nth(1).locator(".discussion textarea");
  await discussion.focus();
  await a.keyboard.type("<resonemang utan server>");
  typed.push("<resonemang utan server>");
  await a.reload(); // in the same moment
  await shows(a, typed);
  await w.again();
  await isSaved(a);
  counted("away, reloaded, closed, reopened", witness, typed);
  sound(a);
});

test("gone elsewhere in the same tab, and back", async () => {
  w.freeze();
  await point(a, 2);
  await a.keyboard.type("<innan jag gick bakåt>");
  await isKept(a);
  a.on("dialog", (d) => void d.accept());
  await a.goto("about:blank");
  await a.goBack();
  await shows(a, ["<innan jag gick bakåt>"]);
  w.thaw();
  await isSaved(a);
  counted("back and forward", witness, ["<innan jag gick bakåt>"]);
  sound(a);
});
