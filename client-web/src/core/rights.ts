/* rights.ts - may this tab's role write there: for what the screen offers; the verdict is the daemon's.
 *
 * What: the hands of a role at a place, as the schema's writers column names them; locks and a closed seminar.
 * Rule: MOD and ORG are a role's everywhere; OWN counts on the sheets (and calls, receipts) of the actor's own place; on a
 *       moderated sheet it is the moderators'. On a pattern and its content only organisers write. */
import { KINDS } from "../protocol.gen.ts";
import { fieldInfo, handsOf, kindInfo, type Hand } from "./schema.ts";
import { shownGone, shownKind, shownParent, shownSheet, shownValue } from "./shown.ts";
import type { State } from "./state.ts";
import { ROOT, type Id } from "./tree.ts";

const { sheet: SHEET, room: ROOM, group: GROUP, notice: NOTICE, receipt: RECEIPT, call: CALL, seminar: SEMINAR, poll: POLL, choice: CHOICE, answer: ANSWER, action: ACTION } = KINDS;
const CLOSED = 2;
const HANDS = 3;

const num = (c: State, id: Id, field: number): number => {
  const v = shownValue(c, id, field);
  return typeof v === "number" ? v : 0;
};

/** The field that names the place of a kind outside the sheets; 0 none. */
const placeField = (kind: number): number =>
  kind === NOTICE.number ? NOTICE.fields.place.number : kind === RECEIPT.number ? RECEIPT.fields.place.number
    : kind === CALL.number ? CALL.fields.place.number : 0;

/** The room or group that a node belongs to; 0 none. */
export function placeOf(c: State, id: Id): Id {
  const kind = shownKind(c, id);
  if (kind === ROOM.number || kind === GROUP.number) return id;
  const named = placeField(kind);
  if (named !== 0) return num(c, id, named);
  const sheet = shownSheet(c, id);
  return sheet === 0 ? 0 : num(c, sheet, SHEET.fields.room.number) || num(c, sheet, SHEET.fields.group.number);
}

/** What is still written in a closed seminar: an action's status, deadline and note, on locked sheets too. */
const FOLLOWED: readonly number[] = [ACTION.fields.status.number, ACTION.fields.by.number, ACTION.fields.note.number];
const isFollowedUp = (c: State, kind: number, field: number): boolean =>
  kind === ACTION.number && FOLLOWED.includes(field) && num(c, ROOT, SEMINAR.fields.state.number) === CLOSED;

/** May these writers' hand write at or under a node? own: it is of the actor's place; after: what is followed up after the day. */
function may(c: State, id: Id, writers: readonly Hand[], own: boolean, after = false): boolean {
  const mine = handsOf(c.role);
  if (writers.length === 0 || mine.length === 0) return false;
  const organiser = mine.includes("org");
  if (!organiser && !after && num(c, ROOT, SEMINAR.fields.state.number) === CLOSED) return false;
  const sheet = shownSheet(c, id);
  if (sheet !== 0 && num(c, sheet, SHEET.fields.each.number) !== 0) return organiser;
  if (mine.length === HANDS) return true;
  const leads = mine.includes("mod");
  if (sheet !== 0 && !leads && !after && num(c, sheet, SHEET.fields.locked.number) !== 0) return false;
  const moderated = sheet !== 0 && num(c, sheet, SHEET.fields.moderated.number) !== 0;
  return writers.some((hand) => (hand === "own" ? (moderated ? leads : own && mine.includes("own")) : mine.includes(hand)));
}

/** A poll is its sheet's own people's only where one group is asked; all others are the moderators'. */
function isPollOfMany(c: State, id: Id): boolean {
  let at = id;
  const kind = shownKind(c, id);
  if (kind !== POLL.number && kind !== CHOICE.number && kind !== ANSWER.number) return false;
  while (at !== 0 && shownKind(c, at) !== POLL.number) at = shownParent(c, at);
  return num(c, at, POLL.fields.group.number) === 0;
}
const isOwn = (c: State, id: Id): boolean => c.place !== 0 && placeOf(c, id) === c.place && !isPollOfMany(c, id);
const isWord = (kind: number): boolean => kind === CALL.number || kind === RECEIPT.number;

/** A room's own word outside the sheets: the new node has no place yet, the actor's own is meant. */
function addsOwn(c: State, parent: Id, kind: number): boolean {
  if (!isWord(kind)) return isOwn(c, parent);
  const to = placeOf(c, parent);
  return c.place !== 0 && (kind === CALL.number || to === 0 || to === c.place);
}

/** Set or type. A call's or receipt's place is said once, in the add. */
export function mayField(c: State, id: Id, field: number): boolean {
  const kind = shownKind(c, id);
  const info = fieldInfo(kind, field);
  if (info === undefined || (isWord(kind) && field === placeField(kind) && handsOf(c.role).length !== HANDS)) return false;
  return may(c, id, info.writers, isOwn(c, id), isFollowedUp(c, kind, field) && !shownGone(c, id));
}

/** A field of a node of that kind that stands, or may come to stand, under this one. */
export function mayKindField(c: State, under: Id, kind: number, field: number): boolean {
  const info = fieldInfo(kind, field);
  return info !== undefined && may(c, under, info.writers, addsOwn(c, under, kind));
}

/** A node of that kind: move, delete, undelete it when it is the node's own, else add it under the node. */
export function mayNode(c: State, id: Id, kind: number): boolean {
  const info = kindInfo(kind);
  if (info === undefined) return false;
  return may(c, id, info.writers, shownKind(c, id) === kind ? isOwn(c, id) : addsOwn(c, id, kind));
}
