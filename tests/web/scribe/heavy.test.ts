/* heavy.test.ts - five hundred cards, strings that break things, three languages under axe, 320 px. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { World } from "../world.ts";
import { axe, clean, DAY, Hall, openStep, saved, scribePage, writes } from "./kit.ts";

const CARDS = 500;
const LONGEST_MS = 50;
const ROUNDS = 5;
let w: World;
let h: Hall;
before(async () => {
  w = await World.start({ template: DAY, rooms: ["Rum 1", "Rum 2"] });
  h = await Hall.open(w);
  await h.clock("Pass 1", "start");
});
after(async () => {
  h?.stop();
  await w?.stop();
});

/** The longest script task while something is done, by the browser's own trace; ms. */
async function longest(page: Page, act: () => Promise<void>): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  const events: { name: string; ph: string; dur?: number }[] = [];
  cdp.on("Tracing.dataCollected", (e) => events.push(...(e.value as unknown as typeof events)));
  await cdp.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["devtools.timeline"] } });
  await act();
  const done = new Promise((r) => cdp.once("Tracing.tracingComplete", r));
  await cdp.send("Tracing.end");
  await done;
  await cdp.detach();
  const script = events.filter((e) => e.ph === "X" && ["EventDispatch", "FunctionCall", "RunMicrotasks", "TimerFire", "FireAnimationFrame"].includes(e.name));
  return Math.max(0, ...script.map((e) => (e.dur ?? 0) / 1000));
}
const median = (all: number[]): number => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)]!;

test("five hundred cards: no script task over 50 ms while typing or when a card arrives", async () => {
  const s = h.mate.store;
  const sheet = h.sheet(h.mate, "Tidslinje, bästa");
  const [phases, lanes] = [s.children(sheet, "phase"), s.children(sheet, "lane")];
  for (let i = 0; i < CARDS; i++) {
    s.add("card", phases[i % phases.length]!, 0, { title: `Aktivitet ${i}`, who: "Kommunen", when: "vecka ett", lane: lanes[(i * 5) % lanes.length]! });
    if (i % 50 === 49) await h.mate.settled();
  }
  const page = await scribePage(w);
  await page.waitForFunction((n) => document.querySelectorAll(".t-card").length === n, CARDS, { timeout: 60_000 });
  await page.locator(".t-card").nth(3).click();
  await page.waitForSelector(".t-card.open textarea");
  const typing: number[] = [];
  const arriving: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    typing.push(await longest(page, async () => {
      await page.keyboard.type("skriver på ");
      await saved(page);
    }));
    arriving.push(await longest(page, async () => {
      s.add("card", phases[round]!, 0, { title: `Ny ${round}`, lane: lanes[round]! });
      await page.locator(".t-title", { hasText: `Ny ${round}` }).waitFor();
    }));
  }
  console.log(`${CARDS} cards, longest script task, median of ${ROUNDS}: typing ${median(typing).toFixed(1)} ms, arriving ${median(arriving).toFixed(1)} ms`);
  assert.ok(median(typing) < LONGEST_MS, `typing: ${typing}`);
  assert.ok(median(arriving) < LONGEST_MS, `arriving: ${arriving}`);
  clean(page);
  await page.context().close();
});

