// The frame of every dialog. It lives beside the alarms, not above them: its ground covers the page
// and leaves the column free, so that a new emergency can be seen, heard and claimed at any moment.
// For the same reason it is not modal: the focus is not trapped and a click outside does not close it.
import { t } from 'i18next';
import { Dialog } from 'radix-ui';
import { closeDialog } from '../state.ts';

interface PanelProps {
  readonly title: string;
  readonly wide?: boolean;
  readonly children: React.ReactNode;
}

export const Panel = ({ title, wide = false, children }: PanelProps) => (
  <Dialog.Root open modal={false} onOpenChange={(open) => !open && closeDialog()}>
    <div
      className="absolute inset-0 z-10 grid place-items-center bg-ground/80"
      data-testid="dialog-ground"
    >
      <Dialog.Content
        aria-describedby={undefined}
        className={`flex max-h-full w-[calc(100%-1rem)] flex-col overflow-hidden rounded-lg border-2 border-third bg-panel ${wide ? 'max-w-[56rem]' : 'max-w-[40rem]'}`}
        onInteractOutside={(event) => event.preventDefault()}
        onOpenAutoFocus={(event) => {
          // The first field or choice, not the cross in the corner.
          const target = (event.target as HTMLElement).querySelector<HTMLElement>('[data-first]');
          if (!target) return;
          event.preventDefault();
          target.focus();
        }}
      >
        <header className="flex shrink-0 items-center justify-between gap-4 border-b border-line px-5 py-2.5">
          <Dialog.Title className="text-2xl font-bold">{title}</Dialog.Title>
          <Dialog.Close className="button">{t('action.dismiss')} (Esc)</Dialog.Close>
        </header>
        <div className="min-h-0 overflow-y-auto px-5 py-4">{children}</div>
      </Dialog.Content>
    </div>
  </Dialog.Root>
);
