// A field with its label, and with what the service found wrong with it.
import { createContext, useContext, useId } from 'react';
import type { Failure } from '../api.ts';
import { fieldText, saidText } from './said.ts';

/** Why the form around the fields was not saved. */
export const FormFailure = createContext<Failure | undefined>(undefined);

interface FieldProps {
  /** As the service calls it: `contacts.0.phone`. */
  readonly name: string;
  readonly label: string;
  readonly value?: string | undefined;
  readonly className?: string;
}

interface Marks {
  readonly 'aria-invalid': true | undefined;
  readonly 'aria-describedby': string | undefined;
}

function Frame({
  name,
  label,
  className = '',
  children,
}: Omit<FieldProps, 'value'> & { readonly children: (marks: Marks) => React.ReactNode }) {
  const id = useId();
  const wrong = fieldText(useContext(FormFailure), name);
  const isWrong = wrong !== undefined;
  return (
    <div className={className}>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is what `children` draws. */}
      <label className="block">
        {label}
        {children({
          'aria-invalid': isWrong || undefined,
          'aria-describedby': isWrong ? id : undefined,
        })}
      </label>
      {isWrong && (
        <p id={id} className="font-bold text-emergency-ink" data-testid={`wrong-${name}`}>
          {wrong}
        </p>
      )}
    </div>
  );
}

export const TextField = ({
  value,
  type = 'text',
  ...frame
}: FieldProps & { readonly type?: 'text' | 'tel' | 'password' }) => (
  <Frame {...frame}>
    {(marks) => (
      <input
        {...marks}
        name={frame.name}
        type={type}
        inputMode={frame.name === 'birthYear' ? 'numeric' : undefined}
        defaultValue={value}
        autoComplete={type === 'password' ? 'new-password' : 'off'}
        className="field mt-1"
      />
    )}
  </Frame>
);

export const LongField = ({
  value,
  rows = 2,
  ...frame
}: FieldProps & { readonly rows?: number }) => (
  <Frame {...frame}>
    {(marks) => (
      <textarea
        {...marks}
        name={frame.name}
        rows={rows}
        defaultValue={value}
        className="field mt-1"
      />
    )}
  </Frame>
);

export const ChoiceField = ({
  value,
  options,
  ...frame
}: FieldProps & { readonly options: readonly (readonly [string, string])[] }) => (
  <Frame {...frame}>
    {(marks) => (
      <select {...marks} name={frame.name} defaultValue={value} className="field mt-1">
        {options.map(([id, words]) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </select>
    )}
  </Frame>
);

/** Why the whole was not done, above the button that tried. */
export const Wrong = ({ failure }: { readonly failure: Failure | undefined }) =>
  failure && (
    <p role="alert" className="font-bold text-emergency-ink">
      {saidText(failure)}
    </p>
  );
