/* world.ts - a daemon of its own with a seminar, and browsers on it, for the tests in this folder.
 *
 * What: starts samverkad (env SAMVERKAD) on port 0 with a temporary folder, makes a seminar over the admin socket,
 *       opens Chromium pages by role. kill() and again() are kill -9 and a start on the same data and port.
 * Not:  no sleeping: readiness comes over a pipe, endings by waiting for the process.
 * Env:  SAMVERKAD, CHROMIUM (/usr/bin/chromium); WEB=dev puts client-web/dev.mjs in front (pages from the sources). */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

export const REPO = process.env["SMV_REPO"] ?? process.cwd();
const SAMVERKAD = process.env["SAMVERKAD"] ?? join(REPO, "build/release/daemon/samverkad");
export const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--force-color-profile=srgb",
];

export interface Made {
  ok: boolean;
  code: string;
  links: { role: string; place: string; secret: string }[];
  [more: string]: unknown;
}
export interface Options {
  template?: string; // file in templates/ or YAML text
  rooms?: readonly string[] | number;
  name?: string;
  args?: readonly string[];
}

export class World {
  data = mkdtempSync(join(tmpdir(), "smvweb-"));
  name = "dag";
  address = ""; // host:port of what browsers open
  daemonAddress = "";
  made!: Made;
  private daemon: ChildProcess | null = null;
  private dev: ChildProcess | null = null;
  private browsers: Browser[] = [];
  private said = "";

  static async start(o: Options = {}): Promise<World> {
    const w = new World();
    w.name = o.name ?? "dag";
    try {
      await w.run(o.args ?? []);
      const template = o.template ?? "aterfall.yaml";
      const text = template.includes("\n") ? template : readFileSync(join(REPO, "templates", template), "utf8");
      w.made = (await w.ask("new", { name: w.name, template: text, rooms: o.rooms ?? 4, code: "K7RT4M", open: true })) as Made;
      if (!w.made.ok) throw new Error(JSON.stringify(w.made));
      await w.front();
    } catch (e) {
      await w.stop(); // a daemon left running would keep the test run from ending
      throw e;
    }
    return w;
  }

  private async run(args: readonly string[], listen = "127.0.0.1:0"): Promise<void> {
    const d = spawn(SAMVERKAD, ["--data", this.data, "--listen", listen, "--ready-fd", "3", ...args], {
      stdio: ["ignore", "ignore", "pipe", "pipe"],
    });
    this.daemon = d;
    d.stderr!.on("data", (b) => (this.said = (this.said + b).slice(-20_000)));
    let ready = "";
    await new Promise<void>((done, fail) => {
      d.stdio[3]!.on("data", (b) => {
        ready += b;
        if (ready.includes("\n")) done();
      });
      d.on("exit", (code) => fail(new Error(`samverkad ended with ${code}\n${this.said}`)));
    });
    d.removeAllListeners("exit");
    this.daemonAddress = ready.trim().split(/\s+/)[0]!;
    if (process.env["WEB"] !== "dev") this.address = this.daemonAddress;
  }

  /** WEB=dev: pages straight from the sources, in front of the daemon. */
  private async front(): Promise<void> {
    if (process.env["WEB"] !== "dev") return;
    const d = spawn(process.execPath, [join(REPO, "client-web/dev.mjs"), `http://${this.daemonAddress}`], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, SAMVERKA_WEB_ONCE: "1" },
    });
    this.dev = d;
    const line = await new Promise<string>((done, fail) => {
      d.stdout!.once("data", (b) => done(String(b)));
      d.on("exit", (code) => fail(new Error(`dev.mjs ended with ${code}`)));
    });
    this.address = line.trim().replace("http://", "");
  }

  /** One question to the admin socket. */
  ask(verb: string, more: Record<string, unknown> = {}): Promise<unknown> {
    return new Promise((done, fail) => {
      const c = connect(join(this.data, "admin.sock"));
      let text = "";
      c.on("error", fail);
      c.on("data", (b) => {
        text += b;
        if (text.includes("\n")) {
          c.end();
          done(JSON.parse(text));
        }
      });
      c.write(JSON.stringify({ do: verb, ...more }) + "\n");
    });
  }

  /** kill -9. */
  async kill(): Promise<void> {
    const d = this.daemon;
    if (!d || d.exitCode !== null) return;
    const gone = new Promise((done) => d.once("exit", done));
    d.kill("SIGKILL");
    await gone;
  }
  /** Halts the daemon's process without ending it (a dead network), and lets it go on. */
  freeze(): void {
    this.daemon?.kill("SIGSTOP");
  }
  thaw(): void {
    this.daemon?.kill("SIGCONT");
  }
  /** The daemon anew, on the same data and port. */
  again(args: readonly string[] = []): Promise<void> {
    return this.run(args, this.daemonAddress);
  }

  secret(role: string, place = ""): string {
    const link = this.made.links.find((l) => l.role === role && (!place || l.place === place));
    if (!link) throw new Error(`no link for ${role} ${place}`);
    return link.secret;
  }
  /** The address that a person opens; role "participant" is the short code. */
  link(role: string, place = ""): string {
    const secret = role === "participant" ? this.made.code : this.secret(role, place);
    return `http://${this.address}/${this.name}/#${secret}`;
  }

  async browser(): Promise<Browser> {
    const b = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: CHROMIUM_ARGS });
    this.browsers.push(b);
    return b;
  }
  /** A page of its own context. Script errors, CSP reports and console errors are collected in page.problems. */
  async page(role: string, place = "", o: { browser?: Browser; lang?: string; width?: number; height?: number } = {}): Promise<WatchedPage> {
    const browser = o.browser ?? this.browsers[0] ?? (await this.browser());
    const context = await browser.newContext({
      locale: o.lang ?? "sv-SE",
      viewport: { width: o.width ?? 1280, height: o.height ?? 800 },
      reducedMotion: "reduce",
    });
    const page = await watched(context);
    await page.goto(this.link(role, place));
    return page;
  }

  /** The whole seminar as the daemon exports it to the host's hand, for counting. */
  log(): string {
    return this.said;
  }

  async stop(): Promise<void> {
    for (const b of this.browsers) await b.close().catch(() => undefined);
    this.dev?.kill("SIGKILL");
    this.thaw();
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }
}

export type WatchedPage = Page & { problems: string[] };
export async function watched(context: BrowserContext): Promise<WatchedPage> {
  const page = (await context.newPage()) as WatchedPage;
  page.problems = [];
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (e) => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`));
  });
  page.on("pageerror", (e) => page.problems.push(`script: ${e.message}`));
  page.on("console", (m) => {
    const known = /WebSocket connection to|Failed to load resource|ERR_CONNECTION/; // the daemon is away on purpose
    if (m.type() === "error" && !known.test(m.text())) page.problems.push(`console: ${m.text()}`);
  });
  return page;
}
