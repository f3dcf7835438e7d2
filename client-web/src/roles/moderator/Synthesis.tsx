/* Synthesis.tsx - all groups' proposals, gathered into clusters by hand, by keyboard or from a menu.
 *
 * What: what is not gathered yet to the left (filtered by group), clusters to the right with names, stars and order.
 *       Keyboard: Space picks a proposal up, arrows choose where, Enter lays it there, Escape lets go.
 * Not:  the groups' own words are never changed here.
 * Uses: gather.ts.    Invariants: every move can be taken back; what is held is said in words by the page's voice. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { KINDS } from "../../protocol.gen.ts";
import { placeName } from "../../state/model.ts";
import type { Id } from "../../state/seminar.ts";
import { m } from "../../text/moderator.ts";
import { announce } from "../../ui/announce.ts";
import { Field } from "../../ui/Field.tsx";
import { DragIcon, EyeIcon, PlusIcon, TrashIcon } from "../../ui/icons.tsx";
import type { Desk } from "./desk.ts";
import { kindWord, shorten, wordsOf } from "./describe.ts";
import { addCluster, clusterOf, clusters, gathered, type Proposal, placeOf, proposals, put, synthesisSheets } from "./gather.ts";
import { PlaceBadge } from "./parts.tsx";
import { places } from "./places.ts";
import { Star } from "./SheetText.tsx";
import { enqueue, show } from "./stage.ts";

const FIRST_PRIORITIES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

interface Held {
  readonly what: Id;
  /** Index into [not gathered, ...clusters]. */
  readonly target: number;
}

