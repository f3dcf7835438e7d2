/* day.test.ts - the organiser's whole way: a seminar from the host's page, the programme, 24 people, groups, printed links,
 * a rehearsal that is cleared, closing, the export, erasing. Real pages, a real daemon, peers in the rooms.
 *
 *   SHOTS=folder   pictures of each state, and the printed sheets as PDF */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Peer } from "../core/peer.ts";
import { audit, drawn, fits } from "../a11y/crawl.ts";
import { watched, type WatchedPage, World } from "../world.ts";

const SHOTS = process.env["SHOTS"] ?? "";
const NAME = "hostdag";
let world: World;
let hostAddress = "";
let page: WatchedPage;
const peers: Peer[] = [];

before(async () => {
  world = await World.start({ rooms: 1 });
  const told = (await world.ask("host")) as { url: string };
  hostAddress = `http://${world.address}/host/#${told.url.split("#")[1]}`;
  const browser = await world.browser();
  page = await watched(await browser.newContext({ locale: "sv-SE", viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", acceptDownloads: true }));
});
after(async () => {
  for (const p of peers) p.stop();
  await world.stop();
});

async function shot(name: string, of: WatchedPage = page): Promise<void> {
  await drawn(of);
  if (SHOTS) await of.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}
async function section(words: string): Promise<void> {
  await page.locator(".org-nav button", { hasText: words }).click();
  await page.locator("#org-title", { hasText: words }).waitFor();
}
const saved = (): Promise<unknown> => page.locator('.save-state[data-pending="0"][data-state="live"]').waitFor();
/** A new row has the caret in its first field. */
const caret = (): Promise<unknown> => page.waitForFunction(() => document.activeElement === document.querySelector(".org-item:last-child .input"));
const title = (): ReturnType<WatchedPage["locator"]> => page.locator("#org-title");
/** A link's secret, as the host or the organiser's page shows it. */
const secretOf = (address: string): string => address.split("#")[1] ?? "";

async function peer(secret: string, name: string): Promise<Peer> {
  const p = new Peer(() => `ws://${world.daemonAddress}/${NAME}/ws`, { token: secret, name, seed: peers.length });
  peers.push(p);
  p.start();
  await p.until("in", () => p.client.state === "live" || p.client.state === "denied");
  return p;
}
const find = (p: Peer, kind: "question" | "sheet" | "room" | "session" | "participant" | "member", top: number, words: string): number => {
  const walk = (id: number): number => {
    for (const c of p.store.children(id)) {
      const k = p.store.kind(c);
      // what another room wrote, or may write, is read too
      if (k === "sheet" && ![0, p.store.me.value.place].includes(p.store.num(c, "sheet", "room"))) continue;
      const text = k === "question" ? p.store.text(c, "question", "text") : k === "sheet" ? p.store.text(c, "sheet", "title") : "";
      if (k === kind && text.includes(words)) return c;
      const below = walk(c);
      if (below) return below;
    }
    return 0;
  };
  return walk(top);
};

let organiser = "";
const links = new Map<string, string>();

test("the host makes a seminar from a template, and sees its links once", { timeout: 120_000 }, async () => {
  await page.goto(hostAddress);
  await page.getByRole("button", { name: "Nytt seminarium" }).waitFor();
  assert.ok(!page.url().includes("#"), "the secret is out of the address bar");
  await shot("host-list");
  assert.deepEqual(await audit(page, "host list"), []);
  await page.getByRole("button", { name: "Nytt seminarium" }).click();
  await page.locator(".host-outline li").nth(5).waitFor();
  // An own template with a mistake is told by its line.
  await page.getByLabel("Egen mall").check();
  const yaml = page.getByLabel("Mallens text (YAML)");
  const good = await yaml.inputValue();
  await yaml.fill("name: x\ntitle: X\nsessions:\n  - title: A\n    form: grupper\n    minutes: 10\n");
  await page.getByRole("button", { name: "Rad 5" }).waitFor();
  await shot("host-mistakes");
  await yaml.fill(good);
  await page.getByRole("button", { name: "Rad 5" }).waitFor({ state: "detached" });
  await page.locator("label.choice", { hasText: "aterfall" }).click();
  await page.getByLabel("Rubrik").fill("Hösten 2031");
  assert.equal(await page.getByLabel("Namn i adressen").inputValue(), "hosten-2031");
  await page.getByLabel("Namn i adressen").fill(NAME);
  await page.getByLabel("Datum").fill("2031-11-21");
  await page.getByLabel("Rum", { exact: true }).fill("Biblioteket\nMatsalen\nÖstra flygeln\nSamlingssal Förebyggandearbetet");
  await shot("host-new");
  assert.deepEqual(await audit(page, "host new"), []);
  await page.getByRole("button", { name: "Skapa seminariet" }).click();
  await page.getByText("Hösten 2031 är skapat").waitFor();
  await shot("host-made");
  assert.deepEqual(await audit(page, "host links"), []);
  for (const input of await page.locator("input[readonly]").all()) {
    const label = await input.evaluate((e: HTMLInputElement) => e.labels?.[0]?.textContent ?? "");
    links.set(label, secretOf(await input.inputValue()));
  }
  assert.equal(links.size, 1 + 1 + 4 * 2 + 1);
  organiser = links.get("Arrangör") ?? "";
  assert.equal(organiser.length, 32);
  await page.getByRole("button", { name: "Seminarier" }).click();
  await page.getByRole("heading", { name: "Hösten 2031" }).waitFor();
  assert.deepEqual(page.problems, []);
});

test("the programme: added, changed, ordered by keyboard, taken away and back", { timeout: 120_000 }, async () => {
  await page.goto(`http://${world.address}/${NAME}/#${organiser}`);
  await page.locator(".org-nav").waitFor();
  await page.getByLabel("Vad heter du?").fill("Ann-Sofi");
  await page.getByRole("button", { name: "Spara", exact: true }).click();
  await shot("overview");
  await section("Program");
  await page.getByRole("button", { name: "Lägg till pass" }).click();
  await page.getByLabel("Rubrik").fill("Eftersnack");
  await page.getByLabel("Minuter").fill("25");
  await page.getByLabel("Börjar").fill("15:45");
  await page.getByRole("button", { name: "Programmet" }).click();
  await page.locator(".org-slot", { hasText: "Eftersnack" }).getByText("Börjar 15 min innan").waitFor();
  await shot("agenda-clash");
  assert.deepEqual(await audit(page, "agenda"), []);
  const titles = (): Promise<string[]> => page.locator("#org-main .org-list").first().locator(".org-open").allInnerTexts();
  await page.locator(".org-open", { hasText: "Eftersnack" }).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await page.keyboard.press("Alt+ArrowUp");
  assert.deepEqual((await titles()).slice(-3), ["Eftersnack", "Gemensam bild", "Avslutning och enkät"]);
  await page.keyboard.press("Alt+ArrowDown");
  await page.keyboard.press("Alt+ArrowDown");
  assert.equal((await titles()).at(-1), "Eftersnack");
  await page.getByRole("button", { name: "Räkna om starttiderna" }).click();
  await page.locator(".org-slot", { hasText: "Eftersnack" }).getByText("16:00").waitFor();
  await page.getByRole("button", { name: "Ta bort: Eftersnack" }).click();
  assert.ok(!(await titles()).includes("Eftersnack"));
  await page.getByRole("button", { name: "Ångra" }).click();
  assert.equal((await titles()).at(-1), "Eftersnack");
  await saved();
  assert.deepEqual(page.problems, []);
});

test("what is changed on a pattern reaches every room, new questions and new sheets too", { timeout: 120_000 }, async () => {
  const scribe = await peer(links.get("Dokumentatör, Matsalen") ?? "", "Bo");
  const s = scribe.store;
  await page.locator(".org-open", { hasText: "Pass 1" }).click();
  await page.locator(".org-open", { hasText: /^Vägledande frågor/ }).click();
  await page.getByText("ändras på bladet i 4 rum").waitFor();
  await shot("sheet");
  assert.deepEqual(await audit(page, "sheet"), []);
  await page.getByLabel("Frågan").first().fill("Vad behövs för att lyckas?");
  await page.getByLabel("Frågan").nth(1).focus();
  await scribe.until("the question has its new words", () => find(scribe, "question", 1, "Vad behövs för att lyckas?") !== 0);
  await page.getByRole("button", { name: "Lägg till fråga" }).click();
  await caret();
  await page.keyboard.type("Vem saknades i dag?");
  await page.keyboard.press("Tab");
  await scribe.until("the new question is in the room", () => find(scribe, "question", 1, "Vem saknades i dag?") !== 0);
  const q = find(scribe, "question", 1, "Vem saknades i dag?");
  assert.ok(s.num(q, "question", "pattern") !== 0, "it is known across groups");
  await page.getByRole("button", { name: "Pass 1: Den bästa vägen" }).click();
  await page.getByRole("button", { name: "Nytt blad" }).click();
  await page.getByLabel("Rubrik").nth(1).fill("Bidrag");
  await page.locator("form").getByLabel("Form").selectOption("Tabell");
  await page.getByRole("button", { name: "Gör bladet" }).click();
  await title().filter({ hasText: "Bidrag" }).waitFor();
  await page.getByRole("button", { name: "Lägg till kolumn" }).click();
  await caret();
  await page.keyboard.type("Hur säkert");
  await page.getByLabel("Innehåll").selectOption("Val");
  await page.getByLabel("Valen").fill("Säkert\nTroligt");
  await saved(); // what was drawn meanwhile has not touched what is being typed
  assert.equal(await page.getByLabel("Valen").inputValue(), "Säkert\nTroligt");
  await page.getByLabel("Valen").blur();
  await shot("table");
  let state = "";
  await scribe.until("the table is in the room with its column", () => {
    const sheet = find(scribe, "sheet", 1, "Bidrag");
    const column = sheet ? (s.children(sheet, "column")[0] ?? 0) : 0;
    state = column ? `${s.text(column, "column", "title")} / ${s.num(column, "column", "type")} / ${s.str(column, "column", "choices")}` : "none";
    return state === "Hur säkert / 3 / Säkert|Troligt";
  });
  await page.getByRole("button", { name: "Ta bort: Hur säkert" }).click();
  await scribe.until("the column is gone there too", () => s.children(find(scribe, "sheet", 1, "Bidrag"), "column").length === 0);
  await page.getByRole("button", { name: "Ångra" }).click();
  await scribe.until("and back", () => s.children(find(scribe, "sheet", 1, "Bidrag"), "column").length === 1);
  // A check list is the group's own to write, yet the organiser may prepare it.
  await page.getByRole("button", { name: "Pass 1: Den bästa vägen" }).click();
  await page.getByRole("button", { name: "Nytt blad" }).click();
  await page.getByLabel("Rubrik").nth(1).fill("Gemensam plan");
  await page.locator("form").getByLabel("Form").selectOption("Plan");
  await page.getByRole("button", { name: "Gör bladet" }).click();
  await title().filter({ hasText: "Gemensam plan" }).waitFor();
  await page.getByRole("button", { name: "Lägg till punkt" }).click();
  await caret();
  await page.keyboard.type("Bostad klar");
  await page.keyboard.press("Tab");
  await scribe.until("the check list is in the room", () => {
    const plan = find(scribe, "sheet", 1, "Gemensam plan");
    const check = plan ? (s.children(plan, "check")[0] ?? 0) : 0;
    return check !== 0 && s.text(check, "check", "text") === "Bostad klar" && s.num(plan, "sheet", "moderated") === 0 && s.mayWrite(check, "check", "tick");
  });
  assert.deepEqual(page.problems, []);
});

const ORGANISATIONS = ["Frivården", "Kriminalvården Häktet", "Socialtjänsten", "Arbetsförmedlingen", "Beroendevården", "Kamratföreningen Nya Steg"];
const csv = (): Buffer => {
  const rows = Array.from({ length: 24 }, (_, i) =>
    [`Person Åström ${i + 1}`, ORGANISATIONS[i % 6], i % 6 < 4 ? "stat" : "civilsamhälle", ["Malmö", "Lund", "Ystad", "Trelleborg"][Math.floor(i / 6)], `p${i + 1}@example.se`].join(";"),
  );
  const text = ["Namn;Arbetsplats;Sektor;Kommun;E-post", ...rows, ";Okänd;;;", "Person Åström 1;Frivården;;;p1@example.se"].join("\r\n");
  return Buffer.from(text, "latin1");
};

test("24 people from a spreadsheet, with a sentence for each odd row", { timeout: 120_000 }, async () => {
  await section("Människor");
  await page.getByRole("button", { name: "Läs in lista" }).click();
  await shot("import-choose");
  await page.locator("input[type=file]").setInputFiles({ name: "deltagare.csv", mimeType: "text/csv", buffer: csv() });
  await page.getByText("teckenkod Windows-1252").waitFor();
  await page.getByText("Rad 26 har inget namn").waitFor();
  await page.getByText("Rad 27: Person Åström 1 står redan längre upp").waitFor();
  await shot("import-preview");
  assert.deepEqual(await audit(page, "import"), []);
  await page.getByRole("button", { name: "Läs in 24 personer" }).click();
  await page.getByText("24 personer är sparade").waitFor();
  await page.getByRole("button", { name: "Till listan" }).click();
  await page.getByText("24 personer, 6 organisationer").waitFor();
  await page.getByLabel("Sök i listan").fill("lund nya");
  await page.getByText("1 av 24 personer").waitFor();
  await page.getByLabel("Sök i listan").fill("");
  await page.getByRole("button", { name: "Person Åström 3, ändra" }).click();
  await page.getByLabel("Organisation", { exact: true }).fill("Polisen");
  await page.getByRole("button", { name: "Klar" }).click();
  await page.getByText("24 personer, 7 organisationer").waitFor();
  await shot("people");
  assert.deepEqual(await audit(page, "people"), []);
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Spara som CSV" }).click()]);
  const out = readFileSync(await file.path(), "utf8");
  assert.ok(out.startsWith("\ufeffNamn;Organisation;Sektor;"));
  assert.equal(out.trim().split("\r\n").length, 25);
  assert.deepEqual(page.problems, []);
});

test("groups: proposed, counted, moved by keyboard, taken back", { timeout: 120_000 }, async () => {
  await section("Grupper");
  await shot("groups-empty");
  await page.getByRole("button", { name: "Föreslå grupper" }).click();
  await page.getByText("4 grupper med 6 personer").waitFor();
  const people = (n: number): ReturnType<WatchedPage["locator"]> => page.locator(".org-groups .org-group").nth(n).locator(".org-person");
  for (let i = 0; i < 4; i++) assert.equal(await people(i).count(), 6);
  await saved();
  await shot("groups");
  assert.deepEqual(await audit(page, "groups"), []);
  const who = await people(0).first().locator(".org-person-name").innerText();
  await people(0).first().focus();
  await page.keyboard.press("Alt+ArrowRight");
  await page.locator(".org-group").nth(1).getByText(who).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.textContent?.includes("Person")), true, "focus goes along");
  assert.equal(await people(0).count(), 5);
  await page.getByText("4 grupper med 5–7 personer").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitemcheckbox", { name: "Fast plats" }).click();
  await page.getByRole("button", { name: "Nytt förslag" }).click();
  await page.getByText("4 grupper med 6 personer").waitFor();
  await page.locator(".org-group").nth(1).getByText(who).waitFor(); // the fixed seat stayed
  await page.getByRole("button", { name: "Ångra" }).click();
  await page.getByText("4 grupper med 5–7 personer").waitFor();
  await page.getByRole("tab", { name: "B" }).click();
  await page.getByRole("button", { name: "Föreslå grupper" }).click();
  await page.getByText(/4 grupper med 6 personer, \d+ par har suttit ihop/).waitFor();
  await saved();
  await shot("groups-b");
  assert.deepEqual(page.problems, []);
});

test("printing renews: the old link is refused, the new one lets in", { timeout: 180_000 }, async () => {
  await section("Utskrift");
  await shot("print-choose");
  await page.getByRole("button", { name: "Gör arken" }).click();
  await page.getByText("10 länkar får en ny hemlighet").waitFor();
  await page.getByText("1 person är inne").or(page.getByText("En person är inne")).first().waitFor();
  await shot("print-ask");
  await page.getByRole("button", { name: "Förnya 10 länkar och visa arken" }).click();
  await page.getByText("11 ark att skriva ut").waitFor();
  assert.equal(await page.locator(".paper").count(), 11);
  await shot("print-sheets");
  assert.deepEqual(await audit(page, "sheets"), []);
  // Nothing on a sheet is cut off: what it holds ends above its edge.
  const over = await page.locator(".paper").evaluateAll((all) => all.filter((p) => p.scrollHeight > p.clientHeight + 1).map((p) => p.textContent));
  assert.deepEqual(over, []);
  const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true, printBackground: true, ...(SHOTS ? { path: join(SHOTS, "sheets.pdf") } : {}) });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length;
  assert.equal(pages, 11, "one sheet on each page");
  const sheet = page.locator(".paper", { hasText: "Dokumentatör" }).filter({ hasText: "Matsalen" });
  const secret = secretOf(await sheet.locator(".paper-address").innerText());
  assert.equal(secret.length, 32);
  const old = await peer(links.get("Dokumentatör, Matsalen") ?? "", "Gammal");
  assert.equal(old.client.state, "denied");
  links.set("Dokumentatör, Matsalen", secret);
  const again = await peer(secret, "Bo");
  assert.equal(again.client.state, "live");
  await section("Länkar");
  await page.locator(".org-link", { hasText: "Dokumentatör, Matsalen" }).getByText("Inne nu: Bo").waitFor();
  await shot("links");
  assert.deepEqual(await audit(page, "links"), []);
  await page.getByRole("button", { name: "Spärra: Dokumentatör, Biblioteket" }).click();
  await page.getByRole("button", { name: "Spärra länken" }).click();
  await page.getByText("En länk som inte släpper in någon").waitFor();
  await page.getByRole("button", { name: "Ångra" }).click();
  assert.deepEqual(page.problems, []);
});

