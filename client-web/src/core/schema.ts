/* schema.ts - the generated tables by number, as the core looks things up.
 *
 * What: kinds, fields, classes of codes, hands of roles.
 * Not:  no rights: who may write where is rights.ts. */
import { CLOSES, CODES, KINDS, ROLES, type CodeClass, type CodeName, type KindName, type RoleName } from "../protocol.gen.ts";

export type Hand = "own" | "mod" | "org";
export interface FieldInfo {
  readonly number: number;
  readonly type: "text" | "int" | "ref" | "str" | "list" | "bytes";
  readonly bound?: number;
  readonly writers: readonly Hand[];
}
export interface KindInfo {
  readonly name: KindName;
  readonly number: number;
  readonly parents: ReadonlySet<number>;
  readonly writers: readonly Hand[];
  readonly fields: ReadonlyMap<number, FieldInfo>;
}

const numberOf = (name: string): number => KINDS[name as KindName].number;
const kinds = new Map<number, KindInfo>();
for (const [name, kind] of Object.entries(KINDS)) {
  const fields = new Map<number, FieldInfo>();
  for (const field of Object.values(kind.fields) as FieldInfo[]) fields.set(field.number, field);
  kinds.set(kind.number, {
    name: name as KindName, number: kind.number, parents: new Set(kind.parents.map(numberOf)), writers: kind.writers, fields,
  });
}

export const kindInfo = (kind: number): KindInfo | undefined => kinds.get(kind);
export const fieldInfo = (kind: number, field: number): FieldInfo | undefined => kinds.get(kind)?.fields.get(field);

const roles = new Map(Object.entries(ROLES).map(([name, role]) => [role.number as number, { name: name as RoleName, hands: role.hands as readonly Hand[] }]));
export const roleName = (role: number): RoleName | "" => roles.get(role)?.name ?? "";
export const handsOf = (role: number): readonly Hand[] => roles.get(role)?.hands ?? [];

const codes = new Map(Object.entries(CODES).map(([name, code]) => [code.number as number, { name: name as CodeName, class: code.class as CodeClass }]));
/** An unknown code is STOP. */
export const codeClass = (code: number): CodeClass => codes.get(code)?.class ?? "stop";
export const codeName = (code: number): CodeName => codes.get(code)?.name ?? "malformed";

const staysAway = new Set<number>(Object.values(CLOSES).filter((c) => !c.again).map((c) => c.number));
/** May one come back by oneself after this close code? */
export const closeAgain = (code: number): boolean => !staysAway.has(code);
const closes = new Set<number>(Object.values(CLOSES).map((c) => c.number));
/** Is it a close code, as against a code of a verdict? */
export const isClose = (code: number): boolean => closes.has(code);
