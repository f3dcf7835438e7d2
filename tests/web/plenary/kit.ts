/* kit.ts - a day with something on it: four rooms that have written, a moderator and an organiser to lead it.
 *
 * What: peers (tabs without a browser) write through the real daemon; helpers find nodes by their words.
 * Uses: world.ts, core/peer.ts. */
import type { KindName } from "../../../client-web/src/protocol.gen.ts";
import type { SeminarStore } from "../../../client-web/src/state/store.ts";
import { Peer } from "../core/peer.ts";
import type { WatchedPage, World } from "../world.ts";

export class Day {
  readonly peers: Peer[] = [];
  mod!: Peer;
  org!: Peer;
  rooms: Peer[] = [];

  static async open(world: World): Promise<Day> {
    const day = new Day(world);
    day.org = await day.enter(world.secret("organiser"), "Annika");
    day.mod = await day.enter(world.secret("moderator"), "Mona");
    for (const room of day.org.store.children(1, "room")) {
      day.rooms.push(await day.enter(world.secret("scribe", day.org.store.text(room, "room", "name")), "Dok"));
    }
    return day;
  }
  constructor(readonly world: World) {}

  async enter(token: string, name: string, group = 0): Promise<Peer> {
    const p = new Peer(() => `ws://${this.world.daemonAddress}/${this.world.name}/ws`, { token, name, seed: this.peers.length, group });
    this.peers.push(p);
    p.start();
    await p.live();
    return p;
  }
  /** Everything that was written is confirmed, and the moderator and the organiser have it. */
  async settled(): Promise<void> {
    for (const p of this.peers) await p.settled();
    const head = Math.max(...this.peers.map((p) => p.client.applied));
    for (const p of [this.mod, this.org]) await p.until("the same position", () => p.client.applied >= head);
  }
  stop(): void {
    for (const p of this.peers) p.stop();
  }

  /** Own sheets of a room whose title starts so. */
  sheet(room: Peer, title: string): number {
    const found = all(room.store, "sheet").find((id) =>
      room.store.text(id, "sheet", "title").startsWith(title) && room.store.num(id, "sheet", "room") === room.store.me.value.place);
    if (!found) throw new Error(`no sheet ${title}`);
    return found;
  }
  get stages(): readonly number[] {
    return this.mod.store.children(1, "stage");
  }
  /** Puts something on a stage, as the moderator does. */
  async show(mode: string, show: readonly number[] = [], stage = this.stages[0]!, page = 0): Promise<void> {
    const s = this.mod.store;
    s.set(stage, "stage", "show", show);
    s.set(stage, "stage", "mode", MODES.indexOf(mode));
    s.set(stage, "stage", "page", page);
    await this.mod.settled();
  }
}
export const MODES = ["title", "sheets", "question", "poll", "countdown", "join", "blank", "agenda"];

export function all(s: SeminarStore, kind: KindName, top = 1): number[] {
  return [...(s.kind(top) === kind ? [top] : []), ...s.children(top).flatMap((k) => all(s, kind, k))];
}

/** The stage has drawn what is there: letters have come, the room is measured, and it shows these words. */
export async function drawn(page: WatchedPage, words = ""): Promise<void> {
  await page.waitForFunction((w) => {
    const stage = document.querySelector(".stage");
    return stage?.hasAttribute("data-ready") && (stage.textContent ?? "").replaceAll("\u00ad", "").includes(w);
  }, words);
}

