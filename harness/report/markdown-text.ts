import { visible } from '../core/visible.js';

/** Text as it is: no markup, no cell or line ends. */
export function escaped(text: string): string {
  return visible(text.replaceAll(/\s+/g, ' '))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_{}[\]()#|!~@]/g, (character) => `\\${character}`);
}
