// Nobody can sign in yet: either the installer named a password in the settings, or whoever reads the
// output of the first start gets a link that works once. There is no default password.
import { parseStaffName } from '../domain/ids.ts';
import type { Staff } from '../registry/port.ts';

const ADMINISTRATOR = parseStaffName('admin');

/** Makes the account `admin` when nobody can sign in and the settings name a password for it. */
export async function addFirstAdministrator(
  staff: Staff,
  password: string | undefined,
): Promise<void> {
  if (!staff.empty || password === undefined || ADMINISTRATOR === undefined) return;
  await staff.add(ADMINISTRATOR, 'administrator', password);
}

/**
 * Offers the setup link when still nobody can sign in.
 * @param url where the duty screen is.
 * @param print to standard error: the link is a secret, and the log is kept.
 */
export async function offerSetupLink(
  staff: Staff,
  url: string,
  print: (text: string) => void = (text) => process.stderr.write(text),
): Promise<void> {
  if (!staff.empty) return;
  const { token } = await staff.offerSetup();
  print(
    '\nNobody can sign in yet. Open this link once, within 24 hours, to make the first account:\n\n' +
      `  ${url}/setup#${token}\n\n`,
  );
}
