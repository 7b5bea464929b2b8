// Many bands silent at once: one incident that names what they share, whatever they do meanwhile.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_OUTAGES, watchOutages } from '../../alerts/decide/outage.ts';
import { newBand } from '../../alerts/decide/state.ts';
import { Rehearsal } from '../../alerts/rehearsal.ts';
import type { Incident } from '../../domain/incident.ts';
import type { Place } from '../../domain/person.ts';
import { DEFAULT_POLICY, samePolicyForAll } from '../../domain/policy.ts';
import { type Instant, instant, minutes, plus, seconds } from '../../domain/time.ts';
import { band, clock, dutyRoom, must, type Room, resident } from '../support/given.ts';

const NAMES = Array.from({ length: 79 }, (_, n) => `b${n}`);
const COMPOUNDS = ['运河新村', '槐荫里', '棉纺宿舍', '柳湖小区'];
/** Twenty to a compound, ten to a building. */
const placeOf = (name: string): Place => {
  const n = Number(name.slice(1));
  return {
    compound: COMPOUNDS[Math.floor(n / 20)] ?? '',
    building: `${(Math.floor(n / 10) % 2) + 1}`,
  };
};
const of = (compound: string) => NAMES.filter((name) => placeOf(name).compound === compound);
const town = (start = clock('09:00')): Room => dutyRoom(NAMES, start, DEFAULT_POLICY, placeOf);

/** Everybody but those who are away beats once a minute, each at a second of their own, until then. */
function live(room: Room, until: Instant, away: (name: string) => boolean = () => false): Room {
  while (room.now < until) {
    for (const [n, name] of NAMES.entries()) if (!away(name) && n % 2 === 0) room.beats(name);
    room.until(plus(room.now, seconds(30)), seconds(30));
    for (const [n, name] of NAMES.entries()) if (!away(name) && n % 2 === 1) room.beats(name);
    room.until(plus(room.now, seconds(30)), seconds(30));
  }
  return room;
}
const raised = (room: Room) => room.changes.filter((change) => change.type === 'raised');
const isAway = (names: readonly string[]) => {
  const away = new Set(names);
  return (name: string) => away.has(name);
};
const shared = (incident: Incident) =>
  incident.reason.code === 'many-silent' ? incident.reason.shared : undefined;

const HUAIYIN = of('槐荫里');
const BUILDING = HUAIYIN.slice(0, 10);

describe('bands that fall silent together', () => {
  it.each([
    ['a compound', HUAIYIN, { type: 'compound', name: '槐荫里' }, 20],
    ['a building', BUILDING, { type: 'building', name: '1', compound: '槐荫里' }, 10],
    ['everything', NAMES, { type: 'everything' }, 79],
    ['most of a building', BUILDING.slice(0, 8), { type: 'building' }, 10],
  ])('are one incident that names %s', (_, away, what, size) => {
    const room = live(live(town(), clock('09:20')), clock('10:40'), isAway(away));
    expect(room.only()).toMatchObject({
      kind: 'technical',
      reason: { code: 'many-silent', bands: away.length, of: size, shared: what },
    });
    expect(raised(room)).toHaveLength(1);
    live(room, clock('11:10'));
    expect(room.open()).toEqual([]);
    expect(raised(room)).toHaveLength(1);
  });

  it('and share a gateway or a firmware are told by it', () => {
    const room = live(town(), clock('09:20'));
    const away = NAMES.filter((_, n) => n % 7 === 0);
    for (const name of away) {
      room.says(name, 'status', { state: 'online', gateway: 'gw-3', firmware: '2.1' });
    }
    live(room, clock('09:50'), isAway(away));
    expect(shared(room.only())).toEqual({ type: 'gateway', name: 'gw-3' });
    const other = live(town(), clock('09:20'));
    for (const name of NAMES) other.says(name, 'status', { state: 'online', firmware: '2.1' });
    for (const name of away) other.says(name, 'status', { state: 'online', firmware: '2.2-bad' });
    live(other, clock('09:50'), isAway(away));
    expect(shared(other.only())).toEqual({ type: 'firmware', name: '2.2-bad' });
  });

  it('are told within ten minutes, and a fright of four is told to nobody', () => {
    const room = live(live(town(), clock('09:20')), clock('09:29'), isAway(HUAIYIN));
    expect(room.only().openedAt).toBeLessThan(clock('09:27'));
    const fright = live(live(town(), clock('09:20')), clock('09:23'), isAway(HUAIYIN));
    expect(live(fright, clock('09:40')).changes).toEqual([]);
  });

  it('are no outage in a fleet of slow bands that has just been switched on', () => {
    const room = town();
    for (let round = 0; round < 12; round += 1) {
      for (const [n, name] of NAMES.entries()) {
        if (n % 8 === round % 8) room.beats(name);
      }
      room.until(plus(room.now, minutes(1)), seconds(30));
    }
    expect(room.changes).toEqual([]);
  });
});

