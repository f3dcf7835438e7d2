/* kit.ts - a day that is going on: scribes who have written, facilitators, telephones, somebody to lead it.
 *
 * What: peers (tabs without a browser) on the real daemon; fills rooms with what people write on such a day.
 * Uses: world.ts, core/peer.ts. */
import type { KindName } from "../../../client-web/src/protocol.gen.ts";
import type { SeminarStore } from "../../../client-web/src/state/store.ts";
import { Peer } from "../core/peer.ts";
import type { WatchedPage, World } from "../world.ts";

const POINTS = [
  "En kontaktperson som följer med genom alla skeden och inte byts ut vid varje övergång",
  "Bostad ordnad före frigivningen, inte efter",
  "Samtycke till informationsdelning redan i häktet, på ett språk som går att förstå",
  "Arbetsmarknadsenheten möter upp vid grinden första dagen",
  "Frivården ringer dagen före och dagen efter",
  "Civilsamhället finns kvar när myndigheterna har avslutat",
  "Läkemedel och recept följer med ut",
  "En plan som klienten själv har skrivit under",
];
const CARDS: readonly (readonly [number, string, string, string])[] = [
  [0, "Kartläggning av bostad och skulder", "Häktets klienthandläggare", "första veckan"],
  [0, "Samtycke till informationsdelning", "Frivården", "före domen"],
  [1, "Gemensam plan med socialtjänsten", "Anstalten och kommunen", "inom tre veckor"],
  [2, "Behandlingsprogram påbörjas", "Anstalten", "enligt plan"],
  [3, "SIP-möte inför frigivning", "Kommunen kallar", "tre månader före"],
  [3, "Bostadskontrakt klart", "Bostadsbolaget", "en månad före"],
  [4, "Någon möter vid grinden", "Kamratförening", "dag ett"],
  [5, "Uppföljning varje månad", "Frivården", "första året"],
];
const OBSTACLES = [
  "Sekretessen tolkas olika i olika kommuner",
  "Ingen vet vem som ska kalla till SIP",
  "Bostadsbolaget kräver fast inkomst",
  "Väntetiden till beroendevården är fyra månader",
];
const ACTIONS: readonly (readonly [string, string, string])[] = [
  ["En gemensam samtyckesblankett för hela länet", "Åsa Lindqvist", "Frivården"],
  ["Kommunen kallar till SIP tre månader före frigivning", "Per Nordin", "Sundsvalls kommun"],
  ["Bostadsgaranti de första sex månaderna", "", "Mitthem"],
  ["Kontaktperson utses redan i häktet", "Mira Haddad", "Kriminalvården"],
  ["Kamratstödjare vid grinden", "Jon Berg", "KRIS"],
];
const NAMES = ["Anna", "Björn", "Cilla", "Daniel", "Eva", "Farid", "Gun", "Hassan"];
const LEADS = ["Per", "Quyen", "Rut", "Sven", "Tove", "Ulf", "Vera", "Wael"];

export function all(s: SeminarStore, kind: KindName, top = 1): number[] {
  return [...(s.kind(top) === kind ? [top] : []), ...s.children(top).flatMap((k) => all(s, kind, k))];
}

export class House {
  readonly peers: Peer[] = [];
  org!: Peer;
  scribes: Peer[] = [];
  leads: Peer[] = [];

  static async open(world: World, o: { leads?: boolean; rooms?: number } = {}): Promise<House> {
    const h = new House(world);
    h.org = await h.enter(world.secret("organiser"), "Annika");
    const rooms = h.org.store.children(1, "room").slice(0, o.rooms ?? 99);
    for (const [i, room] of rooms.entries()) {
      const name = h.org.store.text(room, "room", "name");
      h.scribes.push(await h.enter(world.secret("scribe", name), NAMES[i % NAMES.length]!));
      if (o.leads) h.leads.push(await h.enter(world.secret("facilitator", name), LEADS[i % LEADS.length]!));
    }
    return h;
  }
  constructor(readonly world: World) {}

