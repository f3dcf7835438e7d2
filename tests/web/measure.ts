/* measure.ts - figures of the browser clients, each beside what it is to be compared with, in one run.
 *
 *     SAMVERKAD=build/release/daemon/samverkad tests/web/measure.sh
 *
 * What: bytes of a first visit per role, as they travel; from a key pressed in the scribe's page to the letter in another
 *       scribe's page, in the moderator's and on the screen, beside the wire's own (two protocol clients without a browser);
 *       memory of each page after the day's content.
 * Not:  no test: machines differ. Times are medians, and all clocks are this computer's.
 * Uses: world.ts, plenary/kit.ts. */
import { Day, fill } from "./plenary/kit.ts";
import { World, type WatchedPage } from "./world.ts";

const KEYS = 120;
const median = (v: readonly number[]): number => [...v].sort((a, b) => a - b)[Math.floor(v.length / 2)] ?? NaN;
const p95 = (v: readonly number[]): number => [...v].sort((a, b) => a - b)[Math.floor(v.length * 0.95)] ?? NaN;
const row = (...cells: (string | number)[]): void => console.log(`| ${cells.join(" | ")} |`);

async function firstLoads(world: World): Promise<void> {
  console.log("\nFirst visit, bytes as they travel (gzip), without fonts / fonts:\n");
  row("role", "bytes", "fonts", "files");
  const browser = await world.browser();
  for (const [role, place] of [["participant", ""], ["screen", ""], ["facilitator", "Rum 2"], ["scribe", "Rum 2"], ["moderator", ""], ["organiser", ""]] as const) {
    // the service worker fetches the rest of the build later and in the background: not part of the first visit
    const context = await browser.newContext({ serviceWorkers: "block", extraHTTPHeaders: { "accept-encoding": "gzip" } });
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send("Network.enable");
    const paths = new Map<string, string>();
    let bytes = 0, fonts = 0, files = 0;
    cdp.on("Network.responseReceived", (e) => void paths.set(e.requestId, e.response.url));
    cdp.on("Network.loadingFinished", (e) => {
      const url = paths.get(e.requestId) ?? "";
      if (url.endsWith(".woff2")) fonts += e.encodedDataLength;
      else bytes += e.encodedDataLength;
      files++;
    });
    await page.goto(world.link(role, place));
    await page.locator("main.waiting").waitFor({ state: "detached" });
    await page.waitForLoadState("networkidle");
    row(role, bytes, fonts, files);
    await context.close();
  }
}

/** Times at which the page first shows each new length of a text, by its own steady clock on this computer's. */
async function watch(page: WatchedPage, marker: string): Promise<void> {
  await page.evaluate((m) => {
    const seen: Record<number, number> = {};
    (globalThis as unknown as { seen: Record<number, number> }).seen = seen;
    const look = (): void => {
      let best = 0;
      const texts = [...document.querySelectorAll("textarea")].map((t) => t.value).concat(document.body.innerText.replaceAll("\u00ad", ""));
      for (const text of texts) {
        const at = text.indexOf(m);
        if (at >= 0) best = Math.max(best, /^x*/.exec(text.slice(at + m.length))![0].length);
      }
      if (best > 0 && !(best in seen)) seen[best] = performance.timeOrigin + performance.now();
      requestAnimationFrame(look);
    };
    look();
  }, marker);
}
const seenBy = (page: WatchedPage): Promise<Record<number, number>> =>
  page.evaluate(() => (globalThis as unknown as { seen: Record<number, number> }).seen);

