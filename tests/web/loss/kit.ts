/* kit.ts - what the tests of this folder share: a day with two rooms, the probe screen in the scribe's place, and counting.
 *
 * What: the day with the probe (start) or with the daemon's own pages (startReal); opens scribes, types as people do, asks the daemon what it holds (by the terminal client, another program than
 *       the one under test), and compares: every text that was typed is there, once.
 * Not:  no waiting by the clock: conditions only.
 * Env:  SAMVERKA (the terminal client), as in world.ts. */
import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { CHROMIUM_ARGS, REPO, World } from "../world.ts";

const CLI = process.env["SAMVERKA"] ?? join(REPO, "build/release/client-cli/samverka");

export const TEMPLATE = `
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
      - {title: Frågor, form: questions, each: room, audience: [own, places], questions: [Vad fungerar?, Vad saknas?, Och sedan?]}
`;

/** A day whose scribes see the probe screen, served from the sources. */
export async function start(): Promise<World> {
  process.env["WEB"] = "dev";
  process.env["SAMVERKA_WEB_PROBE"] = join(REPO, "tests/web/loss/probe.tsx");
  return World.start({ template: TEMPLATE, rooms: ["Ek", "Tall"] });
}
/** The same day as people have it: the daemon's own pages, the scribe's own screen. */
export async function startReal(args: readonly string[] = []): Promise<World> {
  delete process.env["WEB"];
  delete process.env["SAMVERKA_WEB_PROBE"];
  return World.start({ template: TEMPLATE, rooms: ["Ek", "Tall"], args });
}

export const isLive = (page: Page): Promise<unknown> =>
  page.locator('.save-state[data-state="live"]').waitFor({ timeout: 30_000 });
/** Everything that was made here is on the daemon's disk. */
export const isSaved = (page: Page, timeout = 30_000): Promise<unknown> =>
  page.locator('.save-state[data-state="live"][data-pending="0"]').waitFor({ timeout });
export const pending = async (page: Page): Promise<number> =>
  Number(await page.locator(".save-state").getAttribute("data-pending"));

export const discussion = (page: Page, n = 1) => page.getByLabel(`Diskussion ${n}`, { exact: true });

/** One seeded stream of numbers, so that a failure can be played again. */
export function rng(seed: number): (n: number) => number {
  let s = seed >>> 0;
  return (n) => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return Math.floor((s / 2 ** 32) * n);
  };
}

/** What the daemon holds, as a program of its own reads it: every text of the sheets. */
export class Witness {
  private home = mkdtempSync(join(tmpdir(), "smvwitness-"));
  constructor(private w: World) {
    this.cli("join", `http://${w.daemonAddress}/${w.name}#${w.secret("moderator")}`, "--as", "Vittne");
  }
  private cli(...args: string[]): string {
    return execFileSync(CLI, ["--home", this.home, ...args], { encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, LC_ALL: "C.UTF-8" } });
  }
  /** All strings in what a moderator may read. */
  strings(): string[] {
    const found: string[] = [];
    const walk = (v: unknown): void => {
      if (typeof v === "string") found.push(v);
      else if (Array.isArray(v)) v.forEach(walk);
      else if (v && typeof v === "object") Object.values(v).forEach(walk);
    };
    walk(JSON.parse(this.cli("export")));
    return found;
  }
  end(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Every mark is found exactly once among the daemon's texts; prints the count. The last letters may be on their way when the
 * page is asked: the daemon is asked again, a few dozen times at most, while one is missing. */
export function counted(what: string, witness: Witness, marks: readonly string[]): void {
  let all = witness.strings().join("\n");
  for (let tries = 0; tries < 40 && marks.some((m) => !all.includes(m)); tries++) all = witness.strings().join("\n");
  let lost = 0;
  let doubled = 0;
  const bad: string[] = [];
  for (const mark of marks) {
    const times = all.split(mark).length - 1;
    if (times === 0) lost++;
    if (times > 1) doubled += times - 1;
    if (times !== 1) bad.push(`${mark} x ${times}`);
  }
  const characters = marks.reduce((n, m) => n + [...m].length, 0);
  console.log(`${what}: ${marks.length} pieces of ${characters} characters typed, ${lost} lost, ${doubled} doubled`);
  assert.deepEqual(bad, [], what);
}

/** A text that the daemon holds as it is, from start to end. */
export function held(what: string, witness: Witness, text: string): void {
  const there = witness.strings().filter((s) => s === text).length;
  console.log(`${what}: ${[...text].length} characters typed, ${there > 0 ? 0 : [...text].length} lost, ${Math.max(0, there - 1)} doubled`);
  assert.equal(there, 1, `${what}: not found as typed: ${JSON.stringify(text.slice(0, 200))}`);
}

/** A second tab of the same browser. */
export async function tab(context: BrowserContext, w: World, role = "scribe", place = "Ek"): Promise<Page> {
  const page = await context.newPage();
  await page.goto(w.link(role, place));
  return page;
}

/** The page's own problems: script errors, CSP reports. */
export function sound(...pages: (Page & { problems?: string[] })[]): void {
  for (const p of pages) assert.deepEqual(p.problems ?? [], []);
}

/** A new point behind the last one of a question, with the caret in it. */
export async function newPoint(page: Page, n = 1): Promise<void> {
  const before = await page.locator(`[data-question="${n}"] [data-point]`).count();
  await page.locator(`[data-add="${n}"]`).click();
  await nextPoint(page, n, before);
}
/** Waits for one more point than there were, empty and with the caret in it. */
export const nextPoint = (page: Page, n: number, before: number): Promise<unknown> =>
  page.waitForFunction(
    ([q, was]) =>
      document.querySelectorAll(`[data-question="${q}"] [data-point]`).length > was! &&
      document.activeElement instanceof HTMLTextAreaElement && document.activeElement.value === "",
    [n, before],
  );

/** Types marks as points, one after the other, by keyboard; the caret is in an empty point already. */
export async function typePoints(page: Page, n: number, marks: readonly string[]): Promise<void> {
  for (const [i, mark] of marks.entries()) {
    await page.keyboard.insertText(mark);
    if (i === marks.length - 1) break;
    const before = await page.locator(`[data-question="${n}"] [data-point]`).count();
    await page.keyboard.press("Enter");
    await nextPoint(page, n, before);
  }
}
export const marks = (what: string, count: number): string[] => Array.from({ length: count }, (_, i) => `<${what} ${i} åäö>`);

/** What was typed so far is in the outbox on this device. Two rounds: behind what is being written, then behind what
 *  waited for that. */
export const isKept = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((done) => {
      const open = indexedDB.open("samverka");
      open.onsuccess = () => done(open.result);
    });
    for (let round = 0; round < 2; round++) {
      await new Promise<void>((done) => {
        const tx = db.transaction(["records", "outboxes"], "readwrite");
        tx.oncomplete = () => setTimeout(done);
        tx.objectStore("outboxes").count();
      });
    }
    db.close();
  });

