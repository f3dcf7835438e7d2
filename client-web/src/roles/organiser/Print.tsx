/* Print.tsx - what is put into people's hands: one sheet of paper per link, the code's poster, cards for tables.
 *
 * What: links, the poster, table cards, group sheets; choose, be told what renewing means, renew, print. The sheets are in
 *       the language of the seminar, whatever language this page is in.
 * Not:  the printer's dialogue is the browser's.
 * Invariants: a sheet is never printed before the daemon has its secret: then it would let nobody in. */
import { useSignal } from "@preact/signals";
import type { RoleName } from "../../protocol.gen.ts";
import { placeName, ROOT } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { asLanguage, codeWords, dateWords, language, type Language } from "../../text/index.ts";
import { organiser as t } from "../../text/organiser.ts";
import { paper } from "../../text/organiserPaper.ts";
import { LeftIcon, PrintIcon } from "../../ui/icons.tsx";
import { Qr } from "../../ui/Qr.tsx";
import { allLinks, linkName, worth } from "./Links.tsx";
import { GroupSheet, printable } from "./GroupSheet.tsx";
import { Labelled, Page, TwoStep } from "./parts.tsx";
import { groupsOf, seated } from "./seating.ts";
import { addressOf, fresh, renew, roleOf } from "./secrets.ts";
import "./print.css";

/** The code in groups that the eye can hold. */
export const codeAddress = (s: Seminar): string => `${location.origin}/${s.name}/#${s.str(ROOT, "seminar", "code")}`;
const host = (): string => location.host;
const paperLanguage = (s: Seminar): Language => asLanguage(s.str(ROOT, "seminar", "lang")) ?? language.value;

function Head({ s, p }: { s: Seminar; p: ReturnType<typeof paper> }) {
  const date = s.num(ROOT, "seminar", "date");
  const venue = s.text(ROOT, "seminar", "venue").trim();
  return (
    <header class="paper-head">
      <p class="paper-title">{s.text(ROOT, "seminar", "title")}</p>
      <p>{[date ? dateWords(date) : "", venue].filter(Boolean).join(" · ")}</p>
      {s.num(ROOT, "seminar", "rehearsal") !== 0 && <p class="paper-rehearsal">{p("rehearsal")}</p>}
    </header>
  );
}

