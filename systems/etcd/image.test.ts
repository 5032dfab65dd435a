import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_VERSION, IMAGE, imageOfVersion, VERSIONS } from './image.js';
import { defaults, problemWith } from './options.js';

test.each(VERSIONS)('version %s has an image of its own', (version) => {
  const image = imageOfVersion(version);
  const folder = 'folder' in image ? image.folder : '';
  expect(existsSync(join(folder, 'Dockerfile')), folder).toBe(true);
  expect(folder === IMAGE.folder).toBe(version === DEFAULT_VERSION);
  expect(problemWith({ ...defaults, version })).toBeUndefined();
});

test('a version that there is none of is refused, with those that there are', () => {
  expect(problemWith({ ...defaults, version: '1.0' })).toMatch(/3.4 and 3.5/u);
});
