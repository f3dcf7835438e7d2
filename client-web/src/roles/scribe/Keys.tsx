/* Keys.tsx - the key sheet, and nothing that is not true. */
import type { ComponentChildren } from "preact";
import { common } from "../../text/common.ts";
import { scribe } from "../../text/scribe.ts";
import { Dialog } from "../../ui/Dialog.tsx";

function Group({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl class="key-list">{children}</dl>
    </section>
  );
}
/** "Ctrl+Z": keys that are held together; several ways are given one after the other. */
function Key({ keys, does }: { keys: readonly string[]; does: string }) {
  return (
    <div>
      <dt>
        {keys.map((k) => (
          <span key={k} class="chord">
            {k.split("+").map((part, i) => <kbd key={i}>{part}</kbd>)}
          </span>
        ))}
      </dt>
      <dd>{does}</dd>
    </div>
  );
}
export function Keys({ onClose }: { onClose: () => void }) {
  const [shift, ctrl, enter, space] = [scribe("key_shift"), scribe("key_ctrl"), scribe("key_enter"), scribe("key_space")];
  return (
    <Dialog title={scribe("keysTitle")} onClose={onClose} wide>
      <div class="key-sheet">
        <Group title={scribe("k_lists")}>
          <Key keys={[enter]} does={scribe("k_enter")} />
          <Key keys={[`${shift}+${enter}`]} does={scribe("k_shiftEnter")} />
          <Key keys={["Tab", `${shift}+Tab`]} does={scribe("k_tab")} />
          <Key keys={["Alt+↑", "Alt+↓"]} does={scribe("k_altArrows")} />
          <Key keys={[scribe("key_backspace")]} does={scribe("k_backspace")} />
          <Key keys={[`${ctrl}+${enter}`]} does={scribe("k_ctrlEnter")} />
        </Group>
        <Group title={scribe("k_timeline")}>
          <Key keys={["↑", "↓", "←", "→"]} does={scribe("k_arrows")} />
          <Key keys={[enter]} does={scribe("k_cardEnter")} />
          <Key keys={[`${ctrl}+${enter}`]} does={scribe("k_cardCtrlEnter")} />
          <Key keys={[space, "F2"]} does={scribe("k_space")} />
          <Key keys={["Alt+↑", "Alt+↓", "Alt+←", "Alt+→"]} does={scribe("k_cardMove")} />
          <Key keys={["F"]} does={scribe("k_flow")} />
          <Key keys={["O"]} does={scribe("k_obstacle")} />
          <Key keys={["S"]} does={scribe("k_star")} />
          <Key keys={["Delete"]} does={scribe("k_delete")} />
          <Key keys={["Esc"]} does={scribe("k_escape")} />
        </Group>
        <Group title={scribe("k_anywhere")}>
          <Key keys={[`${ctrl}+Z`]} does={scribe("k_undo")} />
          <Key keys={[`${ctrl}+S`]} does={scribe("k_save")} />
          <Key keys={["Alt+1", "Alt+9"]} does={scribe("k_steps")} />
          <Key keys={["Alt+B"]} does={scribe("k_board")} />
          <Key keys={["Alt+P"]} does={scribe("k_park")} />
          <Key keys={["Alt+H"]} does={scribe("k_help")} />
          <Key keys={["?"]} does={scribe("k_sheet")} />
        </Group>
        <Group title={scribe("k_earlier")}>
          <Key keys={["↑", "↓"]} does={scribe("k_pick")} />
          <Key keys={["C"]} does={scribe("k_copy")} />
          <Key keys={["←", "→"]} does={scribe("k_rooms")} />
          <Key keys={["Esc"]} does={scribe("k_back")} />
        </Group>
      </div>
      <p class="note">{scribe("keysNote")}</p>
      <button type="button" class="button" onClick={onClose}>{common("close")}</button>
    </Dialog>
  );
}
