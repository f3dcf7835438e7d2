/* patterns.ts - a pattern sheet and the sheets that rooms already have from it.
 *
 * What: finds a definition's counterpart on every room's or group's copy, and does there what is done to the pattern, so
 *       that one edit reaches all. Rooms and groups that come later get theirs from the daemon.
 * Not:  no drawing. Never touches what a group has written.
 * Invariants: a counterpart is a child of the same kind at the same place among its living siblings, or the question
 *       that says it comes from there; a sheet that has been changed by itself is left alone. */
import type { FieldName, KindName } from "../../protocol.gen.ts";
import { KINDS } from "../../protocol.gen.ts";
import { AUDIENCE, ROOT, sessions } from "../../state/model.ts";
import type { Fields, Id, Seminar } from "../../state/seminar.ts";

export const EACH = { none: 0, room: 1, group: 2 } as const;
export const DEFINITIONS = ["phase", "lane", "question", "column", "prompt", "check", "consent", "poll", "choice"] as const;
export type Definition = (typeof DEFINITIONS)[number];
/** What a definition is called by. */
export const NAME = {
  phase: "title", lane: "title", question: "text", column: "title", prompt: "text", check: "text", consent: "what", poll: "text", choice: "text",
} as const satisfies Record<Definition, string>;

export const nameOf = (s: Seminar, id: Id): string => {
  const kind = s.kind(id) as Definition;
  return DEFINITIONS.includes(kind) ? (s.text as (id: Id, kind: string, field: string) => string)(id, kind, NAME[kind]) : "";
};

/** Every living sheet that was spread from this pattern. */
export function copies(s: Seminar, pattern: Id): Id[] {
  if (!s.num(pattern, "sheet", "each")) return [];
  return s.children(s.parent(pattern), "sheet").filter((id) => s.num(id, "sheet", "pattern") === pattern);
}

/** The way from a sheet down to a node: kinds and places among living siblings. */
function path(s: Seminar, sheet: Id, node: Id): { kind: KindName; at: number }[] | null {
  const out: { kind: KindName; at: number }[] = [];
  for (let at = node; at !== sheet; at = s.parent(at)) {
    const kind = s.kind(at);
    const index = kind ? s.children(s.parent(at), kind).indexOf(at) : -1;
    if (!kind || index < 0) return null;
    out.unshift({ kind, at: index });
  }
  return out;
}

/** The same definition on a copy; 0 when that copy has none. The name is compared, so that order changed alone misleads nobody. */
export function counterpart(s: Seminar, pattern: Id, node: Id, copy: Id): Id {
  if (node === pattern) return copy;
  if (s.kind(node) === "question") {
    const find = (parent: Id): Id => {
      for (const q of s.children(parent, "question")) {
        if (s.num(q, "question", "pattern") === node) return q;
        const below = find(q);
        if (below) return below;
      }
      return 0;
    };
    const found = find(copy);
    if (found) return found;
  }
  const steps = path(s, pattern, node);
  let at = copy;
  for (const step of steps ?? []) at = s.children(at, step.kind)[step.at] ?? 0;
  return steps && at && nameOf(s, at) === nameOf(s, node) ? at : 0;
}

export const counterparts = (s: Seminar, pattern: Id, node: Id): Id[] =>
  copies(s, pattern).map((c) => counterpart(s, pattern, node, c)).filter((id) => id !== 0);

const sheetOver = (s: Seminar, id: Id): Id => {
  let on = id;
  while (on && s.kind(on) !== "sheet") on = s.parent(on);
  return on;
};

/** Check lists and consent rows are a group's own: they are put on a sheet while it is the moderators' for a moment. */
function asOwn(s: Seminar, sheet: Id, kind: Definition, act: () => Id): Id {
  const own = kind === "check" || kind === "consent";
  if (!own || s.num(sheet, "sheet", "moderated")) return act();
  s.set(sheet, "sheet", "moderated", 1);
  const made = act();
  s.set(sheet, "sheet", "moderated", 0);
  return made;
}

export function addDefinition<K extends Definition>(s: Seminar, sheet: Id, parent: Id, kind: K, fields: Fields<K>): Id {
  const others = copies(s, sheet).map((copy) => ({ copy, under: counterpart(s, sheet, parent, copy) }));
  const put = (on: Id, under: Id, what: Fields<K>): Id =>
    asOwn(s, on, kind, () => s.add(kind, under, s.children(under, undefined, true).at(-1) ?? 0, what));
  const made = put(sheet, parent, fields);
  const below = kind === "question" ? { ...fields, pattern: made } : fields;
  if (made) for (const { copy, under } of others) if (under) put(copy, under, below as Fields<K>);
  return made;
}

