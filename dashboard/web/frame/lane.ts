// What the technical lane says: what is degraded, how many bands are out of order, or that all is well.
import { t } from 'i18next';
import type { ResidentView } from '../../../domain/frame.ts';
import type { Board } from '../board.ts';
import { dotted } from '../format.ts';
import type { LinkState } from '../link.ts';
import { degradationText } from './degradation.ts';

/** What can be counted without a clock; told in the order of how soon somebody has to go there. */
const COUNTS: readonly (readonly [
  'silent' | 'low' | 'unworn' | 'charging' | 'noBand',
  (resident: ResidentView) => boolean,
])[] = [
  ['silent', ({ connection }) => connection === 'silent'],
  ['low', ({ vitals, charging }) => (vitals.battery?.value ?? 100) <= 20 && !charging?.value],
  ['unworn', ({ worn, charging }) => worn?.value === false && !charging?.value],
  ['charging', ({ charging }) => charging?.value === true],
  ['noBand', ({ connection }) => connection === 'no-band'],
];

export const technicalIn = ({ incidents }: Pick<Board, 'incidents'>): number =>
  [...incidents.values()].filter(({ priority }) => priority === 'technical').length;

/** That all is well is said only by a screen that sees, and while nothing is left to deal with. */
export function laneText(
  {
    residents,
    degraded,
    backlog,
    incidents,
  }: Pick<Board, 'residents' | 'degraded' | 'backlog' | 'incidents'>,
  link: LinkState,
): string {
  const words = [
    ...degraded.map((name) => degradationText(name, { backlog })),
    ...COUNTS.flatMap(([name, test]) => {
      const n = [...residents.values()].filter(test).length;
      return n > 0 ? [t(`lane.${name}`, { n })] : [];
    }),
  ];
  const isCalm = link === 'live' && technicalIn({ incidents }) === 0;
  return dotted(...words) || (isCalm ? t('lane.calm') : '');
}
