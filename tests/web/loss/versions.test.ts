/* versions.test.ts - the pages and the daemon of two versions: a newer build behind an open page, and a daemon that does
 * not speak this page's protocol any more. Nothing is interrupted, what was typed is delivered or kept in sight. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { type Browser, type BrowserContext, type Page } from "playwright-core";
import { type WebSocket, WebSocketServer } from "ws";
import { writeMessage } from "../../../client-web/src/core/wire.ts";
import { CLOSES, SUBPROTOCOL } from "../../../client-web/src/protocol.gen.ts";
import { counted, isKept, isLive, isSaved, sound, startReal, Witness } from "./kit.ts";
import { REPO, type WatchedPage, watched, type World } from "../world.ts";

/** Stands where the daemon stands for a browser, and passes everything on to the one that is there now. */
class Front {
  target = "";
  /** Answers WebSockets by itself, as a daemon does that speaks only later versions. */
  refusing = false;
  address = "";
  private server: Server;
  private sockets = new WebSocketServer({ noServer: true, handleProtocols: () => SUBPROTOCOL });
  private open = new Set<{ destroy(): void }>();

  constructor() {
    this.server = createServer((q, a) => {
      const on = request({ host: "127.0.0.1", port: this.port(), method: q.method, path: q.url, headers: this.own(q.headers) }, (r) => {
        a.writeHead(r.statusCode!, r.headers);
        r.pipe(a);
      });
      on.on("error", () => a.destroy());
      q.pipe(on);
    });
    this.server.on("upgrade", (q, socket, head) => {
      if (this.refusing) return this.sockets.handleUpgrade(q, socket, head, (ws) => this.refuse(ws));
      const on = connect(this.port(), "127.0.0.1", () => {
        on.write(`GET ${q.url} HTTP/1.1\r\n${Object.entries(this.own(q.headers)).map(([k, v]) => `${k}: ${v}\r\n`).join("")}\r\n`);
        on.write(head);
        on.pipe(socket).pipe(on);
      });
      this.open.add(on);
      for (const [one, two] of [[on, socket], [socket, on]] as const) {
        one.on("error", () => two.destroy());
        one.on("close", () => two.destroy());
      }
      on.on("close", () => this.open.delete(on));
    });
  }
  private port = (): number => Number(this.target.split(":")[1]);
  private own(h: IncomingHttpHeaders): Record<string, string> {
    const changed = { ...h, host: this.target } as Record<string, string>;
    if (changed["origin"]) changed["origin"] = `http://${this.target}`;
    return changed;
  }
  private refuse(ws: WebSocket): void {
    ws.once("message", () => {
      ws.send(writeMessage("err", { code: CLOSES.upgrade.number, text: "this daemon speaks version 2" }));
      ws.close(CLOSES.upgrade.number, "upgrade");
    });
  }
  async listen(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
    this.address = `127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }
  /** Every WebSocket ends, as when the daemon goes. */
  cut(): void {
    for (const s of this.open) s.destroy();
  }
  stop(): void {
    this.cut();
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** The same sources with one text changed, built and served in front of the daemon. */
class Newer {
  private folder = mkdtempSync(join(tmpdir(), "smv-newer-"));
  private server: ChildProcess | null = null;
  async serve(daemon: string): Promise<string> {
    for (const part of ["src", "index.html", "icon.svg", "build.mjs", "dev.mjs", "tsconfig.json", "package.json"]) {
      cpSync(join(REPO, "client-web", part), join(this.folder, part), { recursive: true });
    }
    symlinkSync(join(REPO, "client-web/node_modules"), join(this.folder, "node_modules"));
    const text = join(this.folder, "src/text/shell.ts");
    const changed = readFileSync(text, "utf8").replace('sv: "Sparat {time}"', 'sv: "Förvarat {time}"').replace('sv: "Allt är sparat"', 'sv: "Förvarat"');
    assert.ok(changed.includes("Förvarat {time}"));
    writeFileSync(text, changed);
    const d = spawn(process.execPath, [join(this.folder, "dev.mjs"), `http://${daemon}`], {
      stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, SAMVERKA_WEB_ONCE: "1" },
    });
    this.server = d;
    return new Promise((done, fail) => {
      d.stdout!.once("data", (b) => done(String(b).trim().replace("http://", "")));
      d.on("exit", (code) => fail(new Error(`dev.mjs ended with ${code}`)));
    });
  }
  end(): void {
    this.server?.removeAllListeners("exit");
    this.server?.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

let w: World;
let witness: Witness;
let browser: Browser;
const newer = new Newer();
const front = new Front();
let context: BrowserContext;
before(async () => {
  w = await startReal();
  witness = new Witness(w);
  front.target = w.daemonAddress;
  await front.listen();
  browser = await w.browser();
  context = await browser.newContext({ locale: "sv-SE", reducedMotion: "reduce" });
});
afterEach(() => {
  front.refusing = false;
});
after(async () => {
  front.stop();
  newer.end();
  witness?.end();
  await w?.stop();
});

async function open(room = "Ek"): Promise<WatchedPage> {
  const page = await watched(context);
  await page.goto(`http://${front.address}/${w.name}/#${w.secret("scribe", room)}`);
  await page.locator(".question").first().waitFor();
  return page;
}
const empty = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.activeElement instanceof HTMLTextAreaElement && document.activeElement.value === "");
async function point(page: Page, question: number): Promise<void> {
  await page.locator(".question").nth(question).locator(".add").first().click();
  await empty(page);
}
const waitingWorker = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => navigator.serviceWorker.getRegistration().then((r) => r?.waiting?.state === "installed"), undefined, { timeout: 60_000 });

