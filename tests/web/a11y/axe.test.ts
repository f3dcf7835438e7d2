/* axe.test.ts - WCAG 2.1 A and AA on every role's page, in many states and in three languages; at 320 px and at 200 % zoom
 * nothing scrolls sideways and nothing is cut.
 *
 *   ROLES=scribe,moderator   only these */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fill, type Full, TEMPLATE } from "../hostile/full.ts";
import { watched, type WatchedPage, World } from "../world.ts";
import { audit, crawl, drawn, fits } from "./crawl.ts";

const SENTENCES = [
  "Återfallsförebyggande samverkansöverenskommelser behöver en kontaktperson",
  "Någon som svarar i telefon",
  "Bostad innan frigivningen, helst tre månader före, med kommunen som avtalspart och en tydlig ansvarsfördelning mellan myndigheterna",
  "Ansvarsgruppemøte før løslatelse",
  "Skuldsaneringshandläggare",
  "Ja",
];
const ROLES = ["landing", "organiser", "moderator", "facilitator", "scribe", "secretary", "screen", "participant", "host"] as const;
type Role = (typeof ROLES)[number];
const CHOSEN = (process.env["ROLES"] ?? ROLES.join()).split(",") as Role[];
const LANGS = ["sv-SE", "nb-NO", "en-GB"] as const;

let world: World;
let full: Full;
let key = ""; // of the host's page
before(async () => {
  world = await World.start({ template: TEMPLATE, rooms: 2, args: ["--unlimited"] });
  key = new URL(((await world.ask("host")) as { url: string }).url).hash.slice(1);
  let n = 0;
  full = await fill(world, () => SENTENCES[n++ % SENTENCES.length]!);
});
after(async () => {
  full?.stop();
  await world.stop();
});

const READY: Record<Role, string> = {
  landing: "#code", organiser: "main", moderator: "main", facilitator: ".talk-question", scribe: "main", secretary: ".talk-question",
  screen: "[data-role=screen] #app > *", participant: "main", host: "main",
};
async function open(role: Role, lang: string, width: number, height: number): Promise<WatchedPage> {
  const browser = await shared();
  const page = await watched(await browser.newContext({ locale: lang, viewport: { width, height }, reducedMotion: "reduce" }));
  const place = role === "facilitator" || role === "scribe" ? "Rum 1" : "";
  const front = `http://${world.address}`;
  await page.goto(
    role === "landing" ? `${front}/` : role === "secretary" ? `${front}/${world.name}/#${full.secret}` : role === "host" ? `${front}/host/#${key}` : world.link(role, place),
  );
  await page.locator(READY[role]).first().waitFor();
  await page.locator("main.waiting").waitFor({ state: "detached" });
  await drawn(page);
  return page;
}
let browser: Awaited<ReturnType<World["browser"]>> | null = null;
const shared = async () => (browser ??= await world.browser());

for (const role of CHOSEN) {
  for (const lang of LANGS) {
    test(`${role}, ${lang}: no barriers that axe knows`, { timeout: 300_000 }, async () => {
      const page = await open(role, lang, 1280, 800);
      const found: string[] = [];
      const states = await crawl(page, async (where) => void found.push(...(await audit(page, where))), lang === "sv-SE" ? 40 : 8);
      assert.deepEqual([...new Set(found)], [], `${found.length} in ${states} states`);
      assert.deepEqual(page.problems, []);
      await page.context().close();
    });
  }
  if (role === "screen") continue; // a projector has one size; its pages are the plenary suite's
  for (const [what, width, height] of [["320 px", 320, 640], ["200 % zoom of 1280 x 800", 640, 400]] as const) {
    test(`${role}: ${what}, nothing sticks out or is cut`, { timeout: 300_000 }, async () => {
      const found: string[] = [];
      for (const lang of LANGS) {
        const page = await open(role, lang, width, height);
        await crawl(page, async (where) => void found.push(...(await fits(page, `${lang} ${where}`))), lang === "sv-SE" ? 40 : 8);
        if (width === 320 && lang === "sv-SE") found.push(...(await audit(page, "320 px")));
        assert.deepEqual(page.problems, []);
        await page.context().close();
      }
      assert.deepEqual([...new Set(found)], []);
    });
  }
}

/** What the crawl does not come to by itself: it is others who bring it about. */
if (CHOSEN.includes("facilitator")) {
  test("facilitator: an individual round, from the question to the shown answers", { timeout: 300_000 }, async () => {
    const { organiser, moderator, scribes } = full;
    const place = scribes[0]!.store.me.value.place;
    const s = organiser.store;
    const session = s.children(1, "session").find((x) => s.num(x, "session", "composition") > 0 && s.children(x, "sheet").some((y) => s.num(y, "sheet", "room") === place))!;
    const composition = s.num(session, "session", "composition");
    const group = s.children(composition, "group").find((g) => s.num(g, "group", "room") === place) ?? s.add("group", composition, 0, { name: "Återfallsförebyggande gruppen", room: place });
    const sheet = s.children(session, "sheet").find((y) => s.num(y, "sheet", "room") === place && s.num(y, "sheet", "each") === 0)!;
    await organiser.settled();
    const scribe = scribes[0]!;
    await scribe.until("the group", () => scribe.store.exists(group));
    moderator.store.clockAction(session, "start");
    const poll = scribe.store.add("poll", sheet, 0, { text: SENTENCES[0]!, group, state: 1, ends: Math.round(scribe.store.now()) + 90_000 });
    assert.ok(poll, "a round of the own group");
    await scribe.settled();
    const found: string[] = [];
    for (const lang of LANGS) {
      const page = await open("facilitator", lang, 320, 640);
      if ((await page.locator(".round-now").count()) === 0) await page.locator(".session-news .primary").click();
      await page.locator(".round-now").waitFor();
      found.push(...(await audit(page, lang)), ...(await fits(page, lang)));
      assert.deepEqual(page.problems, []);
      await page.context().close();
    }
    scribe.store.set(poll, "poll", "state", 2);
    await scribe.settled();
    assert.deepEqual(found, []);
  });
}
if (CHOSEN.includes("secretary")) {
  test("secretary: the moderator has ended the writing; a new name; not connected", { timeout: 300_000 }, async () => {
    const { moderator } = full;
    const pages: WatchedPage[] = [];
    const found: string[] = [];
    const look = async (page: WatchedPage, where: string): Promise<void> => void found.push(...(await audit(page, where)), ...(await fits(page, where)));
    for (const lang of LANGS) {
      const page = await open("secretary", lang, 320, 640);
      await page.locator(".talk-head button[aria-haspopup]").click();
      await page.locator("dialog[open] textarea, dialog[open] input").first().waitFor();
      await look(page, `${lang}: more`);
      await page.keyboard.press("Escape");
      pages.push(page);
    }
    await pages[0]!.context().setOffline(true);
    await world.kill();
    await pages[0]!.locator('[data-state="offline"]').first().waitFor();
    await look(pages[0]!, "not connected");
    await world.again(["--unlimited"]);
    await pages[0]!.context().setOffline(false);
    const m = moderator.store;
    await moderator.until("live again", () => moderator.client.state === "live");
    const place = full.secretary.store.me.value.place;
    const link = m.children(1, "link").find((l) => m.num(l, "link", "place") === place)!;
    m.set(link, "link", "revoked", 1);
    for (const [i, page] of pages.entries()) {
      await page.locator(".writer-ended").waitFor({ timeout: 90_000 });
      await look(page, `${LANGS[i]}: ended`);
      assert.deepEqual(page.problems, []);
      await page.context().close();
    }
    assert.deepEqual([...new Set(found)], []);
  });
}
