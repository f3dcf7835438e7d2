/* kit.ts - what the tests of this folder share: a day with two rooms, the probe screen in the scribe's place, and counting.
 *
 * What: opens scribes, types as people do, asks the daemon what it holds (by the terminal client, another program than
 *       the one under test), and compares: every text that was typed is there, once.
 * Not:  no waiting by the clock: conditions only.
 * Env:  SAMVERKA (the terminal client), as in world.ts. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { REPO, World } from "../world.ts";

const CLI = process.env["SAMVERKA"] ?? join(REPO, "build/release/client-cli/samverka");
process.env["WEB"] = "dev";
process.env["SAMVERKA_WEB_PROBE"] = join(REPO, "tests/web/loss/probe.tsx");

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
      - {title: Frågor, form: questions, each: room, audience: [own, places], questions: [Vad fungerar?, Vad saknas?, Och sedan?]}
`;

export async function start(): Promise<World> {
  return World.start({ template: TEMPLATE, rooms: ["Ek", "Tall"] });
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

/** Every mark is found exactly once among the daemon's texts; prints the count. */
export function counted(what: string, witness: Witness, marks: readonly string[]): void {
  const all = witness.strings().join("\n");
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
