/* groups.test.ts - groups and people in the organiser's page, by hand: an exchange chosen from the list of what each would change,
 * who is here marked by one press, group sheets as they come out of the printer.
 *
 *   SHOTS=folder   pictures of each state */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { balanceOf, groupsOf, PART, seated } from "../../../client-web/src/roles/organiser/seating.ts";
import type { Peer } from "../core/peer.ts";
import type { WatchedPage } from "../world.ts";
import { Day, look, saved } from "./kit.ts";

let day: Day;
let page: WatchedPage;
let org: Peer;
let division = 0;
const NAMES = ["Alva Ek", "Bo Lind", "Cilla Dahl", "Disa Berg", "Ebbe Sten", "Frida Ask"] as const;
const person = new Map<string, number>();
const HERE = 1;
const ABSENT = 2;
before(async () => {
  day = await Day.start();
  org = await day.peer("organiser", "", "Ann-Sofi");
  const s = org.store;
  const works = ["Frivården", "Polisen"].map((name) => s.add("organisation", 1, 0, { name }));
  let last = 0;
  for (const [i, name] of NAMES.entries()) {
    last = s.add("participant", 1, last, { name, organisation: works[i < 3 ? 0 : 1]!, email: `p${i}@exempel.se` });
    person.set(name, last);
  }
  division = s.children(1, "composition")[0]!;
  const groups = groupsOf(s, division);
  for (const [i, name] of NAMES.entries()) s.add("member", groups[i < 3 ? 0 : 1]!, 0, { who: person.get(name)! });
  await saved(org);
  page = await day.page("organiser");
});
after(() => day?.stop());

const section = async (words: string): Promise<void> => {
  await page.locator(".org-nav button", { hasText: words }).click();
  await page.locator("#org-title", { hasText: words }).waitFor();
};
const at = (name: string): number => groupsOf(org.store, division).find((g) => seated(org.store, g).some((x) => x.person === person.get(name))) ?? 0;
const missing = (): number => balanceOf(org.store, division).absent.flat().length;
const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.closest("[data-person]")?.getAttribute("data-person") ?? document.activeElement?.className ?? "");

test("an exchange by keys alone: what each would change is said, the best first; the way back is offered", { timeout: 60_000 }, async () => {
  await section("Grupper");
  const [a, b] = groupsOf(org.store, division);
  assert.equal(at("Alva Ek"), a);
  const before = missing();
  assert.ok(before > 0, "badly mixed on purpose");
  const seat = page.locator(`[data-person="${person.get("Alva Ek")}"] .org-person`);
  await seat.waitFor();
  await seat.focus();
  // One key behind the other: the menu and the dialogue have the focus as soon as they are there.
  for (const key of ["Enter", "b", "Enter"]) await page.keyboard.press(key);
  const dialog = page.getByRole("dialog", { name: "Alva Ek byter plats med" });
  await dialog.waitFor();
  const options = dialog.locator(".org-swaps button");
  assert.equal(await options.count(), 3, "everybody of the other group");
  assert.match(await options.first().innerText(), new RegExp(`Bättre: platser där en organisation saknas: ${before} blir \\d`));
  assert.deepEqual(await look(page, "exchange"), []);
  const other = await options.first().locator("strong").innerText();
  await options.first().press("Enter");
  await dialog.waitFor({ state: "detached" });
  await org.until("they have changed places", () => at("Alva Ek") === b && at(other) === a);
  assert.ok(missing() < before);
  assert.equal(await focused(), String(person.get("Alva Ek")), "the focus goes along");
  await page.getByText(`Alva Ek och ${other} har bytt plats.`).first().waitFor();
  await page.locator(".undo-note").getByRole("button", { name: "Ångra" }).click();
  await org.until("back again", () => at("Alva Ek") === a && at(other) === b);
  assert.deepEqual(page.problems, []);
});

test("moved by the menu, the focus goes along to the other group", { timeout: 60_000 }, async () => {
  const [a, b] = groupsOf(org.store, division);
  const to = org.store.text(b!, "group", "name");
  await page.locator(`[data-person="${person.get("Bo Lind")}"] .org-person`).click();
  await page.getByRole("menuitemcheckbox", { name: `Flytta till ${to}` }).press("Enter");
  await org.until("moved", () => at("Bo Lind") === b);
  await page.locator(`section[aria-label="${to}"] [data-person="${person.get("Bo Lind")}"]`).waitFor();
  assert.equal(await focused(), String(person.get("Bo Lind")));
  await page.keyboard.press("Alt+ArrowLeft");
  await org.until("back", () => at("Bo Lind") === a);
  assert.equal(await focused(), String(person.get("Bo Lind")));
});

