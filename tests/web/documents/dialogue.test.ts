/* dialogue.test.ts - seven questions at four tables, written by four people at their pages, compiled to one text per
 * question, and taken out as documents that hold every sentence in its place.
 *
 * What: the words in dialogue.json are spread over the tables, which write more of their own; the moderator copies
 *       bullets over and writes the joint discussion. A program reads each document back.
 * Env:  SMV_DIALOGUE another file of the same shape; SMV_KEEP a folder where the documents are left to be looked at.
 * Uses: world.ts, ../moderator/kit.ts, tests/lib/document_text.py. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { allQuestions } from "../../../client-web/src/state/model.ts";
import type { Seminar } from "../../../client-web/src/state/seminar.ts";
import { all, desk, House } from "../moderator/kit.ts";
import { REPO, type WatchedPage, World } from "../world.ts";

interface Told {
  readonly summary: readonly string[];
  readonly discussion: readonly string[];
}
const TOLD = JSON.parse(readFileSync(process.env["SMV_DIALOGUE"] ?? join(REPO, "tests/web/documents/dialogue.json"), "utf8")) as readonly Told[];
const TABLES = ["Bord 1", "Bord 2", "Bord 3", "Bord 4"] as const;
const TALKS = ["Rundabordssamtal 1", "Rundabordssamtal 2"] as const;
const kept = process.env["SMV_KEEP"];
const folder = kept ?? mkdtempSync(join(tmpdir(), "smv-dialogue-"));

/** What a table writes of its own beside its share of the told words. */
const own = (table: number, question: number): string => `Bord ${table + 1} om fråga ${question + 1}: börja i det lilla`;
const share = (words: readonly string[], table: number): string[] => words.filter((_, i) => i % TABLES.length === table);

let world: World;
let h: House;
const pages: WatchedPage[] = [];
before(async () => {
  world = await World.start({ template: "dialogmote.yaml" });
  h = await House.open(world);
  assert.equal(TOLD.length, 7);
});
after(async () => {
  h?.stop();
  await world?.stop();
  if (!kept) rmSync(folder, { recursive: true, force: true });
});

/** The seven questions of a table (or of the compiled sheets), sub-points left out. */
function questions(s: Seminar, which: (sheet: number) => boolean): number[] {
  return TALKS.flatMap((talk) => {
    const sheet = all(s as never, "sheet").find((id) => s.text(id, "sheet", "title").toLowerCase().includes(talk.toLowerCase()) && which(id));
    return sheet ? [...s.children(sheet, "question")] : [];
  });
}

async function scribe(table: number): Promise<WatchedPage> {
  const page = await world.page("scribe", TABLES[table]!, { browser: pages[0] ? pages[0].context().browser()! : undefined });
  page.setDefaultTimeout(30_000);
  await page.waitForSelector(".scribe-top");
  const ask = page.locator(".scribe-bars .name-field");
  await ask.locator("input").fill(`Dokumentatör ${table + 1}`);
  await ask.locator("button[type=submit]").click();
  await ask.waitFor({ state: "detached" });
  return page;
}
async function write(page: WatchedPage, table: number, talk: number): Promise<void> {
  if (talk > 0) await page.locator(".session-bar button").click(); // the next talk has begun: one goes there oneself
  await page.locator(".step", { hasText: TALKS[talk]! }).first().click();
  const s = h.scribes[table]!.store;
  const ids = questions(s, (sheet) => s.num(sheet, "sheet", "room") === s.me.value.place);
  assert.equal(ids.length, 7);
  for (const [n, id] of ids.entries()) {
    if ((n < 4 ? 0 : 1) !== talk) continue;
    const at = page.locator(`[id="q${id}"]`);
    await at.locator(".add").first().click();
    await page.keyboard.type([own(table, n), ...share(TOLD[n]!.summary, table)].join("\n"));
    await at.locator(".discussion textarea").first().click();
    await page.keyboard.type(share(TOLD[n]!.discussion, table).join("\n\n"));
  }
  await page.waitForSelector('.scribe-top .save-state[data-pending="0"][data-state="live"]');
}

test("four tables write what was said, at the same time", async () => {
  for (let t = 0; t < TABLES.length; t++) pages.push(await scribe(t));
  for (const [talk, title] of TALKS.entries()) {
    await h.clock(title, "start");
    await Promise.all(pages.map((page, table) => write(page, table, talk)));
    await h.clock(title, "end");
  }
  for (const [table, room] of h.scribes.entries()) {
    const s = room.store;
    await room.until(`table ${table + 1} is in`, () => {
      const ids = questions(s, (sheet) => s.num(sheet, "sheet", "room") === s.me.value.place);
      return ids.every((id, n) => {
        const points = s.children(id, "point").map((p) => s.text(p, "point", "text"));
        return points.join("\n") === [own(table, n), ...share(TOLD[n]!.summary, table)].join("\n") && s.text(id, "question", "discussion") === share(TOLD[n]!.discussion, table).join("\n\n");
      });
    });
  }
  for (const p of pages) assert.deepEqual(p.problems, []);
  for (const p of pages) await p.context().close();
});

