/* screens.ts - docs/screens: every screen in the middle of a day and some after it, at a laptop's, a projector's and a phone's size.
 *
 *     tests/web/screens.sh          writes docs/screens/*.png anew; to be looked at by a person
 *
 * What: a day of aterfall that four rooms have filled, and a self-formed group of tilbakeforing; opens each role's page and goes
 *       to each of its views by the words on its buttons.
 * Not:  no test: what it should look like is for eyes.    Uses: world.ts, plenary/kit.ts. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { propose } from "../../client-web/src/roles/organiser/seating.ts";
import { Peer } from "./core/peer.ts";
import { all, Day, drawn, fill } from "./plenary/kit.ts";
import { REPO, World } from "./world.ts";

const OUT = process.env["SCREENS"] ?? join(REPO, "docs/screens");
const SIZES = [["1280", 1280, 800], ["1920", 1920, 1080], ["390", 390, 844]] as const;
const SMALL = SIZES.filter(([size]) => size !== "1920");
const ONLY = process.env["ONLY"] ?? "";
mkdirSync(OUT, { recursive: true });

const settled = async (page: Page): Promise<void> => {
  await page.locator("main.waiting").waitFor({ state: "detached" });
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let i = 0; i < 3; i++) await new Promise((done) => requestAnimationFrame(done));
  });
};
const shot = async (page: Page, name: string): Promise<void> => {
  await settled(page);
  await page.mouse.move(0, 0); // nothing is pointed at
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(OUT, `${name}.png`) });
  console.log(name);
};
/** Presses what says so; on narrow pages it may be behind a menu. */
async function go(page: Page, words: string): Promise<void> {
  const pick = page.locator("nav button, nav a, [role=tab], [role=menuitem], button, summary").filter({ hasText: new RegExp(`^\\s*(\\d+\\s*)?${words}`) }).filter({ visible: true }).first();
  if (!(await pick.isVisible().catch(() => false))) {
    const more = page.locator(".steps-fold, button, summary").filter({ hasText: /^(Mer|Meny|Steg)/ }).filter({ visible: true }).first();
    if (await more.isVisible().catch(() => false)) await more.click();
    const select = page.locator("nav select, select.nav").filter({ visible: true }).first();
    if (!(await pick.isVisible().catch(() => false)) && (await select.isVisible().catch(() => false))) {
      await select.selectOption({ label: words });
      return;
    }
  }
  await pick.click({ timeout: 5000 });
}

const NAMES: Record<string, string> = { scribe: "Anna", facilitator: "Per", moderator: "Mona", organiser: "Annika" };
/** Writes the name that a first visit asks for. */
async function introduce(page: Page, name: string): Promise<void> {
  const field = page.getByLabel("Vad heter du?");
  if (!(await field.isVisible().catch(() => false))) return;
  await field.fill(name);
  await page.getByRole("button", { name: "Spara", exact: true }).click();
  await field.waitFor({ state: "hidden" });
}

async function views(world: World, role: string, place: string, prefix: string, list: readonly (readonly [string, string])[], sizes: readonly (typeof SIZES)[number][] = SIZES): Promise<void> {
  const wanted = list.filter(([name]) => !ONLY || `${prefix}${name}`.includes(ONLY));
  for (const [size, width, height] of wanted.length ? sizes : []) {
    const page = await world.page(role, place, { width, height });
    await settled(page);
    await introduce(page, NAMES[role] ?? "Annika");
    for (const [name, words] of wanted) {
      try {
        if (words) await go(page, words);
        await shot(page, `${prefix}${name}-${size}`);
      } catch (e) {
        console.log(`-- ${prefix}${name}-${size}: ${String(e).split("\n")[0]}`);
      }
    }
    if (page.problems.length) console.log(page.problems);
    await page.context().close();
  }
}

