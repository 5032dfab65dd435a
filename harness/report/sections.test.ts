import { describe, expect, test } from 'vitest';
import { slowest } from '../../tests/fixtures/own-section.js';
import { splitBrainReport } from '../../tests/fixtures/split-brain.js';
import type { Text } from '../core/styled-text.js';
import type { RunReport } from '../core/results.js';
import type { Section } from '../core/section.js';
import type { Verdict } from '../core/verdict.js';
import { renderConsole, renderHtml, renderMarkdown } from './index.js';

const violated = splitBrainReport({ faults: true });

function withVerdict(change: (verdict: Verdict) => Verdict = (verdict) => verdict): RunReport {
  const { plan, history, analysis } = violated;
  const own = slowest.check(plan, history);
  const verdicts = [...analysis.verdicts, change(own)];
  return { ...violated, analysis: { ...analysis, verdicts, judgement: null } };
}

function withSections(...sections: readonly Section[]): RunReport {
  return withVerdict((verdict) => ({ ...verdict, sections }));
}

/** Text without its styles. */
function plain(text: Text): string {
  const parts = typeof text === 'string' ? [text] : text;
  return parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}

function words(page: string): string {
  return page.replaceAll(/<[^>]*>|\s+/g, ' ').replaceAll(/ +/g, ' ');
}

const EMPTY: Section = { id: 'mine', title: 'Mine', parts: [] };

describe('a section of a checker of one’s own', () => {
  test('stands in the page with its figure, its link, and references to ops', () => {
    const page = renderHtml(withVerdict());
    expect(page).toContain('<a href="#slow-ops">Slow</a>');
    expect(page.replaceAll(/\s+/g, ' ')).toMatch(
      /<section id="slow-ops"> <h2>What took &lt;longest&gt;/,
    );
    expect(page).toMatch(/Begin with <a href="#op-\d+">the slowest<\/a>\./);
    expect(page).toMatch(/<td class="num lost-number">1,200<\/td>/);
    expect(page).toContain('see <a href="#op-7">op 7</a>');
    expect(words(page)).toContain('3 slow ops');
    expect(words(page)).toContain('n2 0.500 n3');
    expect(words(page)).toContain('That is | all.');
  });

  test('stands on the console and in the summary of a CI system where it is brief', () => {
    const run = withVerdict();
    const text = plain(renderConsole(run, { width: 80 }));
    expect(text).toContain(
      [
        '  What took <longest>',
        '    Begin with the slowest.',
        '    node    ops',
        '    n1    1,200',
        '    n2    0.500',
        '    n3',
        '    - one',
        '    - see op 7',
      ].join('\n'),
    );
    const markdown = renderMarkdown([testCase(run)], '/results');
    expect(markdown).toContain('#### What took &lt;longest>');
    expect(markdown).toContain('| node | ops |\n| --- | ---: |\n| n1 | 1,200 |');
    expect(markdown).toContain('That is \\| all.');
    const long = withVerdict((verdict) => ({
      ...verdict,
      sections: (verdict.sections ?? []).map((section) => ({ ...section, brief: false })),
    }));
    expect(plain(renderConsole(long, { width: 80 }))).not.toContain('What took');
    expect(renderMarkdown([testCase(long)], '/results')).not.toContain('What took');
  });

  test('never takes the place of a part of the page, nor of another section', () => {
    const page = renderHtml(
      withSections({ ...EMPTY, id: 'proof' }, EMPTY, EMPTY, { ...EMPTY, id: '"><script>' }),
    );
    expect(page.match(/ id="proof"/g)).toHaveLength(1);
    expect(page.match(/ id="mine"/g)).toHaveLength(1);
    expect(page.match(/<section id="section-\d"/g)).toHaveLength(3);
  });

  test('is shown in part where it is long', () => {
    const row = ['x'.repeat(1000)];
    const rows = Array.from({ length: 300 }, () => row);
    const columns = [{ name: 'much' }];
    const part = { kind: 'table', title: 'Much', columns, rows } as const;
    const run = withSections({ ...EMPTY, brief: true, parts: [part] });
    expect(words(renderHtml(run))).toContain('and 100 more');
    expect(renderHtml(run)).not.toContain('x'.repeat(401));
    expect(plain(renderConsole(run, { width: 80 }))).toContain('and 280 more in the report');
  });

  test('that speaks of the run itself stands below the verdicts', () => {
    const page = renderHtml(withVerdict((verdict) => ({ ...verdict, about: 'performance' })));
    expect(page).not.toContain('id="slow-ops"');
    expect(page.indexOf('Slow ops')).toBeGreaterThan(page.indexOf('<section id="checkers">'));
  });
});

test('where no checker has figures, the ops are counted', () => {
  const { analysis } = violated;
  const verdicts = analysis.verdicts.map(({ figures: _figures, ...verdict }) => verdict);
  const page = renderHtml({ ...violated, analysis: { ...analysis, verdicts } });
  expect(words(page)).toMatch(/[\d,]+ ops ok/);
});

function testCase(run: RunReport) {
  const { plan } = run;
  return {
    name: plan.name,
    system: plan.system.name,
    workload: plan.workload.name,
    state: { kind: 'judged', run },
  } as const;
}
