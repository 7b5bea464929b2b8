// Where a band connects, and a press of its button by hand. Pure.

export interface Door {
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
}

const USUAL_PORT = { mqtt: 1883, mqtts: 8883 } as const;
const ANY_HOST = ['0.0.0.0', '::', '[::]'];

/**
 * @param urls `mqtt://host:port` and `mqtts://…`, as the service listens.
 * @param here the name by which this page was opened: a service that listens on every address of its
 *   machine is there by that name too.
 */
export function doorsOf(urls: readonly string[], here: string): readonly Door[] {
  return urls.flatMap((url) => {
    const [, scheme, host, port] = /^(mqtts?):\/\/(.+?)(?::(\d+))?\/?$/.exec(url) ?? [];
    if (host === undefined || (scheme !== 'mqtt' && scheme !== 'mqtts')) return [];
    return {
      host: ANY_HOST.includes(host) ? here : host,
      port: port === undefined ? USUAL_PORT[scheme] : Number(port),
      isSecure: scheme === 'mqtts',
    };
  });
}

/** A line for a shell. The id is new each time it runs: a band never uses one twice. */
export function pressLine({ host, port, isSecure }: Door, id: string, secret: string): string {
  const who = `-i ${id} -u ${id} -P '${secret}'`;
  const where = `-h ${host.replace(/^\[|\]$/g, '')} -p ${port}${isSecure ? ' --tls-use-os-certs' : ''}`;
  const payload = `"{\\"id\\":\\"test-$(date +%s)\\",\\"at\\":$(date +%s)000}"`;
  return `mosquitto_pub ${where} ${who} -q 1 -t v1/bands/${id}/sos -m ${payload}`;
}
