import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import type * as Package from 'ts-linearizability';
import type * as Alterations from '../checkers/ts-linearizability/src/generate/alterations.test.support.js';
import type * as Generator from '../checkers/ts-linearizability/src/generate/history.test.support.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, withPage, type Misdeeds } from './fixtures/browser.js';

// The package as it is published, as one file, in a page that is served from this machine.

/** A busy machine may take its time. */
const PATIENCE = { timeout: 60_000 };
const found = findChromium();
const chromium = found ?? '';
const why = found === null ? ' (skipped: no Chromium; apt-get install chromium)' : '';

const DIST = fileURLToPath(new URL('../checkers/ts-linearizability/dist/', import.meta.url));

const PAGE = `<!doctype html><title>checks</title><link rel="icon" href="data:,">
<script type="module">
  import * as checks from '/dist/bundle.js';
  import { alterHistory } from '/dist/generate/alterations.test.support.js';
  import { generateHistory } from '/dist/generate/history.test.support.js';
  window.checks = { ...checks, alterHistory, generateHistory };
</script>`;

const WORKER = `
import { keyValue, serveChecks } from '/dist/bundle.js';
serveChecks(
  {
    postMessage: (message) => self.postMessage(message),
    onMessage: (listener) => self.addEventListener('message', (event) => listener(event.data)),
  },
  { 'key-value': () => keyValue() },
);`;

/** What the page of the tests offers. */
interface Window {
  readonly checks: typeof Package & typeof Alterations & typeof Generator;
}
declare const window: Window;
declare const Worker: new (
  script: string,
  options: { readonly type: 'module' },
) => Package.WebWorkerLike;

let server: Server;
let origin: string;

