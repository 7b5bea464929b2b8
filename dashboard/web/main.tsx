import './styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { startClock } from './clock.ts';
import { SessionGate } from './entry/session-gate.tsx';
import { startTheme } from './theme.ts';
import { startWords } from './words/index.ts';

/** Another language is another page: everything is drawn anew. */
function Screen() {
  const { i18n } = useTranslation();
  return <SessionGate key={i18n.language} />;
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id root');
startClock();
startTheme();
await startWords();
createRoot(root).render(
  <StrictMode>
    <Screen />
  </StrictMode>,
);
