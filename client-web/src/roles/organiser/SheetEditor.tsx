/* SheetEditor.tsx - one sheet: what it is, who reads it, and everything a template can define on it.
 *
 * What: the sheet's own fields, and its phases, lanes, questions, columns, cards, check lists, consents and polls. What is
 *       changed on a pattern is changed on every sheet that came from it; in words who that is.
 * Not:  what groups write is not shown here.
 * Uses: patterns.ts for the way to the copies. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { FieldName, KindName } from "../../protocol.gen.ts";
import { KINDS } from "../../protocol.gen.ts";
import { AUDIENCE, FORMS, ownerOf, ROOT, sheetForm, type SheetForm } from "../../state/model.ts";
import type { Fields, Id, Seminar } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { documents as d } from "../../text/documents.ts";
import { organiser as t } from "../../text/organiser.ts";
import { sheetWords as w } from "../../text/organiserSheets.ts";
import { LeftIcon, PlusIcon, TrashIcon, WarnIcon } from "../../ui/icons.tsx";
import { offerUndo } from "../../ui/UndoNote.tsx";
import { afterDrawing } from "../../ui/focus.ts";
import { titleOf, whose } from "./Agenda.tsx";
import { PRINTS } from "./documents.ts";
import { go } from "./nav.ts";
import { Choice, Labelled, Num, Page, Text, Tick, useKept, useOrder } from "./parts.tsx";
import { addDefinition, copies, counterparts, type Definition, EACH, follow, giveOut, moveDefinition, nameOf, patterns, removeDefinition, reword, written } from "./patterns.ts";

/** Which definitions a sheet of each form may have; as templates are checked. */
const PARTS: Record<SheetForm, readonly Definition[]> = {
  questions: ["question", "prompt"],
  timeline: ["phase", "lane", "question", "prompt"],
  table: ["column", "lane", "question", "prompt"],
  actions: ["question", "prompt"],
  parking: ["prompt"],
  synthesis: ["question", "prompt"],
  map: ["phase", "lane", "question", "prompt"],
  plan: ["check", "consent", "question", "prompt"],
  poll: ["poll", "prompt"],
  free: ["question", "phase", "lane", "column", "check", "consent", "poll", "prompt"],
};
const COLUMNS_MOST = KINDS.column.fields.slot.bound;
const CHOICE_COLUMN = 3;
const POLL_TEXT = 0;
const DOTS = 4;
const FOLLOW_MS = 700;

type Named<K extends KindName> = FieldName<K> & string;

/** Gives a node's fields the same value on the copies. Text travels when the hand rests. */
function useFollow<K extends Definition | "sheet">(s: Seminar, sheet: Id, node: Id, kind: K) {
  const others = useRef<Id[]>([]);
  const waiting = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const now = (field: Named<K>): void => {
    clearTimeout(waiting.current.get(field));
    waiting.current.delete(field);
    follow(s, node, kind, field, others.current);
  };
  const flush = (): void => [...waiting.current.keys()].forEach((f) => now(f as Named<K>));
  useEffect(() => flush, []);
  const look = (): void => {
    flush();
    others.current = node === sheet ? copies(s, sheet) : counterparts(s, sheet, node);
  };
  return {
    around: { onFocusCapture: () => waiting.current.size === 0 && look(), onPointerDownCapture: () => waiting.current.size === 0 && look(), onBlurCapture: flush },
    now,
    soon: (field: Named<K>) => () => {
      clearTimeout(waiting.current.get(field));
      waiting.current.set(field, setTimeout(() => now(field), FOLLOW_MS));
    },
    at: (field: Named<K>) => () => now(field),
  };
}

function RemoveButton({ s, sheet, id }: { s: Seminar; sheet: Id; id: Id }) {
  const what = nameOf(s, id).trim() || t("untitled");
  return (
    <button type="button" class="button quiet icon" aria-label={t("removeNamed", { what })}
      onClick={() => {
        const undo = removeDefinition(s, sheet, id);
        offerUndo(t("removed", { what }), undo);
      }}><TrashIcon /></button>
  );
}

