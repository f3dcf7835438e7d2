/* stage.test.ts - the plenary screen on a real day: legible, complete, paged, calm. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { audit } from "../a11y/crawl.ts";
import { type WatchedPage, World } from "../world.ts";
import { all, Day, drawn, fill } from "./kit.ts";
import { look, pages } from "./look.ts";

const TWO = `
name: tva
language: sv
title: Två salar
participants: {read: [agenda, stage, group]}
rooms: {count: 1}
compositions: [{key: a, name: A, rule: cross}]
screens: [Stora salen, Foajén]
sessions:
  - {title: Inledning, form: plenary, start: "09:00", minutes: 30}
`;
let world: World;
let day: Day;
let page: WatchedPage;
before(async () => {
  world = await World.start({ args: ["--unlimited"] });
  day = await Day.open(world);
  await fill(day);
  page = await world.page("screen", "", { width: 1920, height: 1080 });
  await drawn(page, "Samverka");
});
after(async () => {
  day?.stop();
  await world?.stop();
});

/** At least 1/25 of the height for what people wrote, 1/45 for everything; 7:1; nothing hangs out. */
function legible(where: string, l: Awaited<ReturnType<typeof look>>): void {
  assert.ok(l.smallest.size >= 24, `${where}: ${l.smallest.size} px: ${l.smallest.words}`);
  if (l.body) assert.ok(l.body.size >= 43.2, `${where}: body ${l.body.size} px: ${l.body.words}`);
  assert.ok(l.contrast.ratio >= 7, `${where}: contrast ${l.contrast.ratio.toFixed(2)}: ${l.contrast.words}`);
  assert.deepEqual(l.over, [], where);
}
const rooms = (title: string): number[] => day.rooms.map((r) => day.sheet(r, title));

test("every picture is legible from the back row, on every page", async () => {
  const m = day.mod.store;
  legible("title", await look(page));
  await day.show("agenda");
  await drawn(page, "Redovisning");
  for (const [n, p] of (await pages(page)).entries()) legible(`agenda ${n}`, p.look);
  await day.show("join");
  await page.waitForSelector(".st-join");
  legible("join", await look(page));
  const code = await page.evaluate(() => Number.parseFloat(getComputedStyle(document.querySelector(".st-join-code")!).fontSize));
  assert.ok(code >= 108, `the code is ${code} px high`);
  m.clockAction(m.children(1, "session")[3]!, "start", 90_000);
  await day.mod.settled();
  await day.show("countdown");
  await page.waitForSelector(".st-clock-digits");
  legible("countdown", await look(page));
  for (const [title, show] of [
    ["Tidslinje i detalj", [rooms("Tidslinje i detalj")[0]!]],
    ["Vägledande frågor, pass 1", [rooms("Vägledande frågor, pass 1")[0]!]],
    ["Förslag och åtgärder", [rooms("Förslag")[0]!]],
    ["Förslag och åtgärder", rooms("Förslag")],
    ["Vägledande frågor, pass 1", rooms("Vägledande frågor, pass 1").slice(0, 2)],
    ["Tidslinje i detalj", rooms("Tidslinje i detalj").slice(0, 3)],
    ["Parkering", [rooms("Parkering")[0]!]],
  ] as const) {
    await day.show("sheets", show);
    await drawn(page, title);
    for (const [n, p] of (await pages(page)).entries()) legible(`${title} x ${show.length}, page ${n + 1}`, p.look);
  }
  await day.show("blank");
  await page.waitForSelector(".stage[data-mode=blank]");
  await page.waitForFunction(() => getComputedStyle(document.querySelector(".stage-frame")!).backgroundColor === "rgb(20, 33, 43)");
  assert.deepEqual(page.problems, []);
});

