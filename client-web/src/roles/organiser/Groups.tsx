/* Groups.tsx - who sits with whom: compositions, their groups, and what they look like.
 *
 * What: seat people by menu, by Alt and arrow keys or by dragging; a proposal by the composition's rule with the way back;
 *       late ones placed without moving others, exchanges with what they change; sizes, missing organisations and people
 *       who have met, counted as one works.
 * Not:  the proposer (state/compose.ts).
 * Invariants: what can be dragged can be done with keys; nobody is in two groups of one composition. */
import { useComputed, useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { RULES } from "../../state/compose.ts";
import { placeIndex, placeLetter, ROOT, rooms, sessions } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { collator } from "../../text/index.ts";
import { organiser as t } from "../../text/organiser.ts";
import { announce } from "../../ui/announce.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { EditIcon, PlusIcon, TrashIcon } from "../../ui/icons.tsx";
import { Menu, type MenuItem } from "../../ui/Menu.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { offerUndo } from "../../ui/UndoNote.tsx";
import { afterDrawing } from "../../ui/focus.ts";
import { Bin } from "./Bin.tsx";
import { go } from "./nav.ts";
import { Choice, Labelled, Page, Text } from "./parts.tsx";
import { STATUS, STATUSES } from "./people.ts";
import {
  balanceOf, compositions, describe, groupsOf, isCounted, mostSent, PART, PARTS, placeLeft, propose, ruleOf, seat, seated, type Seated, swap, type Swap,
  swapsFor, unseated, waiting,
} from "./seating.ts";
import "./groups.css";

const groupName = (s: Seminar, g: Id): string => s.text(g, "group", "name").trim() || t("untitled");
const compositionName = (s: Seminar, c: Id): string => s.text(c, "composition", "name").trim() || t("untitled");

/** Who is drawn in another group takes the focus along. */
const follow = (person: Id): void => afterDrawing(() => document.querySelector<HTMLElement>(`[data-person="${person}"] .org-person`)?.focus());

function personItems(s: Seminar, composition: Id, person: Id, now: Seated | null, group: Id, onSwap: () => void): MenuItem[] {
  const move = (to: Id): void => {
    seat(s, composition, person, to);
    follow(person);
    announce(to ? t("movedTo", { name: describe(s, person).name, group: groupName(s, to) }) : t("movedOut", { name: describe(s, person).name }));
  };
  const items: MenuItem[] = groupsOf(s, composition).map((g) => ({ label: t("moveTo", { group: groupName(s, g) }), checked: g === group, onSelect: () => move(g) }));
  if (group) items.push({ label: t("noGroup"), onSelect: () => move(0) });
  if (now && isCounted(s, now) && groupsOf(s, composition).length > 1) items.push({ label: t("swapWith"), onSelect: onSwap });
  if (now) {
    PARTS.forEach((p, i) => items.push({ label: t(`part_${p}`), checked: now.part === i, apart: i === 0, onSelect: () => s.set(now.member, "member", "part", i) }));
  }
  STATUSES.forEach((x, i) => items.push({ label: t(`person_${x}`), checked: describe(s, person).status === i, apart: i === 0, onSelect: () => s.set(person, "participant", "status", i) }));
  return items;
}

interface PersonProps {
  s: Seminar;
  composition: Id;
  group: Id;
  person: Id;
  now: Seated | null;
  drag: { value: Id };
}
function Person({ s, composition, group, person, now, drag }: PersonProps) {
  const d = describe(s, person);
  const name = d.name.trim() || t("unnamed");
  const part = now?.part ?? PART.member;
  const swapping = useSignal(false);
  const keys = (e: KeyboardEvent): void => {
    const li = (e.currentTarget as HTMLElement).closest("li");
    if (e.altKey && (e.key === "ArrowLeft" || e.key === "ArrowRight")) {
      e.preventDefault();
      const all = [0, ...groupsOf(s, composition)];
      const to = all[all.indexOf(group) + (e.key === "ArrowLeft" ? -1 : 1)];
      if (to === undefined) return;
      seat(s, composition, person, to);
      announce(to ? t("movedTo", { name, group: groupName(s, to) }) : t("movedOut", { name }));
      follow(person);
    } else if (!e.altKey && (e.key === "ArrowDown" || e.key === "ArrowUp") && (e.target as HTMLElement).getAttribute("aria-expanded") !== "true") {
      const next = e.key === "ArrowDown" ? li?.nextElementSibling : li?.previousElementSibling;
      const button = next?.querySelector<HTMLElement>(".org-person");
      e.preventDefault();
      e.stopPropagation();
      button?.focus();
    }
  };
  return (
    <li data-person={person} draggable onDragStart={(e) => { drag.value = person; e.dataTransfer?.setData("text/plain", name); }} onDragEnd={() => (drag.value = 0)} onKeyDownCapture={keys}>
      <Menu class="org-person" label="" items={personItems(s, composition, person, now, group, () => (swapping.value = true))}>
        <span class="org-person-name" data-status={STATUSES[d.status]}>{name}</span>
        <span class="org-person-from">{d.from || t("noOrganisation")}{d.area && `, ${d.area}`}</span>
        {(part !== PART.member || d.status === STATUS.absent || d.status === STATUS.late) && (
          <span class="org-marks">
            {part !== PART.member && <span class="chip">{t(`part_${PARTS[part] ?? "member"}`)}</span>}
            {(d.status === STATUS.absent || d.status === STATUS.late) && <span class="chip warn">{t(`person_${STATUSES[d.status] ?? "late"}`)}</span>}
          </span>
        )}
        <span class="sr">{t("personMenu")}</span>
      </Menu>
      {swapping.value && <Swaps s={s} composition={composition} person={person} onClose={() => (swapping.value = false)} />}
    </li>
  );
}

/** Whom to change places with, and what the division would be like: the best first. */
const MOST_SWAPS = 30;
function Swaps({ s, composition, person, onClose }: { s: Seminar; composition: Id; person: Id; onClose: () => void }) {
  const { now, swaps } = useMemo(() => swapsFor(s, composition, person), [s, composition, person]);
  const name = describe(s, person).name.trim() || t("unnamed");
  const nameOf = (p: Id): string => describe(s, p).name.trim() || t("unnamed");
  const words = (x: Swap): string => {
    const [a, b] = [now.absent - x.after.absent, now.met - x.after.met];
    const parts = [
      x.after.absent !== now.absent ? t("swapMissing", { from: now.absent, to: x.after.absent }) : "",
      x.after.met !== now.met ? t("swapMet", { from: now.met, to: x.after.met }) : "",
    ].filter(Boolean);
    const verdict = t(parts.length === 0 ? "swapSame" : a > 0 || (a === 0 && b > 0) ? "swapBetter" : "swapWorse");
    return parts.length ? `${verdict}: ${parts.join(", ")}` : verdict;
  };
  const take = (x: Swap): void => {
    swap(s, composition, person, x.person);
    onClose();
    follow(person);
    offerUndo(t("swapped", { a: name, b: nameOf(x.person) }), () => swap(s, composition, person, x.person));
  };
  return (
    <Dialog title={t("swapTitle", { name })} onClose={onClose}>
      <p class="note">{swaps.length ? t("swapLead") : t("swapNone")}</p>
      <ul class="plain org-swaps">
        {swaps.slice(0, MOST_SWAPS).map((x) => (
          <li key={x.person}>
            <button type="button" class="button quiet" onClick={() => take(x)}>
              <span><strong>{nameOf(x.person)}</strong> <span class="note">{[groupName(s, x.group), describe(s, x.person).from].filter(Boolean).join(", ")}</span></span>
              <span class="note">{words(x)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function GroupCard({ s, composition, group, drag, absent, lacking, of, met }: { s: Seminar; composition: Id; group: Id; drag: { value: Id }; absent: readonly Id[]; lacking: readonly Id[]; of: number; met: number }) {
  const here = seated(s, group);
  const room = s.num(group, "group", "room");
  const rule = ruleOf(s, composition);
  const over = useSignal(false);
  const editing = useSignal(false);
  const name = groupName(s, group);
  const counted = here.filter((x) => isCounted(s, x));
  const listens = here.filter((x) => x.part === PART.listener);
  const statusOf = (x: Seated): number => s.num(x.person, "participant", "status");
  const missing = here.filter((x) => x.part !== PART.listener && statusOf(x) === STATUS.absent).length;
  const late = counted.filter((x) => statusOf(x) === STATUS.late).length;
  const sizes = [
    t("peopleCount", { n: counted.length }), listens.length ? t("alsoListens", { n: listens.length }) : "",
    missing ? t("alsoAbsent", { n: missing }) : "", late ? t("alsoLate", { n: late }) : "",
  ].filter(Boolean).join(", ");
  const most = lacking.length === 0 && absent.length > 0 ? mostSent(s, composition, absent) : 0;
  const names = lacking.map((o) => s.text(o, "organisation", "name")).sort(collator().compare);
  return (
    <section class="org-group" aria-label={name} data-over={over.value && drag.value ? "" : undefined}
      onDragOver={(e) => { if (drag.value) { e.preventDefault(); over.value = true; } }}
      onDragLeave={(e) => { if (!(e.currentTarget as HTMLElement).contains(e.relatedTarget as Node | null)) over.value = false; }}
      onDrop={(e) => { e.preventDefault(); over.value = false; if (drag.value) seat(s, composition, drag.value, group); drag.value = 0; }}>
      <header class="org-group-head">
        {room !== 0 && <Badge index={placeIndex(s, room)} letter={placeLetter(s, room)} />}
        <div>
          <h3>{name}</h3>
          <p class="note org-pieces"><span>{room ? s.text(room, "room", "name") : t("noRoom")},</span> <span>{sizes}</span></p>
          {[PART.reports, PART.listener].map((part) => {
            const who = here.filter((x) => x.part === part && statusOf(x) !== STATUS.absent).map((x) => describe(s, x.person).name.trim() || t("unnamed"));
            return who.length > 0 && <p key={part} class="note">{t("partsHere", { part: t(`part_${PARTS[part]}`), names: who.join(", ") })}</p>;
          })}
        </div>
        <button type="button" class="button quiet icon" aria-expanded={editing.value} aria-label={t("changeNamed", { what: name })} onClick={() => (editing.value = !editing.value)}><EditIcon /></button>
      </header>
      {editing.value && (
        <div class="stack org-inset">
          <Text s={s} id={group} kind="group" field="name" label={t("groupName")} />
          <Choice s={s} id={group} kind="group" field="room" label={t("groupRoom")} options={[[0, t("noRoom")], ...rooms(s).map((r) => [r, s.text(r, "room", "name")] as const)]} />
          <button type="button" class="button danger" onClick={() => { s.remove(group); offerUndo(t("removed", { what: name }), () => s.restore(group)); }}><TrashIcon />{t("removeGroup")}</button>
        </div>
      )}
      {of > 0 && here.length > 0 && (
        <p class={lacking.length ? "org-lack" : absent.length ? "note" : "org-full"}>
          {absent.length === 0 ? t("allOrganisations", { n: of })
            : lacking.length ? t("lackingOrganisations", { n: lacking.length })
              : rule !== "cross" ? t("someOrganisations", { n: of - absent.length, of })
                : most === 1 ? t("oneEach", { n: absent.length, of }) : t("fewEach", { n: absent.length, of, most })}
          {lacking.length > 0 && <span class="org-names">{names.slice(0, 6).join(", ")}{names.length > 6 ? ` ${t("andOthers", { n: names.length - 6 })}` : ""}</span>}
        </p>
      )}
      {met > 0 && <p class="note">{t("metPairs", { n: met })}</p>}
      {here.length === 0 ? <p class="note org-drophint">{t("groupEmpty")}</p> : (
        <ul class="plain org-people">{here.map((x) => <Person key={x.person} s={s} composition={composition} group={group} person={x.person} now={x} drag={drag} />)}</ul>
      )}
    </section>
  );
}

function Composition({ s, id }: { s: Seminar; id: Id }) {
  const drag = useSignal<Id>(0);
  const seed = useRef(0);
  const groups = groupsOf(s, id);
  const b = useComputed(() => balanceOf(s, id)).value;
  const left = unseated(s, id);
  const wait = waiting(s, id).length;
  const gone = left.length - wait;
  const rule = ruleOf(s, id);
  const used = sessions(s).filter((x) => s.num(x, "session", "composition") === id);
  const anybody = s.children(ROOT, "participant").length > 0;
  const overLeft = useSignal(false);
  const suggest = (): void => {
    seed.current++;
    const undo = propose(s, id, seed.current);
    if (undo) offerUndo(t("proposed", { name: compositionName(s, id) }), undo);
  };
  const place = (): void => {
    const { placed, undo } = placeLeft(s, id);
    if (placed.length === 0) return;
    const who = placed.slice(0, 3).map(([p, g]) => t("placedOne", { name: describe(s, p).name.trim() || t("unnamed"), group: groupName(s, g) })).join(", ");
    offerUndo(t("placedLeft", { n: placed.length, who: placed.length > 3 ? `${who}, ${t("andOthers", { n: placed.length - 3 })}` : who }), undo);
  };
  const addGroup = (): void => {
    const taken = new Set(groups.map((g) => s.num(g, "group", "room")));
    const room = rooms(s).find((r) => !taken.has(r)) ?? 0;
    s.add("group", id, groups.at(-1) ?? 0, { name: `${compositionName(s, id)}${groups.length + 1}`, ...(room ? { room } : {}) });
  };
  const sizes = b.sizes.length ? [Math.min(...b.sizes), Math.max(...b.sizes)] : [0, 0];
  return (
    <div class="org-composition">
      <div class="org-fields">
        <Text s={s} id={id} kind="composition" field="name" label={t("compositionName")} />
        <Labelled label={t("rule")}>
          {(dom) => (
            <select id={dom} class="input" value={rule} onChange={(e) => s.set(id, "composition", "rule", e.currentTarget.value)}>
              {RULES.map((r) => <option key={r} value={r}>{t(`rule_${r}`)}</option>)}
            </select>
          )}
        </Labelled>
      </div>
      <p class="note">{t(`ruleAbout_${rule}`)} {used.length > 0 ? t("usedIn", { names: used.map((x) => s.text(x, "session", "title")).join(", ") }) : t("usedNowhere")}</p>
      {rule !== "self" && (
        <div class="row org-tools">
          <button type="button" class="button primary" disabled={!anybody || groups.length === 0} onClick={suggest}>{b.sizes.some((n) => n > 0) ? t("proposeAgain") : t("propose")}</button>
          <button type="button" class="button" onClick={addGroup}><PlusIcon />{t("addGroup")}</button>
          {anybody && groups.length > 0 && (
            <p class="org-sum" role="status">
              {t("sizes", { n: groups.length, sizes: sizes[0] === sizes[1] ? String(sizes[0]) : `${sizes[0]}–${sizes[1]}` })}
              {wait > 0 ? `, ${t("leftOver", { n: wait })}` : ""}
              {`, ${t("metTotal", { n: b.met.reduce((x, y) => x + y, 0) })}`}
            </p>
          )}
        </div>
      )}
      {!anybody && rule !== "self" && <p class="empty">{t("groupsNoPeople")} <button type="button" class="button" onClick={() => go("people")}>{t("toPeople")}</button></p>}
      {left.length > 0 && rule !== "self" && (
        <section class={wait > 0 ? "org-group left" : "org-group"} aria-label={t("unseated")} data-over={overLeft.value && drag.value ? "" : undefined}
          onDragOver={(e) => { if (drag.value) { e.preventDefault(); overLeft.value = true; } }}
          onDragLeave={() => (overLeft.value = false)}
          onDrop={(e) => { e.preventDefault(); overLeft.value = false; if (drag.value) seat(s, id, drag.value, 0); drag.value = 0; }}>
          <header class="org-group-head"><div><h3>{t("unseated")}</h3><p class="note">{[wait > 0 ? t("peopleCount", { n: wait }) : "", gone > 0 ? t("alsoAbsent", { n: gone }) : ""].filter(Boolean).join(", ")}</p></div></header>
          {groups.length > 0 && wait > 0 && <button type="button" class="button" onClick={place}>{t("placeLeft")}</button>}
          <ul class="plain org-people wide">{left.map((p) => <Person key={p} s={s} composition={id} group={0} person={p} now={null} drag={drag} />)}</ul>
        </section>
      )}
      <div class="org-groups">
        {groups.map((g, i) => <GroupCard key={g} s={s} composition={id} group={g} drag={drag} absent={b.absent[i] ?? []} lacking={ruleOf(s, id) === "cross" ? (b.lacking[i] ?? []) : []} of={b.organisations} met={b.met[i] ?? 0} />)}
      </div>
      {groups.length > 0 && anybody && <p class="note">{t("seatHint")}</p>}
      <p>
        <button type="button" class="button quiet danger" onClick={() => { s.remove(id); offerUndo(t("removed", { what: compositionName(s, id) }), () => s.restore(id)); }}><TrashIcon />{t("removeComposition")}</button>
      </p>
    </div>
  );
}

export function Groups({ s }: { s: Seminar }) {
  const all = compositions(s);
  const chosen = useSignal<Id>(0);
  const id = all.includes(chosen.value) ? chosen.value : (all[0] ?? 0);
  const add = (): void => {
    const name = "ABCDEFGH"[all.length] ?? String(all.length + 1);
    const made = s.add("composition", ROOT, all.at(-1) ?? s.children(ROOT, undefined, true).at(-1) ?? 0, { name, rule: RULES[0] });
    let after = 0;
    if (made) rooms(s).forEach((room, i) => (after = s.add("group", made, after, { name: `${name}${i + 1}`, room })));
    if (made) chosen.value = made;
  };
  return (
    <Page title={t("groups")} lead={t("groupsLead")} acts={<button type="button" class="button" onClick={add}><PlusIcon />{t("addComposition")}</button>}>
      {all.length === 0 && <p class="empty">{t("groupsEmpty")}</p>}
      {id !== 0 && (
        <Tabs label={t("compositions")} tabs={all.map((c) => ({ key: String(c), label: compositionName(s, c) }))} chosen={String(id)} onChoose={(k) => (chosen.value = Number(k))}>
          <Composition key={id} s={s} id={id} />
        </Tabs>
      )}
      <Bin s={s} parent={ROOT} kind="composition" name={(c) => s.text(c, "composition", "name")} />
    </Page>
  );
}