  async enter(token: string, name: string, group = 0): Promise<Peer> {
    const p = new Peer(() => `ws://${this.world.daemonAddress}/${this.world.name}/ws`, { token, name, seed: this.peers.length, group });
    this.peers.push(p);
    p.start();
    await p.live();
    return p;
  }
  /** Telephones that follow a group. */
  async phones(n: number, group = 0): Promise<Peer[]> {
    const out: Peer[] = [];
    for (let i = 0; i < n; i++) out.push(await this.enter(this.world.made.code, "", group));
    return out;
  }
  async settled(): Promise<void> {
    for (const p of this.peers) await p.settled();
  }
  stop(): void {
    for (const p of this.peers) p.stop();
  }

  session(title: string): number {
    const s = this.org.store;
    return s.children(1, "session").find((id) => s.text(id, "session", "title").startsWith(title)) ?? 0;
  }
  group(session: number, room: number): number {
    const s = this.org.store;
    return s.children(s.num(session, "session", "composition"), "group").find((g) => s.num(g, "group", "room") === room) ?? 0;
  }
  async clock(title: string, action: "start" | "pause" | "resume" | "extend" | "end", ms = 0): Promise<void> {
    this.org.store.clockAction(this.session(title), action, ms);
    await this.org.settled();
  }
  /** Own sheet of a room in a session by the beginning of its title. */
  sheet(room: Peer, title: string): number {
    const s = room.store;
    const found = all(s, "sheet").find((id) => s.text(id, "sheet", "title").startsWith(title) && s.num(id, "sheet", "room") === s.me.value.place);
    if (!found) throw new Error(`no sheet ${title}`);
    return found;
  }

  async write(room: Peer, title: string, o: { points?: number; cards?: number; obstacles?: number; actions?: number; words?: number }): Promise<void> {
    const s = room.store;
    const i = this.scribes.indexOf(room);
    await room.until(`the sheet ${title}`, () => all(s, "sheet").some((id) => s.text(id, "sheet", "title").startsWith(title) && s.num(id, "sheet", "room") === s.me.value.place));
    const sheet = this.sheet(room, title);
    const questions = all(s, "question", sheet);
    for (let n = 0; n < (o.points ?? 0); n++) {
      const q = questions[Math.floor(n / 2) % Math.max(1, questions.length)]!;
      s.add("point", q, s.children(q, "point").at(-1) ?? 0, { text: POINTS[(i * 3 + n) % POINTS.length]! });
    }
    if (o.points) s.write(questions[0]!, "question", "discussion", "Gruppen var enig om att övergångarna är svagast. Flera beskrev hur planen blir liggande när någon slutar.");
    for (const q of questions.slice(0, o.words ?? 0)) s.set(q, "question", "word", 1);
    const phases = s.children(sheet, "phase");
    const made: number[] = [];
    for (let n = 0; n < (o.cards ?? 0); n++) {
      const [phase, text, who, when] = CARDS[(n + i) % CARDS.length]!;
      const under = phases[phase % phases.length]!;
      made.push(s.add("card", under, s.children(under, "card").at(-1) ?? 0, { title: text, who, when }));
    }
    if (made.length > 1) s.add("flow", sheet, 0, { from: made[0]!, to: made[1]!, label: "planen lämnas över" });
    for (let n = 0; n < (o.obstacles ?? 0); n++) s.add("obstacle", made[n % Math.max(1, made.length)] ?? sheet, 0, { text: OBSTACLES[(i + n) % OBSTACLES.length]! });
    for (let n = 0; n < (o.actions ?? 0); n++) {
      const [what, who, where] = ACTIONS[(i + n) % ACTIONS.length]!;
      s.add("action", sheet, s.children(sheet, "action").at(-1) ?? 0, { what, who, where, ...(n === 0 ? { star: 1 } : {}) });
    }
    await room.settled();
  }
}

/** The moderator's page has drawn its rooms. */
export async function desk(page: WatchedPage): Promise<WatchedPage> {
  await page.waitForSelector(".mod");
  await page.waitForFunction(() => document.querySelector(".mod-room, .empty"));
  return page;
}
