import type { RunReport } from '../../../core/results.js';
import { count } from '../../../core/words.js';
import { LANE_HEIGHT, piecesOf, shapeOf, type DrawnOp } from '../browser/op-shapes.js';
import type { PageData } from '../browser/page-data.js';
import { html, type Markup } from '../markup.js';

/** Each kind of op as the timeline draws it; an op without an answer has no end. */
const KINDS: readonly (readonly [op: Pick<DrawnOp, 'type' | 'mark' | 'to_ns'>, words: string])[] = [
  [{ type: 'ok', to_ns: 0 }, 'ok'],
  [{ type: 'fail', to_ns: 0 }, 'fail'],
  [{ type: 'info', to_ns: 0 }, 'info: unknown outcome'],
  [{ type: 'info' }, 'no answer'],
  [{ type: 'ok', mark: 'lost', to_ns: 0 }, 'acknowledged, then lost'],
  [{ type: 'ok', mark: 'proof', to_ns: 0 }, 'named by an anomaly'],
];
const KIND_WIDTH = 12;

/** Ops, roles and faults over time, with rate and latency below on the same axis. */
export function timelineSection(report: RunReport, data: PageData): Markup {
  const omitted = data.gaps.reduce((sum, gap) => sum + gap.ops, 0);
  return html`<section id="timeline-section">
    <h2>What happened</h2>
    <p class="lead">
      ${
        report.plan.imported === undefined
          ? 'One lane per client thread; bands show faults and what each node took itself for.'
          : 'One lane per process.'
      }
      Drag to move, pinch or hold Shift and scroll to zoom.
      ${
        omitted === 0
          ? null
          : `Shown are ${count(data.ops.length)} ops near what matters; the history file and the curves have ${count(omitted)} more.`
      }
    </p>
    <div class="card">
      <div class="tools">
        ${
          data.firstError === null
            ? null
            : html`<button type="button" id="first-error" class="alarm">First error</button>`
        }
        <button type="button" id="zoom-in" aria-label="zoom in">+</button>
        <button type="button" id="zoom-out" aria-label="zoom out">−</button>
        <button type="button" id="zoom-all">Whole run</button>
        <ul class="legend small">
          ${KINDS.map(([op, words]) => html`<li>${shapeIcon({ ...op, lane: 1, f: '' })}${words}</li>`)}
        </ul>
        <output id="range"></output>
      </div>
      <div class="chart">
        <canvas
          id="timeline"
          tabindex="0"
          role="application"
          aria-label="Timeline of ${data.ops.length} ops. Arrow keys select ops, e jumps to the first error."
          aria-describedby="keys"
        ></canvas>
        <div id="tip" hidden></div>
      </div>
      <div class="selected">
        <p class="muted small" id="details-hint">
          <span id="keys"
            >Select an op: click it, or focus the timeline and press <kbd>←</kbd> <kbd>→</kbd>
            <kbd>↑</kbd> <kbd>↓</kbd>; <kbd>n</kbd> <kbd>p</kbd> next and previous marked op,
            <kbd>e</kbd> first error, <kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd> zoom, <kbd>a</kbd>
            <kbd>d</kbd> move.</span
          >
        </p>
        <dl id="details" aria-live="polite"></dl>
      </div>
      <div class="chart-title">
        Ops per second
        <ul class="legend" id="rate-legend"></ul>
      </div>
      <canvas id="rate" role="img" aria-label="Ops per second over time"></canvas>
      <div class="chart-title">
        Latency
        <ul class="legend" id="latency-legend"></ul>
      </div>
      <canvas id="latency" role="img" aria-label="Latency over time"></canvas>
      ${
        data.clocks.length === 0
          ? null
          : html`<div class="chart-title">
                Wall clocks, ahead of the host’s
                <ul class="legend" id="clocks-legend"></ul>
              </div>
              <canvas id="clocks" role="img" aria-label="Wall clocks over time"></canvas>`
      }
    </div>
    <noscript
      ><p>The timeline needs JavaScript; everything else on this page does not.</p></noscript
    >
    ${report.history.length === 0 ? html`<p>The history is empty.</p>` : null}
  </section>`;
}

function shapeIcon(op: DrawnOp): Markup {
  return html`<svg class="shape" viewBox="0 0 ${KIND_WIDTH} ${LANE_HEIGHT}" aria-hidden="true">
    ${piecesOf(op, 0, KIND_WIDTH).map(
      ({ x, y, width, height }) =>
        html`<rect
          x="${x}"
          y="${y}"
          width="${width}"
          height="${height}"
          fill="var(--${shapeOf(op).color})"
        />`,
    )}
  </svg>`;
}
