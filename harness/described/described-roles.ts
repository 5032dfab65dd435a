import type { Primaries } from '../core/capabilities.js';
import type { RoleView } from '../core/cluster-view.js';

/**
 * The node that most nodes take for the one that takes writes, by what each says: itself, or the node
 * that it follows. Where nobody says whom it follows: the only one that takes writes.
 */
export function primaryIn(
  roles: readonly RoleView[],
  takesWrites: readonly string[],
): string | null {
  const claimants = roles.filter(({ role }) => takesWrites.includes(role));
  if (!roles.some(({ follows }) => follows !== undefined)) {
    return claimants.length === 1 ? (claimants[0]?.node ?? null) : null;
  }
  for (const { node } of claimants) {
    const votes = roles.filter((one) => one.node === node || one.follows === node).length;
    if (votes * 2 > roles.length) return node;
  }
  return null;
}

/**
 * Who takes writes, by what the nodes say.
 * @param several whether several nodes may, at a time and by right: then all that say so do.
 */
export function primariesByRoles(
  ask: () => Promise<readonly RoleView[]>,
  takesWrites: readonly string[],
  several = false,
): Primaries {
  const primary = async () => primaryIn(await ask(), takesWrites);
  if (!several) return { primary };
  const all = async () =>
    (await ask()).flatMap(({ node, role }) => (takesWrites.includes(role) ? [node] : []));
  return { primary, all };
}