// From the big list of naughty strings, those that have done harm to pages, and some of our own.
const NAUGHTY = [
  "<script>document.title='ägd'</script>",
  "<img src=x onerror=\"document.title='ägd'\">",
  "\"><svg/onload=document.title='ägd'>",
  "javascript:document.title='ägd'",
  "{{7*7}} ${7*7} <%= 7*7 %>",
  "'; DROP TABLE ops; --",
  "undefined null NaN true __proto__ constructor",
  "Ω≈ç√∫˜µ≤≥÷ åäö ÅÄÖ",
  "田中さんにあげて下さい",
  "👩‍👩‍👧‍👦 👾 🙇 💁",
  "الكل في المجمو عة",
  "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
  "\u202Etest\u202C \u200Bnoll\u200B",
  "frigivningsförberedelsesamordnarkonferensdokumentationsansvarig".repeat(4),
];
test("whatever is typed into any field is shown as text, in this page and the next", async () => {
  const page = await scribePage(w);
  await page.evaluate(() => (document.title = "orörd"));
  await openStep(page, "Vägledande");
  const s = h.mate.store;
  const q = h.of("question", "Vägledande")[3]!;
  await page.locator(`#q${q} .points-box .add`).click();
  await writes(page, "");
  for (const [i, text] of NAUGHTY.entries()) {
    await page.keyboard.insertText(text);
    if (i < NAUGHTY.length - 1) {
      await page.keyboard.press("Enter");
      await writes(page, "");
    }
  }
  await page.locator(`#q${q} .discussion textarea`).fill(NAUGHTY.join("\n"));
  const got = (): string[] => s.children(q, "point").map((p) => s.text(p, "point", "text"));
  await h.reads("all of it", () => got().length === NAUGHTY.length && s.text(q, "question", "discussion") === NAUGHTY.join("\n"));
  assert.deepEqual(got(), NAUGHTY);
  // Every other typed field of every form, filled by somebody else.
  const pass2 = ["Tidslinje i detalj", "Förslag", "Bidrag", "Tillbaka", "Plan för"];
  const bad = NAUGHTY[1]!;
  const tl = h.sheet(h.mate, "Tidslinje i detalj");
  const card = s.add("card", s.children(tl, "phase")[0]!, 0, { title: bad, body: bad, who: bad, when: bad });
  const flow = s.add("flow", tl, 0, { from: card, to: card, label: bad });
  s.add("obstacle", flow, 0, { text: bad });
  s.add("action", h.sheet(h.mate, "Förslag"), 0, { what: bad, who: bad, where: bad, first: bad, note: bad });
  s.add("row", h.sheet(h.mate, "Bidrag"), 0, { t1: bad, t2: bad, t3: bad });
  s.add("challenge", h.sheet(h.mate, "Tillbaka"), 0, { number: "<b>", text: bad });
  const plan = h.sheet(h.mate, "Plan för");
  s.add("contact", plan, 0, { name: bad, agency: bad, reach: bad });
  s.add("revision", plan, 0, { version: "<i>", what: bad, who: bad });
  await h.mate.settled();
  await page.locator(".other-sessions summary").click();
  await page.locator(".other-sessions .step", { hasText: "Pass 2" }).click();
  for (const title of pass2) {
    await openStep(page, title);
    await page.waitForFunction((t) => [...document.querySelectorAll<HTMLTextAreaElement>(".board textarea")].some((x) => x.value === t) || document.querySelector(".board")!.textContent!.includes(t), bad);
  }
  assert.equal(await page.title(), "orörd");
  assert.equal(await page.locator(".board img, .board script").count(), 0);
  clean(page);
  await page.context().close();
});

for (const lang of ["sv-SE", "nb-NO", "en-GB"]) {
  test(`axe finds nothing, ${lang}`, async () => {
    const page = await scribePage(w, { lang });
    const steps = async (): Promise<void> => {
      const n = await page.locator(".steps-list > ol .step").count();
      for (let i = 0; i < n; i++) {
        await page.locator(".steps-list > ol .step").nth(i).click();
        await axe(page, `${lang} step ${await page.locator(".sheet h1").textContent()}`);
      }
    };
    await page.locator(".other-sessions summary").click();
    await page.locator(".other-sessions .step", { hasText: "Pass 2" }).click();
    await page.waitForSelector(".session-bar");
    await steps();
    await page.keyboard.press("Alt+1");
    await page.keyboard.press("Alt+b");
    await page.waitForSelector(".scribe-earlier .board");
    await axe(page, `${lang} earlier`);
    await page.keyboard.press("Escape");
    await page.locator(".t-card").first().click();
    await page.waitForSelector(".t-card.open");
    await axe(page, `${lang} open card`);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.waitForSelector(".key-sheet");
    await axe(page, `${lang} keys`);
    await page.keyboard.press("Escape");
    await page.locator(".sheet-foot button").last().click();
    await page.waitForSelector("dialog[open]");
    await axe(page, `${lang} bin`);
    clean(page);
    await page.context().close();
  });
}

test("320 px wide nothing runs out of the page", async () => {
  const page = await scribePage(w, { width: 320, height: 640 });
  await page.locator(".steps-fold").click();
  await page.locator(".other-sessions summary").click();
  await page.locator(".other-sessions .step", { hasText: "Pass 2" }).click();
  for (let i = 0; i < 8; i++) {
    await page.locator(".steps-fold").click();
    await page.locator(".steps-list > ol .step").nth(i).click();
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(e).position !== "fixed" && !e.closest(".sr, .tab-list, .skip")).slice(0, 3).map((e) => e.outerHTML.slice(0, 120)));
    assert.deepEqual(wide, [], (await page.locator(".sheet h1").textContent()) ?? "");
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "no sideways scrolling");
  }
  await axe(page, "narrow");
  clean(page);
  await page.context().close();
});
