import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compose, type ComposedNodes } from './index.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-compose-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function composed(text: string, names?: readonly string[]): ComposedNodes {
  writeFileSync(join(folder, 'compose.yaml'), text);
  return compose(join(folder, 'compose.yaml'), names);
}

function programsOf(nodes: ComposedNodes) {
  const places = Array.from({ length: nodes.nodeCount }, (_, i) => ({
    name: `n${i + 1}`,
    address: `198.18.0.${i + 2}`,
  }));
  return places.map((node) => nodes.start({ node, nodes: places, options: {} }));
}

test('services become nodes, each after those that it depends on, found by their names', () => {
  const nodes = composed(`
services:
  replica:
    image: store:1
    depends_on: { primary: { condition: service_healthy } }
    ports: ['5432:5432']
  primary:
    image: store:1
    container_name: main
    restart: always
`);
  expect(nodes.nodeCount).toBe(2);
  expect(nodes.aliases).toEqual([['primary', 'main'], ['replica']]);
  expect(programsOf(nodes).map(({ name }) => name)).toEqual(['primary', 'replica']);
  expect(nodes.check({}, ['n1', 'n2', 'n3'])).toContain('2 nodes, not 3');
  expect(nodes.ready).toBeUndefined();
});

test('a service brings image, command, environment, user, data folders and files', () => {
  mkdirSync(join(folder, 'conf/sub'), { recursive: true });
  writeFileSync(join(folder, 'conf/a'), 'one\n');
  writeFileSync(join(folder, 'conf/sub/b'), 'two\n');
  const [program] = programsOf(
    composed(`
services:
  db:
    build: { context: ./image }
    entrypoint: [/start]
    command: serve --name "the store" --price=$$5
    environment: [A=1, 'B=x=y']
    user: 70
    working_dir: /work
    volumes:
      - data:/var/lib/db
      - /scratch
      - ./conf:/etc/db:ro
      - { type: bind, source: ./conf/a, target: /a }
volumes: { data: {} }
`),
  );
  expect(program).toEqual({
    name: 'db',
    image: { folder: join(folder, 'image') },
    entrypoint: ['/start'],
    command: ['serve', '--name', 'the store', '--price=$5'],
    environment: { A: '1', B: 'x=y' },
    user: '70',
    workingFolder: '/work',
    dataFolders: ['/var/lib/db', '/scratch'],
    files: { '/etc/db/a': 'one\n', '/etc/db/sub/b': 'two\n', '/a': 'one\n' },
  });
});

test('a health check says when a node is ready', async () => {
  const nodes = composed(`
services:
  db: { image: store, healthcheck: { test: [CMD, db, ping], interval: 1s } }
  web: { image: web }
`);
  const asked: (readonly string[])[] = [];
  const ready = (index: number, exitCode: number) => {
    const all = ['n1', 'n2'].map((name) => ({
      name,
      address: '',
      exec: async (command: readonly string[]) => {
        asked.push(command);
        return { exitCode, stdout: '', stderr: '' };
      },
    }));
    return nodes.ready?.({ node: all[index], nodes: all } as never);
  };
  expect(await ready(0, 1)).toBe(false);
  expect(await ready(0, 0)).toBe(true);
  expect(await ready(1, 1)).toBe(true);
  expect(asked).toEqual([
    ['db', 'ping'],
    ['db', 'ping'],
  ]);
});

test('only the services that are named are taken', () => {
  const text = 'services: { a: { image: x }, b: { image: y }, c: { image: z } }';
  expect(composed(text, ['c', 'a']).aliases).toEqual([['a'], ['c']]);
  expect(() => composed(text, ['d'])).toThrow(/a service d[^]*a, b, c/);
});

describe('what can not be taken over is refused, in words', () => {
  test.each([
    ['services: { db: { image: x, privileged: true } }', /services\.db has privileged/],
    ['services: { db: { image: x } }\nsecrets: {}', /the file has secrets/],
    ['services: { db: { command: run } }', /an image or a build of db/],
    ['services: { db: { image: "x:$TAG" } }', /without variables[^]*x:\$TAG/],
    [
      'services: { a: { image: x, depends_on: [b] }, b: { image: x, depends_on: [a] } }',
      /a -> b -> a/,
    ],
    ['services: { a: { image: x, depends_on: [b] } }', /there is no b/],
    ['services: { a: { image: x, environment: [HOME] } }', /NAME=VALUE[^]*HOME/],
    ['services: { a: { image: x, volumes: ["./none:/x"] } }', /none to be a file/],
    ['services: { a: { image: [', /YAML that can be read/],
  ])('%s', (text, words) => {
    expect(() => composed(text)).toThrow(words);
    expect(() => composed(text)).toThrow(expect.objectContaining({ code: 'E_COMPOSE' }));
  });

  test('a file that is not there', () => {
    expect(() => compose(join(folder, 'absent.yaml'))).toThrow(/absent\.yaml/);
  });
});
