import { poll, registerType } from '../../harness/index.js';
import type { ContainerCluster } from '../../tests/support/container-cluster.js';
import { checkHistory, type Checked } from '../../tests/support/check-history.js';

/**
 * Cuts a follower off, writes over another node, and reads over the follower: whether that history is linearizable. The
 * cut is healed at the end.
 */
export async function readOverCutOffFollower(cluster: ContainerCluster): Promise<Checked> {
  const { system, context } = cluster;
  const follower = (await system.roles()).find(({ role }) => role === 'follower')?.node ?? '';
  const others = context.nodes.filter((node) => node !== follower);
  const source = system.clients(registerType, 'pinned');
  const reader = await source.open({ process: 0, node: follower });
  const writer = await source.open({ process: 1, node: others[0] ?? '' });
  const lines = ['process,type,f,value'];
  const ask = async (client: typeof reader, process: number, f: string, value: number | null) => {
    const op = { index: 0, process, type: 'invoke', f, value: ['k', value], time: 0 } as const;
    lines.push(`${process},invoke,${f},${value ?? ''}`);
    const completion = await client.invoke(op);
    const [, came] = completion.value as [string, number | null];
    lines.push(`${process},${completion.type},${f},${came ?? ''}`);
    return came;
  };
  await ask(writer, 1, 'write', 1);
  const bounds = { within_ms: 5000, every_ms: 50 };
  await poll(cluster.clock, bounds, async () =>
    (await ask(reader, 0, 'read', null)) === 1 ? true : null,
  );
  const grudge = {
    [follower]: others,
    ...Object.fromEntries(others.map((node) => [node, [follower]])),
  };
  await context.capabilities.links?.cut(grudge, 'drop');
  await ask(writer, 1, 'write', 2);
  await ask(reader, 0, 'read', null);
  await context.capabilities.links?.heal();
  await Promise.all([reader.close(), writer.close()]);
  return checkHistory(lines.join('\n'), 'register');
}
