// A route is data: where it is, who may use it, what it takes, and what it does. Only `mount.ts`
// hands routes to express, so that none can exist without a permission.
import type { Request } from 'express';
import { z } from 'zod';
import type { Role, Session } from '../registry/port.ts';
import type { Answer } from './problem.ts';

/** Who may: by role, deny by default. `anyone`: without a session. */
export const PERMISSIONS = {
  anyone: [],
  'own-session': ['administrator', 'duty-officer'],
  'see-people': ['administrator', 'duty-officer'],
  'answer-incidents': ['administrator', 'duty-officer'],
  'read-policy': ['administrator', 'duty-officer'],
  'change-policy': ['administrator'],
  rehearse: ['administrator'],
  'change-people': ['administrator'],
  'manage-bands': ['administrator'],
  'manage-staff': ['administrator'],
  'read-audit': ['administrator'],
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof PERMISSIONS;

export const permits = (permission: Permission, role: Role): boolean =>
  (PERMISSIONS[permission] as readonly Role[]).includes(role);

interface Call<Query, Body, Who> {
  readonly request: Request;
  /** Named parts of the path, not yet parsed. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  readonly session: Who;
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** How often it may be tried; see `rate.ts`. */
export type Guard = 'sign-in';

interface Spec<Query, Body, Who> {
  readonly method: Method;
  readonly path: string;
  readonly permission: Permission;
  readonly guard?: Guard;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  handle(call: Call<Query, Body, Who>): Answer | Promise<Answer>;
}

export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly permission: Permission;
  readonly guard: Guard | undefined;
  readonly query: z.ZodType;
  /** Absent: the route takes no body. */
  readonly body: z.ZodType | undefined;
  /** Called with what passed the schemas, and with a session unless the permission is `anyone`. */
  handle(call: Call<unknown, unknown, Session | undefined>): Answer | Promise<Answer>;
}

const NO_QUERY = z.strictObject({});

const routeFrom = (spec: Spec<never, never, never>): Route => ({
  method: spec.method,
  path: spec.path,
  permission: spec.permission,
  guard: spec.guard,
  query: spec.query ?? NO_QUERY,
  body: spec.body,
  // The schemas above make the parts what the handler takes; `mount.ts` makes sure of the session.
  handle: spec.handle as unknown as Route['handle'],
});

/** A route for whoever is signed in and permitted. */
export const route = <Query = object, Body = undefined>(
  spec: Spec<Query, Body, Session> & { readonly permission: Exclude<Permission, 'anyone'> },
): Route => routeFrom(spec as unknown as Spec<never, never, never>);

/** A route for everybody: signing in, and what machines ask. */
export const openRoute = <Query = object, Body = undefined>(
  spec: Omit<Spec<Query, Body, Session | undefined>, 'permission'>,
): Route => routeFrom({ ...spec, permission: 'anyone' } as unknown as Spec<never, never, never>);
