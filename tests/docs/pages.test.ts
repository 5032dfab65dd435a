import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

// A compiler starts here.
vi.setConfig({ testTimeout: 90_000 });

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a block that is a part of a config takes for granted. */
const IMPORTS = `import {
  answer, clientProgram, defineClient, defineDataType, defineSystem, ok, type Json, type OpenRequest,
} from 'faultline';
`;

/** The driver of the pages' store. */
const DRIVER = `declare module 'my-store-driver' {
  import type { Json } from 'faultline';
  export interface Connection {
    get(key: string): Promise<Json>;
    put(key: string, value: Json): Promise<void>;
    compareAndSet(key: string, expected: Json, next: Json): Promise<boolean>;
    end(): Promise<void>;
  }
  export function connect(url: string, options: object): Promise<Connection>;
}
`;

let project = '';
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'faultline-docs-'));
  await mkdir(join(project, 'node_modules'));
  await symlink(root, join(project, 'node_modules/faultline'));
  await writeFile(join(project, 'package.json'), '{ "type": "module" }');
});
afterAll(() => rm(project, { recursive: true }));

test('every block of TypeScript in docs/ compiles against the public API', async () => {
  const pages = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md'));
  const files = ['driver.d.ts'];
  await writeFile(join(project, 'driver.d.ts'), DRIVER);
  for (const page of pages) {
    const text = await readFile(join(root, 'docs', page), 'utf8');
    for (const [i, [, code = '']] of [...text.matchAll(/^```ts\n(.*?)^```$/gms)].entries()) {
      const file = `${page.replace(/\.md$/, '')}-${i + 1}.ts`;
      const whole = code.includes("from 'faultline'") ? code : IMPORTS + code;
      await writeFile(join(project, file), whole);
      files.push(file);
    }
  }
  expect(files.length).toBeGreaterThan(4);
  const options = ['--noEmit', '--ignoreConfig', '--strict', '--skipLibCheck'];
  const modules = ['--module', 'nodenext', '--target', 'es2023'];
  const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')];
  const compiled = promisify(execFile)(
    join(root, 'node_modules/.bin/tsc'),
    [...options, ...modules, ...types, ...files],
    { cwd: project },
  ).then(
    () => '',
    (error: unknown) => (error as { readonly stdout: string }).stdout,
  );
  expect(await compiled).toBe('');
});
