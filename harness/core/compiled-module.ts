const SOURCE = '.ts';

/**
 * The compiled form of a module of this package. Workers load plain JavaScript; where the
 * asking module is itself a source file (under the test runner), that is in `dist`.
 * @param path from the package's root, without extension: `harness/analysis/worker`
 * @param from `import.meta.url` of the asking module
 * @param depth how many folders the asking module is below the root
 */
export function compiledModule(path: string, from: string, depth: number): URL {
  const root = new URL('../'.repeat(depth), from);
  return new URL(`${from.endsWith(SOURCE) ? 'dist/' : ''}${path}.js`, root);
}
