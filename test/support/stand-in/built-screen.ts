// Serves the built screen, with the service's content policy.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

const DIST = join(import.meta.dirname, '../../../dashboard/web/dist');

const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws: wss:";

export function insistOnBuiltScreen(): void {
  if (!existsSync(DIST)) throw new Error('the screen is not built: npm run build:screen');
}

export async function giveFile(path: string, response: ServerResponse): Promise<void> {
  const name = path === '/' || path === '/setup' ? '/index.html' : path;
  const content = await readFile(join(DIST, name)).catch(() => undefined);
  const type = TYPES[extname(name)] ?? 'application/octet-stream';
  const headers = { 'content-type': type, 'content-security-policy': POLICY };
  response.writeHead(content === undefined ? 404 : 200, headers);
  response.end(content);
}
