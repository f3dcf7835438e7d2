/* index.tsx - the moderator's screen: one frame, eight views, the same on a laptop and on a telephone.
 *
 * What: top strip (name of the day, connection, clock), what needs a person, the view, the last act with its undo.
 *       Wide: the rooms stand beside clock and stage. Narrow: tabs at the foot.
 * Not:  each view is its own file.
 * Invariants: nothing here advances by itself. */
import { useEffect, useMemo } from "preact/hooks";
import type { RoleProps } from "../../main.tsx";
import { liveSessions, openCalls, ROOT } from "../../state/model.ts";
import { After } from "../../talk/After.tsx";
import { common } from "../../text/common.ts";
import { m } from "../../text/moderator.ts";
import { Countdown } from "../../ui/Clock.tsx";
import { ErrorBoundary } from "../../ui/ErrorBoundary.tsx";
import { ClockIcon, HelpIcon, ListIcon, MoreIcon, PeopleIcon, ScreenIcon } from "../../ui/icons.tsx";
import { isClosed } from "../../ui/ClosedBar.tsx";
import { LanguageChoice } from "../../ui/Language.tsx";
import { NameField } from "../../ui/NameField.tsx";
import { SaveState, StatusBars } from "../../ui/Status.tsx";
import { Agenda, ClockDesk, standing } from "./ClockDesk.tsx";
import { Compile } from "./Compile.tsx";
import { type Desk, openDesk, type View, VIEWS } from "./desk.ts";
import { Door } from "./Door.tsx";
import { KeySheet, onKey, sheetOpen } from "./keys.tsx";
import { Compose, Messages, NoticeList } from "./Messages.tsx";
import { Needs } from "./Needs.tsx";
import { DoneBar } from "./parts.tsx";
import { PollDesk } from "./PollDesk.tsx";
import { Rooms } from "./Rooms.tsx";
import { RoomView } from "./RoomView.tsx";
import { StageDesk, StagePanel } from "./StageDesk.tsx";
import { Synthesis } from "./Synthesis.tsx";
import "./moderator.css";
import "./day.css";
import "./views.css";
import "./gather.css";

const WORDS = {
  rooms: "rooms", clock: "program", stage: "stage", polls: "polls", synthesis: "synthesis", compile: "compile", messages: "messages", door: "participantsTab",
} as const;
const TABS = ["rooms", "clock", "stage", "synthesis", "more"] as const;
const IN_MORE: readonly View[] = ["polls", "compile", "messages", "door"];

export default function Moderator({ s }: RoleProps) {
  const desk = useMemo(() => openDesk(s), [s]);
  useEffect(() => {
    const keys = (e: KeyboardEvent): void => onKey(desk, e);
    document.addEventListener("keydown", keys);
    return () => {
      document.removeEventListener("keydown", keys);
      desk.close();
    };
  }, [desk]);
  const wide = desk.wide.value;
  // Nobody but organisers leads a closed seminar: there is nothing left here that could be done but following up.
  if (isClosed(s)) return <After s={s} place={0} />;
  return (
    <div class="mod" data-wide={wide} data-view={desk.view.value}>
      <a class="skip button" href="#mod-main" onClick={(e) => { e.preventDefault(); document.getElementById("mod-main")?.focus(); }}>{common("skipToContent")}</a>
      <Top desk={desk} />
      <StatusBars s={s} />
      {wide && <WideNav desk={desk} />}
      <Needs desk={desk} />
      <main id="mod-main" class="mod-main" tabIndex={-1}>
        <ErrorBoundary key={desk.view.value}>
          <Body desk={desk} />
        </ErrorBoundary>
      </main>
      <DoneBar desk={desk} />
      {!wide && <Tabs desk={desk} />}
      <KeySheet />
    </div>
  );
}

