/* Board.tsx - a sheet by its form: the one way in for every screen that shows or writes sheets.
 *
 *     <Board s={s} sheet={sheet} />                          written where one may
 *     <Board s={s} sheet={sheet} readOnly />                 shown
 *     <Board s={s} sheet={sheet} readOnly onCopy={f} />      beside the own board, things can be copied over
 *
 * What: the standing reminder, the sentence of a locked sheet, guidance, prompt cards, then the form's own view.
 * Not:  no title, no done-mark, no bin: those are the screen's around it.
 * Invariants: nothing in here is mounted anew because somebody else changed something. */
import { useMemo, useRef } from "preact/hooks";
import { sheetForm } from "../state/model.ts";
import { boards } from "../text/boards.ts";
import { Guidance } from "../ui/Guidance.tsx";
import { LockIcon, WarnIcon } from "../ui/icons.tsx";
import { Actions } from "./Actions.tsx";
import { Desk } from "./desk.ts";
import type { BoardProps, Env } from "./env.ts";
import { useStill } from "./keep.ts";
import { MapBoard } from "./MapBoard.tsx";
import { Parking } from "./Parking.tsx";
import { Plan } from "./Plan.tsx";
import { PollInfo } from "./PollInfo.tsx";
import { Questions } from "./Questions.tsx";
import { Table } from "./Table.tsx";
import { Timeline } from "./Timeline.tsx";
import { useForget } from "./Tools.tsx";
import "./boards.css";

export type { BoardProps } from "./env.ts";

export function useEnv(p: BoardProps): Env {
  const own = useMemo(() => new Desk(p.s), [p.s]);
  const desk = p.desk ?? own;
  const latest = useRef(p);
  latest.current = p;
  const readOnly = p.readOnly ?? false;
  const [copies, past, parks] = [p.onCopy !== undefined, p.onHistory !== undefined, p.onPark !== undefined];
  return useMemo(
    () => ({
      s: p.s, sheet: p.sheet, desk, readOnly,
      onCopy: copies ? (id) => latest.current.onCopy?.(id) : undefined,
      onHistory: past ? (id) => latest.current.onHistory?.(id) : undefined,
      onPark: parks ? (id) => latest.current.onPark?.(id) : undefined,
      writes: (kind) => !readOnly && p.s.mayWrite(p.sheet, kind),
    }),
    [p.s, p.sheet, desk, readOnly, copies, past, parks],
  );
}

export function Board(p: BoardProps) {
  const b = useEnv(p);
  const box = useRef<HTMLDivElement>(null);
  useStill(box);
  return (
    <div class={p.onCopy ? "board beside" : "board"} ref={box} data-sheet={p.sheet}>
      {!p.onCopy && <Preface b={b} around={p.guide ?? ""} />}
      <Prompts b={b} />
      <Form key={p.sheet} b={b} />
    </div>
  );
}

function Preface({ b, around }: { b: Env; around: string }) {
  const { s, sheet } = b;
  const notice = s.text(sheet, "sheet", "notice");
  const locked = s.num(sheet, "sheet", "locked") === 1;
  const { role } = s.me.value;
  const guide = role === "facilitator" ? "guide_lead" : role === "scribe" || role === "secretary" ? "guide_scribe" : role === "participant" ? "guide_all" : null;
  return (
    <>
      {locked && (
        <p class="locked" role="note">
          <LockIcon />
          {b.readOnly || !b.writes("parked") ? boards("locked") : boards("lockedForOthers")}
        </p>
      )}
      {notice && (
        <p class="reminder" role="note">
          <WarnIcon />
          {notice}
        </p>
      )}
      <Guidance text={[around, guide ? s.text(sheet, "sheet", guide) : ""].filter(Boolean).join("\n\n")} name={`sheet.${sheet}`} />
    </>
  );
}
function Prompts({ b }: { b: Env }) {
  const all = b.s.children(b.sheet, "prompt");
  if (!all.length) return null;
  return (
    <ul class="prompts plain" aria-label={boards("prompts")}>
      {all.map((p) => <li key={p} class="prompt">{b.s.text(p, "prompt", "text")}</li>)}
    </ul>
  );
}

function Form({ b }: { b: Env }) {
  useForget(b);
  switch (sheetForm(b.s, b.sheet)) {
    case "questions":
      return <Questions b={b} />;
    case "timeline":
      return <Timeline b={b} />;
    case "table":
      return <Table b={b} />;
    case "actions":
      return <Actions b={b} />;
    case "parking":
      return <Parking b={b} />;
    case "map":
      return <MapBoard b={b} />;
    case "plan":
      return <Plan b={b} />;
    case "poll":
      return <PollInfo b={b} />;
    default:
      return b.s.children(b.sheet, "question").length > 0 ? <Questions b={b} /> : <p class="empty">{boards("freeEmpty")}</p>;
  }
}
