// Which dialog is open. One about an incident closes by itself when the incident does.
import { useEffect } from 'react';
import type { IncidentId } from '../../../domain/ids.ts';
import { board, closeDialog, dialog } from '../state.ts';
import { useStore } from '../store.ts';
import { AmbulanceDialog } from './ambulance.tsx';
import { CloseDialog } from './close.tsx';
import { ContactDialog } from './contact.tsx';
import { DispatchDialog } from './dispatch.tsx';
import { HoldDialog } from './hold.tsx';
import { InsecureDialog } from './insecure.tsx';
import { RecordDialog } from './record.tsx';
import { SettingsDialog } from './settings.tsx';
import { TechnicalDialog } from './technical.tsx';

export function Dialogs() {
  const current = useStore(dialog, (value) => value);
  switch (current.type) {
    case 'none':
      return null;
    case 'settings':
      return <SettingsDialog />;
    case 'technical':
      return <TechnicalDialog />;
    case 'insecure':
      return <InsecureDialog />;
    default:
      return <IncidentDialog type={current.type} id={current.incidentId} />;
  }
}

const DIALOGS = {
  contact: ContactDialog,
  dispatch: DispatchDialog,
  record: RecordDialog,
  hold: HoldDialog,
  close: CloseDialog,
  ambulance: AmbulanceDialog,
} as const;

function IncidentDialog({ type, id }: { type: keyof typeof DIALOGS; id: IncidentId }) {
  const incident = useStore(board, (value) => value.incidents.get(id));
  useEffect(() => {
    if (incident === undefined) closeDialog();
  }, [incident]);
  const Content = DIALOGS[type];
  return incident ? <Content incident={incident} /> : null;
}