async function stage(world: World, day: Day): Promise<void> {
  if (ONLY && !"screen".includes(ONLY)) return;
  const m = day.mod.store;
  const sheets = (title: string): number[] => day.rooms.map((r) => day.sheet(r, title));
  const synthesis = all(m, "sheet").find((x) => m.num(x, "sheet", "form") === 5)!;
  const question = m.num(m.children(sheets("Vägledande frågor, pass 1")[0]!, "question")[0]!, "question", "pattern");
  const poll = all(m, "poll")[0]!;
  const scenes: [string, string, number[], string][] = [
    ["title", "title", [], "återfall"],
    ["agenda", "agenda", [], "Pass 2"],
    ["timeline", "sheets", [sheets("Tidslinje i detalj")[0]!], "Häktessamtal"],
    ["questions", "sheets", [sheets("Vägledande frågor, pass 1")[0]!], "Bostadsförsörjning"],
    ["actions", "sheets", [sheets("Förslag")[0]!], "samordnare"],
    ["side-by-side", "sheets", sheets("Vägledande frågor, pass 1"), ""],
    ["question-across", "question", [question], ""],
    ["synthesis", "sheets", [synthesis, ...sheets("Förslag")], ""],
    ["poll", "poll", [poll], ""],
    ["countdown", "countdown", [], ""],
    ["join", "join", [], ""],
  ];
  for (const [size, width, height] of SIZES) {
    const page = await world.page("screen", "", { width, height });
    for (const [name, mode, show, words] of scenes) {
      await day.show(mode, show);
      await page.waitForFunction((w) => (document.querySelector(".stage[data-ready]")?.textContent ?? "").replaceAll("\u00ad", "").includes(w), words);
      await drawn(page);
      await shot(page, `screen-${name}-${size}`);
    }
    await page.context().close();
  }
}

/** The machine owner's page, and a self-formed group's writer. */
async function hostAndSecretary(): Promise<void> {
  if (ONLY && !"host secretary".includes(ONLY)) return;
  const world = await World.start({ template: "tilbakeforing.yaml", rooms: 0 });
  const day = new Day(world);
  try {
    const o = (await day.enter(world.secret("organiser"), "Annika")).store;
    const m = await day.enter(world.secret("moderator"), "Mona");
    const phone = await day.enter(world.made.code, "");
    const { secret } = await phone.store.join("3b", "Bord 3");
    m.store.clockAction(o.children(1, "session").find((id) => o.text(id, "session", "title").startsWith("Gruppearbeid"))!, "start");
    await m.settled();
    const key = readFileSync(join(world.data, "host.key"), "utf8").trim();
    const browser = await world.browser();
    for (const [size, width, height] of SIZES) {
      for (const [name, path] of [["host", `/host/#${key}`], ["secretary", `/${world.name}/#${secret}`]] as const) {
        const context = await browser.newContext({ viewport: { width, height }, locale: name === "host" ? "sv-SE" : "nb-NO" });
        const page = await context.newPage();
        await page.goto(`http://${world.address}${path}`);
        await page.locator(name === "host" ? "h1" : ".talk-question").first().waitFor();
        await shot(page, `${name}-${size}`);
        await context.close();
      }
    }
  } finally {
    day.stop();
    await world.stop();
  }
}

const WORKS = ["Frivården", "Socialtjänsten", "Regionen", "Arbetsförmedlingen", "Polisen", "Nya Steg"];
const PEOPLE = [
  "Alva Ekdahl", "Bo Lindgren", "Cilla Dahl", "David Amini", "Elsa Norberg", "Farid Haddad", "Gun Westin", "Hanna Björk", "Ivar Sandell", "Jelena Ilic", "Karin Åsberg",
  "Lars Öhman", "Mehmet Kaya", "Nina Forsman", "Olle Granat", "Petra Vik", "Rolf Hede", "Sara Lundin", "Tor Eklöf", "Ulla Brandt", "Vera Nyman", "Yusuf Warsame",
];
/** Who is invited, sat in groups as the page proposes it; one is late, one does not come. */
async function invite(day: Day): Promise<void> {
  const o = day.org.store;
  const works = WORKS.map((name) => o.add("organisation", 1, 0, { name }));
  const people: number[] = [];
  for (const [i, name] of PEOPLE.entries()) {
    people.push(o.add("participant", 1, people.at(-1) ?? 0, { name, organisation: works[(i * 5 + (i >> 2)) % works.length]!, status: i === 8 ? 2 : i === 13 ? 3 : i < 18 ? 1 : 0 }));
  }
  await day.org.settled();
  for (const [i, c] of o.children(1, "composition").entries()) propose(o, c, i + 1);
  await day.org.settled();
}
const SURVEY = 4;
/** The day is over, its survey open: a version was declared finished, and what is followed up has come a bit on its way since. */
async function close(world: World, day: Day): Promise<void> {
  const o = day.org.store;
  for (const session of o.children(1, "session")) {
    const stays = o.num(session, "session", "form") === SURVEY;
    for (const p of all(o, "poll", session)) o.set(p, "poll", "state", stays ? 1 : 2);
  }
  o.set(1, "seminar", "state", 2);
  await day.org.settled();
  const done = await fetch(`http://${world.daemonAddress}/${world.name}/api/finalise`, {
    method: "POST", headers: { Authorization: `Bearer ${world.secret("organiser")}`, "Content-Type": "application/json" }, body: JSON.stringify({ note: "Till alla som var med." }),
  });
  if (!done.ok) console.log(`-- finalise: ${done.status} ${await done.text()}`);
  await day.mod.until("it is closed there, too", () => day.mod.store.num(1, "seminar", "state") === 2);
  const actions = all(day.mod.store, "action");
  for (const [i, a] of actions.entries()) if (i % 3 === 0) day.mod.store.set(a, "action", "status", i % 2 ? 2 : 3);
  day.mod.store.write(actions[0]!, "action", "note", "Tre av sex kommuner har utsett någon.");
  await day.mod.settled();
}

