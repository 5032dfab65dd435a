import { describe, expect, test } from 'vitest';
import { HOSTILE, hostileReport } from '../../../tests/fixtures/hostile.js';
import { planOf } from '../../../tests/fixtures/plan.js';
import { reportOf, runRecordOf } from '../../../tests/fixtures/run.js';
import { splitBrainReport, splitBrainScenario } from '../../../tests/fixtures/split-brain.js';
import { History } from '../../core/history.js';
import { ToldHistory } from '../../../tests/support/told-history.js';
import type { RunReport } from '../../core/results.js';
import { visible } from '../../core/visible.js';
import { pageDataOf } from './data/page-data.js';
import { html, inlineJson } from './markup.js';
import { renderHtml } from './page.js';

const MB = 1024 * 1024;
const violated = splitBrainReport({ faults: true });

describe('markup', () => {
  test('parts are escaped, markup is not escaped twice', () => {
    const inner = html`<b title="${`"><i>'`}">${'<&>'}</b>`;
    expect(html`<p>${[inner, null, 7]}</p>`.text).toBe(
      '<p><b title="&quot;&gt;&lt;i&gt;&#39;">&lt;&amp;&gt;</b>7</p>',
    );
  });

  test('nothing in it is hidden or turned around', () => {
    expect(html`${'a\u202eb\u0000c\nd'}`.text).toBe('a\\u202eb\\u0000c\nd');
  });

  test('JSON in a script element cannot end the element, and hides nothing once it is read', () => {
    const { text } = inlineJson({ value: HOSTILE });
    expect(text).not.toContain('<');
    expect(JSON.parse(text)).toEqual({ value: visible(HOSTILE) });
  });
});

describe('the page', () => {
  test('holds the sentence, the command, the seed, versions and log tails', () => {
    const page = renderHtml(violated);
    for (const part of [
      violated.analysis.sentence,
      'faultline scenario run sentinel-split-brain --seed 42',
      '7.0.15',
      '+switch-master',
      'down-after-milliseconds',
      'n1 does not reach n2',
    ]) {
      expect(page).toContain(part);
    }
  });

  test.each([
    [60e9, 'within'],
    [1e9, 'beyond'],
  ])('draws a bounded figure against its bound of %i ns', (atMost, kind) => {
    const bound = { checker: 'lost-writes', figure: 'lossWindow.duration_ns', atLeast: 1, atMost };
    const scenario = { ...splitBrainScenario, expectation: 'BOUNDED' as const, bound };
    const page = renderHtml({ ...violated, scenario });
    expect(page.match(/<rect\s+class="(within|beyond)"/)?.[1]).toBe(kind);
    expect(page.match(/<line x1=/g)).toHaveLength(2);
    expect(page).toContain('lossWindow.duration_ns of lost-writes is at least 1 ns and at most');
    expect(renderHtml(violated)).not.toContain('<figure class="bound">');
  });

  test('tells where and since when a fault did not last, and that another did', () => {
    const lapse = { node: 'n2', lastSeen_ns: 31e6, firstMissed_ns: 42e6, evidence: ['no <rule>'] };
    const history = new ToldHistory()
      .fault({
        f: 'stop-loss',
        start_ms: 50,
        end_ms: 60,
        watched: { fault: 'loss', looks: 3, lapses: [lapse] },
      })
      .fault({
        f: 'stop-kill',
        start_ms: 70,
        end_ms: 80,
        watched: { fault: 'kill', looks: 1, lapses: [] },
      })
      .build();
    const words = renderHtml({ ...violated, history })
      .replaceAll(/<[^>]*>|\s+/g, ' ')
      .replaceAll(/ +/g, ' ');
    expect(words).toContain('did not last loss was looked at 3 times until its end');
    expect(words).toContain(
      'On n2 it was last seen in effect at 0.031 s, and first missed at 0.042 s: no &lt;rule&gt;.',
    );
    expect(words).toContain('kill was looked at 1 time until its end, and in effect each time.');
  });

  test('tells what each fault met, and which fault explains the losses', () => {
    const page = renderHtml(violated).replace(/\s+/g, ' ');
    expect(page).toMatch(/writes: [\d,]+ of [\d,]+; [\d,]+ failed <br/);
    expect(page).toMatch(/n1: [\d,]+ of [\d,]+</);
    expect(page).toContain('because n1 was cut off from n2 and n3 (n1 was then primary)');
    expect(page).toContain('why they were lost');
  });

  test('holds every changed setting with the store’s default and who changed it', () => {
    const changedSettings = [
      { name: 'repl-timeout', value: '5', default: '60', option: 'replTimeout_s' },
      { name: 'dir', value: '/data', default: './', option: null, reason: 'it is read there' },
    ];
    const page = renderHtml({ ...violated, run: { ...violated.run, changedSettings } });
    for (const part of ['repl-timeout', 'option replTimeout_s', 'the harness: it is read there']) {
      expect(page).toContain(part);
    }
  });

  test('refers to nothing outside of itself, and forbids the browser to', () => {
    const page = renderHtml(violated);
    expect(page).not.toMatch(/\b(?:src|href)="(?!#)/);
    // The name of SVG looks like an address; nothing is fetched from it.
    const addresses = page.replaceAll('http://www.w3.org/2000/svg', '');
    expect(addresses).not.toMatch(/url\(|@import|https?:/);
    expect(page).toContain(`default-src &#39;none&#39;`);
  });

  test('keeps hostile values out of its markup', () => {
    const page = renderHtml(hostileReport());
    expect(page).not.toContain('<script>window.pwned');
    expect(page).not.toContain('<img');
    expect(page.match(/<script/g)).toHaveLength(2);
  });

  test('has no anomalies and no first error where nothing was violated', () => {
    const page = renderHtml(splitBrainReport({ faults: false }));
    expect(page).not.toContain('id="first-error"');
    expect(page).not.toContain('id="proof"');
    expect(page).toContain('acknowledged writes are in the final reads of n1, n2 and n3.');
  });

  test('is made of an empty history too', () => {
    const empty: RunReport = { ...violated, history: new History(), roles: [], logTails: {} };
    expect(renderHtml(empty)).toContain('The history is empty.');
  });
});

