// How one number of the policy is described. The type of the policy itself says which numbers are
// durations, so a duration cannot be described as a bare number, nor the other way round.
import type { Policy } from './policy.ts';
import type { Millis } from './time.ts';

/** A sentence or a word in both languages of the service. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

type Leaf = string | number | boolean;
type PathsIn<Part> = {
  [Key in keyof Part & string]: NonNullable<Part[Key]> extends Leaf
    ? Key
    : `${Key}.${PathsIn<NonNullable<Part[Key]>>}`;
}[keyof Part & string];
type ValueAt<Part, Path> = Path extends `${infer Head}.${infer Rest}`
  ? Head extends keyof Part
    ? ValueAt<NonNullable<Part[Head]>, Rest>
    : never
  : Path extends keyof Part
    ? NonNullable<Part[Path]>
    : never;

/** Where a value stands in the policy: `fall.check`. */
export type PolicyPath = PathsIn<Policy>;

export const UNITS = {
  percent: { zh: '%', en: '%' },
  percentagePoints: { zh: '个百分点', en: 'percentage points' },
  share: { zh: '(占总数的比例)', en: '(share of all)' },
  hourOfDay: { zh: '时', en: "o'clock" },
  times: { zh: '次', en: 'times' },
  bands: { zh: '只', en: 'bands' },
  readings: { zh: '次读数', en: 'readings' },
  perMinute: { zh: '次/分', en: 'per minute' },
  degrees: { zh: '℃', en: '°C' },
  dBm: { zh: 'dBm', en: 'dBm' },
  metres: { zh: '米', en: 'm' },
  metresPerSecond: { zh: '米/秒', en: 'm/s' },
  steps: { zh: '步', en: 'steps' },
  days: { zh: '天', en: 'days' },
  factor: { zh: '倍', en: 'times as much' },
  latitude: { zh: '度(纬度)', en: 'degrees of latitude' },
  longitude: { zh: '度(经度)', en: 'degrees of longitude' },
} as const satisfies Record<string, Words>;
type Unit = keyof typeof UNITS;

interface Described extends Words {
  /** Of the community as a whole: cannot be another for one person. */
  readonly isForAll?: true;
  /** The installer's word, not the policy's: the setting that says it. */
  readonly setBy?: string;
  /** May be absent; then the default is that nothing is said. */
  readonly isOptional?: true;
}
export interface DurationField extends Described {
  readonly type: 'duration';
  readonly min: Millis;
  readonly max: Millis;
}
export interface NumberField extends Described {
  readonly type: 'number';
  readonly unit: Unit;
  readonly min: number;
  readonly max: number;
  readonly isWhole?: true;
}
export interface ChoiceField extends Described {
  readonly type: 'choice';
  readonly options: readonly (string | number)[];
  /** What an option means, where it does not say it itself. */
  readonly words?: Readonly<Record<string, Words>>;
}
interface FlagField extends Described {
  readonly type: 'flag';
}
/** A name that only the installer sets. */
interface TextField extends Described {
  readonly type: 'text';
  readonly setBy: string;
}
export type PolicyField = DurationField | NumberField | ChoiceField | FlagField | TextField;

type FieldOf<Value> = Value extends Millis
  ? DurationField
  : [Value] extends [boolean]
    ? FlagField
    : Value extends number
      ? NumberField | ChoiceField
      : TextField | ChoiceField;

/** Those of some sections, by the first part of the path; '' is what stands alone. */
export type FieldsOf<Section extends string> = {
  readonly [Path in PolicyPath as Path extends `${infer Top}.${string}`
    ? Top extends Section
      ? Path
      : never
    : '' extends Section
      ? Path
      : never]?: FieldOf<ValueAt<Policy, Path>>;
};

/** Not every path has to be there for this to compile; a test says which are missing. */
export type PolicyFields = { readonly [Path in PolicyPath]?: FieldOf<ValueAt<Policy, Path>> };
