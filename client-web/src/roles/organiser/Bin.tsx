/* Bin.tsx - what has been removed from a list, and the way back; longer than the note at the foot of the page lasts. */
import type { Id, Seminar } from "../../state/seminar.ts";
import type { KindName } from "../../protocol.gen.ts";
import { common } from "../../text/common.ts";
import { organiser as t } from "../../text/organiser.ts";
import { UndoIcon } from "../../ui/icons.tsx";

interface Props {
  s: Seminar;
  parent: Id;
  kind: KindName;
  name: (id: Id) => string;
  /** Left out: restores the node alone. */
  onRestore?: (id: Id) => void;
  only?: (id: Id) => boolean;
}
export function Bin({ s, parent, kind, name, onRestore, only }: Props) {
  const gone = s.children(parent, kind, true).filter((id) => s.ownMark(id) && (only?.(id) ?? true));
  if (gone.length === 0) return null;
  return (
    <details class="org-bin">
      <summary>{t("bin", { n: gone.length })}</summary>
      <ul class="plain">
        {gone.map((id) => {
          const what = name(id).trim() || t("untitled");
          return (
            <li key={id} class="row">
              <span>{what}</span>
              <button type="button" class="button quiet" aria-label={t("restoreNamed", { what })} onClick={() => (onRestore ? onRestore(id) : s.restore(id))}><UndoIcon />{common("restore")}</button>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
