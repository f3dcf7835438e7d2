/* build.mjs OUT [--watch] - the browser clients as files: one entry, one chunk per role, pre-compressed.
 *
 * What: OUT/index.html, OUT/sw.js, OUT/assets/*, and OUT/manifest.json which lists them for the daemon:
 *       [{path, type, immutable, file, gzip, brotli}], sorted by path. The same sources give the same bytes.
 * Not:  no types are checked here (npm run check).    Uses: esbuild. */
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2];
if (!out) {
  console.error("build.mjs: say where to write: node build.mjs OUT");
  process.exit(2);
}
const TYPES = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  woff2: "font/woff2",
  json: "application/json",
};
const common = {
  absWorkingDir: here,
  bundle: true,
  format: "esm",
  target: ["es2022", "chrome100", "firefox100", "safari15.4"],
  minify: true,
  legalComments: "none",
  jsx: "automatic",
  jsxImportSource: "preact",
  loader: { ".woff2": "file" },
  write: false,
  metafile: true,
  logLevel: "warning",
};

// A test may put a screen of its own in the place of the roles'.
const probe = process.env.SAMVERKA_WEB_PROBE;
const plugins = !probe ? [] : [{
  name: "probe",
  setup: (b) => b.onResolve({ filter: /roles\/\w+\/index\.tsx$/ }, (q) => q.path.includes("landing") ? null : { path: resolve(probe) }),
}];

const files = new Map(); // path -> bytes
const pages = await build({
  ...common,
  plugins,
  nodePaths: [join(here, "node_modules")],
  entryPoints: { app: "src/main.tsx" },
  splitting: true,
  outdir: "/assets",
  publicPath: "/assets",
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
});
// esbuild gathers the styles of everything in the entry's sheet. Here each screen has its own, and the entry only what
// all share: a phone does not load the moderator's.
const entryOnly = await build({
  ...common,
  plugins: [{
    name: "entry-only",
    setup: (b) => b.onResolve({ filter: /./ }, (a) => (a.kind === "dynamic-import" ? { path: a.path, external: true } : undefined)),
  }],
  nodePaths: [join(here, "node_modules")],
  entryPoints: { app: "src/main.tsx", font: "src/ui/font.css" },
  outdir: "/assets",
  publicPath: "/assets",
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
});
for (const f of entryOnly.outputFiles) {
  if (f.path.endsWith(".css") || f.path.endsWith(".woff2")) files.set(f.path.replaceAll("\\", "/"), Buffer.from(f.contents));
}
const sheets = new Map(); // screen -> its style sheet
for (const o of Object.values(pages.metafile.outputs)) {
  const m = /roles\/(\w+)\/index\.tsx$/.exec(o.entryPoint ?? "");
  if (m && o.cssBundle) sheets.set(m[1], o.cssBundle);
}
const wanted = (path) => !path.endsWith(".css") || [...sheets.values()].some((s) => ("/" + s).endsWith(path));
for (const f of pages.outputFiles.filter((f) => wanted(f.path.replaceAll("\\", "/")))) files.set(f.path.replaceAll("\\", "/"), Buffer.from(f.contents));
const named = (suffix) => [...files.keys()].find((p) => p.startsWith("/assets/app-") && p.endsWith(suffix));
files.set("/assets/icon.svg", readFileSync(join(here, "icon.svg")));
const outputs = pages.metafile.outputs;
const key = (path) => Object.keys(outputs).find((k) => ("/" + k.replace(/^\/+/, "")).endsWith(path));
function closure(path, seen = new Set()) {
  if (!path || seen.has(path)) return seen;
  seen.add(path);
  for (const i of outputs[path]?.imports ?? []) if (i.kind === "import-statement") closure(i.path, seen);
  return seen;
}
const entry = key(named(".js"));
// What the entry needs is asked for at once, not one round trip after another.
const preload = [...closure(entry)].filter((p) => p !== entry).map((p) => `/${p.replace(/^.*?assets\//, "assets/")}`).sort();
const html = readFileSync(join(here, "index.html"), "utf8")
  .replace("%STYLES%", [...sheets].map(([name, path]) => `${name}=/${path.replace(/^.*?assets\//, "assets/")}`)
    .concat([...files.keys()].filter((p) => /\/font-[^/]*\.css$/.test(p)).map((p) => `font=${p}`)).sort().join(" "))
  .replace("%PRELOAD%", preload.map((p) => `<link rel="modulepreload" href="${p}" />`).join("\n    "))
  .replace("%STYLE%", named(".css"))
  .replace("%SCRIPT%", named(".js"));