type PaperRole = Exclude<RoleName, "host" | "participant">;
function RoleSheet({ s, link, secret, lang }: { s: Seminar; link: Id; secret: string; lang: Language }) {
  const p = paper(lang);
  const role = roleOf(s, link) as PaperRole;
  const place = placeName(s, s.num(link, "link", "place")).trim();
  const address = addressOf(s, secret);
  const room = s.num(link, "link", "place");
  const note = s.kind(room) === "room" ? s.text(room, "room", "note").trim() : "";
  return (
    <article class="paper" lang={lang}>
      <Head s={s} p={p} />
      <div class="paper-who">
        <h2>{p(`role_${role}`)}</h2>
        {place && <p class="paper-place">{place}</p>}
        {note && <p>{note}</p>}
      </div>
      <Qr text={address} label={t("qrOf", { what: linkName(s, link) })} class="paper-qr" />
      <ol class="paper-steps">
        <li>{p(role === "screen" ? "openScreen" : "scan")}</li>
        <li>{p(`do_${role}`)}</li>
        <li>{p("keep")}</li>
      </ol>
      <p class="paper-address">{address.replace(/#.*/, "")}<wbr /><span class="paper-key">#{secret}</span></p>
      <p class="paper-secret">{p("personal")}</p>
    </article>
  );
}

function Poster({ s, lang }: { s: Seminar; lang: Language }) {
  const p = paper(lang);
  const code = s.str(ROOT, "seminar", "code");
  return (
    <article class="paper poster" lang={lang}>
      <Head s={s} p={p} />
      <h2>{p("posterTitle")}</h2>
      <Qr text={codeAddress(s)} label={t("qrOf", { what: common("participant") })} class="paper-qr" />
      <p>{p("posterScan")}</p>
      <p class="paper-host">{p("posterOr", { host: host() })}</p>
      <p class="paper-code">{codeWords(code)}</p>
      <p>{p("posterAnonymous")}</p>
    </article>
  );
}

function Tent({ s, lang, table, letters }: { s: Seminar; lang: Language; table: number; letters: readonly string[] }) {
  const p = paper(lang);
  const half = (turned: boolean) => (
    <div class={turned ? "tent-half turned" : "tent-half"}>
      <div>
        <p class="tent-table">{p("table", { n: table })}</p>
        <p class="tent-groups">{letters.length > 1 ? p("tentGroups", { list: letters.map((l) => `${table}${l}`).join(", ") }) : p("tentGroup", { code: `${table}${letters[0] ?? ""}` })}</p>
        <p>{p("tentHow", { host: host(), code: codeWords(s.str(ROOT, "seminar", "code")) })}</p>
      </div>
      <Qr text={codeAddress(s)} label={t("qrOf", { what: p("table", { n: table }) })} class="tent-qr" />
    </div>
  );
  return <article class="paper tent" lang={lang}>{half(true)}{half(false)}</article>;
}

const LETTERS = ["a", "b", "c", "d"];

export function Print({ s }: { s: Seminar }) {
  const own = s.me.value.link;
  const links = allLinks(s).filter((l) => worth(s, l) === "active" && l !== own && roleOf(s, l) !== "organiser");
  const off = useSignal<ReadonlySet<Id>>(new Set());
  const poster = useSignal(true);
  const tables = useSignal(0);
  const perTable = useSignal(2);
  const lists = useSignal<ReadonlySet<Id>>(new Set());
  const shown = useSignal<readonly Id[] | null>(null);
  const lang = paperLanguage(s);
  const chosen = links.filter((l) => !off.value.has(l));
  const already = chosen.filter((l) => fresh.value.has(l));
  const self = s.num(ROOT, "seminar", "found") !== 0;
  const inside = s.people.value.filter((x) => chosen.some((l) => !fresh.value.has(l) && x.role === roleOf(s, l) && x.place === s.num(l, "link", "place"))).length;
  const divisions = printable(s);
  const groups = divisions.filter((c) => lists.value.has(c)).flatMap((c) => groupsOf(s, c).filter((g) => seated(s, g).length > 0));
  const toggle = (l: Id, on: boolean): void => {
    const next = new Set(off.value);
    if (on) next.delete(l);
    else next.add(l);
    off.value = next;
  };
  const make = (): void => {
    for (const l of chosen) if (!fresh.value.has(l)) renew(s, l);
    shown.value = chosen;
  };

  if (shown.value) {
    const sheets = shown.value.filter((l) => fresh.value.has(l));
    const waiting = sheets.filter((l) => s.unsaved(l)).length;
    return (
      <Page title={t("print")} acts={<button type="button" class="button quiet" onClick={() => (shown.value = null)}><LeftIcon />{t("chooseSheets")}</button>}>
        <div class="org-printbar">
          <p role="status">{waiting > 0 ? t("printWait", { n: waiting }) : t("printReady", { n: sheets.length + groups.length + (poster.value ? 1 : 0) + tables.value })}</p>
          <button type="button" class="button primary" disabled={waiting > 0} onClick={() => print()}><PrintIcon />{t("printNow")}</button>
        </div>
        <div class="papers">
          {sheets.map((l) => <RoleSheet key={l} s={s} link={l} secret={fresh.value.get(l) ?? ""} lang={lang} />)}
          {groups.map((g) => <GroupSheet key={g} s={s} group={g} lang={lang} />)}
          {poster.value && <Poster s={s} lang={lang} />}
          {Array.from({ length: tables.value }, (_, i) => <Tent key={i} s={s} lang={lang} table={i + 1} letters={LETTERS.slice(0, perTable.value)} />)}
        </div>
      </Page>
    );
  }
  const renewed = chosen.length - already.length;
  const nothing = chosen.length === 0 && groups.length === 0 && !poster.value && tables.value === 0;
  return (
    <Page title={t("print")} lead={t("printLead")}>
      <div class="card stack">
        <fieldset>
          <legend class="label">{t("printRoles")}</legend>
          <div class="row">
            <button type="button" class="button quiet" onClick={() => (off.value = new Set())}>{t("chooseAll")}</button>
            <button type="button" class="button quiet" onClick={() => (off.value = new Set(links))}>{t("chooseNone")}</button>
          </div>
          <div class="org-ticks">
            {links.map((l) => (
              <label key={l} class="org-tick">
                <input type="checkbox" checked={!off.value.has(l)} onChange={(e) => toggle(l, e.currentTarget.checked)} />
                <span>{linkName(s, l)}{fresh.value.has(l) && <span class="note"> {t("hasSecret")}</span>}</span>
              </label>
            ))}
          </div>
          {links.length === 0 && <p class="note">{t("noLinks")}</p>}
        </fieldset>
        <fieldset>
          <legend class="label">{t("printParticipants")}</legend>
          <label class="org-tick"><input type="checkbox" checked={poster.value} onChange={(e) => (poster.value = e.currentTarget.checked)} /><span>{t("printPoster")}</span></label>
          {divisions.map((c) => (
            <label key={c} class="org-tick">
              <input type="checkbox" checked={lists.value.has(c)} onChange={(e) => {
                const next = new Set(lists.value);
                if (e.currentTarget.checked) next.add(c);
                else next.delete(c);
                lists.value = next;
              }} />
              <span>{t("printGroups", { name: s.text(c, "composition", "name"), n: groupsOf(s, c).filter((g) => seated(s, g).length > 0).length })}</span>
            </label>
          ))}
          {divisions.length > 0 && <p class="note">{t("printGroupsNote")}</p>}
          {self && (
            <div class="org-fields">
              <Labelled label={t("printTables")}>{(dom) => <input id={dom} class="input org-num" type="number" min={0} max={99} value={tables.value} onInput={(e) => (tables.value = Math.max(0, Math.min(99, Number(e.currentTarget.value) || 0)))} />}</Labelled>
              <Labelled label={t("groupsPerTable")}>{(dom) => <input id={dom} class="input org-num" type="number" min={1} max={4} value={perTable.value} onInput={(e) => (perTable.value = Math.max(1, Math.min(4, Number(e.currentTarget.value) || 1)))} />}</Labelled>
            </div>
          )}
        </fieldset>
        <p class="note">{t("printLanguage")}</p>
        {renewed > 0 ? (
          <TwoStep class="primary" label={t("makeSheets")} sure={t("renewAndShow", { n: renewed })} onDo={make}
            ask={<><p>{t("printAsk", { n: renewed })}</p>{inside > 0 && <p class="org-clash">{t("printAskInside", { n: inside })}</p>}</>} />
        ) : (
          <button type="button" class="button primary" disabled={nothing} onClick={make}>{t("makeSheets")}</button>
        )}
      </div>
    </Page>
  );
}
