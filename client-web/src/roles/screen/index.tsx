/* index.tsx - the plenary screen: the stage in the whole window, nobody at the keyboard.
 *
 * What: fills the window, keeps the machine awake, hides the pointer, turns pages by keys or clicker, tells the
 *       moderator which page stands, and says in a corner when the line is lost.
 * Not:  no picture of its own: stage/Stage.tsx.
 * Invariants: never a box, never a login, never an empty flash: the last picture stays. */
import { useEffect, useRef, useState } from "preact/hooks";
import { effect } from "@preact/signals";
import { stages } from "../../state/model.ts";
import type { RoleProps } from "../../main.tsx";
import type { Id, Seminar } from "../../state/seminar.ts";
import { asLanguage, language } from "../../text/index.ts";
import { stageIn } from "../../text/stage.ts";
import { Stage } from "../../stage/Stage.tsx";
import { clockTime } from "../../stage/whole.tsx";
import "./screen.css";

const SAY_SINCE_MS = 60_000;
const POINTER_MS = 3000;
const NEXT = new Set(["ArrowRight", "ArrowDown", "PageDown", " ", "Enter"]);
const BACK = new Set(["ArrowLeft", "ArrowUp", "PageUp", "Backspace"]);

/** Keeps the projector's machine awake where the browser can; asked for again whenever the page is seen anew. */
function useWakeLock(): void {
  useEffect(() => {
    const wake = navigator.wakeLock as WakeLock | undefined;
    if (!wake) return;
    let lock: WakeLockSentinel | null = null;
    let alive = true;
    const ask = (): void => {
      if (!alive || document.visibilityState !== "visible" || (lock && !lock.released)) return;
      wake.request("screen").then((l) => (lock = l), () => undefined); // refused on battery: nothing to do about it
    };
    ask();
    document.addEventListener("visibilitychange", ask);
    return () => {
      alive = false;
      document.removeEventListener("visibilitychange", ask);
      void lock?.release().catch(() => undefined);
    };
  }, []);
}
function useHiddenPointer(): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const still = (): void => document.documentElement.classList.add("no-pointer");
    const moved = (): void => {
      document.documentElement.classList.remove("no-pointer");
      clearTimeout(timer);
      timer = setTimeout(still, POINTER_MS);
    };
    moved();
    addEventListener("pointermove", moved);
    return () => {
      clearTimeout(timer);
      removeEventListener("pointermove", moved);
      document.documentElement.classList.remove("no-pointer");
    };
  }, []);
}
/** Since when this device has been without contact, wall clock ms; 0 it has contact. */
function useLost(s: Seminar): { since: number; denied: boolean; long: boolean } {
  const [lost, setLost] = useState({ since: 0, denied: false, long: false });
  useEffect(() => {
    let since = 0;
    return effect(() => {
      const { state } = s.connection.value;
      void s.clock.value;
      const contact = state === "live" || state === "syncing";
      if (contact) since = 0;
      else since ||= Date.now();
      const next = { since, denied: state === "denied", long: since > 0 && Date.now() - since >= SAY_SINCE_MS };
      setLost((was) => (was.since === next.since && was.denied === next.denied && was.long === next.long ? was : next));
    });
  }, []);
  return lost;
}

export default function Screen({ s }: RoleProps) {
  const stage: Id = s.me.value.place || stages(s)[0] || 0;
  const lang = asLanguage(s.str(1, "seminar", "lang")) ?? "sv";
  if (language.peek() !== lang) language.value = lang;
  useWakeLock();
  useHiddenPointer();
  const lost = useLost(s);
  const chosen = `${s.num(stage, "stage", "mode")}:${s.list(stage, "stage", "show").join()}:${s.num(stage, "stage", "page")}`;
  const [turned, setTurned] = useState({ chosen, offset: 0 });
  const offset = turned.chosen === chosen ? turned.offset : 0;
  const shown = useRef({ page: 0, pages: 1 });
  const asked = s.num(stage, "stage", "page");

  useEffect(() => {
    const key = (e: KeyboardEvent): void => {
      if (e.ctrlKey || e.metaKey || e.altKey) return;
      if (e.key === "f" || e.key === "F") {
        const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
        done.catch(() => undefined); // a browser that forbids it stays as it is
      } else if (NEXT.has(e.key) || BACK.has(e.key)) {
        const { page, pages } = shown.current;
        const to = Math.min(pages - 1, Math.max(0, page + (NEXT.has(e.key) ? 1 : -1)));
        shown.current = { page: to, pages }; // a second press may come before the page is drawn
        setTurned({ chosen, offset: to - asked });
      } else {
        return;
      }
      e.preventDefault();
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, [chosen, asked]);

  const report = (page: number, pages: number): void => {
    shown.current = { page, pages };
    s.presence(stage, 0, page, pages);
  };
  // A new line knows nothing of what was said on the old one.
  const live = s.connection.value.state === "live";
  useEffect(() => {
    if (live) s.presence(stage, 0, shown.current.page, shown.current.pages);
  }, [live, stage]);

  const t = stageIn(lang);
  const mark = lost.denied ? t("denied") : lost.since ? (lost.long ? t("lostSince", { time: clockTime(lost.since, lang) }) : t("lost")) : "";
  return (
    <main class="screen">
      <Stage s={s} stage={stage} offset={offset} onPages={report} mark={mark} />
    </main>
  );
}
