/* kiosk.test.ts - nobody is at the projector: killed, it comes back by itself; refused, it says what the host should do. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { CHROMIUM_ARGS, World } from "../world.ts";
import { Day, drawn, fill } from "./kit.ts";

let world: World;
let day: Day;
before(async () => {
  world = await World.start({ args: ["--unlimited"] });
  day = await Day.open(world);
  await fill(day);
});
after(async () => {
  day?.stop();
  await world?.stop();
});

/** A browser as a projector's machine starts it: a profile that stays, a bare address. */
class Kiosk {
  readonly profile = mkdtempSync(join(tmpdir(), "smv-kiosk-"));
  private process: ChildProcess | null = null;
  private browser: Browser | null = null;

  async start(url: string): Promise<Page> {
    const port = join(this.profile, "DevToolsActivePort");
    rmSync(port, { force: true });
    this.process = spawn(process.env["CHROMIUM"] ?? "/usr/bin/chromium", [
      ...CHROMIUM_ARGS, "--headless=new", "--remote-debugging-port=0", `--user-data-dir=${this.profile}`, "--window-size=1920,1080", url,
    ], { stdio: "ignore", detached: true });
    while (!existsSync(port) || !readFileSync(port, "utf8").includes("\n")) await new Promise((done) => setTimeout(done, 20));
    this.browser = await chromium.connectOverCDP(`http://127.0.0.1:${readFileSync(port, "utf8").split("\n")[0]}`);
    const context = this.browser.contexts()[0]!;
    return context.pages()[0] ?? context.waitForEvent("page");
  }
  /** kill -9 of the browser and all its processes. */
  async kill(): Promise<void> {
    const p = this.process;
    if (!p || p.exitCode !== null || p.signalCode !== null) return;
    const gone = new Promise((done) => p.once("exit", done));
    process.kill(-p.pid!, "SIGKILL");
    await gone;
    await this.browser?.close().catch(() => undefined);
  }
  async end(): Promise<void> {
    await this.kill();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

test("the browser killed with -9, the daemon away for the first seconds: the picture is back within 10 s, nobody touches it", async () => {
  const kiosk = new Kiosk();
  try {
    let page = await kiosk.start(world.link("screen"));
    await day.show("sheets", [day.sheet(day.rooms[0]!, "Förslag")]);
    await page.waitForFunction(() => document.querySelector(".stage")?.textContent?.replaceAll("\u00ad", "").includes("överlämningssamordnare"));
    await page.waitForFunction(() => document.documentElement.dataset["kept"] === "screen");
    await page.waitForFunction(async () => (await indexedDB.databases()).length > 0);
    await kiosk.kill();
    await world.kill();
    const began = Date.now();
    page = await kiosk.start(`http://${world.address}/${world.name}/`);
    const daemon = new Promise<void>((done, fail) => setTimeout(() => world.again(["--unlimited"]).then(done, fail), 5000));
    await page.waitForFunction(() => document.querySelector(".stage")?.textContent?.replaceAll("\u00ad", "").includes("överlämningssamordnare"), undefined, { timeout: 30_000 });
    const took = Date.now() - began;
    console.log(`the picture is back after ${took} ms`);
    assert.ok(took <= 10_000, `${took} ms`);
    await daemon;
    await page.waitForSelector(".st-mark", { state: "detached", timeout: 30_000 });
    await day.mod.until("live", () => day.mod.client.state === "live");
    await day.show("agenda");
    await page.waitForSelector(".st-agenda");
  } finally {
    await kiosk.end();
  }
});

test("a screen whose link was withdrawn keeps its picture and says in small letters what the host should do", async () => {
  const page = await world.page("screen", "", { width: 1280, height: 720 });
  await day.show("agenda");
  await drawn(page, "Redovisning");
  const o = day.org.store;
  const link = o.children(1, "link").find((l) => o.num(l, "link", "role") === 6)!;
  o.set(link, "link", "revoked", 1);
  await page.getByText("Länken till den här skärmen gäller inte längre.").waitFor();
  assert.ok(await page.getByText("Redovisning").isVisible());
  // Opened anew there is no picture: a calm sentence on the whole page.
  await page.reload();
  await page.locator("main, body").getByText(/länk/i).first().waitFor();
  o.set(link, "link", "revoked", 0);
  await day.org.settled();
  assert.deepEqual(page.problems, []);
  await page.context().close();
});
