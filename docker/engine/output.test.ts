import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Output } from './output.js';

function frame(stream: number, text: string): Buffer {
  const data = Buffer.from(text, 'utf8');
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(data.length, 4);
  return Buffer.concat([header, data]);
}

test('streams come apart as they were put together, wherever the chunks are cut', () => {
  const frames = fc.array(fc.tuple(fc.constantFrom(1, 2), fc.string({ unit: 'grapheme' })));
  fc.assert(
    fc.property(frames, fc.integer({ min: 1, max: 20 }), (written, size) => {
      const all = Buffer.concat(written.map(([stream, text]) => frame(stream, text)));
      const output = new Output();
      for (let at = 0; at < all.length; at += size) output.push(all.subarray(at, at + size));
      const of = (wanted: number): string =>
        written.map(([stream, text]) => (stream === wanted ? text : '')).join('');
      expect(output.stdout).toBe(of(1));
      expect(output.stderr).toBe(of(2));
    }),
  );
});
