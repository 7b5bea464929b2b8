// The plain rules that peers offer, written down from what is published of them: a threshold on every
// single value, one timer for "inactive", one for "offline", every detected fall an alarm, a circle
// around the home in whatever coordinates the band sends. They are run as a watcher on the very same
// messages as our rules.
//
// In doubt they are written to their own advantage: an alarm that is active is not raised again, nor is
// it within a quarter of an hour of its last time; nobody counts as inactive whose band is not worn or
// charges; batteries and offline bands are notices and count as nobody's false alarm.
import type { BandId, ResidentId } from '../../domain/ids.ts';
import type { Kind, Priority } from '../../domain/incident.ts';
import type { BandMessage, Location, Reading } from '../../domain/message.ts';
import { hours, type Instant, minutes, plus } from '../../domain/time.ts';
import type { Alarm } from '../stories/score.ts';
import type { Received, Watcher } from '../stories/watcher.ts';

const TOO_FAST = 120;
const TOO_SLOW = 50;
/** Percent. */
const TOO_LITTLE_OXYGEN = 92;
const LOW_BATTERY = 20;
const INACTIVE_AFTER = hours(1);
const OFFLINE_AFTER = minutes(10);
/** Metres around the home. */
const FENCE = 500;
const QUIET_AFTER_AN_ALARM = minutes(15);

const ALARMS = {
  'heart-rate': ['vitals', 'attention'],
  oxygen: ['vitals', 'attention'],
  inactive: ['no-sign-of-life', 'attention'],
  geofence: ['wandering', 'attention'],
  offline: ['silence', 'notice'],
  battery: ['battery', 'notice'],
} as const satisfies Record<string, readonly [Kind, Priority]>;
type AlarmName = keyof typeof ALARMS;

interface Device {
  readonly bandId: BandId;
  readonly residentId: ResidentId;
  readonly home?: { readonly lat: number; readonly lon: number };
  heardAt: Instant;
  readonly active: Map<AlarmName, { at: Instant; isActive: boolean }>;
}

interface PeersDevice {
  readonly bandId: BandId;
  readonly residentId: ResidentId;
  readonly home?: { readonly lat: number; readonly lon: number };
}

export class PeersRules implements Watcher {
  readonly alarms: Alarm[] = [];
  readonly #devices: ReadonlyMap<BandId, Device>;
  #now: Instant;
  #lookedAt: Instant;

  constructor(devices: Iterable<PeersDevice>, start: Instant) {
    this.#devices = new Map(
      [...devices].map((one) => [one.bandId, { ...one, heardAt: start, active: new Map() }]),
    );
    this.#now = start;
    this.#lookedAt = start;
  }

  until(at: Instant): void {
    while (plus(this.#lookedAt, LOOK_EVERY) <= at) {
      this.#lookedAt = plus(this.#lookedAt, LOOK_EVERY);
      this.#now = this.#lookedAt;
      for (const device of this.#devices.values()) {
        this.#set(device, 'offline', this.#now - device.heardAt > OFFLINE_AFTER);
      }
    }
    this.#now = at;
  }

  hear(messages: readonly Received[]): void {
    for (const { arrival, message } of messages) {
      const device = this.#devices.get(arrival.bandId);
      // What cannot be read is logged and dropped.
      if (device === undefined || message.type === 'garbled') continue;
      device.heardAt = this.#now;
      this.#set(device, 'offline', false);
      this.#take(device, message);
    }
  }

  #take(device: Device, message: BandMessage): void {
    switch (message.type) {
      case 'heartbeat':
        for (const reading of message.readings) this.#read(device, reading);
        return;
      case 'sos':
        this.#raise(device, 'sos', 'emergency', `sos ${message.id ?? this.#now}`);
        return;
      case 'fall':
        if (message.phase !== 'cancelled') {
          this.#raise(device, 'fall', 'emergency', `fall ${message.id ?? this.#now}`);
        }
        return;
      case 'status':
        return;
      default:
        message satisfies never;
    }
  }

  #read(device: Device, reading: Reading): void {
    const { heartRate, spo2, battery, still, worn, charging, location } = reading;
    if (heartRate !== undefined) {
      this.#set(device, 'heart-rate', heartRate > TOO_FAST || heartRate < TOO_SLOW);
    }
    if (spo2 !== undefined) this.#set(device, 'oxygen', spo2 < TOO_LITTLE_OXYGEN);
    if (battery !== undefined) this.#set(device, 'battery', battery < LOW_BATTERY);
    if (still !== undefined) {
      const isWorn = worn !== false && charging !== true;
      this.#set(device, 'inactive', isWorn && still > INACTIVE_AFTER);
    }
    if (location !== undefined && device.home !== undefined) {
      this.#set(device, 'geofence', metresBetween(location, device.home) > FENCE);
    }
  }

  #set(device: Device, name: AlarmName, isActive: boolean): void {
    const known = device.active.get(name);
    if (!isActive) {
      if (known !== undefined) known.isActive = false;
      return;
    }
    if (known?.isActive) return;
    if (known !== undefined && this.#now < plus(known.at, QUIET_AFTER_AN_ALARM)) return;
    device.active.set(name, { at: this.#now, isActive: true });
    const [kind, priority] = ALARMS[name];
    this.#raise(device, kind, priority, `${name} ${this.#now}`, name);
  }

  #raise(
    { bandId, residentId }: Device,
    kind: Kind,
    priority: Priority,
    what: string,
    reason: string = kind,
  ): void {
    this.alarms.push({
      incident: `${bandId} ${what}`,
      at: this.#now,
      kind,
      priority,
      residentId,
      reason,
      isChecking: false,
    });
  }
}

const LOOK_EVERY = minutes(1);
const METRES_PER_DEGREE = 111_195;

/** As if the earth were flat and all maps the same. */
function metresBetween(
  { lat, lon }: Location,
  home: { readonly lat: number; readonly lon: number },
): number {
  const north = (lat - home.lat) * METRES_PER_DEGREE;
  const east = (lon - home.lon) * METRES_PER_DEGREE * Math.cos((home.lat * Math.PI) / 180);
  return Math.hypot(north, east);
}
