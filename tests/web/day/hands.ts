/* hands.ts - what people do with their pages on the day: the scribe's keys, the moderator's presses, a telephone's vote.
 *
 * What: every act goes through what is on the screen; what was typed is kept, to be looked for at the end.
 * Not:  no reading of the tree but by a peer.    Uses: world.ts, core/peer.ts. */
import assert from "node:assert/strict";
import type { KindName } from "../../../client-web/src/protocol.gen.ts";
import type { SeminarStore } from "../../../client-web/src/state/store.ts";
import { Peer } from "../core/peer.ts";
import type { WatchedPage, World } from "../world.ts";

export const SLOW = 120_000; // six pages share a small machine
export function all(s: SeminarStore, kind: KindName, top = 1): number[] {
  return [...(s.kind(top) === kind ? [top] : []), ...s.children(top).flatMap((k) => all(s, kind, k))];
}

/** A scribe's laptop. typed: each text as it must stand in the tree at the end. */
export class Scribe {
  readonly typed: string[] = [];
  constructor(readonly page: WatchedPage, readonly room: string) {}

  /** The session that has begun, by the bar that offers it; already there is well. */
  async session(title: string): Promise<void> {
    const bar = this.page.locator(".session-bar .button");
    const heading = this.page.locator(".steps-title", { hasText: title });
    await bar.or(heading).first().waitFor({ timeout: SLOW });
    if (await bar.count()) await bar.click();
    await heading.waitFor({ timeout: SLOW });
  }
  async step(title: string): Promise<void> {
    await this.page.locator(".scribe-steps .step", { hasText: title }).first().click();
    await this.page.locator(".scribe-steps .step[aria-current=step]", { hasText: title }).waitFor();
  }
  private async keys(text: string, delay: number): Promise<void> {
    this.typed.push(text);
    await this.page.keyboard.type(text, { delay });
  }
  /** Bullets, one after the other, as fast as people talk. */
  async bullets(texts: readonly string[], delay = 12): Promise<void> {
    await this.page.locator(".questions .add").first().click();
    for (const [i, text] of texts.entries()) {
      if (i > 0) await this.page.keyboard.press("Enter");
      await this.keys(text, delay);
    }
  }
  /** A card in the first cell, and an obstacle on it, by keys alone. */
  async cardWithObstacle(card: string, obstacle: string): Promise<void> {
    await this.page.locator(".cell-add").first().focus();
    await this.page.keyboard.press("Enter");
    await this.page.locator(".t-card.open").waitFor();
    await this.keys(card, 5);
    await this.page.keyboard.press("Escape");
    await this.page.locator(".t-card:focus").waitFor();
    await this.page.keyboard.press("o");
    await this.page.locator(".t-card.open [data-at$=':text'] textarea").first().waitFor();
    await this.page.waitForFunction(() => document.activeElement?.matches("[data-at$=':text'] textarea"));
    await this.keys(obstacle, 5);
    await this.page.keyboard.press("Escape");
  }
  async proposal(what: string, who: string): Promise<void> {
    const action = this.page.locator(".action").first();
    await action.waitFor({ timeout: SLOW });
    await action.locator("[data-at$=':what'] textarea").click();
    await this.keys(what, 5);
    await action.locator("[data-at$=':who'] textarea").click();
    await this.keys(who, 5);
  }
  /** The page says that everything is on the daemon's disk. */
  async saved(): Promise<void> {
    await this.page.locator(".save-state[data-state=live][data-pending='0']").first().waitFor({ timeout: SLOW });
  }
}

/** The moderator's laptop. */
export class Leader {
  constructor(readonly page: WatchedPage) {}
  async view(name: string): Promise<void> {
    await this.page.locator(".mod-nav-item", { hasText: new RegExp(`^${name}$`) }).click();
  }
  /** Starts what is next on the agenda, until it is this one: breaks and plenaries go by. */
  async start(title: string): Promise<void> {
    await this.view("Rum");
    for (;;) {
      const next = this.page.locator(".mod-next > button").first();
      const words = (await next.innerText()).trim();
      await next.click();
      await this.page.getByRole("button", { name: "Börja nu", exact: true }).click();
      const started = words.replace(/^Börja /, "");
      await this.page.locator(".mod-clock h2", { hasText: started }).waitFor({ timeout: SLOW });
      if (started === title) return;
      assert.ok(words.startsWith("Börja "), words);
    }
  }
  async message(text: string): Promise<void> {
    await this.view("Rum");
    await this.page.getByLabel("Meddelande", { exact: true }).fill(text);
    await this.page.getByRole("button", { name: "Skicka", exact: true }).click();
  }
  /** Puts something on the plenary screen, by the name of its button. */
  async show(what: string | RegExp): Promise<void> {
    await this.view("Storbild");
    await this.page.getByRole("button", { name: what }).first().click();
  }
}

/** A participant's telephone, without a browser; it votes as its page would. */
export async function telephone(world: World, seed: number): Promise<Peer> {
  const p = new Peer(() => `ws://${world.daemonAddress}/${world.name}/ws`, { token: world.made.code, name: "", seed, readOnly: true });
  p.start();
  await p.live();
  return p;
}

/** Every text of the tree that people may have typed. */
export function texts(s: SeminarStore): string[] {
  const out: string[] = [];
  const fields: Partial<Record<KindName, readonly string[]>> = {
    point: ["text"], question: ["discussion"], card: ["title"], obstacle: ["text"], action: ["what", "who"], parked: ["text"], notice: ["text"], call: ["text"],
  };
  const walk = (id: number): void => {
    const kind = s.kind(id);
    if (kind) for (const f of fields[kind] ?? []) out.push(s.text(id, kind, f as never));
    for (const c of s.children(id)) walk(c);
  };
  walk(1);
  return out.filter((t) => t !== "");
}
