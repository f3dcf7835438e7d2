/* Rooms.tsx - where groups sit.
 *
 * What: add, rename, say how to find it, order, remove with undo. A new room gets its sheets from the daemon at once.
 * Not:  who sits there (Groups.tsx), its links (Links.tsx), though links to it can be made from here. */
import { placeIndex, placeLetter, ROOT, rooms } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { organiser as t } from "../../text/organiser.ts";
import { Badge } from "../../ui/Badge.tsx";
import { LinkIcon, PlusIcon, TrashIcon } from "../../ui/icons.tsx";
import { offerUndo } from "../../ui/UndoNote.tsx";
import { afterDrawing } from "../../ui/focus.ts";
import { common } from "../../text/common.ts";
import { Bin } from "./Bin.tsx";
import { go } from "./nav.ts";
import { Page, Text, useOrder } from "./parts.tsx";
import { makeLink, roleOf } from "./secrets.ts";

const LINKED = ["facilitator", "scribe"] as const;
const linksOf = (s: Seminar, room: Id): Id[] => s.children(ROOT, "link").filter((l) => s.num(l, "link", "place") === room);

export function Rooms({ s }: { s: Seminar }) {
  const ids = rooms(s);
  const order = useOrder(ids, (id, after) => {
    const all = s.children(ROOT, undefined, true);
    const first = all.findIndex((x) => s.kind(x) === "room");
    s.move(id, ROOT, after || (first > 0 ? all[first - 1]! : 0));
  });
  const add = (): void => {
    const id = s.add("room", ROOT, ids.at(-1) ?? s.children(ROOT, undefined, true).at(-1) ?? 0, { name: t("roomNr", { n: ids.length + 1 }) });
    if (id) afterDrawing(() => document.querySelector<HTMLElement>(".org-room:last-child .input")?.focus());
  };
  return (
    <Page title={t("rooms")} lead={t("roomsLead")} acts={<button type="button" class="button primary" onClick={add}><PlusIcon />{t("addRoom")}</button>}>
      {ids.length === 0 && <p class="empty">{t("roomsEmpty")}</p>}
      <ol class="org-list plain">
        {ids.map((id) => {
          const name = s.text(id, "room", "name").trim() || t("untitled");
          const missing = LINKED.filter((r) => !linksOf(s, id).some((l) => roleOf(s, l) === r));
          return (
            <li key={id} class="org-slot org-room" {...order.row(id)}>
              {order.handle(id)}
              <Badge index={placeIndex(s, id)} letter={placeLetter(s, id)} size="2.25em" />
              <div class="org-what org-fields two">
                <Text s={s} id={id} kind="room" field="name" label={t("roomName")} />
                <Text s={s} id={id} kind="room" field="note" label={t("roomNote")} />
                {missing.length > 0 && (
                  <p class="org-wide note">
                    {t("roomUnlinked", { roles: missing.map((r) => common(r).toLowerCase()).join(", ") })}{" "}
                    <button type="button" class="button quiet" onClick={() => {
                      missing.forEach((r) => makeLink(s, r, id, `${name}, ${r}`));
                      go("links");
                    }}><LinkIcon />{t("makeRoomLinks")}</button>
                  </p>
                )}
              </div>
              <div class="org-acts">
                {order.buttons(id, name)}
                <button type="button" class="button quiet icon" aria-label={t("removeNamed", { what: name })}
                  onClick={() => {
                    const links = linksOf(s, id).filter((l) => !s.num(l, "link", "revoked"));
                    s.remove(id);
                    links.forEach((l) => s.set(l, "link", "revoked", 1));
                    offerUndo(links.length ? t("roomRemoved", { what: name, n: links.length }) : t("removed", { what: name }), () => {
                      s.restore(id);
                      links.forEach((l) => s.set(l, "link", "revoked", 0));
                    });
                  }}><TrashIcon /></button>
              </div>
            </li>
          );
        })}
      </ol>
      <Bin s={s} parent={ROOT} kind="room" name={(id) => s.text(id, "room", "name")}
        onRestore={(id) => {
          s.restore(id);
          linksOf(s, id).forEach((l) => s.set(l, "link", "revoked", 0));
        }} />
      {ids.length > 0 && <p class="note">{t("roomsNote")}</p>}
    </Page>
  );
}
