/* Links.tsx - the ways in: every link by role and place, what it is worth now, and new ones.
 *
 * What: state, who is in by it, expiry; renew and revoke in two steps; a new secret is shown once, here.
 * Not:  sheets of paper (Print.tsx), the participants' code (Door.tsx).
 * Invariants: a secret is made in this browser and never leaves it but as its hash. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { RoleName } from "../../protocol.gen.ts";
import { placeIndex, placeLetter, placeName, ROOT, rooms, stages } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { timeOfDay } from "../../text/index.ts";
import { organiser as t } from "../../text/organiser.ts";
import { announce } from "../../ui/announce.ts";
import { Badge } from "../../ui/Badge.tsx";
import { CopyIcon, EyeIcon, PlusIcon, PrintIcon } from "../../ui/icons.tsx";
import { Qr } from "../../ui/Qr.tsx";
import { offerUndo } from "../../ui/UndoNote.tsx";
import { go } from "./nav.ts";
import { dateNumber, isoDate, Labelled, Page, TwoStep, useKept } from "./parts.tsx";
import { addressOf, forget, fresh, makeLink, renew, roleOf, show, shown } from "./secrets.ts";
import "./links.css";

const GIVEN: readonly RoleName[] = ["organiser", "moderator", "facilitator", "scribe", "secretary", "screen"];
export type LinkWorth = "active" | "revoked" | "expired" | "homeless";

export function worth(s: Seminar, link: Id): LinkWorth {
  if (s.num(link, "link", "revoked")) return "revoked";
  const expires = s.num(link, "link", "expires");
  if (expires && expires <= s.now()) return "expired";
  const place = s.num(link, "link", "place");
  return place && (!s.kind(place) || s.deleted(place)) ? "homeless" : "active";
}
/** "Dokumentatör, Rum 2" */
export function linkName(s: Seminar, link: Id): string {
  const role = roleOf(s, link);
  const place = placeName(s, s.num(link, "link", "place")).trim();
  return [role ? common(role as "organiser") : "", place].filter(Boolean).join(", ") || t("untitled");
}
/** In the order of the day's roles, then of the places. */
export function allLinks(s: Seminar): Id[] {
  const order = (l: Id): number => s.num(l, "link", "role") * 1000 + placeIndex(s, s.num(l, "link", "place"));
  return [...s.children(ROOT, "link")].sort((a, b) => order(a) - order(b));
}
const insideNow = (s: Seminar, link: Id): string[] => {
  const role = roleOf(s, link);
  const place = s.num(link, "link", "place");
  return s.people.value.filter((p) => p.role === role && p.place === place && (p.ord !== s.me.value.ord || link === s.me.value.link)).map((p) => p.name || t("somebody"));
};

export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // over plain HTTP there is no clipboard: the address can be marked by hand
  }
}

/** A secret that was just made. */
export function Secret({ s, link, secret }: { s: Seminar; link: Id; secret: string }) {
  const copied = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  const address = addressOf(s, secret);
  const saved = !s.unsaved(link);
  return (
    <div class="org-secret">
      <Qr text={address} label={t("qrOf", { what: linkName(s, link) })} />
      <div class="stack">
        <p>{saved ? t("secretOnce") : t("secretNotYet")}</p>
        <Labelled label={t("address")}>
          {(dom) => <input id={dom} ref={field} class="input org-address" readOnly value={address} onFocus={(e) => e.currentTarget.select()} />}
        </Labelled>
        <div class="row">
          <button type="button" class="button" onClick={() => void copy(address).then((ok) => {
            if (ok) {
              copied.value = true;
              announce(common("copied"), `copy.${link}`);
            } else field.current?.focus();
          })}><CopyIcon />{copied.value ? common("copied") : common("copy")}</button>
          <button type="button" class="button quiet" onClick={() => forget(link)}>{t("hideSecret")}</button>
        </div>
      </div>
    </div>
  );
}

