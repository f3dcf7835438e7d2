/* sw.ts - the page itself, kept on this device: it comes back after a reload while the daemon is away.
 *
 * What: holds index.html and the files of exactly this build. A page's address is answered from here, so page and files
 *       always belong together; everything else goes to the network.
 * Not:  never anything of a seminar: no WebSocket, no /join, no downloads. It never takes over open pages from an older
 *       worker: the next opening does.
 * Uses: BUILD and PATHS, put in by build.mjs. */
declare const BUILD: string;
declare const PATHS: readonly string[];
export {};

const worker = self as unknown as ServiceWorkerGlobalScope;

const CACHE = `samverka-${BUILD}`;
const PAGE = "/index.html";
const KNOWN = new Set(PATHS);
/** "/" and "/<seminar>/": the addresses that are answered with the page. */
const isPage = (path: string): boolean => path === "/" || /^\/[a-z0-9][a-z0-9-]{0,47}\/$/.test(path);

worker.addEventListener("install", (e) => {
  e.waitUntil(
    caches.open(CACHE).then(async (cache) => {
      // The page under whatever address the daemon serves it; its name here is ours.
      const page = await fetch("/", { cache: "no-cache" });
      if (!page.ok) throw new Error(`page: ${page.status}`);
      await Promise.all([cache.put(PAGE, page), cache.addAll([...PATHS])]);
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
