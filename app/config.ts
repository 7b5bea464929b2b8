// Settings come from the environment and from nowhere else. Everything wrong with them is told at
// once, and nothing starts until it is mended: a service that guesses is found out at night.
import { z } from 'zod';
import { SHORTEST_PASSWORD } from '../domain/ids.ts';
import { days, type Millis, minutes } from '../domain/time.ts';

export interface TlsFiles {
  readonly certPath: string;
  readonly keyPath: string;
  readonly mqttsPort: number;
}

interface InfluxSettings {
  readonly url: string;
  readonly token?: string;
  readonly org?: string;
  readonly bucket: string;
}

interface BrokerSettings {
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
}

export interface Config {
  readonly dataDir: string;
  readonly host: string;
  readonly httpPort: number;
  readonly mqttPort: number;
  readonly tls?: TlsFiles;
  readonly insecureLan: boolean;
  readonly adminPassword?: string;
  readonly influx?: InfluxSettings;
  /** An external MQTT broker instead of the embedded one. */
  readonly broker?: BrokerSettings;
  readonly promise: Millis;
  readonly timezone: string;
  /** How long readings stay in the embedded store. */
  readonly keepReadings: Millis;
  /** Called once a minute while all is well; may hold a secret. */
  readonly heartbeatUrl?: string;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'is not a port; use a number from 0 to 65535 (0: any free port)')
    .transform(Number)
    .refine((n) => n <= 65_535, 'is not a port; use a number from 0 to 65535 (0: any free port)')
    .default(fallback);

const url = (protocols: readonly string[]) =>
  z.string().refine(
    (text) => {
      const parsed = URL.canParse(text) ? new URL(text) : undefined;
      return parsed !== undefined && protocols.includes(parsed.protocol);
    },
    `is not an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`,
  );

const isTimezone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

const text = z.string().min(1, 'is empty');

const schema = z.strictObject({
  LAMPLIGHT_DATA_DIR: text.default('data'),
  LAMPLIGHT_HOST: text.default('127.0.0.1'),
  LAMPLIGHT_HTTP_PORT: port(8080),
  LAMPLIGHT_MQTT_PORT: port(1883),
  LAMPLIGHT_MQTTS_PORT: port(8883),
  LAMPLIGHT_TLS_CERT: text.optional(),
  LAMPLIGHT_TLS_KEY: text.optional(),
  LAMPLIGHT_INSECURE_LAN: z
    .literal('yes', "has to be 'yes', said on purpose, or not be set")
    .optional(),
  LAMPLIGHT_ADMIN_PASSWORD: z
    .string()
    .min(SHORTEST_PASSWORD, `is too short; use at least ${SHORTEST_PASSWORD} characters`)
    .optional(),
  LAMPLIGHT_INFLUX_URL: url(['http:', 'https:']).optional(),
  LAMPLIGHT_INFLUX_TOKEN: text.optional(),
  LAMPLIGHT_INFLUX_ORG: text.optional(),
  LAMPLIGHT_INFLUX_BUCKET: text.optional(),
  LAMPLIGHT_BROKER_URL: url(['mqtt:', 'mqtts:']).optional(),
  LAMPLIGHT_BROKER_USERNAME: text.optional(),
  LAMPLIGHT_BROKER_PASSWORD: text.optional(),
  LAMPLIGHT_PROMISE_MINUTES: z
    .string()
    .regex(/^\d{1,3}$/, 'is not a whole number of minutes from 1 to 240')
    .transform(Number)
    .refine((n) => n >= 1 && n <= 240, 'is not a whole number of minutes from 1 to 240')
    .default(15),
  LAMPLIGHT_TIMEZONE: text
    .refine(isTimezone, 'is not an IANA time zone such as Asia/Shanghai')
    .default('Asia/Shanghai'),
  LAMPLIGHT_KEEP_READINGS_DAYS: z
    .string()
    .regex(/^\d{1,5}$/, 'is not a whole number of days from 1 to 36500')
    .transform(Number)
    .refine((n) => n >= 1 && n <= 36_500, 'is not a whole number of days from 1 to 36500')
    .default(400),
  LAMPLIGHT_HEARTBEAT_URL: url(['http:', 'https:'])
    .refine(
      (text) => !URL.canParse(text) || new URL(text).username === '',
      'has a user name in it, which no request may carry; use an address with a token',
    )
    .optional(),
  LAMPLIGHT_LOG_LEVEL: z.enum(LOG_LEVELS, `is not one of ${LOG_LEVELS.join(', ')}`).default('info'),
});

/** Names whose value may be read from a file named by `<NAME>_FILE` instead. */
const SECRETS = [
  'LAMPLIGHT_ADMIN_PASSWORD',
  'LAMPLIGHT_INFLUX_TOKEN',
  'LAMPLIGHT_BROKER_PASSWORD',
  'LAMPLIGHT_HEARTBEAT_URL',
] as const;

/** Every mistake in the settings, one line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(`The settings have ${mistakes.length} mistake(s):\n  ${mistakes.join('\n  ')}`);
    this.mistakes = mistakes;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;
type ReadSecret = (path: string) => string;

/**
 * @param readSecret reads a file as text; what it throws becomes one of the mistakes.
 * Throws ConfigError.
 */
