/* whole.tsx - pictures that fill the stage by themselves: title, countdown, join page, an open poll, darkness.
 *
 * What: one component each, and the clock in the corner.
 * Not:  no paging.
 * Invariants: every screen shows the same second: the text changes on the log's clock, at whole seconds. */
import { useEffect, useState } from "preact/hooks";
import { FEWEST_ANSWERS, liveSessions, pollForm, sessions, sessionState, timeLeft, tooFewAnswers } from "../state/model.ts";
import type { Id, Seminar } from "../state/seminar.ts";
import { clockDigits, codeWords, hhmm, type Language } from "../text/index.ts";
import type { StageWords } from "../text/stage.ts";
import { Qr } from "../ui/Qr.tsx";
import type { HeadingTag } from "./items.tsx";

const LOCALE: Record<Language, string> = { sv: "sv-SE", nb: "nb-NO", en: "en-GB" };
export const clockTime = (ms: number, lang: Language): string =>
  new Intl.DateTimeFormat(LOCALE[lang], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(ms);

function dayWords(yyyymmdd: number, lang: Language): string {
  if (!yyyymmdd) return "";
  const day = new Date(Date.UTC(Math.floor(yyyymmdd / 10000), (Math.floor(yyyymmdd / 100) % 100) - 1, yyyymmdd % 100));
  return new Intl.DateTimeFormat(LOCALE[lang], { dateStyle: "long", timeZone: "UTC" }).format(day);
}

/** Where a phone goes, and with which code. */
export function joinAddress(s: Seminar): { host: string; link: string; code: string } {
  const code = s.str(1, "seminar", "code");
  return { host: location.host, link: `${location.origin}/${s.name}/#${code}`, code: codeWords(code) };
}

/** What is left in whole seconds: 12:00 is shown for the first moment only, 0:00 when it is over; then it counts up. */
export function leftSeconds(ms: number): number {
  return ms > 0 ? Math.ceil(ms / 1000) : -Math.floor(-ms / 1000);
}
/** Seconds left of a session, drawn anew exactly when they change. */
function useLeft(s: Seminar, session: Id): number | null {
  const [, again] = useState(0);
  const left = session ? timeLeft(s, session, s.now()) : null;
  const runs = session !== 0 && sessionState(s, session) === "running";
  useEffect(() => {
    if (!runs || left === null) return;
    const into = ((left % 1000) + 1000) % 1000;
    const timer = setTimeout(() => again((n) => n + 1), (into || 1000) + 4);
    return () => clearTimeout(timer);
  });
  return left === null ? null : leftSeconds(left);
}

export function Title({ s, t, lang, H }: { s: Seminar; t: StageWords; lang: Language; H: HeadingTag }) {
  const title = s.text(1, "seminar", "title");
  const open = s.num(1, "seminar", "door") === 1;
  const { host, code } = joinAddress(s);
  const where = [dayWords(s.num(1, "seminar", "date"), lang), s.text(1, "seminar", "venue")].filter((x) => x).join(" · ");
  const message = s.text(1, "seminar", "message").trim();
  const [first = ""] = message.split(/\n\s*\n/);
  return (
    <div class="st-cover">
      <div class="st-cover-words">
        {where && <p class="st-cover-where">{where}</p>}
        <H depth={-1} class={`st-cover-title${title.length > 60 ? " st-long" : ""}`}>{title}</H>
        {s.num(1, "seminar", "state") === 2
          ? <p class="st-cover-message">{t("closedSeminar")}</p>
          : first && <p class="st-cover-message">{first}</p>}
      </div>
      {open && code && (
        <p class="st-cover-join">
          <span>{host}</span>
          <span class="st-cover-code"><span class="st-small">{t("code")}</span> {code}</span>
        </p>
      )}
    </div>
  );
}

export function Countdown({ s, stage, t, H, lang }: { s: Seminar; stage: Id; t: StageWords; H: HeadingTag; lang: Language }) {
  const shown = s.list(stage, "stage", "show").find((id) => s.kind(id) === "session");
  const session = shown ?? liveSessions(s)[0] ?? 0;
  const seconds = useLeft(s, session);
  const state = session ? sessionState(s, session) : "ended";
  const after = sessions(s)[sessions(s).indexOf(session) + 1] ?? 0;
  if (!session || seconds === null || state === "planned") {
    const next = session || sessions(s).find((id) => sessionState(s, id) === "planned") || 0;
    return (
      <div class="st-clock">
        <p class="st-clock-state">{t("noClock")}</p>
        {next > 0 && <H depth={-1} class="st-title st-t1">{s.text(next, "session", "title")}</H>}
        {next > 0 && s.num(next, "session", "planned") > 0 && <p class="st-clock-note">{t("starts", { time: hhmm(s.num(next, "session", "planned")) })}</p>}
      </div>
    );
  }
  const over = seconds < 0;
  const text = clockDigits(seconds);
  return (
    <div class={`st-clock${over ? " st-over" : ""}`}>
      <H depth={-1} class="st-clock-title">{s.text(session, "session", "title")}</H>
      <p class={`st-clock-digits st-w${text.length}`} role="timer">{text}</p>
      <p class="st-clock-state">
        {state === "paused" ? t("paused") : over || seconds === 0 ? (over ? t("overtime") : t("timeUp")) : t("until", { time: clockTime(s.num(session, "session", "ends"), lang) })}
      </p>
      {after > 0 && <p class="st-clock-note">{t("next")}: {s.text(after, "session", "title")}</p>}
    </div>
  );
}
/** Small, beside other pictures: the session that runs. */
export function CornerClock({ s, t }: { s: Seminar; t: StageWords }) {
  const session = liveSessions(s)[0] ?? 0;
  const seconds = useLeft(s, session);
  if (!session || seconds === null) return <p class="st-corner" />;
  const paused = sessionState(s, session) === "paused";
  return (
    <p class="st-corner">
      <span class="st-corner-time" role="timer">{clockDigits(seconds)}</span>{" "}
      {paused ? t("paused").toLowerCase() : seconds < 0 ? t("overtime") : t("remaining")}
    </p>
  );
}

export function Join({ s, t, H }: { s: Seminar; t: StageWords; H: HeadingTag }) {
  const { host, link, code } = joinAddress(s);
  if (s.num(1, "seminar", "door") !== 1 || !code) {
    return (
      <div class="st-clock">
        <H depth={-1} class="st-title st-t2">{s.text(1, "seminar", "title")}</H>
        <p class="st-clock-state">{t("joinClosed")}</p>
      </div>
    );
  }
  return (
    <div class="st-join">
      <div class="st-join-words">
        <H depth={-1} class="st-title st-t1">{t("join")}</H>
        <p class="st-join-step">{t("joinStep1")}</p>
        <p class="st-join-step">{t("joinStep2")} <strong class="st-join-host">{host}</strong></p>
        <p class="st-join-step">{t("joinStep3")}</p>
        <p class="st-join-code">{code}</p>
        <p class="st-join-step st-quiet">{t("joinAnonymous")}</p>
      </div>
      <Qr text={link} label={t("joinQr")} class="st-qr" />
    </div>
  );
}

/** A poll whose answers are not shown: how many there are, what one can choose, where to answer. */
export function PollState({ s, poll, t }: { s: Seminar; poll: Id; t: StageWords }) {
  if (!poll || s.kind(poll) !== "poll") return <p class="st-empty st-middle">{t("gone")}</p>;
  const state = s.num(poll, "poll", "state");
  const choices = s.children(poll, "choice");
  const { host, code } = joinAddress(s);
  const listed = choices.length > 0 && choices.length <= 7 && pollForm(s, poll) !== "text";
  return (
    <div class={`st-poll${listed ? " st-listed" : ""}`}>
      {listed && <ul class="st-list">{choices.map((c) => <li key={c} class="st-bullet st-is-dot"><div class="st-text">{s.text(c, "choice", "text")}</div></li>)}</ul>}
      <div class="st-poll-count">
        <p class="st-poll-number">{s.num(poll, "poll", "count")}</p>
        <p class="st-poll-word">{t("answers")}</p>
        <p class="st-poll-state">{state === 0 ? t("opensSoon") : s.num(poll, "poll", "revealed") && tooFewAnswers(s, poll) ? t("tooFew", { n: FEWEST_ANSWERS }) : state === 1 ? t("hidden") : t("hiddenClosed")}</p>
        {state === 1 && s.num(1, "seminar", "door") === 1 && code && <p class="st-poll-where">{t("answerAt", { address: host, code })}</p>}
      </div>
    </div>
  );
}

export function Blank({ t, H }: { t: StageWords; H: HeadingTag }) {
  return <H depth={-1} class="sr">{t("blank")}</H>;
}
