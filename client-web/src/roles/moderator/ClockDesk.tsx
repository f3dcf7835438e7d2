/* ClockDesk.tsx - the clock of the day: time left, pause, minutes more or less, end; what comes next and who is ready.
 *
 * What: acts on every live session for all its rooms at once. The plan: planned against actual and expected times.
 * Not:  nothing advances by itself, and the end of the time closes nothing.
 * Uses: ui/Clock.tsx, plan.ts, acts.ts. */
import { currentSession, liveSessions, minutesAfterPlan, sessionForm, sessionState } from "../../state/model.ts";
import type { Id } from "../../state/seminar.ts";
import { m } from "../../text/moderator.ts";
import { timeOfDay } from "../../text/index.ts";
import { Countdown } from "../../ui/Clock.tsx";
import { CheckIcon, LockIcon, PauseIcon, PlayIcon, StopIcon, UnlockIcon } from "../../ui/icons.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { endSession, extend, lockSheets, notify, pause, resume, sessionSheets, startSession } from "./acts.ts";
import type { Desk } from "./desk.ts";
import { TwoStep } from "./parts.tsx";
import { placeState, places } from "./places.ts";
import { dayPlan, nextSession } from "./plan.ts";
import { show } from "./stage.ts";

const STEPS = [-5, -1, 1, 5] as const;
const signed = (n: number): string => (n > 0 ? `+${n}` : `−${-n}`);
/** A seminar's clock has a day; a difference of half a day means that today is not that day. */
const CREDIBLE_MIN = 240;

/** "7 min efter planen; Lunch 12:37": where the day stands, and when people eat (or what comes next). */
export function standing(desk: Desk): string {
  const { s } = desk;
  const now = desk.tick.value;
  const late = minutesAfterPlan(s, now);
  if (late === null || Math.abs(late) > CREDIBLE_MIN) return "";
  const words = late === 0 ? m("onTime") : late > 0 ? m("afterPlan", { n: late }) : m("beforePlan", { n: -late });
  const plan = dayPlan(s, now).filter((p) => !p.begun && !p.passed);
  const next = plan.find((p) => sessionForm(s, p.session) === "break") ?? plan[0];
  return next?.starts ? m("standing", { words, title: s.text(next.session, "session", "title"), time: timeOfDay(next.starts) }) : words;
}

function Ready({ desk, session }: { desk: Desk; session: Id }) {
  const { s } = desk;
  const all = places(s).map((p) => placeState(desk, p)).filter((p) => p.session === session && p.sheets.length > 0);
  if (!all.length) return null;
  const n = all.filter((p) => p.done).length;
  const round = 2 * Math.PI * 9;
  return (
    <span class="mod-ready">
      <svg viewBox="0 0 24 24" class="mod-ring" aria-hidden="true">
        <circle cx="12" cy="12" r="9" class="mod-ring-all" />
        <circle cx="12" cy="12" r="9" class="mod-ring-done" stroke-dasharray={`${(round * n) / all.length} ${round}`} transform="rotate(-90 12 12)" />
      </svg>
      {m("groupsReady", { n, all: all.length })}
    </span>
  );
}

export function StartNext({ desk }: { desk: Desk }) {
  const { s } = desk;
  const next = nextSession(s);
  const live = liveSessions(s);
  if (!next) return <p class="mod-quiet">{live.length ? m("lastSession") : m("dayOver")}</p>;
  const title = s.text(next, "session", "title");
  return (
    <div class="mod-next">
      <TwoStep class={live.length ? "button" : "button primary"} label={<><PlayIcon />{m("startIt", { title })}</>}
        ask={live.length ? m("startAskEnds", { title, now: s.text(live[0]!, "session", "title") }) : m("startAsk", { title })}
        yes={m("startNow")} onYes={() => startSession(desk, next)}
        extra={
          <button type="button" class="button" onClick={() => notify(desk, m("soonNotice", { title }), 0)}>{m("announceMinute")}</button>
        } />
      {live[0] && <Ready desk={desk} session={live[0]} />}
    </div>
  );
}

function Controls({ desk, session, announces }: { desk: Desk; session: Id; announces: boolean }) {
  const { s } = desk;
  const state = sessionState(s, session);
  const title = s.text(session, "session", "title");
  const sheets = sessionSheets(desk, session);
  const locked = sheets.length > 0 && sheets.every((id) => s.num(id, "sheet", "locked") === 1);
  return (
    <div class="mod-clock-one" role="group" aria-label={title}>
      <div class="mod-clock-head">
        <h2>{title}</h2>
        <Countdown s={s} session={session} size="l" announces={announces} />
      </div>
      <div class="mod-clock-acts">
        {state === "running" ? (
          <button type="button" class="button" onClick={() => pause(desk, session)}><PauseIcon />{m("pause")}</button>
        ) : (
          <button type="button" class="button primary" onClick={() => resume(desk, session)}><PlayIcon />{m("resume")}</button>
        )}
        <span class="mod-steps" role="group" aria-label={m("changeTime")}>
          {STEPS.map((n) => (
            <button key={n} type="button" class="button" onClick={() => extend(desk, session, n)}
              aria-label={n > 0 ? m("longer", { n }) : m("shorter", { n: -n })}>
              {signed(n)}
            </button>
          ))}
          <span class="mod-unit" aria-hidden="true">min</span>
        </span>
        <TwoStep label={<><StopIcon />{m("end")}</>} ask={m("endAsk", { title })} yes={m("endNow")} onYes={() => endSession(desk, session)} />
        <Menu label={m("moreOf", { name: title })} items={[
          { label: m("showCountdown"), onSelect: () => show(desk, { mode: "countdown", show: [session] }) },
          ...(sheets.length ? [locked
            ? { label: m("unlockSession"), icon: <UnlockIcon />, onSelect: () => lockSheets(desk, sheets, false, title) }
            : { label: m("lockSession"), icon: <LockIcon />, onSelect: () => lockSheets(desk, sheets, true, title) }] : []),
        ]} />
      </div>
    </div>
  );
}

