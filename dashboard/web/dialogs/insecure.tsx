// Which functions the browser has switched off at this address, and what brings them back.
import { t } from 'i18next';
import { missingFeatures } from '../frame/surroundings.ts';
import { Panel } from './panel.tsx';

export const InsecureDialog = () => (
  <Panel title={t('insecure.title')}>
    <ul className="list-disc pl-6 text-lg">
      {missingFeatures().map((feature) => (
        <li key={feature}>{t(`insecure.${feature}`)}</li>
      ))}
    </ul>
    <p className="mt-3 text-lg">{t('insecure.fix')}</p>
    <p className="mt-2 text-second">{t('insecure.still')}</p>
  </Panel>
);