/** A sheet for every room or self-formed group that is there, of a pattern that was just made and is empty yet. */
export function giveOut(s: Seminar, pattern: Id, fields: Fields<"sheet">): void {
  const rule = s.num(pattern, "sheet", "each");
  const groups = (): Id[] =>
    s.children(ROOT, "composition").flatMap((c) => s.children(c, "group").filter((g) => !s.num(g, "group", "room") && s.str(g, "group", "table")));
  const places = rule === EACH.room ? s.children(ROOT, "room") : rule === EACH.group ? groups() : [];
  let after = pattern;
  for (const place of places) {
    const own = rule === EACH.room ? { room: place } : { group: place };
    after = s.add("sheet", s.parent(pattern), after, { ...fields, ...own, pattern, each: EACH.none }) || after;
  }
}

/** Returns what undoes it. */
export function removeDefinition(s: Seminar, sheet: Id, node: Id): () => void {
  const all = [node, ...counterparts(s, sheet, node)];
  const kind = s.kind(node) as Definition;
  const each = (act: (id: Id) => boolean): void => {
    for (const id of all) asOwn(s, sheetOver(s, id), kind, () => (act(id) ? id : 0));
  };
  each((id) => s.remove(id));
  return () => each((id) => s.restore(id));
}

/** Other words for what only its group may type in: a new one takes its place. */
export function reword(s: Seminar, sheet: Id, node: Id, text: string): void {
  const kind = s.kind(node) as Definition;
  for (const id of [node, ...counterparts(s, sheet, node)]) {
    asOwn(s, sheetOver(s, id), kind, () => {
      const made = s.add(kind, s.parent(id), id, { [NAME[kind]]: text } as Fields<typeof kind>);
      if (made) s.remove(id);
      return made;
    });
  }
}

export function moveDefinition(s: Seminar, sheet: Id, node: Id, after: Id): void {
  const parent = s.parent(node);
  const others = copies(s, sheet).map((copy) => [counterpart(s, sheet, node, copy), after ? counterpart(s, sheet, after, copy) : 0] as const);
  const kind = s.kind(node) as Definition;
  const put = (id: Id, under: Id, behind: Id): Id => asOwn(s, sheetOver(s, id), kind, () => (s.move(id, under, behind) ? id : 0));
  put(node, parent, after);
  for (const [id, behind] of others) if (id && (behind || !after)) put(id, s.parent(id), behind);
}

/** Writes one field of the pattern's node onto the counterparts given; they were found before the change, by the old name. */
export function follow<K extends KindName>(s: Seminar, node: Id, kind: K, field: FieldName<K> & string, others: readonly Id[]): void {
  const type = (KINDS[kind].fields as Readonly<Record<string, { readonly type: string }>>)[field]?.type;
  for (const id of others) {
    if (s.kind(id) !== kind) continue;
    if (type === "text") s.write(id, kind, field, s.text(node, kind, field));
    else if (type === "str") s.set(id, kind, field, s.str(node, kind, field));
    else if (kind === "sheet" && field === "audience") {
      // That all rooms may read it is given by the daemon when the next session starts; it stays.
      const opened = s.num(id, "sheet", "audience") & AUDIENCE.places;
      s.set(id, "sheet", "audience", s.num(node, "sheet", "audience") | opened);
    } else s.set(id, kind, field, s.num(node, kind, field));
  }
}

/** Has somebody written on this sheet? What people write stands under it in kinds that are no definitions. */
export function written(s: Seminar, sheet: Id): boolean {
  const walk = (id: Id): boolean =>
    s.children(id).some((c) => {
      const kind = s.kind(c);
      if (kind === "question" && (s.text(c, "question", "discussion") || s.num(c, "question", "word"))) return true;
      return !DEFINITIONS.includes(kind as Definition) || walk(c);
    });
  return walk(sheet);
}

/** Every pattern and common sheet of the day with where it stands: for references between sheets. */
export const patterns = (s: Seminar): Id[] =>
  [ROOT, ...sessions(s)].flatMap((at) => s.children(at, "sheet").filter((id) => s.num(id, "sheet", "each") !== EACH.none));
