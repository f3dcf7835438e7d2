/* device.test.ts - computers as they are: a wrong clock, no storage, a full disk, a reload while nobody answers. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import type { Page } from "playwright-core";
import {
  counted, discussion, hasReplica, isKept, isLive, isSaved, marks, newPoint, noPages, pagesAgain, sound, start, typePoints, Witness,
} from "./kit.ts";
import { type WatchedPage, watched, type World } from "../world.ts";

let w: World;
let witness: Witness;
let a: WatchedPage;
before(async () => {
  w = await start();
  witness = new Witness(w);
  a = await w.page("scribe", "Ek");
  await isLive(a);
});
afterEach(() => w.thaw());
after(async () => {
  witness?.end();
  await w?.stop();
});

async function page(prepare: () => void, role = "scribe"): Promise<WatchedPage> {
  const context = await a.context().browser()!.newContext({ locale: "sv-SE" });
  await context.addInitScript(prepare);
  const p = await watched(context);
  await p.goto(w.link(role, "Ek"));
  return p;
}

test("a wall clock that is wrong by a day, and one that is put right in the middle", async () => {
  const typed = marks("klocka", 9);
  const p = await page(() => {
    const real = Date.now.bind(Date);
    Object.assign(globalThis, { skew: 86_400_000 });
    Date.now = () => real() + (globalThis as unknown as { skew: number }).skew;
  });
  await isLive(p);
  await newPoint(p, 1);
  await typePoints(p, 1, typed.slice(0, 3));
  await isSaved(p);
  // What is said is the log's time, not this computer's.
  const said = await p.locator(".save-state").innerText();
  const now = new Intl.DateTimeFormat("sv-SE", { hour: "2-digit", minute: "2-digit" });
  assert.ok([0, 60_000].some((ms) => said.includes(now.format(Date.now() - ms))), said);
  for (const [i, skew] of [-86_400_000, 3_600_000].entries()) {
    await p.evaluate((ms) => Object.assign(globalThis, { skew: ms }), skew);
    w.freeze();
    await newPoint(p, 1);
    await typePoints(p, 1, typed.slice(3 + 3 * i, 6 + 3 * i));
    w.thaw();
    await isSaved(p);
  }
  counted("a wrong clock", witness, typed);
  await p.context().close();
});

test("storage forbidden: said in words, and everything arrives all the same", async () => {
  const typed = marks("förbjudet", 5);
  const p = await page(() => {
    for (const name of ["indexedDB", "localStorage", "sessionStorage"]) {
      Object.defineProperty(globalThis, name, { get: () => { throw new DOMException("forbidden", "SecurityError"); } });
    }
  });
  await isLive(p);
  assert.match(new URL(p.url()).hash, /^#.{20,}/, "without a place to keep it the secret stays where it is");
  await p.locator(".bar", { hasText: "Webbläsaren sparar inget på den här datorn." }).waitFor();
  await newPoint(p, 1);
  await typePoints(p, 1, typed.slice(0, 3));
  await w.kill();
  await newPoint(p, 1);
  await typePoints(p, 1, typed.slice(3));
  await w.again();
  await isSaved(p);
  counted("storage forbidden", witness, typed);
  sound(p);
  await p.context().close();
});

test("the disk full in the middle of the day: said, typing goes on; with room again it is kept again", async () => {
  const typed = marks("fullt", 12);
  const p = await page(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...x: [unknown, IDBValidKey?]) {
      const request = put.apply(this, x);
      if ((globalThis as { full?: boolean }).full) this.transaction.abort(); // as a full disk does
      return request;
    } as typeof put;
  });
  const full = (yes: boolean): Promise<unknown> => p.evaluate((x) => Object.assign(globalThis, { full: x }), yes);
  await isLive(p);
  await newPoint(p, 2);
  await isSaved(p);
  await full(true);
  const bar = p.locator(".bar", { hasText: "Webbläsaren sparar inget på den här datorn." });
  w.freeze();
  await typePoints(p, 2, typed.slice(0, 6));
  await bar.waitFor();
  await newPoint(p, 2);
  await typePoints(p, 2, typed.slice(6, 9));
  await full(false);
  await bar.waitFor({ state: "detached" });
  await newPoint(p, 2);
  await typePoints(p, 2, typed.slice(9));
  await isKept(p);
  await p.close(); // what was typed while the disk was full is on it by now
  w.thaw();
  const again = await p.context().newPage();
  await again.goto(w.link("scribe", "Ek"));
  await isSaved(again);
  counted("a full disk", witness, typed);
  await again.context().close();
});

test("reloaded while nobody answers: the page, what was known and what was typed are there, and typing goes on", async () => {
  const typed = marks("omladdad", 6);
  await a.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await a.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await newPoint(a, 3);
  await a.keyboard.type("§");
  await isSaved(a);
  await hasReplica(a, "§");
  await a.keyboard.press("Backspace");
  await isSaved(a);
  await w.kill();
  await noPages(w);
  await typePoints(a, 3, typed.slice(0, 3));
  await isKept(a);
  await a.reload();
  await a.waitForFunction((all) => all.every((m) => [...document.querySelectorAll("textarea")].some((t) => t.value === m)), typed.slice(0, 3));
  await newPoint(a, 3);
  await typePoints(a, 3, typed.slice(3));
  await a.reload(); // in the same moment
  await a.waitForFunction((all) => all.every((m) => [...document.querySelectorAll("textarea")].some((t) => t.value === m)), typed);
  await w.again();
  await pagesAgain(w);
  await isSaved(a);
  counted("reloaded alone", witness, typed);
  sound(a);
});

test("the page asks before it is left only while something is unsent", async () => {
  const asked = (p: Page): Promise<boolean> =>
    p.evaluate(() => {
      const e = new Event("beforeunload", { cancelable: true });
      dispatchEvent(e);
      return e.defaultPrevented;
    });
  await isSaved(a);
  assert.equal(await asked(a), false);
  w.freeze();
  await discussion(a, 3).pressSequentially("kvar");
  assert.equal(await asked(a), true);
  w.thaw();
  await isSaved(a);
  assert.equal(await asked(a), false);
});

test("two roles in one browser, a wrong link, and what a closed seminar refuses", async () => {
  const context = a.context();
  const organiser = await context.newPage();
  await organiser.goto(w.link("organiser"));
  await isLive(organiser);
  const roleOf = (p: Page): Promise<string> =>
    p.evaluate(() => (globalThis as unknown as { probe: { me: { value: { role: string } } } }).probe.me.value.role);
  assert.deepEqual(await Promise.all([a, organiser].map(roleOf)), ["scribe", "organiser"]);

  const stranger = await context.newPage();
  await stranger.goto(`http://${w.address}/dag/#aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`);
  await stranger.getByText("Länken eller koden känns inte igen.", { exact: false }).waitFor();

  await w.kill();
  await newPoint(a, 1);
  const typed = marks("för sent", 1);
  await typePoints(a, 1, typed);
  await isKept(a);
  await a.close();
  await w.again();
  await isLive(organiser);
  await organiser.evaluate(() => (globalThis as unknown as { probe: { set(...x: unknown[]): boolean } }).probe.set(1, "seminar", "state", 2));
  await isSaved(organiser);
  const again = await context.newPage();
  await again.goto(w.link("scribe", "Ek"));
  const refused = again.locator(".bar", { hasText: "kunde inte tas emot" });
  await refused.waitFor();
  assert.ok((await refused.innerText()).includes(typed[0]!), "the text is there to be copied");
  await again.reload();
  await refused.waitFor(); // until it has been seen
  const seen = refused.getByRole("button", { name: "Jag har sett det" });
  while ((await seen.count()) > 0) await seen.first().click();
  await refused.waitFor({ state: "detached" });
  await again.reload();
  await isSaved(again);
  assert.equal(await refused.count(), 0);
});
