// The built duty screen. Files with a hash in their name never change; the page itself is asked for
// every time, so that a new version is seen at once.
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import express, { type RequestHandler } from 'express';
import type { Registry } from '../registry/port.ts';
import { notSignedIn, send, sessionOf } from './mount.ts';
import { notFound, problem } from './problem.ts';

const ASSETS = `${sep}assets${sep}`;
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Kept, and asked about every time. */
const ASK_FIRST = 'no-cache';

export function screenFiles(webRoot: string): RequestHandler {
  return express.static(webRoot, {
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (response, path) => {
      response.setHeader('Cache-Control', path.includes(ASSETS) ? FOR_EVER : ASK_FIRST);
    },
  });
}

/**
 * What no route and no file answered: an address of the screen gets the page; a missing file and an
 * unknown address of the API get no page, or a browser would take HTML for a script.
 */
export function pageOrNothing(webRoot: string, registry: Registry): RequestHandler {
  const page = join(webRoot, 'index.html');
  return (request, response) => {
    const { path, method } = request;
    if (path === '/api' || path.startsWith('/api/')) {
      send(response, sessionOf(request, registry) ? notFound('resource') : notSignedIn());
    } else if ((method !== 'GET' && method !== 'HEAD') || /\.[^/]*$/.test(path)) {
      send(response, notFound('page'));
    } else if (existsSync(page)) {
      response.set('Cache-Control', ASK_FIRST).sendFile(page, { cacheControl: false });
    } else {
      send(response, problem('unavailable', 'The screen is not built: npm run build:screen.'));
    }
  };
}
