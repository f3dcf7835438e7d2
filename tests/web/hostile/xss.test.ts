/* xss.test.ts - whatever stands in a seminar is shown as text, on every page: no script runs, no element is born of it,
 * nothing is loaded, no dialog opens, and no page breaks.
 *
 * What: every typed field of every kind is filled with strings.ts, by every role that may write it, anonymous answers and
 *       names included; then every role's page is opened and gone through. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { crawl } from "../a11y/crawl.ts";
import { Peer } from "../core/peer.ts";
import { watched, type WatchedPage, World } from "../world.ts";
import { all, fill, fillFields, type Full, TEMPLATE } from "./full.ts";
import { MARKUP, REFUSED, STRINGS } from "./strings.ts";

let world: World;
let full: Full;
let at = 0;
const next = (): string => STRINGS[at++ % STRINGS.length]!;
before(async () => {
  world = await World.start({ template: TEMPLATE, rooms: 2, args: ["--unlimited"] });
  full = await fill(world, next, true);
});
after(async () => {
  full?.stop();
  await world.stop();
});

/** Elements that only a string could have made, and what ran. */
const harm = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const out: string[] = [];
    if ("__owned" in globalThis) out.push("a script ran");
    const born = document.querySelectorAll(
      "script:not([src]), iframe, object, embed, marquee, video, base, form[action], meta[http-equiv], img[src='x'], link[rel=stylesheet][href*=annat], [onerror], [onload], [onfocus], a[href^='javascript:' i], a[href^='data:' i]",
    );
    for (const e of born) out.push(`an element was born: ${e.outerHTML.slice(0, 120)}`);
    for (const e of document.querySelectorAll("body > *:not(#app):not([role=status]):not(.sr):not(noscript):not(dialog)")) {
      if (getComputedStyle(e).position === "fixed") out.push(`something lies over the page: ${e.outerHTML.slice(0, 120)}`);
    }
    return out;
  });

