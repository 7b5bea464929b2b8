// Who may sign in. A name is never taken away: it stands in the record of what was done.
import { useRef } from 'react';
import { me } from '../state.ts';
import { useAnswer } from '../use-answer.ts';
import { ChoiceField, FormFailure, TextField, Wrong } from './field.tsx';
import { Loaded } from './loaded.tsx';
import { addStaff, allStaff, changeStaff, ROLES, type StaffMember } from './people-api.ts';
import { useSending } from './use-sending.ts';
import { say } from './words/index.ts';

export function StaffTab() {
  const { answer, again } = useAnswer(allStaff);
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto">
      <AddStaff added={again} />
      <Loaded answer={answer} again={again}>
        {({ items }) => <Members members={items} changed={again} />}
      </Loaded>
    </div>
  );
}

function AddStaff({ added }: { added: () => void }) {
  const form = useRef<HTMLFormElement>(null);
  const { busy, failure, send } = useSending();
  const submit = async (data: FormData): Promise<void> => {
    const written = (name: string): string => String(data.get(name) ?? '');
    const done = await send(() =>
      addStaff(written('name').trim(), written('role'), written('password')),
    );
    if (!done) return;
    form.current?.reset();
    added();
  };
  return (
    <form
      ref={form}
      noValidate
      className="rounded-lg border border-line bg-panel px-4 py-3"
      data-testid="add-staff"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <FormFailure value={failure}>
        <div className="grid grid-cols-[1.4fr_1fr_1.4fr_max-content] items-start gap-3">
          <TextField name="name" label={say('staff.name')} />
          <ChoiceField
            name="role"
            label={say('staff.role')}
            options={ROLES.map((role) => [role, say(`staff.roles.${role}`)] as const)}
          />
          <TextField name="password" type="password" label={say('staff.password')} />
          <button type="submit" className="button button-filled mt-6 min-h-11 px-6" disabled={busy}>
            {say(busy ? 'saving' : 'staff.add')}
          </button>
        </div>
      </FormFailure>
      <Wrong failure={failure} />
    </form>
  );
}

interface MembersProps {
  readonly members: readonly StaffMember[];
  readonly changed: () => void;
}

const Members = ({ members, changed }: MembersProps) => (
  <section>
    <div className="rounded-lg border border-line bg-panel">
      <table className="list-table">
        <thead>
          <tr>
            <th scope="col">{say('residents.name')}</th>
            <th scope="col">{say('staff.role')}</th>
            <th scope="col">{say('staff.state')}</th>
            <th scope="col">
              <span className="sr-only">{say('bands.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <Member key={member.name} member={member} changed={changed} />
          ))}
        </tbody>
      </table>
    </div>
    <p className="mt-2 text-second">{say('staff.disableNote')}</p>
  </section>
);

function Member({ member, changed }: { member: StaffMember; changed: () => void }) {
  const { name, role, disabledAt } = member;
  const { busy, failure, send } = useSending();
  const isDisabled = disabledAt !== undefined;
  const turn = async (): Promise<void> => {
    if (await send(() => changeStaff(name, { disabled: !isDisabled }))) changed();
  };
  return (
    <tr data-testid={`staff-${name}`}>
      <td className="font-bold">
        {name} {name === me() && <span className="font-normal">{say('staff.you')}</span>}
      </td>
      <td>{say(`staff.roles.${role}`)}</td>
      <td>{say(isDisabled ? 'staff.disabled' : 'staff.active')}</td>
      <td className="text-right">
        <Wrong failure={failure} />
        {/* Whoever disables themselves is out at once, with nobody to ask. */}
        {name !== me() && (
          <button
            type="button"
            className="button"
            disabled={busy}
            aria-label={say(isDisabled ? 'staff.enableName' : 'staff.disableName', { name })}
            onClick={() => void turn()}
          >
            {say(isDisabled ? 'staff.enable' : 'staff.disable')}
          </button>
        )}
      </td>
    </tr>
  );
}
