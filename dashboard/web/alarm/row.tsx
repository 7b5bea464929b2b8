// A line of the file: what it is, and what is known.
export const Row = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <>
    <dt className="text-second">{label}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </>
);
