/* past.ts - operations of the past in readable lines.
 *
 * What: who did what to a thing, when; typing that belongs together is one line with what stood there after it.
 * Not:  no drawing.    Uses: core/text for code points, protocol.gen.ts for the names.
 * Invariants: a part of the text that is not known (its typing is older than what was fetched) is shown as "…". */
import { KINDS, type KindName, OPS } from "../../protocol.gen.ts";
import type { Id, PastOp } from "../../state/seminar.ts";

export type Did = "add" | "carried" | "remove" | "restore" | "move" | "write" | "erase" | "set" | "clear" | "other";
export interface Line {
  readonly seq: number;
  readonly ts: number;
  readonly name: string;
  readonly ord: number;
  readonly did: Did;
  readonly field: string;
  readonly text: string;
}
const TOGETHER_MS = 60_000;
const AROUND = 40;

/** Code points; null where it is not known what stands there. */
type Known = (string | null)[];
type Component = number | string | { readonly d?: unknown };

function typed(was: Known, op: readonly Component[]): { now: Known; from: number; to: number; put: boolean } {
  const now: Known = [];
  let at = 0;
  let from = -1;
  let to = 0;
  let put = false;
  const touch = (): void => {
    if (from < 0) from = now.length;
    to = now.length;
  };
  const take = (n: number): void => {
    for (let i = 0; i < n; i++) now.push(at < was.length ? (was[at] ?? null) : null), at++;
  };
  for (const c of op) {
    if (typeof c === "number") take(c);
    else if (typeof c === "string") {
      touch();
      now.push(...c);
      to = now.length;
      put = true;
    } else {
      touch();
      at += Number(c.d) || 0;
    }
  }
  while (at < was.length) take(1);
  return { now, from: Math.max(0, from), to, put };
}
function snippet(all: Known, from: number, to: number): string {
  const [a, b] = [Math.max(0, from - AROUND), Math.min(all.length, to + AROUND)];
  const text = all.slice(a, b).map((c) => c ?? "\0").join("").replace(/\0+/g, "…").replace(/\s+/g, " ");
  const long = [...text].length > 220 ? `${[...text].slice(0, 219).join("")}…` : text;
  return `${a > 0 ? "…" : ""}${long}${b < all.length ? "…" : ""}`.replace(/…+/g, "…").trim();
}
const fieldName = (kind: KindName | "", number: number): string =>
  kind === "" ? "" : (Object.entries(KINDS[kind].fields as Record<string, { number: number }>).find(([, f]) => f.number === number)?.[0] ?? "");

/** past: oldest first. Newest line first. */
export function lines(past: readonly PastOp[], id: Id, kind: KindName | ""): Line[] {
  const texts = new Map<number, Known>();
  const out: (Line & { last: number })[] = [];
  for (const p of past) {
    const base = { seq: p.seq, ts: p.ts, name: p.name, ord: p.ord, last: p.ts };
    const [number, , ...rest] = p.op;
    const push = (did: Did, field = "", text = ""): void => void out.push({ ...base, did, field, text });
    if (number === OPS.add.number && p.op[1] !== id) {
      push("carried"); // made by a rule out of what was added elsewhere
    } else if (number === OPS.add.number) {
      for (const pair of Array.isArray(rest[3]) ? (rest[3] as unknown[]) : []) {
        if (Array.isArray(pair) && typeof pair[0] === "number" && typeof pair[1] === "string") texts.set(pair[0], [...pair[1]]);
      }
      push("add");
    } else if (number === OPS.del.number) push("remove");
    else if (number === OPS.undel.number) push("restore");
    else if (number === OPS.move.number) push("move");
    else if (number === OPS.set.number) {
      const value = rest[1];
      const shown = typeof value === "string" || typeof value === "number" ? String(value) : "";
      push(shown === "" ? "clear" : "set", fieldName(kind, Number(rest[0])), shown);
    } else if (number === OPS.txt.number && Array.isArray(rest[1])) {
      const field = Number(rest[0]);
      const { now, from, to, put } = typed(texts.get(field) ?? [], rest[1] as Component[]);
      texts.set(field, now);
      const name = fieldName(kind, field);
      const top = out.at(-1);
      const line = { ...base, did: (now.length === 0 ? "clear" : put ? "write" : "erase") as Did, field: name, text: snippet(now, from, to) };
      const joins = top && ["write", "erase", "clear"].includes(top.did) && top.field === name && top.ord === p.ord && p.ts - top.last < TOGETHER_MS;
      if (joins) {
        const did = line.did === "erase" && top.did === "write" ? "write" : line.did;
        out[out.length - 1] = { ...line, did, text: snippet(now, 0, Math.min(now.length, 140)) };
      } else out.push(line);
    } else push("other");
  }
  return out.reverse();
}
