/* Messages.tsx - notices to all or one room, and who has seen them.
 *
 * What: a line to write in, ready phrases, the list with receipts, withdrawal.
 * Not:  no answers come back this way: a room calls.    Uses: acts.ts. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { KINDS } from "../../protocol.gen.ts";
import { placeName, ROOT } from "../../state/model.ts";
import type { Id } from "../../state/seminar.ts";
import { m } from "../../text/moderator.ts";
import { timeOfDay } from "../../text/index.ts";
import { MessageIcon } from "../../ui/icons.tsx";
import { notify, withdraw } from "./acts.ts";
import type { Desk } from "./desk.ts";
import { places } from "./places.ts";

const PHRASES = ["phraseFive", "phraseSum", "phraseStar", "phrasePark", "phraseReturn"] as const;
const MOST = KINDS.notice.fields.text.bound;

export function Compose({ desk }: { desk: Desk }) {
  const { s } = desk;
  const text = useSignal("");
  const field = useRef<HTMLTextAreaElement>(null);
  const to = Math.max(0, desk.writeTo.value);
  const asked = desk.writeTo.value;
  // Before the next key: what is typed right after "M" belongs in the message and is no shortcut.
  useLayoutEffect(() => {
    if (asked >= 0) field.current?.focus();
  }, [asked]);
  const send = (): void => {
    if (!notify(desk, text.value, to)) return;
    text.value = "";
    desk.writeTo.value = -1;
  };
  return (
    <form class="mod-compose" onSubmit={(e) => { e.preventDefault(); send(); }}>
      <div class="mod-compose-to">
        <label class="mod-inline">
          <span>{m("sendTo")}</span>
          <select class="button" value={to} onChange={(e) => (desk.writeTo.value = Number(e.currentTarget.value))}>
            <option value={0}>{m("everyRoom")}</option>
            {places(s).map((p) => <option key={p} value={p}>{placeName(s, p)}</option>)}
          </select>
        </label>
        <label class="mod-inline">
          <span class="sr">{m("phrases")}</span>
          <select class="button quiet" value="" onChange={(e) => { text.value = e.currentTarget.value; e.currentTarget.value = ""; field.current?.focus(); }}>
            <option value="">{m("phrases")}</option>
            {PHRASES.map((p) => <option key={p} value={m(p)}>{m(p)}</option>)}
          </select>
        </label>
      </div>
      <label>
        <span class="sr">{m("messageText")}</span>
        <textarea ref={field} class="input" rows={2} maxLength={MOST} value={text.value} placeholder={m("messageHint")}
          onInput={(e) => (text.value = e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
              e.preventDefault();
              send();
            } else if (e.key === "Escape") {
              desk.writeTo.value = -1;
              field.current?.blur();
            }
          }} />
      </label>
      <div class="row spread">
        <span class="note">{m("sendKeys")}</span>
        <button type="submit" class="button primary" disabled={!text.value.trim()}><MessageIcon />{m("send")}</button>
      </div>
    </form>
  );
}

interface Seen {
  readonly place: Id;
  readonly at: number;
}
function receipts(desk: Desk, notice: Id): { seen: Seen[]; missing: Id[] } {
  const { s } = desk;
  const to = s.num(notice, "notice", "place");
  const seen = new Map<Id, number>();
  for (const r of s.children(notice, "receipt")) {
    const place = s.num(r, "receipt", "place");
    if (place && !seen.has(place)) seen.set(place, s.touched(r));
  }
  const asked = to ? [to] : places(s);
  return {
    seen: asked.filter((p) => seen.has(p)).map((place) => ({ place, at: seen.get(place) ?? 0 })),
    missing: asked.filter((p) => !seen.has(p)),
  };
}

export function NoticeLine({ desk, notice }: { desk: Desk; notice: Id }) {
  const { s } = desk;
  const to = s.num(notice, "notice", "place");
  const gone = s.num(notice, "notice", "withdrawn") === 1;
  const { seen, missing } = receipts(desk, notice);
  const names = (ids: readonly Id[]): string => ids.map((p) => placeName(s, p)).join(", ");
  const at = s.touched(notice);
  return (
    <li class="mod-notice" data-gone={gone}>
      <p class="mod-notice-text">{s.text(notice, "notice", "text")}</p>
      <p class="note">
        {s.unsaved(notice) || !at ? m("notSentYet") : m("sentTo", { time: timeOfDay(at), to: to ? placeName(s, to) : m("everyRoom") })}
        {gone && <> · {m("withdrawn")}</>}
      </p>
      {!gone && (
        <p class="note">
          {seen.length > 0 && m("seenBy", { who: seen.map((x) => (x.at ? `${placeName(s, x.place)} ${timeOfDay(x.at)}` : placeName(s, x.place))).join(", ") })}
          {seen.length > 0 && missing.length > 0 && " · "}
          {missing.length > 0 && (seen.length || to ? m("notSeenBy", { who: names(missing) }) : m("nobodySaw"))}
        </p>
      )}
      {!gone && <button type="button" class="button quiet" onClick={() => withdraw(desk, notice)}>{m("withdraw")}</button>}
    </li>
  );
}

/** most: how many of the newest are listed; withdrawn ones only in the whole list. */
export function NoticeList({ desk, most }: { desk: Desk; most?: number }) {
  const { s } = desk;
  const all = [...s.children(ROOT, "notice")].reverse().filter((n) => most === undefined || !s.num(n, "notice", "withdrawn"));
  if (!all.length) return most === undefined ? <p class="empty">{m("noNotices")}</p> : null;
  return (
    <ul class="plain mod-notices">
      {all.slice(0, most ?? all.length).map((n) => <NoticeLine key={n} desk={desk} notice={n} />)}
    </ul>
  );
}

export function Messages({ desk }: { desk: Desk }) {
  return (
    <div class="mod-column stack">
      <section class="card stack" aria-labelledby="mod-messages">
        <h2 id="mod-messages">{m("messages")}</h2>
        <Compose desk={desk} />
      </section>
      <section class="card" aria-label={m("sentMessages")}>
        <h3>{m("sentMessages")}</h3>
        <NoticeList desk={desk} />
      </section>
    </div>
  );
}
