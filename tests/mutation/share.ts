import process from 'node:process';

const { SHARE = '1/1' } = process.env;
const [part = 0, parts = 0] = SHARE.split('/').map(Number);
if (!(part >= 1 && part <= parts)) {
  throw new Error(`SHARE: expected a part of all functions, such as 2/5, but it is ${SHARE}`);
}

const FUNCTIONS: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'ClassMethod',
  'ClassPrivateMethod',
]);
let functions = 0;

/** Leaves out functions that are not in the share: of `2/5`, every fifth is in it, from the second one on. */
function shouldIgnore({ node }: { readonly node: { readonly type: string } }): string | undefined {
  if (!FUNCTIONS.has(node.type)) return undefined;
  functions += 1;
  return (functions - 1) % parts === part - 1 ? undefined : `not in the share ${SHARE}`;
}

/** What Stryker looks for in a plugin. */
export const strykerPlugins = [{ kind: 'Ignore', name: 'share', value: { shouldIgnore } }];
