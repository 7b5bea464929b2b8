// Nobody can sign in yet: either the installer named a password in the settings, or whoever reads the
// output of the first start gets a link that works once. There is no default password.
import { parseStaffName } from '../domain/ids.ts';
import type { Staff } from '../registry/port.ts';

/** @param url where the duty screen is. @param print to standard error, not into the log. */
export async function welcomeFirstAdministrator(
  staff: Staff,
  adminPassword: string | undefined,
  url: string,
  print: (text: string) => void = (text) => process.stderr.write(text),
): Promise<void> {
  if (!staff.empty) return;
  const admin = parseStaffName('admin');
  if (adminPassword !== undefined && admin !== undefined) {
    await staff.add(admin, 'administrator', adminPassword);
    return;
  }
  const { token } = await staff.offerSetup();
  print(
    `\nNobody can sign in yet. Open this link once, within 24 hours, to make the first account:\n\n` +
      `  ${url}/setup#${token}\n\n`,
  );
}