test("paging loses nothing: every item stands on exactly one page, long ones go on with a sign", async () => {
  const room = day.rooms[1]!;
  const s = room.store;
  const sheet = day.sheet(room, "Vägledande frågor, pass 3");
  const [q] = s.children(sheet, "question");
  const points: number[] = [];
  let last = 0;
  for (let i = 0; i < 31; i++) points.push((last = s.add("point", q!, last, { text: `Punkt nummer ${i} ${"handlar om överlämning ".repeat(i % 5)}`.trim() })));
  const long = Array.from({ length: 290 }, (_, i) => `ord${i}`).join(" ");
  const giant = s.add("point", q!, points[9]!, { text: long });
  await room.settled();
  await day.show("sheets", [sheet]);
  await drawn(page, "Punkt nummer 0");
  const seen = await pages(page);
  for (const [n, p] of seen.entries()) {
    legible(`page ${n + 1}`, p.look);
    const bullets = p.items.filter((k) => !k.startsWith("h"));
    assert.ok(bullets.length <= 8, `page ${n + 1} has ${bullets.length}`);
  }
  for (const id of points) assert.equal(seen.flatMap((p) => p.items).filter((k) => k === String(id)).length, 1, `point ${id}`);
  const parts = seen.flatMap((p) => p.items).filter((k) => k.split("~")[0] === String(giant));
  assert.ok(parts.length >= 2, "longer than a page");
  const said = seen.map((p) => p.words).join(" ").match(/ord\d+/g)!;
  assert.deepEqual(said, long.split(" "), "all words, in order, once");
  await page.keyboard.press("PageUp");
  const signs = await page.locator(".st-cont").allTextContents();
  assert.ok(signs.every((x) => x.includes("…") || x.includes("forts.")));
  for (const id of [...points, giant]) s.remove(id);
  await room.settled();
});

test("starred ones open, the page being read stays when others write, the moderator's page number is clamped", async () => {
  const room = day.rooms[0]!;
  const s = room.store;
  const sheet = day.sheet(room, "Vägledande frågor, pass 1");
  await day.show("sheets", [sheet]);
  await drawn(page, "Bostadsförsörjningsplan");
  const seen = await pages(page);
  const [q1] = s.children(sheet, "question");
  const starred = s.children(q1!, "point").filter((p) => s.num(p, "point", "star")).map(String);
  assert.deepEqual(seen[0]!.items.filter((k) => !k.startsWith("h")), starred);
  const stage = day.stages[0]!;
  day.mod.store.set(stage, "stage", "page", 900);
  await day.mod.settled();
  await page.waitForFunction(() => document.querySelector<HTMLElement>(".stage")!.dataset["page"] === document.querySelector<HTMLElement>(".stage")!.dataset["pages"]);
  day.mod.store.set(stage, "stage", "page", 1);
  await day.mod.settled();
  await page.waitForFunction(() => document.querySelector<HTMLElement>(".stage")!.dataset["page"] === "2");
  const first = (): Promise<string> => page.evaluate(() => document.querySelector<HTMLElement>(".st-room li[data-key]")!.dataset["key"]!);
  const kept = await first();
  const total = seen.length;
  // Somebody stars so many that there is a page more before this one.
  let after = 0;
  for (let i = 0; i < 9; i++) after = s.add("point", q1!, after, { text: `En ny stjärna ${i}`, star: 1 });
  await room.settled();
  await page.waitForFunction((n) => Number(document.querySelector<HTMLElement>(".stage")!.dataset["pages"]) > n, total);
  assert.equal(await first(), kept, "the page that is being read stays");
  for (const p of s.children(q1!, "point").filter((x) => s.text(x, "point", "text").startsWith("En ny stjärna"))) s.remove(p);
  await room.settled();
  assert.deepEqual(page.problems, []);
});

test("only finished words go out", async () => {
  const room = day.rooms[2]!;
  const s = room.store;
  const sheet = day.sheet(room, "Vägledande frågor, pass 2");
  const [q] = s.children(sheet, "question");
  await day.show("sheets", [sheet]);
  await drawn(page, "Vägledande");
  await page.waitForTimeout(2000); // the picture has stood for a while
  await page.evaluate(() => {
    const seen: string[] = [];
    (globalThis as unknown as { seen: string[] }).seen = seen;
    new MutationObserver(() => {
      const t = document.querySelector(".st-columns:not(.st-measure)")?.textContent ?? "";
      const m = /Sakta[^.]*/.exec(t.replaceAll("\u00ad", ""));
      if (m) seen.push(m[0]);
    }).observe(document.querySelector(".stage")!, { subtree: true, childList: true, characterData: true });
  });
  const id = s.add("point", q!, 0, { text: "S" });
  const whole = "Sakta skrivs en mening här";
  for (let i = 2; i <= whole.length; i++) {
    s.write(id, "point", "text", whole.slice(0, i));
    await new Promise((done) => setTimeout(done, 40));
  }
  await drawn(page, whole);
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
  assert.ok(seen.every((x) => x.startsWith(whole)), `half words were shown: ${seen[0]}`);
  s.remove(id);
  await room.settled();
});

