// The dependency law of the repository, as a machine reads it. What each folder may import is written
// down here; the tests below it break the law on purpose and see it caught.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STATIONS = ['broker', 'ingest', 'alerts', 'registry', 'dashboard', 'simulator'];
const FOLDERS = ['domain', 'durable', ...STATIONS, 'app', 'test'];

const IMPORT =
  /(?:^|[\s;])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|[\s;(])import\s*\(?\s*['"]([^'"]+)['"]|new URL\(\s*['"](\.[^'"]+\.ts)['"]/g;

const importsOf = (source: string): string[] =>
  [...source.matchAll(IMPORT)].map((found) => found[1] ?? found[2] ?? found[3] ?? '');

const isWeb = (file: string): boolean => file.startsWith('dashboard/web/');
const folderOf = (file: string): string =>
  isWeb(file) ? 'dashboard/web' : (file.split('/')[0] ?? '');
const isAdapter = (file: string): boolean => /^[a-z]+\/adapters\//.test(file);

/** The pure core: the words, the rules, and single files whose whole purpose is a decision. */
const isPure = (file: string): boolean =>
  file.startsWith('domain/') || file.startsWith('alerts/decide/') || file === 'broker/access.ts';

/** Outside adapters, packages stand only where a file's whole purpose is one of them. */
const PACKAGES_ALLOWED: readonly RegExp[] = [
  /^[a-z]+\/adapters\//,
  /^(dashboard|simulator|app|durable|registry|test)\//,
  /^broker\/(front|frames|tls|sockets)[a-z-]*\.ts$/,
  /^ingest\/(schema|parse|spool|tolerant)[a-z-]*\.ts$/,
];

/** Why `file` may not import `target`, or undefined. Paths are relative to the repository. */
function breach(file: string, target: string): string | undefined {
  if (!target.startsWith('.')) {
    if (isPure(file)) return 'the pure core imports no package';
    return PACKAGES_ALLOWED.some((allowed) => allowed.test(file))
      ? undefined
      : 'packages belong into adapters and files whose purpose is one of them';
  }
  const path = normalize(join(dirname(file), target));
  const [from, to] = [folderOf(file), folderOf(path)];
  if (from === 'test' || !FOLDERS.includes(to.split('/')[0] ?? '')) return undefined;
  if (to === 'test') return 'nothing imports the tests';
  if (to === 'app' && from !== 'app') return 'nothing imports app';
  if (isAdapter(path) && !isAdapter(file) && from !== 'app') return 'only app chooses adapters';
  if (file.startsWith('domain/') && to !== 'domain') return 'domain imports nothing';
  if (file.startsWith('alerts/decide/') && to !== 'domain' && !path.startsWith('alerts/decide/')) {
    return 'the rules import domain only';
  }
  if (from === to || from === 'app' || to === 'domain') return undefined;
  if (from === 'dashboard/web' || from === 'simulator') return `${from} imports domain and itself`;
  if (file.endsWith('/port.ts')) return 'a port imports domain only';
  if (to === 'durable') return undefined;
  return path.endsWith('/port.ts') ? undefined : 'another station shows only its port.ts';
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('/dist/') && !file.includes('node_modules'));
}

const files = FOLDERS.flatMap(sourceFiles);
const edges = files.flatMap((file) =>
  importsOf(readFileSync(join(ROOT, file), 'utf8')).map((target) => ({ file, target })),
);

/** A chain of files that ends where it began, or undefined. Types count: a circle is a circle. */
function findCircle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const finished = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (finished.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const circle = visit(next, [...path, file]);
      if (circle) return circle;
    }
    finished.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const circle = visit(file, []);
    if (circle) return circle;
  }
  return undefined;
}

describe('the import law', () => {
  it('holds in every file', () => {
    const broken = edges.flatMap(({ file, target }) => {
      const reason = breach(file, target);
      return reason === undefined ? [] : [`${file} imports ${target}: ${reason}`];
    });
    expect(broken).toEqual([]);
  });

  it('knows no circles', () => {
    const graph = Map.groupBy(
      edges.filter(({ file, target }) => target.startsWith('.') && !file.startsWith('test/')),
      ({ file }) => file,
    );
    const resolved = new Map(
      [...graph].map(([file, list]) => [
        file,
        list.map(({ target }) => normalize(join(dirname(file), target))),
      ]),
    );
    expect(findCircle(resolved)).toBeUndefined();
    expect(
      findCircle(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
        ]),
      ),
    ).toEqual(['b', 'c', 'b']);
  });

  it.each([
    ['domain/incident.ts', 'zod'],
    ['domain/incident.ts', '../alerts/port.ts'],
    ['alerts/decide/sos.ts', 'node:fs'],
    ['alerts/decide/sos.ts', '../engine.ts'],
    ['alerts/engine.ts', 'pino'],
    ['alerts/engine.ts', './adapters/sqlite.ts'],
    ['alerts/engine.ts', '../broker/front.ts'],
    ['alerts/port.ts', '../broker/port.ts'],
    ['dashboard/server.ts', '../alerts/engine.ts'],
    ['dashboard/web/board.ts', '../../alerts/port.ts'],
    ['dashboard/web/board.ts', '../server.ts'],
    ['simulator/band.ts', '../ingest/port.ts'],
    ['broker/port.ts', '../app/main.ts'],
  ])('is broken by %s importing %s', (file, target) => {
    expect(breach(file, target)).toBeTypeOf('string');
  });

  it('finds every form of import there is', () => {
    const source = `import a from 'a';\nimport 'b';\nexport * from "c";\nimport type { D } from 'd';
      const e = await import('e');\nnew Worker(new URL('./f.ts', import.meta.url));\nimport {\n g,\n} from 'g';`;
    expect(importsOf(source)).toEqual(['a', 'b', 'c', 'd', 'e', './f.ts', 'g']);
  });
});
