// The few drawings of the screen. Each priority has a shape of its own: colour never speaks alone.
import type { Priority } from '../../../domain/incident.ts';

const SHAPES: { readonly [P in Priority]: React.ReactNode } = {
  emergency: (
    <>
      <path d="M8 1h8l7 7v8l-7 7H8l-7-7V8z" fill="currentColor" />
      <path d="M12 5.5v8" stroke="var(--icon-ink)" strokeWidth="2.6" strokeLinecap="round" />
      <circle cx="12" cy="17.8" r="1.7" fill="var(--icon-ink)" />
    </>
  ),
  attention: (
    <>
      <path d="M12 2 23 21.5H1z" fill="currentColor" />
      <path d="M12 9v6" stroke="var(--icon-ink)" strokeWidth="2.2" strokeLinecap="round" />
      <circle cx="12" cy="18.4" r="1.3" fill="var(--icon-ink)" />
    </>
  ),
  notice: (
    <>
      <circle cx="12" cy="12" r="10.5" fill="currentColor" />
      <circle cx="12" cy="7" r="1.5" fill="var(--icon-ink)" />
      <path d="M12 11v6.5" stroke="var(--icon-ink)" strokeWidth="2.4" strokeLinecap="round" />
    </>
  ),
  technical: (
    <path
      d="M15.6 2.2a6.3 6.3 0 0 0-6.2 8.4L2.4 17.6a2.6 2.6 0 0 0 3.7 3.7l7-7a6.3 6.3 0 0 0 8.2-8.1l-3.8 3.8-3.2-.9-.9-3.2 3.8-3.7a6.3 6.3 0 0 0-1.6 0z"
      fill="currentColor"
    />
  ),
};

export const PriorityIcon = ({ priority, ink }: { priority: Priority; ink: string }) => (
  <svg
    viewBox="0 0 24 24"
    aria-hidden="true"
    className="size-[1.5em] shrink-0"
    style={{ '--icon-ink': ink } as React.CSSProperties}
  >
    {SHAPES[priority]}
  </svg>
);

export const LampIcon = () => (
  <svg viewBox="0 0 24 24" aria-hidden="true" className="size-8 shrink-0" fill="none">
    <path d="M7.5 3h9L19 12H5zM12 12v7M8 21h8" stroke="currentColor" strokeWidth="1.7" />
  </svg>
);

export const SpeakerIcon = ({ off }: { off: boolean }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true" className="size-[1.2em] shrink-0" fill="none">
    <path d="M4 9v6h4l5 4V5L8 9z" fill="currentColor" />
    {off ? (
      <path d="M16 9l6 6M22 9l-6 6" stroke="currentColor" strokeWidth="2.2" />
    ) : (
      <path
        d="M16 8.5a5 5 0 0 1 0 7M18.5 6a8.5 8.5 0 0 1 0 12"
        stroke="currentColor"
        strokeWidth="1.8"
      />
    )}
  </svg>
);
