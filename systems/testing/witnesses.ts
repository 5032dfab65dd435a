import { expect } from 'vitest';
import type { System } from '../../harness/index.js';

/** Expects what nodes of one leader say of their replication: one epoch, and links to the leader that are up. */
export async function expectOneEpoch(system: System): Promise<void> {
  const leader = (await system.capabilities.primaries?.primary()) ?? '';
  const views = (await system.witness?.())?.nodes ?? [];
  expect(views).toHaveLength(3);
  expect(new Set(views.map(({ epoch }) => epoch)).size).toBe(1);
  for (const { node, offset, linkUp } of views) {
    expect(offset).toBeGreaterThan(0);
    expect(linkUp).toBe(node === leader ? undefined : true);
  }
}
