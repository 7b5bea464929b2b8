// The two published descriptions say what the service does: every route and every topic stands in
// them, with its fields, and nothing else does.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { deskActionSchemas } from '../../dashboard/desk-action.ts';
import { PROBLEM_CODES } from '../../dashboard/problem.ts';
import type { Route } from '../../dashboard/route.ts';
import { permits } from '../../dashboard/route.ts';
import { allRoutes } from '../../dashboard/routes/all.ts';
import type { Station } from '../../dashboard/station.ts';
import { DESK_ACTIONS } from '../../domain/desk.ts';
import { DEGRADATIONS } from '../../domain/frame.ts';
import type { BandId } from '../../domain/ids.ts';
import { KINDS, OUTCOMES, PRIORITIES } from '../../domain/incident.ts';
import { METRICS, topicOf } from '../../domain/message.ts';
import { minutes, plus } from '../../domain/time.ts';
import { PAYLOADS } from '../../ingest/schema.ts';
import { ROLES } from '../../registry/port.ts';
import { NOON, staff } from '../registry/given.ts';
import { FAST, openScreen, openStaffedDesk } from './given.ts';

// biome-ignore lint/suspicious/noExplicitAny: a document of any shape is walked.
type Node = any;
const textOf = (name: string): string =>
  readFileSync(new URL(`../../dashboard/${name}`, import.meta.url), 'utf8');
const openapi: Node = parse(textOf('openapi.yaml'));
/** With what it borrows from the other description laid beside its own. */
const asyncapi: Node = parse(textOf('asyncapi.yaml').replaceAll("'openapi.yaml#", "'#"));
asyncapi.components.schemas = { ...openapi.components.schemas, ...asyncapi.components.schemas };

const routes = allRoutes({ registry: {} } as Station);
const addressOf = ({ path }: Route) => path.replace(/:(\w+)/g, '{$1}');
const operationOf = (route: Route): Node => openapi.paths[addressOf(route)]?.[route.method];

/** Follows `$ref`. Throws where it leads nowhere. */
function resolve(node: Node, home: Node = openapi): Node {
  if (typeof node?.$ref !== 'string') return node;
  const keys = node.$ref.split('#/')[1].split('/');
  const target = keys.reduce((at: Node, key: string) => at?.[key], home);
  if (target === undefined) throw new Error(`${node.$ref} leads nowhere`);
  return resolve(target, home);
}

interface Shape {
  readonly properties: Record<string, Node>;
  readonly required: readonly string[];
}

/** The fields of a schema, with those of what it is made of. */
function shapeOf(schema: Node, home: Node = openapi): Shape {
  const whole = resolve(schema, home);
  const parts: Shape[] = (whole.allOf ?? []).map((part: Node) => shapeOf(part, home));
  return {
    properties: Object.assign({}, ...parts.map((part) => part.properties), whole.properties),
    required: [...parts.flatMap((part) => part.required), ...(whole.required ?? [])],
  };
}

const fieldsOf = (schema: Node, home?: Node): Node => {
  const { properties, required } = shapeOf(schema, home);
  return { fields: Object.keys(properties).toSorted(), required: required.toSorted() };
};

const inputOf = (schema: z.ZodType): Node =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

const bodyOf = (operation: Node): Node => operation.requestBody?.content['application/json'].schema;

