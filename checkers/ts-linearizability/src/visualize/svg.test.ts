import { describe, expect, it } from 'vitest';
import { get, pictureOf, put, stale } from './history.test.support.js';
import { renderSvg } from './svg.js';

describe('renderSvg', () => {
  it('draws every operation, marks the witness and the error, and escapes text', () => {
    const svg = renderSvg(pictureOf(stale.with(1, put('<b>', 2, 3, 1)).slice(0, 3)));
    expect(svg.match(/<rect /g)).toHaveLength(3);
    expect(svg).toContain('class="bar witness error"');
    expect(svg).toContain('&lt;b&gt;');
    expect(svg).not.toContain('<b>');
    expect(svg.startsWith('<svg ')).toBe(true);
    expect(svg.endsWith('</svg>')).toBe(true);
  });

  it('is one text', () => {
    const svg = renderSvg({
      partition: 'p & q',
      verdict: 'illegal',
      method: 'm',
      summary: 'a < b',
      operations: [
        { id: 4, client: '1', description: 'a', call: 0, return: 1, witness: true },
        { id: 5, client: '1', description: 'b', call: 2, witness: false },
      ],
      linearizations: [
        {
          steps: [
            { id: 4, before: 'x', after: 'y' },
            { id: 6, before: 'y', after: 'z' },
            { id: 5, before: 'z', after: '"' },
          ],
          missing: [],
        },
      ],
      firstError: 5,
      hiddenBefore: 0,
      hiddenAfter: 0,
    });
    expect(svg.replace(/<style>[^]*<\/style>/, '').split('\n')).toEqual([
      '<svg xmlns="http://www.w3.org/2000/svg" width="180" height="90" viewBox="0 0 180 90" role="img">',
      '<title>p &amp; q illegal</title>',
      '<desc>a &lt; b</desc>',
      '',
      '<text x="8" y="18">illegal, by m</text>',
      '<text class="client" x="8" y="67">client 1</text>',
      '<g id="operation-4"><title>a, from 0 to 1</title>' +
        '<rect class="bar witness" x="90" y="52" width="18" height="22" rx="3"/>' +
        '<text x="95" y="67">a</text></g>',
      '<g id="operation-5"><title>b, from 2 never answered</title>' +
        '<rect class="bar open error" x="126" y="52" width="36" height="22" rx="3"/>' +
        '<text x="131" y="67">b</text></g>',
      '<polyline class="order" points="92.7,63 127.8,63"/>' +
        '<circle class="point" cx="92.7" cy="63" r="3.5"><title>x -&gt; y</title></circle>' +
        '<circle class="point" cx="127.8" cy="63" r="3.5"><title>z -&gt; &quot;</title></circle>',
      '</svg>',
    ]);
    expect(/<style>[^]*<\/style>/.exec(svg)?.[0]).toContain('.witness{fill:#ffebe9;');
  });

  it('puts bars where their times are', () => {
    const svg = renderSvg({
      partition: 'p',
      verdict: 'ok',
      method: 'm',
      summary: 's',
      operations: [
        { id: 4, client: '1', description: 'a', call: 0, return: 20, witness: false },
        { id: 5, client: '2', description: 'b', call: 10, witness: false },
      ],
      linearizations: [
        {
          steps: [
            { id: 5, before: 'x', after: 'y' },
            { id: 4, before: 'y', after: 'z' },
          ],
          missing: [],
        },
      ],
      hiddenBefore: 2,
      hiddenAfter: 1,
    });
    // Three times, so four columns of 18; lines of 34 below a head of 46.
    expect(svg).toContain('width="180" height="124" viewBox="0 0 180 124"');
    expect(svg).toContain('<rect class="bar" x="90" y="52" width="36" height="22" rx="3"/>');
    expect(svg).toContain('<rect class="bar open" x="108" y="86" width="54" height="22" rx="3"/>');
    expect(svg).toContain('<text x="95" y="67">a</text>');
    expect(svg).toContain('<title>a, from 0 to 20</title>');
    expect(svg).toContain('<title>b, from 10 never answered</title>');
    expect(svg).toContain('points="109.8,97 112.5,63"');
    expect(svg).toContain('<title>y -&gt; z</title>');
    expect(svg).toContain('ok, by m (3 more operations are not shown)');
    expect(svg).toContain('>client 2</text>');
  });

  const empty = {
    partition: '',
    verdict: 'ok',
    method: 'm',
    summary: 's',
    operations: [],
    linearizations: [],
    hiddenBefore: 0,
    hiddenAfter: 0,
  } as const;

  it('draws an empty line if there is nothing to draw', () => {
    const svg = renderSvg(empty);
    expect(svg).toContain('width="126" height="90"');
    expect(svg).toContain('<title>ok</title>');
    expect(svg).toContain('>ok, by m</text>');
  });

  it('makes columns as wide as the words need, to a limit, and draws even a moment', () => {
    const one = { id: 7, client: '', call: 3, return: 3, witness: false } as const;
    const svg = renderSvg({
      ...empty,
      operations: [{ ...one, description: 'a"bcdefghi' }],
      firstError: 7,
    });
    // Ten letters of 6.6 and a margin of 10.
    expect(svg).toContain('width="318"');
    expect(svg).toContain('<rect class="bar error" x="90" y="52" width="6"');
    expect(svg).toContain('a&quot;bcdefghi');
    expect(svg).toContain('>client</text>');
    const long = { ...one, description: 'x'.repeat(100) };
    expect(renderSvg({ ...empty, operations: [long] })).toContain('width="450"');
    const wide = { ...long, description: 'x'.repeat(20), call: 0, return: 9 };
    const others = [1, 2, 3].map((call) => ({ ...one, description: '', call, return: call }));
    // A long bar may spread its words over all its columns: 142 over 4.
    expect(renderSvg({ ...empty, operations: [wide, ...others] })).toContain('width="342"');
  });

  it('draws the order as a line that goes forward in time', () => {
    const svg = renderSvg(pictureOf([put('a', 0, 3), get('a', 1, 2, 1), get('', 0.5, 0.7, 2)]));
    const points = /points="([^"]*)"/.exec(svg)?.[1]?.split(' ') ?? [];
    const xs = points.map((point) => Number(point.split(',')[0]));
    expect(xs).toHaveLength(3);
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
  });
});
