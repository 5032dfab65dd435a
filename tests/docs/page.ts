import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A block of code of a page. */
export interface Block {
  readonly language: string;
  /** What stands after the language: the name of the file that the block is, or `nodes`. */
  readonly name: string | null;
  readonly text: string;
}

/** A page, as far as it can be tested. */
export interface Page {
  /** The path of its file in the repository. */
  readonly file: string;
  readonly name: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** A command of a page, and the exit code that the page tells. */
export interface PageCommand {
  readonly words: readonly string[];
  readonly code: number;
  /** Whether it needs real nodes: then it is planned, and not run. */
  readonly onNodes: boolean;
}

/** Every page of docs/, and the README of the repository. */
export async function pages(): Promise<Page[]> {
  const names = (await readdir(join(ROOT, 'docs'))).filter((name) => name.endsWith('.md'));
  const files = names.toSorted().map((name) => `docs/${name}`);
  return Promise.all(['README.md', ...files].map((file) => pageOf(file)));
}

async function pageOf(file: string): Promise<Page> {
  const text = await readFile(join(ROOT, file), 'utf8');
  const blocks = [...text.matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```$/gms)].map(
    ([, language = '', name = null, code = '']) => ({ language, name, text: code }),
  );
  return { file, name: file.replace(/\.md$/, '').replace('/', '-'), text, blocks };
}

/**
 * The commands of a page, in their order: of blocks ```` ```sh ````, and ```` ```sh nodes ````. What is
 * called in the folder of an example (`cd`) is called by the test of the example.
 */
export function commandsOf({ blocks }: Page): PageCommand[] {
  return blocks
    .filter(({ language, text }) => language === 'sh' && !text.startsWith('cd '))
    .flatMap(({ name, text }) =>
      text
        .split('\n')
        .filter((line) => line.startsWith('npx faultline '))
        .map((line) => {
          const [command = ''] = line.split(' #');
          const code = Number(/# exits with (\d+)/.exec(line)?.[1] ?? 0);
          return { words: wordsOf(command), code, onNodes: name === 'nodes' };
        }),
    );
}

/** The words after `npx faultline`, without the quotes around them. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word).slice(2);
}