test("a newer build behind an open page: it goes on, its outbox is delivered, the next opening is the new one", async () => {
  const page = await open();
  await isLive(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const second = await open("Tall"); // another tab of the old build
  await isLive(second);
  await point(page, 0);
  const born = await page.evaluate(() => performance.timeOrigin);
  await page.keyboard.type("<skrivet i den gam");
  const address = await newer.serve(w.daemonAddress);
  w.freeze();
  await page.keyboard.type("la sidan>");
  await isKept(page);
  await w.kill(); // the host puts a new version in its place
  front.cut();
  await page.keyboard.press("Enter");
  await empty(page);
  await page.keyboard.type("<medan servern byttes>");
  front.target = address;
  await w.again();
  await isSaved(page);
  // The newer build is there, and waits: nobody is interrupted.
  await waitingWorker(page);
  assert.equal(await page.evaluate(() => performance.timeOrigin), born, "the same document");
  assert.match(await page.locator(".save-state").innerText(), /^Sparat/);
  await page.keyboard.press("Enter");
  await empty(page);
  await page.keyboard.type("<och efteråt>");
  await isSaved(page);
  // Loaded again while another tab is of the old build: page and files still belong together.
  await page.reload();
  await isLive(page);
  assert.match(await page.locator(".save-state").innerText(), /sparat/i);
  sound(page, second);
  await second.close();
  await page.close();
  // The browser lets the new one in once it has noticed that the last page of the old is gone.
  let next = await open();
  for (let tries = 0; tries < 5; tries++) {
    await isLive(next);
    if (/^Förvarat/.test(await next.locator(".save-state").innerText())) break;
    await next.close();
    next = await open();
  }
  assert.match(await next.locator(".save-state").innerText(), /^Förvarat/, "the next opening is the new one");
  await next.waitForFunction(() => caches.keys().then((names) => names.filter((n) => n.startsWith("samverka-")).length === 1));
  await point(next, 1);
  await next.keyboard.type("<i den nya sidan>");
  await isSaved(next);
  counted("a newer build", witness, ["<skrivet i den gamla sidan>", "<medan servern byttes>", "<och efteråt>", "<i den nya sidan>"]);
  sound(next);
  await next.close();
});

test("a daemon of a later protocol: said what to do, the unsent is kept and can be copied; a page that fits delivers it", async () => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  let page = await open();
  await isLive(page);
  await point(page, 2);
  await page.keyboard.type("<sparat före>");
  await isSaved(page);
  w.freeze();
  await page.keyboard.press("Enter");
  await empty(page);
  await page.keyboard.type("<oskickat vid bytet>");
  await isKept(page);
  front.refusing = true;
  front.cut();
  const told = page.locator(".bar", { hasText: "Sidan är äldre än servern. Stäng alla flikar med seminariet och öppna länken igen." });
  await told.waitFor({ timeout: 60_000 });
  assert.match(await told.innerText(), /\d+ ändring(ar)? finns kvar på den här datorn/);
  assert.equal(await told.getByRole("button", { name: "Försök nu" }).count(), 0, "it would be of no use");
  const unsent = page.locator(".bar", { hasText: "Det här är inte skickat." });
  assert.equal(await unsent.locator("blockquote").innerText(), "<oskickat vid bytet>");
  await unsent.getByRole("button", { name: "Kopiera texten" }).click();
  await unsent.getByRole("button", { name: "Kopierat" }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "<oskickat vid bytet>");
  await page.waitForFunction(() => !document.querySelector("#sheet textarea:not([readonly])")); // nothing more is taken in
  await page.reload();
  await told.waitFor();
  assert.equal(await unsent.locator("blockquote").innerText(), "<oskickat vid bytet>", "until it is sent");
  sound(page);
  await page.close();
  front.refusing = false;
  w.thaw();
  page = await open();
  await isSaved(page);
  counted("an upgrade", witness, ["<sparat före>", "<oskickat vid bytet>"]);
  sound(page);
  await page.close();
});