function Item<K extends Definition>({ s, sheet, id, kind, order, n }: { s: Seminar; sheet: Id; id: Id; kind: K; order: ReturnType<typeof useOrder>; n: string }) {
  const f = useFollow(s, sheet, id, kind);
  const what = nameOf(s, id).trim() || `${w(`one_${kind}`)} ${n}`;
  return (
    <li class="org-item" {...order.row(id)} {...f.around}>
      {order.handle(id)}
      <span class="org-nr" aria-hidden="true">{n}</span>
      <div class="org-what stack">
        <Inside s={s} sheet={sheet} id={id} kind={kind} f={f as unknown as ReturnType<typeof useFollow<Definition>>} n={n} />
      </div>
      <div class="org-acts">
        {order.buttons(id, what)}
        <RemoveButton s={s} sheet={sheet} id={id} />
      </div>
    </li>
  );
}

interface InsideProps {
  s: Seminar;
  sheet: Id;
  id: Id;
  kind: Definition;
  f: ReturnType<typeof useFollow<Definition>>;
  n: string;
}
function Inside({ s, sheet, id, kind, f, n }: InsideProps) {
  const soon = f.soon as (field: string) => () => void;
  const at = f.at as (field: string) => () => void;
  switch (kind) {
    case "phase":
    case "lane":
      return (
        <>
          <Text s={s} id={id} kind={kind} field="title" label={w("name")} onWrite={soon("title")} />
          <More open={s.text(id, kind, "about") !== ""}><Text s={s} id={id} kind={kind} field="about" label={w("belongsHere")} lines={1} onWrite={soon("about")} /></More>
        </>
      );
    case "question":
      return (
        <>
          <Text s={s} id={id} kind="question" field="text" label={w("questionText")} lines={1} onWrite={soon("text")} />
          <More open={s.text(id, "question", "help") !== "" || s.num(id, "question", "minutes") !== 0}>
            <div class="org-beside">
              <Text s={s} id={id} kind="question" field="help" label={w("help")} lines={1} onWrite={soon("help")} />
              <Num s={s} id={id} kind="question" field="minutes" label={w("suggestedMinutes")} onWrite={at("minutes")} />
            </div>
          </More>
          {s.kind(s.parent(id)) === "sheet" && <Items s={s} sheet={sheet} parent={id} kind="question" prefix={n} sub />}
        </>
      );
    case "column": {
      const type = s.num(id, "column", "type");
      return (
        <>
          <div class="org-fields">
            <Text s={s} id={id} kind="column" field="title" label={w("heading")} onWrite={soon("title")} />
            <Choice s={s} id={id} kind="column" field="type" label={w("type")} onWrite={at("type")}
              options={(["text", "number", "date", "choice", "yesno", "who"] as const).map((x, i) => [i, w(`type_${x}`)] as const)} />
          </div>
          {type === CHOICE_COLUMN && <Choices s={s} id={id} onWrite={at("choices")} />}
          <More open={s.text(id, "column", "about") !== ""}><Text s={s} id={id} kind="column" field="about" label={w("belongsHere")} lines={1} onWrite={soon("about")} /></More>
        </>
      );
    }
    case "prompt":
      return <Text s={s} id={id} kind="prompt" field="text" label={w("promptText")} lines={1} onWrite={soon("text")} />;
    case "check":
    case "consent":
      return <Own s={s} sheet={sheet} id={id} label={w(kind === "check" ? "checkText" : "consentWhat")} />;
    case "choice":
      return <Text s={s} id={id} kind="choice" field="text" label={w("choiceText", { n })} onWrite={soon("text")} />;
    case "poll": {
      const form = s.num(id, "poll", "form");
      return (
        <>
          <Text s={s} id={id} kind="poll" field="text" label={w("pollText")} lines={1} onWrite={soon("text")} />
          <div class="org-fields">
            <Choice s={s} id={id} kind="poll" field="form" label={w("answered")} onWrite={at("form")}
              options={(["text", "choice", "scale", "ranking", "dots"] as const).map((x, i) => [i, w(`poll_${x}`)] as const)} />
            {form !== POLL_TEXT && <Num s={s} id={id} kind="poll" field="most" least={1} label={form === DOTS ? w("dots") : w("most")} onWrite={at("most")} />}
          </div>
          {form !== POLL_TEXT && <Items s={s} sheet={sheet} parent={id} kind="choice" sub />}
        </>
      );
    }
  }
}

/** Words of a row that is its group's own: changed as a whole, when the field is left. */
function Own({ s, sheet, id, label }: { s: Seminar; sheet: Id; id: Id; label: string }) {
  const shown = nameOf(s, id);
  const kept = useKept<HTMLInputElement>(shown);
  return (
    <Labelled label={label}>
      {(dom) => (
        <input id={dom} class="input" autocomplete="off" maxLength={KINDS.check.fields.text.bound} {...kept}
          onChange={(e) => {
            const text = e.currentTarget.value.trim();
            if (text && text !== shown) reword(s, sheet, id, text);
          }} />
      )}
    </Labelled>
  );
}