const POINTS = [
  "En fast kontaktperson som följer med genom alla skeden och inte byts ut vid varje övergång",
  "Bostadsförsörjningsplan redan i häktet",
  "Samtycke och sekretessbrytande överenskommelser på plats före frigivningen",
  "Sysselsättning från dag ett: arbetsmarknadsenheten och Arbetsförmedlingen möter upp vid grinden",
  "Återfallsförebyggande behandling som fortsätter utanför anstalten",
  "Anhöriga får veta vad som händer och när",
  "Skuldrådgivning innan första lönen",
  "Tät uppföljning de första dagarna ute, gärna dagligen",
  "Kamratföreningar och frivilligorganisationer tas in tidigt, inte som en sista utväg",
];
const CARDS: [string, number, number, string, string, boolean?][] = [
  // title, phase, lane, who, when
  ["Häktessamtal om framtiden", 0, 2, "Häktet", "inom en vecka", true],
  ["Första kontakt med socialtjänsten", 0, 3, "Kommunen", ""],
  ["Anhörigstöd erbjuds", 0, 1, "Bufff", ""],
  ["Gemensam verkställighetsplanering", 1, 2, "Anstalten, frivården", "", true],
  ["Hälsokartläggning", 1, 4, "Regionen", ""],
  ["Formulerar egna mål", 1, 0, "Klienten", ""],
  ["Behandlingsprogram", 2, 2, "", ""],
  ["Yrkesutbildning och studier", 2, 5, "Arbetsförmedlingen", ""],
  ["Permission med kontaktperson", 2, 1, "", ""],
  ["Bostadsförsörjningsmöte", 3, 3, "Socialtjänst, bostadsbolag", "sex månader före"],
  ["Samordnad individuell plan", 3, 2, "Frivården", "tre månader före", true],
  ["Försörjning klar", 3, 5, "Försäkringskassan", ""],
  ["Möter upp vid grinden", 4, 1, "Kontaktperson", "samma dag"],
  ["Läkemedel och recept finns", 4, 4, "Beroendevården", ""],
  ["Eget boende från första natten", 4, 3, "Kommunen", ""],
  ["Övervakning och vardag", 5, 2, "Frivården", ""],
  ["Arbete eller praktik", 5, 5, "", ""],
  ["Umgänge med barn", 5, 0, "", ""],
  ["Stöd utan myndighetsuppdrag", 6, 1, "Föreningar", ""],
  ["Bakslagsplan", 6, 0, "Klienten", ""],
];
const FLOWS: [number, number, string][] = [
  [0, 3, "Häktesutredningen"], [1, 9, "Uppgift om bostad"], [3, 6, ""], [5, 3, ""], [6, 10, ""], [9, 14, "Kontrakt"], [10, 12, ""], [4, 13, "Journalunderlag"],
  [12, 18, ""], [14, 15, ""], [10, 11, ""], [13, 15, "Ordination"],
];
const OBSTACLES: [string, number, string][] = [
  ["card", 9, "Bostadsbolagen kräver fast inkomst och har långa kötider"],
  ["card", 13, "Recepten följer inte med; ansvaret mellan kriminalvårdens och regionens hälso- och sjukvård är oklart"],
  ["flow", 0, "Häktesutredningen når inte fram till anstalten i tid"],
  ["card", 10, "Ingen kallar till mötet"],
  ["flow", 5, "Kommunen får besked om frigivningsdag för sent"],
];
const ACTIONS: [string, string, string, number, string, number, boolean][] = [
  ["En namngiven överlämningssamordnare i varje kommun", "Ingrid Öström", "Länsstyrelsen", 20270301, "Kalla de sex kommunernas chefer", 1, true],
  ["Recept och läkemedelslista skickas digitalt samma dag som frigivningen beslutas", "Per Åkerlund", "Region Mitt", 20270115, "Prova på två avdelningar", 0, true],
  ["Gemensam mall för samtycke", "", "Frivården", 20261220, "Jurister från tre myndigheter träffas", 0, false],
  ["Bostadsgaranti för den första månaden", "Åsa Lindqvist", "Kommunalt bostadsbolag", 0, "", 0, false],
  ["Kontaktperson vid grinden", "Kamratföreningen Vändpunkten", "", 20270201, "Lista över frivilliga", 2, true],
  ["SIP-kallelse blir en rutin i verkställighetsplaneringen", "Frivårdschefen", "Kriminalvården", 20270401, "", 0, false],
  ["Årlig uppföljning av överlämningar", "", "", 0, "", 0, false],
];

/** Four rooms' work, most of it in the first. */
export async function fill(day: Day): Promise<void> {
  for (const [n, room] of day.rooms.entries()) {
    const s = room.store;
    const map = day.sheet(room, "Tidslinje i detalj");
    const phases = s.children(map, "phase");
    const lanes = s.children(map, "lane");
    const cards = CARDS.filter((_, i) => (i + n) % (n + 1) === 0).map(([title, phase, lane, who, when, star]) =>
      s.add("card", phases[phase]!, 0, { title, who, when, lane: lanes[lane]!, star: star ? 1 : 0 }));
    if (n === 0) {
      const flows = FLOWS.map(([from, to, label]) => s.add("flow", map, 0, { from: cards[from]!, to: cards[to]!, label }));
      for (const [on, i, text] of OBSTACLES) s.add("obstacle", on === "card" ? cards[i]! : flows[i]!, 0, { text });
    }
    const sheet = day.sheet(room, "Vägledande frågor, pass 1");
    const questions = s.children(sheet, "question");
    let last = 0;
    for (const [i, text] of POINTS.slice(0, 9 - 2 * n).entries()) last = s.add("point", questions[0]!, last, { text, star: i === 1 || i === 3 ? 1 : 0 });
    last = 0;
    for (const text of POINTS.slice(2, 6).map((t) => `${t} (rum ${n + 1})`)) last = s.add("point", questions[1]!, last, { text });
    const actions = day.sheet(room, "Förslag");
    last = 0;
    for (const [what, who, where, by, first, status, star] of ACTIONS.slice(0, 7 - n)) last = s.add("action", actions, last, { what, who, where, by, first, status, star: star ? 1 : 0 });
    const parking = day.sheet(room, "Parkering");
    s.add("parked", parking, 0, { text: "Ska vi bjuda in Kronofogden nästa gång?" });
    await room.settled();
  }
  const m = day.mod.store;
  const synthesis = all(m, "sheet").find((x) => m.num(x, "sheet", "form") === 5)!;
  const proposals = all(m, "action");
  const named = ["Överlämningar med ett namn", "Bostad från första natten", "Läkemedel utan glapp"].map((title, i) => m.add("cluster", synthesis, 0, { title, priority: i + 1 }));
  named.forEach((c, i) => proposals.slice(i * 3, i * 3 + 3).forEach((what) => m.add("gathered", c, 0, { what })));
  const o = day.org.store;
  o.set(1, "seminar", "date", 20261126);
  o.write(1, "seminar", "venue", "Länsresidenset, Östersund");
  await day.settled();
}