export function ClockDesk({ desk }: { desk: Desk }) {
  const { s } = desk;
  const live = liveSessions(s);
  const words = standing(desk);
  return (
    <section class="mod-clock card" data-idle={!live.length} aria-label={m("clock")}>
      {live.map((id, i) => <Controls key={id} desk={desk} session={id} announces={i === 0} />)}
      {!live.length && <Rest desk={desk} />}
      <div class="mod-clock-foot">
        <StartNext desk={desk} />
        {words && <p class="mod-standing">{words}</p>}
      </div>
    </section>
  );
}

/** Nothing runs: before the day, between two sessions, after the last. */
function Rest({ desk }: { desk: Desk }) {
  const { s } = desk;
  const last = currentSession(s);
  const ended = sessionState(s, last) === "ended";
  return (
    <div class="mod-clock-head">
      <h2>{ended ? m("between", { title: s.text(last, "session", "title"), time: timeOfDay(s.num(last, "session", "ended")) }) : m("notBegun")}</h2>
    </div>
  );
}

const FORM_WORDS = { plenary: "formPlenary", groups: "formGroups", break: "formBreak", presentations: "formPresentations", survey: "formSurvey" } as const;

/** The whole agenda with planned, actual and expected times; any session can be started from here. */
export function Agenda({ desk }: { desk: Desk }) {
  const { s } = desk;
  const plan = dayPlan(s, desk.tick.value);
  if (!plan.length) return <p class="empty">{m("noAgenda")}</p>;
  return (
    <section class="mod-agenda card" aria-labelledby="mod-agenda-title">
      <h2 id="mod-agenda-title">{m("agenda")}</h2>
      <ol class="plain">
        {plan.map((p) => {
          const state = sessionState(s, p.session);
          const title = s.text(p.session, "session", "title");
          const sheets = sessionSheets(desk, p.session);
          const lockedCount = sheets.filter((id) => s.num(id, "sheet", "locked") === 1).length;
          return (
            <li key={p.session} class="mod-agenda-row" data-state={p.passed ? "ended" : state}>
              <span class="mod-agenda-planned">{p.planned ? timeOfDay(p.planned) : ""}</span>
              <span class="mod-agenda-title">
                <strong>{title}</strong>
                <span class="mod-detail">
                  {m(FORM_WORDS[sessionForm(s, p.session)])} · {m("minutesLong", { n: s.num(p.session, "session", "minutes") })}
                </span>
              </span>
              <span class="mod-agenda-actual">
                {p.over && <span class="chip good"><CheckIcon />{timeOfDay(p.starts)}–{timeOfDay(p.ends)}</span>}
                {!p.over && p.begun && <span class="chip warn">{state === "paused" ? m("paused") : m("runsTo", { time: timeOfDay(p.ends) })}</span>}
                {p.passed && <span class="chip">{m("leftOut")}</span>}
                {!p.begun && !p.passed && p.planned > 0 && Math.abs(p.starts - p.planned) >= 60_000 && Math.abs(p.starts - p.planned) < CREDIBLE_MIN * 60_000 && (
                  <span class="chip">{m("expected", { time: timeOfDay(p.starts) })}</span>
                )}
                {lockedCount > 0 && <span class="chip"><LockIcon />{lockedCount === sheets.length ? m("locked") : m("partlyLocked")}</span>}
              </span>
              <span class="mod-agenda-acts">
                {(state === "planned" || state === "ended") && (
                  <TwoStep class="button quiet" label={state === "ended" ? m("startAgain") : m("start")}
                    ask={state === "ended" ? m("startAgainAsk", { title }) : m("startAsk", { title })} yes={m("startNow")}
                    onYes={() => startSession(desk, p.session)} />
                )}
                {sheets.length > 0 && (
                  <Menu label={m("moreOf", { name: title })} items={[
                    lockedCount === sheets.length
                      ? { label: m("unlockSession"), icon: <UnlockIcon />, onSelect: () => lockSheets(desk, sheets, false, title) }
                      : { label: m("lockSession"), icon: <LockIcon />, onSelect: () => lockSheets(desk, sheets, true, title) },
                    ...(state === "planned" ? STEPS.map((n) => ({
                      label: n > 0 ? m("longer", { n }) : m("shorter", { n: -n }),
                      onSelect: () => extend(desk, p.session, n),
                    })) : []),
                  ]} />
                )}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
