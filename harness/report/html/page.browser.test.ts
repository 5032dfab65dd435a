import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  accessibilityViolations,
  findChromium,
  withPage,
  type Display,
} from '../../../tests/fixtures/browser.js';
import { registerReport } from '../../../tests/fixtures/nonlinearizable.js';
import { hostileReport } from '../../../tests/fixtures/hostile.js';
import { splitBrainReport } from '../../../tests/fixtures/split-brain.js';
import { unansweredReport } from '../../../tests/fixtures/unanswered.js';
import type { RunReport } from '../../core/results.js';
import { visible } from '../../core/visible.js';
import { renderJUnit } from '../junit.js';
import { testCaseOf } from '../test-case.js';
import type { PageData } from './browser/page-data.js';
import { openEnds } from './browser/op-shapes.js';
import { pageDataOf } from './data/page-data.js';
import { renderHtml } from './page.js';

/** A busy machine may take its time. */
const PATIENCE = { timeout: 20_000 };
const found = findChromium();
const chromium = found ?? '';
const why = found === null ? ' (skipped: no Chromium; apt-get install chromium)' : '';

/** Opens a report from disk; afterwards there must be no error and no request. */
async function opened(
  report: RunReport,
  act: (page: Page, open: (hash: string) => Promise<void>) => Promise<void>,
  display: Display = {},
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-report-'));
  try {
    const file = join(folder, 'report.html');
    await writeFile(file, renderHtml(report));
    const { href } = pathToFileURL(file);
    await withPage(
      chromium,
      href,
      async (page, misdeeds) => {
        await act(page, async (hash) => {
          await page.goto('about:blank');
          await page.goto(`${href}${hash}`);
        });
        expect(misdeeds.errors).toEqual([]);
        expect(misdeeds.requests.filter((url) => url !== 'about:blank')).toEqual([]);
      },
      display,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether any pixel of a canvas has been painted. */
function isPainted(page: Page, id: string): Promise<boolean> {
  return page.locator(`#${id}`).evaluate((element) => {
    const canvas = element as unknown as {
      width: number;
      height: number;
      getContext(kind: '2d'): {
        getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray };
      };
    };
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.some((byte) => byte !== 0);
  });
}

/** Counts from now on what is asked of canvases, by the method's name. */
async function countCalls(page: Page): Promise<void> {
  await page.evaluate(`{
    window.calls = {};
    const canvas = CanvasRenderingContext2D.prototype;
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(canvas))) {
      if (typeof value !== 'function') continue;
      canvas[name] = function (...values) {
        calls[name] = (calls[name] ?? 0) + 1;
        return value.apply(this, values);
      };
    }
  }`);
}

/** Presses keys on the timeline, all before the browser draws, and tells what that drew. */
async function callsOf(page: Page, keys: readonly string[]): Promise<Record<string, number>> {
  return page.evaluate(`(async () => {
    calls = {};
    for (const key of ${JSON.stringify(keys)})
      document.getElementById('timeline').dispatchEvent(new KeyboardEvent('keydown', { key }));
    for (let i = 0; i < 3; i += 1) await new Promise((drawn) => requestAnimationFrame(drawn));
    return calls;
  })()`);
}

const CHARTS = 4;
/** Rectangles of an op, its text, and measuring that. */
const CALLS_PER_OP = 4;
/** Axes, bands, lanes and labels of all charts. */
const CALLS_OF_FRAME = 250;
/** Kinds of op and outcome, their latencies, and clocks. */
const CURVES = 13;

function opsInSight(data: PageData, from_ns: number, to_ns: number): number {
  const ends = openEnds(data);
  return data.ops.filter((op) => op.from_ns <= to_ns && (op.to_ns ?? ends.get(op) ?? 0) >= from_ns)
    .length;
}

const violated = splitBrainReport({ faults: true });

describe.skipIf(found === null)(`the HTML report in a browser${why}`, { timeout: 60_000 }, () => {
  test('opens from disk with the verdict, the expectation, and the lost ops', async () => {
    await opened(violated, async (page) => {
      const [firstLost] = violated.analysis.verdicts.flatMap(({ anomalies }) => anomalies);
      expect(await page.locator('h1').innerText()).toBe(violated.analysis.sentence);
      expect(await page.locator('.verdict .pill').allInnerTexts()).toEqual([
        'invalid',
        'as expected (VIOLATION)',
      ]);
      expect(await page.locator('#anomaly-1').innerText()).toContain(firstLost?.reason);
      const shown = await page.locator('#anomaly-1 tbody tr td:first-child').allInnerTexts();
      expect(shown.map(Number)).toEqual(firstLost?.ops);
      for (const id of ['timeline', 'rate', 'latency']) {
        await expect.poll(() => isPainted(page, id), PATIENCE).toBe(true);
      }
    });
  });

  test('shows the wall clocks of a run that set them, and no chart for them otherwise', async () => {
    const clocks = [0, 10, 20].map((time_s) => ({
      time: time_s * 1e9,
      offsets_ms: { n1: { 'redis-server': time_s === 10 ? 5000 : 0 }, n2: null },
    }));
    await opened({ ...violated, clocks }, async (page) => {
      await expect.poll(() => isPainted(page, 'clocks'), PATIENCE).toBe(true);
      expect(await page.locator('#clocks-legend').innerText()).toBe('redis-server on n1');
    });
    await opened(violated, async (page) => {
      expect(await page.locator('#clocks').count()).toBe(0);
    });
  });

  test('jumps to the first error and goes through the ops by keyboard, address following', async () => {
    await opened(violated, async (page) => {
      const first = violated.analysis.verdicts.flatMap(({ anomalies }) => anomalies)[0]?.ops[0];
      await page.locator('#first-error').click();
      expect(new URL(page.url()).hash).toBe(`#op-${first}`);
      const details = page.locator('#details');
      expect(await details.innerText()).toContain('lost: it is in no final read');
      expect(await details.innerText()).toContain('start-partition was taking effect');
      await page.locator('#timeline').focus();
      await page.keyboard.press('n');
      expect(new URL(page.url()).hash).not.toBe(`#op-${first}`);
      await page.keyboard.press('p');
      expect(new URL(page.url()).hash).toBe(`#op-${first}`);
      const whole = await page.locator('#range').innerText();
      await page.keyboard.press('+');
      await expect.poll(() => page.locator('#range').innerText(), PATIENCE).not.toBe(whole);
    });
  });

  test('lets a reader step through the legal orders, with the states between', async () => {
    const report = registerReport({ stale: true });
    const [anomaly] = report.analysis.verdicts.flatMap(({ anomalies }) => anomalies);
    const orders = anomaly?.orders;
    if (orders === undefined) throw new Error('a key that is not linearizable has orders');
    await opened(report, async (page) => {
      const figure = page.locator('#orders-0');
      const state = figure.locator('.state');
      expect(await state.innerText()).toContain(`op ${orders.firstError}, `);
      expect(await state.innerText()).toContain('fits into no order');
      expect(await figure.locator('.order-op').count()).toBe(orders.ops.length);
      expect(await figure.locator('.proof-op').count()).toBe(
        orders.ops.filter(({ proof }) => proof).length,
      );
      const steps = orders.orders[0]?.steps ?? [];
      expect(await figure.locator('.order-op.held').count()).toBe(steps.length);
      await figure.locator('svg').focus();
      await page.keyboard.press('ArrowLeft');
      const last = steps.at(-1);
      expect(await state.innerText()).toContain(
        `op ${last?.op}, ${orders.ops.find(({ op }) => op === last?.op)?.words}: step ${steps.length} of ${steps.length}; state before: ${last?.before}; after: ${last?.after}`,
      );
      await page.keyboard.press('ArrowLeft');
      expect(await state.innerText()).toContain(`op ${steps.at(-2)?.op}, `);
      await figure.locator('.to-error').click();
      expect(await state.innerText()).toContain('fits into no order');
      const bar = figure.locator('.order-op.error-op');
      expect(await bar.count()).toBe(1);
      const inSight = await bar.evaluate((element) => {
        const box = (e: unknown) =>
          (
            e as { getBoundingClientRect(): { left: number; right: number } }
          ).getBoundingClientRect();
        const frame = box(
          (element as unknown as { closest(s: string): unknown }).closest('.scroll'),
        );
        const { left, right } = box(element);
        return left >= frame.left && right <= frame.right;
      });
      expect(inSight).toBe(true);
    });
  });

  test('opens at an op that the address names', async () => {
    await opened(violated, async (page, open) => {
      await open('#op-10011');
      await expect
        .poll(() => page.locator('#details').innerText(), PATIENCE)
        .toContain('final-read');
    });
  });

  test('opens the anomaly that the address names, closed as it is otherwise', async () => {
    await opened(violated, async (page, open) => {
      expect(await page.locator('#anomaly-3 table').isVisible()).toBe(false);
      await open('#anomaly-3');
      await expect.poll(() => page.locator('#anomaly-3 table').isVisible(), PATIENCE).toBe(true);
    });
  });

  test('hands over the command that shows it again', async () => {
    await opened(violated, async (page) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.locator('#copy').click();
      await expect.poll(() => page.locator('#copy').innerText(), PATIENCE).toBe('Copied');
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(violated.run.command);
    });
  });

  test('tells of an op under the pointer', async () => {
    await opened(violated, async (page) => {
      await page.locator('#first-error').click();
      const box = await page.locator('#timeline').boundingBox();
      if (box === null) throw new Error('the timeline has no place on the page');
      // The selected op stands in the middle of what is shown, in the lane of thread 0.
      const middle = box.x + 88 + (box.width - 88) / 2;
      for (let y = box.y; y < box.y + box.height; y += 5) {
        await page.mouse.move(middle + 2, y);
        if (/add 1524/.test(await page.locator('#tip').innerText())) break;
      }
      expect(await page.locator('#tip').innerText()).toContain('add 1524 · lost');
    });
  });

  test('a key that zooms draws once, without dashes, and no more than what is in sight', async () => {
    const report = unansweredReport();
    const data = pageDataOf(report);
    await opened(report, async (page) => {
      await expect.poll(() => isPainted(page, 'clocks'), PATIENCE).toBe(true);
      await countCalls(page);
      let span_ns = data.duration_ns;
      const drawn: number[] = [];
      for (let zooms = 0; zooms < 14; zooms += 1) {
        const calls = await callsOf(page, ['+']);
        span_ns /= 2;
        const middle_ns = data.duration_ns / 2;
        const ops = opsInSight(data, middle_ns - span_ns / 2, middle_ns + span_ns / 2);
        const buckets = Math.ceil(span_ns / data.buckets.width_ns) + 2;
        expect(calls['clearRect']).toBe(CHARTS);
        expect(calls['setLineDash']).toBeUndefined();
        const all = Object.values(calls).reduce((sum, number) => sum + number, 0);
        expect(all).toBeLessThan(CALLS_PER_OP * ops + 2 * CURVES * buckets + CALLS_OF_FRAME);
        drawn.push(ops);
      }
      expect(drawn[0]).toBeGreaterThan(2_500);
      expect(drawn.at(-1)).toBeLessThan(20);
    });
  });

  test('a burst of keys is drawn once', async () => {
    await opened(unansweredReport(), async (page) => {
      await expect.poll(() => isPainted(page, 'clocks'), PATIENCE).toBe(true);
      await countCalls(page);
      const calls = await callsOf(page, ['+', '+', '+', 'd', 'd', '-', 'n', 'ArrowRight']);
      expect(calls['clearRect']).toBe(CHARTS);
    });
  });

  test.each([
    ['a split brain', violated],
    ['a register that is not linearizable', registerReport({ stale: true })],
    ['hostile values', hostileReport()],
    ['a healthy run', splitBrainReport({ faults: false })],
    ['a fault that did not last', unansweredReport()],
  ])('has nothing in the way of assistive technology: %s', async (_, report) => {
    for (const [colorScheme, width] of [
      ['light', 1200],
      ['dark', 390],
    ] as const) {
      await opened(
        report,
        async (page) => {
          await page.evaluate(
            'for (const it of document.querySelectorAll("details")) it.open = true',
          );
          expect(await accessibilityViolations(page)).toEqual([]);
        },
        { colorScheme, width },
      );
    }
  });

  test('fits a phone in the dark: nothing is wider than the screen', async () => {
    await opened(
      violated,
      async (page) => {
        const width = await page.evaluate('document.documentElement.scrollWidth');
        expect(width).toBeLessThanOrEqual(390);
        const color = await page.evaluate('getComputedStyle(document.body).backgroundColor');
        expect(color).toBe('rgb(19, 22, 25)');
      },
      { width: 390, colorScheme: 'dark' },
    );
  });

  test('shows hostile values as text and runs none of them', async () => {
    await opened(hostileReport(), async (page) => {
      expect(await page.locator('h1').innerText()).toContain('<script>window.pwned=1</script>');
      const text = await page.locator('body').innerText();
      expect(text).toBe(visible(text));
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect(await page.locator('img').count()).toBe(0);
      await page.locator('#first-error').click();
      expect(await page.locator('#details').innerText()).toContain('add 1');
    });
  });

  test('JUnit XML of hostile runs is well formed', async () => {
    await opened(violated, async (page) => {
      const xml = JSON.stringify(
        renderJUnit([testCaseOf(hostileReport()), testCaseOf(violated)], '/ci'),
      );
      const seen = await page.evaluate(
        `(() => { const d = new DOMParser().parseFromString(${xml}, 'application/xml');
          return [d.querySelectorAll('parsererror').length, d.querySelectorAll('testcase').length]; })()`,
      );
      expect(seen).toEqual([0, 2]);
    });
  });
});
