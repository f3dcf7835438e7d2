/* day.test.ts - the whole day of the Brå seminar in real pages: four scribes, a moderator and the plenary screen in one browser,
 * a facilitator and telephones in turn, twenty more telephones over the protocol; the daemon is killed while all type.
 *
 * What: sessions start by the moderator's page, all rooms type, an obstacle becomes a row in the next session, a notice is
 *       seen, a call answered, the screen shows what the moderator chose, a poll is answered, proposals are gathered.
 *       At the end every text that was typed stands in the tree, whole and once.
 * Not:  looks: each role's own suite. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { Peer } from "../core/peer.ts";
import { watched, type WatchedPage, World } from "../world.ts";
import { all, Leader, Scribe, SLOW, telephone, texts } from "./hands.ts";

const ROOMS = ["Rum 1", "Rum 2", "Rum 3", "Rum 4"] as const;
const PHONES = 20;
let world: World;
let browser: Browser;
let scribes: Scribe[];
let leader: Leader;
let screen: WatchedPage;
let witness: Peer;
const phones: Peer[] = [];
const pages: WatchedPage[] = [];

/** "Rum 2, punkt 3: …", with letters that take more than a byte, so that each is known again. */
const words = (room: string, session: string, n: number): string =>
  `${room} ${session} punkt ${n}: återfallsförebyggande é 🚲 ”samverkan” – klart`;
const clean = (): void => {
  for (const p of pages) assert.deepEqual(p.problems, []);
};

before(async () => {
  world = await World.start({ template: "aterfall.yaml", rooms: 4 });
  browser = await world.browser();
  const open = async (role: string, place = "", width = 1280, height = 800): Promise<WatchedPage> => {
    const p = await world.page(role, place, { browser, width, height });
    pages.push(p);
    return p;
  };
  scribes = [];
  for (const room of ROOMS) scribes.push(new Scribe(await open("scribe", room), room));
  leader = new Leader(await open("moderator"));
  screen = await open("screen", "", 1280, 720);
  for (const p of [...scribes.map((x) => x.page), leader.page]) await p.locator(".save-state").first().waitFor({ timeout: SLOW });
  await screen.locator(".stage").waitFor({ timeout: SLOW });
  witness = new Peer(() => `ws://${world.daemonAddress}/${world.name}/ws`, { token: world.secret("organiser"), name: "Räknaren", seed: 7 });
  witness.start();
  await witness.live();
  for (let i = 0; i < PHONES; i++) phones.push(await telephone(world, 100 + i));
});
after(async () => {
  for (const p of phones) p.stop();
  witness?.stop();
  await world.stop();
});
const arrived = (list: readonly string[]): Promise<void> => {
  const missing = (): string[] => {
    const have = texts(witness.store);
    return list.filter((t) => !have.includes(t));
  };
  return witness.until("every text has arrived", () => missing().length === 0, SLOW);
};
const everyTyped = (): string[] => scribes.flatMap((s) => s.typed);

test("the morning: the screen shows the title, then the way in", { timeout: SLOW }, async () => {
  await screen.getByText("Samverka för att förebygga återfall i brott").first().waitFor();
  await leader.start("Inledning");
  await leader.show("Visa på storbilden: Anslutningssida med kod");
  await screen.locator(".stage[data-mode=join]").getByText(/K7R.?T4M/i).first().waitFor();
  clean();
});

test("pass 1: four rooms type at once, and the daemon is killed in the middle", { timeout: 3 * SLOW }, async () => {
  await leader.start("Pass 1: Den bästa vägen");
  for (const s of scribes) {
    await s.session("Pass 1: Den bästa vägen");
    await s.step("Vägledande frågor, pass 1");
  }
  const counting = scribes.map((s) => s.page.locator(".countdown[data-state=running]").first().waitFor({ timeout: SLOW }));
  await Promise.all(counting);
  const typing = Promise.all(scribes.map((s) => s.bullets(Array.from({ length: 5 }, (_, n) => words(s.room, "pass 1", n + 1)))));
  await witness.until("some of it has arrived", () => texts(witness.store).some((t) => t.includes("punkt 2")), SLOW);
  await world.kill();
  await typing;
  for (const s of scribes) {
    const box = s.page.locator(".save-state").first();
    assert.notEqual(await box.getAttribute("data-pending"), "0", `${s.room} holds its work`);
  }
  await world.again();
  await Promise.all(scribes.map((s) => s.saved()));
  await arrived(everyTyped());
  clean();
});