export function Synthesis({ desk }: { desk: Desk }) {
  const { s } = desk;
  const chosen = useSignal<Id>(0);
  const filter = useSignal<Id>(0);
  const held = useSignal<Held | null>(null);
  const dragged = useSignal<Id>(0);
  const over = useSignal<Id>(-1);
  const focusNext = useRef<Id>(0);
  // Given in the drawing that brings it, before the next key: a letter typed right after belongs there, and to no shortcut.
  useLayoutEffect(() => {
    const id = focusNext.current;
    const at = id && document.querySelector<HTMLElement>(`[data-proposal="${id}"], .mod-clusters [data-field^="${id}:"]`);
    if (!at) return;
    focusNext.current = 0;
    at.focus();
  });
  const sheets = synthesisSheets(s);
  const sheet = sheets.includes(chosen.value) ? chosen.value : (sheets[0] ?? 0);
  if (!sheet) return <p class="empty">{m("noSynthesis")}</p>;
  const all = proposals(s);
  const known = new Map(all.map((p) => [p.id, p]));
  const boxes = clusters(s, sheet);
  const loose = all.filter((p) => !clusterOf(s, sheet, p.id));
  const shown = loose.filter((p) => !filter.value || p.place === filter.value);
  const name = (cluster: Id): string => (cluster ? s.text(cluster, "cluster", "title") || m("untitledCluster") : m("looseTitle"));

  const lay = (what: Id, cluster: Id): void => {
    const before = clusterOf(s, sheet, what);
    if (before === cluster) return;
    put(s, sheet, what, cluster);
    focusNext.current = what;
    desk.did(cluster ? m("didGather", { name: name(cluster) }) : m("didUngather"), () => {
      put(s, sheet, what, before);
      focusNext.current = what;
    });
  };
  const intoNew = (what: Id): void => {
    const made = addCluster(s, sheet, shorten(wordsOf(s, what), 60));
    if (made) lay(what, made);
  };
  const keys = (e: KeyboardEvent, p: Id): void => {
    const now = held.value;
    if (e.key === " ") {
      e.preventDefault();
      if (now?.what === p) return drop();
      const target = boxes.indexOf(clusterOf(s, sheet, p)) + 1;
      held.value = { what: p, target };
      announce(m("sayHeld", { what: shorten(wordsOf(s, p), 60) }));
      return;
    }
    if (!now) return;
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[e.key];
    if (step) {
      e.preventDefault();
      const target = (now.target + step + boxes.length + 1) % (boxes.length + 1);
      held.value = { ...now, target };
      announce(name(boxes[target - 1] ?? 0));
    } else if (e.key === "Enter") {
      e.preventDefault();
      drop();
    } else if (e.key === "Escape") {
      e.preventDefault();
      e.stopPropagation();
      held.value = null;
      announce(m("sayLetGo"));
    }
  };
  const drop = (): void => {
    const now = held.value;
    held.value = null;
    if (now) lay(now.what, boxes[now.target - 1] ?? 0);
  };
  const target = held.value ? (boxes[held.value.target - 1] ?? 0) : dragged.value ? over.value : -1;
  const zone = (cluster: Id) => ({
    "data-target": target === cluster,
    onDragOver: (e: DragEvent) => {
      if (!dragged.value) return;
      e.preventDefault();
      over.value = cluster;
    },
    onDrop: (e: DragEvent) => {
      e.preventDefault();
      if (dragged.value) lay(dragged.value, cluster);
      dragged.value = 0;
      over.value = -1;
    },
  });

  const item = (p: Proposal) => {
    const words = wordsOf(s, p.id);
    const where = clusterOf(s, sheet, p.id);
    const up = held.value?.what === p.id;
    const detail = p.kind === "action" ? [s.text(p.id, "action", "who"), s.text(p.id, "action", "where")].filter(Boolean).join(", ") : kindWord(s, p.id);
    return (
      <li key={p.id} class="mod-proposal" data-held={up} draggable
        onDragStart={(e) => { dragged.value = p.id; e.dataTransfer?.setData("text/plain", words); }}
        onDragEnd={() => { dragged.value = 0; over.value = -1; }}>
        <button type="button" class="mod-grip" data-proposal={p.id} aria-pressed={up} aria-describedby="mod-gather-help"
          onKeyDown={(e) => keys(e, p.id)} onBlur={() => up && (held.value = null)}>
          <DragIcon />
          <span class="mod-proposal-text">
            <span>{words}</span>
            <span class="mod-detail"><PlaceBadge s={s} place={p.place} size="1.15rem" /> {[placeName(s, p.place), detail].filter(Boolean).join(" · ")}</span>
          </span>
        </button>
        <span class="mod-proposal-acts">
          <Star s={s} id={p.id} kind={p.kind} />
          {p.kind === "action" && (
            <label>
              <span class="sr">{m("priorityOf", { what: shorten(words, 50) })}</span>
              <select class="button quiet mod-small" value={s.num(p.id, "action", "priority")} onChange={(e) => s.set(p.id, "action", "priority", Number(e.currentTarget.value))}>
                {FIRST_PRIORITIES.map((n) => <option key={n} value={n}>{n === 0 ? m("noPriority") : m("priority", { n })}</option>)}
              </select>
            </label>
          )}
          <label>
            <span class="sr">{m("layIn", { what: shorten(words, 50) })}</span>
            <select class="button quiet mod-small" value="" onChange={(e) => {
              const to = e.currentTarget.value;
              e.currentTarget.value = "";
              if (to === "new") intoNew(p.id);
              else lay(p.id, Number(to));
            }}>
              <option value="" disabled>{m("layInShort")}</option>
              {boxes.filter((c) => c !== where).map((c) => <option key={c} value={c}>{name(c)}</option>)}
              {where !== 0 && <option value={0}>{m("looseTitle")}</option>}
              <option value="new">{m("newCluster")}</option>
            </select>
          </label>
        </span>
      </li>
    );
  };

  return (
    <div class="mod-synthesis">
      <header class="row spread">
        <div class="row">
          <h2>{s.text(sheet, "sheet", "title") || m("synthesis")}</h2>
          {sheets.length > 1 && (
            <select class="button" aria-label={m("whichSynthesis")} value={sheet} onChange={(e) => (chosen.value = Number(e.currentTarget.value))}>
              {sheets.map((id) => <option key={id} value={id}>{s.text(id, "sheet", "title")}</option>)}
            </select>
          )}
        </div>
        <div class="row">
          <button type="button" class="button" onClick={() => show(desk, { mode: "sheets", show: [sheet] })}><EyeIcon />{m("toStage")}</button>
          <button type="button" class="button quiet" onClick={() => void enqueue(desk, sheet)}>{m("toQueue")}</button>
        </div>
      </header>
      <p id="mod-gather-help" class="note">{m("gatherHelp")}</p>
      <div class="mod-gather">
        <section class="mod-loose" aria-labelledby="mod-loose-title" {...zone(0)}>
          <div class="mod-loose-head">
            <h3 id="mod-loose-title">{m("looseTitle")} <span class="mod-count">{m("looseCount", { n: loose.length, all: all.length })}</span></h3>
            <select class="button mod-small" aria-label={m("filterGroup")} value={filter.value} onChange={(e) => (filter.value = Number(e.currentTarget.value))}>
              <option value={0}>{m("allGroups")}</option>
              {places(s).map((p) => <option key={p} value={p}>{placeName(s, p)} ({loose.filter((x) => x.place === p).length})</option>)}
            </select>
          </div>
          {!all.length && <p class="empty">{m("noProposals")}</p>}
          {all.length > 0 && !loose.length && <p class="empty">{m("allGathered")}</p>}
          <ul class="plain mod-proposals">{shown.map(item)}</ul>
        </section>
        <section class="mod-clusters" aria-label={m("clusters")}>
          {boxes.map((c) => {
            const inside = gathered(s, c);
            const title = name(c);
            return (
              <section key={c} class="mod-cluster" aria-label={title} {...zone(c)}>
                <div class="mod-cluster-head">
                  <Field s={s} id={c} kind="cluster" field="title" label={m("clusterName")} hideLabel />
                  <span class="mod-count">{inside.length}</span>
                  <Star s={s} id={c} kind="cluster" />
                  <label>
                    <span class="sr">{m("priorityOf", { what: title })}</span>
                    <select class="button quiet mod-small" value={s.num(c, "cluster", "priority")} onChange={(e) => s.set(c, "cluster", "priority", Number(e.currentTarget.value))}>
                      {Array.from({ length: Math.min(KINDS.cluster.fields.priority.bound, Math.max(boxes.length, s.num(c, "cluster", "priority"))) + 1 }, (_, n) => (
                        <option key={n} value={n}>{n === 0 ? m("noPriority") : m("priority", { n })}</option>
                      ))}
                    </select>
                  </label>
                  <button type="button" class="button quiet icon" aria-label={m("removeCluster", { name: title })} onClick={() => {
                    if (s.remove(c)) desk.did(m("didRemoveCluster", { name: title }), () => s.restore(c));
                  }}><TrashIcon /></button>
                </div>
                {!inside.length && <p class="mod-drop">{m("dropHere")}</p>}
                <ul class="plain mod-proposals">
                  {inside.map(({ what }) => item(known.get(what) ?? { id: what, place: placeOf(s, what), kind: "action" }))}
                </ul>
              </section>
            );
          })}
          <button type="button" class="button mod-new-cluster" onClick={() => {
            const made = addCluster(s, sheet, "");
            focusNext.current = made;
            if (made) announce(m("didNewCluster"));
          }}><PlusIcon />{m("newCluster")}</button>
        </section>
      </div>
    </div>
  );
}
