/* sw.ts - the page itself, kept on this device: it comes back after a reload while the daemon is away.
 *
 * What: holds index.html and the files of exactly this build: what all roles share, and the roles that this device has
 *       been. A phone on a hall's network does not fetch the moderator's. A page's address is answered from here, so page
 *       and files always belong together; everything else goes to the network.
 * Not:  never anything of a seminar: no WebSocket, no /join, no downloads. It never takes over open pages from an older
 *       worker: the next opening does.
 * Uses: BUILD, SHARED and ROLES, put in by build.mjs. */
declare const BUILD: string;
declare const SHARED: readonly string[];
declare const ROLES: Readonly<Record<string, readonly string[]>>;
export {};

const worker = self as unknown as ServiceWorkerGlobalScope;

const CACHE = `samverka-${BUILD}`;
const PAGE = "/index.html";
const KNOWN = new Set([...SHARED, ...Object.values(ROLES).flat()]);
/** Stands in the cache for a role whose files are all there. */
const mark = (role: string): string => `/role/${role}`;
/** "/" and "/<seminar>/": the addresses that are answered with the page. */
const isPage = (path: string): boolean => path === "/" || /^\/[a-z0-9][a-z0-9-]{0,47}\/$/.test(path);

async function keep(cache: Cache, role: string): Promise<void> {
  const files = ROLES[role];
  if (!files || (await cache.match(mark(role)))) return;
  const missing = await Promise.all(files.map(async (f) => ((await cache.match(f)) ? "" : f)));
  await cache.addAll(missing.filter((f) => f !== ""));
  await cache.put(mark(role), new Response());
}
/** What this device has been, by the caches of this build and the one before. */
async function rolesBefore(): Promise<string[]> {
  const roles = new Set<string>();
  for (const name of (await caches.keys()).filter((n) => n.startsWith("samverka-"))) {
    for (const { url } of await (await caches.open(name)).keys()) {
      const role = /\/role\/(\w+)$/.exec(url)?.[1];
      if (role) roles.add(role);
    }
  }
  return [...roles];
}

worker.addEventListener("install", (e) => {
  e.waitUntil(
    caches.open(CACHE).then(async (cache) => {
      // The page under whatever address the daemon serves it; its name here is ours.
      const page = await fetch("/", { cache: "no-cache" });
      if (!page.ok) throw new Error(`page: ${page.status}`);
      await Promise.all([cache.put(PAGE, page), cache.addAll([...SHARED]), ...(await rolesBefore()).map((r) => keep(cache, r))]);
    }),
  );
});

worker.addEventListener("activate", (e) => {
  e.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((n) => n.startsWith("samverka-") && n !== CACHE).map((n) => caches.delete(n))))
      .then(() => worker.clients.claim()),
  );
});

// A page says which role it shows, and is told when it would come back without the daemon.
worker.addEventListener("message", (e) => {
  const { role } = (e.data ?? {}) as { role?: unknown };
  if (typeof role !== "string") return;
  e.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => keep(cache, role))
      .then(() => e.source?.postMessage({ kept: role })),
  );
});

async function answer(request: Request, path: string): Promise<Response> {
  const kept = await caches.match(path, { cacheName: CACHE });
  return kept ?? fetch(request);
}

worker.addEventListener("fetch", (e) => {
  const { request } = e;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (request.mode === "navigate" && isPage(url.pathname)) e.respondWith(answer(request, PAGE));
  else if (KNOWN.has(url.pathname)) e.respondWith(answer(request, url.pathname));
});
