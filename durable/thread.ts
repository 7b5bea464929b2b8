// A database in a thread of its own: a commit waits for the disk, and while it waits the event loop
// must go on answering bands and screens.
import { parentPort, Worker, workerData } from 'node:worker_threads';

/** What a thread can be asked: methods with plain values in and a plain value out. */
// biome-ignore lint/suspicious/noExplicitAny: the bound of a mapped type; each call is fully typed.
export type Handlers = Record<string, (...args: any[]) => unknown>;

interface Request {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}
type Response = { readonly id: number } & (
  | { readonly value: unknown }
  | { readonly error: Thrown }
);
/** What of an error gets from one thread to another. `errcode` is SQLite's. */
interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly errcode?: number;
}

export interface Thread<Asked extends Handlers> {
  /** Rejects with what the method threw, or when the thread has ended. */
  call<Method extends keyof Asked & string>(
    method: Method,
    ...args: Parameters<Asked[Method]>
  ): Promise<Awaited<ReturnType<Asked[Method]>>>;
  /** Lets the thread answer what it was asked, then ends it. */
  end(): Promise<void>;
  /** Resolves with why when the thread has ended, asked to or not. */
  readonly ended: Promise<Error>;
}

/** @param module URL of a file that calls `serve`. @param data what it finds in `threadData()`. */
export function startThread<Asked extends Handlers>(module: URL, data: unknown): Thread<Asked> {
  const worker = new Worker(module, { workerData: data });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let nextId = 1;
  let ended: Error | undefined;
  const hasEnded = Promise.withResolvers<Error>();

  const endWith = (error: Error): void => {
    ended ??= error;
    hasEnded.resolve(ended);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on('message', (response: Response) => {
    const asked = waiting.get(response.id);
    waiting.delete(response.id);
    if ('error' in response) asked?.reject(revived(response.error));
    else asked?.resolve(response.value);
  });
  worker.on('error', endWith);
  worker.on('exit', (code) => endWith(new Error(`the thread ended with code ${code}`)));

  const call = (method: string, ...args: unknown[]): Promise<never> => {
    if (ended) return Promise.reject(ended);
    const id = nextId++;
    const asked = Promise.withResolvers<unknown>();
    waiting.set(id, asked);
    worker.postMessage({ id, method, args } satisfies Request);
    return asked.promise as Promise<never>;
  };
  return {
    call,
    ended: hasEnded.promise,
    async end() {
      if (!ended) await Promise.allSettled([...waiting.values()].map(({ promise }) => promise));
      await worker.terminate();
    },
  };
}

function revived({ name, message, errcode }: Thrown): Error {
  return Object.assign(new Error(message), { name, ...(errcode !== undefined && { errcode }) });
}

function thrown(error: unknown): Thrown {
  const { name, message, errcode } = (
    error instanceof Error ? error : new Error(String(error))
  ) as Thrown;
  return { name, message, ...(errcode !== undefined && { errcode }) };
}

/** Called once by the module of a thread. Methods run one after the other, in the order asked. */
export function serve(handlers: Handlers): void {
  const port = parentPort;
  if (!port) throw new Error('serve() belongs in a thread started with startThread()');
  port.on('message', ({ id, method, args }: Request) => {
    try {
      const handler = handlers[method];
      if (!handler) throw new Error(`the thread has no method '${method}'`);
      port.postMessage({ id, value: handler(...args) } satisfies Response);
    } catch (error) {
      port.postMessage({ id, error: thrown(error) } satisfies Response);
    }
  });
}

export const threadData = <Data>(): Data => workerData as Data;
