/* Guidance.tsx - a template's advice: plain text with paragraphs and lists, folded away when one likes.
 *
 * What: <Prose> draws lines that begin with "- " as a list, empty lines as new paragraphs; <Guidance> folds it.
 * Not:  no markup is understood; what people wrote stays text. */
import { useEffect, useRef } from "preact/hooks";
import { pieces } from "../text/pieces.ts";
import "./pieces.css";

type Block = { readonly list: boolean; readonly lines: string[] };

/** Lines that follow each other belong together; a line that begins with spaces goes on with the one above. */
export function blocks(text: string): Block[] {
  const out: Block[] = [];
  let open: Block | null = null;
  for (const raw of text.split("\n")) {
    const line = raw.trimEnd();
    if (!line.trim()) {
      open = null;
      continue;
    }
    const item = /^\s*[-•] +(.*)$/.exec(line);
    if (item) {
      if (!open?.list) out.push((open = { list: true, lines: [] }));
      open.lines.push(item[1] ?? "");
    } else if (open?.list && /^\s/.test(raw)) {
      open.lines[open.lines.length - 1] += ` ${line.trim()}`;
    } else {
      if (!open || open.list) out.push((open = { list: false, lines: [] }));
      open.lines.push(line.trim());
    }
  }
  return out;
}

export function Prose({ text, class: name = "prose" }: { text: string; class?: string }) {
  return (
    <div class={name}>
      {blocks(text).map((b, i) =>
        b.list ? (
          <ul key={i}>
            {b.lines.map((l, j) => (
              <li key={j}>{l}</li>
            ))}
          </ul>
        ) : (
          <p key={i}>{b.lines.join(" ")}</p>
        ),
      )}
    </div>
  );
}

const kept = (key: string): string | null => {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
};

/** name: what is remembered under in this tab, so that advice once folded stays folded on the next question. */
export function Guidance(props: { text: string; title?: string; open?: boolean; name?: string }) {
  const ref = useRef<HTMLDetailsElement>(null);
  const key = `samverka.guidance.${props.name ?? ""}`;
  useEffect(() => {
    const was = props.name ? kept(key) : null;
    if (ref.current) ref.current.open = was === null ? (props.open ?? false) : was === "1";
  }, [key]);
  if (!props.text.trim()) return null;
  const remember = (): void => {
    if (!props.name || !ref.current) return;
    try {
      sessionStorage.setItem(key, ref.current.open ? "1" : "0");
    } catch {
      /* then it is as it was when the page was opened */
    }
  };
  return (
    <details class="guidance" ref={ref} onToggle={remember}>
      <summary>{props.title ?? pieces("guidance")}</summary>
      <Prose text={props.text} />
    </details>
  );
}
