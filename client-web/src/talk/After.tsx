/* After.tsx - a closed seminar as its scribes, facilitators and moderators see it: the action plan first, then the day to read.
 *
 * What: one calm page in place of the working screens, so that nothing looks as if it could still be used; who was writing when
 *       the seminar closed keeps the page until they ask for this one.
 * Not:  the organiser's page, who still writes everything.    Uses: boards/FollowUp, boards/ReadSheet. */
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { planOf } from "../boards/followUp.ts";
import { FollowUp } from "../boards/FollowUp.tsx";
import { outline } from "../boards/ReadOutline.ts";
import { ReadSheet } from "../boards/ReadSheet.tsx";
import { moderatedSheets, ownerOf, placeIndex, placeLetter, placeName, ROOT, rooms, sessions, sheetForm, sheetsOf } from "../state/model.ts";
import type { Id, Seminar } from "../state/seminar.ts";
import { after as t } from "../text/after.ts";
import { read } from "../text/read.ts";
import { common } from "../text/common.ts";
import { Badge } from "../ui/Badge.tsx";
import { isClosed } from "../ui/ClosedBar.tsx";
import { LockIcon } from "../ui/icons.tsx";
import { LanguageChoice } from "../ui/Language.tsx";
import { NameField } from "../ui/NameField.tsx";
import { SaveState, StatusBars } from "../ui/Status.tsx";
import { Tabs } from "../ui/Tabs.tsx";
import { UndoNote } from "../ui/UndoNote.tsx";
import "./after.css";

const HELD_MS = 2000;
/** Was somebody writing just now? A field that may not be written any more is gone before anybody can be asked about it. */
function useWriting(): () => boolean {
  const since = useRef(-Infinity);
  useEffect(() => {
    const note = (e: FocusEvent): void => {
      if (e.target instanceof HTMLTextAreaElement || e.target instanceof HTMLInputElement) since.current = e.type === "focusin" ? Infinity : performance.now();
    };
    document.addEventListener("focusin", note);
    document.addEventListener("focusout", note);
    return () => {
      document.removeEventListener("focusin", note);
      document.removeEventListener("focusout", note);
    };
  }, []);
  return () => performance.now() - since.current < HELD_MS || document.querySelector("dialog[open]") !== null;
}

/** Is it time for this page? go: the person asks for it. */
export function useAfter(s: Seminar): { readonly on: boolean; readonly go: () => void } {
  const on = useSignal(false);
  const isWriting = useWriting();
  const closed = useComputed(() => isClosed(s)); // the root changes more often than that
  useSignalEffect(() => {
    if (!closed.value) on.value = false;
    else if (!isWriting()) on.value = true;
  });
  return { on: on.value, go: () => (on.value = true) };
}

/** "The day is over", where the working screen still stands. */
export function ToAfter({ s, after }: { s: Seminar; after: { go: () => void } }) {
  if (!isClosed(s)) return null;
  return <button type="button" class="button" onClick={after.go}>{planOf(s, 0).length ? t("toPlan") : t("sheets")}</button>;
}

function Sheets({ s, place, session }: { s: Seminar; place: Id; session: Id }) {
  const places = place ? [place] : [...rooms(s), ...selfFormed(s)];
  const filled = (x: Id): boolean => !outline(s, x, read).empty;
  const own = place ? [] : moderatedSheets(s, session).filter((x) => sheetForm(s, x) !== "poll" && filled(x));
  const parts = places.map((p) => ({ p, sheets: sheetsOf(s, session, p).filter(filled) })).filter((x) => x.sheets.length > 0);
  if (own.length + parts.length === 0) return <p class="empty">{t("noSheets")}</p>;
  return (
    <>
      {/* What is empty is left out: nobody writes it any more. */}
      {own.map((x) => <section key={x} class="card after-sheet"><ReadSheet s={s} sheet={x} level={2} /></section>)}
      {parts.map(({ p, sheets }) => (
        <section key={p} class="after-place" aria-label={placeName(s, p)}>
          {!place && <h2><Badge index={placeIndex(s, p)} letter={placeLetter(s, p)} size="1.75rem" /> {placeName(s, p)}</h2>}
          {sheets.map((x) => <section key={x} class="card after-sheet"><ReadSheet s={s} sheet={x} level={place ? 2 : 3} /></section>)}
        </section>
      ))}
    </>
  );
}
const selfFormed = (s: Seminar): Id[] =>
  s.children(ROOT, "composition").flatMap((c) => s.children(c, "group")).filter((g) => !s.num(g, "group", "room") && sessions(s).some((x) => sheetsOf(s, x, g).length > 0));

function Read({ s, place }: { s: Seminar; place: Id }) {
  const mine = (x: Id): boolean => s.children(x || ROOT, "sheet").some((y) => s.num(y, "sheet", "each") === 0 && (place ? ownerOf(s, y) === place : true));
  const all = [...sessions(s).filter(mine), ...(mine(0) ? [0] : [])];
  const chosen = useSignal<Id>(-1);
  const at = all.includes(chosen.value) ? chosen.value : (all[0] ?? 0);
  if (all.length === 0) return <p class="empty">{t("noSheets")}</p>;
  return (
    <div class="after-read">
      <label class="after-choose">
        <span class="label">{t("session")}</span>
        <select class="input" value={at} onChange={(e) => (chosen.value = Number(e.currentTarget.value))}>
          {all.map((x) => <option key={x} value={x}>{x ? s.text(x, "session", "title") : t("wholeDay")}</option>)}
        </select>
      </label>
      <Sheets key={at} s={s} place={place} session={at} />
    </div>
  );
}

export function After({ s, place, children }: { s: Seminar; place: Id; children?: ComponentChildren }) {
  const some = planOf(s, place).length > 0;
  const chosen = useSignal<"" | "plan" | "sheets">("");
  const view = chosen.value || (some ? "plan" : "sheets");
  const { role } = s.me.value;
  return (
    <div class="after">
      <a class="skip button" href="#after" onClick={(e) => { e.preventDefault(); document.getElementById("after")?.focus(); }}>{common("skipToContent")}</a>
      <header class="after-top">
        <div class="after-where">
          {place !== 0 && <Badge index={placeIndex(s, place)} letter={placeLetter(s, place)} size="2.25rem" />}
          <div>
            <p class="after-seminar">{s.text(ROOT, "seminar", "title")}</p>
            <p class="note">{[role ? common(role as "scribe") : "", place ? placeName(s, place) : ""].filter(Boolean).join(" · ")}</p>
          </div>
        </div>
        <div class="row">
          <SaveState s={s} reads={!some} />
          {s.me.value.name && <NameField s={s} />}
          <LanguageChoice />
        </div>
      </header>
      <StatusBars s={s} />
      <main id="after" class="after-main" tabIndex={-1}>
        <h1>{view === "plan" ? t("plan") : t("sheets")}</h1>
        <p class="after-over"><LockIcon /><span>{t(some ? "over" : "overNothing")}</span></p>
        {some && !s.me.value.name && <NameField s={s} />}
        <Tabs label={t("views")} tabs={[{ key: "plan", label: t("plan") }, { key: "sheets", label: t("sheets") }]} chosen={view} onChoose={(k) => (chosen.value = k as "plan")}>
          {view === "plan" ? <FollowUp s={s} place={place} /> : <Read s={s} place={place} />}
        </Tabs>
        {children}
      </main>
      <UndoNote />
    </div>
  );
}
