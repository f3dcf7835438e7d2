/* kit.ts - a day that has been: a seminar with people, groups and actions, for the tests about documents and afterwards.
 *
 * What: peers that write as the rooms do, a page with downloads, one look at all that may be wrong with a page. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Peer } from "../core/peer.ts";
import { audit, drawn, fits } from "../a11y/crawl.ts";
import { type Options, watched, type WatchedPage, World } from "../world.ts";

const SHOTS = process.env["SHOTS"] ?? "";
export const ROOMS = ["Ek", "Tall"] as const;

export class Day {
  private readonly peers: Peer[] = [];
  private constructor(readonly world: World) {}
  static async start(o: Options = {}): Promise<Day> {
    return new Day(await World.start({ rooms: ROOMS, args: ["--unlimited"], ...o }));
  }
  async stop(): Promise<void> {
    for (const p of this.peers) p.stop();
    await this.world.stop();
  }
  peer(role: string, place = "", name = ""): Promise<Peer> {
    return this.enter(this.world.secret(role, place), name);
  }
  /** By a link's secret or by the code. */
  async enter(token: string, name = ""): Promise<Peer> {
    const p = new Peer(() => `ws://${this.world.daemonAddress}/${this.world.name}/ws`, { token, name, seed: this.peers.length + 1, readOnly: token === this.world.made.code });
    this.peers.push(p);
    p.start();
    await p.until("in", () => p.client.state === "live");
    return p;
  }
  async page(role: string, place = "", o: { lang?: string; width?: number; height?: number } = {}): Promise<WatchedPage> {
    const w = this.world;
    const browser = this.browser ??= await w.browser();
    const page = await watched(await browser.newContext({
      locale: o.lang ?? "sv-SE", viewport: { width: o.width ?? 1280, height: o.height ?? 800 }, reducedMotion: "reduce", acceptDownloads: true,
    }));
    await page.goto(w.link(role, place));
    await page.locator("main").first().waitFor();
    await page.locator("main.waiting").waitFor({ state: "detached" });
    return page;
  }
  private browser: Awaited<ReturnType<World["browser"]>> | undefined;

  /** Two actions in each room, by its scribe. */
  async actions(): Promise<void> {
    for (const room of ROOMS) {
      const p = await this.peer("scribe", room, `Skriver i ${room}`);
      const s = p.store;
      const sheet = actionSheet(p);
      const first = s.add("action", sheet, 0, { what: `Gemensamt möte före frigivningen, ${room}`, who: "Lars Berg", where: "Frivården", by: 20300115, status: 1 });
      s.add("action", sheet, first, { what: `En väg in som alla känner till, ${room}`, where: "Socialtjänsten" });
      await p.until("saved", () => p.client.info().unconfirmed === 0);
    }
  }
}
/** The place's own sheet of actions. */
export function actionSheet(p: Peer): number {
  const s = p.store;
  return s.children(1, "session").flatMap((x) => s.children(x, "sheet"))
    .find((x) => s.num(x, "sheet", "form") === 3 && s.num(x, "sheet", "each") === 0 && s.num(x, "sheet", "room") === s.me.value.place) ?? 0;
}
export const saved = (p: Peer): Promise<unknown> => p.until("saved", () => p.client.info().unconfirmed === 0);

/** Everything that axe and the ruler find, and a picture for those who want one. */
export async function look(page: WatchedPage, where: string): Promise<string[]> {
  await drawn(page);
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${where.replace(/\W+/g, "-")}.png`), fullPage: true });
  return [...(await audit(page, where)), ...(await fits(page, where))];
}
/** A press that ends with a file. */
export async function fetched(page: WatchedPage, press: () => Promise<unknown>): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent("download", { timeout: 120_000 }), press()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}