test("a message is seen in all rooms, and the moderator knows", { timeout: SLOW }, async () => {
  await leader.message("Fem minuter kvar, märk det viktigaste.");
  for (const s of scribes) {
    await s.page.getByText("Fem minuter kvar, märk det viktigaste.").first().waitFor();
    await s.page.getByRole("button", { name: "Sett" }).first().click();
  }
  const notice = (): number => all(witness.store, "notice").find((n) => witness.store.text(n, "notice", "text").startsWith("Fem minuter"))!;
  await witness.until("four receipts", () => witness.store.children(notice(), "receipt").length === 4, SLOW);
  await leader.page.locator(".mod-notice", { hasText: "Fem minuter kvar" }).getByText(/Sett av/).first().waitFor();
  clean();
});

test("a room calls, and the facilitator sees that somebody is coming", { timeout: SLOW }, async () => {
  const phone = await world.page("facilitator", "Rum 3", { browser, width: 390, height: 844 });
  await phone.locator(".talk-question").waitFor({ timeout: SLOW });
  await phone.locator(".talk-point").first().or(phone.locator(".t-grid, .board")).first().waitFor();
  await phone.getByRole("button", { name: "Kalla" }).click();
  await phone.locator(".call-form").getByRole("button", { name: "Kalla" }).click();
  await leader.view("Rum");
  await leader.page.getByRole("button", { name: "Jag kommer" }).first().click({ timeout: SLOW });
  await phone.locator(".call-words", { hasText: "Moderatorn är på väg" }).waitFor();
  await phone.getByRole("button", { name: "Det är löst" }).click();
  await leader.page.getByRole("button", { name: "Jag kommer" }).waitFor({ state: "detached" });
  assert.deepEqual(phone.problems, []);
  await phone.context().close();
  clean();
});

test("pass 2 and 3: an obstacle on a card becomes a row to solve", { timeout: 2 * SLOW }, async () => {
  await leader.start("Pass 2: I detalj");
  for (const s of scribes) {
    await s.session("Pass 2: I detalj");
    await s.step("Tidslinje i detalj");
    await s.cardWithObstacle(`${s.room}: bostad före frigivning`, `${s.room}: ingen vet vem som kallar`);
  }
  await Promise.all(scribes.map((s) => s.saved()));
  await leader.start("Pass 3: Lösningar");
  for (const s of scribes) {
    await s.session("Pass 3: Lösningar");
    await s.step("Förslag och åtgärder");
    await s.page.locator(".action .answers", { hasText: `${s.room}: ingen vet vem som kallar` }).waitFor({ timeout: SLOW });
    await s.proposal(`${s.room}: kommunen kallar tre månader före`, `Åsa i ${s.room}`);
  }
  await Promise.all(scribes.map((s) => s.saved()));
  await arrived(everyTyped());
  const actions = all(witness.store, "action").filter((a) => witness.store.num(a, "action", "origin"));
  assert.equal(actions.length, 4, "one row for each obstacle");
  clean();
});

test("the plenary: group after group on the screen, by the moderator's presses", { timeout: 2 * SLOW }, async () => {
  await leader.start("Redovisning");
  await leader.view("Storbild");
  await leader.page.locator(".mod-chooser select").first().selectOption({ label: "Pass 3: Lösningar" });
  for (const room of ["Rum 1", "Rum 3"]) {
    const place = leader.page.locator(".mod-choose-place", { has: leader.page.getByRole("heading", { name: room }) });
    await place.getByRole("button", { name: "Visa på storbilden: Förslag och åtgärder" }).click();
    await screen.locator(".stage[data-mode=sheets]").getByText(`${room}: kommunen kallar tre månader före`).first().waitFor({ timeout: SLOW });
  }
  await leader.page.getByRole("button", { name: "Släck" }).click();
  await screen.locator(".stage[data-mode=blank]").waitFor();
  await leader.page.getByRole("button", { name: "Tänd igen" }).click();
  await screen.locator(".stage[data-mode=sheets]").waitFor();
  clean();
});

