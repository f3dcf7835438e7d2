/* writer.test.ts - a self-formed group's writer when the day is over: its group's actions to be followed up, the rest to be
 * read, and a survey that is still open to be answered; without actions the page that stood there, with nothing to write. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Peer } from "../core/peer.ts";
import { Day, look, saved } from "../organiser/kit.ts";
import { watched, type WatchedPage } from "../world.ts";

let day: Day;
let org: Peer;
const secrets: string[] = [];
const SURVEY = 4;
const ACTIONS = 3;
const CLOSED = 2;

before(async () => {
  day = await Day.start({ template: "tilbakeforing.yaml", rooms: 0 });
  org = await day.peer("organiser", "", "Annika");
  const phone = await day.enter(day.world.made.code);
  for (const [code, name] of [["3b", "Bord 3"], ["4a", "Bord 4"]] as const) secrets.push((await phone.store.join(code, name)).secret);
});
after(() => day?.stop());

async function open(secret: string): Promise<WatchedPage> {
  const context = await (await day.world.browser()).newContext({ locale: "nb-NO", viewport: { width: 390, height: 844 }, reducedMotion: "reduce" });
  const page = await watched(context);
  await page.goto(`http://${day.world.address}/${day.world.name}/#${secret}`);
  await page.locator("main.waiting").waitFor({ state: "detached" });
  return page;
}
const sheet = (p: Peer): number => {
  const s = p.store;
  return s.children(1, "session").flatMap((x) => s.children(x, "sheet"))
    .find((x) => s.num(x, "sheet", "form") === ACTIONS && s.num(x, "sheet", "each") === 0 && s.num(x, "sheet", "group") === s.me.value.place) ?? 0;
};

test("its group's actions are followed up; a survey that is open is still answered", { timeout: 120_000 }, async () => {
  const writer = await day.enter(secrets[0]!);
  const s = writer.store;
  const action = s.add("action", sheet(writer), 0, { what: "Felles møte før løslatelsen", where: "Friomsorgen" });
  await saved(writer);
  const page = await open(secrets[0]!);
  await page.locator(".talk-question").waitFor();
  const survey = org.store.children(1, "session").filter((x) => org.store.num(x, "session", "form") === SURVEY)
    .flatMap((x) => org.store.children(x, "sheet")).flatMap((x) => [...org.store.children(x, "poll")]);
  for (const p of survey) org.store.set(p, "poll", "state", 1);
  org.store.set(1, "seminar", "state", CLOSED);
  await saved(org);
  await page.getByText("Dagen er over. Handlingsplanen kan oppdateres").waitFor();
  const own = page.locator(".follow", { hasText: "Felles møte før løslatelsen" });
  await own.getByLabel(/^Status/).selectOption("Påbegynt");
  await own.getByLabel(/^Notat/).fill("Første møte er holdt.");
  await org.until("it has arrived", () => org.store.num(action, "action", "status") === 2 && org.store.text(action, "action", "note") === "Første møte er holdt.");
  assert.equal(await page.locator(".follow").count(), 1);
  assert.equal(await page.getByRole("button", { name: /Legg til|Tilkall|Fjern/ }).count(), 0);
  assert.equal(await page.locator(".writer-answers .answer-card").count(), survey.length);
  assert.deepEqual(await look(page, "writer after"), []);
  await page.getByRole("tab", { name: "Dagens ark" }).click();
  assert.equal(await page.locator("[role=tabpanel] textarea").count(), 0);
  assert.deepEqual(await look(page, "writer reads"), []);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("a group without actions reads what it wrote, and is not sent to an empty plan", { timeout: 60_000 }, async () => {
  const page = await open(secrets[1]!);
  await page.locator(".talk-locked").first().waitFor();
  await page.locator(".talk-question").waitFor();
  assert.equal(await page.locator(".follow, .after").count(), 0);
  assert.equal(await page.locator("main textarea:not([readonly])").count(), 0);
  assert.deepEqual(await look(page, "writer closed"), []);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});