export function readConfig(environment: Environment, readSecret: ReadSecret): Config {
  const mistakes: string[] = [];
  const values = settingsOf(environment, readSecret, mistakes);
  const parsed = schema.safeParse(values);
  if (!parsed.success) mistakes.push(...parsed.error.issues.flatMap(worded));
  else mistakes.push(...contradictions(parsed.data));
  if (mistakes.length > 0 || !parsed.success) throw new ConfigError(mistakes);
  return configOf(parsed.data);
}

function settingsOf(
  environment: Environment,
  readSecret: ReadSecret,
  mistakes: string[],
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('LAMPLIGHT_') || value === undefined) continue;
    const secret = SECRETS.find((known) => name === `${known}_FILE`);
    if (secret === undefined) {
      values[name] = value;
    } else if (environment[secret] !== undefined) {
      mistakes.push(`${name} and ${secret} are both set; keep one`);
    } else {
      try {
        values[secret] = readSecret(value).trim();
      } catch (error) {
        const cause = error instanceof Error ? error.message : String(error);
        mistakes.push(`${name}: the file cannot be read: ${cause}`);
      }
    }
  }
  return values;
}

function worded(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${key} is not a setting of Lamplight; see docs/settings.md`);
  }
  return [`${issue.path.join('.')} ${issue.message}`];
}

type Settings = z.infer<typeof schema>;

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

function contradictions(settings: Settings): readonly string[] {
  const mistakes: string[] = [];
  const hasCert = settings.LAMPLIGHT_TLS_CERT !== undefined;
  if (hasCert !== (settings.LAMPLIGHT_TLS_KEY !== undefined)) {
    mistakes.push('LAMPLIGHT_TLS_CERT and LAMPLIGHT_TLS_KEY belong together; set both or neither');
  }
  if (!isLoopback(settings.LAMPLIGHT_HOST) && !hasCert && !settings.LAMPLIGHT_INSECURE_LAN) {
    mistakes.push(
      `LAMPLIGHT_HOST ${settings.LAMPLIGHT_HOST} can be reached from other machines: set ` +
        'LAMPLIGHT_TLS_CERT and LAMPLIGHT_TLS_KEY, or say LAMPLIGHT_INSECURE_LAN=yes on purpose',
    );
  }
  const url = settings.LAMPLIGHT_INFLUX_URL;
  if (url !== undefined && settings.LAMPLIGHT_INFLUX_BUCKET === undefined) {
    mistakes.push('LAMPLIGHT_INFLUX_BUCKET is missing; it belongs to LAMPLIGHT_INFLUX_URL');
  }
  for (const name of ['TOKEN', 'ORG', 'BUCKET'] as const) {
    if (url === undefined && settings[`LAMPLIGHT_INFLUX_${name}`] !== undefined) {
      mistakes.push(`LAMPLIGHT_INFLUX_${name} is set without LAMPLIGHT_INFLUX_URL`);
    }
  }
  return mistakes;
}

function configOf(settings: Settings): Config {
  const adminPassword = settings.LAMPLIGHT_ADMIN_PASSWORD;
  const { LAMPLIGHT_TLS_CERT: certPath, LAMPLIGHT_TLS_KEY: keyPath } = settings;
  const heartbeatUrl = settings.LAMPLIGHT_HEARTBEAT_URL;
  return {
    dataDir: settings.LAMPLIGHT_DATA_DIR,
    host: settings.LAMPLIGHT_HOST,
    httpPort: settings.LAMPLIGHT_HTTP_PORT,
    mqttPort: settings.LAMPLIGHT_MQTT_PORT,
    insecureLan: settings.LAMPLIGHT_INSECURE_LAN === 'yes',
    promise: minutes(settings.LAMPLIGHT_PROMISE_MINUTES),
    timezone: settings.LAMPLIGHT_TIMEZONE,
    keepReadings: days(settings.LAMPLIGHT_KEEP_READINGS_DAYS),
    logLevel: settings.LAMPLIGHT_LOG_LEVEL,
    ...(heartbeatUrl !== undefined && { heartbeatUrl }),
    ...(adminPassword !== undefined && { adminPassword }),
    ...(certPath !== undefined &&
      keyPath !== undefined && {
        tls: { certPath, keyPath, mqttsPort: settings.LAMPLIGHT_MQTTS_PORT },
      }),
    ...influxOf(settings),
    ...brokerOf(settings),
  };
}

function influxOf(settings: Settings): { influx?: InfluxSettings } {
  const { LAMPLIGHT_INFLUX_URL: url, LAMPLIGHT_INFLUX_BUCKET: bucket } = settings;
  if (url === undefined || bucket === undefined) return {};
  const { LAMPLIGHT_INFLUX_TOKEN: token, LAMPLIGHT_INFLUX_ORG: org } = settings;
  return {
    influx: {
      url,
      bucket,
      ...(token !== undefined && { token }),
      ...(org !== undefined && { org }),
    },
  };
}

function brokerOf(settings: Settings): { broker?: BrokerSettings } {
  const { LAMPLIGHT_BROKER_URL: url } = settings;
  if (url === undefined) return {};
  const { LAMPLIGHT_BROKER_USERNAME: username, LAMPLIGHT_BROKER_PASSWORD: password } = settings;
  return {
    broker: {
      url,
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
    },
  };
}