test("poll: hidden until shown, held-back answers never", async () => {
  const m = day.mod.store;
  const polls = all(m, "poll");
  const scale = polls[1]!;
  m.set(scale, "poll", "state", 1);
  await day.mod.settled();
  await day.show("poll", [scale]);
  await page.getByText("Svaren är dolda än så länge").waitFor();
  legible("open poll", await look(page));
  const choices = m.children(scale, "choice");
  for (const [i, at] of [3, 3, 1, 1, 3].entries()) {
    const phone = await day.enter(world.made.code, `p${i}`);
    await phone.store.ballot(scale, [choices[at]!]);
    await phone.store.ballot(polls[4]!, "x").catch(() => undefined); // not open: refused
    if (i === 3) {
      m.set(scale, "poll", "revealed", 1);
      await page.getByText("Färre än 5 svar: fördelningen visas inte").waitFor();
      assert.equal(await page.locator(".st-bar").count(), 0, "four are too few to be told apart");
    }
  }
  await page.waitForSelector(".st-bar");
  const bars = (await page.locator(".st-bar").allTextContents()).map((t) => t.replaceAll("\u00ad", ""));
  assert.deepEqual(bars, ["Inte alls0 (0 %)", "Lite2 (40 %)", "Ganska0 (0 %)", "Mycket3 (60 %)"]);
  legible("bars", await look(page));
  const text = polls[4]!;
  m.set(text, "poll", "state", 1);
  await day.mod.settled();
  const phones = day.peers.slice(-3);
  for (const [i, p] of phones.entries()) {
    await p.until("the poll is open", () => p.store.num(text, "poll", "state") === 1);
    await p.store.ballot(text, ["Polisen", "Något olämpligt", "Kronofogdemyndighetens kundtjänst"][i]!);
  }
  await day.mod.until("answers", () => m.children(text, "answer").length === 3);
  const bad = m.children(text, "answer").find((a) => m.text(a, "answer", "text").includes("olämpligt"))!;
  m.set(bad, "answer", "held", 1);
  m.set(text, "poll", "revealed", 1);
  await day.show("poll", [text]);
  await page.waitForSelector(".st-quote");
  assert.equal(await page.locator(".st-quote").count(), 2);
  assert.ok(!(await page.textContent("body"))!.includes("olämpligt"));
  legible("texts", await look(page));
});

test("countdown: the same second on two screens, overtime with a sign and words", async () => {
  const m = day.mod.store;
  const session = m.children(1, "session")[3]!;
  const other = await world.page("screen", "", { width: 1280, height: 800 });
  await day.show("countdown", [session]);
  await other.waitForSelector(".st-clock-digits");
  m.clockAction(session, "extend", 3_600_000);
  await day.mod.settled();
  for (const p of [page, other]) await p.waitForFunction(() => /^\d:\d\d:\d\d$/.test(document.querySelector(".st-clock-digits")?.textContent ?? ""));
  // When does each show the next second? By the wall clock both have.
  const ticks = await Promise.all([page, other].map((p) => p.evaluate(() => new Promise<{ text: string; at: number }>((done) => {
    const e = document.querySelector(".st-clock-digits")!;
    const was = e.textContent;
    new MutationObserver(() => e.textContent !== was && done({ text: e.textContent!, at: Date.now() })).observe(e, { subtree: true, childList: true, characterData: true });
  }))));
  const whole = (t: { text: string; at: number }): number => t.at + t.text.split(":").reduce((a, x) => a * 60 + Number(x), 0) * 1000;
  assert.ok(Math.abs(whole(ticks[0]!) - whole(ticks[1]!)) <= 200, `${Math.abs(whole(ticks[0]!) - whole(ticks[1]!))} ms apart`);
  m.clockAction(session, "extend", -7_200_000);
  await page.waitForFunction(() => /^\+\d/.test(document.querySelector(".st-clock-digits")?.textContent ?? ""));
  await page.getByText("över tiden").waitFor();
  legible("overtime", await look(page));
  await other.context().close();
});

test("the last picture stays when the line is lost, with a small mark; then it goes on by itself", async () => {
  await day.show("sheets", [rooms("Förslag")[0]!]);
  await drawn(page, "överlämningssamordnare");
  const before = await page.locator(".st-columns").first().textContent();
  await world.kill();
  await page.waitForSelector(".st-mark");
  assert.equal(await page.locator(".st-columns").first().textContent(), before);
  assert.match((await page.textContent(".st-mark"))!, /^Utan kontakt/);
  assert.equal(await page.locator("[role=alert], dialog").count(), 0, "no box");
  legible("lost", await look(page));
  await world.again(["--unlimited"]);
  await page.waitForSelector(".st-mark", { state: "detached" });
  await day.mod.until("live again", () => day.mod.client.state === "live");
  await day.show("sheets", [rooms("Förslag")[1]!]);
  await drawn(page, "B2");
  assert.deepEqual(page.problems, []);
});