/** A browser as a process of its own with a profile that outlives it. */
export class Profile {
  private folder = mkdtempSync(join(tmpdir(), "smvprofile-"));
  private process: ChildProcess | null = null;
  private browser: Browser | null = null;

  async open(...args: string[]): Promise<BrowserContext> {
    const p = spawn(process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      [...CHROMIUM_ARGS, "--headless=new", "--remote-debugging-port=0", "--lang=sv-SE", "--accept-lang=sv-SE,sv", `--user-data-dir=${this.folder}`, ...args, "about:blank"],
      { stdio: ["ignore", "ignore", "pipe"], detached: true });
    this.process = p;
    const url = await new Promise<string>((done, fail) => {
      let said = "";
      p.stderr!.on("data", (b) => {
        said += b;
        const m = /DevTools listening on (ws:\S+)/.exec(said);
        if (m) done(m[1]!);
      });
      p.once("exit", (code) => fail(new Error(`chromium ended with ${code}\n${said}`)));
    });
    p.removeAllListeners("exit");
    this.browser = await chromium.connectOverCDP(url);
    return this.browser.contexts()[0]!;
  }
  /** The whole browser at once, as when the battery is empty. */
  async kill(): Promise<void> {
    const p = this.process;
    if (!p || p.exitCode !== null) return;
    const gone = new Promise((done) => p.once("exit", done));
    process.kill(-p.pid!, "SIGKILL");
    await gone;
    await this.browser?.close().catch(() => undefined);
    this.process = null;
    rmSync(join(this.folder, "SingletonLock"), { force: true });
  }
  async end(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** The seminar as it is now, with this text in it, is kept on this device: it is shown without a daemon. */
export const hasReplica = (page: Page, text: string): Promise<unknown> =>
  page.evaluate(
    (wanted) =>
      new Promise<void>((done) => {
        const open = indexedDB.open("samverka");
        open.onsuccess = () => {
          const look = (): void => {
            const all = open.result.transaction("replicas").objectStore("replicas").getAll();
            all.onsuccess = () => {
              const there = all.result.some((r: { bytes: Uint8Array }) => new TextDecoder().decode(r.bytes).includes(wanted));
              if (!there) return void setTimeout(look, 50);
              open.result.close();
              done();
            };
          };
          look();
        };
      }),
    text,
  );

/** The server of pages goes and comes back at the same address; the daemon is another process behind it. */
export async function noPages(w: World): Promise<void> {
  const dev = w["dev"]!;
  dev.removeAllListeners("exit");
  const gone = new Promise((done) => dev.once("exit", done));
  dev.kill("SIGKILL");
  await gone;
}
export async function pagesAgain(w: World): Promise<void> {
  const dev = spawn(process.execPath, [join(REPO, "client-web/dev.mjs"), `http://${w.daemonAddress}`, w.address.split(":")[1]!], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, SAMVERKA_WEB_ONCE: "1" },
  });
  w["dev"] = dev;
  await new Promise((done, fail) => {
    dev.stdout!.once("data", done);
    dev.once("exit", (code) => fail(new Error(`dev.mjs ended with ${code}`)));
  });
}
