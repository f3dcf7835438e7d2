/* more.test.ts - what the hall and a screen reader get of a drawing, a plan and a matrix; words when the line is lost. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { audit } from "../a11y/crawl.ts";
import { type WatchedPage, World } from "../world.ts";
import { all, Day, drawn, fill } from "./kit.ts";
import { look, pages } from "./look.ts";

const TEMPLATE = `
name: prov
language: sv
title: Bakom murarna
participants: {read: [agenda, stage, group]}
compositions: [{key: a, name: A, rule: cross}]
rooms: {count: 1}
sessions:
  - title: Kartan
    form: groups
    composition: a
    minutes: 60
    sheets:
      - {title: Kartan, form: map, each: room, audience: [own], phases: [Förstå behov, Överföra ansvar], lanes: [God hälsa, Ekonomi och bostad]}
      - {title: Planen, form: plan, each: room, audience: [own], checks: [Bostad, Skulder], consents: [Att anstalten och kommunen talar med varandra]}
      - {title: Matrisen, form: table, each: room, audience: [own], lanes: [Det offentliga, Näringslivet], columns: [{title: Verktyg}, {title: Bidrag}]}
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

test("a drawn timeline is told phase by phase, with column heads, arrows and what hinders them", async () => {
  const sheet = day.sheet(day.rooms[0]!, "Tidslinje i detalj");
  await day.show("sheets", [sheet]);
  await drawn(page, "Tidslinje i detalj");
  await page.waitForSelector(".tl table");
  const heads = await page.locator(".tl thead th").allTextContents();
  assert.deepEqual(heads, ["Fas", "Rad", "Kort", "Vem och när", "Hinder", "Leder till"]);
  const told = await page.locator(".tl tbody tr").evaluateAll((rows) => rows.map((r) => [r.children[0]!.textContent!, r.children[2]!.textContent!, r.lastElementChild!.textContent!]));
  const order = day.mod.store.children(sheet, "phase").map((p) => day.mod.store.text(p, "phase", "title"));
  const ranks = told.map(([phase]) => order.indexOf(phase!));
  assert.deepEqual(ranks, [...ranks].sort((a, b) => a - b), "phase by phase");
  assert.ok(told.some(([, card, to]) => card === "Utvald: Häktessamtal om framtiden" && to === "→ Gemensam verkställighetsplanering (Häktesutredningen, Hinder 5)"), JSON.stringify(told));
  assert.equal(await page.locator(".tl svg[role=img][aria-label]").count(), 1);
  assert.deepEqual(await audit(page, "timeline"), []);
});

test("a card that changes in a drawing is marked for a moment", async () => {
  const room = day.rooms[0]!;
  const sheet = day.sheet(room, "Tidslinje i detalj");
  await page.waitForTimeout(2000); // the picture has stood for a while
  const card = all(room.store, "card", sheet).find((c) => room.store.text(c, "card", "title") === "Häktessamtal om framtiden")!;
  room.store.write(card, "card", "title", "Häktessamtal redan första veckan");
  await page.locator(".tl-fresh").waitFor();
  await drawn(page, "Häktessamtal redan");
  assert.equal(await page.locator(".tl-fresh").count(), 1);
  room.store.write(card, "card", "title", "Häktessamtal om framtiden");
  await room.settled();
});

test("lost for a minute: the mark says since when", async () => {
  const other = await world.browser();
  const context = await other.newContext({ viewport: { width: 1920, height: 1080 }, reducedMotion: "reduce" });
  const screen = await context.newPage();
  await screen.clock.install();
  await screen.goto(world.link("screen"));
  await screen.waitForFunction(() => document.querySelector(".stage")?.textContent?.includes("Tidslinje"));
  await world.kill();
  await screen.locator(".st-mark", { hasText: /^Utan kontakt$/ }).waitFor();
  await screen.clock.runFor(62_000);
  await screen.locator(".st-mark", { hasText: /^Utan kontakt sedan \d\d:\d\d$/ }).waitFor();
  await world.again(["--unlimited"]);
  await context.close();
  await other.close();
});

test("map, plan and matrix: legible, a row for what is loose only where something is, states beside the words", async () => {
  const w = await World.start({ template: TEMPLATE, rooms: 1, args: ["--unlimited"] });
  const d = await Day.open(w).catch(async (e: unknown) => {
    await w.stop();
    throw e;
  });
  try {
    const s = d.rooms[0]!.store;
    const map = d.sheet(d.rooms[0]!, "Kartan");
    const [phases, lanes] = [s.children(map, "phase"), s.children(map, "lane")];
    s.add("challenge", map, 0, { number: "1.2.3", text: "Medicinlistan följer inte med", phase: phases[0]!, lane: lanes[0]! });
    const plan = d.sheet(d.rooms[0]!, "Planen");
    s.set(s.children(plan, "check")[1]!, "check", "tick", 1);
    s.set(s.children(plan, "consent")[0]!, "consent", "state", 2);
    const matrix = d.sheet(d.rooms[0]!, "Matrisen");
    const of = s.children(matrix, "lane");
    let last = s.add("row", matrix, 0, { lane: of[0]!, t1: "Sociala kontrakt", t2: "Bostad första halvåret" });
    last = s.add("row", matrix, last, { lane: of[1]!, t1: "Praktikplatser", t2: "Arbete", star: 1 });
    await d.settled();
    const screen = await w.page("screen", "", { width: 1920, height: 1080 });
    const clean = async (where: string): Promise<void> => {
      for (const p of await pages(screen)) {
        assert.ok(p.look.smallest.size >= 24 && p.look.contrast.ratio >= 7, `${where}: ${JSON.stringify(p.look)}`);
        assert.deepEqual(p.look.over, [], where);
      }
      assert.deepEqual(await audit(screen, where), []);
    };
    await d.show("sheets", [map]);
    await drawn(screen, "Medicinlistan");
    assert.equal(await screen.locator(".tl-row").count(), 2);
    assert.deepEqual(await screen.locator(".tl tbody tr").allTextContents(), ["Förstå behovGod hälsa1.2.3 Medicinlistan följer inte med"]);
    await clean("map");
    s.add("challenge", map, 0, { text: "Vem äger helheten?" });
    await drawn(screen, "Vem äger helheten?");
    assert.equal(await screen.locator(".tl-row").count(), 3, "now something is without a row");
    await d.show("sheets", [plan]);
    await drawn(screen, "Skulder");
    await screen.locator(".st-bullet", { hasText: "Skulder" }).locator(".st-aside", { hasText: "klart" }).waitFor();
    await screen.locator(".st-bullet", { hasText: "kommunen talar" }).locator(".st-aside", { hasText: "nekat" }).waitFor();
    await clean("plan");
    await d.show("sheets", [matrix]);
    await drawn(screen, "Praktikplatser");
    assert.equal(await screen.getAttribute(".stage", "data-pages"), "1", "a matrix is read lane by lane, starred rows in their place");
    await clean("matrix");
    assert.ok((await look(screen)).body!.size >= 43.2);
    assert.deepEqual(screen.problems, []);
  } finally {
    d.stop();
    await w.stop();
  }
});