test("identify, and the page that a screen shows is told to the moderators", async () => {
  const m = day.mod.store;
  const stage = day.stages[0]!;
  m.set(stage, "stage", "identify", m.now() + 8000);
  await page.waitForSelector(".st-identify");
  assert.match((await page.textContent(".st-identify"))!, /1\s*Stora salen/);
  legible("identify", await look(page));
  await page.waitForSelector(".st-identify", { state: "detached", timeout: 20_000 });
  await day.show("sheets", [rooms("Förslag")[0]!]);
  await page.waitForFunction(() => Number(document.querySelector<HTMLElement>(".stage")!.dataset["pages"]) > 1);
  const total = Number(await page.getAttribute(".stage", "data-pages"));
  await page.keyboard.press("ArrowRight");
  await day.mod.until("page 2 is known", () => m.people.value.some((p) => p.role === "screen" && p.place === stage && p.anchor === 1 && p.head === total));
});

test("any window: even borders, the same pages, nothing cut", async () => {
  await day.show("sheets", rooms("Förslag"));
  await drawn(page, "B4");
  const before = await page.getAttribute(".stage", "data-pages");
  for (const [width, height] of [[1280, 800], [1024, 768], [3840, 2160], [800, 1000]] as const) {
    await page.setViewportSize({ width, height });
    await page.waitForFunction(([w, h]) => {
      const box = document.querySelector(".stage")!.getBoundingClientRect();
      return Math.abs(box.width - Math.min(w!, (h! * 16) / 9)) < 1;
    }, [width, height]);
    const box = (await page.locator(".stage").boundingBox())!;
    assert.ok(Math.abs(box.width / box.height - 16 / 9) < 0.01);
    assert.ok(Math.abs(box.x - (width - box.width) / 2) <= 1 && Math.abs(box.y - (height - box.height) / 2) <= 1, `${width}x${height}`);
    assert.ok(box.width <= width + 1 && box.height <= height + 1);
    assert.equal(await page.getAttribute(".stage", "data-pages"), before);
  }
  const small = await world.page("screen", "", { browser: page.context().browser()!, width: 320, height: 180 });
  await drawn(small, "B4");
  assert.equal(await small.getAttribute(".stage", "data-pages"), before, "drawn anew at a sixth of the size");
  await small.context().close();
  await page.setViewportSize({ width: 1920, height: 1080 });
});

test("it can be read by a screen reader: headings, lists, tables, drawings with words", async () => {
  await day.show("sheets", [rooms("Tidslinje i detalj")[0]!]);
  await drawn(page, "Tidslinje i detalj");
  await page.waitForSelector(".tl svg");
  assert.equal(await page.locator("h1").count(), 1);
  assert.deepEqual(await audit(page, "timeline"), []);
  const table = await page.locator(".tl table").textContent();
  assert.ok(table!.includes("Häktessamtal om framtiden") && table!.includes("→ Gemensam verkställighetsplanering"));
  for (const [mode, show] of [["sheets", [rooms("Förslag")[0]!]], ["agenda", []], ["join", []], ["title", []], ["countdown", []]] as const) {
    await day.show(mode, [...show]);
    await page.waitForSelector(`.stage[data-mode=${mode}]`);
    assert.deepEqual(await audit(page, mode), []);
  }
  assert.deepEqual(page.problems, []);
});

test("two screens of two stages show each its own", async () => {
  const w = await World.start({ template: TWO, rooms: 1, args: ["--unlimited"] });
  const d = await Day.open(w).catch(async (e: unknown) => {
    await w.stop();
    throw e;
  });
  try {
    const browser = page.context().browser()!;
    const a = await w.page("screen", "Stora salen", { browser, width: 1280, height: 720 });
    const b = await w.page("screen", "Foajén", { browser, width: 1280, height: 720 });
    await d.show("join", [], d.stages[0]!);
    await d.show("agenda", [], d.stages[1]!);
    await a.waitForSelector(".st-join");
    await b.waitForSelector(".st-agenda");
    d.mod.store.set(d.stages[1]!, "stage", "identify", d.mod.store.now() + 6000);
    await b.waitForSelector(".st-identify");
    assert.match((await b.textContent(".st-identify"))!, /Foajén/);
    assert.equal(await a.locator(".st-identify").count(), 0);
    assert.deepEqual([...a.problems, ...b.problems], []);
  } finally {
    d.stop();
    await w.stop();
  }
});
