/* Flow.tsx - the arrows that leave a card: to which card, what passes, what is in the way.
 *
 * What: one line per arrow on the card it leaves; written while the card is open, read otherwise.
 * Not:  the drawn lines: Arrows.tsx.    Uses: Obstacles, Pick. */
import { useSignal } from "@preact/signals";
import type { Id } from "../state/seminar.ts";
import { boards } from "../text/boards.ts";
import { common } from "../text/common.ts";
import { EditIcon, PlusIcon, RightIcon, TrashIcon, WarnIcon } from "../ui/icons.tsx";
import { Menu } from "../ui/Menu.tsx";
import type { Env, Part } from "./env.ts";
import { Obstacles } from "./Obstacles.tsx";
import { Pick } from "./Pick.tsx";
import { Text } from "./Text.tsx";
import { addFlow, addObstacle, allCards, flowsFrom, openCard } from "./timeline.ts";
import { removed } from "./Tools.tsx";
import { shortText } from "./words.ts";

const nameOf = (b: Env, card: Id): string =>
  !b.s.exists(card) || b.s.deleted(card) ? boards("removedCard") : shortText(b.s, card, 60);

/** Read-only lines on a closed card. */
export function FlowLines({ b, id }: Part) {
  const all = flowsFrom(b, id);
  if (!all.length) return null;
  return (
    <ul class="flow-lines plain" aria-label={boards("flows")}>
      {all.map((f) => (
        <li key={f}>
          <RightIcon />
          <span>
            <span class="flow-target">{nameOf(b, b.s.num(f, "flow", "to"))}</span>
            {b.s.text(f, "flow", "label") && <span class="note"> {b.s.text(f, "flow", "label")}</span>}
            {b.s.children(f, "obstacle").map((o) => (
              <span key={o} class="flow-obstacle">
                <WarnIcon />
                {shortText(b.s, o, 120)}
              </span>
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function Flows({ b, id }: Part) {
  const all = flowsFrom(b, id);
  return (
    <div class="flows">
      {all.length > 0 && (
        <ul class="plain" aria-label={boards("flows")}>
          {all.map((f) => (
            <FlowEdit key={f} b={b} id={f} card={id} />
          ))}
        </ul>
      )}
      <FlowButton b={b} id={id} />
    </div>
  );
}
function FlowButton({ b, id }: Part) {
  const asking = useSignal(false);
  return (
    <>
      <button type="button" class="add" onClick={() => (asking.value = true)}>
        <PlusIcon />
        {boards("addFlow")}
      </button>
      {asking.value && <FlowPick b={b} id={id} onClose={() => (asking.value = false)} />}
    </>
  );
}
/** "Flöde till…": which card. */
export function FlowPick({ b, id, onClose }: Part & { onClose: () => void }) {
  const choices = allCards(b)
    .filter((c) => c !== id)
    .map((c) => ({ id: c, label: shortText(b.s, c, 80), note: b.s.text(b.s.parent(c), "phase", "title") }));
  return (
    <Pick title={boards("flowTo", { what: shortText(b.s, id, 40) })} choices={choices} none={boards("noOtherCards")} onClose={onClose}
      onPick={(to) => {
        const flow = addFlow(b, id, to);
        b.desk.open.value = id;
        if (flow) b.desk.focus(flow, "label");
      }} />
  );
}

function FlowEdit({ b, id, card }: Part & { card: Id }) {
  const { s, desk } = b;
  const asking = useSignal(false);
  const to = s.num(id, "flow", "to");
  const name = nameOf(b, to);
  const choices = allCards(b)
    .filter((c) => c !== card)
    .map((c) => ({ id: c, label: shortText(s, c, 80), note: s.text(s.parent(c), "phase", "title") }));
  return (
    <li class="flow-edit" data-id={id}>
      <div class="flow-head">
        <RightIcon />
        <button type="button" class="link flow-target" onClick={() => openCard(b, to)} disabled={s.deleted(to) || !s.exists(to)}>
          {name}
        </button>
        <Menu label={boards("menuOf", { what: boards("flowToShort", { what: name }) })} class="tool"
          items={[
            { label: boards("addObstacle"), icon: <WarnIcon />, onSelect: () => addObstacle(b, id) },
            { label: boards("flowOther"), icon: <EditIcon />, onSelect: () => (asking.value = true) },
            {
              label: common("remove"), icon: <TrashIcon />, danger: true, apart: true,
              onSelect: () => {
                desk.remove(id, removed(s, id));
                desk.focus(card, "title");
              },
            },
          ]} />
      </div>
      <Text b={b} id={id} kind="flow" field="label" label={boards("flowLabel", { what: name })} placeholder={boards("flowLabelHint")} />
      <Obstacles b={b} on={id} back={() => desk.focus(id, "label")} />
      {asking.value && (
        <Pick title={boards("flowOther")} choices={choices} none={boards("noOtherCards")} onClose={() => (asking.value = false)}
          onPick={(c) => void desk.set(id, "flow", "to", c)} />
      )}
    </li>
  );
}