test("cards for tables, when groups are formed on the spot", { timeout: 60_000 }, async () => {
  await section("Dörren");
  await page.getByLabel("Deltagare får bilda grupper").check();
  await shot("door");
  assert.deepEqual(await audit(page, "door"), []);
  await section("Utskrift");
  await page.getByRole("button", { name: "Välj ingen" }).click();
  await page.getByLabel("Anslag med koden").uncheck();
  await page.getByLabel("Bordskort, antal bord").fill("3");
  await page.getByRole("button", { name: "Gör arken" }).click();
  await page.getByText("3 ark att skriva ut").waitFor();
  await page.locator(".tent").nth(2).getByText("3a, 3b").first().waitFor();
  await shot("tents");
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, ...(SHOTS ? { path: join(SHOTS, "tents.pdf") } : {}) });
  assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length, 3);
  assert.deepEqual(page.problems, []);
});

async function exported(): Promise<string> {
  const r = await fetch(`http://${world.daemonAddress}/${NAME}/api/export`, { headers: { Authorization: `Bearer ${organiser}` } });
  assert.equal(r.status, 200);
  return r.text();
}

test("a rehearsal is seen by all, and cleared in two steps", { timeout: 180_000 }, async () => {
  await section("Generalrepetition");
  await page.getByRole("button", { name: "Börja repetera" }).click();
  await page.locator(".org-band").waitFor();
  const scribe = peers.at(-1)!;
  await scribe.until("the flag", () => scribe.store.num(1, "seminar", "rehearsal") === 1);
  const q = find(scribe, "question", 1, "Vad behövs för att lyckas?");
  scribe.store.add("point", q, 0, { text: "Repeterat och glömt" });
  await scribe.until("saved", () => scribe.client.info().unconfirmed === 0);
  assert.match(await exported(), /Repeterat och glömt/);
  await shot("rehearsal");
  await page.getByRole("button", { name: "Ta bort repetitionens text" }).click();
  const field = page.getByLabel(/^Skriv \w+ för att bekräfta/);
  const word = /Skriv (\w+) för/.exec((await page.locator("form.org-two label").innerText()))![1]!;
  assert.equal(await page.getByRole("button", { name: "Ta bort för gott" }).isDisabled(), true);
  await field.fill(word);
  await shot("rehearsal-confirm");
  assert.deepEqual(await audit(page, "confirm"), []);
  await page.getByRole("button", { name: "Ta bort för gott" }).click();
  await page.getByText("Repetitionens text är borta").waitFor();
  assert.doesNotMatch(await exported(), /Repeterat och glömt/);
  await page.locator('.save-state[data-state="live"]').waitFor();
  assert.match(await exported(), /Vem saknades i dag/);
  const end = page.getByRole("button", { name: "Avsluta repetitionen" });
  if (await end.count()) await end.click();
  await page.locator(".org-band").waitFor({ state: "detached" });
  assert.deepEqual(page.problems, []);
});

