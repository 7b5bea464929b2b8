// The buttons of a card. One is primary and has the focus; the others are what may come next.
import { t } from 'i18next';
import { useEffect, useRef } from 'react';
import type { IncidentView } from '../../../domain/frame.ts';
import { isAlarm } from '../alarms.ts';
import {
  type ActionName,
  dismissFailure,
  errands,
  isUnderWay,
  pauseSound,
  perform,
} from '../desk.ts';
import { dialog, link } from '../state.ts';
import { useStore } from '../store.ts';
import { COMMANDS, type Primary, performPrimary, primaryOf } from './commands.ts';
import { failureText } from './failure-text.ts';

const open = (
  type: 'contact' | 'dispatch' | 'record' | 'hold' | 'close' | 'ambulance',
  incident: IncidentView,
) => dialog.set({ type, incidentId: incident.id });

export function CardActions({ incident }: { incident: IncidentView }) {
  const errand = useStore(errands, (value) => value.get(incident.id));
  const offline = useStore(link, (value) => value.state !== 'live');
  const busy = isUnderWay(errand, incident);
  const claimed = incident.state !== 'open';
  return (
    <div className="flex shrink-0 flex-col gap-2 px-4 pt-1.5 pb-2.5">
      <Trouble incident={incident} offline={offline} />
      <div className="flex gap-2">
        <PrimaryButton incident={incident} busy={busy} offline={offline} action={errand?.action} />
        {claimed ? (
          <Steps incident={incident} disabled={offline || busy} />
        ) : (
          <Always incident={incident} />
        )}
      </div>
      {claimed && (
        <div className="flex gap-2">
          <Paper incident={incident} disabled={offline || busy} />
          <Always incident={incident} />
        </div>
      )}
    </div>
  );
}

/** What needs neither a claim nor a line. */
const Always = ({ incident }: { incident: IncidentView }) => (
  <>
    <Button label={t('sound.pause')} hint={COMMANDS.pause} onPress={pauseSound} />
    {(isAlarm(incident) || incident.priority === 'attention') && (
      <Button
        label={t('action.ambulance')}
        hint={COMMANDS.ambulance}
        onPress={() => open('ambulance', incident)}
      />
    )}
  </>
);

interface StepsProps {
  readonly incident: IncidentView;
  readonly disabled: boolean;
}

/** The steps that are not the primary one: they may be done in any order. */
function Steps({ incident, disabled }: StepsProps) {
  const primary = primaryOf(incident);
  const others = (['contact', 'dispatch', 'arrive'] as const).filter((step) => step !== primary);
  return others.map((step) => (
    <Button
      key={step}
      label={t(`action.${step}`)}
      hint={COMMANDS[step]}
      disabled={disabled}
      onPress={() => (step === 'arrive' ? void perform(incident, 'arrive') : open(step, incident))}
    />
  ));
}

/** What is written down. */
const Paper = ({ incident, disabled }: StepsProps) => (
  <>
    <Button label={t('action.note')} disabled={disabled} onPress={() => open('record', incident)} />
    <Button label={t('action.hold')} disabled={disabled} onPress={() => open('hold', incident)} />
    {primaryOf(incident) !== 'close' && (
      <Button
        label={t('action.close')}
        disabled={disabled}
        onPress={() => open('close', incident)}
      />
    )}
  </>
);

interface ButtonProps {
  readonly label: string;
  readonly hint?: string;
  readonly disabled?: boolean;
  readonly onPress: () => void;
}

const Button = ({ label, hint, disabled = false, onPress }: ButtonProps) => (
  <button type="button" className="button alarm-action" disabled={disabled} onClick={onPress}>
    {label}
    {hint && <kbd>{hint}</kbd>}
  </button>
);

interface PrimaryProps {
  readonly incident: IncidentView;
  readonly busy: boolean;
  readonly offline: boolean;
  readonly action: ActionName | undefined;
}

const KEYS: { readonly [P in Primary]?: string } = {
  claim: COMMANDS.claim,
  acknowledge: COMMANDS.claim,
  contact: COMMANDS.contact,
  dispatch: COMMANDS.dispatch,
  arrive: COMMANDS.arrive,
};

function PrimaryButton({ incident, busy, offline, action }: PrimaryProps) {
  const button = useRef<HTMLButtonElement>(null);
  const primary = primaryOf(incident);
  useEffect(() => {
    if (primary === 'claim' && !isTyping()) button.current?.focus({ preventScroll: true });
  }, [primary]);
  const key = KEYS[primary];
  const urgent =
    incident.priority === 'emergency' && (primary === 'claim' || primary === 'acknowledge');
  return (
    <button
      ref={button}
      type="button"
      data-testid="primary-action"
      data-tone={urgent ? 'urgent' : 'quiet'}
      className="button alarm-action alarm-action-primary"
      aria-disabled={busy}
      disabled={offline}
      onKeyDown={(event) => {
        // Something lying on Enter when the alarm came must not answer it.
        if (event.repeat) event.preventDefault();
      }}
      onClick={() => !busy && performPrimary(incident)}
    >
      {busy ? t(action === 'claim' ? 'action.claiming' : 'action.sending') : t(`action.${primary}`)}
      {key && !busy && <kbd className="text-base">{key}</kbd>}
    </button>
  );
}

/** Whoever is writing keeps the focus; F2 works all the same. */
function isTyping(): boolean {
  const focused = document.activeElement;
  return (
    focused instanceof HTMLElement &&
    (focused.matches('input, textarea, select') || focused.closest('[role="dialog"]') !== null)
  );
}

function Trouble({ incident, offline }: { incident: IncidentView; offline: boolean }) {
  const errand = useStore(errands, (value) => value.get(incident.id));
  if (offline) {
    return <p className="font-bold text-emergency-ink">{t('link.offlineAction')}</p>;
  }
  if (errand?.state !== 'failed') return null;
  return (
    <p
      role="alert"
      data-testid="failure"
      className="flex items-center gap-3 font-bold text-emergency-ink"
    >
      <span className="flex-1">{failureText(errand.failure)}</span>
      <button type="button" className="button min-h-7" onClick={() => dismissFailure(incident.id)}>
        {t('action.dismiss')}
      </button>
    </p>
  );
}
