import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { messageOf } from '../core/errors.js';
import type { ImageSource, ProgramSpec } from '../core/programs.js';
import { composeError, type Service } from './service.js';

/** The program that a service runs. @param folder the one of the compose file. */
export function programOf(
  path: string,
  name: string,
  service: Service,
  folder: string,
): ProgramSpec {
  const { command, entrypoint, environment, user, working_dir: workingFolder } = service;
  const { dataFolders, files } = volumesOf(path, name, service, folder);
  return {
    name: name.toLowerCase().replace(/[^a-z0-9_-]+/g, '-'),
    image: imageOf(path, name, service, folder),
    ...(entrypoint === undefined ? {} : { entrypoint: wordsOf(entrypoint) }),
    ...(command === undefined ? {} : { command: wordsOf(command) }),
    ...(environment === undefined ? {} : { environment: environmentOf(path, name, environment) }),
    ...(user === undefined ? {} : { user: String(user) }),
    ...(workingFolder === undefined ? {} : { workingFolder }),
    dataFolders,
    files,
  };
}

/** A command as words; a text is split at its blanks, outside of quotes. `$$` stands for `$`. */
export function wordsOf(command: string | readonly string[]): readonly string[] {
  const words =
    typeof command === 'string'
      ? [...command.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
          word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'),
        )
      : command;
  return words.map(plain);
}

function plain(text: string): string {
  return text.replaceAll('$$', '$');
}

function imageOf(path: string, name: string, service: Service, folder: string): ImageSource {
  const { build, image } = service;
  if (build !== undefined) {
    return { folder: resolve(folder, typeof build === 'string' ? build : build.context) };
  }
  if (image !== undefined) return { name: image };
  throw composeError(path, `an image or a build of ${name}`, 'it has neither');
}

function environmentOf(
  path: string,
  name: string,
  given: NonNullable<Service['environment']>,
): Readonly<Record<string, string>> {
  const pairs = Array.isArray(given)
    ? given.map((pair): [string, string] => {
        const at = pair.indexOf('=');
        if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
        throw composeError(path, `NAME=VALUE in the environment of ${name}`, pair);
      })
    : Object.entries(given).map(([key, value]): [string, string] => [key, String(value)]);
  return Object.fromEntries(pairs.map(([key, value]) => [key, plain(value)]));
}

function volumesOf(path: string, name: string, service: Service, folder: string) {
  const dataFolders: string[] = [];
  const files: Record<string, string> = {};
  for (const volume of service.volumes ?? []) {
    const { source, target, bound } = partsOf(volume);
    if (!target.startsWith('/')) {
      throw composeError(path, `an absolute path for each volume of ${name}`, target);
    }
    if (!bound || source === undefined) dataFolders.push(target);
    else Object.assign(files, textsIn(path, resolve(folder, source), target));
  }
  return { dataFolders, files };
}

function partsOf(volume: NonNullable<Service['volumes']>[number]) {
  if (typeof volume !== 'string') {
    return { source: volume.source, target: volume.target, bound: volume.type === 'bind' };
  }
  const [first = '', second] = volume.split(':');
  if (second === undefined) return { source: undefined, target: first, bound: false };
  return { source: first, target: second, bound: /^[./~]/.test(first) };
}

/** Text files at a path of this machine, by their paths in the container. */
function textsIn(path: string, source: string, target: string): Readonly<Record<string, string>> {
  let found: readonly (readonly [from: string, to: string])[];
  try {
    found = statSync(source).isDirectory()
      ? readdirSync(source, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => {
            const from = join(entry.parentPath, entry.name);
            return [from, posix.join(target, from.slice(source.length))];
          })
      : [[source, target]];
    return Object.fromEntries(found.map(([from, to]) => [to, textOf(from)]));
  } catch (thrown) {
    throw composeError(path, `${source} to be a file, or a folder, of text`, messageOf(thrown));
  }
}

function textOf(path: string): string {
  const bytes = readFileSync(path);
  if (bytes.includes(0)) throw new Error(`${path} is no text`);
  return bytes.toString('utf8');
}
