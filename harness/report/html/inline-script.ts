import { readFileSync } from 'node:fs';
import { compiledModule } from '../../core/compiled-module.js';

const FOLDER = 'harness/report/html/browser';
const IMPORT = /^import\s[^;]*?from '\.\/(?<module>[\w-]+)\.js';$/gm;

/**
 * The page's script as one piece: its compiled modules one after another, each after those it
 * imports, without their imports and exports. It works because the modules import only each
 * other, by name, and no two top-level names are alike.
 */
export function inlineScript(entry = 'main'): string {
  const done = new Set<string>();
  const pieces: string[] = [];
  const visit = (name: string): void => {
    if (done.has(name)) return;
    done.add(name);
    const path = compiledModule(`${FOLDER}/${name}`, import.meta.url, 3);
    const source = readFileSync(path, 'utf8');
    for (const { groups } of source.matchAll(IMPORT)) visit(groups?.['module'] ?? '');
    pieces.push(
      source
        .replaceAll(IMPORT, '')
        .replaceAll(/^export (?:\{\};|)/gm, '')
        .replaceAll(/^\/\/# sourceMappingURL=.*$/gm, '')
        .trim(),
    );
  };
  visit(entry);
  const script = `(() => {\n'use strict';\n${pieces.join('\n')}\n})();`;
  if (script.includes('</')) throw new Error("the page's script would end its own element");
  return script;
}
