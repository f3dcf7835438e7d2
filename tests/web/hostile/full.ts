/* full.ts - a seminar that has everything: each form of sheet, each kind of node, texts from a given source.
 *
 * What: TEMPLATE has every form for rooms, for a self-formed group and for the moderators; fill() writes into every field
 *       that each role may write, by the schema, and adds one of each kind of thing that people write.
 * Not:  no browser.    Uses: core/peer.ts, protocol.gen.ts. */
import { KINDS, type KindName } from "../../../client-web/src/protocol.gen.ts";
import { sheetForm, type SheetForm } from "../../../client-web/src/state/model.ts";
import type { Fields } from "../../../client-web/src/state/seminar.ts";
import type { SeminarStore } from "../../../client-web/src/state/store.ts";
import { Peer } from "../core/peer.ts";
import type { World } from "../world.ts";

const board = `phases: [{title: Häktet, about: Från gripandet till domen.}, Efteråt]
        lanes: [{title: Kommunen, about: Socialtjänst och skola.}, Vården]`;
const questions = `questions:
          - {text: Vad fungerar redan bra?, help: Tänk på övergångarna., minutes: 8, sub: [I det egna huset?]}
          - Vad saknas?`;
const table = `columns: [Vad, {title: Hur säkert, type: choice, choices: [Säkert, Osäkert]}, {title: Senast, type: date}, {title: Antal, type: number}, {title: Vill, type: yesno}, {title: Vem, type: who}]
        lanes: [Polis, Vård]`;
const plan = `notice: Övning på ett påhittat fall.
        checks: [Bostad klar]
        consents: [Att socialtjänsten och frivården talar med varandra]
        questions: [Kort om den påhittade personen]`;
export const TEMPLATE = `
name: allt
language: sv
title: Samverkansseminarium om återfallsförebyggande handlingsplaner
about: Allt som finns.
welcome: Välkommen! Här följer du dagens program.
venue: Stadshuset
participants: {read: [agenda, stage, group, groups], found_groups: yes}
organisations:
  - {name: Frivården, sector: stat, area: hela länet}
compositions:
  - {key: a, name: A, rule: cross}
  - {key: bord, name: Bord, rule: self}
rooms: {count: 2}
screens: [Stora salen]
guidance: {lead: "- Läs frågan högt.", scribe: "- En tanke per rad.", all: Lyssna på varandra.}
sheets:
  - {title: Parkering, form: parking, each: room, audience: [own]}
sessions:
  - {title: Inledning, form: plenary, start: "09:00", minutes: 30, about: Varför vi är här.}
  - title: "Pass 1: Den bästa vägen"
    form: groups
    composition: a
    start: "09:30"
    minutes: 75
    about: Stora drag, inga hinder.
    sheets:
      - key: fragor1
        title: Vägledande frågor
        form: questions
        each: room
        audience: [own, places, group]
        ${questions}
      - key: karta1
        title: Tidslinje
        form: timeline
        each: room
        audience: [own, places, group]
        notice: Påhittad person.
        ${board}
        prompts: [Tänk på någon som ni hjälpte förra året.]
      - key: sam1
        title: Sammanställda frågor
        form: questions
        moderated: yes
        compiles: fragor1
      - title: Omröstning
        form: poll
        moderated: yes
        audience: [all, places]
        polls:
          - {text: Vad saknas?, form: text}
          - {text: Vilken är viktigast?, form: choice, choices: [Bostad, Arbete]}
          - {text: Hur troligt är det?, form: scale, choices: [Osannolikt, Troligt]}
          - {text: I vilken ordning?, form: ranking, choices: [Bostad, Arbete, Vård]}
          - {text: Fördela prickarna, form: dots, most: 3, choices: [Bostad, Arbete, Vård]}
  - title: "Pass 2: I detalj"
    form: groups
    composition: a
    start: "11:00"
    minutes: 60
    sheets:
      - key: karta2
        title: Tidslinje i detalj
        form: timeline
        each: room
        from: beside
        audience: [own, places, group]
        ${board}
      - title: Bidrag
        form: table
        each: room
        audience: [own, places, group]
        ${table}
      - title: Förslag och åtgärder
        form: actions
        each: room
        audience: [own, places, group]
        carries: {from: karta2, kind: obstacle, as: action}
      - title: Karta över utmaningar
        form: map
        each: room
        audience: [own, group]
        ${board}
      - title: Gemensam plan
        form: plan
        each: room
        audience: [own, group]
        ${plan}
      - {title: Fria tankar, form: free, each: room, audience: [own, group]}
      - {title: Samling, form: synthesis, moderated: yes, audience: [places, all]}
  - title: Bordsarbete
    form: groups
    composition: bord
    start: "13:00"
    minutes: 40
    sheets:
      - title: Bordets frågor
        form: questions
        each: group
        audience: [own, group, all]
        ${questions}
      - title: Bordets karta
        form: map
        each: group
        audience: [own, group]
        ${board}
      - title: Bordets plan
        form: plan
        each: group
        audience: [own, group]
        ${plan}
  - {title: Kaffe, form: break, start: "14:00", minutes: 15}
  - {title: Redovisning, form: presentations, start: "14:15", minutes: 40}
`;
const THINGS: Partial<Record<SheetForm, readonly KindName[]>> = {
  questions: ["point"],
  timeline: ["card", "flow", "obstacle"],
  table: ["row"],
  actions: ["action"],
  parking: ["parked"],
  map: ["challenge"],
  plan: ["contact", "meeting", "consent", "check", "revision", "point"],
  synthesis: ["cluster"],
  poll: ["choice"],
};
/** Not texts for people: changing them would lock the test out, or they are references in disguise. */
const KEPT = new Set(["seminar.code", "seminar.lang", "seminar.template", "column.choices", "composition.rule", "group.table"]);