function LinkRow({ s, id }: { s: Seminar; id: Id }) {
  const state = worth(s, id);
  const own = s.me.value.link === id;
  const name = linkName(s, id);
  const place = s.num(id, "link", "place");
  const inside = insideNow(s, id);
  const secret = fresh.value.get(id);
  const touched = s.touched(id);
  return (
    <li class="org-link">
      <div class="org-link-head">
        {s.kind(place) === "room" ? <Badge index={placeIndex(s, place)} letter={placeLetter(s, place)} /> : <span class="org-nobadge" />}
        <div class="org-what">
          <h3>{name}{own && <span class="chip">{t("yourLink")}</span>}</h3>
          <p class="org-facts">
            <span class={`chip ${state === "active" ? "good" : "bad"}`}>{t(`link_${state}`)}</span>
            <span>{inside.length ? t("insideNow", { names: inside.join(", ") }) : t("nobodyInside")}</span>
            {touched > 0 && <span>{t("changedAt", { time: `${new Intl.DateTimeFormat(undefined, { day: "numeric", month: "numeric" }).format(touched)} ${timeOfDay(touched)}` })}</span>}
          </p>
        </div>
        <Expires s={s} id={id} name={name} own={own} />
        <div class="row org-link-acts">
          {own ? <p class="note">{t("ownLinkNote")}</p> : (
            <>
              {/* Where it points to nothing any more, a new secret would be of no use. */}
              {state !== "homeless" && (
                <TwoStep label={t("renew")} name={t("renewNamed", { what: name })} sure={t("renewSure")} onDo={() => renew(s, id) && show(id)}
                  ask={inside.length ? t("renewAskInside", { what: name, names: inside.join(", ") }) : t("renewAsk", { what: name })} />
              )}
              {state === "revoked" ? (
                <button type="button" class="button" onClick={() => s.set(id, "link", "revoked", 0)}>{t("allowAgain")}</button>
              ) : (
                <TwoStep danger label={t("revoke")} name={t("revokeNamed", { what: name })} sure={t("revokeSure")} ask={t("revokeAsk", { what: name })}
                  onDo={() => {
                    s.set(id, "link", "revoked", 1);
                    forget(id);
                    offerUndo(t("revoked", { what: name }), () => s.set(id, "link", "revoked", 0));
                  }} />
              )}
            </>
          )}
        </div>
      </div>
      {secret && (shown.value.has(id) ? <Secret s={s} link={id} secret={secret} /> : (
        <button type="button" class="button quiet org-noend" aria-label={`${t("showSecret")}: ${name}`} onClick={() => show(id)}><EyeIcon />{t("showSecret")}</button>
      ))}
    </li>
  );
}
function Expires({ s, id, name, own }: { s: Seminar; id: Id; name: string; own: boolean }) {
  const expires = s.num(id, "link", "expires");
  const asked = useSignal(false);
  const kept = useKept<HTMLInputElement>(expires ? isoDate(localDay(expires)) : "");
  if (!expires && !asked.value) {
    if (own) return <span class="note">{t("noEnd")}</span>;
    return <button type="button" class="button quiet org-noend" aria-label={t("noEndOf", { what: name })} onClick={() => (asked.value = true)}>{t("noEnd")}</button>;
  }
  return (
    <Labelled label={t("expires")} class="org-expires">
      {(dom) => (
        <input id={dom} class="input org-date" type="date" autoFocus={asked.value} {...kept} disabled={own}
          onChange={(e) => {
            const [y, m, d] = e.currentTarget.value.split("-").map(Number);
            // To the end of that day, on this computer's clock.
            const ms = dateNumber(e.currentTarget.value) ? new Date(y ?? 0, (m ?? 1) - 1, d ?? 1, 23, 59, 59).getTime() : 0;
            s.set(id, "link", "expires", ms);
          }} />
      )}
    </Labelled>
  );
}
function localDay(ms: number): number {
  const d = new Date(ms);
  return d.getFullYear() * 10000 + (d.getMonth() + 1) * 100 + d.getDate();
}

