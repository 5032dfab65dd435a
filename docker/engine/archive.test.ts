import { Readable } from 'node:stream';
import { extract, pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { fileIn, filesIn, replacedIn } from './archive.js';

/** As an engine gives a folder, or a file. */
function archiveOf(...entries: readonly (readonly [name: string, content: string | null])[]) {
  const archive = pack();
  for (const [name, content] of entries) {
    const owned = { name, mode: 0o600, uid: 70, gid: 71, mtime: new Date(5000) };
    if (content === null) archive.entry({ ...owned, type: 'directory' });
    else archive.entry(owned, content);
  }
  archive.finalize();
  return Readable.from(archive);
}

test('files of a folder are told by their absolute paths', async () => {
  const archive = archiveOf(['data/', null], ['data/a', 'xy'], ['data/deep/b', '']);
  expect(await filesIn(archive, '/var/data')).toEqual([
    { path: '/var/data/a', size_bytes: 2, modified_ms: 5000 },
    { path: '/var/data/deep/b', size_bytes: 0, modified_ms: 5000 },
  ]);
});

test('a file that is replaced keeps its owner and its rights', async () => {
  const replaced = await replacedIn(
    archiveOf(['a', 'before']),
    '/var/data/a',
    Buffer.from('after'),
  );
  const headers = [];
  for await (const entry of Readable.from([replaced]).pipe(extract())) {
    headers.push(entry.header);
    entry.resume();
  }
  expect(headers).toMatchObject([{ name: 'var/data/a', mode: 0o600, uid: 70, gid: 71 }]);
  expect(await fileIn(Readable.from([replaced]))).toEqual(Buffer.from('after'));
});

test('what is no file is not replaced', async () => {
  const folder = archiveOf(['data/', null]);
  await expect(replacedIn(folder, '/data', Buffer.from(''))).rejects.toThrow('/data is no file');
});
