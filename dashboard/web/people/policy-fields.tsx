// One field for each number of the policy, made from the table that describes them. What differs from
// what would hold without it is marked, and can be put back.
import i18next from 'i18next';
import { useId } from 'react';
import type { Policy } from '../../../domain/policy.ts';
import { fieldAt, jsonNameOf, valueAt } from '../../../domain/policy-changes.ts';
import { rangeInWords } from '../../../domain/policy-fault.ts';
import type { PolicyField, PolicyPath, Words } from '../../../domain/policy-field.ts';
import { type Draft, isChanged, type Section, unitOf, written } from './policy-draft.ts';
import { say } from './words/index.ts';

/** In the language of the screen. */
export const inWords = ({ zh, en }: Words): string => (i18next.language === 'en' ? en : zh);

interface FieldsProps {
  readonly sections: readonly Section[];
  readonly draft: Draft;
  /** What holds where nothing is changed. */
  readonly below: Policy;
  readonly faults: ReadonlyMap<string, Words>;
  readonly write: (path: PolicyPath, text: string) => void;
}

export const PolicyFields = ({ sections, ...rest }: FieldsProps) => (
  <div className="flex flex-col gap-2">
    {sections.map((section) => (
      <SectionFields key={section.name} section={section} {...rest} />
    ))}
  </div>
);

function SectionFields({
  section,
  ...rest
}: Omit<FieldsProps, 'sections'> & { readonly section: Section }) {
  const { draft, below, faults } = rest;
  const changes = section.paths.filter((path) => isChanged(path, draft, below)).length;
  const isWrong = section.paths.some((path) => faults.has(jsonNameOf(path)));
  return (
    <details
      className="group rounded-lg border border-line bg-panel"
      data-testid={`policy-section-${section.name || 'general'}`}
      open={changes > 0 || isWrong || undefined}
    >
      <summary className="flex min-h-11 cursor-pointer items-center gap-3 px-4 py-2">
        <span aria-hidden="true" className="group-open:rotate-90">
          ▸
        </span>
        <h3 className="text-lg font-bold">{inWords(section.title)}</h3>
        <span className="text-second">
          {changes > 0
            ? say('policy.changedOf', { n: changes, all: section.paths.length })
            : say('policy.values', { n: section.paths.length })}
        </span>
      </summary>
      <div className="grid grid-cols-2 gap-x-8 gap-y-3 border-line border-t px-4 py-3">
        {section.paths.map((path) => (
          <PolicyNumber key={path} path={path} {...rest} />
        ))}
      </div>
    </details>
  );
}

interface NumberProps extends Omit<FieldsProps, 'sections'> {
  readonly path: PolicyPath;
}

function PolicyNumber({ path, draft, below, faults, write }: NumberProps) {
  const id = useId();
  const field = fieldAt(path) as PolicyField;
  const text = draft[path] ?? '';
  const changed = isChanged(path, draft, below);
  const fault = faults.get(jsonNameOf(path));
  const usual = written(field, valueAt(below, path));
  return (
    <div className={changed ? 'border-attention border-l-4 pl-2' : 'pl-3'} data-changed={changed}>
      <label htmlFor={id} className="block">
        {inWords(field)}
      </label>
      <div className="mt-1 flex items-center gap-2">
        <Control id={id} field={field} text={text} wrong={fault !== undefined}>
          {(next) => write(path, next)}
        </Control>
        <span className="whitespace-nowrap">{inWords(unitOf(field))}</span>
        {changed && (
          <button
            type="button"
            className="button"
            aria-label={say('policy.putBackName', { name: inWords(field) })}
            onClick={() => write(path, usual)}
          >
            {say('policy.putBack')}
          </button>
        )}
      </div>
      <p id={`${id}-about`} className="mt-1 text-second">
        {changed && <strong className="text-attention-ink">{say('policy.changed')} · </strong>}
        {say('policy.usual', { value: usual || say('unknown') })}
        {(field.type === 'duration' || field.type === 'number') &&
          ` · ${say('policy.range', { range: inWords(rangeInWords(field)) })}`}
      </p>
      {fault && (
        <p className="font-bold text-emergency-ink" data-testid={`wrong-${path}`}>
          {inWords(fault)}
        </p>
      )}
    </div>
  );
}

interface ControlProps {
  readonly id: string;
  readonly field: PolicyField;
  readonly text: string;
  readonly wrong: boolean;
  readonly children: (text: string) => void;
}

function Control({ id, field, text, wrong, children: write }: ControlProps) {
  const shared = {
    id,
    'aria-describedby': `${id}-about`,
    'aria-invalid': wrong || undefined,
    value: text,
  } as const;
  if (field.type === 'choice' || field.type === 'flag') {
    const options = field.type === 'choice' ? field.options.map(String) : ['true', 'false'];
    return (
      <select
        {...shared}
        className="field max-w-[16rem]"
        onChange={(event) => write(event.currentTarget.value)}
      >
        {(field.isOptional || text === '') && <option value="">{say('unknown')}</option>}
        {options.map((option) => (
          <option key={option} value={option}>
            {optionText(field, option)}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      {...shared}
      className="field max-w-[9rem]"
      inputMode="decimal"
      autoComplete="off"
      onChange={(event) => write(event.currentTarget.value)}
    />
  );
}

function optionText(field: PolicyField, option: string): string {
  if (field.type === 'flag') return say(option === 'true' ? 'policy.yes' : 'policy.no');
  const words = field.type === 'choice' ? field.words?.[option] : undefined;
  return words ? inWords(words) : option;
}
