import { describe, expect, it } from 'vitest';

import { faultline } from '../support/cli.js';
import { expectBadInput } from '../support/memory-runs.js';

describe('help', () => {
  it('begins with examples', async () => {
    const { code, stdout } = await faultline('--help');
    expect(code).toBe(0);
    expect(stdout.indexOf('Examples:')).toBe(0);
    expect(stdout).toContain('Exit codes');
  });

  it('is there for every command', async () => {
    for (const command of [
      'demo',
      'run',
      'scenario',
      'analyze',
      'report',
      'list',
      'doctor',
      'clean',
    ]) {
      const { code, stdout } = await faultline(command, '--help');
      expect(code, command).toBe(0);
      expect(stdout).toContain('Usage:');
    }
  });

  it('list says of what can’t be used with a system why, and of the rest nothing', async () => {
    const text = await faultline('list', '--system', 'memory');
    expect(text.stdout).toMatch(/freeze-any .*\[not with memory: start-freeze needs "machine"/);
    expect(text.stdout).toMatch(/partition-watchers .*\[not with memory: .*nodes that watch/);
    expect(text.stdout).not.toMatch(/^ +(partition-halves|everything|none|register) .*not with/m);
    const { stdout } = await faultline('list', 'nemeses', '--system', 'memory', '--json');
    const { nemeses } = JSON.parse(stdout) as { nemeses: { name: string; refused?: object }[] };
    const refused = nemeses.filter((row) => row.refused !== undefined).map(({ name }) => name);
    expect(refused).toEqual(expect.arrayContaining(['freeze-any', 'disk-mix']));
    expect(refused).not.toContain('partition-primary');
    const gone = await faultline('list', '--system', 'memmory');
    expect([gone.code, gone.stderr]).toEqual([254, expect.stringMatching(/did you mean memory/)]);
  });

  it('list tells what can be named', async () => {
    const { code, stdout } = await faultline('list', '--json');
    const lists = JSON.parse(stdout) as Record<string, { name: string; summary: string }[]>;
    expect(code).toBe(0);
    expect(stdout).not.toContain('not with');
    expect(lists['systems']?.map(({ name }) => name)).toContain('redis-sentinel');
    for (const rows of Object.values(lists)) {
      expect(rows.length).toBeGreaterThan(0);
      for (const { summary } of rows) expect(summary.length).toBeGreaterThan(5);
    }
  });
});

describe('bad input', () => {
  it.each([
    [['run', '--system', 'redis-sentinal'], /did you mean redis-sentinel/],
    [['run', '--rate', 'fast'], /expected a number of 0 or more/],
    [['run', '--concurrency', '0'], /expected a whole number from 1/],
    [['run', '--nodes', '-3'], /whole number/],
    [['run', '--seed', '99999999999'], /from 0 to 4294967295/],
    [
      ['run', '--system', 'memory', '--system-option', 'splitbrain=true'],
      /an option of memory: splitBrain/,
    ],
    [
      ['run', '--system', 'memory', '--system-option', 'splitBrain=7'],
      /splitBrain of memory to be yes or no/,
    ],
    [['run', '--system', 'memory', '--clients', 'primary'], /clients that memory has: pinned/],
    [['run', '--system', 'memory', '--nemesis', 'earthquake'], /the name of a nemesis/],
    [
      ['run', '--dry-run', '--nemesis', 'partition-watchers'],
      /needs watchers on nodes of their own[^]*dataNodes=3/,
    ],
    [
      ['run', '--dry-run', '--nodes', '2', '--system-option', 'dataNodes=3'],
      /dataNodes of at most 2[^]*it is 3/,
    ],
    [['run', '--system', 'memory', '--checkers', 'luck'], /the name of a checker/],
    [
      ['run', '--system', 'memory', '--workload', 'register', '--checkers', 'lost-writes'],
      /lost-writes judges a set only/,
    ],
    [['run', '--subnet', '10.0.0.0/24'], /a network inside of 198\.18\.0\.0\/15/],
    [['run', '--subnet', '198.16.0.0/12'], /a network inside of 198\.18\.0\.0\/15/],
    [['run', '--system', 'memory', '--subnet', '198.18.7.0/24'], /has no network/],
    [['run', '--schedule', 'x.json', '--nemesis', 'kill-primary'], /cannot be used with.*nemesis/],
    [['run', '--schedule', 'x.json', '--active', '3'], /cannot be used with.*active/],
    [['run', '--replay', 'x', '--nemesis', 'kill-primary'], /cannot be used with.*nemesis/],
    [['run', '--replay', 'x', '--rate', '9'], /cannot be used with.*rate/],
    [['run', '--replay', 'x', '--schedule', 'x.json'], /cannot be used with/],
    [['run', '--dry-run', '--repeat', '3'], /cannot be used with.*repeat/],
    [
      ['run', '--system', 'memory', '--active', '3'],
      /a fault that --active can be about[^]*none was asked for/,
    ],
    [
      ['run', '--dry-run', '--system-option', 'minReplicasToWrite=5'],
      /minReplicasToWrite from 0 to 2/,
    ],
    [['run', '--dry-run', '--system-option', 'appendonly=maybe'], /appendonly=yes/],
    [['scenario', 'run', '--all', 'healthy-memory'], /leave one of them out/],
    [['demo', '--simulated', '--subnet', '198.18.7.0/24'], /cannot be used with/],
    [
      ['scenario', 'run', 'healthy-*', '--jobs', '2', '--subnet', '198.18.7.0/24'],
      /names one network/,
    ],
    [['scenario', 'record', '--results', 'no-such-folder'], /judged runs of scenarios/],
    [['scenario', 'run'], /names of scenarios, or --all/],
    [['scenario', 'run', 'healty-memory'], /did you mean healthy-memory/],
    [['analyze', 'no-such-folder'], /the folder of a run/],
    [['report', 'no-such-folder'], /the folder of a run/],
    [['list', 'colours'], /Allowed choices/],
    [['frobnicate'], /unknown command/],
    [['run', '--frobnicate'], /unknown option/],
    [['scenario', 'run', '--frobnicate'], /unknown option/],
    [['run', '--system', 'x\u001b[2J\u009b'], /"x\\u001b\[2J\\u009b" is none/],
    [['run', '--frob\u001b[2J'], /unknown option '--frob\\u001b\[2J'/],
  ])('%j is refused with a message and 254', async (args, message) => {
    expectBadInput(await faultline(...args), message);
  });
});
