/* NewSeminar.tsx - a seminar from a template: one of those that are here, or one's own.
 *
 * What: choose, see what it holds, title, name in the address, date, rooms by number or names; mistakes in an own template by
 *       line, with a jump to it.
 * Not:  what is in the template is changed by the organiser afterwards. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { host as t } from "../../text/host.ts";
import { LANGUAGE_NAMES, asLanguage } from "../../text/index.ts";
import { LeftIcon, UploadIcon } from "../../ui/icons.tsx";
import { file, get, post, postText } from "../organiser/api.ts";
import { Labelled, Page } from "../organiser/parts.tsx";
import { afterDrawing } from "../../ui/focus.ts";
import type { Made, MadeLink } from "./Made.tsx";
import { outline } from "./outline.ts";
import { NAME, slug, troubleOf } from "./trouble.ts";

interface Template {
  readonly name: string;
  readonly title?: string;
  readonly about?: string;
  readonly lang?: string;
  readonly sessions?: number;
  readonly questions?: number;
  readonly minutes?: number;
  readonly mistakes?: boolean;
}
interface Mistake {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}
const OWN = "";
const ROOMS_MOST = 200;
const CHECK_MS = 500;

export function NewSeminar(p: { secret: string; taken: readonly string[]; onBack: () => void; onMade: (m: Made) => void }) {
  const templates = useSignal<readonly Template[] | null>(null);
  const chosen = useSignal<string>("aterfall");
  const yaml = useSignal("");
  const mistakes = useSignal<readonly Mistake[]>([]);
  const title = useSignal("");
  const name = useSignal("");
  const named = useSignal(false);
  const date = useSignal("");
  const rooms = useSignal("");
  const open = useSignal(true);
  const trouble = useSignal("");
  const busy = useSignal(false);
  const text = useRef<HTMLTextAreaElement>(null);
  const shown = useComputed(() => outline(yaml.value));

  useEffect(() => {
    void get(p.secret, "/host/api/templates").then((a) => {
      if (!a.ok) return void (trouble.value = troubleOf(a));
      const list = a["templates"] as Template[];
      templates.value = list;
      if (!list.some((x) => x.name === chosen.value)) chosen.value = list[0]?.name ?? OWN;
      void load(chosen.value);
    });
  }, []);
  const load = async (which: string): Promise<void> => {
    mistakes.value = [];
    if (which === OWN) return;
    const got = await file(p.secret, `/host/api/template?name=${encodeURIComponent(which)}`);
    if (!(got instanceof Blob)) return void (trouble.value = troubleOf(got));
    const content = await got.text();
    if (chosen.value === which) yaml.value = content;
  };
  const check = async (content: string): Promise<readonly Mistake[]> => {
    const a = await postText(p.secret, "/host/api/template/check", content);
    const found = a.ok ? ((a["mistakes"] as Mistake[] | undefined) ?? []) : [];
    if (yaml.value === content) mistakes.value = found;
    return found;
  };
  // An own template is looked through when the hands rest.
  const resting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const typed = (content: string): void => {
    yaml.value = content;
    clearTimeout(resting.current);
    resting.current = setTimeout(() => void (content.trim() ? check(content) : (mistakes.value = [])), CHECK_MS);
  };
  useEffect(() => () => clearTimeout(resting.current), []);

  const jump = (m: Mistake): void => {
    const el = text.current;
    if (!el) return;
    const lines = el.value.split("\n");
    const from = lines.slice(0, m.line - 1).reduce((n, l) => n + l.length + 1, 0);
    el.focus();
    el.setSelectionRange(from, from + (lines[m.line - 1]?.length ?? 0));
    el.scrollTop = Math.max(0, (m.line - 4) * Number.parseFloat(getComputedStyle(el).lineHeight));
  };
  const wantedTitle = title.value.trim() || shown.value.title;
  const wantedName = named.value ? name.value : slug(wantedTitle, p.taken);
  const nameOk = NAME.test(wantedName) && !p.taken.includes(wantedName);
  const roomsWanted = (): number | string[] | null => {
    const said = rooms.value.trim();
    if (!said) return null;
    if (/^\d+$/.test(said)) return Math.min(ROOMS_MOST, Number(said));
    return said.split(/\n|,|;/).map((x) => x.trim()).filter(Boolean).slice(0, ROOMS_MOST);
  };
  const make = async (e: Event): Promise<void> => {
    e.preventDefault();
    if (busy.value || !nameOk) return;
    busy.value = true;
    trouble.value = "";
    const wanted = roomsWanted();
    const a = await post(p.secret, "/host/api/new", {
      name: wantedName, template: yaml.value, open: open.value,
      ...(title.value.trim() ? { title: title.value.trim() } : {}),
      ...(date.value ? { date: date.value } : {}),
      ...(wanted !== null ? { rooms: wanted } : {}),
    });
    busy.value = false;
    if (!a.ok) {
      mistakes.value = (a["mistakes"] as Mistake[] | undefined) ?? mistakes.value;
      trouble.value = troubleOf(a);
      return;
    }
    p.onMade({ kind: "new", name: wantedName, title: wantedTitle || wantedName, code: String(a["code"] ?? ""), links: (a["links"] as MadeLink[] | undefined) ?? [] });
  };
  const o = shown.value;
  return (
    <Page title={t("new")} acts={<button type="button" class="button quiet" onClick={p.onBack}><LeftIcon />{t("seminars")}</button>}>
      <form class="host-new" onSubmit={(e) => void make(e)}>
        <div class="stack">
          <fieldset class="card">
            <legend class="sr">{t("template")}</legend>
            <h2>{t("template")}</h2>
            <div class="host-templates">
              {(templates.value ?? []).map((x) => (
                <label key={x.name} class="choice">
                  <input type="radio" name="template" checked={chosen.value === x.name} onChange={() => { chosen.value = x.name; void load(x.name); }} />
                  <span><strong>{x.title || x.name}</strong><span class="note">{[x.name, asLanguage(x.lang) ? LANGUAGE_NAMES[asLanguage(x.lang)!] : "", x.sessions ? t("sessionCount", { n: x.sessions }) : ""].filter(Boolean).join(" · ")}</span></span>
                </label>
              ))}
              <label class="choice">
                <input type="radio" name="template" checked={chosen.value === OWN} onChange={() => { chosen.value = OWN; afterDrawing(() => text.current?.focus()); if (yaml.value) void check(yaml.value); }} />
                <span><strong>{t("ownTemplate")}</strong><span class="note">{t("ownTemplateNote")}</span></span>
              </label>
            </div>
            {chosen.value === OWN && (
              <div class="stack org-inset">
                <label class="button"><UploadIcon />{t("chooseTemplate")}
                  <input type="file" class="sr" accept=".yaml,.yml,text/yaml" onChange={(e) => void e.currentTarget.files?.[0]?.text().then(typed)} />
                </label>
                <Labelled label={t("templateText")}>
                  {(id) => <textarea id={id} ref={text} class="input host-yaml" rows={14} spellcheck={false} autocomplete="off" value={yaml.value} aria-invalid={mistakes.value.length > 0} onInput={(e) => typed(e.currentTarget.value)} />}
                </Labelled>
              </div>
            )}
            {mistakes.value.length > 0 && (
              <div class="org-inset" role="status">
                <h3>{t("mistakeCount", { n: mistakes.value.length })}</h3>
                <ul class="plain host-mistakes">
                  {mistakes.value.map((m, i) => <li key={i}><button type="button" class="button quiet" onClick={() => jump(m)}>{t("lineNr", { n: m.line })}</button><span lang="en">{m.text}</span></li>)}
                </ul>
              </div>
            )}
          </fieldset>
          <div class="card stack">
            <Labelled label={t("titleLabel")} note={t("titleNote")}>{(id, note) => <input id={id} class="input" aria-describedby={note} maxLength={200} value={title.value} placeholder={o.title} onInput={(e) => (title.value = e.currentTarget.value)} />}</Labelled>
            <Labelled label={t("nameLabel")} note={p.taken.includes(wantedName) ? t("nameTaken") : NAME.test(wantedName) ? `${location.host}/${wantedName}/` : t("nameRule")}>
              {(id, note) => <input id={id} class="input" aria-describedby={note} aria-invalid={!nameOk} autocapitalize="off" spellcheck={false} maxLength={48} value={wantedName} onInput={(e) => { named.value = true; name.value = e.currentTarget.value.toLowerCase(); }} />}
            </Labelled>
            <div class="org-fields">
              <Labelled label={t("dateLabel")}>{(id) => <input id={id} class="input org-date" type="date" value={date.value} onInput={(e) => (date.value = e.currentTarget.value)} />}</Labelled>
              <Labelled label={t("roomsLabel")} note={t("roomsNote")}>{(id, note) => <textarea id={id} class="input" aria-describedby={note} rows={1} placeholder={o.rooms ? String(o.rooms) : ""} value={rooms.value} onInput={(e) => (rooms.value = e.currentTarget.value)} />}</Labelled>
            </div>
            <label class="org-tick"><input type="checkbox" checked={open.value} onChange={(e) => (open.value = e.currentTarget.checked)} /><span>{t("openNow")}<span class="note">{t("openNowNote")}</span></span></label>
            {trouble.value && <p class="org-problem" role="alert">{trouble.value}</p>}
            <button type="submit" class="button primary" disabled={!nameOk || busy.value || !yaml.value.trim()}>{busy.value ? t("making") : t("make")}</button>
          </div>
        </div>
        <aside class="host-outline" aria-label={t("outline")}>
          <h2>{t("outline")}</h2>
          {o.about && <p class="note">{o.about}</p>}
          {o.sessions.length === 0 ? <p class="note">{t("outlineEmpty")}</p> : (
            <ol class="plain">{o.sessions.map((x, i) => <li key={i}><span class="host-time">{x.start || "–"}</span><span>{x.title}</span><span class="note">{x.minutes ? t("min", { n: x.minutes }) : ""}</span></li>)}</ol>
          )}
        </aside>
      </form>
    </Page>
  );
}