test("the moderator makes one text a question of them: bullets copied with their source, the discussion written", async () => {
  const page = await desk(await world.page("moderator"));
  page.setDefaultTimeout(30_000);
  const s = h.org.store;
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press("6");
  for (const talk of TALKS) {
    const sheet = all(s, "sheet").find((id) => s.num(id, "sheet", "compiles") !== 0 && s.text(id, "sheet", "title").toLowerCase().includes(talk.toLowerCase()))!;
    await page.getByLabel("Vilket blad som sammanställs").selectOption(String(sheet));
    const flat = allQuestions(s, sheet);
    for (const id of s.children(sheet, "question")) {
      const n = questions(s, (x) => s.num(x, "sheet", "compiles") !== 0).indexOf(id);
      await page.locator(".mod-compile-nav button").nth(flat.indexOf(id)).click();
      for (const [i, text] of TOLD[n]!.summary.entries()) {
        await page.locator("button.mod-source", { hasText: text }).first().click();
        await h.org.until(`bullet ${i + 1} of question ${n + 1}`, () => s.children(id, "point").length === i + 1);
      }
      await page.locator(".mod-own textarea").last().click();
      await page.keyboard.type(TOLD[n]!.discussion.join("\n\n"));
    }
  }
  const compiled = questions(s, (x) => s.num(x, "sheet", "compiles") !== 0);
  await h.org.until("all compiled", () => compiled.every((id, n) => s.text(id, "question", "discussion") === TOLD[n]!.discussion.join("\n\n")));
  for (const [n, id] of compiled.entries()) {
    assert.deepEqual(s.children(id, "point").map((p) => s.text(p, "point", "text")), TOLD[n]!.summary);
    assert.ok(s.children(id, "point").every((p) => s.num(p, "point", "origin") !== 0), "a copied bullet knows where it came from");
  }
  assert.deepEqual(page.problems, []);
});

/** The lines of a document as another program reads them. */
function lines(file: string): string[] {
  const out = execFileSync("/usr/bin/python3", [join(REPO, "tests/lib/document_text.py"), file], { encoding: "utf8", maxBuffer: 64 << 20 });
  return (JSON.parse(out) as string[]).map((l) => l.replace(/\s+/g, " ").trim()).filter(Boolean);
}
async function take(format: string): Promise<string> {
  const r = await fetch(`http://${world.daemonAddress}/${world.name}/api/export?of=documentation&format=${format}`, { headers: { Authorization: `Bearer ${world.secret("organiser")}` } });
  const bytes = Buffer.from(await r.arrayBuffer());
  assert.equal(r.status, 200, `${format}: ${bytes.toString("utf8").slice(0, 400)}`);
  const file = join(folder, `dialogue.${format === "markdown" ? "md" : format}`);
  writeFileSync(file, bytes);
  return file;
}
/** Each piece after the one before. */
function inOrder(text: string, pieces: readonly string[], where: string): void {
  let at = 0;
  for (const p of pieces) {
    const next = text.indexOf(p, at);
    assert.ok(next >= 0, `${where}: "${p.slice(0, 80)}" is not there after place ${at}: …${text.slice(Math.max(0, at - 60), at + 160)}…`);
    at = next + p.length;
  }
}
const flat = (words: string): string => words.replace(/\s+/g, " ").trim();
/** Question, its bullets, its paragraphs, for all seven; then what every table wrote. */
function expected(): { compiled: string[]; groups: string[] } {
  const s = h.org.store;
  const ids = questions(s, (x) => s.num(x, "sheet", "compiles") !== 0);
  const compiled = ids.flatMap((id, n) => [s.text(id, "question", "text"), ...TOLD[n]!.summary, ...TOLD[n]!.discussion].map(flat));
  const groups = TABLES.flatMap((_, t) => TOLD.map((_, n) => own(t, n)));
  return { compiled, groups };
}
for (const format of ["docx", "html", "markdown", "xlsx"]) {
  test(`${format}: every question, bullet and sentence, in order, read back by another program`, async () => {
    const read = lines(await take(format));
    const text = read.join(" ¶ ");
    const { compiled, groups } = expected();
    inOrder(text, compiled, format);
    for (const g of groups) assert.equal(text.split(g).length - 1, 1, `${format}: "${g}" once`);
    for (const b of TOLD.flatMap((q) => q.summary.map(flat))) assert.ok(read.some((l) => l.endsWith(b)), `${format}: the bullet "${b}" stands alone`);
  });
}
test("docx: LibreOffice makes pages of it, with every sentence in order", async () => {
  const home = mkdtempSync(join(tmpdir(), "smv-office-"));
  try {
    execFileSync("soffice", ["--headless", `-env:UserInstallation=file://${home}`, "--convert-to", "pdf", "--outdir", folder, await take("docx")], { stdio: "ignore", timeout: 180_000 });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  // What is between the head and the foot of the pages. Lines and pages break where they like: what is asked is that no
  // letter of a sentence is missing, and their order.
  const body = ["-x", "0", "-y", "62", "-W", "600", "-H", "716"];
  const text = execFileSync("pdftotext", ["-raw", "-nopgbrk", ...body, join(folder, "dialogue.pdf"), "-"], { encoding: "utf8", maxBuffer: 64 << 20 });
  const squeeze = (t: string): string => t.replace(/[\s\u00ad-]+/g, "");
  inOrder(squeeze(text), expected().compiled.flatMap((x) => x.split(/(?<=[.?!])\s+/)).map(squeeze), "pages");
});
test("json: complete, and made into a seminar again it gives the same json", async () => {
  const first = JSON.parse(readFileSync(await take("json"), "utf8")) as { root: unknown };
  const made = (await world.ask("import", { name: "igen", export: first })) as { ok: boolean; links: { role: string; secret: string }[] };
  assert.ok(made.ok, JSON.stringify(made).slice(0, 300));
  const secret = made.links.find((l) => l.role === "organiser")!.secret;
  const r = await fetch(`http://${world.daemonAddress}/igen/api/export?format=json`, { headers: { Authorization: `Bearer ${secret}` } });
  assert.deepEqual(((await r.json()) as { root: unknown }).root, first.root);
});
