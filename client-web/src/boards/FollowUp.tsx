/* FollowUp.tsx - the action plan after the day: status, date and note of each action, the rest to be read.
 *
 * What: how far it has come in one sentence, a choice of what to look at, one block per action.
 * Not:  no new actions, no other field: those were the day's.    Uses: followUp.ts, Chosen, Text.
 * Invariants: what is changed stays where it is until something else is chosen to be looked at. */
import { useComputed, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { placeIndex, placeLetter, placeName } from "../state/model.ts";
import type { Id, Seminar } from "../state/seminar.ts";
import { after as t } from "../text/after.ts";
import { boards } from "../text/boards.ts";
import { Badge } from "../ui/Badge.tsx";
import { DateChoice, Select } from "./Chosen.tsx";
import { Desk } from "./desk.ts";
import type { Env } from "./env.ts";
import { isLate, isLoose, isOpen, planOf, type Planned, sumOf, todayNumber } from "./followUp.ts";
import { Text } from "./Text.tsx";
import "./boards.css";
import "./followUp.css";

const STATUSES = [0, 1, 2, 3, 4] as const;
const VIEWS = ["all", "open", "late", "loose"] as const;
type View = (typeof VIEWS)[number];

export function FollowUp({ s, place }: { s: Seminar; place: Id }) {
  const desk = useMemo(() => new Desk(s), [s]);
  const plan = useComputed(() => planOf(s, place)).value;
  const today = todayNumber(s.now());
  const view = useSignal<View>("all");
  const frozen = useSignal<ReadonlySet<Id>>(new Set());
  const fits = (v: View, id: Id): boolean => v === "all" || (v === "open" ? isOpen(s, id) : v === "late" ? isLate(s, id, today) : isLoose(s, id));
  const choose = (v: View): void => {
    frozen.value = new Set(plan.filter((x) => fits(v, x.id)).map((x) => x.id));
    view.value = v;
  };
  if (plan.length === 0) return <p class="empty">{t("none")}</p>;
  const shown = view.value === "all" ? plan : plan.filter((x) => frozen.value.has(x.id));
  const count = (v: View): number => plan.filter((x) => fits(v, x.id)).length;
  const sum = sumOf(s, plan);
  return (
    <section class="follow-up" aria-label={t("plan")}>
      <div class="follow-head">
        <p role="status">{t("sum", { n: sum.n, done: sum.done, begun: sum.begun, left: sum.left })}{sum.dropped > 0 && t("sumDropped", { n: sum.dropped })}.</p>
        <label class="follow-filter">
          <span class="label">{t("filter")}</span>
          <select class="input" value={view.value} onChange={(e) => choose(VIEWS.find((v) => v === e.currentTarget.value) ?? "all")}>
            {VIEWS.map((v) => <option key={v} value={v}>{t(v, { n: count(v) })}</option>)}
          </select>
        </label>
      </div>
      {shown.length === 0 && <p class="empty">{t("noneChosen")}</p>}
      <ol class="plain follow-list">
        {shown.map((x) => <Followed key={x.id} s={s} desk={desk} x={x} today={today} named={place === 0} rank={plan.indexOf(x) + 1} />)}
      </ol>
    </section>
  );
}

function Followed({ s, desk, x, today, named, rank }: { s: Seminar; desk: Desk; x: Planned; today: number; named: boolean; rank: number }) {
  const { id } = x;
  const b = useMemo<Env>(
    () => ({ s, sheet: x.sheet, desk, readOnly: false, onCopy: undefined, onHistory: undefined, onPark: undefined, writes: (kind) => s.mayWrite(x.sheet, kind) }),
    [s, x.sheet, desk],
  );
  const number = s.num(id, "action", "number") || rank;
  const who = [s.text(id, "action", "who").trim(), s.text(id, "action", "where").trim()].filter(Boolean).join(", ");
  const first = s.text(id, "action", "first").trim();
  const status = s.num(id, "action", "status");
  const late = isLate(s, id, today);
  const of = (what: string) => t("ofAction", { what, n: number });
  return (
    <li class="card follow" data-status={status} data-action={id}>
      <div class="follow-what">
        <p class="note follow-number">
          {named && x.place !== 0 && <Badge index={placeIndex(s, x.place)} letter={placeLetter(s, x.place)} size="1.35rem" />}
          <span>{t("number", { n: number })}{named && x.place !== 0 && ` · ${placeName(s, x.place)}`}</span>
          {late && <span class="chip warn">{t("isLate")}</span>}
        </p>
        <p class="follow-text">{s.text(id, "action", "what").trim() || t("untitled")}</p>
        <p class={who ? "follow-who" : "note"}>{who || t("nobody")}</p>
        {first && <p class="note">{t("first", { what: first })}</p>}
      </div>
      <div class="follow-set">
        <Select b={b} id={id} kind="action" field="status" label={of(t("status"))} options={STATUSES.map((n) => ({ value: n, label: boards(`status_${n}`) }))} />
        <DateChoice b={b} id={id} kind="action" field="by" label={of(t("by"))} />
        <Text b={b} id={id} kind="action" field="note" label={of(t("note"))} placeholder={t("note")} breaks="enter" class="follow-note" />
      </div>
    </li>
  );
}