async function visit(address: string, ready: string): Promise<{ page: WatchedPage; loads: string[]; dialogs: string[] }> {
  const context = await (await shared()).newContext({ locale: "sv-SE", viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
  const page = await watched(context);
  const loads: string[] = [];
  const dialogs: string[] = [];
  page.on("request", (r) => !r.url().startsWith(`http://${world.address}/`) && !/^(data|blob):/.test(r.url()) && loads.push(r.url()));
  page.on("dialog", (d) => {
    dialogs.push(d.message());
    void d.dismiss();
  });
  await page.goto(address);
  await page.locator(ready).first().waitFor();
  await page.locator("main.waiting").waitFor({ state: "detached" });
  return { page, loads, dialogs };
}
let browser: Awaited<ReturnType<World["browser"]>> | null = null;
const shared = async () => (browser ??= await world.browser());

test("every kind of text has been written to", () => {
  const kinds = new Set<string>();
  const walk = (id: number): void => {
    kinds.add(full.moderator.store.kind(id));
    for (const c of full.moderator.store.children(id)) walk(c);
  };
  walk(1);
  for (const k of ["point", "card", "flow", "obstacle", "row", "action", "parked", "challenge", "contact", "consent", "check", "revision", "cluster", "notice", "call", "poll", "choice", "answer", "organisation"]) {
    assert.ok(kinds.has(k), `no ${k} in the seminar`);
  }
  assert.ok(at >= STRINGS.length, `only ${at} strings were used`);
});

const PAGES: readonly (readonly [string, string, string])[] = [
  ["organiser", "", "main"], ["moderator", "", "main"], ["facilitator", "Rum 1", "main"], ["scribe", "Rum 1", "main"],
  ["scribe", "Rum 2", "main"], ["screen", "", "#app > *"], ["participant", "", "main"], ["secretary", "", "main"], ["landing", "", "#code"],
];
// Rooms have other names by now; the links are told apart by their order.
const secretOf = (role: string, place: string): string => world.secret(role, place);
for (const [role, place, ready] of PAGES) {
  test(`${role} ${place}: everything is text`, { timeout: 240_000 }, async () => {
    const address = role === "landing" ? `http://${world.address}/`
      : role === "secretary" ? `http://${world.address}/${world.name}/#${full.secret}`
      : role === "participant" ? world.link(role) : `http://${world.address}/${world.name}/#${secretOf(role, place)}`;
    const { page, loads, dialogs } = await visit(address, ready);
    const found: string[] = [];
    let shown = false;
    const states = await crawl(page, async (where) => {
      found.push(...(await harm(page)).map((h) => `${where}: ${h}`));
      shown ||= await page.evaluate(() =>
        [document.body.innerText, ...[...document.querySelectorAll("textarea, input")].map((e) => (e as HTMLInputElement).value)].some((t) => /<(script|img|svg|b>|style|iframe)|javascript:/i.test(t)));
    }, 30);
    assert.deepEqual([...new Set(found)], []);
    assert.ok(shown || role === "landing" || role === "screen", `the strings are not to be seen in any of ${states} states`);
    assert.deepEqual(loads, [], "nothing is fetched from elsewhere");
    assert.deepEqual(dialogs, []);
    assert.deepEqual(page.problems, [], `in ${states} states`);
    await page.context().close();
  });
}

test("the screen shows each kind of picture with such texts", { timeout: 240_000 }, async () => {
  const { page, loads, dialogs } = await visit(`http://${world.address}/${world.name}/#${secretOf("screen", "")}`, "#app > *");
  const m = full.moderator;
  const stage = m.store.children(1, "stage")[0]!;
  const sheets = all(m.store, "sheet").filter((x) => !m.store.num(x, "sheet", "each"));
  const shows: [number, number[]][] = [
    [0, []], ...sheets.map((x): [number, number[]] => [1, [x]]), [1, sheets.slice(0, 2)], [2, all(m.store, "question").slice(0, 1)],
    ...all(m.store, "poll").filter((p) => m.store.num(p, "poll", "state")).map((p): [number, number[]] => [3, [p]]), [4, []], [5, []], [7, []],
  ];
  const found: string[] = [];
  let shown = 0;
  for (const [mode, show] of shows) {
    m.store.set(stage, "stage", "show", show);
    m.store.set(stage, "stage", "mode", mode);
    await m.settled();
    await page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done, 120))));
    found.push(...(await harm(page)).map((h) => `mode ${mode} ${show.join()}: ${h}`));
    if (await page.evaluate(() => /<(script|img|svg|b>|style|iframe)|javascript:/i.test(document.body.innerText))) shown++;
  }
  assert.deepEqual([...new Set(found)], []);
  assert.ok(shown >= 5, `the strings are to be seen in ${shown} pictures only`);
  assert.deepEqual(loads, []);
  assert.deepEqual(dialogs, []);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("typed and pasted by hand: the same text arrives, and what is not allowed breaks nothing", { timeout: 120_000 }, async () => {
  const { page } = await visit(`http://${world.address}/${world.name}/#${secretOf("facilitator", "Rum 1")}`, ".talk");
  const scribe = full.scribes[0]!;
  const questions = all(scribe.store, "question").filter((q) => scribe.store.mayWrite(q, "question", "discussion"));
  await page.locator(".talk-question").first().waitFor();
  while ((await page.locator(".talk-discussion").count()) === 0) await page.locator(".step-bar .button").nth(1).click();
  const box = page.locator(".talk-discussion textarea");
  for (const text of [...MARKUP.slice(0, 6), "👩‍👩‍👧‍👦 e\u0301", "בשם\u202eabc"]) {
    await box.fill(text);
    await scribe.until(`as typed: ${text}`, () => questions.some((q) => scribe.store.text(q, "question", "discussion") === text));
  }
  for (const text of REFUSED) {
    await box.fill(`före${text}efter`);
    await box.press("End");
    await page.keyboard.type(".");
    await scribe.until(`goes on after ${JSON.stringify(text)}`, () =>
      questions.some((q) => /^före[\s\S]*efter\.$/.test(scribe.store.text(q, "question", "discussion"))));
  }
  assert.deepEqual(await harm(page), []);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("a client that speaks the protocol gets no control characters in", async () => {
  const p = new Peer(() => `ws://${world.daemonAddress}/${world.name}/ws`, { token: secretOf("scribe", "Rum 2"), name: "rå", seed: 99 });
  p.start();
  await p.live();
  let n = 0;
  await fillFields(p, () => `x${REFUSED[n++ % REFUSED.length]!}y`, true);
  const texts = all(full.moderator.store, "point").map((x) => full.moderator.store.text(x, "point", "text"));
  for (const t of texts) assert.doesNotMatch(t, /[\u0000-\u0008\u000b-\u001f\u007f\ufeff]/);
  p.stop();
});