function Top({ desk }: { desk: Desk }) {
  const { s } = desk;
  const live = liveSessions(s)[0] ?? 0;
  return (
    <header class="mod-top">
      <h1>{s.text(ROOT, "seminar", "title") || common("moderator")}</h1>
      {live !== 0 && (desk.view.value !== "rooms" || !desk.wide.value) && desk.view.value !== "clock" && (
        <button type="button" class="mod-top-clock" onClick={() => (desk.view.value = "clock")}>
          <span class="sr">{m("toClock")}: </span><Countdown s={s} session={live} size="s" />
        </button>
      )}
      <span class="mod-push" />
      <SaveState s={s} />
      {desk.wide.value && (
        <>
          <NameField s={s} />
          <LanguageChoice />
          <button type="button" class="button quiet icon" aria-label={m("keys")} onClick={() => (sheetOpen.value = true)}><HelpIcon /></button>
        </>
      )}
    </header>
  );
}

function go(desk: Desk, view: View): void {
  desk.room.value = 0;
  desk.view.value = view;
}

function WideNav({ desk }: { desk: Desk }) {
  return (
    <nav class="mod-nav" aria-label={m("views")}>
      {VIEWS.map((v) => (
        <button key={v} type="button" class="mod-nav-item" aria-current={desk.view.value === v ? "page" : undefined} onClick={() => go(desk, v)}>
          {m(WORDS[v])}
        </button>
      ))}
    </nav>
  );
}

const TAB_ICONS = { rooms: ListIcon, clock: ClockIcon, stage: ScreenIcon, synthesis: PeopleIcon, more: MoreIcon };
function Tabs({ desk }: { desk: Desk }) {
  const here = desk.view.value;
  const calls = openCalls(desk.s).filter((c) => desk.s.num(c, "call", "state") === 0).length;
  return (
    <nav class="mod-tabs" aria-label={m("views")}>
      {TABS.map((v) => {
        const Icon = TAB_ICONS[v];
        const on = here === v || (v === "more" && IN_MORE.includes(here));
        return (
          <button key={v} type="button" aria-current={on ? "page" : undefined} onClick={() => go(desk, v)}>
            <Icon />
            <span>{v === "more" ? m("more") : m(v === "clock" ? "clock" : WORDS[v])}</span>
            {v === "rooms" && calls > 0 && <span class="mod-tab-mark">{calls}<span class="sr"> {m("callsWaiting")}</span></span>}
          </button>
        );
      })}
    </nav>
  );
}

function Body({ desk }: { desk: Desk }) {
  const wide = desk.wide.value;
  const room = desk.room.value;
  switch (desk.view.value) {
    case "rooms": {
      const inner = room && desk.s.exists(room) ? <RoomView key={room} desk={desk} place={room} /> : <Rooms desk={desk} />;
      if (!wide) return inner;
      return (
        <div class="mod-day">
          <div class="mod-day-main">
            <ClockDesk desk={desk} />
            {inner}
          </div>
          <aside class="mod-side" aria-label={m("stageAndMessages")}>
            <StagePanel desk={desk} />
            <section class="card mod-side-messages" aria-labelledby="mod-side-messages">
              <h2 id="mod-side-messages">{m("messages")}</h2>
              <Compose desk={desk} />
              <NoticeList desk={desk} most={2} />
            </section>
          </aside>
        </div>
      );
    }
    case "clock":
      return (
        <div class="mod-column wide stack">
          <ClockDesk desk={desk} />
          <Agenda desk={desk} />
        </div>
      );
    case "stage":
      return <StageDesk desk={desk} />;
    case "polls":
      return <PollDesk desk={desk} />;
    case "synthesis":
      return <Synthesis desk={desk} />;
    case "compile":
      return <Compile desk={desk} />;
    case "messages":
      return <Messages desk={desk} />;
    case "door":
      return <Door desk={desk} />;
    case "more":
      return <More desk={desk} />;
  }
}

function More({ desk }: { desk: Desk }) {
  const words = standing(desk);
  return (
    <div class="mod-more stack">
      <h2 class="sr">{m("more")}</h2>
      {words && <p class="mod-standing">{words}</p>}
      <ul class="plain">
        {IN_MORE.map((v) => (
          <li key={v}>
            <button type="button" class="button mod-more-item" onClick={() => go(desk, v)}>{m(WORDS[v as keyof typeof WORDS])}</button>
          </li>
        ))}
        <li><button type="button" class="button mod-more-item" onClick={() => (sheetOpen.value = true)}>{m("keys")}</button></li>
      </ul>
      <div class="row"><NameField s={desk.s} /><LanguageChoice /></div>
    </div>
  );
}
