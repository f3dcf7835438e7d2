/* Door.tsx - the participants' way in: the code, open or closed, and what they may read.
 *
 * What: the short code and its QR, a new one, the door, the reading rights, whether they may found groups.
 * Not:  the poster (Print.tsx). */
import { useSignal } from "@preact/signals";
import { READS, ROOT } from "../../state/model.ts";
import type { Seminar } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { codeWords } from "../../text/index.ts";
import { organiser as t } from "../../text/organiser.ts";
import { CopyIcon, LockIcon, PrintIcon, UnlockIcon } from "../../ui/icons.tsx";
import { Qr } from "../../ui/Qr.tsx";
import { copy } from "./Links.tsx";
import { go } from "./nav.ts";
import { Page, Text, Tick, TwoStep } from "./parts.tsx";
import { codeAddress } from "./Print.tsx";
import "./links.css";

const LETTERS = "23456789abcdefghjkmnpqrstvwxyz"; // none that is taken for another
const LENGTH = 6;
/** As the daemon makes them; those above the last whole round are drawn again, so that all are as likely. */
export function newCode(): string {
  let out = "";
  const limit = 256 - (256 % LETTERS.length);
  while (out.length < LENGTH) for (const b of crypto.getRandomValues(new Uint8Array(16))) if (b < limit && out.length < LENGTH) out += LETTERS[b % LETTERS.length];
  return out;
}

export function Door({ s }: { s: Seminar }) {
  const open = s.num(ROOT, "seminar", "door") !== 0;
  const code = s.str(ROOT, "seminar", "code");
  const copied = useSignal(false);
  const here = [...s.counts.value.values()].reduce((a, b) => a + b, 0);
  const root = { s, id: ROOT, kind: "seminar" as const };
  return (
    <Page title={t("door")} lead={t("doorLead")}>
      <section class={`card org-door ${open ? "open" : ""}`}>
        <Qr text={codeAddress(s)} label={t("qrOf", { what: common("participant") })} />
        <div class="stack">
          <p class="org-state">{open ? <UnlockIcon /> : <LockIcon />}<strong>{open ? t("doorOpen") : t("doorClosed")}</strong></p>
          <p class="org-code" aria-label={t("codeSpelled", { code: code.toUpperCase().split("").join(" ") })}>{codeWords(code)}</p>
          <p class="note">{codeAddress(s).replace(/#.*/, "").replace(/^https?:\/\//, "")} · {t("devicesInside", { n: here })}</p>
          <div class="row">
            <button type="button" class={open ? "button" : "button primary"} onClick={() => s.set(ROOT, "seminar", "door", open ? 0 : 1)}>{open ? t("closeDoor") : t("openDoor")}</button>
            <button type="button" class="button" onClick={() => void copy(codeAddress(s)).then((ok) => (copied.value = ok))}><CopyIcon />{copied.value ? common("copied") : t("copyAddress")}</button>
            <button type="button" class="button" onClick={() => go("print")}><PrintIcon />{t("printPosterShort")}</button>
            <TwoStep class="quiet" label={t("newCode")} ask={t("newCodeAsk")} sure={t("newCodeSure")} onDo={() => s.set(ROOT, "seminar", "code", newCode())} />
          </div>
          <p class="note">{t("doorNote")}</p>
        </div>
      </section>
      <section class="card stack">
        <h2>{t("mayRead")}</h2>
        <p class="note">{t("mayReadNote")}</p>
        <div>
          <Tick {...root} field="reads" bit={READS.agenda} label={t("reads_agenda")} />
          <Tick {...root} field="reads" bit={READS.stage} label={t("reads_stage")} />
          <Tick {...root} field="reads" bit={READS.group} label={t("reads_group")} />
          <Tick {...root} field="reads" bit={READS.groups} label={t("reads_groups")} />
        </div>
        <h2>{t("selfFormed")}</h2>
        <Tick {...root} field="found" label={t("mayFound")} note={t("mayFoundNote")} />
      </section>
      <section class="card stack">
        <h2>{t("welcome")}</h2>
        <Text {...root} field="message" label={t("welcomeLabel")} lines={3} note={t("welcomeNote")} />
      </section>
    </Page>
  );
}