test("who is here is marked by one press; the same press takes it back", { timeout: 60_000 }, async () => {
  const s = org.store;
  const status = (name: string): number => s.num(person.get(name)!, "participant", "status");
  await section("Människor");
  const mark = (name: string, words: string) => page.getByRole("group", { name: `Status för ${name}` }).getByRole("button", { name: words, exact: true });
  await mark("Cilla Dahl", "Här").click();
  await org.until("here", () => status("Cilla Dahl") === HERE);
  assert.equal(await mark("Cilla Dahl", "Här").getAttribute("aria-pressed"), "true");
  await mark("Ebbe Sten", "Sen").click();
  await mark("Disa Berg", "Uteblir").click();
  await org.until("not coming", () => status("Disa Berg") === ABSENT);
  await page.locator(".org-count", { hasText: "1 på plats, 1 sen, 1 uteblir" }).waitFor();
  assert.deepEqual(await look(page, "people marked"), []);
  await mark("Ebbe Sten", "Här").press("Space");
  await org.until("late, but here", () => status("Ebbe Sten") === HERE);
  assert.equal(await mark("Ebbe Sten", "Sen").getAttribute("aria-pressed"), "false");
  await mark("Ebbe Sten", "Här").press("Space");
  await org.until("taken back", () => status("Ebbe Sten") === 0);
  assert.equal(await mark("Ebbe Sten", "Här").getAttribute("aria-pressed"), "false");
});

test("who has no seat waits for one, unless not coming", { timeout: 60_000 }, async () => {
  const s = org.store;
  const member = seated(s, at("Disa Berg")).find((x) => x.person === person.get("Disa Berg"))!.member;
  s.remove(member);
  await saved(org);
  await section("Grupper");
  const left = page.getByRole("region", { name: "Utan grupp" });
  await left.getByText("en kommer inte", { exact: true }).waitFor();
  assert.equal(await left.getByRole("button", { name: "Placera dem utan att flytta någon annan" }).count(), 0);
  assert.doesNotMatch(await page.locator(".org-sum").innerText(), /utan grupp/);
  await section("Översikt");
  await page.getByText("5 platser i grupperna är inte bestämda").waitFor(); // the other division: all but her
  await section("Grupper");
  s.set(person.get("Disa Berg")!, "participant", "status", HERE);
  await left.getByRole("button", { name: "Placera dem utan att flytta någon annan" }).click();
  await org.until("placed", () => at("Disa Berg") !== 0);
  await left.waitFor({ state: "detached" });
  s.set(person.get("Disa Berg")!, "participant", "status", ABSENT);
  await saved(org);
});

test("group sheets: one page a group, with who comes and what they do there, and no addresses", { timeout: 60_000 }, async () => {
  const s = org.store;
  const listener = seated(s, at("Frida Ask")).find((x) => x.person === person.get("Frida Ask"))!;
  s.set(listener.member, "member", "part", PART.listener);
  await saved(org);
  await section("Utskrift");
  await page.getByRole("button", { name: "Välj ingen" }).click();
  await page.getByLabel("Anslag med koden, att sätta upp").uncheck();
  assert.equal(await page.getByRole("button", { name: "Gör arken" }).isDisabled(), true, "nothing is chosen");
  await page.getByLabel(/^Gruppblad, indelning .*: 2 blad$/).first().check();
  await page.getByRole("button", { name: "Gör arken" }).click();
  await page.getByText("2 ark att skriva ut.").waitFor();
  const sheets = page.locator(".group-sheet");
  assert.equal(await sheets.count(), 2);
  await sheets.locator("li", { hasText: "Frida Ask" }).getByText("Polisen · lyssnar").waitFor(); // the page has what was changed last
  const names = await sheets.locator(".group-names strong").allInnerTexts();
  assert.deepEqual(names.sort(), NAMES.filter((n) => n !== "Disa Berg"), "who does not come is left out");
  assert.equal(await page.getByText("@exempel.se").count(), 0);
  assert.deepEqual(await look(page, "group sheets"), []);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length, 2, "a page of its own each, and none empty");
  assert.deepEqual(page.problems, []);
});
