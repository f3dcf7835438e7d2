/* Plan.tsx - a plan: questions, check list, contacts, meetings, consents, and the log of its versions.
 *
 * What: each part is a list with its own small form; a part that nobody needs stays one line.
 * Not:  measures with a responsible are an actions sheet of their own.    Uses: Questions, Text, Chosen. */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { FieldName, KindName } from "../protocol.gen.ts";
import type { Id } from "../state/seminar.ts";
import { boards } from "../text/boards.ts";
import { PlusIcon } from "../ui/icons.tsx";
import { DateChoice, Select, TimeChoice } from "./Chosen.tsx";
import type { Env, Part } from "./env.ts";
import { useKeepFocus } from "./keep.ts";
import { Questions } from "./Questions.tsx";
import { listKeys, Text } from "./Text.tsx";
import { copyable, CopyOver, ItemMenu, marks, removed } from "./Tools.tsx";
import { shortText } from "./words.ts";

type ListKind = "check" | "contact" | "meeting" | "consent" | "revision";
const FIRST: { readonly [K in ListKind]: FieldName<K> & string } = { check: "text", contact: "name", meeting: "about", consent: "what", revision: "version" };

export function Plan({ b }: { b: Env }) {
  return (
    <div class="plan">
      {b.s.children(b.sheet, "question").length > 0 && <Questions b={b} />}
      <List b={b} kind="check" row={Check} />
      <List b={b} kind="contact" row={Contact} />
      <List b={b} kind="meeting" row={Meeting} />
      <List b={b} kind="consent" row={Consent} />
      <List b={b} kind="revision" row={Revision} />
    </div>
  );
}

function addTo(b: Env, kind: ListKind, after: Id): void {
  const id = b.desk.add(kind, b.sheet, after, {});
  if (id) b.desk.focus(id, FIRST[kind]);
}
function List<K extends ListKind>({ b, kind, row: Row }: { b: Env; kind: K; row: (p: Part) => ComponentChildren }) {
  const list = useRef<HTMLUListElement>(null);
  useKeepFocus(list);
  const all = b.s.children(b.sheet, kind);
  const may = b.writes(kind);
  if (!all.length && !may) return null;
  return (
    <section class={`plan-part ${kind}s`}>
      <h2>{boards(`plan_${kind}`)}</h2>
      {kind === "consent" && <p class="note">{boards("consentNote")}</p>}
      {all.length > 0 && (
        <ul class="plain" ref={list}>
          {all.map((id) => <Row key={id} b={b} id={id} />)}
        </ul>
      )}
      {may && (
        <button type="button" class="add" onClick={() => addTo(b, kind, all.at(-1) ?? 0)}>
          <PlusIcon />
          {boards(`add_${kind}`)}
        </button>
      )}
    </section>
  );
}
function Line<K extends ListKind>({ b, id, kind, children }: Part & { kind: K; children: ComponentChildren }) {
  return (
    <li class={`plan-line ${kind}`} data-id={id} {...marks(b, id)} {...copyable(b, id)}>
      <div class="plan-fields">{children}</div>
      <span class="tools">
        <CopyOver b={b} id={id} />
        <ItemMenu b={b} id={id} kind={kind as KindName} name={shortText(b.s, id, 40)} />
      </span>
    </li>
  );
}
const keysOf = (b: Env, id: Id, kind: ListKind) => (e: KeyboardEvent) =>
  void listKeys(e, { b, id, kind, field: FIRST[kind], said: removed(b.s, id), next: () => addTo(b, kind, id) });

function Check({ b, id }: Part) {
  return (
    <Line b={b} id={id} kind="check">
      <Select b={b} id={id} kind="check" field="tick" label={boards("checkState")}
        options={[0, 1, 2].map((n) => ({ value: n, label: boards(`tick_${n as 0 | 1 | 2}`) }))} />
      <Text b={b} id={id} kind="check" field="text" label={boards("kind_check")} onKey={keysOf(b, id, "check")} class="wide" />
    </Line>
  );
}
function Contact({ b, id }: Part) {
  return (
    <Line b={b} id={id} kind="contact">
      <Text b={b} id={id} kind="contact" field="name" label={boards("contactName")} shown breaks="none" onKey={keysOf(b, id, "contact")} />
      <Text b={b} id={id} kind="contact" field="agency" label={boards("agency")} shown breaks="none" />
      <Text b={b} id={id} kind="contact" field="reach" label={boards("reach")} shown breaks="none" />
      <Text b={b} id={id} kind="contact" field="by" label={boards("contactBy")} shown breaks="none" />
    </Line>
  );
}
function Meeting({ b, id }: Part) {
  return (
    <Line b={b} id={id} kind="meeting">
      <DateChoice b={b} id={id} kind="meeting" field="when" label={boards("date")} shown />
      <TimeChoice b={b} id={id} kind="meeting" field="time" label={boards("timeOfDay")} shown />
      <Text b={b} id={id} kind="meeting" field="place" label={boards("meetingPlace")} shown breaks="none" class="wide" />
      <Text b={b} id={id} kind="meeting" field="about" label={boards("meetingAbout")} shown onKey={keysOf(b, id, "meeting")} class="wide" />
      <Text b={b} id={id} kind="meeting" field="calls" label={boards("meetingCalls")} shown breaks="none" />
      <Select b={b} id={id} kind="meeting" field="held" label={boards("held")} shown
        options={[0, 1, 2].map((n) => ({ value: n, label: boards(`held_${n as 0 | 1 | 2}`) }))} />
    </Line>
  );
}
function Consent({ b, id }: Part) {
  return (
    <Line b={b} id={id} kind="consent">
      <Text b={b} id={id} kind="consent" field="what" label={boards("consentWhat")} shown onKey={keysOf(b, id, "consent")} class="wide" />
      <Select b={b} id={id} kind="consent" field="state" label={boards("consentState")} shown
        options={[0, 1, 2, 3].map((n) => ({ value: n, label: boards(`consent_${n as 0 | 1 | 2 | 3}`) }))} />
      <DateChoice b={b} id={id} kind="consent" field="when" label={boards("date")} shown />
    </Line>
  );
}
function Revision({ b, id }: Part) {
  return (
    <Line b={b} id={id} kind="revision">
      <Text b={b} id={id} kind="revision" field="version" label={boards("version")} shown breaks="none" onKey={keysOf(b, id, "revision")} />
      <DateChoice b={b} id={id} kind="revision" field="when" label={boards("date")} shown />
      <Text b={b} id={id} kind="revision" field="what" label={boards("changed")} shown class="wide" />
      <Text b={b} id={id} kind="revision" field="who" label={boards("byWhom")} shown breaks="none" />
    </Line>
  );
}
