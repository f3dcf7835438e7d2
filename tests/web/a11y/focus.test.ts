/* focus.test.ts - focus comes with what is drawn: no frame and no timer lies between a press and the focus that it gives, so the
 * next key, however quick the hand and slow the machine, goes where one looks. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type WatchedPage, World } from "../world.ts";

const TEMPLATE = `
name: prov
language: sv
title: Provdagen
rooms:
  count: 2
sessions:
  - title: Pass 1
    form: groups
    start: "09:00"
    minutes: 60
    sheets:
      - {title: Frågor, form: questions, each: room, audience: [own, places], questions: [Vad fungerar?, Vad saknas?]}
`;
let world: World;
before(async () => {
  world = await World.start({ template: TEMPLATE, rooms: ["Ek", "Tall"] });
});
after(() => world?.stop());

/** Presses, lets the page's own drawing run and nothing that waits for a clock, and asks what has the focus. */
async function at(page: WatchedPage, press: string, wanted: string): Promise<void> {
  await page.locator(press).first().waitFor();
  const got = await page.evaluate(
    async ([button, to]) => {
      document.querySelector<HTMLElement>(button!)!.click();
      await Promise.resolve();
      const e = document.activeElement;
      return e?.matches(to!) ? "" : `${e?.tagName} ${e?.className} ${e?.id}`;
    },
    [press, wanted],
  );
  assert.equal(got, "", `${press} gives ${wanted} the focus`);
}

test("the organiser's: a page, a new room, a question before something great", async () => {
  const page = await world.page("organiser");
  await page.locator(".org-nav").waitFor();
  await page.evaluate(() => [...document.querySelectorAll<HTMLElement>(".org-nav button")].forEach((b) => (b.dataset["go"] = b.textContent!.replace(/\d/g, ""))));
  await at(page, '[data-go="Rum"]', "#org-title");
  await at(page, "#org-main header .button.primary", ".org-room:last-child .input");
  await at(page, '[data-go="Avsluta"]', "#org-title");
  await at(page, "#org-main .button.primary", ".org-two .button.primary");
  await at(page, ".org-two .button.quiet", "#org-main .button.primary");
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("the moderator's: a room and back; the facilitator's next step, a new point and its menu; a call from the scribe", async () => {
  const mod = await world.page("moderator");
  await at(mod, ".mod-open", ".mod-reading h2");
  await at(mod, ".mod-reading-head .button.quiet", ".mod-open");
  assert.deepEqual(mod.problems, []);
  await mod.context().close();
  const lead = await world.page("facilitator", "Ek");
  await at(lead, ".step-bar .button.primary", "#talk-title");
  await at(lead, ".talk-add", ".talk-point textarea");
  await at(lead, ".talk-point [aria-haspopup=menu]", "[role^=menuitem]");
  assert.deepEqual(lead.problems, []);
  await lead.context().close();
  const scribe = await world.page("scribe", "Ek");
  await at(scribe, ".call > button", ".call-form input");
  assert.deepEqual(scribe.problems, []);
  await scribe.context().close();
});
