import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

import { renderTrackRecord } from '../../harness/report/index.js';
import { readTrackRecord } from '../../harness/store/track-record-file.js';

const SCENARIOS = fileURLToPath(new URL('../../scenarios/', import.meta.url));

/** Without the spaces and dashes that align a table. */
function unaligned(page: string): string {
  return page.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');
}

it('the page of the record tells what the record counts, and nothing else', async () => {
  const record = await readTrackRecord(`${SCENARIOS}record.json`);
  const page = renderTrackRecord(record, 'npx faultline scenario record');
  expect(unaligned(await readFile(`${SCENARIOS}RECORD.md`, 'utf8'))).toBe(unaligned(page));
});
