/* Table.tsx - rows and columns as the template drew them; with lanes, a matrix per sector.
 *
 * What: cells by the column's type: typed text, number, date, choice, yes or no, person. Rows under their lane, the
 *       mark that a contribution makes things worse. A list of fields where there is little room.
 * Not:  columns are the organiser's.    Uses: Text, Chosen, Tools. */
import { useRef } from "preact/hooks";
import type { FieldName } from "../protocol.gen.ts";
import type { Id } from "../state/seminar.ts";
import { boards } from "../text/boards.ts";
import { common } from "../text/common.ts";
import { MinusIcon, PlusIcon } from "../ui/icons.tsx";
import { DateChoice, NumberChoice, Select } from "./Chosen.tsx";
import { caret, type Env, type Part, step } from "./env.ts";
import { useKeepFocus } from "./keep.ts";
import { Text } from "./Text.tsx";
import { copyable, CopyOver, ItemMenu, marks, Origin, removed, StarToggle } from "./Tools.tsx";
import { shortText } from "./words.ts";

const TYPE = { text: 0, number: 1, date: 2, choice: 3, yesNo: 4, who: 5 } as const;
/** How a yes/no cell is kept. */
export const YES_NO = { yes: "yes", no: "no" } as const;
type RowField = FieldName<"row"> & string;
export const cellField = (type: number, slot: number): RowField =>
  (type === TYPE.text || type === TYPE.who ? `t${slot}` : `v${slot}`) as RowField;

const columnsOf = (b: Env): readonly Id[] => b.s.children(b.sheet, "column").filter((c) => b.s.num(c, "column", "slot") > 0);
const rowLane = (b: Env, row: Id): Id => {
  const lane = b.s.num(row, "row", "lane");
  return b.s.children(b.sheet, "lane").includes(lane) ? lane : 0;
};
function addRow(b: Env, after: Id, lane: Id): void {
  const first = columnsOf(b)[0];
  const id = b.desk.add("row", b.sheet, after, lane ? { lane } : {});
  if (id && first) b.desk.focus(id, cellField(b.s.num(first, "column", "type"), b.s.num(first, "column", "slot")));
}

export function Table({ b }: { b: Env }) {
  const { s } = b;
  const columns = columnsOf(b);
  const lanes = s.children(b.sheet, "lane");
  const rows = s.children(b.sheet, "row");
  const may = b.writes("row");
  if (!columns.length) return <p class="empty">{boards("noColumns")}</p>;
  const lost = rows.some((r) => rowLane(b, r) === 0);
  const groups = lanes.length ? [...lanes, ...(lost ? [0] : [])] : [0];
  return (
    <div class="table-box">
      <table class="rows">
        <thead>
          <tr>
            {columns.map((c) => {
              const about = s.text(c, "column", "about");
              return (
                <th key={c} scope="col" class={`type-${s.num(c, "column", "type")}`}>
                  {s.text(c, "column", "title")}
                  {about && <p class="note">{about}</p>}
                </th>
              );
            })}
            <td class="tools-column"><span class="sr">{boards("tools")}</span></td>
          </tr>
        </thead>
        {groups.map((lane) => (
          <Group key={lane} b={b} lane={lane} named={lanes.length > 0} columns={columns} />
        ))}
      </table>
      {rows.length === 0 && !may && <p class="empty">{boards("nothingHere")}</p>}
    </div>
  );
}

function Group({ b, lane, named, columns }: { b: Env; lane: Id; named: boolean; columns: readonly Id[] }) {
  const { s } = b;
  const list = useRef<HTMLTableSectionElement>(null);
  useKeepFocus(list);
  const rows = s.children(b.sheet, "row").filter((r) => rowLane(b, r) === lane);
  const about = lane ? s.text(lane, "lane", "about") : "";
  const name = lane ? s.text(lane, "lane", "title") : boards("noLane");
  return (
    <tbody ref={list}>
      {named && (
        <tr class="lane-row">
          <th scope="rowgroup" colSpan={columns.length + 1}>
            {name}
            {about && <p class="note">{about}</p>}
          </th>
        </tr>
      )}
      {rows.map((r) => (
        <Row key={r} b={b} id={r} columns={columns} matrix={named} />
      ))}
      {b.writes("row") && (
        <tr class="add-row">
          <td colSpan={columns.length + 1}>
            <button type="button" class="add" aria-label={named ? boards("addRowIn", { where: name }) : undefined}
              onClick={() => addRow(b, rows.at(-1) ?? s.children(b.sheet, "row").at(-1) ?? 0, lane)}>
              <PlusIcon />
              {boards("addRow")}
            </button>
          </td>
        </tr>
      )}
    </tbody>
  );
}

