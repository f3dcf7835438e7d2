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
const ROLES = ["landing", "organiser", "moderator", "facilitator", "scribe", "secretary", "screen", "participant"] as const;
type Role = (typeof ROLES)[number];
const CHOSEN = (process.env["ROLES"] ?? ROLES.join()).split(",") as Role[];
const LANGS = ["sv-SE", "nb-NO", "en-GB"] as const;

let world: World;
let full: Full;
before(async () => {
  world = await World.start({ template: TEMPLATE, rooms: 2, args: ["--unlimited"] });
  let n = 0;
  full = await fill(world, () => SENTENCES[n++ % SENTENCES.length]!);
});
after(async () => {
  full?.stop();
  await world.stop();
});

const READY: Record<Role, string> = {
  landing: "#code", organiser: "main", moderator: "main", facilitator: ".talk-question", scribe: "main", secretary: ".talk-question",
  screen: "[data-role=screen] #app > *", participant: "main",
};
async function open(role: Role, lang: string, width: number, height: number): Promise<WatchedPage> {
  const browser = await shared();
  const page = await watched(await browser.newContext({ locale: lang, viewport: { width, height }, reducedMotion: "reduce" }));
  const place = role === "facilitator" || role === "scribe" ? "Rum 1" : "";
  await page.goto(role === "landing" ? `http://${world.address}/` : role === "secretary" ? `http://${world.address}/${world.name}/#${full.secret}` : world.link(role, place));
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