export interface Full {
  readonly peers: Peer[];
  readonly moderator: Peer;
  readonly organiser: Peer;
  readonly scribes: readonly Peer[];
  readonly secretary: Peer;
  /** The group writer's secret. */
  readonly secret: string;
  stop(): void;
}
export function all(s: SeminarStore, kind: KindName, top = 1): number[] {
  return [...(s.kind(top) === kind ? [top] : []), ...s.children(top).flatMap((k) => all(s, kind, k))];
}
const walk = (s: SeminarStore, top = 1): number[] => [top, ...s.children(top).flatMap((k) => walk(s, k))];
const info = (kind: KindName): [string, { type: string; bound?: number; writers: readonly string[] }][] =>
  Object.entries(KINDS[kind].fields) as never;

/** As many bytes and letters as a field takes, cut between letters. */
function fit(text: string, type: string, bound = 100): string {
  if (type === "text") return Array.from(text).slice(0, bound).join("");
  let out = "";
  for (const c of Array.from(text.replace(/[\n\t]/g, " "))) {
    if (new TextEncoder().encode(out + c).length > bound) break;
    out += c;
  }
  return out;
}

/** Writes into every typed field that this peer may write; over: also where something stands already. */
export async function fillFields(p: Peer, next: () => string, over: boolean): Promise<number> {
  const s = p.store;
  let n = 0;
  for (const id of walk(s)) {
    const kind = s.kind(id);
    if (!kind) continue;
    for (const [field, f] of info(kind)) {
      if ((f.type !== "text" && f.type !== "str") || KEPT.has(`${kind}.${field}`)) continue;
      const cell = /^[tv]\d+$/.test(field);
      if (cell && (field.startsWith("v") || Number(field.slice(1)) > 6)) continue;
      if (!s.mayWrite(id, kind, field as never)) continue;
      const was = f.type === "text" ? s.text(id, kind, field as never) : s.str(id, kind, field as never);
      if (was && !over) continue;
      const text = fit(next(), f.type, f.bound);
      if (f.type === "text" ? s.write(id, kind, field as never, text) : s.set(id, kind, field as never, text)) n++;
      if (n % 60 === 0) await p.settled();
    }
  }
  await p.settled();
  return n;
}