/** What is seldom needed, folded until there is something in it. */
function More({ open, children }: { open: boolean; children: preact.ComponentChildren }) {
  const first = useRef(open).current;
  if (first) return <>{children}</>;
  return <details class="org-more"><summary>{w("more")}</summary><div class="stack">{children}</div></details>;
}

/** A column's choices, one a line. */
function Choices({ s, id, onWrite }: { s: Seminar; id: Id; onWrite: () => void }) {
  const shown = s.str(id, "column", "choices").split("|").filter(Boolean).join("\n");
  const kept = useKept<HTMLTextAreaElement>(shown);
  return (
    <Labelled label={w("choices")} note={w("choicesNote")}>
      {(dom, note) => (
        <textarea id={dom} class="input" rows={3} aria-describedby={note} {...kept}
          onBlur={(e) => {
            const list = e.currentTarget.value.replaceAll("|", "/").split("\n").map((x) => x.trim()).filter(Boolean);
            let text = list.join("|");
            while (new TextEncoder().encode(text).length > KINDS.column.fields.choices.bound) text = (list.pop(), list.join("|"));
            if (text !== s.str(id, "column", "choices") && s.set(id, "column", "choices", text)) onWrite();
          }} />
      )}
    </Labelled>
  );
}

function Items({ s, sheet, parent, kind, prefix = "", sub = false }: { s: Seminar; sheet: Id; parent: Id; kind: Definition; prefix?: string; sub?: boolean }) {
  const ids = s.children(parent, kind);
  const order = useOrder(ids, (id, after) => moveDefinition(s, sheet, id, after));
  const list = useRef<HTMLOListElement>(null);
  const add = (): void => {
    const fields: Record<string, number | string> = {};
    if (kind === "column") {
      const used = new Set(ids.map((c) => s.num(c, "column", "slot")));
      const slot = Array.from({ length: COLUMNS_MOST }, (_, i) => i + 1).find((x) => !used.has(x));
      if (!slot) return;
      fields["slot"] = slot;
    }
    if (kind === "poll") Object.assign(fields, { form: 1, most: 1 });
    const id = addDefinition(s, sheet, parent, kind, fields as Fields<typeof kind>);
    if (id) afterDrawing(() => (list.current?.lastElementChild?.querySelector(".input") as HTMLElement | null)?.focus());
  };
  const full = kind === "column" && ids.length >= COLUMNS_MOST;
  const label = sub && kind === "question" ? w("add_sub") : w(`add_${kind}`);
  return (
    <div class={sub ? "org-sub" : "org-part"}>
      {!sub && <h3>{w(`many_${kind}`)}</h3>}
      {!sub && ids.length === 0 && <p class="note">{w(`none_${kind}`)}</p>}
      <ol class="plain" ref={list}>
        {ids.map((id, i) => <Item key={id} s={s} sheet={sheet} id={id} kind={kind} order={order} n={prefix ? `${prefix}.${i + 1}` : String(i + 1)} />)}
      </ol>
      <button type="button" class={sub ? "button quiet" : "button"} disabled={full} onClick={add}><PlusIcon />{label}</button>
      {full && <p class="note">{w("columnsFull", { n: COLUMNS_MOST })}</p>}
    </div>
  );
}

/** Who the change reaches, and what happens with rooms that come later. */
function Reach({ s, id }: { s: Seminar; id: Id }) {
  const each = s.num(id, "sheet", "each");
  if (!each) return null;
  const all = copies(s, id);
  const busy = all.filter((c) => written(s, c));
  const names = busy.map((c) => { const p = ownerOf(s, c); return s.kind(p) === "room" ? s.text(p, "room", "name") : s.text(p, "group", "name"); });
  const words = each === EACH.group ? w("reachGroups", { n: all.length }) : all.length ? w("reachRooms", { n: all.length }) : w("reachLater");
  return (
    <div class="org-reach">
      <p>{words}</p>
      {busy.length > 0 && <p class="org-clash"><WarnIcon />{w("alreadyWritten", { names: names.join(", ") })}</p>}
    </div>
  );
}

const CARRIED = ["obstacle", "card", "point", "challenge", "row", "action", "parked"] as const;
const ROWS = ["action", "row", "challenge", "obstacle"] as const;