describe('an outage that goes on', () => {
  it('and grows from a building to a compound to the town is the same incident, said anew', () => {
    const room = live(live(town(), clock('09:20')), clock('09:30'), isAway(BUILDING));
    const first = room.only();
    live(room, clock('09:40'), isAway(HUAIYIN));
    expect(room.only().id).toBe(first.id);
    expect(shared(room.only())).toMatchObject({ type: 'compound' });
    live(room, clock('10:50'), () => true);
    expect(room.only().id).toBe(first.id);
    expect(room.only().reason).toMatchObject({ bands: 79, shared: { type: 'everything' } });
  });

  it('ends with the last band back, one by one, though some fall silent again', () => {
    const room = live(live(town(), clock('09:20')), clock('10:40'), isAway(HUAIYIN));
    for (let back = 0; back < 20; back += 1) {
      // Every second band that is back loses the line again for a while.
      const away = HUAIYIN.filter((_, n) => n > back || (n % 2 === 1 && n > back - 4));
      live(room, plus(room.now, minutes(2)), isAway(away));
    }
    live(room, plus(room.now, minutes(20)));
    expect(raised(room)).toHaveLength(1);
    expect(room.open()).toEqual([]);
  });

  it('of a gateway that comes and goes is one incident, not eight', () => {
    const room = live(town(), clock('09:20'));
    for (let flap = 0; flap < 8; flap += 1) {
      live(room, plus(room.now, minutes(8)), isAway(HUAIYIN));
      live(room, plus(room.now, minutes(6)));
    }
    live(room, plus(room.now, minutes(20)));
    expect(raised(room).map(({ reason }) => reason.code)).toEqual(['many-silent']);
    expect(room.open()).toEqual([]);
  });

  it('does not cover whoever went on speaking and falls silent alone', () => {
    const room = live(live(town(), clock('09:20')), clock('10:00'), isAway(HUAIYIN));
    const alone = must(of('柳湖小区')[3]);
    live(room, clock('10:25'), isAway([...HUAIYIN, alone]));
    expect(room.only('silence').bandId).toBe(alone);
  });

  it('covers whoever had just gone where no signal reaches, and no longer than the others', () => {
    const [corner] = HUAIYIN;
    const room = live(live(town(), clock('09:10')), clock('09:25'), isAway([must(corner)]));
    live(room, clock('10:30'), isAway(HUAIYIN));
    expect(raised(room).map(({ reason }) => reason.code)).toEqual(['many-silent']);
    live(room, clock('10:50'), isAway([must(corner)]));
    expect(room.only('no-sign-of-life').bandId).toBe(corner);
  });

  it('does not cover whose silence was told before it, nor in a compound that is heard', () => {
    const [long] = HUAIYIN;
    const elsewhere = must(of('柳湖小区')[3]);
    const room = live(town(), clock('09:10'));
    live(room, clock('09:35'), isAway([must(long)]));
    live(room, clock('10:12'), isAway([...HUAIYIN, elsewhere]));
    expect(room.only('no-sign-of-life').bandId).toBe(long);
    expect(room.only('silence').bandId).toBe(elsewhere);
  });

  it('does not cover whoever stays silent when the others are back', () => {
    const [stays] = HUAIYIN;
    const room = live(live(town(), clock('09:20')), clock('10:40'), isAway(HUAIYIN));
    live(room, clock('11:00'), isAway([must(stays)]));
    expect(room.open().map(({ bandId }) => bandId)).toEqual([stays]);
    expect(room.only().kind).toBe('no-sign-of-life');
  });

  it('and that the desk has closed is told again only when it becomes more', () => {
    const room = live(live(town(), clock('09:20')), clock('09:27'), isAway(BUILDING));
    const first = room.only();
    room.desk('王', first, { type: 'close', outcome: 'other' });
    live(room, clock('09:28'), isAway(BUILDING));
    expect(room.open()).toEqual([]);
    live(room, clock('10:30'), isAway(HUAIYIN));
    expect(shared(room.only())).toEqual({ type: 'compound', name: '槐荫里' });
    expect(room.only().id).not.toBe(first.id);
    live(room, clock('11:00'));
    expect(room.open()).toEqual([]);
  });

  it('beside another one elsewhere is two, each by its name', () => {
    const lake = of('柳湖小区');
    const room = live(live(town(), clock('09:20')), clock('09:50'), isAway(HUAIYIN));
    live(room, clock('10:30'), isAway([...HUAIYIN, ...lake]));
    expect(raised(room).length).toBeLessThanOrEqual(2);
    expect(room.open('silence')).toEqual([]);
    expect(room.open('no-sign-of-life')).toEqual([]);
  });
});