describe('openapi.yaml', () => {
  test('describes every route and nothing else', () => {
    const described = Object.entries<Node>(openapi.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    const served = routes.map((route) => `${route.method} ${addressOf(route)}`);
    expect(described.toSorted()).toEqual(served.toSorted());
  });

  test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s: parameters, body, session and refusals are as served',
    (_, route) => {
      const operation = operationOf(route);
      const parameters = (operation.parameters ?? []).map((each: Node) => resolve(each));
      const named = (where: string) =>
        parameters
          .filter((each: Node) => each.in === where)
          .map((each: Node) => each.name)
          .toSorted();
      expect(named('path')).toEqual(
        [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name).toSorted(),
      );
      expect(named('query')).toEqual(Object.keys(inputOf(route.query).properties ?? {}).toSorted());
      expect(operation.security?.length === 0).toBe(route.permission === 'anyone');
      const isChange = route.method !== 'get';
      const isRestricted =
        route.permission !== 'anyone' && !permits(route.permission, 'duty-officer');
      const statuses = Object.keys(operation.responses);
      const queries = named('query').length > 0;
      for (const [status, expected] of [
        ['400', queries || bodyOf(operation) !== undefined],
        ['401', route.permission !== 'anyone'],
        ['403', isChange || isRestricted],
        ['429', route.guard !== undefined],
      ] as const) {
        if (expected) expect([status, statuses.includes(status)]).toEqual([status, true]);
      }
      const described = bodyOf(operation);
      expect(described !== undefined).toBe(route.body !== undefined);
      if (route.body && !route.path.endsWith(':action'))
        expectSameBody(described, inputOf(route.body));
    },
  );

  function expectSameBody(described: Node, taken: Node): void {
    const variants = (schema: Node): Node[] => schema.anyOf ?? [schema];
    expect(variants(resolve(described)).map((each) => fieldsOf(each))).toEqual(
      variants(taken).map((each) => ({
        fields: Object.keys(each.properties).toSorted(),
        required: (each.required ?? []).toSorted(),
      })),
    );
  }

  test.each(DESK_ACTIONS)('the body of `%s` is as taken', (action) => {
    const name = `${action[0]?.toUpperCase()}${action.slice(1)}Body`;
    expectSameBody(openapi.components.schemas[name], inputOf(deskActionSchemas[action]));
    const listed = bodyOf(openapi.paths['/api/incidents/{id}/{action}'].post).anyOf;
    expect(listed).toContainEqual({ $ref: `#/components/schemas/${name}` });
  });

  test('its words are the words of the code', () => {
    const { schemas } = openapi.components;
    expect(schemas.Action.enum).toEqual(DESK_ACTIONS);
    expect(schemas.Outcome.enum).toEqual(OUTCOMES);
    expect(schemas.Kind.enum).toEqual(KINDS);
    expect(schemas.Priority.enum).toEqual(PRIORITIES);
    expect(schemas.Metric.enum).toEqual(METRICS);
    expect(schemas.Role.enum).toEqual(ROLES);
    expect(schemas.Degradation.enum).toEqual(DEGRADATIONS);
    expect(schemas.Problem.properties.type.enum).toEqual(
      PROBLEM_CODES.map((code) => `urn:lamplight:problem:${code}`),
    );
  });

  test('every error it names is a problem', () => {
    for (const [path, methods] of Object.entries<Node>(openapi.paths)) {
      for (const operation of Object.values<Node>(methods)) {
        for (const [status, response] of Object.entries<Node>(operation.responses)) {
          if (Number(status) < 400 || ['/healthz', '/readyz'].includes(path)) continue;
          const { content } = resolve(response);
          expect(Object.keys(content)).toEqual(['application/problem+json']);
        }
      }
    }
  });

  test('answers of a live desk have the fields it names', async () => {
    const desk = await openStaffedDesk();
    const person = { name: '李秀兰', contacts: [{ name: '李强' }], building: '3' };
    const { json } = await desk.admin('POST', '/api/residents', person);
    await desk.admin('POST', '/api/bands', { id: 'b1', residentId: json.id });
    const incident = desk.engine.press(json.id, 'm1', 'b1' as BandId);
    await desk.officer('POST', `/api/incidents/${incident.id}/claim`);
    const verdict = { rule: 'battery', code: 'enough', facts: { percent: 80 }, at: NOON } as const;
    desk.engine.whatWas = {
      verdicts: [{ bandId: 'b1' as BandId, verdict, next: verdict }],
      incidents: desk.engine.openIncidents().map((each) => ({ incident: each, rule: 'battery' })),
    };
    const own = { residentId: json.id, why: '医嘱', until: plus(NOON, minutes(1)) };
    const changes = { 'fall.check': 30_000 } as const;
    await desk.registry.policies.change({ ...own, changes }, staff('admin'));
    for (const [path, template] of [
      ['/api/session', '/api/session'],
      ['/api/incidents', '/api/incidents'],
      [`/api/incidents/${incident.id}`, '/api/incidents/{id}'],
      ['/api/residents', '/api/residents'],
      [`/api/residents/${json.id}`, '/api/residents/{id}'],
      [`/api/residents/${json.id}/readings?metric=spo2`, '/api/residents/{id}/readings'],
      [`/api/residents/${json.id}/why`, '/api/residents/{id}/why'],
      ['/api/bands', '/api/bands'],
      ['/api/bands/b1', '/api/bands/{id}'],
      ['/api/policy', '/api/policy'],
      [`/api/residents/${json.id}/policy`, '/api/residents/{id}/policy'],
      ['/api/staff', '/api/staff'],
      ['/api/figures/today', '/api/figures/today'],
      ['/api/audit', '/api/audit'],
    ] as const) {
      const answer = await desk.admin('GET', path);
      expect([path, answer.status]).toEqual([path, 200]);
      const response = openapi.paths[template].get.responses['200'];
      expectFits(answer.json, response.content['application/json'].schema, path);
    }
    const refused = await desk.admin('POST', '/api/incidents/x/explode', {});
    expectFits(refused.json, openapi.components.schemas.Problem, 'a problem');
  });
});