function Rules({ s, id }: { s: Seminar; id: Id }) {
  const f = useFollow(s, id, id, "sheet");
  const form = sheetForm(s, id);
  const each = s.num(id, "sheet", "each");
  const others = patterns(s).filter((p) => p !== id);
  const named = (p: Id): string => `${s.parent(p) === ROOT ? w("wholeDay") : titleOf(s, s.parent(p))}: ${s.text(p, "sheet", "title")}`;
  const bound = { s, id, kind: "sheet" as const };
  const carry = s.num(id, "sheet", "carry");
  return (
    <div class="stack org-inset" {...f.around}>
      {each !== EACH.none && ["timeline", "map", "free"].includes(form) && (
        <Choice {...bound} field="from" label={w("from")} onWrite={f.at("from")} options={[[0, w("from_no")], [1, w("from_beside")], [2, w("from_copied")]]} />
      )}
      {each !== EACH.none && (
        <div class="org-fields">
          <Choice {...bound} field="carry" label={w("carry")} note={w("carryNote")}
            onWrite={() => {
              if (s.num(id, "sheet", "carry") && !s.num(id, "sheet", "carry_kind")) {
                s.set(id, "sheet", "carry_kind", KINDS.obstacle.number);
                s.set(id, "sheet", "carry_as", form === "actions" ? KINDS.action.number : KINDS.row.number);
              }
            }}
            options={[[0, w("carry_none")], ...others.map((p) => [p, named(p)] as const)]} />
          {carry !== 0 && <Choice {...bound} field="carry_kind" label={w("carryKind")} options={CARRIED.map((k) => [KINDS[k].number, w(`kind_${k}`)] as const)} />}
          {carry !== 0 && <Choice {...bound} field="carry_as" label={w("carryAs")} options={ROWS.map((k) => [KINDS[k].number, w(`kind_${k}`)] as const)} />}
        </div>
      )}
      {each === EACH.none && form === "questions" && (
        <Choice {...bound} field="compiles" label={w("compiles")} note={w("compilesNote")}
          options={[[0, w("compiles_none")], ...others.filter((p) => sheetForm(s, p) === "questions").map((p) => [p, named(p)] as const)]} />
      )}
      <Text {...bound} field="guide_lead" label={t("guideLead")} lines={2} onWrite={f.soon("guide_lead")} />
      <Text {...bound} field="guide_scribe" label={t("guideScribe")} lines={2} onWrite={f.soon("guide_scribe")} />
      <Text {...bound} field="guide_all" label={t("guideAll")} lines={2} onWrite={f.soon("guide_all")} />
    </div>
  );
}

export function SheetEditor({ s, id }: { s: Seminar; id: Id }) {
  const f = useFollow(s, id, id, "sheet");
  const form = sheetForm(s, id);
  const parent = s.parent(id);
  const bound = { s, id, kind: "sheet" as const };
  const each = s.num(id, "sheet", "each");
  const guided = useRef(["guide_lead", "guide_scribe", "guide_all"].some((x) => s.text(id, "sheet", x as "guide_lead")) || s.num(id, "sheet", "carry") !== 0).current;
  const parts = PARTS[form];
  const present = (k: Definition): boolean => s.children(id, k).length > 0;
  const main = parts.filter((k) => mainParts(form).includes(k) || present(k));
  const rest = parts.filter((k) => !main.includes(k));
  return (
    <Page title={s.text(id, "sheet", "title").trim() || t("untitled")}
      acts={<button type="button" class="button quiet" onClick={() => go("agenda", parent === ROOT ? 0 : parent)}><LeftIcon />{parent === ROOT ? t("backToAgenda") : titleOf(s, parent)}</button>}>
      <p class="org-facts"><span>{w(`form_${form}`)}</span><span>{whose(s, id)}</span></p>
      <Reach s={s} id={id} />
      <div class="card stack" {...f.around}>
        <Text {...bound} field="title" label={t("title")} onWrite={f.soon("title")} />
        <Text {...bound} field="notice" label={w("notice")} note={w("noticeNote")} onWrite={f.soon("notice")} />
        <fieldset>
          <legend class="label">{w("audience")}</legend>
          <p class="note">{w("audienceNote")}</p>
          {each !== EACH.none && <Tick {...bound} field="audience" bit={AUDIENCE.own} label={w(each === EACH.group ? "aud_ownGroup" : "aud_own")} onWrite={f.at("audience")} />}
          <Tick {...bound} field="audience" bit={AUDIENCE.places} label={w("aud_places")} onWrite={f.at("audience")} />
          {each !== EACH.none && <Tick {...bound} field="audience" bit={AUDIENCE.group} label={w("aud_group")} onWrite={f.at("audience")} />}
          <Tick {...bound} field="audience" bit={AUDIENCE.all} label={w("aud_all")} onWrite={f.at("audience")} />
        </fieldset>
        <Choice {...bound} field="print" label={d("print")} class="org-print" onWrite={f.at("print")} options={PRINTS.map((x) => [x, d(`print_${x}`)] as const)} />
        <details open={guided}><summary>{w("rules")}</summary><Rules s={s} id={id} /></details>
      </div>
      {s.num(id, "sheet", "compiles") !== 0 && <p class="note">{w("compilesParts")}</p>}
      {main.map((k) => <section class="org-block" key={k}><Items s={s} sheet={id} parent={id} kind={k} /></section>)}
      {rest.length > 0 && (
        <details class="org-block"><summary>{w("otherParts")}</summary>{rest.map((k) => <Items key={k} s={s} sheet={id} parent={id} kind={k} />)}</details>
      )}
    </Page>
  );
}
function mainParts(form: SheetForm): readonly Definition[] {
  switch (form) {
    case "timeline":
    case "map":
      return ["phase", "lane"];
    case "table":
      return ["column"];
    case "plan":
      return ["check", "consent"];
    case "poll":
      return ["poll"];
    default:
      return form === "questions" || form === "free" ? ["question"] : [];
  }
}

