import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Machine, Power } from '../../harness/core/machine.js';
import { sleep, systemClock } from '../../harness/core/clock.js';
import { DATA_FOLDER, type Node, type NodePool, type NodeSet } from '../../harness/core/node.js';
import { dockerEngine } from '../engine/docker-engine.js';
import { createNodePool } from '../index.js';
import { OWNER_LABEL } from '../owner/labels.js';
import { engineTestsCanRun } from '../testing/engine-tests.js';
import { processesOf, sandboxOf } from '../testing/in-node.js';
import { ownImage } from '../build/image.js';

const clock = systemClock();
const never = new AbortController().signal;
const ANSWER_MS = 500;
const PORT = 7777;
/** Says `up` to whoever connects, and keeps the connection. */
const SPEAKER = `use Socket; socket(my $s, PF_INET, SOCK_STREAM, 0); setsockopt($s, SOL_SOCKET, SO_REUSEADDR, 1);
bind($s, sockaddr_in(${PORT}, INADDR_ANY)) or die; listen($s, 9); my @kept;
while (accept(my $c, $s)) { syswrite($c, "up"); push @kept, $c }`;

/** A connection from here to a node, and all that came over it. */
class Listener {
  readonly events: string[] = [];
  readonly socket: Socket;

  constructor(address: string) {
    this.socket = connect({ host: address, port: PORT });
    this.socket.on('data', (data) => this.events.push(`data ${data.toString()}`));
    this.socket.on('end', () => this.events.push('end'));
    this.socket.on('error', ({ message }) => this.events.push(`error ${message}`));
  }
}

describe.skipIf(!(await engineTestsCanRun()))('the power of nodes', () => {
  let pool: NodePool;
  let set: NodeSet;
  let power: Power;
  let machine: Machine;

  async function acquire(): Promise<void> {
    set = await pool.acquire({ names: ['n1', 'n2'], image: ownImage('redis') }, never);
    const { capabilities } = set;
    if (capabilities.power === undefined || capabilities.machine === undefined) throw new Error();
    power = capabilities.power;
    machine = capabilities.machine;
  }

  function node(index: number): Node {
    const found = set.nodes[index];
    if (found === undefined) throw new Error(`no node ${index}`);
    return found;
  }

  async function listenTo(one: Node): Promise<Listener> {
    await one.spawn(['perl', '-e', SPEAKER], { logFile: `${DATA_FOLDER}/speaker.log` });
    const listener = { current: new Listener(one.address) };
    await expect
      .poll(() => {
        if (listener.current.socket.destroyed) listener.current = new Listener(one.address);
        return listener.current.events;
      })
      .toEqual(['data up']);
    return listener.current;
  }

  beforeAll(async () => {
    pool = await createNodePool({ run: 'power' });
  });
  beforeEach(acquire);
  afterAll(async () => {
    await pool.dispose();
  });

  test('a node that loses it says nothing more: neither FIN nor RST of what ran on it', async () => {
    const listener = await listenTo(node(0));
    try {
      await power.cut('n1', 'kept');
      await power.cut('n1', 'kept');
      expect(await power.on('n1')).toBe(false);
      expect(await machine.answers('n1', ANSWER_MS)).toBe(false);
      await sleep(clock, 1000);
      expect(listener.events).toEqual(['data up']);
      expect(await power.on('n2')).toBe(true);
    } finally {
      listener.socket.destroy();
    }
  });

  test('a node that is shut down ends its processes, and its connections are closed', async () => {
    const listener = await listenTo(node(0));
    const trap = 'trap "echo told > /data/told; exit" TERM; while :; do sleep 0.1; done';
    await node(0).spawn(['sh', '-c', trap], { logFile: `${DATA_FOLDER}/trap.log` });
    expect(await power.shutDown('n1', 5000)).toBe(true);
    expect(await power.on('n1')).toBe(false);
    expect(listener.events).toEqual(['data up', 'end']);
    await power.start('n1');
    expect(await node(0).readFile('/data/told')).toBe('told\n');
  });

  test('a process that does not end when it is told to does not keep its node on', async () => {
    await node(0).spawn(['sh', '-c', 'trap "" TERM; while :; do sleep 0.1; done'], {
      logFile: `${DATA_FOLDER}/deaf.log`,
    });
    expect(await power.shutDown('n1', 1000)).toBe(false);
    expect(await power.on('n1')).toBe(false);
  });

  test('a node that comes back has its files and its place in the network, and runs nothing', async () => {
    await listenTo(node(0)).then(({ socket }) => socket.destroy());
    await node(0).writeFile(`${DATA_FOLDER}/kept`, 'kept\n');
    await power.cut('n1', 'kept');
    await power.start('n1');
    await power.start('n1');
    expect(await machine.answers('n1', 5000)).toBe(true);
    expect(await node(0).readFile(`${DATA_FOLDER}/kept`)).toBe('kept\n');
    const lookup = await node(0).exec(['getent', 'hosts', 'n2']);
    expect(lookup.stdout.split(/\s+/)[0]).toBe(node(1).address);
    expect((await sandboxOf(node(0)).exec(['ip', 'route'])).stdout).not.toContain('default');
    expect(await processesOf(node(0))).not.toContain('SOCK_STREAM, 0); set');
    const { links } = set.capabilities;
    expect(await links?.probe('n2', 'n1', ANSWER_MS)).toBe(true);
    await links?.cut({ n1: ['n2'] }, 'drop');
    expect(await links?.probe('n2', 'n1', ANSWER_MS)).toBe(false);
    await links?.heal();
    expect(await links?.probe('n2', 'n1', ANSWER_MS)).toBe(true);
  });

  test('nodes that were left without it are as good as new for the next run, and not made anew', async () => {
    const engine = dockerEngine(clock);
    const ids = async () =>
      (await engine.containers(OWNER_LABEL))
        .filter(({ labels }) => labels[OWNER_LABEL]?.startsWith(`${process.pid}-`))
        .map(({ id }) => id)
        .sort();
    await node(0).writeFile(`${DATA_FOLDER}/left`, 'x');
    const before = await ids();
    await power.cut('n1', 'kept');
    await power.shutDown('n2', 1000);
    await acquire();
    expect(await ids()).toEqual(before);
    expect(await node(0).readFile(`${DATA_FOLDER}/left`)).toBeNull();
    expect(await machine.answers('n1', 5000)).toBe(true);
    expect(await machine.answers('n2', 5000)).toBe(true);
    await power.cut('n2', 'kept');
    await power.start('n2');
    await acquire();
    expect(await ids()).toEqual(before);
  });

  test('a pool with nodes that are off is disposed of', async () => {
    const own = await createNodePool({ run: 'power' });
    try {
      const { capabilities } = await own.acquire(
        { names: ['n1'], image: ownImage('redis') },
        never,
      );
      await capabilities.power?.cut('n1', 'kept');
      expect(await capabilities.power?.on('n1')).toBe(false);
    } finally {
      await own.dispose();
    }
  });
});
