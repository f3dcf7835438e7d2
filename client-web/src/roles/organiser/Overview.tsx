/* Overview.tsx - the day at a glance: what is left to do before it, and the seminar's own facts. */
import { ROOT, rooms } from "../../state/model.ts";
import type { Seminar } from "../../state/seminar.ts";
import { dateWords, LANGUAGE_NAMES, LANGUAGES } from "../../text/index.ts";
import { organiser as t } from "../../text/organiser.ts";
import { organiserAfter as a } from "../../text/organiserAfter.ts";
import { CheckIcon, ChevronIcon } from "../../ui/icons.tsx";
import { NameField } from "../../ui/NameField.tsx";
import { clashes, slots } from "./Agenda.tsx";
import { STATE } from "./Finish.tsx";
import { isOverdue } from "./Keeping.tsx";
import { allLinks, worth } from "./Links.tsx";
import { go, type Section } from "./nav.ts";
import { Day, Labelled, Page, Text } from "./parts.tsx";
import { fresh, roleOf } from "./secrets.ts";
import { compositions, groupsOf, ruleOf, waiting } from "./seating.ts";

interface Item {
  readonly ok: boolean;
  readonly words: string;
  readonly to: Section | "";
}
function today(s: Seminar): number {
  const d = new Date(s.now());
  return d.getFullYear() * 10000 + (d.getMonth() + 1) * 100 + d.getDate();
}
/** What is to be done before the day; nothing when it is over. */
export function checklist(s: Seminar): Item[] {
  if (s.num(ROOT, "seminar", "state") === STATE.closed) return [];
  const date = s.num(ROOT, "seminar", "date");
  const people = s.children(ROOT, "participant").length;
  const places = rooms(s).length;
  const programme = slots(s);
  const clash = clashes(s);
  const self = s.num(ROOT, "seminar", "found") !== 0;
  const divided = compositions(s).filter((c) => ruleOf(s, c) !== "self" && groupsOf(s, c).length > 0);
  const left = divided.reduce((n, c) => n + waiting(s, c).length, 0);
  const links = allLinks(s).filter((l) => worth(s, l) === "active" && roleOf(s, l) !== "organiser");
  // Links that came with the seminar were never changed since: their secrets are where it was made, not here.
  const printed = links.filter((l) => s.touched(l) > 0 || fresh.value.has(l)).length;
  const door = s.num(ROOT, "seminar", "door") !== 0;
  return [
    { ok: s.text(ROOT, "seminar", "title").trim() !== "", words: t("check_title"), to: "" },
    { ok: date >= today(s), words: date === 0 ? t("check_noDate") : date < today(s) ? t("check_pastDate", { date: dateWords(date) }) : t("check_date", { date: dateWords(date) }), to: "" },
    { ok: programme.length > 0 && clash === 0, words: programme.length === 0 ? t("check_noAgenda") : clash ? t("check_clash", { n: clash }) : t("check_agenda", { n: programme.length }), to: "agenda" },
    { ok: places > 0 || self, words: places ? t("check_rooms", { n: places }) : t("check_noRooms"), to: "rooms" },
    { ok: people > 0 || self, words: people ? t("check_people", { n: people }) : t("check_noPeople"), to: "people" },
    ...(people > 0 && divided.length > 0 ? [{ ok: left === 0, words: left ? t("check_unseated", { n: left }) : t("check_seated"), to: "groups" as const }] : []),
    { ok: printed === links.length, words: printed === links.length ? t("check_printed", { n: links.length }) : t("check_unprinted", { n: links.length - printed, of: links.length }), to: "print" },
    { ok: door, words: door ? t("check_doorOpen") : t("check_doorClosed"), to: "door" },
  ];
}

export function Overview({ s }: { s: Seminar }) {
  const list = checklist(s);
  const left = list.filter((x) => !x.ok).length;
  const state = s.num(ROOT, "seminar", "state");
  const root = { s, id: ROOT, kind: "seminar" as const };
  return (
    <Page title={t("overview")} lead={state === STATE.closed ? t("isClosed") : left === 0 ? t("allReady") : t("leftToDo", { n: left })}>
      {!s.me.value.name && <NameField s={s} />}
      {isOverdue(s) && (
        <section class="org-two danger">
          <p>{a("retainPast", { date: dateWords(s.num(ROOT, "seminar", "retain")) })}</p>
          <button type="button" class="button" onClick={() => go("finish")}>{a("toFinish")}<ChevronIcon /></button>
        </section>
      )}
      {list.length > 0 && <ul class="plain org-checks card">
        {list.map((x) => (
          <li key={x.words} class={x.ok ? "ok" : "not"}>
            {x.ok ? <CheckIcon /> : <span class="org-ring" aria-hidden="true" />}
            <span class="sr">{x.ok ? t("ready") : t("remains")}</span>
            {x.to ? <button type="button" class="org-open" onClick={() => go(x.to as Section)}>{x.words}<ChevronIcon /></button> : <span>{x.words}</span>}
          </li>
        ))}
      </ul>}
      <section class="card stack">
        <h2>{t("facts")}</h2>
        <Text {...root} field="title" label={t("seminarTitle")} />
        <div class="org-fields">
          <Day {...root} field="date" label={t("date")} />
          <Text {...root} field="venue" label={t("venue")} />
          <Labelled label={t("seminarLanguage")} note={t("seminarLanguageNote")}>
            {(dom, note) => (
              <select id={dom} class="input" aria-describedby={note} value={s.str(ROOT, "seminar", "lang")} onChange={(e) => s.set(ROOT, "seminar", "lang", e.currentTarget.value)}>
                {LANGUAGES.map((l) => <option key={l} value={l} lang={l}>{LANGUAGE_NAMES[l]}</option>)}
              </select>
            )}
          </Labelled>
        </div>
      </section>
      <section class="card stack">
        <h2>{t("stateTitle")}</h2>
        <p>{t(state === STATE.closed ? "state2" : state === STATE.open ? "state1" : "state0")}</p>
        <div class="row">
          {state === STATE.prepared && <button type="button" class="button primary" onClick={() => s.set(ROOT, "seminar", "state", STATE.open)}>{t("openSeminar")}</button>}
          {state === STATE.open && <button type="button" class="button" onClick={() => s.set(ROOT, "seminar", "state", STATE.prepared)}>{t("backToPrepared")}</button>}
          {state !== STATE.closed && <button type="button" class="button quiet" onClick={() => go("rehearsal")}>{t("rehearsal")}<ChevronIcon /></button>}
          {state === STATE.closed && <button type="button" class="button quiet" onClick={() => go("documents")}>{t("documents")}<ChevronIcon /></button>}
          {state === STATE.closed && <button type="button" class="button quiet" onClick={() => go("followUp")}>{t("followUp")}<ChevronIcon /></button>}
          <button type="button" class="button quiet" onClick={() => go("finish")}>{t("finish")}<ChevronIcon /></button>
        </div>
      </section>
    </Page>
  );
}