/** Isolated pages may share memory. */
function answer(response: ServerResponse, type: string, body: string, isolated: boolean): void {
  const isolation = {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  };
  response.writeHead(200, { 'content-type': type, ...(isolated ? isolation : {}) });
  response.end(body);
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const script = 'text/javascript';
    if (pathname === '/isolated' || pathname === '/plain') {
      answer(response, 'text/html', PAGE, pathname === '/isolated');
    } else if (pathname === '/worker.js') {
      answer(response, script, WORKER, true);
    } else if (pathname === '/closing-worker.js') {
      answer(response, script, 'self.close();', true);
    } else {
      const file = join(DIST, normalize(pathname.replace('/dist/', '')));
      readFile(file, 'utf8').then(
        (text) => answer(response, script, text, true),
        () => response.writeHead(404).end(),
      );
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

/** Opens the page with the package; nothing may be asked of anywhere else. */
async function opened(
  path: '/isolated' | '/plain',
  act: (page: Page, misdeeds: Misdeeds) => Promise<void>,
): Promise<void> {
  await withPage(chromium, `${origin}${path}`, async (page, misdeeds) => {
    await page.waitForFunction(() => 'checks' in window);
    await act(page, misdeeds);
    const elsewhere = misdeeds.requests.filter(
      (url) => !url.startsWith(origin) && !url.startsWith('data:'),
    );
    expect(elsewhere).toEqual([]);
  });
}

describe.skipIf(found === null)(`the checker in a browser${why}`, PATIENCE, () => {
  test('judges, proves and lays out as it does elsewhere', async () => {
    await opened('/plain', async (page, misdeeds) => {
      const judged = await page.evaluate(() => {
        const { checkOperations, layOut, register, validateLinearization, visualize } =
          window.checks;
        const at = (time: number) => ({ call: time, return: time + 1 });
        const write = (value: number, time: number) =>
          ({ input: { f: 'write', value }, ...at(time) }) as const;
        const read = (output: number, time: number) =>
          ({ input: { f: 'read' }, output, ...at(time) }) as const;
        const legal = [write(1, 0), read(1, 2)];
        const illegal = [...legal, write(2, 4), read(1, 6)];
        const ok = checkOperations(register(), legal);
        const wrong = checkOperations(register(), illegal);
        const [part] = ok.partitions;
        const order = part?.verdict === 'ok' ? (part.linearization ?? []) : [];
        const [broken] = wrong.partitions;
        return {
          verdicts: [ok.verdict, wrong.verdict],
          validation: validateLinearization(register(), legal, order),
          reason: wrong.verdict === 'illegal' ? wrong.illegal.explanation?.reason : '',
          lanes:
            broken === undefined
              ? 0
              : layOut(visualize(register(), illegal, broken).operations).placements.length,
        };
      });
      expect(judged.verdicts).toEqual(['ok', 'illegal']);
      expect(judged.validation).toEqual({ valid: true });
      expect(judged.reason).toContain('read() -> 1');
      expect(judged.lanes).toBe(4);
      expect(misdeeds.errors).toEqual([]);
    });
  });

  test.each(['/isolated', '/plain'] as const)(
    'spreads a history over Web Workers of a page (%s)',
    async (path) => {
      await opened(path, async (page, misdeeds) => {
        const judged = await page.evaluate(async () => {
          const checks = window.checks;
          const kind = { operations: 60_000, clients: 20, keys: 12 };
          const legal = checks.generateHistory('key-value', kind);
          const illegal = checks.alterHistory('key-value', legal)?.history ?? [];
          const check = async (history: typeof legal) =>
            await checks.checkOperationsInWorkers(checks.keyValue(), history, {
              startWorker: () => checks.webWorkerPort(new Worker('/worker.js', { type: 'module' })),
              workers: 3,
              model: 'key-value',
            });
          const proofs = (result: Package.CheckResult) =>
            result.partitions.map((part) =>
              part.verdict === 'ok' ? [part.key, part.linearization?.join()] : [part.key],
            );
          const inWorkers = await check(legal);
          const wrong = await check(illegal);
          const here = checks.checkOperations(checks.keyValue(), illegal);
          const keyOf = (result: Package.CheckResult) =>
            result.verdict === 'illegal' ? result.illegal.key : '';
          return {
            shared: typeof SharedArrayBuffer,
            verdict: inWorkers.verdict,
            same:
              JSON.stringify(proofs(inWorkers)) ===
              JSON.stringify(proofs(checks.checkOperations(checks.keyValue(), legal))),
            keys: [keyOf(wrong), keyOf(here)],
          };
        });
        expect(judged.shared).toBe(path === '/isolated' ? 'function' : 'undefined');
        expect(judged.verdict).toBe('ok');
        expect(judged.same).toBe(true);
        expect(judged.keys[0]).not.toBe('');
        expect(judged.keys[0]).toBe(judged.keys[1]);
        expect(misdeeds.errors).toEqual([]);
      });
    },
  );

  test('says which worker failed, and how; who never answers is ended by the bound of time', async () => {
    await opened('/plain', async (page) => {
      const failures = await page.evaluate(async () => {
        const checks = window.checks;
        const history = checks.generateHistory('key-value', { operations: 100, clients: 2 });
        const failureOf = async (script: string, model = 'key-value'): Promise<string> => {
          try {
            const { verdict } = await checks.checkOperationsInWorkers(checks.keyValue(), history, {
              startWorker: () => checks.webWorkerPort(new Worker(script, { type: 'module' })),
              workers: 1,
              model,
              timeoutMs: 2000,
            });
            return verdict;
          } catch (error) {
            return `${error instanceof checks.WorkerFailedError} ${String(error)}`;
          }
        };
        return [
          await failureOf('/no-such-worker.js'),
          await failureOf('/closing-worker.js'),
          await failureOf('/worker.js', 'none'),
        ];
      });
      expect(failures[0]).toMatch(/^true .*a worker whose script cannot be loaded/);
      // A page is not told that a worker closed itself: the bound of time ends the check.
      expect(failures[1]).toBe('unknown');
      expect(failures[2]).toMatch(/^true .*no model none; the worker knows key-value/);
    });
  });
});
