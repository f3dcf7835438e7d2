/* api.ts - what goes over HTTP and not over the seminar's own connection: files, closing, erasing.
 *
 * What: one request with this tab's secret, and its answer: ok with what it tells, or a word for why not.
 * Not:  the secret is in the Authorization header alone, never in an address.
 * Invariants: never throws; no answer at all is the word "away". */
import { tabOf } from "../../shell/link.ts";
import type { Seminar } from "../../state/seminar.ts";

export type Answer = { readonly ok: true; readonly [more: string]: unknown } | { readonly ok: false; readonly code: string; readonly error: string; readonly [more: string]: unknown };
export const tokenOfTab = (s: Seminar): string => tabOf(s.name)?.token ?? "";

export const bearer = (secret: string): Record<string, string> => ({ Authorization: `Bearer ${secret}` });
const AWAY = { ok: false, code: "away", error: "" } as const;

async function answerOf(r: Response): Promise<Answer> {
  const told = (await r.json().catch(() => null)) as Record<string, unknown> | null;
  if (r.ok && told && told["ok"] !== false) return { ...told, ok: true };
  if (r.ok && !told) return { ok: true };
  const code = typeof told?.["code"] === "string" ? told["code"] : r.status === 401 || r.status === 403 ? "denied" : r.status === 404 ? "missing" : r.status === 429 ? "rate" : "failed";
  return { ...told, ok: false, code, error: typeof told?.["error"] === "string" ? told["error"] : "" };
}

export async function get(secret: string, path: string): Promise<Answer> {
  try {
    return await answerOf(await fetch(path, { headers: bearer(secret), cache: "no-store" }));
  } catch {
    return AWAY;
  }
}
export async function post(secret: string, path: string, body: Record<string, unknown> = {}): Promise<Answer> {
  try {
    return await answerOf(await fetch(path, { method: "POST", headers: { ...bearer(secret), "Content-Type": "application/json" }, body: JSON.stringify(body) }));
  } catch {
    return AWAY;
  }
}
/** Text as it is, such as a template. */
export async function postText(secret: string, path: string, body: string): Promise<Answer> {
  try {
    return await answerOf(await fetch(path, { method: "POST", headers: { ...bearer(secret), "Content-Type": "text/plain;charset=utf-8" }, body }));
  } catch {
    return AWAY;
  }
}
/** A file; why not, when there is none. */
export async function file(secret: string, path: string): Promise<Blob | Answer> {
  try {
    const r = await fetch(path, { headers: bearer(secret), cache: "no-store" });
    return r.ok ? await r.blob() : await answerOf(r);
  } catch {
    return AWAY;
  }
}
/** A file of this device to the daemon, with how much has left. */
export function upload(secret: string, path: string, content: Blob, told: (part: number) => void): Promise<Answer> {
  return new Promise((done) => {
    const x = new XMLHttpRequest();
    x.open("POST", path);
    x.setRequestHeader("Authorization", `Bearer ${secret}`);
    x.setRequestHeader("Content-Type", "application/octet-stream");
    x.upload.onprogress = (e) => e.lengthComputable && told(e.loaded / e.total);
    x.onerror = () => done(AWAY);
    x.onload = () => void answerOf(new Response(x.responseText || null, { status: x.status < 200 ? 500 : x.status })).then(done);
    x.send(content);
  });
}
