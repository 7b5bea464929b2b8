// Changes to a policy, and how they are said in JSON. A change is kept by the path of what it changes,
// `{"fall.check": 30000}`; people and programs say it in the policy's own shape with durations in
// seconds under names that say so, `{"fall": {"checkSeconds": 30}}`.
import { DEFAULT_POLICY, type Policy } from './policy.ts';
import { POLICY_FAULTS, type PolicyFault } from './policy-fault.ts';
import type { PolicyField, PolicyPath } from './policy-field.ts';
import { POLICY_FIELDS, POLICY_ORDER } from './policy-fields.ts';

export type PolicyValue = string | number | boolean;
/** What differs from the policy below it. */
export type PolicyChanges = { readonly [Path in PolicyPath]?: PolicyValue };

export const NO_CHANGES: PolicyChanges = {};

/** Whose policy is changed: a recording's may say everything, a person's only what can differ. */
export type PolicyScope = 'recording' | 'community' | 'person';

export type ReadChanges =
  | { readonly ok: true; readonly changes: PolicyChanges }
  | { readonly ok: false; readonly faults: readonly PolicyFault[] };

type Part = Readonly<Record<string, unknown>>;
const isPart = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const fieldAt = (path: string): PolicyField | undefined =>
  Object.hasOwn(POLICY_FIELDS, path) ? POLICY_FIELDS[path as PolicyPath] : undefined;

export const POLICY_PATHS = Object.keys(POLICY_FIELDS) as readonly PolicyPath[];

/** What a path is called in JSON: `fall.check` → `fall.checkSeconds`. */
export const jsonNameOf = (path: PolicyPath): string =>
  fieldAt(path)?.type === 'duration' ? `${path}Seconds` : path;

const BY_JSON_NAME = new Map(POLICY_PATHS.map((path) => [jsonNameOf(path), path]));
/** Every place of the JSON form under which something stands: '', 'fall', …. */
const GROUPS = new Set(
  ['', ...POLICY_PATHS].flatMap((path) =>
    path.split('.').map((_, n, parts) => parts.slice(0, n).join('.')),
  ),
);

/** The names that stand directly under a place. */
const namesUnder = (group: string): readonly string[] => {
  const start = group === '' ? '' : `${group}.`;
  const names = [...BY_JSON_NAME.keys()]
    .filter((name) => name.startsWith(start))
    .map((name) => name.slice(start.length).split('.')[0] ?? '');
  return [...new Set(names)];
};

/**
 * Reads changes as people and programs say them; finds everything that is wrong at once.
 * @param over the policy they change: what follows from both together must make sense, too.
 */
export function readChanges(json: unknown, scope: PolicyScope, over: Policy): ReadChanges {
  const faults: PolicyFault[] = [];
  const changes: Record<string, PolicyValue> = {};
  visit(json, '');
  if (faults.length === 0) faults.push(...contradictions(changed(over, changes), changes));
  return faults.length === 0 ? { ok: true, changes } : { ok: false, faults };

  function visit(value: unknown, place: string): void {
    if (!isPart(value)) {
      faults.push(POLICY_FAULTS.notAnObject(place));
      return;
    }
    for (const [name, part] of Object.entries(value)) {
      const where = place === '' ? name : `${place}.${name}`;
      const path = BY_JSON_NAME.get(where);
      if (path !== undefined) take(path, where, part);
      else if (GROUPS.has(where)) visit(part, where);
      else faults.push(POLICY_FAULTS.unknown(where, place, name, namesUnder(place)));
    }
  }

  function take(path: PolicyPath, where: string, value: unknown): void {
    const field = POLICY_FIELDS[path] as PolicyField;
    const read = readValue(field, value);
    const fault = refused(field, scope, where) ?? faultIn(field, read, where);
    if (fault) faults.push(fault);
    else changes[path] = read as PolicyValue;
  }
}

const readValue = (field: PolicyField, value: unknown): unknown =>
  field.type === 'duration' && typeof value === 'number' ? Math.round(value * 1_000) : value;

function refused(field: PolicyField, scope: PolicyScope, where: string): PolicyFault | undefined {
  if (scope !== 'recording' && field.setBy !== undefined) {
    return POLICY_FAULTS.setElsewhere(where, field, field.setBy);
  }
  return scope === 'person' && field.isForAll ? POLICY_FAULTS.forAll(where, field) : undefined;
}

