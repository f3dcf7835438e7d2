/* dev.mjs DAEMON [PORT] - freshly built pages in front of a running daemon, for whoever works on the screens.
 *
 *     node client-web/dev.mjs http://127.0.0.1:8440        prints the address to open instead of the daemon's
 *
 * What: builds at every request for a page, serves the files, hands everything else (WebSocket, /join, APIs) on.
 * Not:  for users: they get the pages from samverkad itself. Listens on loopback only. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const daemon = new URL(process.argv[2] ?? "http://127.0.0.1:8440");
const out = mkdtempSync(join(tmpdir(), "samverka-web-"));
process.on("exit", () => rmSync(out, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
  "worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types samverka";

let manifest = [];
function rebuild() {
  execFileSync(process.execPath, [join(here, "build.mjs"), out], { stdio: ["ignore", "inherit", "inherit"] });
  manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));
}
// With SAMVERKA_WEB_ONCE one build serves until the end: somebody may just be saving a file, so it is tried for a while.
for (let tries = 0; process.env.SAMVERKA_WEB_ONCE && !manifest.length; tries++) {
  try {
    rebuild();
  } catch (e) {
    if (tries === 20) throw e;
    await new Promise((again) => setTimeout(again, 3000));
  }
}
if (!manifest.length) rebuild();

function ownHeaders(headers) {
  const changed = { ...headers, host: daemon.host };
  if (changed.origin) changed.origin = daemon.origin;
  return changed;
}
const server = createServer((q, a) => {
  const path = new URL(q.url, "http://x").pathname;
  const page = q.method === "GET" && (path === "/" || /^\/[a-z0-9-]+\/$/.test(path));
  if (page && (!process.env.SAMVERKA_WEB_ONCE || !manifest.length)) {
    try {
      rebuild();
    } catch (e) {
      a.writeHead(500, { "content-type": "text/plain" }).end(String(e));
      return;
    }
  }
  const entry = manifest.find((m) => m.path === (page ? "/index.html" : path));
  if (entry) {
    a.writeHead(200, { "content-type": entry.type, "content-security-policy": CSP, "cache-control": "no-cache" });
    a.end(readFileSync(join(out, entry.file)));
    return;
  }
  const on = request(daemon, { method: q.method, path: q.url, headers: ownHeaders(q.headers) }, (r) => {
    a.writeHead(r.statusCode, r.headers);
    r.pipe(a);
  });
  on.on("error", () => a.writeHead(502).end());
  q.pipe(on);
});
server.on("upgrade", (q, socket, head) => {
  const on = connect(Number(daemon.port), daemon.hostname, () => {
    const lines = Object.entries(ownHeaders(q.headers)).map(([k, v]) => `${k}: ${v}\r\n`);
    on.write(`GET ${q.url} HTTP/1.1\r\n${lines.join("")}\r\n`);
    on.write(head);
    on.pipe(socket).pipe(on);
  });
  on.on("error", () => socket.destroy());
  on.on("close", () => socket.destroy());
  socket.on("error", () => on.destroy());
  socket.on("close", () => on.destroy());
});
server.listen(Number(process.argv[3] ?? 0), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
