import { boundInWords, figureAt, isWithin, valueInWords } from '../../../core/bound.js';
import type { RunReport } from '../../../core/results.js';
import { html, type Markup } from '../markup.js';

const WIDTH = 720;
const HEIGHT = 34;
const BAR = { top: 10, height: 14 };
/** How much of the width the largest of the figure and the limits takes. */
const FULL = 0.9;

/** The figure that a scenario bounds, as a bar, with its limits as lines across it; `null` where there is no such figure. */
export function boundFigure({ scenario, analysis }: RunReport): Markup | null {
  const bound = scenario?.bound;
  if (bound === undefined) return null;
  const details = analysis.verdicts.find(({ checker }) => checker === bound.checker)?.details;
  const figure = details === undefined ? null : figureAt(details, bound.figure);
  if (figure === null) return null;
  const limits = [bound.atLeast, bound.atMost].filter((limit) => limit !== undefined);
  const largest = Math.max(figure, ...limits, Number.MIN_VALUE);
  const x = (value: number): string => ((Math.max(0, value) / largest) * FULL * WIDTH).toFixed(1);
  const words = `${boundInWords(bound)}: it is ${valueInWords(bound, figure)}`;
  return html`<figure class="bound">
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${words}">
      <rect class="room" y="${BAR.top}" width="${WIDTH}" height="${BAR.height}" />
      <rect
        class="${isWithin(figure, bound) ? 'within' : 'beyond'}"
        y="${BAR.top}"
        width="${x(figure)}"
        height="${BAR.height}"
      />
      ${limits.map(
        (limit) => html`<line x1="${x(limit)}" x2="${x(limit)}" y1="2" y2="${HEIGHT - 2}" />`,
      )}
    </svg>
    <figcaption class="small">${words}. The lines are the limits.</figcaption>
  </figure>`;
}
