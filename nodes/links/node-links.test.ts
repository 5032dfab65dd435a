import { expect, test } from 'vitest';
import { systemClock } from '../../harness/core/clock.js';
import { EnvironmentError } from '../../harness/core/errors.js';
import type { ExecResult } from '../../harness/core/exec.js';
import type { NodeNetwork } from '../node-network.js';
import { NodeLinks } from './node-links.js';

const DONE: ExecResult = { exitCode: 0, stdout: '', stderr: '' };

class StubNode implements NodeNetwork {
  readonly commands: (readonly string[])[] = [];
  answer: (command: readonly string[]) => ExecResult = () => DONE;
  readonly name: string;
  readonly address: string;

  constructor(name: string, address: string) {
    this.name = name;
    this.address = address;
  }

  async exec(command: readonly string[]): Promise<ExecResult> {
    this.commands.push(command);
    return this.answer(command);
  }
}

function cluster() {
  const n1 = new StubNode('n1', '198.18.7.2');
  const n2 = new StubNode('n2', '198.18.7.3');
  const n3 = new StubNode('n3', '198.18.7.4');
  return { n1, n2, n3, links: new NodeLinks([n1, n2, n3], '198.18.7.1', systemClock()) };
}

test('a cut touches the nodes that discard, and no other', async () => {
  const { n1, n2, n3, links } = cluster();
  await links.cut({ n1: ['n3'] }, 'drop');
  expect([n1, n2, n3].map(({ commands }) => commands.length)).toEqual([1, 0, 0]);
  expect(n1.commands[0]?.join(' ')).toContain('-I FAULTLINE -s 198.18.7.4 -j DROP');
});

test('what is cut is cut again in a node that was started anew, until it is healed', async () => {
  const { n1, n2, links } = cluster();
  await links.cut({ n1: ['n3'] }, 'drop');
  await links.cut({ n2: ['n1'] }, 'drop');
  await links.restore('n1');
  expect(n1.commands.map((command) => command.at(-1))).toEqual([
    n1.commands[0]?.at(-1),
    n1.commands[0]?.at(-1),
  ]);
  expect(n2.commands).toHaveLength(1);
  await links.heal();
  n1.commands.length = 0;
  await links.restore('n1');
  expect(n1.commands).toEqual([]);
});

test.each([{ n1: ['n9'] }, { n9: ['n1'] }, { n1: ['n1'] }])(
  'a grudge that makes no sense is refused before anything is cut: %o',
  async (grudge) => {
    const { n1, links } = cluster();
    await expect(links.cut({ n1: ['n2'], ...grudge }, 'drop')).rejects.toMatchObject({
      code: 'E_LINK',
    });
    expect(n1.commands).toEqual([]);
  },
);

test('a cut that iptables refuses is an error: no partition is taken for done', async () => {
  const { n1, links } = cluster();
  n1.answer = () => ({ exitCode: 1, stdout: '', stderr: 'no such table' });
  await expect(links.cut({ n1: ['n2'] }, 'drop')).rejects.toThrow(/no such table/);
});

test('healing goes on at the other nodes where one fails, and then says so', async () => {
  const { n1, n2, n3, links } = cluster();
  n1.answer = () => ({ exitCode: 4, stdout: '', stderr: 'locked' });
  await expect(links.heal()).rejects.toBeInstanceOf(EnvironmentError);
  for (const node of [n2, n3])
    expect(node.commands).toEqual([['iptables', '-w', '-F', 'FAULTLINE']]);
});

test('probes asked for together are one command per node, and each gets its own answer', async () => {
  const { n1, n2, links } = cluster();
  n1.answer = () => ({ ...DONE, stdout: '198.18.7.4\n' });
  n2.answer = () => ({ ...DONE, stdout: '198.18.7.2\n' });
  const answers = await Promise.all([
    links.probe('n1', 'n2', 100),
    links.probe('n1', 'n3', 200),
    links.probe('n2', 'n1', 100),
  ]);
  expect(answers).toEqual([false, true, true]);
  expect([n1.commands.length, n2.commands.length]).toEqual([1, 1]);
});

test('a probe that can’t be made is an error, and not an unreachable peer', async () => {
  const { n1, links } = cluster();
  n1.answer = () => ({ exitCode: 127, stdout: '', stderr: 'perl: not found' });
  await expect(links.probe('n1', 'n2', 100)).rejects.toThrow(/perl: not found/);
});
