/* embed.mjs WEB OUT - what build.mjs made, as a table that the daemon is linked with.
 *
 * What: OUT.S takes the files in, byte for byte; OUT.c is the table of daemon/io/web.h over them, sorted by path.
 *       Without a manifest in WEB the table is empty: a daemon without browser clients.
 * Not:  nothing is packed here (build.mjs has done it). */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const [web, out] = process.argv.slice(2);
if (!web || !out) {
  console.error("embed.mjs: say what to read and where to write: node embed.mjs WEB OUT");
  process.exit(2);
}
const listed = join(web, "manifest.json");
const manifest = existsSync(listed) ? JSON.parse(readFileSync(listed, "utf8")) : [];
manifest.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));

const quoted = (text) => {
  if (!/^[\x20-\x7e]*$/.test(text)) throw new Error(`not plain text: ${text}`);
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
};
const parts = [];
function take(file) {
  if (!file) return "{0, 0}";
  const path = resolve(web, file);
  const name = `smv_web_bytes_${parts.length}`;
  parts.push({ name, path });
  return `{${name}, ${readFileSync(path).length}}`;
}
const rows = manifest.map((f) => {
  const hash = createHash("sha256").update(readFileSync(join(web, f.file))).digest("hex").slice(0, 16);
  return `    {${quoted(f.path)}, ${quoted(f.type)}, "${hash}", ${Boolean(f.immutable)},\n` +
    `     ${take(f.file)}, ${take(f.gzip)}, ${take(f.brotli)}},\n`;
});

const made = "made by client-web/embed.mjs";
writeFileSync(`${out}.c`, `/* ${made} */\n#include "daemon/io/web.h"\n\n` +
  parts.map((p) => `extern const uint8_t ${p.name}[];\n`).join("") +
  `\nconst struct smv_web_file smv_web_files[] = {\n${rows.join("")}    {0, 0, 0, 0, {0, 0}, {0, 0}, {0, 0}}};\n` +
  `const size_t smv_web_count = ${rows.length};\n`);
writeFileSync(`${out}.S`, `/* ${made} */\n.section .rodata\n` +
  parts.map((p) => `.balign 16\n.global ${p.name}\n${p.name}:\n.incbin ${quoted(p.path)}\n`).join("") +
  `.section .note.GNU-stack,"",%progbits\n`);
