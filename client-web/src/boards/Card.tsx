/* Card.tsx - an activity or measure on a timeline: closed it is read and moved, open it is written.
 *
 * What: closed, a card is one stop for the keyboard (arrows walk, Alt+arrows move, Enter makes the next one); open, it
 *       shows its fields, obstacles and arrows. One card is open at a time, so that five hundred stay cheap.
 * Not:  no grid, no dragging: Timeline.tsx, drag.ts.    Uses: Text, Obstacles, Flow.
 * Invariants: what others do never closes, moves or removes the card that is open here; see timeline.ts (held). */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Id } from "../state/seminar.ts";
import { boards } from "../text/boards.ts";
import { common } from "../text/common.ts";
import { DragIcon, LinkIcon, StarIcon, WarnIcon } from "../ui/icons.tsx";
import { afterDrawing } from "../ui/focus.ts";
import { blank } from "./desk.ts";
import { type Part, writing } from "./env.ts";
import { FlowLines, FlowPick, Flows } from "./Flow.tsx";
import { Obstacles } from "./Obstacles.tsx";
import { Text } from "./Text.tsx";
import { addCard, addObstacle, cardsShown, hold, nudge, openCard, release, spotOf, WAYS } from "./timeline.ts";
import { copyable, CopyOver, ItemMenu, marks, Origin, removed, StarToggle } from "./Tools.tsx";
import { shortText } from "./words.ts";

const COLOURS = [0, 1, 2, 3, 4, 5, 6, 7] as const;
export const focusCard = (id: Id): void => document.getElementById(`c${id}`)?.focus();

