/* people.ts - the list of participants as data: rows, organisations by name, a list read in.
 *
 * What: one plain object per person for filtering, sorting and export; adding people with the organisations they need.
 * Not:  no drawing, no files.
 * Invariants: an organisation is one node, however many come from it: names are compared without case and double blanks. */
import { ROOT } from "../../state/model.ts";
import type { Fields, Id, Seminar } from "../../state/seminar.ts";
import { keyOf, type Known, type Person } from "./csv.ts";

export const STATUS = { invited: 0, here: 1, absent: 2, late: 3 } as const;
export const STATUSES = ["invited", "here", "absent", "late"] as const;

export interface Row extends Known {
  readonly organisationId: Id;
  readonly status: number;
}

export function row(s: Seminar, id: Id): Row {
  const organisationId = s.num(id, "participant", "organisation");
  return {
    id,
    name: s.text(id, "participant", "name"),
    organisationId,
    organisation: s.text(organisationId, "organisation", "name"),
    sector: s.str(id, "participant", "sector") || s.str(organisationId, "organisation", "sector"),
    area: s.str(id, "participant", "area") || s.str(organisationId, "organisation", "area"),
    email: s.str(id, "participant", "email"),
    status: s.num(id, "participant", "status"),
  };
}
export const rows = (s: Seminar): Row[] => s.children(ROOT, "participant").map((id) => row(s, id));

const plain = (name: string): string => name.toLowerCase().replace(/\s+/g, " ").trim();

/** The organisation of that name, made when there is none; 0 for no name. */
export function organisationFor(s: Seminar, name: string, more: { sector?: string; area?: string } = {}): Id {
  const wanted = plain(name);
  if (!wanted) return 0;
  const all = s.children(ROOT, "organisation");
  const found = all.find((id) => plain(s.text(id, "organisation", "name")) === wanted);
  if (found) return found;
  return s.add("organisation", ROOT, all.at(-1) ?? 0, {
    name: name.trim(), ...(more.sector ? { sector: more.sector } : {}), ...(more.area ? { area: more.area } : {}),
  });
}

export function addPerson(s: Seminar, p: Partial<Person> & { name: string }): Id {
  const organisation = organisationFor(s, p.organisation ?? "", { ...(p.sector ? { sector: p.sector } : {}), ...(p.area ? { area: p.area } : {}) });
  const fields: Fields<"participant"> = { name: p.name };
  if (organisation) fields.organisation = organisation;
  if (p.sector) fields.sector = p.sector;
  if (p.area) fields.area = p.area;
  if (p.email) fields.email = p.email;
  return s.add("participant", ROOT, s.children(ROOT, "participant", true).at(-1) ?? 0, fields);
}

/** Fills in what a list says about somebody who is there already; what it leaves empty stays. */
export function updatePerson(s: Seminar, id: Id, p: Person): void {
  const now = row(s, id);
  if (p.name && keyOf({ name: p.name, organisation: "" }) !== keyOf({ name: now.name, organisation: "" })) s.write(id, "participant", "name", p.name);
  if (p.organisation && plain(p.organisation) !== plain(now.organisation)) s.set(id, "participant", "organisation", organisationFor(s, p.organisation, p));
  for (const f of ["sector", "area", "email"] as const) if (p[f] && p[f] !== now[f]) s.set(id, "participant", f, p[f]);
}

/** In portions, so that the page answers meanwhile; told after each how many are in. Ends early when stopped() says so. */
export async function addAll(s: Seminar, people: readonly (Person & { readonly known: number })[], told: (done: number) => void, stopped: () => boolean): Promise<void> {
  const AT_ONCE = 25;
  for (let i = 0; i < people.length && !stopped(); i += AT_ONCE) {
    for (const p of people.slice(i, i + AT_ONCE)) {
      if (p.known) updatePerson(s, p.known, p);
      else addPerson(s, p);
    }
    told(Math.min(people.length, i + AT_ONCE));
    await new Promise((next) => setTimeout(next, 0));
  }
}