/** One of each thing that people write, on each sheet that this peer writes on. */
async function addThings(p: Peer): Promise<void> {
  const s = p.store;
  for (const sheet of all(s, "sheet")) {
    if (s.num(sheet, "sheet", "each")) continue;
    for (const kind of THINGS[sheetForm(s, sheet)] ?? []) {
      if (!s.mayWrite(sheet, kind)) continue;
      const parents = walk(s, sheet).filter((x) => (KINDS[kind].parents as readonly string[]).includes(s.kind(x)));
      const lanes = s.children(sheet, "lane");
      const cards = all(s, "card", sheet);
      for (const [i, parent] of parents.entries()) {
        if (i > 3) break;
        const fields: Record<string, number | string> = {};
        if (kind === "card" && lanes[0]) fields["lane"] = lanes[0];
        if (kind === "point" && i < 2) fields["star"] = 1;
        if (kind === "action") fields["by"] = 20270115;
        if (kind === "flow") Object.assign(fields, { from: cards[0] ?? 0, to: cards[1] ?? 0 });
        const last = s.children(parent, kind).at(-1) ?? 0;
        s.add(kind, parent, last, fields as Fields<KindName>);
      }
      await p.settled();
    }
  }
}

export async function fill(world: World, next: () => string, over = false): Promise<Full> {
  const peers: Peer[] = [];
  const url = (): string => `ws://${world.daemonAddress}/${world.name}/ws`;
  const enter = async (token: string, name: string): Promise<Peer> => {
    const p = new Peer(url, { token, name: fit(name, "str", 60), seed: peers.length + 1 });
    peers.push(p);
    p.start();
    await p.live();
    return p;
  };
  const organiser = await enter(world.secret("organiser"), "Olle");
  const moderator = await enter(world.secret("moderator"), next());
  const phone = await enter(world.made.code, "");
  const { secret } = await phone.store.join("3b", fit(next(), "str", 70));
  const o = organiser.store;
  const org = o.add("organisation", 1, 0, { name: next() });
  for (let i = 0; i < 3; i++) o.add("participant", 1, 0, { name: fit(next(), "text", 120), organisation: org, sector: fit(next(), "str", 60) });
  await organiser.settled();
  const scribes = [await enter(world.secret("scribe", "Rum 1"), next()), await enter(world.secret("scribe", "Rum 2"), next())];
  const secretary = await enter(secret, next());
  for (const p of [...scribes, secretary, moderator]) await addThings(p);
  for (const p of [...scribes, secretary]) {
    p.store.add("call", 1, 0, { place: p.store.me.value.place, about: 1, text: fit(next(), "text", 400) });
    await p.settled();
  }
  const m = moderator.store;
  for (const sheet of all(m, "sheet").filter((x) => sheetForm(m, x) === "synthesis" && !m.num(x, "sheet", "each"))) {
    const cluster = m.children(sheet, "cluster")[0];
    if (cluster) for (const a of all(m, "action").slice(0, 3)) m.add("gathered", cluster, 0, { what: a });
  }
  m.add("notice", 1, 0, { text: fit(next(), "text", 400), place: 0 });
  const pass1 = m.children(1, "session")[1]!;
  m.clockAction(pass1, "start");
  for (const poll of all(m, "poll", pass1)) m.set(poll, "poll", "state", 1);
  await moderator.settled();
  for (const p of [...scribes, secretary, moderator, organiser]) await fillFields(p, next, over);
  // anonymous answers
  const devices = [phone, await enter(world.made.code, "")];
  for (const d of devices) {
    for (const poll of all(d.store, "poll", pass1)) {
      const choices = d.store.children(poll, "choice");
      const form = d.store.num(poll, "poll", "form");
      const answer = form === 0 ? fit(next(), "text", 500) : form === 4 ? [choices[0]!, choices[0]!, choices[1]!] : form === 3 ? [...choices] : [choices[0]!];
      await d.store.ballot(poll, answer);
    }
  }
  for (const poll of all(m, "poll", pass1)) m.set(poll, "poll", "revealed", 1);
  await moderator.settled();
  return { peers, organiser, moderator, scribes, secretary, secret, stop: () => peers.forEach((p) => p.stop()) };
}
