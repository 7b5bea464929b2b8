// What the demo tells whoever started it.
import type { Neighbour } from '../community.ts';
import type { Kept, KeptBand } from './keep.ts';
import type { ServiceAddress } from './service.ts';

export interface Welcome {
  readonly address: ServiceAddress;
  readonly adminPassword?: string;
  readonly officer?: Kept['officer'];
  readonly neighbour: Neighbour;
  readonly band: KeptBand;
  readonly interactive: boolean;
}

/**
 * A press by hand, as a command of mosquitto-clients. Each time it runs it is another press: the
 * shell writes the moment into its id.
 */
export function pressCommand(mqtt: string, { id, secret }: KeptBand, program: string): string {
  const { hostname, port, protocol } = new URL(mqtt);
  const secure = protocol === 'mqtts:';
  const payload = '{\\"id\\":\\"by-hand-$(date +%s)\\",\\"at\\":$(date +%s)000}';
  const where = `-h ${hostname} -p ${port || (secure ? 8883 : 1883)}`;
  const who = `-i ${id} -u ${id} -P ${secret}`;
  return `${program} ${where} ${who} -q 1 -t v1/bands/${id}/sos -m "${payload}"`;
}

export function welcome(about: Welcome): string {
  const { address, adminPassword, officer, neighbour, band, interactive } = about;
  const { name, compound, building, unit, room } = neighbour.resident;
  const accounts = [
    officer && `  Sign in   ${officer.name}   ${officer.password}   (duty officer)`,
    adminPassword && `  Sign in   admin   ${adminPassword}   (administrator)`,
  ].filter((line) => line !== undefined && line !== '');
  const rule = '─'.repeat(78);
  return `
${rule}
  一盏灯 Lamplight: 79 invented residents and their simulated wristbands are here.

  Open      ${address.http}
${accounts.join('\n')}

  Raise an SOS for ${name} (${compound} ${building} ${unit} ${room}), from another terminal:

${pressCommand(address.mqtt, band, 'mosquitto_pub')}

  Without mosquitto-clients, the same with what npm ci brought:

${pressCommand(address.mqtt, band, 'npx mqtt pub')}
${interactive ? '\n  Or type here:  press lamp-001   fall lamp-002   rescue lamp-002\n' : ''}
  Ctrl-C stops everything; "npm run demo" goes on from here, "npm run demo -- --fresh" begins again.
${rule}`;
}