test("closed, taken home, erased when the word has been typed", { timeout: 180_000 }, async () => {
  await section("Avsluta");
  for (const p of peers) p.stop();
  await shot("finish");
  await page.getByRole("button", { name: "Stäng seminariet" }).click();
  await page.getByRole("button", { name: "Stäng", exact: true }).click();
  // Peers that were stopped without a goodbye may count as behind; then it is said, and the person decides.
  const anyway = page.getByRole("button", { name: "Stäng ändå" });
  const closed = page.getByRole("heading", { name: "Seminariet är stängt" });
  await anyway.or(closed).first().waitFor();
  if (await anyway.count()) await anyway.click();
  await closed.waitFor();
  const [json] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export (JSON)" }).click()]);
  assert.match(readFileSync(await json.path(), "utf8"), /Hösten 2031/);
  const [copy] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Säkerhetskopia" }).click()]);
  assert.equal(readFileSync(await copy.path()).subarray(0, 15).toString(), "SQLite format 3");
  await page.getByRole("button", { name: "Öppna igen" }).click();
  await page.getByRole("heading", { name: "Före stängning" }).waitFor();
  await saved();
  await page.getByRole("button", { name: "Radera seminariet" }).click();
  const word = /Skriv (\w+) för/.exec(await page.locator("form.org-two label").innerText())![1]!;
  await page.getByLabel(/^Skriv \w+ för att bekräfta/).fill(word);
  await shot("erase");
  await page.getByRole("button", { name: "Radera för gott" }).click();
  await page.getByText("Seminariet är raderat").waitFor();
  assert.deepEqual(page.problems, []);
  // Brought back by the host from the copy, with its history: the organiser's link is as it was.
  await page.goto("about:blank");
  await page.goto(hostAddress);
  await page.getByRole("button", { name: "Återställ från fil" }).click();
  await page.locator("input[type=file]").setInputFiles(await copy.path());
  await page.getByLabel("Namn i adressen").fill(NAME);
  await page.getByRole("button", { name: "Återställ", exact: true }).click();
  await page.getByText("Seminariet är återställt").waitFor();
  await shot("host-restored");
  assert.match(await exported(), /Hösten 2031/);
  // The same from the export: a new seminar with links of its own.
  await page.getByRole("button", { name: "Seminarier" }).click();
  await page.getByRole("button", { name: "Återställ från fil" }).click();
  await page.locator("input[type=file]").setInputFiles(await json.path());
  await page.getByLabel("Namn i adressen").fill("ur-export");
  await page.getByRole("button", { name: "Återställ", exact: true }).click();
  await page.getByRole("link", { name: "Öppna som arrangör" }).waitFor();
  assert.deepEqual(page.problems, []);
});

