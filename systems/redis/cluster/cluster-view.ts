import type { AdminConnection } from '../connection/admin.js';
import { parseInfo } from '../observation/replication-info.js';
import type { SlotRange } from './hash-slot.js';

/** What one node of a cluster says of another, or of itself: a line of `CLUSTER NODES`. */
export interface Peer {
  readonly id: string;
  readonly address: string;
  /** `myself`, `master`, `slave`, `fail`, `fail?`, `handshake`, `noaddr`, `nofailover`. */
  readonly flags: ReadonlySet<string>;
  /** The id of the primary that it follows; `null` of a primary. */
  readonly follows: string | null;
  readonly configEpoch: number;
  readonly connected: boolean;
  readonly slots: readonly SlotRange[];
  /** Slots that are being moved to or from it; it alone says so. */
  readonly openSlots: readonly number[];
}

/** What one node says of the whole cluster. */
export interface ClusterView {
  readonly peers: readonly Peer[];
  /** `cluster_state`: whether it serves its slots. */
  readonly isOk: boolean;
  readonly currentEpoch: number;
}

/** The lines of a `CLUSTER NODES` reply. (Redis documentation, CLUSTER NODES.) */
export function parseClusterNodes(text: string): readonly Peer[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): Peer => {
      const [id = '', where = '', flags = '', follows, , , epoch, link, ...slots] = line
        .trim()
        .split(' ');
      return {
        id,
        address: where.slice(0, where.indexOf(':')),
        flags: new Set(flags.split(',')),
        follows: follows === '-' || follows === undefined ? null : follows,
        configEpoch: Number(epoch),
        connected: link === 'connected',
        slots: slots.filter((text) => !text.startsWith('[')).map(rangeOf),
        openSlots: slots
          .filter((text) => text.startsWith('['))
          .map((text) => Number.parseInt(text.slice(1), 10)),
      };
    });
}

function rangeOf(text: string): SlotRange {
  const [from, to = from] = text.split('-').map(Number);
  return { from: from ?? Number.NaN, to: to ?? Number.NaN };
}

/** What a node says of the cluster. @throws what {@link AdminConnection.ask} throws. */
export async function askClusterView(server: AdminConnection): Promise<ClusterView> {
  const [nodes, info] = await Promise.all([
    server.ask('CLUSTER', 'NODES'),
    server.ask('CLUSTER', 'INFO'),
  ]);
  const fields = parseInfo(String(info));
  return {
    peers: parseClusterNodes(String(nodes)),
    isOk: fields.get('cluster_state') === 'ok',
    currentEpoch: Number(fields.get('cluster_current_epoch')),
  };
}

/** What a node says of itself. */
export function selfIn({ peers }: ClusterView): Peer | undefined {
  return peers.find(({ flags }) => flags.has('myself'));
}

/** Whether it serves slots, in the eyes of whoever says this of it. */
export function isPrimary({ flags, slots }: Peer): boolean {
  return flags.has('master') && !flags.has('fail') && slots.length > 0;
}
