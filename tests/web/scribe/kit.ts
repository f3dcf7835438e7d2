/* kit.ts - a day with every form of sheet, two rooms, and people around the scribe whose page is tried.
 *
 * What: DAY, a template that has all forms; Hall, peers (tabs without a browser) on the real daemon; what a scribe's
 *       page is asked about.
 * Uses: world.ts, core/peer.ts. */
import { createRequire } from "node:module";
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { KindName } from "../../../client-web/src/protocol.gen.ts";
import type { SeminarStore } from "../../../client-web/src/state/store.ts";
import { Peer } from "../core/peer.ts";
import type { WatchedPage, World } from "../world.ts";

export const DAY = `
name: provdag
language: sv
title: Samverka för att förebygga återfall i brott
participants: {read: [agenda, stage, group], found_groups: no}
compositions:
  - {key: a, name: A, rule: cross}
  - {key: b, name: B, rule: area}
rooms: {count: 2, names: [Rum 1, Rum 2]}
screens: [Salen]
sheets:
  - {title: Parkering, form: parking, each: room, audience: [own]}
sessions:
  - {title: Inledning, form: plenary, start: "09:00", minutes: 30}
  - key: pass1
    title: "Pass 1: Den bästa vägen"
    form: groups
    composition: a
    start: "09:30"
    minutes: 75
    about: Gruppen ritar hur det skulle se ut om allt fungerade.
    guidance: {scribe: "Skriv ett kort för varje aktivitet eller åtgärd. Rubriken räcker."}
    sheets:
      - key: karta1
        title: Tidslinje, bästa vägen
        form: timeline
        each: room
        audience: [own, places, group]
        notice: En påhittad person. Skriv inga uppgifter som kan kopplas till någon verklig klient.
        phases:
          - {title: Häktet, about: "Från gripandet till domen. Vem får veta vad, och vad går att börja med redan nu?"}
          - {title: Straffets början, about: "Mottagande, planering och de första kontakterna utåt."}
          - Under straffet
          - Inför frigivningen
          - De första dagarna ute
          - Det första året
          - Därefter
        lanes: [Klienten, Anhöriga och civilsamhälle, Kriminalvården, Kommunen, Vården, Andra myndigheter]
      - key: fragor1
        title: Vägledande frågor, pass 1
        form: questions
        each: room
        audience: [own, places, group]
        guidance: {scribe: "En tanke per punkt."}
        questions:
          - {text: "Vad behöver en människa för att lämna brottsligheten bakom sig, i varje skede?", help: "Tänk på bostad, pengar, hälsa, sysselsättning, relationer och en vardag som håller.", minutes: 8}
          - {text: "Vilka insatser i tidslinjen gör störst skillnad, och varför just de?", help: "Välj högst tre.", minutes: 6}
          - text: Hur går överlämningarna till?
            minutes: 10
            sub: ["Vem tar första kontakten, och hur?", "Vilka uppgifter följer med, och med vems samtycke?"]
          - Vem borde vara med tidigare än i dag?
        prompts: ["Vem ber om hjälp, och vem gör det aldrig?", "Vad vet kommunen den dag porten öppnas?"]
  - {title: Lunch, form: break, start: "12:30", minutes: 60}
  - key: pass2
    title: "Pass 2: I detalj"
    form: groups
    composition: b
    start: "13:30"
    minutes: 85
    sheets:
      - {key: karta2, title: Tidslinje i detalj, form: timeline, each: room, from: beside, audience: [own, places], phases: [Häktet, Straffets början, Under straffet], lanes: [Klienten, Kriminalvården, Kommunen]}
      - {key: forslag, title: Förslag och åtgärder, form: actions, each: room, audience: [own], carries: {from: karta2, kind: obstacle, as: action}}
      - key: matris
        title: Bidrag, verktyg och hinder
        form: table
        each: room
        audience: [own]
        lanes: [Det offentliga, Idéburna organisationer, Näringslivet]
        columns:
          - {title: Möjligt bidrag eller påverkan, about: Vad branschen kan göra eller gör i dag.}
          - {title: Hinder}
          - {title: Vem tar nästa steg, type: who}
      - key: prov
        title: Utprövning
        form: table
        each: room
        audience: [own]
        columns:
          - {title: Hur vi prövar det}
          - {title: Hur säkert, type: choice, choices: [Säkert, Troligt, Osäkert]}
          - {title: Antal, type: number}
          - {title: Senast, type: date}
          - {title: Vill pröva, type: yesno}
      - {key: utmaningar, title: Tillbakaföringskarta, form: map, each: room, audience: [own], phases: [Göra en plan, Genomföra planen, Lämna över ansvar], lanes: [God hälsa, Social tillhörighet, Ekonomi och bostad], prompts: [Har vi glömt en utmaning?]}
      - key: planen
        title: Plan för uppföljning
        form: plan
        each: room
        audience: [own]
        notice: Påhittad person. Inga namn eller personnummer.
        questions: [Kort om personen ni har hittat på, "Mål: hur ska det vara när straffet är avtjänat?"]
        checks: [Bostad, Ekonomi och skulder, Fysisk hälsa]
        consents: [Att anstalten och kommunen talar med varandra]
      - {key: fritt, title: Fritt, form: free, each: room, audience: [own], questions: [Vad vill ni säga till de andra grupperna?]}
`;

