// What the doctor of an invented resident has said, as far as limits follow from it: a chronic lung
// disease has its own scale of oxygen, an irregular or a paced heart its own patience.
import type { Known } from './wearer.ts';

export interface OwnPolicy {
  readonly changes: {
    readonly vitals: {
      readonly rhythm?: 'irregular' | 'paced';
      readonly oxygen?: { readonly scale: 2 };
    };
  };
  readonly why: string;
}

/** Undefined for whom the community's limits hold. */
export function ownPolicyOf(known: Known): OwnPolicy | undefined {
  const { atrialFibrillation = false, pacemaker = false, lungDisease = false } = known;
  const rhythm = atrialFibrillation ? 'irregular' : pacemaker ? 'paced' : undefined;
  const reasons = [
    rhythm === 'irregular' ? '心房颤动：脉搏不齐' : '',
    rhythm === 'paced' ? '装有心脏起搏器' : '',
    lungDisease ? '慢性阻塞性肺疾病：医嘱血氧 88–92%' : '',
  ].filter((reason) => reason !== '');
  if (reasons.length === 0) return undefined;
  return {
    changes: {
      vitals: { ...(rhythm && { rhythm }), ...(lungDisease && { oxygen: { scale: 2 } }) },
    },
    why: reasons.join('；'),
  };
}
