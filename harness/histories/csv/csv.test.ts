import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { RecordedEvent } from '../recorded-event.js';
import { CsvReader } from './csv-reader.js';
import { CsvRows } from './csv-rows.js';

function rowsOf(text: string, sizes: readonly number[] = []): string[][] {
  const rows = new CsvRows();
  const found: string[][] = [];
  const take = (from: ReturnType<CsvRows['push']>): void => {
    for (const row of from) found.push(row.map((field) => field.text));
  };
  let rest = text;
  for (const size of sizes) {
    take(rows.push(rest.slice(0, size)));
    rest = rest.slice(size);
  }
  take(rows.push(rest));
  take(rows.end());
  return found;
}

function eventsOf(text: string): RecordedEvent[] {
  const reader = new CsvReader();
  return [...reader.push(text), ...reader.end()];
}

const HEADER = 'process,type,f,value\n';

describe('CSV', () => {
  it('is read as it was written, quoted or not, however it comes', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é') });
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }));
    fc.assert(
      fc.property(
        table,
        fc.array(fc.nat(7)),
        fc.constantFrom('\n', '\r\n'),
        (rows, sizes, feed) => {
          const text = rows
            .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',') + feed)
            .join('');
          expect(rowsOf(text, sizes)).toEqual(rows);
        },
      ),
    );
    expect(rowsOf('a,b\r\n\nc,\r\n')).toEqual([
      ['a', 'b'],
      ['c', ''],
    ]);
  });

  it('takes columns in any order, and an empty value for one that is not known', () => {
    const text = 'f,value,node,process,type,time\nread,,n1,3,invoke,17\nread,null,n1,3,ok,18\n';
    expect(eventsOf(text)).toMatchObject([
      { process: 3, type: 'invoke', f: 'read', value: undefined, node: 'n1', time: 17 },
      { process: 3, type: 'ok', f: 'read', value: null, node: 'n1', time: 18 },
    ]);
  });

  it.each([
    ['', /a header with the columns process, type, f, value at line 1, column 1/],
    ['process,kind\n', /a column of process, .* at line 1, column 9\n.*"kind"/],
    ['process,type,f\n', /a column "value" in the header at line 1/],
    ['process,f,type,f,value\n', /one column "f" in the header at line 1/],
    [`${HEADER}0,invoke,read\n`, /4 fields, as in the header, at line 2, column 1\n.*there is 3/],
    [`${HEADER}0,invoke,write,"1\n`, /a closing double quote .* at line 2, column 16/],
    [`${HEADER}0,invoke,write,"1"2\n`, /a comma or the end .* at line 2, column 19/],
    [`${HEADER}0,invoke,write,a"b"\n`, /no double quote inside .* at line 2, column 17/],
    [`${HEADER}0,invoke,write,abc\n`, /a JSON value at line 2, column 16\n.*"abc"/],
    [`${HEADER}0,invoke,write,"[1,\n x]"\n`, /a JSON value at line 3, column 2/],
    [`${HEADER}0,start,write,1\n`, /type to be one of invoke.* at line 2, column 1\n.*"start"/],
    [`${HEADER}-1,invoke,write,1\n`, /process to be an integer .* at line 2, column 1\n.*"-1"/],
    [`${HEADER}0,invoke,,1\n`, /f to be the name of an op at line 2, column 1\n.*nothing/],
  ])('tells where %j is wrong', (text, message) => {
    expect(() => eventsOf(text)).toThrow(message);
  });
});