function Row({ b, id, columns, matrix }: Part & { columns: readonly Id[]; matrix: boolean }) {
  const { s, desk } = b;
  const negative = s.num(id, "row", "negative") === 1;
  const lane = rowLane(b, id);
  const name = shortText(s, id, 40);
  const peers = s.children(b.sheet, "row").filter((r) => rowLane(b, r) === lane);
  const fields = columns.map((c) => cellField(s.num(c, "column", "type"), s.num(c, "column", "slot")));
  const keys = (field: RowField, first: boolean) => (e: KeyboardEvent): void => {
    if (e.isComposing || e.keyCode === 229) return;
    const plain = !e.ctrlKey && !e.metaKey && !e.altKey && !e.shiftKey;
    const rank = peers.indexOf(id);
    const select = e.target instanceof HTMLSelectElement;
    if (e.key === "Enter" && plain && !select) {
      e.preventDefault();
      const below = peers[rank + 1];
      if (below && !first) desk.focus(below, field);
      else addRow(b, id, lane);
    } else if (e.altKey && !e.ctrlKey && (e.key === "ArrowUp" || e.key === "ArrowDown")) {
      e.preventDefault();
      const by = e.key === "ArrowUp" ? -1 : 1;
      if (!matrix) step(b, id, "row", by);
      else {
        const to = peers[rank + by];
        if (to) desk.move(id, b.sheet, by > 0 ? to : (peers[rank - 2] ?? 0));
      }
    } else if (plain && (e.key === "ArrowUp" || e.key === "ArrowDown")) {
      const c = caret(e);
      const to = peers[rank + (e.key === "ArrowUp" ? -1 : 1)];
      if (to && (e.key === "ArrowUp" ? c?.start : c?.end)) {
        e.preventDefault();
        desk.focus(to, field, e.key === "ArrowUp" ? "end" : "start");
      }
    } else if (e.key === "Backspace" && plain && caret(e)?.empty && first && fields.every((f) => !(f.startsWith("t") ? s.text(id, "row", f) : s.str(id, "row", f)))) {
      e.preventDefault();
      const to = peers[rank - 1] ?? peers[rank + 1];
      if (to) desk.focus(to, field);
      desk.remove(id, removed(s, id));
    }
  };
  return (
    <tr class={negative ? "row-line negative" : "row-line"} data-id={id} {...marks(b, id)} {...copyable(b, id)}>
      {columns.map((c, i) => (
        <td key={c} class={`type-${s.num(c, "column", "type")}`}>
          <Cell b={b} id={id} column={c} onKey={keys(fields[i]!, i === 0)} />
          {i === 0 && negative && (
            <p class="note worse"><MinusIcon />{boards("worse")}</p>
          )}
          {i === 0 && <Origin b={b} from={s.num(id, "row", "origin")} />}
        </td>
      ))}
      <td class="tools-column">
        <span class="tools">
          <StarToggle b={b} id={id} kind="row" />
          <CopyOver b={b} id={id} />
          <ItemMenu b={b} id={id} kind="row" name={name} park
            extra={matrix ? [
              { label: boards("makesWorse"), checked: negative, onSelect: () => desk.toggle(id, "row", "negative") },
              ...s.children(b.sheet, "lane").filter((l) => l !== lane).map((l, i) => ({
                label: boards("moveTo", { where: s.text(l, "lane", "title") }), apart: i === 0, onSelect: () => void desk.set(id, "row", "lane", l),
              })),
            ] : []} />
        </span>
      </td>
    </tr>
  );
}

function Cell({ b, id, column, onKey }: Part & { column: Id; onKey: (e: KeyboardEvent) => void }) {
  const { s } = b;
  const type = s.num(column, "column", "type");
  const field = cellField(type, s.num(column, "column", "slot"));
  const label = s.text(column, "column", "title") || boards("unnamedColumn");
  switch (type) {
    case TYPE.number:
      return <NumberChoice b={b} id={id} kind="row" field={field} label={label} onKey={onKey} />;
    case TYPE.date:
      return <DateChoice b={b} id={id} kind="row" field={field} label={label} text onKey={onKey} />;
    case TYPE.choice: {
      const options = s.str(column, "column", "choices").split("|").map((c) => c.trim()).filter(Boolean);
      return <Select b={b} id={id} kind="row" field={field} label={label} text onKey={onKey}
        options={[{ value: "", label: boards("notChosen") }, ...options.map((o) => ({ value: o, label: o }))]} />;
    }
    case TYPE.yesNo:
      return <Select b={b} id={id} kind="row" field={field} label={label} text onKey={onKey}
        options={[{ value: "", label: boards("notChosen") }, { value: YES_NO.yes, label: common("yes") }, { value: YES_NO.no, label: common("no") }]} />;
    default:
      return <Text b={b} id={id} kind="row" field={field} label={label} onKey={onKey} empty="–" />;
  }
}
