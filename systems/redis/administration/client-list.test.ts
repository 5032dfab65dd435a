import { expect, test } from 'vitest';
import { clientsAmong, parseClientList } from './client-list.js';

const LIST = [
  'id=3 addr=198.18.0.1:50000 laddr=198.18.0.2:6379 fd=8 name= cmd=sadd',
  'id=4 addr=198.18.0.3:41000 laddr=198.18.0.2:6379 fd=9 name=sentinel-1-cmd cmd=ping',
  'id=7 addr=198.18.0.1:50001 laddr=198.18.0.2:6379 fd=10 name= cmd=client|list',
  '',
].join('\n');

test('neither the connections of nodes nor the asking one count as clients', () => {
  expect(clientsAmong(parseClientList(LIST), '7', (address) => address === '198.18.0.3')).toEqual([
    '3',
  ]);
});

test('an empty list has no clients', () => {
  expect(parseClientList('\n')).toEqual([]);
});
