/* work.ts - own work as the screen asks for it: checked for form, made into operations or messages.
 *
 * What: the calls between two steps. Positions are code points.
 * Not:  no rights and no locks: the daemon knows, and its verdict comes back.
 * Invariant: what can be seen here to be refused for its form is not accepted here, so that the person is told while the
 *       words are still in the editor. */
import { KINDS, LIMITS, OPS, ROLES, type OpName } from "../protocol.gen.ts";
import { again, send } from "./connection.ts";
import { ownNew } from "./pending.ts";
import { fieldInfo, kindInfo } from "./schema.ts";
import { shownKind } from "./shown.ts";
import { ID_BLOCK, NEWS, OWN_MAX, ownChanged, type Own, type State } from "./state.ts";
import { bytes, count, diff, isClean } from "./text.ts";
import { below, typeOn } from "./textfield.ts";
import { COUNTER_MAX, ROOT, makeId, type Id } from "./tree.ts";
import { encode, valueFits, type Value } from "./wire.ts";

const FIELDS_BYTES = 56000;
const ANSWER_BYTES = 2048;

export const canWrite = (c: State): boolean =>
  !c.config.readOnly && c.ord !== 0 && c.epoch !== null && c.own.length < OWN_MAX && c.state !== "denied";

function newId(c: State): Id {
  if (c.idCounter >= COUNTER_MAX) return 0;
  c.idCounter++;
  if (c.idCounter > c.idReserved) {
    c.idReserved = c.idCounter + ID_BLOCK;
    c.ordDirty = true;
  }
  return makeId(c.ord, c.idCounter);
}

/** 0: cannot be. fields by rising number. */
export function add(c: State, kind: number, parent: Id, after: Id, fields: readonly (readonly [number, Value])[]): Id {
  const info = kindInfo(kind);
  if (!canWrite(c) || info === undefined || !info.parents.has(shownKind(c, parent))) return 0;
  if ((after !== 0 && shownKind(c, after) === 0) || fields.length > LIMITS.fields) return 0;
  const fit = fields.every(([field, v], i) => {
    const f = info.fields.get(field);
    return f !== undefined && (i === 0 || fields[i - 1]![0] < field) && valueFits(f, v);
  });
  if (!fit || encode(fields).length > FIELDS_BYTES) return 0;
  const id = newId(c);
  if (id !== 0) ownNew(c, "add", { id, kind, parent, after, value: fields });
  return id;
}

export function set(c: State, id: Id, field: number, value: Value): boolean {
  const info = fieldInfo(shownKind(c, id), field);
  if (!canWrite(c) || info === undefined || info.type === "text" || !valueFits(info, value)) return false;
  const last = c.own[c.own.length - 1];
  if (last?.op === "set" && last.id === id && last.field === field && last.frozen === null) {
    last.value = value; // nobody has seen the one before: it need not be sent
    last.dirty = true;
    ownChanged(c, last);
  } else ownNew(c, "set", { id, field, value });
  return true;
}

/** A text field becomes this string: the difference is what travels. */
export function write(c: State, id: Id, field: number, text: string): boolean {
  const info = fieldInfo(shownKind(c, id), field);
  if (!canWrite(c) || info?.type !== "text" || !isClean(text) || (text.length > info.bound! && count(text) > info.bound!)) return false;
  const op = diff(below(c, id, field), text);
  if (op.length > 0) typeOn(c, id, field, op);
  return true;
}

function onNode(c: State, op: OpName, id: Id, given: Partial<Own> = {}): boolean {
  if (!canWrite(c) || shownKind(c, id) === 0) return false;
  ownNew(c, op, { id, ...given });
  return true;
}

export function move(c: State, id: Id, parent: Id, after: Id): boolean {
  if (shownKind(c, parent) === 0 || (after !== 0 && shownKind(c, after) === 0)) return false;
  return after !== id && parent !== id && id !== ROOT && onNode(c, "move", id, { parent, after });
}
export const remove = (c: State, id: Id): boolean => id !== ROOT && onNode(c, "del", id);
export const undelete = (c: State, id: Id): boolean => id !== ROOT && onNode(c, "undel", id);

/** 0 start, 1 pause, 2 resume, 3 add time, 4 end. */
export function clockAction(c: State, session: Id, action: number, ms: number): boolean {
  const [, actions, time] = OPS.clock.args;
  if (shownKind(c, session) !== KINDS.session.number || action > actions.bound || !Number.isInteger(ms) || Math.abs(ms) > time.bound) return false;
  return onNode(c, "clock", session, { action, ms });
}

export const lock = (c: State, sheet: Id, on: boolean): boolean =>
  shownKind(c, sheet) === KINDS.sheet.number && onNode(c, "lock", sheet, { action: on ? 1 : 0 });

// --- sent once, not kept ------------------------------------------------------------------------------------
/** what 0: text operations of a field after seq; 1: history of a node before seq. */
export function fetchPast(c: State, what: number, node: Id, field: number, seq: number): boolean {
  if (c.state !== "live") return false;
  send(c, "fetch", { what, node, field, seq });
  return true;
}

export function pick(c: State, group: Id): boolean {
  c.group = group; // said again in the next HELLO,
  c.moved = true; // where the replica of the group before is no prefix of this one's view
  if (c.state !== "live") return false;
  send(c, "pick", { group });
  return true;
}

export function join(c: State, table: string, name: string, hash: Uint8Array): boolean {
  const line = (s: string, most: number): boolean => isClean(s) && !/[\n\t]/.test(s) && bytes(s) <= most;
  if (c.state !== "live" || !line(table, 16) || !line(name, 80)) return false;
  send(c, "join", { table, name, hash });
  return true;
}

/** Sent again until its RECEIPT is there. */
export function ballot(c: State, poll: Id, answer: string | readonly Id[]): boolean {
  if (poll === 0 || (typeof answer === "string" && !isClean(answer)) || encode(answer).length > ANSWER_BYTES) return false;
  const sent = c.ballots.some((b) => b.poll === poll && b.sent);
  c.ballots = [...c.ballots.filter((b) => b.poll !== poll), { poll, answer, sent, newer: sent }];
  return true;
}

/** Positions in the confirmed text of the field. */
export function presence(c: State, node: Id, field: number, anchor: number, head: number): boolean {
  const screen = c.role === ROLES.screen.number; // writes nothing, but tells which page it shows
  if ((c.ord === 0 && !screen) || !connectedEnough(c)) return false;
  c.pres = { node, field, seq: screen ? 0 : c.applied, anchor: Math.min(anchor, LIMITS.text), head: Math.min(head, LIMITS.text), pending: c.own.length };
  c.presDue = true; // the last one is the one that is sent
  return true;
}
const connectedEnough = (c: State): boolean => c.state === "live" || c.state === "suspect";

/** The name is said in HELLO only: a connection that stands is made anew. */
export function rename(c: State, name: string): void {
  if (c.config.name === name) return;
  c.config.name = name;
  c.tries = 0;
  again(c);
  if (c.state === "backoff") c.deadline = c.now + 1;
  c.news |= NEWS.state;
}
