import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { DebianProgram } from './scenario.ts';

export const COMPILER: DebianProgram = { program: 'gcc', debianPackage: 'gcc libc6-dev' };

/** Compiles a library of `lib/` for LD_PRELOAD; returns its path. */
export function compiled(source: string, folder: string): string {
  const library = join(folder, source.replace(/\.c$/, '.so'));
  const path = join(import.meta.dirname, 'lib', source);
  execFileSync('gcc', ['-O2', '-Wall', '-shared', '-fPIC', '-o', library, path, '-ldl']);
  return library;
}