async function latency(world: World, day: Day): Promise<void> {
  const marker = "mätning";
  const room = day.rooms[0]!;
  const sheet = day.sheet(room, "Vägledande frågor, pass 2");
  const question = room.store.children(sheet, "question")[0]!;
  const point = room.store.add("point", question, 0, { text: marker });
  await day.settled();
  await day.show("sheets", [sheet]);

  // the wire's own: from a local change in one protocol client to its arrival in another
  const wire: number[] = [];
  const other = await day.enter(world.secret("facilitator", "Rum 1"), "Per");
  await other.until("the point", () => other.store.exists(point));
  for (let i = 1; i <= KEYS; i++) {
    const want = marker + "x".repeat(i);
    const t0 = performance.now();
    room.store.write(point, "point", "text", want);
    await other.until("the letter", () => other.store.text(point, "point", "text") === want);
    wire.push(performance.now() - t0);
  }
  room.store.write(point, "point", "text", marker);
  await day.settled();

  const scribe = await world.page("scribe", "Rum 1");
  const lead = await world.page("scribe", "Rum 1");
  const screen = await world.page("screen", "", { width: 1920, height: 1080 });
  for (const p of [scribe, lead]) await p.locator("nav button, nav a").filter({ hasText: "Vägledande frågor" }).first().click();
  const field = (p: WatchedPage) => p.locator("textarea, input").filter({ visible: true });
  await scribe.waitForFunction((m) => [...document.querySelectorAll("textarea")].some((t) => t.value === m), marker);
  await screen.waitForFunction((m) => document.body.innerText.includes(m), marker);
  await watch(lead, marker);
  await watch(screen, marker);
  const n = await field(scribe).count();
  for (let i = 0; i < n; i++) {
    if ((await field(scribe).nth(i).inputValue()) === marker) {
      await field(scribe).nth(i).click();
      break;
    }
  }
  await scribe.keyboard.press("End");
  await scribe.evaluate(() => {
    const pressed: number[] = [];
    (globalThis as unknown as { pressed: number[] }).pressed = pressed;
    addEventListener("keydown", (e) => e.key === "x" && pressed.push(performance.timeOrigin + performance.now()), true);
  });
  for (let i = 0; i < KEYS; i++) await scribe.keyboard.press("x", { delay: 40 });
  await screen.waitForFunction(([m, k]) => document.body.innerText.replaceAll("\u00ad", "").includes((m as string) + "x".repeat(k as number)), [marker, KEYS] as const);
  const pressed = await scribe.evaluate(() => (globalThis as unknown as { pressed: number[] }).pressed);
  // a page may show several letters at once: a key counts as seen when a text of at least its length is there
  const delays = async (p: WatchedPage): Promise<number[]> => {
    const seen = Object.entries(await seenBy(p)).map(([k, t]) => [Number(k), t] as const).sort((a, b) => a[0] - b[0]);
    return pressed.map((t, i) => (seen.find(([k]) => k >= i + 1)?.[1] ?? NaN) - t).filter((d) => !Number.isNaN(d));
  };
  const toLead = await delays(lead);
  const last = (await seenBy(screen))[KEYS]! - pressed.at(-1)!;
  console.log(`\nFrom a key to the letter, ms (${KEYS} keys, one every ~40 ms):\n`);
  row("from the scribe to", "p50", "p95");
  row("another client on the wire (no browser)", median(wire).toFixed(1), p95(wire).toFixed(1));
  row("another scribe's page (drawn)", median(toLead).toFixed(1), p95(toLead).toFixed(1));
  row("the plenary screen, after the last key (it waits until a text has rested)", last.toFixed(0), "");
}

async function memory(world: World): Promise<void> {
  console.log("\nMemory of a page (JavaScript heap after collection), MB:\n");
  row("role", "MB");
  for (const [role, place] of [["scribe", "Rum 1"], ["moderator", ""], ["screen", ""], ["participant", ""]] as const) {
    const page = await world.page(role, place);
    await page.locator("main.waiting").waitFor({ state: "detached" });
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("HeapProfiler.enable");
    await cdp.send("HeapProfiler.collectGarbage");
    const { usedSize } = (await cdp.send("Runtime.getHeapUsage")) as { usedSize: number };
    row(role, (usedSize / 1e6).toFixed(1));
    await page.context().close();
  }
}

const world = await World.start();
const day = await Day.open(world);
try {
  await fill(day);
  const o = day.org.store;
  day.mod.store.clockAction(o.children(1, "session").find((id) => o.text(id, "session", "title").startsWith("Pass 2"))!, "start");
  await day.settled();
  await firstLoads(world);
  await latency(world, day);
  await memory(world);
} finally {
  day.stop();
  await world.stop();
}
