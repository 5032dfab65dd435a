import process from 'node:process';

const { SHARE = '1/1' } = process.env;
const [chosen = '', of = ''] = SHARE.split('/');
const parts = Number(of);
const inShare = new Set(chosen.split(',').map(Number));
const isPart = (part: number) => Number.isInteger(part) && part >= 1 && part <= parts;
if (![...inShare].every(isPart)) {
  throw new Error(
    `SHARE: expected one or more parts of all functions, such as 2/5 or 2,4/5, but it is ${SHARE}`,
  );
}

/** Functions, and what fields of classes begin with. */
const UNITS: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'ClassMethod',
  'ClassPrivateMethod',
  'ClassProperty',
  'ClassPrivateProperty',
]);
let units = 0;

/** Leaves out functions and fields that are not in the share: of `2/5`, every fifth is in it, from the second one on. */
function shouldIgnore({ node }: { readonly node: { readonly type: string } }): string | undefined {
  if (!UNITS.has(node.type)) return undefined;
  units += 1;
  return inShare.has(((units - 1) % parts) + 1) ? undefined : `not in the share ${SHARE}`;
}

/** What Stryker looks for in a plugin. */
export const strykerPlugins = [{ kind: 'Ignore', name: 'share', value: { shouldIgnore } }];
