import { expect, test } from 'vitest';
import { parseRoutes } from './routes.js';

test('destinations are read from every kind of route but the default one', () => {
  const text = [
    'default via 192.0.2.1 dev eth0 ',
    '172.17.0.0/16 dev docker0 proto kernel scope link src 172.17.0.1 linkdown ',
    'unreachable 198.18.7.0/24 metric 4000000000 ',
    '203.0.113.9 via 192.0.2.1 dev eth0 ',
    '',
  ].join('\n');
  expect(parseRoutes(text)).toEqual(['172.17.0.0/16', '198.18.7.0/24', '203.0.113.9/32']);
});
