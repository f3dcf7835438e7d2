/* link.ts - the secret of this tab, and the roles that this device remembers.
 *
 * What: takes the secret out of the address, keeps it for the tab, remembers which roles were used here.
 * Not:  does not connect (session.ts), does not decide what is shown (arrive.ts).
 * Invariants: the secret leaves the address bar only once it is kept elsewhere. Two roles of one seminar live in two
 *       tabs of one browser without knowing of each other. */
import { openDb, type Remembered } from "./db.ts";
import { hex, linkHash, random, readLocal, readTab, removeLocal, removeTab, unhex, writeLocal, writeTab } from "./web.ts";

export type { Remembered } from "./db.ts";

const tabKey = (seminar: string): string => `samverka.tab.${seminar}`;
const deviceKey = (seminar: string): string => `samverka.device.${seminar}`;
const DAY_MS = 36 * 3600 * 1000;
const SECRET_LEAST = 20; // characters; shorter ones are codes

export interface Tab {
  readonly token: string;
  /** Hex of the outbox's cid; "" none yet. */
  readonly cid: string;
}

/** A participant's code, as against a link's secret of at least 128 bits. */
export const isCode = (token: string): boolean => token.length < SECRET_LEAST;

export function tabOf(seminar: string): Tab | null {
  try {
    const t = JSON.parse(readTab(tabKey(seminar)) ?? "null") as Partial<Tab> | null;
    return t?.token ? { token: t.token, cid: t.cid ?? "" } : null;
  } catch {
    return null;
  }
}
/** false: the browser keeps nothing for the tab. */
export const keepTab = (seminar: string, tab: Tab): boolean => writeTab(tabKey(seminar), JSON.stringify(tab));
export const dropTab = (seminar: string): void => removeTab(tabKey(seminar));

const fragment = (): string => {
  const raw = location.hash.slice(1);
  try {
    return decodeURIComponent(raw).trim();
  } catch {
    return raw.trim();
  }
};

/** The secret in the address, taken out of it; "" none. later: an anchor within the page is not a secret. */
export function takeFragment(seminar: string, later: boolean): string {
  const token = fragment();
  if (!token || ((later || tabOf(seminar)) && isCode(token) && document.getElementById(token))) return "";
  if (later && isCode(token)) return "";
  const before = tabOf(seminar);
  const kept = keepTab(seminar, { token, cid: before?.token === token ? before.cid : "" });
  if (kept) history.replaceState(history.state, "", location.pathname + location.search);
  return token;
}

/** A participant's device: one answer in a poll, whichever tab it came from. Kept for the day. */
export function deviceCid(seminar: string): Uint8Array {
  try {
    const kept = JSON.parse(readLocal(deviceKey(seminar)) ?? "null") as { cid: string; made: number } | null;
    if (kept && /^[0-9a-f]{32}$/.test(kept.cid) && Math.abs(Date.now() - kept.made) < DAY_MS) return unhex(kept.cid);
  } catch {
    removeLocal(deviceKey(seminar));
  }
  const cid = random(16);
  writeLocal(deviceKey(seminar), JSON.stringify({ cid: hex(cid), made: Date.now() }));
  return cid;
}

/** Roles used on this device, the last one first. */
export async function remembered(seminar?: string): Promise<Remembered[]> {
  const all = await (await openDb()).links().catch(() => []);
  return all.filter((r) => !seminar || r.seminar === seminar).sort((a, b) => b.used - a.used);
}

export async function rememberRole(r: Omit<Remembered, "link" | "used">): Promise<void> {
  const db = await openDb();
  const before = (await remembered())[0]?.used ?? 0;
  const used = Math.max(Date.now(), before + 1);
  await db.remember({ ...r, link: linkHash(r.seminar, r.token), used }).catch(() => undefined);
}

/** Takes the role, and what was kept of it, off this device. Work that is not delivered stays until it is. */
export async function forgetRole(r: Remembered): Promise<void> {
  await (await openDb()).forget(r.link).catch(() => undefined);
  if (tabOf(r.seminar)?.token === r.token) dropTab(r.seminar);
}