test("proposals are gathered, and everybody puts dots on them from the telephone", { timeout: 2 * SLOW }, async () => {
  await leader.view("Syntes");
  const lay = leader.page.getByLabel(/^Lägg i samling: Rum 1/).first();
  await lay.selectOption("new");
  const cluster = (): number => all(witness.store, "cluster")[0] ?? 0;
  await witness.until("a cluster with a proposal", () => cluster() !== 0 && witness.store.children(cluster(), "gathered").length === 1, SLOW);
  const name = witness.store.text(cluster(), "cluster", "title");
  await leader.page.getByLabel(/^Lägg i samling: Rum 2/).first().selectOption({ label: name });
  await witness.until("two proposals in it", () => witness.store.children(cluster(), "gathered").length === 2, SLOW);
  await leader.page.getByLabel(/^Lägg i samling: Rum 3/).first().selectOption("new");
  await witness.until("a second cluster", () => all(witness.store, "cluster").length === 2, SLOW);

  await leader.view("Frågor till alla");
  const card = leader.page.locator(".mod-poll", { hasText: "Vilka förslag ska vi ta itu med först?" });
  await card.getByRole("button", { name: /^Mer om/ }).click();
  await leader.page.getByRole("menuitem", { name: /^Hämta samlingarna som val/ }).click();
  await card.getByRole("button", { name: "Öppna för svar" }).click();
  const poll = all(witness.store, "poll").find((p) => witness.store.text(p, "poll", "text").startsWith("Vilka förslag"))!;
  await witness.until("open", () => witness.store.num(poll, "poll", "state") === 1 && witness.store.children(poll, "choice").length === 2, SLOW);
  const choices = [...witness.store.children(poll, "choice")];
  for (const [i, p] of phones.entries()) {
    await p.until("the poll", () => p.store.children(poll, "choice").length === 2);
    await p.store.ballot(poll, [choices[i % 2]!, choices[0]!, choices[1]!]);
  }
  // three real telephones, one after the other
  for (let i = 0; i < 3; i++) {
    const context = await browser.newContext({ locale: "sv-SE", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const phone = await watched(context);
    await phone.goto(world.link("participant"));
    const box = phone.locator(".answer-card", { hasText: "Vilka förslag ska vi ta itu med först?" });
    await box.waitFor({ timeout: SLOW });
    await box.getByRole("button", { name: /prick/i }).filter({ hasNot: phone.locator("[aria-disabled=true]") }).nth(1).click();
    await box.locator("button[type=submit]").click();
    await box.locator(".receipt").waitFor({ timeout: SLOW });
    assert.deepEqual(phone.problems, []);
    await context.close();
  }
  await witness.until("everybody's answer", () => witness.store.num(poll, "poll", "count") === PHONES + 3, SLOW);
  await card.getByRole("button", { name: "Svaren visas" }).waitFor(); // the template shows this one's answers as they come
  await card.getByRole("button", { name: /^Visa på storbilden/ }).click();
  await screen.locator(".stage[data-mode=poll]").getByText(new RegExp(`${PHONES + 3}`)).first().waitFor({ timeout: SLOW });
  clean();
});

test("at the end of the day nothing that was typed is missing, and nothing stands twice", { timeout: SLOW }, async () => {
  await Promise.all(scribes.map((s) => s.saved()));
  const typed = everyTyped();
  await arrived(typed);
  const have = texts(witness.store);
  for (const t of typed) assert.equal(have.filter((x) => x === t).length, 1, t);
  const letters = (list: readonly string[]): number => list.reduce((n, t) => n + Array.from(t).length, 0);
  const rooms = have.filter((t) => typed.includes(t));
  assert.equal(letters(rooms), letters(typed));
  assert.ok(letters(typed) > 1500, `${letters(typed)} keystrokes`);
  // a daemon that starts anew from its file tells the same
  await world.kill();
  await world.again();
  const fresh = new Peer(() => `ws://${world.daemonAddress}/${world.name}/ws`, { token: world.secret("organiser"), name: "Den nya", seed: 8 });
  fresh.start();
  await fresh.live();
  assert.deepEqual(texts(fresh.store).sort(), have.sort());
  fresh.stop();
  clean();
});