test("a phone, and a screen of 1920: nothing sticks out", { timeout: 180_000 }, async () => {
  const found: string[] = [];
  for (const [width, height, lang] of [[320, 640, "sv-SE"], [390, 844, "nb-NO"], [1920, 1080, "en-GB"]] as const) {
    const browser = page.context().browser()!;
    const other = await watched(await browser.newContext({ locale: lang, viewport: { width, height }, reducedMotion: "reduce" }));
    await other.goto(`http://${world.address}/${NAME}/#${organiser}`);
    await other.locator(".org-nav").waitFor();
    const buttons = other.locator(".org-nav button");
    for (let i = 0; i < (await buttons.count()); i++) {
      await buttons.nth(i).click();
      await shot(`${width}-${i}`, other);
      found.push(...(await fits(other, `${width} ${i}`)), ...(await audit(other, `${width} ${lang} ${i}`)));
    }
    await other.goto(hostAddress);
    await other.getByRole("heading", { name: "Hösten 2031" }).first().waitFor();
    await shot(`${width}-host`, other);
    found.push(...(await fits(other, `${width} host`)), ...(await audit(other, `${width} ${lang} host`)));
    assert.deepEqual(other.problems, []);
    await other.context().close();
  }
  // A wrong host's link says what to do.
  const other = await watched(await page.context().browser()!.newContext({ locale: "nb-NO", viewport: { width: 390, height: 844 } }));
  await other.goto(hostAddress.replace(/#.*/, "#abcdefghijklmnopqrstuvwxyz234567"));
  await other.getByRole("heading", { name: "Lenken gjelder ikke" }).waitFor();
  await shot("host-denied", other);
  found.push(...(await audit(other, "host denied")));
  assert.deepEqual(found, []);
  assert.deepEqual(other.problems, []);
});
