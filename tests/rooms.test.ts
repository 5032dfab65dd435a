import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Rooms from the more special to the more general: a file belongs to the first that fits. */
const ROOMS = [
  'checkers/ts-isolation',
  'checkers/ts-linearizability',
  'harness/core',
  'harness/described',
  'harness/client-program',
  'harness/compose',
  'harness/histories',
  'harness/catalogue',
  'harness/plan',
  'harness/run',
  'harness/store',
  'harness/analysis',
  'harness/report',
  'harness/cli',
  'harness/index.ts',
  'harness/built-in',
  'systems',
  'workloads',
  'nemesis/frames',
  'nemesis',
  'checkers',
  'scenarios',
  'nodes',
  'hosts',
  'docker',
  'bench',
  'tests',
] as const;
type Room = (typeof ROOMS)[number];

/** Who may import whom, beside its own room. */
const MAY_IMPORT: Readonly<Record<Room, readonly Room[]>> = {
  'checkers/ts-isolation': [],
  'checkers/ts-linearizability': [],
  // Only types: those of a sequential specification.
  'harness/core': ['checkers/ts-linearizability'],
  'harness/client-program': ['harness/core'],
  'harness/described': ['harness/core'],
  'harness/compose': ['harness/core', 'harness/described'],
  'harness/histories': ['harness/core', 'checkers/ts-linearizability'],
  'harness/run': ['harness/core'],
  'harness/store': ['harness/core', 'harness/histories'],
  'harness/catalogue': ['harness/core', 'harness/index.ts', 'harness/built-in'],
  'harness/plan': ['harness/core', 'nemesis'],
  'harness/analysis': ['harness/core', 'harness/catalogue'],
  'harness/report': ['harness/core'],
  'harness/index.ts': [
    'harness/core',
    'harness/described',
    'harness/client-program',
    'harness/compose',
    'harness/plan',
    'nemesis/frames',
  ],
  'harness/built-in': ['harness/core', 'systems', 'workloads', 'nemesis', 'checkers', 'scenarios'],
  systems: ['harness/index.ts'],
  workloads: ['harness/core'],
  'nemesis/frames': ['harness/core'],
  nemesis: ['harness/core', 'nemesis/frames'],
  checkers: ['harness/core', 'checkers/ts-isolation', 'checkers/ts-linearizability'],
  scenarios: ['harness/index.ts'],
  nodes: ['harness/core'],
  hosts: ['harness/core', 'nodes'],
  docker: ['harness/core', 'nodes'],
  'harness/cli': [...ROOMS],
  bench: [...ROOMS],
  tests: [...ROOMS],
};

/** Packages that only these places may know. */
const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  ioredis: ['systems/redis/'],
  dockerode: ['docker/'],
  execa: ['docker/', 'hosts/'],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter(
      (entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'),
    )
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !/(^|\/)(dist|node_modules)\//.test(path));
}

const files = [
  ...new Set(ROOMS.flatMap((room) => (room.endsWith('.ts') ? [room] : sources(room)))),
];

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const specifiers = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g,
  );
  return [...specifiers].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? '';
    const to = specifier.startsWith('.')
      ? relative(root, resolve(root, dirname(file), specifier)).replace(/\.js$/, '.ts')
      : specifier;
    return {
      from: file,
      to: to.startsWith('ts-') ? `checkers/${to}/src/index.ts` : to,
    };
  });
}

function roomOf(file: string): Room | undefined {
  return ROOMS.find((room) => file === room || file.startsWith(`${room}/`));
}

/** Tests and what only tests use may reach across rooms: they wire what they test. */
function isTest(file: string): boolean {
  return file.endsWith('.test.ts') || /(^|\/)testing\//.test(file) || file.startsWith('tests/');
}

const imports = files.flatMap(importsOf);
const inSources = imports.filter(({ from }) => !isTest(from));

function trespassers(all: readonly Import[]): string[] {
  return all.flatMap(({ from, to }) => {
    const [mine, theirs] = [roomOf(from), roomOf(to)];
    if (mine === undefined || theirs === undefined || mine === theirs) return [];
    return MAY_IMPORT[mine].includes(theirs) ? [] : [`${from} imports ${to}`];
  });
}

describe('the rooms of the house', () => {
  it('reads the imports of every room', () => {
    for (const room of ROOMS) {
      if (room === 'tests' || room === 'bench') continue;
      expect(
        files.some((file) => roomOf(file) === room),
        room,
      ).toBe(true);
    }
    expect(inSources.length).toBeGreaterThan(100);
  });

  it('import only what their rule allows', () => {
    expect(trespassers(inSources)).toEqual([]);
  });

  it('let the vocabulary take nothing but types of the package', () => {
    const strays = files.filter(
      (file) =>
        roomOf(file) === 'harness/core' &&
        /(?:import|export)(?!\s+type\b)[^;'"]*?from\s+'ts-/.test(
          readFileSync(join(root, file), 'utf8'),
        ),
    );
    expect(strays).toEqual([]);
  });

  it('keep ioredis, dockerode and execa in their places', () => {
    const strays = imports.flatMap(({ from, to }) => {
      const places = ONLY_IN[to];
      return places === undefined || [...places, 'bench/'].some((place) => from.startsWith(place))
        ? []
        : [`${from} imports ${to}`];
    });
    expect(strays).toEqual([]);
  });

  it('leave the terminal to the one file that makes harmless what it prints', () => {
    const writers = files.filter(
      (file) =>
        !/^(bench|checkers\/ts-(linearizability|isolation))\/|\.test\.|(^|\/)(testing|browser)\//.test(
          file,
        ) &&
        !file.startsWith('tests/') &&
        /process\.std(out|err)\b|\bconsole\.[a-z]+\(/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(writers).toEqual(['harness/cli/output.ts']);
  });

  it('would be caught if they did not', () => {
    const planted = [
      { from: 'harness/core/op.ts', to: 'harness/run/run.ts' },
      { from: 'nemesis/partition.ts', to: 'docker/index.ts' },
      { from: 'systems/redis/poll.ts', to: 'harness/core/poll.ts' },
      { from: 'checkers/ts-linearizability/src/index.ts', to: 'harness/core/op.ts' },
      {
        from: 'checkers/ts-isolation/src/index.ts',
        to: 'checkers/ts-linearizability/src/index.ts',
      },
    ];
    expect(trespassers(planted)).toHaveLength(5);
  });

  it('have no file outside of them', () => {
    const strays = files.filter((file) => roomOf(posix.normalize(file)) === undefined);
    expect(strays).toEqual([]);
  });
});
