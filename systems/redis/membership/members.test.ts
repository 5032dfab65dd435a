import { expect, test } from 'vitest';
import { VirtualClock } from '../../../harness/core/virtual-clock.js';
import { SENTINEL, SERVER } from '../configuration/layout.js';
import { AdminConnection } from '../connection/admin.js';
import { Members } from './members.js';

function threeNodes(): Members {
  const connections = (port: number) =>
    new Map(
      ['n1', 'n2', 'n3'].map((node) => [
        node,
        new AdminConnection('127.0.0.1', port, new VirtualClock(), {}),
      ]),
    );
  return new Members({ servers: connections(1), sentinels: connections(2) });
}

function namesIn(members: Members) {
  return {
    servers: [...members.servers.keys()],
    sentinels: [...members.sentinels.keys()],
  };
}

test('who is out is met by nobody who asks the members, and by who asks all', () => {
  const members = threeNodes();
  members.leave(SERVER, 'n2');
  members.leave(SENTINEL, 'n3');
  expect(namesIn(members)).toEqual({ servers: ['n1', 'n3'], sentinels: ['n1', 'n2'] });
  expect([...members.all.servers.keys()]).toEqual(['n1', 'n2', 'n3']);
  expect(members.isOut(SERVER, 'n2')).toBe(true);
  expect(members.isOut(SENTINEL, 'n2')).toBe(false);
});

test('who joins again has the place that it had', () => {
  const members = threeNodes();
  members.leave(SERVER, 'n1');
  members.join(SERVER, 'n1');
  expect(namesIn(members)).toEqual(namesIn(threeNodes()));
  expect(members.isOut(SERVER, 'n1')).toBe(false);
});
