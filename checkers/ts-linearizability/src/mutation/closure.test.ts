import { expect, it } from 'vitest';
import { Closures } from './closure.js';

const FILES: Readonly<Record<string, string>> = {
  'a/a.test.js': `import { b } from '../b/b.js';\nimport { it } from 'vitest';`,
  'b/b.js': `export {\n  c\n} from './c.js';\nexport const b = 1;`,
  'b/c.js': `import { b } from './b.js';\nexport const c = b;`,
  'd.js': 'export const d = 1;',
};

function hashWith(changed: Readonly<Record<string, string>>): string {
  const files = { ...FILES, ...changed };
  return new Closures((file) => files[file] ?? '').hash('a/a.test.js');
}

it('the hash of a test changes with all that it imports, and with nothing else', () => {
  expect(hashWith({})).toBe(hashWith({}));
  expect(hashWith({ 'b/c.js': `import { b } from './b.js';\nexport const c = -b;` })).not.toBe(
    hashWith({}),
  );
  expect(hashWith({ 'd.js': 'export const d = 2;' })).toBe(hashWith({}));
});