async function main(): Promise<void> {
  const world = await World.start();
  const day = await Day.open(world);
  try {
    await fill(day);
    const o = day.org.store;
    const session = (title: string): number => o.children(1, "session").find((id) => o.text(id, "session", "title").startsWith(title))!;
    for (const title of ["Inledning", "Pass 1", "Kaffe"]) {
      day.mod.store.clockAction(session(title), "start");
      day.mod.store.clockAction(session(title), "end");
    }
    day.mod.store.clockAction(session("Pass 2"), "start");
    await day.settled();
    const poll = all(day.mod.store, "poll").find((p) => day.mod.store.children(p, "choice").length > 1)!;
    const phones: Peer[] = [];
    for (let i = 0; i < 3; i++) phones.push(await day.enter(world.made.code, ""));
    await views(world, "participant", "", "participant-", [["before", ""]]);
    day.mod.store.set(poll, "poll", "state", 1);
    day.mod.store.set(poll, "poll", "revealed", 1);
    await day.settled();
    for (const p of phones) await p.until("the poll", () => p.store.num(poll, "poll", "state") === 1);
    for (const [i, p] of phones.entries()) await p.store.ballot(poll, [p.store.children(poll, "choice")[i % 2]!]);

    const browser = await world.browser();
    for (const [size, width, height] of ONLY && !"landing".includes(ONLY) ? [] : SIZES) {
      const context = await browser.newContext({ viewport: { width, height }, locale: "sv-SE" });
      const p = await context.newPage();
      await p.goto(`http://${world.address}/`);
      await p.locator("#code").waitFor();
      await shot(p, `landing-${size}`);
      await context.close();
    }
    await views(world, "scribe", "Rum 1", "scribe-", [["timeline", "Tidslinje"], ["questions", "Vägledande frågor"], ["earlier", "Tidigare"], ["parking", "Parkering"]]);
    await views(world, "facilitator", "Rum 1", "facilitator-", [["question", ""], ["agree", "Överens"]]);
    await views(world, "moderator", "", "moderator-", [["rooms", ""], ["programme", "(Program|Klocka)"], ["stage", "Storbild"], ["polls", "Frågor till alla"], ["synthesis", "Syntes"], ["compile", "Sammanställning"], ["messages", "Meddelanden"], ["people", "Deltagare"]]);
    await stage(world, day);
    await views(world, "participant", "", "participant-", [["now", ""], ["programme", "Program"], ["group", "Min grupp"]]);
    await invite(day);
    await views(world, "organiser", "", "organiser-", [["overview", ""], ["programme", "Program"], ["rooms", "Rum"], ["people", "Människor"], ["groups", "Grupper"], ["links", "Länkar"], ["printing", "Utskrift"], ["door", "Dörren"], ["rehearsal", "Generalrepetition"], ["finish", "Avsluta"]]);
    day.mod.store.clockAction(session("Pass 2"), "end");
    await close(world, day);
    await views(world, "organiser", "", "organiser-", [["documents", "Dokument"], ["follow-up", "Uppföljning"], ["finish-closed", "Avsluta"]], SMALL);
    await views(world, "scribe", "Rum 1", "scribe-", [["closed", ""]], SMALL);
    await views(world, "moderator", "", "moderator-", [["closed", ""]], SMALL);
  } finally {
    day.stop();
    await world.stop();
  }
}
await hostAndSecretary();
if (!ONLY || !"host secretary".includes(ONLY)) await main();
