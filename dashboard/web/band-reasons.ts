// What is said of bands themselves, in words: why one is silent, how full it is, whether somebody wears it.
import { t } from 'i18next';
import type { IncidentView } from '../../domain/frame.ts';
import type { Instant } from '../../domain/time.ts';
import { distanceText, dotted, momentText } from './format.ts';
import { address } from './place.ts';

type WrittenReason = IncidentView['reason'];

const BAND_CODES = [
  'silent',
  'no-sign-of-life',
  'many-silent',
  'heard-again',
  'battery-low',
  'battery-dies',
  'battery-lasted',
  'charged',
  'not-worn',
  'worn-again',
] as const satisfies readonly WrittenReason['code'][];
type BandReason = Extract<WrittenReason, { code: (typeof BAND_CODES)[number] }>;

export const isOfBand = (reason: WrittenReason): reason is BandReason =>
  BAND_CODES.some((code) => code === reason.code);

export function bandReasonText(reason: BandReason, now: Instant): string {
  switch (reason.code) {
    case 'silent':
      return silentText(reason, now);
    case 'no-sign-of-life':
      return noSignOfLifeText(reason, now);
    case 'many-silent':
      return manySilentText(reason);
    case 'battery-dies': {
      const percent = Math.round(reason.percent);
      return t('reason.battery-dies', { percent, at: momentText(reason.flatAt, now) });
    }
    case 'battery-low':
    case 'battery-lasted':
      return t(`reason.${reason.code}`, { percent: Math.round(reason.percent) });
    case 'not-worn': {
      const at = momentText(reason.offAt, now);
      return t(reason.sign === 'lies-still' ? 'reason.not-worn-lies-still' : 'reason.not-worn', {
        at,
      });
    }
    case 'heard-again':
    case 'charged':
    case 'worn-again':
      return t(`reason.${reason.code}`);
    default:
      return reason satisfies never;
  }
}

function noSignOfLifeText(
  reason: Extract<BandReason, { code: 'no-sign-of-life' }>,
  now: Instant,
): string {
  const at = momentText(reason.lastHeardAt, now);
  const text =
    reason.battery === undefined
      ? t('reason.no-sign-of-life', { at })
      : t('reason.no-sign-of-life-battery', { at, battery: Math.round(reason.battery) });
  return dotted(text, signalText(reason), awayText(reason));
}

type Silent = Extract<BandReason, { code: 'silent' }>;
type LastWord = Pick<Silent, 'signal' | 'metres'>;

/** The cause, and what the band last said of itself. */
function silentText(reason: Silent, now: Instant): string {
  const { cause, battery, worn, charging, status } = reason;
  const at = momentText(reason.lastHeardAt, now);
  return dotted(
    cause === undefined ? t('reason.silent', { at }) : t(`reason.silent-${cause}`, { at }),
    battery === undefined ? undefined : t('evidence.battery', { percent: Math.round(battery) }),
    signalText(reason),
    worn === undefined || cause === 'off-wrist'
      ? undefined
      : t(worn ? 'evidence.worn' : 'evidence.off'),
    charging === true && cause !== 'charging' ? t('evidence.charging') : undefined,
    status === 'offline' ? t('evidence.offline') : undefined,
    awayText(reason),
  );
}

const signalText = ({ signal }: LastWord): string | undefined =>
  signal === undefined ? undefined : t('evidence.signal', { dBm: Math.round(signal) });

const awayText = ({ metres }: LastWord): string | undefined =>
  metres === undefined ? undefined : t('evidence.away', { away: distanceText(metres) });

function manySilentText(reason: Extract<BandReason, { code: 'many-silent' }>): string {
  const { bands, of, shared } = reason;
  if (shared === undefined || shared.type === 'everything') {
    return t('reason.many-silent', { bands, of });
  }
  const name =
    shared.type === 'building' ? address({ ...shared, building: shared.name }) : shared.name;
  return t(`reason.many-silent-${shared.type}`, { bands, of, name });
}
