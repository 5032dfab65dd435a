import { visible } from '../../core/visible.js';

/** Markup that is safe to stand in a page as it is. Only {@link html} makes it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What may stand in a template: text is escaped, markup is not, nothing shows as nothing. */
export type Part = string | number | Markup | null | undefined | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Makes markup; every part that is not markup itself is escaped, also within attributes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = strings[0] ?? '';
  for (const [i, part] of parts.entries()) text += rendered(part) + (strings[i + 1] ?? '');
  return new Markup(text);
}

/** A part that scrolls sideways where it is wider than the screen; by keyboard too, and with a name. */
export function scrollable(label: string, content: Markup, space: '' | 'spaced' = ''): Markup {
  return html`<div class="scroll ${space}" tabindex="0" role="group" aria-label="${label}">
    ${content}
  </div>`;
}

/**
 * A JSON value inside of a script element: no sequence in it can end the element or begin a
 * comment, and nothing is hidden in its texts.
 */
export function inlineJson(value: unknown): Markup {
  return new Markup(
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'string' ? visible(part) : part,
    ).replaceAll('<', '\\u003c'),
  );
}

/** Text as it is, also within quotes; nothing in it is hidden. */
export function escaped(text: string): string {
  return visible(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

function rendered(part: Part): string {
  if (part === null || part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(rendered).join('');
  return escaped(String(part));
}