/** Has what is required, and nothing that is not described, down to the items of lists. */
function expectFits(value: Node, schema: Node, where: string, home: Node = openapi): void {
  const whole = resolve(schema, home);
  if (Array.isArray(value)) {
    for (const item of value) expectFits(item, whole.items, `${where}[]`, home);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const { properties, required } = shapeOf(whole, home);
  const isOpen = Object.keys(properties).length === 0;
  const unknown = Object.keys(value).filter((key) => !isOpen && !(key in properties));
  expect([where, unknown]).toEqual([where, []]);
  expect([where, required.filter((key) => !(key in value))]).toEqual([where, []]);
  for (const [key, part] of Object.entries(value)) {
    // What a reason or an entry of a timeline carries beside its type depends on that type.
    if (key === 'timeline' || key === 'reason' || !properties[key]) continue;
    expectFits(part, properties[key], `${where}.${key}`, home);
  }
}

describe('asyncapi.yaml', () => {
  const payloadOf = (name: string): Node => asyncapi.components.messages[name].payload;

  test.each(Object.keys(PAYLOADS) as (keyof typeof PAYLOADS)[])(
    'the topic and the fields of `%s` are as the wire contract has them',
    (channel) => {
      expect(asyncapi.channels[channel].address).toBe(topicOf('{bandId}' as BandId, channel));
      const taken = inputOf(PAYLOADS[channel]);
      const described = payloadOf(channel);
      const [first] = taken.anyOf ?? [taken];
      const [firstDescribed] = described.oneOf ?? [described];
      expect(fieldsOf(firstDescribed, asyncapi)).toEqual({
        fields: Object.keys(first.properties).toSorted(),
        required: (first.required ?? []).toSorted(),
      });
      expectSameLimits(first.properties, shapeOf(firstDescribed, asyncapi).properties);
    },
  );

  function expectSameLimits(taken: Record<string, Node>, described: Record<string, Node>): void {
    const limits = ({ minimum, maximum, enum: words }: Node) => ({ minimum, maximum, words });
    for (const [name, schema] of Object.entries(taken)) {
      if (schema.type !== 'number' && !schema.enum) continue;
      expect([name, limits(resolve(described[name], asyncapi))]).toEqual([name, limits(schema)]);
    }
  }

  test('every reference leads somewhere', () => {
    const visit = (node: Node, home: Node): void => {
      if (typeof node !== 'object' || node === null) return;
      resolve(node, home);
      for (const part of Object.values(node)) visit(part, home);
    };
    visit(asyncapi, asyncapi);
    visit(openapi, openapi);
  });

  test('the frames of a live feed have the fields it names', async () => {
    const desk = await openStaffedDesk({ rhythm: FAST });
    const li = await desk.registry.residents.add({ name: '李秀兰', building: '3栋', phone: '1' });
    await desk.registry.bands.register('b1' as BandId, li.id);
    const seen = { at: NOON, value: 70 } as const;
    const state = {
      connection: 'live',
      heardAt: NOON,
      cadence: minutes(1),
      beats: '1',
      refused: 0,
    } as const;
    desk.engine.hear('b1' as BandId, {
      ...state,
      heartRate: seen,
      worn: { value: true, at: NOON },
      charging: { value: false, at: NOON },
    });
    desk.engine.press(li.id, 'm1', 'b1' as BandId);
    const screen = await openScreen(desk.url, desk.officerCookie);
    await screen.next('snapshot');
    desk.engine.press(li.id, 'm1', 'b1' as BandId);
    await screen.next('incident');
    desk.clock.pass(minutes(1));
    desk.engine.hear('b1' as BandId, { ...state, heartRate: seen });
    await screen.next('resident');
    await screen.next('tick');
    const types = new Set(screen.frames.map(({ type }) => type));
    expect([...types].toSorted()).toEqual(['incident', 'resident', 'snapshot', 'tick']);
    for (const frame of screen.frames)
      expectFits(frame, payloadOf(frame.type), frame.type, asyncapi);
  });
});
