import { expect, test } from 'vitest';
import { parseOptions, parseTargets } from './apt-sources.js';

test('archives of the release are taken, its own one first, and others’ are not', () => {
  const targets = [
    'http://mirror.test/debian-security/|bookworm-security|main',
    'http://mirror.test/debian/|bookworm|main',
    'http://mirror.test/debian/|bookworm|main',
    'http://mirror.test/debian/|bookworm|contrib',
    'http://vendor.test/apt/|nodistro|main',
    'http://mirror.test/debian/|bookworm-updates|main',
    '',
  ].join('\n');
  expect(parseTargets(targets, 'bookworm')).toEqual([
    { uri: 'http://mirror.test/debian/', suite: 'bookworm', components: ['main', 'contrib'] },
    { uri: 'http://mirror.test/debian/', suite: 'bookworm-updates', components: ['main'] },
    {
      uri: 'http://mirror.test/debian-security/',
      suite: 'bookworm-security',
      components: ['main'],
    },
  ]);
  expect(parseTargets(targets, 'noble')).toEqual([]);
});

test('options of fetching are taken, the host’s own paths, hooks and credentials are not', () => {
  const dump = [
    'APT::Architecture "amd64";',
    'Acquire::http::Proxy "http://proxy.test:3142";',
    'Acquire::https::CaInfo "/etc/ssl/office.pem";',
    'Acquire::Check-Valid-Until "false";',
    'Acquire::Languages:: "none";',
    'DPkg::Post-Invoke:: "/usr/bin/something";',
    'Acquire::Retries "3";',
  ].join('\n');
  expect(parseOptions(dump)).toEqual([
    'Acquire::http::Proxy "http://proxy.test:3142";',
    'Acquire::Check-Valid-Until "false";',
    'Acquire::Retries "3";',
  ]);
});
