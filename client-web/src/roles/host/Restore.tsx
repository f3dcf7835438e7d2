/* Restore.tsx - a seminar from a file: a backup (the whole history) or an export (its content alone). */
import { useSignal } from "@preact/signals";
import { host as t } from "../../text/host.ts";
import { LeftIcon, UploadIcon } from "../../ui/icons.tsx";
import { upload } from "../organiser/api.ts";
import { Labelled, Page } from "../organiser/parts.tsx";
import type { Made, MadeLink } from "./Made.tsx";
import { NAME, slug, troubleOf } from "./trouble.ts";

export function Restore(p: { secret: string; taken: readonly string[]; onBack: () => void; onMade: (m: Made) => void }) {
  const chosen = useSignal<File | null>(null);
  const name = useSignal("");
  const part = useSignal(-1);
  const trouble = useSignal("");
  const over = useSignal(false);
  const take = (f: File | null | undefined): void => {
    if (!f) return;
    chosen.value = f;
    trouble.value = "";
    name.value = slug(f.name.replace(/\.(samverka|json)$/i, "").replace(/-\d{4}-\d{2}-\d{2}$/, ""), p.taken);
  };
  const ok = NAME.test(name.value) && !p.taken.includes(name.value);
  const run = async (e: Event): Promise<void> => {
    e.preventDefault();
    const f = chosen.value;
    if (!f || !ok || part.value >= 0) return;
    part.value = 0;
    trouble.value = "";
    const a = await upload(p.secret, `/host/api/restore?name=${name.value}`, f, (x) => (part.value = x));
    part.value = -1;
    if (!a.ok) return void (trouble.value = a.code === "mistakes" ? t("notASeminar") : troubleOf(a));
    const links = (a["links"] as MadeLink[] | undefined) ?? [];
    p.onMade({ kind: links.length ? "new" : "file", name: name.value, title: name.value, links, ...(a["code"] ? { code: String(a["code"]) } : {}), leftOut: Number(a["left_out"] ?? 0) });
  };
  return (
    <Page title={t("restore")} lead={t("restoreLead")} acts={<button type="button" class="button quiet" onClick={p.onBack}><LeftIcon />{t("seminars")}</button>}>
      <form class="stack" onSubmit={(e) => void run(e)}>
        <div class={`org-drop ${over.value ? "over" : ""}`}
          onDragOver={(e) => { e.preventDefault(); over.value = true; }} onDragLeave={() => (over.value = false)}
          onDrop={(e) => { e.preventDefault(); over.value = false; take(e.dataTransfer?.files[0]); }}>
          <label class="button primary"><UploadIcon />{t("chooseFile")}
            <input type="file" class="sr" accept=".samverka,.json,application/json,application/vnd.sqlite3" onChange={(e) => take(e.currentTarget.files?.[0])} />
          </label>
          <p class="note">{chosen.value ? chosen.value.name : t("dropFile")}</p>
        </div>
        {chosen.value && (
          <Labelled label={t("nameLabel")} note={p.taken.includes(name.value) ? t("nameTaken") : NAME.test(name.value) ? `${location.host}/${name.value}/` : t("nameRule")}>
            {(id, note) => <input id={id} class="input" aria-describedby={note} aria-invalid={!ok} autocapitalize="off" spellcheck={false} maxLength={48} value={name.value} onInput={(e) => (name.value = e.currentTarget.value.toLowerCase())} />}
          </Labelled>
        )}
        {part.value >= 0 && (
          <div>
            <p role="status">{part.value < 1 ? t("sending") : t("reading")}</p>
            <progress class="org-progress" max={1} value={part.value} aria-label={t("sending")} />
          </div>
        )}
        {trouble.value && <p class="org-problem" role="alert">{trouble.value}</p>}
        <div class="row"><button type="submit" class="button primary" disabled={!chosen.value || !ok || part.value >= 0}>{t("restoreNow")}</button></div>
      </form>
    </Page>
  );
}