/** @param value in the unit of the policy. */
function faultIn(field: PolicyField, value: unknown, where: string): PolicyFault | undefined {
  switch (field.type) {
    case 'duration':
    case 'number': {
      const isNumber = typeof value === 'number' && value >= field.min && value <= field.max;
      const isFit = isNumber && (field.type === 'duration' || !field.isWhole || value % 1 === 0);
      return isFit ? undefined : POLICY_FAULTS.outOfRange(where, field);
    }
    case 'choice':
      return field.options.includes(value as string | number)
        ? undefined
        : POLICY_FAULTS.noOption(where, field);
    case 'flag':
      return typeof value === 'boolean' ? undefined : POLICY_FAULTS.noFlag(where, field);
    case 'text':
      return typeof value === 'string' && value !== ''
        ? undefined
        : POLICY_FAULTS.noText(where, field);
    default:
      return field satisfies never;
  }
}

/**
 * What does not make sense together, such as a low limit above a high one.
 * @param changes only what these touch: what was out of order before them is not theirs.
 */
export function contradictions(policy: Policy, changes: PolicyChanges): readonly PolicyFault[] {
  return POLICY_ORDER.flatMap(([less, more]) => {
    if (changes[less] === undefined && changes[more] === undefined) return [];
    const [a, b] = [valueAt(policy, less), valueAt(policy, more)];
    if (a === undefined || b === undefined || a < b) return [];
    const blamed = changes[less] === undefined ? more : less;
    return [POLICY_FAULTS.outOfOrder(jsonNameOf(blamed), less, more)];
  });
}

/** As it stands in a policy, in the policy's unit. */
export function valueAt(policy: Policy, path: PolicyPath): PolicyValue | undefined {
  let part: unknown = policy;
  for (const key of path.split('.')) part = isPart(part) ? part[key] : undefined;
  return part as PolicyValue | undefined;
}

/** The policy with the changes made. Returns the very same one when there are none. */
export function changed(policy: Policy, changes: PolicyChanges): Policy {
  let result: Part = policy as unknown as Part;
  for (const [path, value] of Object.entries(changes)) {
    result = withValue(result, path.split('.'), value);
  }
  return result as unknown as Policy;
}

function withValue(part: Part, [key = '', ...rest]: readonly string[], value: unknown): Part {
  if (rest.length === 0) return { ...part, [key]: value };
  const inner = part[key];
  return { ...part, [key]: withValue(isPart(inner) ? inner : {}, rest, value) };
}

/** As people and programs say them. */
export function changesToJson(changes: PolicyChanges): Part {
  let result: Part = {};
  for (const [path, value] of Object.entries(changes)) {
    const inJson = fieldAt(path)?.type === 'duration' ? Number(value) / 1_000 : value;
    result = withValue(result, jsonNameOf(path as PolicyPath).split('.'), inJson);
  }
  return result;
}

/** A whole policy in that form. */
export const policyToJson = (policy: Policy): Part => changesToJson(everythingIn(policy));

/** Every value of a policy by its path. */
export function everythingIn(policy: Policy): PolicyChanges {
  const known = POLICY_PATHS.flatMap((path) => {
    const value = valueAt(policy, path);
    return value === undefined ? [] : [[path, value] as const];
  });
  return Object.fromEntries(known);
}

/**
 * What was written by another version of this program, as far as it still holds: a path that is gone
 * and a value that is not allowed any more are left out. `left`: what was.
 */
export function stillValid(written: Readonly<Record<string, unknown>>): {
  readonly changes: PolicyChanges;
  readonly left: readonly string[];
} {
  const changes: Record<string, PolicyValue> = {};
  const left: string[] = [];
  for (const [path, value] of Object.entries(written)) {
    const field = fieldAt(path);
    if (field && faultIn(field, value, path) === undefined) changes[path] = value as PolicyValue;
    else left.push(path);
  }
  return { changes, left };
}

/** What of `policy` is not as it is by default. */
export const changesIn = (policy: Policy): PolicyChanges =>
  Object.fromEntries(
    Object.entries(everythingIn(policy)).filter(
      ([path, value]) => valueAt(DEFAULT_POLICY, path as PolicyPath) !== value,
    ),
  );
