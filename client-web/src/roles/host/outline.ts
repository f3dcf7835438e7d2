/* outline.ts - what a template holds, for a look before a seminar is made from it.
 *
 * What: the title and the sessions with their times, read from the lines of the YAML by their indentation.
 * Not:  no YAML reader: what is right and wrong in the file is the daemon's to say. What is not understood is left out. */
export interface OutlineSession {
  readonly title: string;
  readonly start: string;
  readonly minutes: number;
  readonly form: string;
}
export interface Outline {
  readonly title: string;
  readonly about: string;
  readonly language: string;
  readonly rooms: number;
  readonly sessions: readonly OutlineSession[];
}

/** A value on one line, without quotes and without a comment behind it. */
function value(raw: string): string {
  const text = raw.trim();
  const quoted = /^"((?:[^"\\]|\\.)*)"|^'((?:[^']|'')*)'/.exec(text);
  if (quoted) return quoted[1]?.replace(/\\(.)/g, "$1") ?? (quoted[2] ?? "").replaceAll("''", "'");
  return text.replace(/\s+#.*$/, "").trim();
}

export function outline(yaml: string): Outline {
  const top: Record<string, string> = {};
  const sessions: { title: string; start: string; minutes: number; form: string }[] = [];
  let section = "";
  let dash = -1;
  let folded = "";
  let rooms = 0;
  for (const line of yaml.split(/\r\n|\r|\n/)) {
    if (/^\s*(#|$)/.test(line)) continue;
    const indent = line.length - line.trimStart().length;
    const head = /^([a-z_]+):\s*(.*)$/.exec(line);
    if (head) {
      section = head[1]!;
      folded = /^[|>]/.test(head[2]!) ? section : "";
      top[section] = folded ? "" : value(head[2]!);
      dash = -1;
      continue;
    }
    if (folded) {
      top[folded] = `${top[folded] ?? ""} ${line.trim()}`.trim();
      continue;
    }
    if (section === "rooms") {
      const count = /^\s+count:\s*(\d+)/.exec(line);
      if (count) rooms = Number(count[1]);
    }
    if (section !== "sessions") continue;
    const item = /^(\s*)- /.exec(line);
    if (item && (dash < 0 || indent === dash)) {
      dash = indent;
      sessions.push({ title: "", start: "", minutes: 0, form: "" });
    }
    const now = sessions.at(-1);
    const pair = /^\s*(?:- )?([a-z_]+):\s*(.*)$/.exec(line);
    const column = item ? indent + 2 : indent;
    if (!now || !pair || column !== dash + 2) continue;
    if (pair[1] === "title") now.title = value(pair[2]!);
    else if (pair[1] === "start") now.start = value(pair[2]!);
    else if (pair[1] === "minutes") now.minutes = Number(value(pair[2]!)) || 0;
    else if (pair[1] === "form") now.form = value(pair[2]!);
  }
  return { title: top["title"] ?? "", about: top["about"] ?? "", language: top["language"] ?? "", rooms, sessions };
}
