/* Points.tsx - a question's bullets for fingers: large fields, a star, a flag, the rest in a menu.
 *
 * What: reads and writes the same points as the scribe does; Enter makes the next one, Backspace in an empty one goes
 *       back. At most three stars in a question: a fourth is answered by a sentence.
 * Not:  no merging (ui/Field), no undo of its own (boards/desk).
 * Invariants: keyed by id: another's change never takes the caret. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Desk } from "../boards/desk.ts";
import { at } from "../boards/desk.ts";
import { useKeepFocus } from "../boards/keep.ts";
import { oneTooMany } from "../boards/stars.ts";
import type { Id, Seminar } from "../state/seminar.ts";
import { boards } from "../text/boards.ts";
import { common } from "../text/common.ts";
import { pieces } from "../text/pieces.ts";
import { talk } from "../text/talk.ts";
import { Field } from "../ui/Field.tsx";
import { DownIcon, FlagIcon, HistoryIcon, PlusIcon, StarIcon, TrashIcon, UpIcon } from "../ui/icons.tsx";
import { Menu } from "../ui/Menu.tsx";
import { announce } from "../ui/announce.ts";
import { Arrive } from "./Arrive.tsx";

interface Props {
  readonly s: Seminar;
  readonly desk: Desk;
  readonly question: Id;
  /** What happened to this point? */
  readonly onHistory?: ((id: Id) => void) | undefined;
}

export function Points({ s, desk, question, onHistory }: Props) {
  const list = useRef<HTMLUListElement>(null);
  useKeepFocus(list);
  const points = s.children(question, "point");
  const may = s.mayWrite(question, "point");
  const full = useSignal(false);
  const add = (after: Id): void => {
    const id = desk.add("point", question, after);
    if (id) desk.focus(id, "text");
  };
  const star = (id: Id): void => {
    full.value = oneTooMany(s, id);
    if (full.value) announce(boards("starsFull"));
    else desk.toggle(id, "point", "star");
  };
  return (
    <div class="talk-points">
      {points.length > 0 ? (
        <ul class="plain" ref={list}>
          {points.map((p, i) => (
            <Point key={p} s={s} desk={desk} id={p} n={i + 1} before={points[i - 1] ?? 0} after={points[i + 1] ?? 0}
              onStar={() => star(p)} onNext={() => add(p)} may={may} onHistory={onHistory} />
          ))}
        </ul>
      ) : (
        !may && <p class="note">{talk("noPoints")}</p>
      )}
      {full.value && <p class="talk-full">{boards("starsFull")}</p>}
      {may && (
        <button type="button" class="button talk-add" data-at={at(question, "add")} onClick={() => add(points.at(-1) ?? 0)}>
          <PlusIcon />
          {points.length ? talk("addPoint") : talk("firstPoint")}
        </button>
      )}
    </div>
  );
}

interface PointProps {
  readonly s: Seminar;
  readonly desk: Desk;
  readonly id: Id;
  readonly n: number;
  readonly before: Id;
  readonly after: Id;
  readonly may: boolean;
  readonly onHistory?: ((id: Id) => void) | undefined;
  readonly onStar: () => void;
  readonly onNext: () => void;
}
function Point(p: PointProps) {
  const { s, desk, id, n } = p;
  const starred = s.num(id, "point", "star") === 1;
  const flagged = s.num(id, "point", "flag") === 1;
  const question = s.parent(id);
  const remove = (): void => {
    const words = s.text(id, "point", "text").slice(0, 40) || talk("point", { n });
    desk.remove(id, pieces("removed", { what: words }));
  };
  const keys = (e: KeyboardEvent): void => {
    if (e.isComposing || e.keyCode === 229) return;
    const box = e.target as HTMLTextAreaElement;
    if (e.key === "Enter" && !e.shiftKey && !e.ctrlKey && !e.metaKey && !e.altKey) {
      e.preventDefault();
      p.onNext();
    } else if (e.key === "Backspace" && box.value === "" && s.mayWrite(id, "point")) {
      e.preventDefault();
      if (p.before) desk.focus(p.before, "text");
      remove();
    } else if (e.altKey && (e.key === "ArrowUp" || e.key === "ArrowDown")) {
      e.preventDefault();
      move(e.key === "ArrowUp" ? -1 : 1);
    }
  };
  const move = (by: -1 | 1): void => {
    const all = s.children(question, "point");
    const rank = all.indexOf(id) + by;
    if (rank >= 0 && rank < all.length) desk.move(id, question, by > 0 ? (all[rank] ?? 0) : (all[rank - 1] ?? 0));
  };
  const lines = (rest: string[]): void =>
    desk.together(() => {
      let last = id;
      for (const text of rest) last = desk.add("point", question, last, { text }) || last;
    });
  return (
    <li class="talk-point" data-flag={flagged} data-star={starred}>
      <Arrive desk={desk} id={id} field="text">
        <Field s={s} id={id} kind="point" field="text" label={talk("point", { n })} hideLabel onKey={keys} onPasteLines={lines} />
      </Arrive>
      {p.may && (
        <div class="talk-marks">
          <button type="button" class="button quiet icon talk-star" aria-pressed={starred} aria-label={`${talk("point", { n })}. ${talk("star")}`} onClick={p.onStar}>
            <StarIcon on={starred} />
          </button>
          <button type="button" class="button quiet icon talk-flag" aria-pressed={flagged} aria-label={`${talk("point", { n })}. ${talk("flag")}`}
            onClick={() => desk.toggle(id, "point", "flag")}>
            <FlagIcon />
          </button>
          <Menu label={talk("pointMenu", { n })}
            items={[
              { label: talk("moveUp"), icon: <UpIcon />, disabled: !p.before, onSelect: () => move(-1) },
              { label: talk("moveDown"), icon: <DownIcon />, disabled: !p.after, onSelect: () => move(1) },
              ...(p.onHistory ? [{ label: boards("history"), icon: <HistoryIcon />, onSelect: () => p.onHistory?.(id) }] : []),
              { label: common("remove"), icon: <TrashIcon />, danger: true, apart: true, onSelect: remove },
            ]} />
        </div>
      )}
    </li>
  );
}
