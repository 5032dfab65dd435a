import { expect, test } from 'vitest';
import { proxyArguments } from './proxy.js';

test('proxies are passed on under their lower-case names, and nothing else is', () => {
  const environment = { HTTP_PROXY: 'http://a:1', no_proxy: 'b', https_proxy: '', SECRET: 'x' };
  expect(proxyArguments(environment)).toEqual({ http_proxy: 'http://a:1', no_proxy: 'b' });
});
