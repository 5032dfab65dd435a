import { SourceMap, type SourceMapPayload } from 'node:module';
import type { Mutant } from './mutants.js';
import { read } from './layout.js';

/** Where a mutant is in the TypeScript source: `search/pending.ts:17`. */
export function positionOf({ file, start }: Mutant): string {
  const before = read(file).slice(0, start).split('\n');
  const map = new SourceMap(JSON.parse(read(`${file}.map`)) as SourceMapPayload);
  const entry = map.findEntry(before.length - 1, before.at(-1)?.length ?? 0);
  const line = 'originalLine' in entry ? `:${entry.originalLine + 1}` : '';
  return `${file.replace(/\.js$/, '.ts')}${line}`;
}
