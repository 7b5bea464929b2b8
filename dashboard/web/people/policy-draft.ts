// What stands in the fields of a policy while somebody changes it, and what that means. Pure. What is
// allowed is asked of the same table that the service asks (domain/policy-fields.ts).
import { DEFAULT_POLICY, type Policy } from '../../../domain/policy.ts';
import {
  changed,
  changesToJson,
  fieldAt,
  jsonNameOf,
  type PolicyChanges,
  type PolicyScope,
  type PolicyValue,
  readChanges,
  valueAt,
} from '../../../domain/policy-changes.ts';
import {
  type DurationField,
  type PolicyField,
  type PolicyPath,
  UNITS,
  type Words,
} from '../../../domain/policy-field.ts';
import { POLICY_FIELDS, POLICY_SECTIONS } from '../../../domain/policy-fields.ts';

/** By path, as it is written in the field. */
export type Draft = Readonly<Record<string, string>>;

/** As the service sends a policy. */
export function policyOf(json: unknown): Policy {
  const read = readChanges(json, 'recording', DEFAULT_POLICY);
  return read.ok ? changed(DEFAULT_POLICY, read.changes) : DEFAULT_POLICY;
}

export interface Section {
  readonly name: string;
  readonly title: Words;
  readonly paths: readonly PolicyPath[];
}

const sectionOf = (path: string): string => (path.includes('.') ? (path.split('.')[0] ?? '') : '');

/** What can be changed there, in the order of the table. */
export function sectionsFor(scope: PolicyScope): readonly Section[] {
  const paths = (Object.keys(POLICY_FIELDS) as PolicyPath[]).filter((path) => {
    const field = fieldAt(path);
    return field && field.setBy === undefined && !(scope === 'person' && field.isForAll);
  });
  const grouped = Map.groupBy(paths, sectionOf);
  return Object.entries(POLICY_SECTIONS).flatMap(([name, title]) => {
    const own = grouped.get(name);
    return own ? [{ name, title, paths: own }] : [];
  });
}

const LENGTHS = [
  [3_600_000, { zh: '小时', en: 'h' }],
  [60_000, { zh: '分钟', en: 'min' }],
  [1_000, { zh: '秒', en: 's' }],
] as const satisfies readonly (readonly [number, Words])[];

/** A duration is written in the largest unit in which its shortest is a whole number. */
const lengthOf = ({ min }: DurationField) => LENGTHS.find(([ms]) => min >= ms) ?? LENGTHS[2];

export function unitOf(field: PolicyField): Words {
  if (field.type === 'duration') return lengthOf(field)[1];
  return field.type === 'number' ? UNITS[field.unit] : { zh: '', en: '' };
}

/** As it is written in the field. */
export function written(field: PolicyField, value: PolicyValue | undefined): string {
  if (value === undefined) return '';
  if (field.type !== 'duration') return String(value);
  return String(Number((Number(value) / lengthOf(field)[0]).toFixed(4)));
}

/** What is no number is kept as it is, for the table to refuse. */
function meant(field: PolicyField, text: string): PolicyValue {
  const trimmed = text.trim();
  if (field.type === 'flag') return trimmed === 'true';
  if (field.type === 'choice') {
    return field.options.find((option) => String(option) === trimmed) ?? trimmed;
  }
  if (trimmed === '' || !/^-?\d+([.,]\d+)?$/.test(trimmed)) return text;
  const number = Number(trimmed.replace(',', '.'));
  return field.type === 'duration' ? Math.round(number * lengthOf(field)[0]) : number;
}

export const draftOf = (policy: Policy, sections: readonly Section[]): Draft =>
  Object.fromEntries(
    sections.flatMap(({ paths }) =>
      paths.map((path) => {
        const field = fieldAt(path) as PolicyField;
        return [path, written(field, valueAt(policy, path))];
      }),
    ),
  );

/** Whether a field says something else than the policy. */
export const isChanged = (path: PolicyPath, draft: Draft, policy: Policy): boolean => {
  const field = fieldAt(path) as PolicyField;
  return (draft[path] ?? '').trim() !== written(field, valueAt(policy, path));
};

/** Everything in which the draft differs from the policy below it, as the service takes it. */
export function changesIn(draft: Draft, below: Policy): Readonly<Record<string, unknown>> {
  const changes: Record<string, PolicyValue> = {};
  for (const [path, text] of Object.entries(draft)) {
    if (!isChanged(path as PolicyPath, draft, below)) continue;
    changes[path] = meant(fieldAt(path) as PolicyField, text);
  }
  // Texts that are no number stay texts: seconds of them would be nothing.
  const texts = Object.entries(changes).filter(
    ([path, value]) => typeof value === 'string' && fieldAt(path)?.type === 'duration',
  );
  const json = changesToJson(changes as PolicyChanges);
  for (const [path, text] of texts) put(json, jsonNameOf(path as PolicyPath).split('.'), text);
  return json;
}

function put(part: object, [key = '', ...rest]: readonly string[], value: unknown): void {
  const at = part as Record<string, unknown>;
  if (rest.length === 0) at[key] = value;
  else put(at[key] as object, rest, value);
}

/** What is wrong, by the path of the field. */
export function faultsIn(
  draft: Draft,
  below: Policy,
  scope: PolicyScope,
): ReadonlyMap<string, Words> {
  const read = readChanges(changesIn(draft, below), scope, below);
  return new Map(read.ok ? [] : read.faults.map(({ field, message }) => [field, message]));
}
