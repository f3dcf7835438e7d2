/* index.tsx - the code, and the roles that this device remembers.
 *
 * What: one field for the short code (a pasted link is taken, too), "continue as" for what was used here before, and a
 *       clear sentence for every way in which it may not work.
 * Not:  does not connect: arrive.ts does.    Uses: POST /join, enter, forgetRole. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Arrival, enter } from "../../shell/arrive.ts";
import { forgetRole, type Remembered } from "../../shell/link.ts";
import { landing } from "../../text/landing.ts";
import { LanguageChoice } from "../../ui/Language.tsx";
import { Remember } from "./Roles.tsx";
import { announce } from "../../ui/announce.ts";
import "./landing.css";

type Props = { arrival: Arrival };
type Trouble = "codeMissing" | "codeWrong" | "codePause" | "noAnswer" | "otherAddress" | "";

const NAME = /^\/([a-z0-9][a-z0-9-]{0,47})\/?$/;

/** What was typed as a link of this very server: [seminar, secret]; null when it is none. */
function asLink(typed: string): readonly [string, string] | "elsewhere" | null {
  if (!/^https?:\/\//i.test(typed)) return null;
  try {
    const url = new URL(typed);
    const name = NAME.exec(url.pathname)?.[1];
    const secret = decodeURIComponent(url.hash.slice(1));
    if (url.host !== location.host || !name || !secret) return "elsewhere";
    return [name, secret];
  } catch {
    return null;
  }
}

async function ask(code: string): Promise<readonly [string, string] | Trouble> {
  let answer: Response;
  try {
    answer = await fetch("/join", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ code }),
    });
  } catch {
    return "noAnswer";
  }
  if (answer.status === 429 || answer.status === 503) return "codePause";
  if (answer.status === 400 || answer.status === 404) return "codeWrong";
  if (!answer.ok) return "noAnswer";
  const body = (await answer.json().catch(() => null)) as { seminar?: unknown; code?: unknown } | null;
  if (typeof body?.seminar !== "string" || typeof body.code !== "string") return "noAnswer";
  return [body.seminar, body.code.replace(/[\s-]/g, "")];
}

/** Does this server know the seminar in the address? */
function useKnown(seminar: string, ask: boolean): boolean {
  const known = useSignal(true);
  useEffect(() => {
    if (!ask || !seminar) return;
    let alive = true;
    fetch(`/${seminar}/`, { method: "HEAD", cache: "no-store" }).then(
      (a) => {
        if (alive) known.value = a.status !== 404;
      },
      () => undefined, // no network: nothing is said about it
    );
    return () => {
      alive = false;
    };
  }, [seminar, ask]);
  return known.value;
}

function CodeForm({ heading }: { heading: string }) {
  const trouble = useSignal<Trouble>("");
  const busy = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const fail = (what: Trouble): void => {
    trouble.value = what;
    busy.value = false;
    if (what) announce(landing(what));
    input.current?.focus();
    input.current?.select();
  };
  const submit = async (e: Event): Promise<void> => {
    e.preventDefault();
    if (busy.value) return;
    const typed = input.current?.value.trim() ?? "";
    if (!typed) return fail("codeMissing");
    busy.value = true;
    const link = asLink(typed);
    if (link === "elsewhere") return fail("otherAddress");
    const found = link ?? (await ask(typed));
    if (typeof found === "string") return fail(found);
    await enter(found[0], found[1]);
    busy.value = false;
  };
  return (
    <form class="code-form" onSubmit={(e) => void submit(e)} noValidate>
      {heading && <h2>{heading}</h2>}
      <label class="label" for="code">
        {landing("codeLabel")}
      </label>
      <div class="code-row">
        <input id="code" ref={input} class="input code-input" name="code" autocomplete="off" autocapitalize="characters" autocorrect="off"
          spellcheck={false} enterkeyhint="go" aria-describedby="code-trouble code-where" aria-invalid={trouble.value !== ""}
          onInput={() => (trouble.value = "")} />
        <button type="submit" class="button primary" aria-disabled={busy.value}>
          {busy.value ? landing("joining") : landing("join")}
        </button>
      </div>
      <p id="code-trouble" class="code-trouble">
        {trouble.value && landing(trouble.value)}
      </p>
      <p id="code-where" class="note">
        {landing("codeWhere")} {landing("codeOrQr")}
      </p>
    </form>
  );
}

export default function Landing({ arrival }: Props) {
  const forgotten = useSignal<readonly string[]>([]);
  const seminar = arrival.at === "choose" ? arrival.seminar : "";
  const all: readonly Remembered[] = arrival.at === "landing" || arrival.at === "choose" ? arrival.roles : [];
  const roles = all.filter((r) => !forgotten.value.includes(r.link));
  const known = useKnown(seminar, true);
  useEffect(() => {
    document.title = "samverka";
  }, []);
  const forget = (r: Remembered): void => {
    forgotten.value = [...forgotten.value, r.link];
    announce(landing("forgotten"));
    void forgetRole(r);
  };
  return (
    <div class="landing">
      <header class="landing-head row spread">
        <p class="wordmark">samverka</p>
        <LanguageChoice />
      </header>
      <main class="landing-main">
        <h1>{landing("title")}</h1>
        {seminar && (all.length === 0 || !known) && (
          <p class="landing-why">{known ? landing("needLink") : landing(all.length ? "goneSeminar" : "unknownSeminar", { name: seminar })}</p>
        )}
        {roles.length > 0 && <Remember roles={roles} one={seminar !== ""} onEnter={(r) => void enter(r.seminar, r.token)} onForget={forget} />}
        <CodeForm heading={roles.length > 0 ? landing("orCode") : ""} />
      </main>
      <footer class="landing-foot note">
        {landing("terminal")} <code>samverka join {landing("linkWord")}</code>
      </footer>
    </div>
  );
}
