/* worker.ts - registers the service worker that brings the page back while the daemon is away.
 *
 * What: once per page, only where the browser allows it (https, localhost). A new version installs quietly and takes
 *       effect when the page is next opened; nothing here interrupts. A page that is open for long looks for it when
 *       the daemon has been away, so that the next opening is the new one and not the one after.
 * Not:  what the worker does is sw.ts. */
const SCRIPT = "/sw.js";

interface Policy {
  createScriptURL(url: string): string;
}
interface Factory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy;
}

/** The one script address that this page may make; the CSP asks for such a policy. */
function script(): string {
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  const rules = {
    createScriptURL: (url: string): string => {
      if (url !== SCRIPT) throw new TypeError("not a script of samverka");
      return url;
    },
  };
  return factory ? factory.createPolicy("samverka", rules).createScriptURL(SCRIPT) : SCRIPT;
}

export function startWorker(): void {
  if (!isSecureContext || !("serviceWorker" in navigator)) return;
  // After the page has what it needs: a phone on a bad network loads the role first.
  const register = (): void => {
    navigator.serviceWorker.register(script(), { scope: "/", updateViaCache: "none" }).catch(() => undefined);
  };
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}

/** The daemon was away, or is of another version: its pages may be newer. */
export function lookForNewer(): void {
  if (!isSecureContext || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.getRegistration().then((r) => r?.update()).catch(() => undefined);
}

/** Keeps this role's files for a reload while the daemon is away; <html data-kept> says when they are there. */
export function keepRole(role: string): void {
  if (!isSecureContext || !("serviceWorker" in navigator)) return;
  const said = (e: MessageEvent): void => {
    if ((e.data as { kept?: string } | null)?.kept === role) document.documentElement.dataset["kept"] = role;
  };
  navigator.serviceWorker.addEventListener("message", said);
  navigator.serviceWorker.ready.then((r) => r.active?.postMessage({ role })).catch(() => undefined);
}
