/* Tools.tsx - the small controls that every item of a board has: star, menu, copy over, where it came from.
 *
 * What: StarToggle, ItemMenu (move, park, history, remove), CopyOver (in a board that is shown beside), Origin.
 * Not:  no item of its own.    Uses: env.ts, ui/Menu. */
import { useEffect } from "preact/hooks";
import { type FieldName, type KindName } from "../protocol.gen.ts";
import { ownerOf, placeName, sheetOf } from "../state/model.ts";
import type { Id, Seminar } from "../state/seminar.ts";
import { boards } from "../text/boards.ts";
import { common } from "../text/common.ts";
import { CopyIcon, DownIcon, HistoryIcon, ParkIcon, StarIcon, TrashIcon, UpIcon } from "../ui/icons.tsx";
import { Menu, type MenuItem } from "../ui/Menu.tsx";
import { beside, type Env, step } from "./env.ts";
import { toggleStar } from "./stars.ts";
import { shortText } from "./words.ts";

export function StarToggle<K extends KindName>({ b, id, kind }: { b: Env; id: Id; kind: K }) {
  const star = "star" as FieldName<K> & string;
  const on = b.s.num(id, kind, star) === 1;
  if (b.readOnly || !b.s.mayWrite(id, kind, star)) {
    return on ? (
      <span class="star on" title={boards("starred")}>
        <StarIcon on />
        <span class="sr">{boards("starred")}</span>
      </span>
    ) : null;
  }
  return (
    <button type="button" class={`tool star${on ? " on" : ""}`} aria-pressed={on} aria-label={boards("star")} title={boards("star")}
      onClick={() => toggleStar(b.desk, id, kind)}>
      <StarIcon on={on} />
    </button>
  );
}

export interface ItemMenuProps {
  readonly b: Env;
  readonly id: Id;
  readonly kind: KindName;
  /** What it is called, for the menu's name. */
  readonly name: string;
  readonly extra?: readonly MenuItem[];
  /** Without up and down. */
  readonly still?: boolean;
  readonly park?: boolean;
  /** Where the caret goes when it is removed. */
  readonly onRemoved?: () => void;
}
export function ItemMenu(p: ItemMenuProps) {
  const { b, id, kind } = p;
  const may = !b.readOnly && b.s.mayWrite(id, kind);
  const past = b.onHistory;
  if (!may && !past) return null;
  const { before, after } = beside(b.s, id, kind);
  const items: MenuItem[] = [];
  if (may) {
    items.push(...(p.extra ?? []));
    if (!p.still) {
      items.push({ label: boards("moveUp"), icon: <UpIcon />, disabled: !before, onSelect: () => step(b, id, kind, -1), apart: items.length > 0 });
      items.push({ label: boards("moveDown"), icon: <DownIcon />, disabled: !after, onSelect: () => step(b, id, kind, 1) });
    }
    if (p.park && b.onPark) items.push({ label: boards("park"), icon: <ParkIcon />, onSelect: () => b.onPark?.(id), apart: true });
  }
  if (past) items.push({ label: boards("history"), icon: <HistoryIcon />, onSelect: () => past(id) });
  if (may) {
    items.push({
      label: common("remove"), icon: <TrashIcon />, danger: true, apart: true,
      onSelect: () => {
        b.desk.remove(id, removed(b.s, id));
        p.onRemoved?.();
      },
    });
  }
  return <Menu label={boards("menuOf", { what: p.name })} items={items} class="tool" />;
}
/** "Borttaget: Bostad först …" */
export const removed = (s: Seminar, id: Id): string => boards("removed", { what: shortText(s, id, 40) });

/** In a board beside: copies the thing to the own board. The key C does the same, see Copyable. */
export function CopyOver({ b, id }: { b: Env; id: Id }) {
  if (!b.onCopy) return null;
  return (
    <button type="button" class="tool copy-over" onClick={() => b.onCopy?.(id)} aria-label={boards("copyOverOf", { what: shortText(b.s, id, 60) })}
      title={boards("copyOver")}>
      <CopyIcon />
      <span>{boards("copyOver")}</span>
    </button>
  );
}
/** Attributes that make an item of a board beside a stop for the arrow keys; see EarlierBoards. */
export const copyable = (b: Env, id: Id): Record<string, unknown> => (b.onCopy ? { tabIndex: -1, "data-copy": id } : {});

/** Where a copied or answering thing comes from. */
export function Origin({ b, from }: { b: Env; from: Id }) {
  const { s } = b;
  if (!from || !s.exists(from)) return null;
  const sheet = sheetOf(s, from);
  if (!sheet) return null;
  const place = ownerOf(s, sheet);
  const session = s.parent(sheet);
  const own = place === ownerOf(s, b.sheet);
  const where = s.kind(session) === "session" ? s.text(session, "session", "title") : s.text(sheet, "sheet", "title");
  return <p class="note origin">{own ? boards("from", { where }) : boards("fromPlace", { where, place: placeName(s, place) })}</p>;
}

/** While it is drawn, this thing is the one that is worked on (for what is parked and where copies land). */
export const marks = (b: Env, id: Id) => ({
  onFocusIn: (e: FocusEvent) => {
    e.stopPropagation();
    b.desk.at.value = id;
  },
});
/** The open thing is forgotten when its board goes. */
export function useForget(b: Env): void {
  useEffect(() => () => {
    b.desk.at.value = 0;
    b.desk.open.value = 0;
  }, [b]);
}