test('a page of 200,000 ops with long values stays below 2 MB, and says what it left out', () => {
  const history = new History();
  const long = 'x"<&'.repeat(200);
  for (let i = 0; i < 200_000; i += 1) {
    const event = { process: i % 50, f: 'write', node: `n${i % 5}`, value: [long, i] };
    history.append({ ...event, type: 'invoke', time: i * 1_000 });
    history.append({ ...event, type: 'ok', time: i * 1_000 + 500 });
  }
  const verdict = {
    checker: 'linearizable',
    outcome: 'invalid' as const,
    reason: 'no',
    anomalies: [{ kind: 'nonlinearizable', ops: [300_000, 300_001], reason: 'no' }],
    details: {},
  };
  const logTails = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`n${i}/redis-server.log`, long.repeat(100)]),
  );
  const page = renderHtml({
    ...violated,
    history,
    logTails,
    analysis: { ...violated.analysis, verdicts: [verdict] },
  });
  expect(Buffer.byteLength(page)).toBeLessThan(2 * MB);
  expect(page).toContain('"index":300000');
  expect(page).toMatch(/the history file and the curves have [\d,]+ more/);
});

describe('the page of an imported history', () => {
  const event = { f: 'read', time: 5 };
  const history = History.of([
    { ...event, process: 7, type: 'invoke', line: 11 },
    { ...event, process: 'nemesis', type: 'info', f: 'kill' },
    { ...event, process: 9, type: 'invoke', line: 13 },
    { ...event, process: 7, type: 'info', line: 14 },
    { ...event, process: 1007, type: 'invoke', value: 2n ** 64n, line: 15 },
  ]);
  const plan = planOf({
    name: 'imported-history',
    checkers: [],
    nodes: [],
    model: { name: 'register', options: { initial: 5 } },
    imported: { file: 'my/history.edn', format: 'edn' },
  });
  const run = runRecordOf({ recovery: null, versions: {}, notes: ['the file has no times'] });
  const report = reportOf({ plan, scenario: null, run, history });

  test('tells the file, its format, the model and what was passed over; no seed and no cluster', () => {
    const page = renderHtml(report);
    for (const part of ['my/history.edn', 'Where it comes from', 'register', run.command]) {
      expect(page).toContain(part);
    }
    expect(page).toContain('the file has no times');
    expect(page).not.toMatch(/The seed fixes|recovery|client thread/);
  });

  test('has a lane for each process, which goes on with another one when its process has ended', () => {
    const { lanes, ops } = pageDataOf(report);
    expect(lanes.map(({ label }) => label)).toEqual(['nemesis', 'p7 …', 'p9']);
    expect(ops.map(({ process, lane }) => [process, lane])).toEqual([
      ['7', 1],
      ['nemesis', 0],
      ['9', 2],
      ['1007', 1],
    ]);
    expect(ops.at(-1)?.value).toBe('18446744073709551616');
  });
});
