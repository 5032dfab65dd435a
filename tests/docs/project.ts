import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from './page.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The client of the pages that show how a store starts, and take its client for granted. */
const CLIENT = `import { defineClient, type Json } from 'faultline';

export const client = defineClient({
  open: () => new Map<string, Json>(),
  read: (held, key) => held.get(String(key)) ?? null,
  write: (held, key, value) => held.set(String(key), value),
});
`;

/** The driver of the pages' store. */
const DRIVER = {
  'package.json': '{ "name": "my-store-driver", "type": "module", "exports": "./index.js" }',
  'index.js': 'export function connect() { throw new Error("there is no such store"); }\n',
  'index.d.ts': `import type { Json } from 'faultline';
export interface Connection {
  get(key: string): Promise<Json>;
  put(key: string, value: Json): Promise<void>;
  compareAndSet(key: string, expected: Json, next: Json): Promise<boolean>;
  end(): Promise<void>;
}
export function connect(url: string, options: object): Promise<Connection>;
`,
};

/** What a block that is a part of a config takes for granted. */
const IMPORTS = `import {
  answer, clientProgram, defineClient, defineDataType, defineSystem, ok, type Json, type OpenRequest,
} from 'faultline';
`;

/** An empty project into which the package is installed, and the driver of the pages' store. */
export async function emptyProject(): Promise<string> {
  const project = await mkdtemp(join(tmpdir(), 'faultline-docs-'));
  const driver = join(project, 'node_modules/my-store-driver');
  await mkdir(driver, { recursive: true });
  await symlink(ROOT, join(project, 'node_modules/faultline'));
  for (const [name, text] of Object.entries(DRIVER)) await writeFile(join(driver, name), text);
  await writeFile(join(project, 'package.json'), '{ "type": "module" }');
  return project;
}

/** Writes what a reader of a page has when he has done all that it says; its files of TypeScript. */
export async function writePage(project: string, { name, blocks }: Page): Promise<string[]> {
  const folder = join(project, name);
  await mkdir(folder);
  const written = ['client.ts'];
  await writeFile(join(folder, 'client.ts'), CLIENT);
  for (const [i, block] of blocks.entries()) {
    if (block.language === 'sh') continue;
    const file = block.name ?? (block.language === 'ts' ? `block-${i}.ts` : null);
    if (file === null) continue;
    const isPart = block.language === 'ts' && !block.text.includes("from 'faultline'");
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), isPart ? IMPORTS + block.text : block.text);
    if (block.language === 'ts') written.push(file);
  }
  return written.map((file) => join(name, file));
}
