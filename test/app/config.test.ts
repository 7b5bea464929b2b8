import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../app/config.ts';

const noFiles = () => {
  throw new Error('ENOENT: no such file');
};
const read = (
  environment: Record<string, string>,
  readSecret: (path: string) => string = noFiles,
) => readConfig(environment, readSecret);

function mistakes(environment: Record<string, string>): readonly string[] {
  try {
    read(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('the settings', () => {
  it('need nothing: the service starts on this machine alone', () => {
    expect(read({ PATH: '/bin' })).toMatchObject({
      host: '127.0.0.1',
      httpPort: 8080,
      mqttPort: 1883,
      dataDir: 'data',
      promise: 15 * 60_000,
      timezone: 'Asia/Shanghai',
    });
  });

  it('tell every mistake at once', () => {
    expect(
      mistakes({
        LAMPLIGHT_HTTP_PORT: '99999',
        LAMPLIGHT_MQTT_PORT: 'mqtt',
        LAMPLIGHT_TIMEZONE: 'Mars/Olympus',
        LAMPLIGHT_PROMISE_MINUTES: '0',
        LAMPLIGHT_ADMIN_PASSWORD: 'short',
        LAMPLIGHT_LOG_LEVEL: 'loud',
        LAMPLIGHT_HTPP_PORT: '1',
      }).map((mistake) => mistake.split(' ')[0]),
    ).toEqual([
      'LAMPLIGHT_HTTP_PORT',
      'LAMPLIGHT_MQTT_PORT',
      'LAMPLIGHT_ADMIN_PASSWORD',
      'LAMPLIGHT_PROMISE_MINUTES',
      'LAMPLIGHT_TIMEZONE',
      'LAMPLIGHT_LOG_LEVEL',
      'LAMPLIGHT_HTPP_PORT',
    ]);
  });

  it('do not open the service to a network without TLS, unless it is said on purpose', () => {
    expect(mistakes({ LAMPLIGHT_HOST: '0.0.0.0' })[0]).toContain('LAMPLIGHT_INSECURE_LAN=yes');
    expect(mistakes({ LAMPLIGHT_HOST: '0.0.0.0', LAMPLIGHT_INSECURE_LAN: 'yes' })).toEqual([]);
    expect(mistakes({ LAMPLIGHT_HOST: '0.0.0.0', LAMPLIGHT_INSECURE_LAN: 'true' })).toHaveLength(1);
    const tls = { LAMPLIGHT_TLS_CERT: 'cert.pem', LAMPLIGHT_TLS_KEY: 'key.pem' };
    expect(mistakes({ LAMPLIGHT_HOST: '0.0.0.0', ...tls })).toEqual([]);
    expect(mistakes({ LAMPLIGHT_TLS_CERT: 'cert.pem' })[0]).toContain('belong together');
  });

  it('read a secret from a file, and say when they cannot', () => {
    const fromFile = read({ LAMPLIGHT_ADMIN_PASSWORD_FILE: '/run/x' }, () => 'long enough words\n');
    expect(fromFile.adminPassword).toBe('long enough words');
    expect(mistakes({ LAMPLIGHT_ADMIN_PASSWORD_FILE: '/run/x' })[0]).toContain('ENOENT');
    const both = { LAMPLIGHT_ADMIN_PASSWORD: 'a'.repeat(12), LAMPLIGHT_ADMIN_PASSWORD_FILE: 'x' };
    expect(mistakes(both)[0]).toContain('both set');
    // Only secrets can come from files; anything else with that ending is a mistake.
    expect(mistakes({ LAMPLIGHT_HOST_FILE: 'x' })[0]).toContain('not a setting');
  });

  it('know that InfluxDB needs an address and a bucket', () => {
    expect(mistakes({ LAMPLIGHT_INFLUX_TOKEN: 'x' })[0]).toContain('without LAMPLIGHT_INFLUX_URL');
    expect(mistakes({ LAMPLIGHT_INFLUX_URL: 'http://127.0.0.1:8086' })[0]).toContain('BUCKET');
    expect(mistakes({ LAMPLIGHT_INFLUX_URL: 'influx', LAMPLIGHT_INFLUX_BUCKET: 'b' })).toHaveLength(
      1,
    );
  });

  it('know how long readings are kept, and whom to call while all is well', () => {
    expect(read({}).keepReadings).toBe(400 * 86_400_000);
    expect(read({ LAMPLIGHT_KEEP_READINGS_DAYS: '30' }).keepReadings).toBe(30 * 86_400_000);
    for (const days of ['0', '-1', '1.5', 'for ever', '99999']) {
      expect(mistakes({ LAMPLIGHT_KEEP_READINGS_DAYS: days })).toHaveLength(1);
    }
    const url = 'https://watch.example/ping/secret';
    expect(read({ LAMPLIGHT_HEARTBEAT_URL: url }).heartbeatUrl).toBe(url);
    expect(read({ LAMPLIGHT_HEARTBEAT_URL_FILE: '/run/x' }, () => `${url}\n`).heartbeatUrl).toBe(
      url,
    );
    for (const wrong of ['watch', 'ftp://watch.example/secret', 'https://a:secret@watch.example']) {
      const [mistake, ...others] = mistakes({ LAMPLIGHT_HEARTBEAT_URL: wrong });
      expect(others).toEqual([]);
      expect(mistake).toContain('LAMPLIGHT_HEARTBEAT_URL');
      expect(mistake).not.toContain('secret');
    }
  });

  it('never repeat a secret in a mistake', () => {
    const text = mistakes({ LAMPLIGHT_ADMIN_PASSWORD: 'hunter2', LAMPLIGHT_HTTP_PORT: 'x' }).join();
    expect(text).not.toContain('hunter2');
  });
});