export function all(s: SeminarStore, kind: KindName, top = 1): number[] {
  return [...(s.kind(top) === kind ? [top] : []), ...s.children(top).flatMap((k) => all(s, kind, k))];
}

export class Hall {
  readonly peers: Peer[] = [];
  mod!: Peer;
  /** Writes in the same room as the page that is tried. */
  mate!: Peer;
  /** The scribe of the other room. */
  other!: Peer;

  static async open(world: World): Promise<Hall> {
    const h = new Hall(world);
    h.mod = await h.enter(world.secret("moderator"), "Mona");
    h.mate = await h.enter(world.secret("facilitator", "Rum 1"), "Jonas");
    h.other = await h.enter(world.secret("scribe", "Rum 2"), "Eva");
    return h;
  }
  constructor(readonly world: World) {}

  async enter(token: string, name: string): Promise<Peer> {
    const p = new Peer(() => `ws://${this.world.daemonAddress}/${this.world.name}/ws`, { token, name, seed: this.peers.length });
    this.peers.push(p);
    p.start();
    await p.live();
    return p;
  }
  stop(): void {
    for (const p of this.peers) p.stop();
  }
  session(title: string): number {
    const s = this.mod.store;
    return s.children(1, "session").find((id) => s.text(id, "session", "title").startsWith(title)) ?? 0;
  }
  async clock(title: string, action: "start" | "pause" | "resume" | "extend" | "end", ms = 0): Promise<void> {
    this.mod.store.clockAction(this.session(title), action, ms);
    await this.mod.settled();
  }
  /** A room's own sheet by the beginning of its title. */
  sheet(p: Peer, title: string): number {
    const s = p.store;
    return all(s, "sheet").find((id) => s.text(id, "sheet", "title").startsWith(title) && s.num(id, "sheet", "room") === s.me.value.place) ?? 0;
  }
  /** What the room's sheet holds of that kind, as somebody else reads it. */
  of(kind: KindName, title: string): number[] {
    return all(this.mate.store, kind, this.sheet(this.mate, title));
  }
  /** Waits until somebody else in the room reads it so. */
  reads(what: string, so: () => boolean): Promise<void> {
    return this.mate.until(what, so, 20_000);
  }
}

export const active = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const e = document.activeElement;
    return e instanceof HTMLTextAreaElement ? e.value : (e?.getAttribute("aria-label") ?? e?.textContent ?? "");
  });
/** The value of the field that has the caret, once it is this. */
export async function writes(page: Page, text: string): Promise<void> {
  await page.waitForFunction((t) => document.activeElement instanceof HTMLTextAreaElement && document.activeElement.value === t, text);
}
/** The page has nothing unsaved. */
export const saved = (page: Page): Promise<unknown> => page.waitForSelector('.scribe-top .save-state[data-pending="0"][data-state="live"]');
export async function openStep(page: Page, title: string): Promise<void> {
  await page.locator(".step", { hasText: title }).first().click();
  await page.waitForFunction((t) => document.querySelector(".sheet h1")?.textContent?.startsWith(t), title);
}
export async function scribePage(world: World, o: { lang?: string; width?: number; height?: number; name?: string } = {}): Promise<WatchedPage> {
  const page = await world.page("scribe", "Rum 1", o);
  page.setDefaultTimeout(15_000);
  await page.waitForSelector(".scribe-top");
  const ask = page.locator(".scribe-bars .name-field");
  if (await ask.isVisible().catch(() => false)) {
    await ask.locator("input").fill(o.name ?? "Anna");
    await ask.locator("button[type=submit]").click();
    await ask.waitFor({ state: "detached" });
  }
  return page;
}
export function clean(page: WatchedPage): void {
  assert.deepEqual(page.problems, []);
}
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
export async function axe(page: Page, where: string): Promise<void> {
  // A script element would meet the page's own policy; the debugger's hand does not.
  const { readFileSync } = await import("node:fs");
  await page.evaluate(readFileSync(AXE, "utf8"));
  const found = await page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: { run: (o: unknown) => Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> } }).axe;
    const r = await run.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] } as unknown);
    return r.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")} ${v.nodes[0]?.failureSummary ?? ""}`);
  });
  assert.deepEqual(found, [], where);
}
