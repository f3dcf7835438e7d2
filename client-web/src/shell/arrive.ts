/* arrive.ts - from the address of this tab to what it shows.
 *
 * What: / is the code entry; /host/ the machine owner's page; /<seminar>/ with a secret (in the address, or kept for
 *       the tab) a session, else the roles that this device remembers. A screen, or a participant, that this device was
 *       last comes back without a question.
 * Not:  no pages (main.tsx). */
import type { Seminar } from "../state/seminar.ts";
import { rememberCaret } from "./caret.ts";
import { type Remembered, dropTab, keepTab, remembered, tabOf, takeFragment } from "./link.ts";
import { hooks, openSession, type Session } from "./session.ts";

export type Arrival =
  | { readonly at: "landing"; readonly roles: readonly Remembered[] }
  /** roles: "Fortsätt som ..."; empty: this device knows nothing of it, a link or code is needed. */
  | { readonly at: "choose"; readonly seminar: string; readonly roles: readonly Remembered[] }
  | { readonly at: "host"; readonly secret: string }
  | { readonly at: "seminar"; readonly s: Seminar; readonly session: Session };

const PATH = /^\/([a-z0-9][a-z0-9-]{0,47})\/?$/;
const HOST = "host";
/** Come back without being asked. */
const UNATTENDED = new Set(["screen", "participant"]);

let tell: (a: Arrival) => void = () => undefined;
let current: Session | null = null;

const here = (): string => PATH.exec(location.pathname)?.[1] ?? "";

async function begin(seminar: string, token: string): Promise<Arrival> {
  const before = current;
  current = null;
  await before?.close();
  const session = await openSession({ seminar, token });
  current = session;
  return { at: "seminar", s: session.seminar, session };
}

/** Calls back now, and again whenever this tab becomes something else. */
export function onArrival(f: (a: Arrival) => void): void {
  tell = f;
  void arrive().then(f);
}

/** From the landing page: a role that is remembered, or a code that was typed. */
export async function enter(seminar: string, token: string): Promise<void> {
  keepTab(seminar, { token, cid: "" });
  if (here() !== seminar) history.pushState(null, "", `/${seminar}/`);
  tell(await begin(seminar, token));
}

/** Back to the choice of roles, such as after a link that is not valid any more. */
export async function leave(): Promise<void> {
  const seminar = here();
  await current?.close();
  current = null;
  dropTab(seminar);
  tell(await choice(seminar));
}

const choice = async (seminar: string): Promise<Arrival> =>
  seminar ? { at: "choose", seminar, roles: await remembered(seminar) } : { at: "landing", roles: await remembered() };

export async function arrive(): Promise<Arrival> {
  const seminar = here();
  if (!seminar) return choice("");
  const token = takeFragment(seminar, false) || (tabOf(seminar)?.token ?? "");
  if (seminar === HOST) return { at: "host", secret: token };
  if (token) return begin(seminar, token);
  const known = await choice(seminar);
  const last = known.at === "choose" ? known.roles[0] : undefined;
  if (last && UNATTENDED.has(last.role)) {
    keepTab(seminar, { token: last.token, cid: "" });
    return begin(seminar, last.token);
  }
  return known;
}

hooks.reopen = (seminar, token) => {
  keepTab(seminar, { token, cid: "" });
  void begin(seminar, token).then((a) => tell(a));
};
hooks.goOn = (seminar, token) => {
  const before = current;
  keepTab(seminar, { token, cid: "" });
  void openSession({ seminar, token, later: true }).then(async (session) => {
    await session.decided();
    if (current !== before) return session.close(); // another way was taken meanwhile
    rememberCaret();
    session.typeAgain();
    current = session;
    const over = before?.close();
    tell({ at: "seminar", s: session.seminar, session });
    return over;
  });
};
// Another link was pasted over this tab's address: only the part behind # differs, so the page stays.
addEventListener("hashchange", () => {
  const seminar = here();
  const before = tabOf(seminar)?.token;
  const token = seminar ? takeFragment(seminar, true) : "";
  if (!token || token === before) return;
  if (seminar === HOST) tell({ at: "host", secret: token });
  else void begin(seminar, token).then((a) => tell(a));
});
addEventListener("popstate", () => {
  if (!location.hash && here() !== (current?.seminar.name ?? "")) void current?.close().then(arrive).then((a) => tell(a));
});
