import { Curves } from './curves.js';
import { showDetails } from './details.js';
import { latencyCurves, offsetCurves, rateCurves, showLegend } from './legend.js';
import { showOrders } from './orders.js';
import type { PageData } from './page-data.js';
import { followPointer } from './pointer.js';
import { Selection } from './selection.js';
import { Timeline } from './timeline.js';
import { moment, View } from './view.js';

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element ${id}`);
  return found;
}

function canvasById(id: string): HTMLCanvasElement {
  const found = byId(id);
  if (!(found instanceof HTMLCanvasElement)) throw new Error(`${id} is no canvas`);
  return found;
}

function start(): void {
  const data = JSON.parse(byId('page-data').textContent) as PageData;
  const view = new View(data.duration_ns);
  const timeline = new Timeline(canvasById('timeline'), view, data);
  const rate = new Curves(canvasById('rate'), view);
  const latency = new Curves(canvasById('latency'), view);
  const rates = rateCurves(data.buckets);
  const latencies = latencyCurves(data.buckets);
  const clocks = clocksChart(data, view);
  showLegend(byId('rate-legend'), rates);
  showLegend(byId('latency-legend'), latencies);

  let due = false;
  const redraw = (): void => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      timeline.draw();
      rate.draw(data, rates, 'linear', '/s');
      latency.draw(data, latencies, 'log', 'ms');
      clocks?.();
      byId('range').textContent = `${moment(view.from_ns)} to ${moment(view.to_ns)}`;
    });
  };
  view.onChange(redraw);
  window.addEventListener('resize', redraw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

  const selection = new Selection(data, view, (op) => {
    timeline.selected = op;
    byId('details-hint').hidden = true;
    showDetails(byId('details'), op, data);
    redraw();
  });
  const tip = byId('tip');
  followPointer(timeline, {
    click: (x, y) => {
      selection.select(timeline.opAt(x, y) ?? undefined);
    },
    hover: (x, y) => {
      const op = timeline.opAt(x, y);
      tip.hidden = op === null;
      timeline.canvas.style.cursor = op === null ? 'grab' : 'pointer';
      if (op === null) return;
      tip.textContent = [`${op.f} ${op.value}`, op.mark ?? op.type, op.error]
        .filter(Boolean)
        .join(' · ');
      tip.style.left = `${Math.min(x + 12, timeline.width - 200)}px`;
      tip.style.top = `${y + 16}px`;
    },
    leave: () => {
      tip.hidden = true;
    },
  });
  followPointer(rate, {});
  followPointer(latency, {});
  for (const [i, orders] of data.orders.entries()) {
    if (orders !== null) showOrders(byId(`orders-${i}`), orders);
  }
  const goToError = (): void => {
    if (data.firstError !== null) selection.goTo(data.firstError);
  };
  followKeys(timeline, view, selection, goToError);
  followButtons(view, goToError);
  const followHash = (): void => {
    const target = document.getElementById(location.hash.slice(1));
    if (target instanceof HTMLDetailsElement) target.open = true;
    const op = /^#op-(\d+)$/.exec(location.hash)?.[1];
    if (op !== undefined && selection.goTo(Number(op))) {
      byId('timeline-section').scrollIntoView({ block: 'start' });
    }
  };
  window.addEventListener('hashchange', followHash);
  redraw();
  followHash();
}

/** Draws the clocks, where the page has a place for them. */
function clocksChart(data: PageData, view: View): (() => void) | null {
  if (data.clocks.length === 0) return null;
  const chart = new Curves(canvasById('clocks'), view);
  const curves = offsetCurves(data.clocks);
  showLegend(byId('clocks-legend'), curves);
  followPointer(chart, {});
  return () => {
    chart.draw(data, curves, 'signed', 'ms');
  };
}

function followKeys(
  { canvas }: Timeline,
  view: View,
  selection: Selection,
  goToError: () => void,
): void {
  const anything = (): boolean => true;
  const marked = (op: PageData['ops'][number]): boolean => op.mark !== undefined;
  const actions = new Map<string, () => void>([
    [
      'ArrowRight',
      () => {
        selection.step(1, anything);
      },
    ],
    [
      'ArrowLeft',
      () => {
        selection.step(-1, anything);
      },
    ],
    [
      'ArrowDown',
      () => {
        selection.stepLane(1);
      },
    ],
    [
      'ArrowUp',
      () => {
        selection.stepLane(-1);
      },
    ],
    [
      'n',
      () => {
        selection.step(1, marked);
      },
    ],
    [
      'p',
      () => {
        selection.step(-1, marked);
      },
    ],
    ['e', goToError],
    [
      '+',
      () => {
        view.zoom(0.5);
      },
    ],
    [
      '=',
      () => {
        view.zoom(0.5);
      },
    ],
    [
      '-',
      () => {
        view.zoom(2);
      },
    ],
    [
      '0',
      () => {
        view.show(0, view.duration_ns);
      },
    ],
    [
      'a',
      () => {
        view.pan(-0.25);
      },
    ],
    [
      'd',
      () => {
        view.pan(0.25);
      },
    ],
  ]);
  canvas.addEventListener('keydown', (event) => {
    const action = actions.get(event.key);
    if (action === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  });
}

function followButtons(view: View, goToError: () => void): void {
  const actions = new Map<string, () => void>([
    [
      'zoom-in',
      () => {
        view.zoom(0.5);
      },
    ],
    [
      'zoom-out',
      () => {
        view.zoom(2);
      },
    ],
    [
      'zoom-all',
      () => {
        view.show(0, view.duration_ns);
      },
    ],
    ['first-error', goToError],
  ]);
  for (const [id, action] of actions)
    document.getElementById(id)?.addEventListener('click', action);
  const copy = byId('copy');
  copy.addEventListener('click', () => {
    void copyCommand().then((copied) => {
      copy.textContent = copied ? 'Copied' : 'Press Ctrl+C';
    });
  });
}

/** A page that was opened from disk may have no clipboard: then the command is selected. */
async function copyCommand(): Promise<boolean> {
  const command = byId('command');
  try {
    await navigator.clipboard.writeText(command.textContent);
    return true;
  } catch {
    getSelection()?.selectAllChildren(command);
    return false;
  }
}

start();
