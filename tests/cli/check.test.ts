import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { History } from '../../harness/core/history.js';
import { exportCsv, exportLines } from '../../harness/histories/index.js';

const MAIN = fileURLToPath(new URL('../../dist/harness/cli/main.js', import.meta.url));

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-check-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Exit {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the compiled command line, as a user would. */
function faultline(...args: readonly string[]): Promise<Exit> {
  return node(MAIN, ...args);
}

function node(...args: readonly string[]): Promise<Exit> {
  return new Promise((resolve) => {
    const env = { ...process.env, TMPDIR: folder };
    execFile(process.execPath, [...args], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const event = (process: number, type: string, f: string, value: string): string =>
  `{:process ${process}, :type :${type}, :f :${f}, :value ${value}}\n`;

const STALE = [
  event(0, 'invoke', 'write', '1'),
  event(0, 'ok', 'write', '1'),
  event(1, 'invoke', 'read', 'nil'),
  event(1, 'ok', 'read', '0'),
].join('');

describe('faultline check', () => {
  it('reads a history that comes in on the standard input', async () => {
    const child = spawn(process.execPath, [MAIN, 'check', '-', '--model', 'register']);
    const closed = once(child, 'close');
    child.stdin.end(STALE);
    expect(await text(child.stdout)).toMatch(/^imported-stdin {2}verdict invalid\n/);
    expect(await closed).toEqual([1, null]);
  });

  it('exits with 0 for a history that is linearizable, and says how it knows', async () => {
    const path = await file('good.edn', STALE.replace(':read, :value 0', ':read, :value 1'));
    const { code, stdout, stderr } = await faultline(
      'check',
      path,
      '--model',
      'register',
      '--explain',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^imported-good\.edn {2}verdict valid\n/);
    expect(stdout).toContain('all 2 ops are linearizable as a register');
    expect(stdout).toMatch(/file {3}\S*good\.edn, read as edn; judged in /);
    expect(stdout).toMatch(
      /A legal order \(a second program agrees\):\n.*op 0: write\(1\)\n.*op 2: read\(\) -> 1\n/,
    );
  });

  it('exits with 1 for one that is not, with the smallest witness and where it is', async () => {
    const path = await file('bad.edn', STALE);
    const { code, stdout } = await faultline(
      'check',
      path,
      '--model',
      'register',
      '--initial',
      '0',
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(/^imported-bad\.edn {2}verdict invalid\n/);
    expect(stdout).toMatch(/The history is not linearizable as a register: /);
    expect(stdout).toContain('In the file: op 0: lines 1-2, op 2: lines 3-4');
  });

  it('gives the same to programs with --json', async () => {
    const path = await file('bad.edn', STALE);
    const args = ['check', path, '--model', 'register', '--initial', '0', '--json'];
    const { code, stdout } = await faultline(...args);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'invalid',
      folder: null,
      imported: { file: path, format: 'edn', events: 4 },
      verdicts: [
        {
          checker: 'linearizable',
          anomalies: [
            {
              ops: [0, 1, 2, 3],
              minimal: true,
              witness: [
                { op: 0, words: 'write(1)' },
                { op: 2, words: 'read() -> 0' },
              ],
            },
          ],
        },
      ],
    });
  });

  it('leaves nothing behind, or the run and its report where --results names', async () => {
    const path = await file('bad.edn', STALE);
    const none = await faultline('check', path, '--model', 'register');
    expect(none.stdout).not.toMatch(/report|run {3}/);
    expect(await readdir(folder)).toEqual(['bad.edn']);
    const results = join(folder, 'results');
    const kept = await faultline('check', path, '--model', 'register', '--results', results);
    expect(kept.code).toBe(1);
    expect(kept.stdout).toMatch(/report \S*report\.html\n/);
    expect(await readdir(join(results, 'latest'))).toContain('report.html');
  });

  it('is import and analyze in one, and analyze judges it as something else', async () => {
    const results = join(folder, 'results');
    const path = await file('bad.edn', STALE);
    const imported = await faultline('import', path, '--model', 'register', '--results', results);
    expect(imported).toMatchObject({ code: 0, stderr: '4 events imported, read as edn\n' });
    const run = imported.stdout.trim();
    expect((await faultline('analyze', run)).code).toBe(1);
    const unknown = ['--model', 'cas-register', '--nil-read', 'unknown', '--initial', 'unknown'];
    expect((await faultline('analyze', run, ...unknown)).code).toBe(1);
    const queue = await faultline('analyze', run, '--model', 'queue');
    expect(queue.code).toBe(254);
    expect(queue.stderr).toMatch(/an op of the model: .* at line 1 of .*bad\.edn/);
    // What was refused changed nothing.
    expect((await faultline('analyze', run)).stdout).toContain('as a cas-register');
  });

  it('exits with 2 where there is nothing to judge', async () => {
    const { code, stdout } = await faultline(
      'check',
      await file('none.edn', '[]'),
      '--model',
      'set',
    );
    expect(code).toBe(2);
    expect(stdout).toContain('there is nothing to judge: the history is empty');
  });

  it.each([
    [
      'truncated.json',
      '[{"type":"invoke","f":"read","process":0},\n{"type":"ok"',
      'line 2, column 13',
    ],
    ['odd.edn', '[{:type :invoke, :f}]', 'line 1, column 2'],
    ['quote.csv', 'process,type,f,value\n0,invoke,write,"1\n', 'line 2, column 16'],
    ['etcd.log', 'INFO  jepsen.util - 0\t:invoke\t:delete\t1\n', 'line 1, column 1'],
    ['none.txt', 'hello\n', 'line 1, column 1'],
  ])('exits with 254 for %s, with the place and without a stack', async (name, text, where) => {
    const { code, stdout, stderr } = await faultline(
      'check',
      await file(name, text),
      '--model',
      'register',
    );
    expect({ code, stdout }).toEqual({ code: 254, stdout: '' });
    expect(stderr).toContain(where);
    expect(stderr).toMatch(/^faultline: E_HISTORY_\w+: expected .*\n {2}but .*\n {2}-> .*\n$/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it.each([
    [
      'edn',
      '[',
      (text: string) => `{:process :nemesis, :type :info, :f :kill, :value "${text}"}`,
      ' ',
    ],
    [
      'elle-json',
      '[',
      (text: string) => `{"process":"nemesis","type":"info","f":"kill","value":"${text}"}`,
      ',',
    ],
    ['csv', 'process,type,f,value\n', (text: string) => `nemesis,info,kill,"""${text}"""`, ''],
  ] as const)(
    'reads %s files larger than its memory',
    async (format, opening, fault, separator) => {
      const faults = 20_000;
      const line = `${separator}${fault('x'.repeat(4000))}\n`;
      const text =
        opening + fault('first') + '\n' + line.repeat(faults) + (opening === '[' ? ']' : '');
      expect(text.length).toBeGreaterThan(80_000_000);
      const path = await file('large', text);
      const args = ['check', path, '--model', 'register', '--json'];
      const { code, stdout, stderr } = await node('--max-old-space-size=48', MAIN, ...args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(stdout)).toMatchObject({
        outcome: 'valid',
        imported: { format, events: faults + 1 },
      });
    },
    120_000,
  );

  it('exits with 254 for a model that is none, and names the nearest', async () => {
    const { code, stderr } = await faultline('check', 'any', '--model', 'cas-registr');
    expect(code).toBe(254);
    expect(stderr).toContain('did you mean cas-register?');
  });
});

describe('faultline export', () => {
  const history = History.of([
    { process: 0, type: 'invoke', f: 'write', value: [1, 7], time: 1, node: 'n1' },
    { process: 0, type: 'ok', f: 'write', value: [1, 7], time: 2, node: 'n1' },
    { process: 1, type: 'invoke', f: 'read', value: [1, null], time: 3, node: 'n2' },
    { process: 1, type: 'ok', f: 'read', value: [1, null], time: 4, node: 'n2' },
  ]);

  it.each(['edn', 'elle-json'])('writes %s that check judges as the run', async (format) => {
    await file('history.jsonl', [...exportLines(history)].join(''));
    const output = join(folder, 'exported');
    const exported = await faultline('export', folder, '--format', format, '--output', output);
    expect(exported).toEqual({ code: 0, stdout: '', stderr: `4 events written to ${output}\n` });
    const args = ['check', output, '--model', 'cas-register', '--independent', '--json'];
    const { code, stdout } = await faultline(...args);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      imported: { format },
      verdicts: [
        {
          anomalies: [
            {
              key: '1',
              witness: [
                { op: 0, words: 'write(7)' },
                { op: 2, words: 'read() -> null' },
              ],
            },
          ],
        },
      ],
    });
  });

  it('writes to stdout where no file is named', async () => {
    const run = await file('history.jsonl', [...exportLines(history)].join(''));
    const { code, stdout, stderr } = await faultline('export', run, '--format', 'csv');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe([...exportCsv(history)].join(''));
  });

  it('exits with 254 for a run that is none', async () => {
    const { code, stderr } = await faultline('export', folder, '--format', 'edn');
    expect(code).toBe(254);
    expect(stderr).toContain('E_HISTORY_UNREADABLE');
  });

  it('exits with 255 and advice where the disk refuses', async () => {
    const run = await file('history.jsonl', [...exportLines(history)].join(''));
    const output = join(folder, 'no', 'such', 'folder');
    const { code, stderr } = await faultline('export', run, '--format', 'edn', '--output', output);
    expect(code).toBe(255);
    expect(stderr).toContain('E_DISK_ENOENT');
  });
});
