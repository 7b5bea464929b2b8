// Passwords of staff: argon2id (RFC 9106) from Node's own crypto, in the PHC string form, which
// carries its own cost so that the cost can be raised without locking anybody out.
// A hash takes 64 MiB and a fifth of a second of a core: at most two at a time, a short queue, and
// beyond that an honest "busy", so that a storm of sign-ins cannot hold up an SOS.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

export interface PasswordCost {
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** RFC 9106 section 4, the option for machines with little memory, on one lane. */
export const PASSWORD_COST: PasswordCost = { memory: 65_536, passes: 3, parallelism: 1 };

const SALT_BYTES = 16;
const TAG_BYTES = 32;
const AT_ONCE = 2;
const QUEUE_CAP = 32;

type Busy = 'busy';

export interface Passwords {
  /** Waits its turn: only those ask who have shown that they may. */
  hash(password: string): Promise<string>;
  /** `stored` absent: somebody unknown, who is answered `false` in the same time. */
  matches(password: string, stored: string | undefined): Promise<boolean | Busy>;
}

const derive = promisify(argon2);

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

export function createPasswords(cost: PasswordCost = PASSWORD_COST): Passwords {
  const gate = createGate();
  const tagOf = (password: string, nonce: Buffer, by: PasswordCost): Promise<Buffer> =>
    // The same word typed on two keyboards is the same password (RFC 8265 section 4.2.2: NFC).
    derive('argon2id', { message: password.normalize('NFC'), nonce, tagLength: TAG_BYTES, ...by });

  async function hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const tag = await tagOf(password, salt, cost);
    const { memory, passes, parallelism } = cost;
    return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;
  }

  async function matches(password: string, stored: string | undefined): Promise<boolean> {
    const known = stored === undefined ? undefined : parsePhc(stored);
    const { salt, tag, by } = known ?? { salt: Buffer.alloc(SALT_BYTES), tag: undefined, by: cost };
    const found = await tagOf(password, salt, by);
    return tag !== undefined && tag.length === found.length && timingSafeEqual(tag, found);
  }

  return {
    hash: (password) => gate.pass(() => hash(password)),
    matches: async (password, stored) =>
      gate.waiting() < QUEUE_CAP ? gate.pass(() => matches(password, stored)) : 'busy',
  };
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

function parsePhc(text: string): { salt: Buffer; tag: Buffer; by: PasswordCost } | undefined {
  const [, memory, passes, parallelism, salt, tag] = PHC.exec(text) ?? [];
  if (salt === undefined || tag === undefined) return undefined;
  return {
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
    by: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
  };
}

/** Lets two through at a time; the others wait in the order in which they came. */
function createGate() {
  let running = 0;
  const queue: (() => void)[] = [];
  async function pass<Value>(work: () => Promise<Value>): Promise<Value> {
    // Whoever leaves hands its place over, so `running` is not counted again.
    if (running >= AT_ONCE) await new Promise<void>((resolve) => queue.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  }
  return { pass, waiting: () => queue.length };
}