export function Card({ b, id }: Part) {
  const { s, desk } = b;
  const open = useComputed(() => desk.open.value === id && !b.readOnly).value;
  const flowing = useSignal(false);
  const box = useRef<HTMLElement>(null);
  const colour = s.num(id, "card", "colour");
  const may = b.writes("card");
  const gone = s.deleted(id);
  useEffect(() => {
    if (!open) return;
    hold(b, id);
    const outside = (e: PointerEvent): void => {
      const to = e.target as Element;
      if (!box.current?.contains(to) && !to.closest("dialog")) close();
    };
    document.addEventListener("pointerdown", outside);
    return () => {
      document.removeEventListener("pointerdown", outside);
      release();
    };
  }, [open]);

  const close = (): void => {
    if (desk.open.value === id) desk.open.value = 0;
  };
  const next = (): void => void addCard(b, spotOf(b, id), id);
  const remove = (): void => {
    const cards = cardsShown(b, spotOf(b, id));
    const rank = cards.indexOf(id);
    const to = cards[rank - 1] ?? cards[rank + 1] ?? 0;
    const cell = box.current?.closest("[data-cell]")?.querySelector<HTMLElement>(".cell-add");
    close();
    if (to) focusCard(to);
    else cell?.focus();
    desk.remove(id, removed(s, id));
  };
  /** Keys that hold whether one writes in it or not. */
  const moving = (e: KeyboardEvent): boolean => {
    const way = WAYS[e.key];
    if (!way || !e.altKey || e.ctrlKey || e.metaKey || e.shiftKey || !may) return false;
    e.preventDefault();
    const writes = writing(document.activeElement);
    if (writes) desk.follow(id);
    if (!nudge(b, id, way)) return true;
    if (open) hold(b, id);
    // Another cell is another place in the page: focus goes along.
    afterDrawing(() => {
      if (!writes) focusCard(id);
      document.getElementById(`c${id}`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
    return true;
  };
  const keys = (e: KeyboardEvent): void => {
    if (e.defaultPrevented || e.isComposing) return;
    if (moving(e)) return;
    const plain = !e.ctrlKey && !e.metaKey && !e.altKey;
    if (e.key === "Escape" && open) {
      e.preventDefault();
      close();
      box.current?.focus();
      return;
    }
    if (e.target !== box.current || !may || !plain) return;
    switch (e.key) {
      case "Enter":
        next();
        break;
      case " ":
      case "F2":
        openCard(b, id);
        break;
      case "Delete":
      case "Backspace":
        remove();
        break;
      case "f":
      case "F":
        flowing.value = true;
        break;
      case "o":
      case "O":
        desk.open.value = id;
        addObstacle(b, id);
        break;
      case "s":
      case "S":
        desk.toggle(id, "card", "star");
        break;
      default:
        return;
    }
    e.preventDefault();
  };
  const inField = (e: KeyboardEvent): void => {
    if (e.isComposing || e.keyCode === 229) return;
    const plain = !e.ctrlKey && !e.metaKey && !e.altKey && !e.shiftKey;
    if (e.key === "Enter" && plain) {
      e.preventDefault();
      next();
    } else if (e.key === "Backspace" && plain && blank(s, id)) {
      e.preventDefault();
      remove();
    }
  };
  const title = s.text(id, "card", "title");
  const star = s.num(id, "card", "star") === 1;

  return (
    <article ref={box} id={b.onCopy ? undefined : `c${id}`} class={`t-card colour-${colour}${open ? " open" : ""}${gone ? " gone" : ""}`} data-id={id}
      tabIndex={-1} aria-label={open ? boards("cardOpen", { what: shortText(s, id, 80) }) : undefined} onKeyDown={keys} {...marks(b, id)} {...copyable(b, id)}
      onClick={(e) => {
        if (!open && may && !(e.target as Element).closest("button, a, summary")) openCard(b, id);
      }}
      onFocusOut={(e) => {
        const to = e.relatedTarget;
        // Another window, or a dialog of this card: it stays open.
        if (open && to instanceof Node && !box.current?.contains(to) && !(to instanceof Element && to.closest("dialog"))) close();
      }}>
      {colour > 0 && <span class="sr">{boards(`colour_${colour as 1}`)}</span>}
      {gone && (
        <p class="note row">
          {boards("removedByOther")}
          <button type="button" class="link" onClick={() => {
              s.restore(id);
              desk.focus(id, "title");
            }}>{common("restore")}</button>
        </p>
      )}
      {open ? (
        <>
          <Text b={b} id={id} kind="card" field="title" label={boards("cardTitle")} shown onKey={inField}
            onPasteLines={(lines) =>
              desk.together(() => {
                let after = id;
                const { lane } = spotOf(b, id);
                for (const text of lines) after = desk.add("card", s.parent(id), after, { title: text.slice(0, 200), ...(lane ? { lane } : {}) }) || after;
              })
            } />
          <div class="t-pair">
            <Text b={b} id={id} kind="card" field="who" label={boards("cardWho")} shown onKey={inField} />
            <Text b={b} id={id} kind="card" field="when" label={boards("cardWhen")} shown onKey={inField} />
          </div>
          <Text b={b} id={id} kind="card" field="body" label={boards("cardBody")} shown breaks="enter" />
          <Obstacles b={b} on={id} back={() => desk.focus(id, "title")} />
          <Flows b={b} id={id} />
          <Colours b={b} id={id} />
          <div class="t-tools">
            <button type="button" class="button small" onClick={() => {
                close();
                box.current?.focus();
              }}>
              {boards("cardClose")}
            </button>
            <StarToggle b={b} id={id} kind="card" />
            <CardMenu b={b} id={id} onFlow={() => (flowing.value = true)} />
          </div>
        </>
      ) : (
        <>
          <div class="t-head">
            <p class={title ? "t-title" : "t-title note"}>{title || boards("unnamedCard")}</p>
            {star && (
              <span class="star on">
                <StarIcon on />
                <span class="sr">{boards("starred")}</span>
              </span>
            )}
            {may && <span class="t-grip" data-grip aria-hidden="true"><DragIcon /></span>}
          </div>
          <Facts b={b} id={id} />
          <ClosedObstacles b={b} id={id} />
          <FlowLines b={b} id={id} />
          <Origin b={b} from={s.num(id, "card", "origin")} />
          <CopyOver b={b} id={id} />
          {may && <span class="t-handle" data-handle aria-hidden="true" title={boards("dragFlow")}><LinkIcon /></span>}
        </>
      )}
      {flowing.value && may && <FlowPick b={b} id={id} onClose={() => (flowing.value = false)} />}
    </article>
  );
}

function Facts({ b, id }: Part) {
  const who = b.s.text(id, "card", "who");
  const when = b.s.text(id, "card", "when");
  const body = b.s.text(id, "card", "body");
  return (
    <>
      {(who || when) && (
        <p class="t-facts">
          {who && <span><span class="sr">{boards("cardWho")}: </span>{who}</span>}
          {when && <span><span class="sr">{boards("cardWhen")}: </span>{when}</span>}
        </p>
      )}
      {body && <p class="t-body">{body}</p>}
    </>
  );
}
function ClosedObstacles({ b, id }: Part) {
  const all = b.s.children(id, "obstacle");
  if (!all.length) return null;
  return (
    <ul class="t-obstacles plain" aria-label={boards("obstacles")}>
      {all.map((o) => (
        <li key={o} data-id={o} {...copyable(b, o)}>
          <WarnIcon />
          <span>{shortText(b.s, o, 200)}</span>
          <CopyOver b={b} id={o} />
        </li>
      ))}
    </ul>
  );
}
function Colours({ b, id }: Part) {
  const now = b.s.num(id, "card", "colour");
  return (
    <fieldset class="colours">
      <legend class="label">{boards("colour")}</legend>
      {COLOURS.map((c) => (
        <label key={c} class={`swatch colour-${c}`} title={boards(`colour_${c}`)}>
          <input type="radio" name={`colour${id}`} checked={now === c} onChange={() => b.desk.set(id, "card", "colour", c)} />
          <span class="sr">{boards(`colour_${c}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
/** All that dragging does, as a menu. */
function CardMenu({ b, id, onFlow }: Part & { onFlow: () => void }) {
  const moves = (["up", "down", "left", "right"] as const).map((way, i) => ({
    label: boards(`card_${way}`), apart: i === 0,
    onSelect: () => {
      nudge(b, id, way);
      afterDrawing(() => focusCard(id));
    },
  }));
  return (
    <ItemMenu b={b} id={id} kind="card" name={shortText(b.s, id, 40)} still park
      onRemoved={() => {
        b.desk.open.value = 0;
      }}
      extra={[
        { label: boards("addFlow"), icon: <LinkIcon />, onSelect: onFlow },
        { label: boards("addObstacle"), icon: <WarnIcon />, onSelect: () => addObstacle(b, id) },
        ...moves,
      ]} />
  );
}