describe('an outage and our own absence', () => {
  const places = NAMES.map((name) => [band(name), resident(`r-${name}`), placeOf(name)] as const);
  const states = (heardAt: (name: string) => Instant) =>
    NAMES.map((name) => {
      const fresh = newBand(band(name), resident(`r-${name}`), clock('08:00'), DEFAULT_POLICY);
      return {
        ...fresh,
        place: placeOf(name),
        present: { ...fresh.present, beats: '111111111111', heardAt: heardAt(name) },
      };
    });

  it('goes on after a restart as the incident it was', () => {
    const away = isAway(HUAIYIN);
    const before = live(live(town(), clock('09:20')), clock('09:40'), away).only();
    const now = clock('09:50');
    const bands = states((name) => (away(name) ? clock('09:42') : now));
    const { watch, news } = watchOutages(NO_OUTAGES, bands, [before], now, DEFAULT_POLICY);
    expect(watch.outages.map(({ incidentId }) => incidentId)).toEqual([before.id]);
    expect(news).toEqual([]);
    const back = states(() => clock('10:10'));
    const after = watchOutages(watch, back, [before], clock('10:10'), DEFAULT_POLICY);
    expect(after.news.map(({ type }) => type)).toEqual(['outage-over']);
  });

  it('is not made of bands that we did not hear ourselves', () => {
    const rehearsal = new Rehearsal(places, clock('09:00'), samePolicyForAll(DEFAULT_POLICY));
    rehearsal.jump(clock('11:00'));
    const deaf = rehearsal.turn((turn) => turn.takeDeaf({ type: 'deaf', gap: minutes(120) }));
    expect(deaf.map(({ incident }) => incident.reason.code)).toEqual(['deaf']);
    const waited = [...rehearsal.until(clock('11:04'), seconds(30))];
    expect(waited).toEqual([]);
  });

  it('goes on when the clock is set back', () => {
    const away = isAway(HUAIYIN);
    const room = live(live(town(), clock('09:20')), clock('09:40'), away);
    const first = room.only();
    room.jumpsTo(clock('08:40')).deaf(minutes(-60));
    live(room, clock('09:10'), away);
    expect(raised(room).filter(({ reason }) => reason.code === 'many-silent')).toHaveLength(1);
    expect(room.again(first).state).toBe('open');
  });
});

describe('whatever bands do', () => {
  it('no band is part of an outage it was never silent in, and nothing throws', () => {
    const step = fc.record({
      after: fc.integer({ min: 1, max: 900 }),
      silentFrom: fc.integer({ min: 0, max: 78 }),
      silentTo: fc.integer({ min: 0, max: 79 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let now = clock('09:00');
        let watch = NO_OUTAGES;
        const heard = new Map(NAMES.map((name) => [name, now]));
        const everSilent = new Set<string>();
        for (const { after, silentFrom, silentTo } of steps) {
          now = plus(now, seconds(after));
          for (const [n, name] of NAMES.entries()) {
            if (n < silentFrom || n >= silentTo) heard.set(name, now);
            else everSilent.add(name);
          }
          const bands = NAMES.map((name) => {
            const fresh = newBand(band(name), resident('r'), clock('08:00'), DEFAULT_POLICY);
            const present = { ...fresh.present, heardAt: instant(must(heard.get(name))) };
            return { ...fresh, present, place: placeOf(name) };
          });
          watch = watchOutages(watch, bands, [], now, DEFAULT_POLICY).watch;
          for (const { members } of watch.outages) {
            for (const member of members) expect(everSilent).toContain(member);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