function NewLink({ s, onDone }: { s: Seminar; onDone: () => void }) {
  const role = useSignal<RoleName>("scribe");
  const place = useSignal(0);
  const groups = s.children(ROOT, "composition").flatMap((c) => s.children(c, "group")).filter((g) => !s.num(g, "group", "room"));
  const places: readonly Id[] = role.value === "screen" ? stages(s) : role.value === "secretary" ? groups : role.value === "facilitator" || role.value === "scribe" ? rooms(s) : [];
  const needs = role.value !== "organiser" && role.value !== "moderator";
  const chosen = places.includes(place.value) ? place.value : (places[0] ?? 0);
  const make = (e: Event): void => {
    e.preventDefault();
    const at = needs ? chosen : 0;
    makeLink(s, role.value, at, [placeName(s, at), role.value].filter(Boolean).join(", ").slice(0, 100));
    onDone();
  };
  return (
    <form class="card stack" onSubmit={make}>
      <h2>{t("newLink")}</h2>
      <div class="org-fields">
        <Labelled label={t("role")}>
          {(dom) => <select id={dom} class="input" value={role.value} onChange={(e) => (role.value = e.currentTarget.value as RoleName)}>{GIVEN.map((r) => <option key={r} value={r}>{common(r as "organiser")}</option>)}</select>}
        </Labelled>
        {needs && (
          <Labelled label={role.value === "screen" ? t("screenPlace") : role.value === "secretary" ? common("group") : common("room")}>
            {(dom) => <select id={dom} class="input" value={chosen} onChange={(e) => (place.value = Number(e.currentTarget.value))}>{places.map((p) => <option key={p} value={p}>{placeName(s, p)}</option>)}</select>}
          </Labelled>
        )}
      </div>
      {needs && places.length === 0 && <p class="org-problem">{t("noPlaceForRole")}</p>}
      <div class="row">
        <button type="submit" class="button primary" disabled={needs && !chosen}>{t("makeLink")}</button>
        <button type="button" class="button quiet" onClick={onDone}>{common("cancel")}</button>
      </div>
    </form>
  );
}

export function Links({ s }: { s: Seminar }) {
  const making = useSignal(false);
  const stageName = useSignal("");
  const links = allLinks(s);
  const live = links.filter((l) => worth(s, l) === "active");
  const dead = links.filter((l) => worth(s, l) !== "active");
  return (
    <Page title={t("links")} lead={t("linksLead")}
      acts={
        <>
          <button type="button" class="button" onClick={() => go("print")}><PrintIcon />{t("print")}</button>
          <button type="button" class="button primary" onClick={() => (making.value = true)}><PlusIcon />{t("newLink")}</button>
        </>
      }>
      {making.value && <NewLink s={s} onDone={() => (making.value = false)} />}
      <ul class="plain org-links">{live.map((l) => <LinkRow key={l} s={s} id={l} />)}</ul>
      {dead.length > 0 && (
        <details class="org-block"><summary>{t("deadLinks", { n: dead.length })}</summary><ul class="plain org-links">{dead.map((l) => <LinkRow key={l} s={s} id={l} />)}</ul></details>
      )}
      <section class="org-block">
        <h2>{t("stages")}</h2>
        <p class="note">{t("stagesNote")}</p>
        <form class="row" onSubmit={(e) => {
          e.preventDefault();
          const name = stageName.value.trim();
          if (!name) return;
          const id = s.add("stage", ROOT, stages(s).at(-1) ?? s.children(ROOT, undefined, true).at(-1) ?? 0, { name });
          if (id) makeLink(s, "screen", id, `${name}, screen`);
          stageName.value = "";
        }}>
          <Labelled label={t("stageName")}>{(dom) => <input id={dom} class="input" value={stageName.value} maxLength={80} onInput={(e) => (stageName.value = e.currentTarget.value)} />}</Labelled>
          <button type="submit" class="button org-bottom" disabled={!stageName.value.trim()}><PlusIcon />{t("addStage")}</button>
        </form>
      </section>
    </Page>
  );
}