files.set("/index.html", Buffer.from(html));

// What each screen needs beyond the entry, its letters too; what none of them owns alone is shared.
const served = (output) => `/${output.replace(/^.*?assets\//, "assets/")}`;
const LETTERLESS = new Set(["participant", "secretary", "landing"]);
const landing = Object.keys(outputs).find((p) => outputs[p].entryPoint?.endsWith("roles/landing/index.tsx"));
const shared = new Set([...closure(entry), ...closure(landing)].map(served));
const roles = {};
for (const [output, o] of Object.entries(outputs)) {
  const m = /roles\/(\w+)\/index\.tsx$/.exec(o.entryPoint ?? "");
  if (!m || m[1] === "landing") continue; // the way in is shared
  const own = [...closure(output)].map(served).concat(sheets.has(m[1]) ? served(sheets.get(m[1])) : []);
  const letters = LETTERLESS.has(m[1]) ? [] : [...files.keys()].filter((p) => /\.woff2$|\/font-[^/]*\.css$/.test(p));
  roles[m[1]] = [...new Set([...own, ...letters])].filter((p) => !shared.has(p)).sort();
}
const owned = new Set(Object.values(roles).flat());

// The service worker keeps exactly this build: its name is a hash of everything in it.
const version = createHash("sha256");
for (const path of [...files.keys()].sort()) version.update(path).update(files.get(path));
const worker = await build({
  ...common,
  entryPoints: { sw: "src/sw.ts" },
  outdir: "/",
  format: "iife",
  define: {
    BUILD: JSON.stringify(version.digest("hex").slice(0, 16)),
    SHARED: JSON.stringify([...files.keys()].filter((p) => p !== "/index.html" && !owned.has(p)).sort()),
    ROLES: JSON.stringify(roles),
  },
});
files.set("/sw.js", Buffer.from(worker.outputFiles[0].contents));

rmSync(out, { recursive: true, force: true });
const manifest = [];
for (const path of [...files.keys()].sort()) {
  const bytes = files.get(path);
  const file = join(out, path);
  const type = TYPES[path.split(".").pop()];
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  const entry = { path, type, immutable: /-[A-Z0-9]{8}\./.test(path), file: path.slice(1) };
  const packed = !path.endsWith(".woff2");
  if (packed) {
    writeFileSync(file + ".gz", gzipSync(bytes, { level: 9 }));
    writeFileSync(file + ".br", brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }));
    entry.gzip = entry.file + ".gz";
    entry.brotli = entry.file + ".br";
  }
  manifest.push(entry);
}
writeFileSync(join(out, "manifest.json"), JSON.stringify(manifest, null, 1) + "\n");

// First load of each role, gzip: the entry, its static imports, and the role's chunk with what it imports.
const sizes = {};
for (const [path, o] of Object.entries(outputs)) {
  const m = /roles\/(\w+)\/index\.tsx$/.exec(o.entryPoint ?? "");
  if (!m) continue;
  const all = new Set([...closure(entry), ...closure(path)]);
  if (o.cssBundle) all.add(o.cssBundle);
  let bytes = gzipSync(files.get("/index.html"), { level: 9 }).length + gzipSync(files.get(named(".css")), { level: 9 }).length;
  for (const p of all) bytes += gzipSync(files.get("/" + p.replace(/^.*?assets\//, "assets/")) ?? "", { level: 9 }).length;
  sizes[m[1]] = bytes;
}
writeFileSync(join(out, "sizes.json"), JSON.stringify(sizes, null, 1) + "\n");