/** A new sheet: what kind, for whom. */
export function NewSheet({ s, parent }: { s: Seminar; parent: Id }) {
  const open = useSignal(false);
  const form = useSignal(0);
  const each = useSignal<number>(parent === ROOT ? EACH.none : EACH.room);
  const title = useSignal("");
  if (!open.value) return <button type="button" class="button" onClick={() => (open.value = true)}><PlusIcon />{w("newSheet")}</button>;
  const make = (e: Event): void => {
    e.preventDefault();
    const words = title.value.trim() || w(`form_${FORMS[form.value] ?? "free"}`);
    const poll = FORMS[form.value] === "poll";
    const last = s.children(parent, undefined, true).at(-1) ?? 0;
    const fields: Fields<"sheet"> = {
      title: words, form: form.value, each: each.value, moderated: each.value ? 0 : 1,
      audience: poll ? AUDIENCE.all : each.value ? AUDIENCE.own | AUDIENCE.group : 0,
    };
    const id = s.add("sheet", parent, last, fields);
    if (id) giveOut(s, id, fields);
    open.value = false;
    title.value = "";
    if (id) go("agenda", parent === ROOT ? 0 : parent, id);
  };
  const later = each.value === EACH.group ? w("newForGroups") : each.value === EACH.none ? w("newForOne") : w("newForRooms");
  return (
    <form class="card stack" onSubmit={make}>
      <h3>{w("newSheet")}</h3>
      <div class="org-fields">
        <Labelled label={t("title")}>{(dom) => <input id={dom} class="input" value={title.value} maxLength={KINDS.sheet.fields.title.bound} onInput={(e) => (title.value = e.currentTarget.value)} autoFocus />}</Labelled>
        <Labelled label={t("form")}>
          {(dom) => (
            <select id={dom} class="input" value={form.value} onChange={(e) => (form.value = Number(e.currentTarget.value))}>
              {FORMS.map((x, i) => <option key={x} value={i}>{w(`form_${x}`)}</option>)}
            </select>
          )}
        </Labelled>
        <Labelled label={w("forWhom")}>
          {(dom) => (
            <select id={dom} class="input" value={each.value} onChange={(e) => (each.value = Number(e.currentTarget.value))}>
              <option value={EACH.room}>{w("each_room")}</option>
              <option value={EACH.group}>{w("each_group")}</option>
              <option value={EACH.none}>{w("each_none")}</option>
            </select>
          )}
        </Labelled>
      </div>
      <p class="note">{w(`about_${FORMS[form.value] ?? "free"}`)}</p>
      <p class="note">{later}</p>
      <div class="row">
        <button type="submit" class="button primary">{w("makeSheet")}</button>
        <button type="button" class="button quiet" onClick={() => (open.value = false)}>{common("cancel")}</button>
      </div>
    </form>
  );
}
