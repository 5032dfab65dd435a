import type { Chart } from './canvas.js';

/** Movement below this many pixels is a click. */
const CLICK = 4;

/** What the pointer does on a chart. */
export interface PointerActions {
  hover?(x: number, y: number): void;
  leave?(): void;
  click?(x: number, y: number): void;
}

/** Dragging moves, the wheel with a modifier key zooms, two fingers pinch. */
export function followPointer(chart: Chart, actions: PointerActions): void {
  const { canvas, view } = chart;
  const pointers = new Map<number, number>();
  let moved = 0;
  canvas.addEventListener('pointerdown', (event) => {
    pointers.set(event.pointerId, event.offsetX);
    canvas.setPointerCapture(event.pointerId);
    moved = 0;
  });
  canvas.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) {
      actions.hover?.(event.offsetX, event.offsetY);
      return;
    }
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, event.offsetX);
    moved += Math.abs(event.offsetX - before);
    if (moved < CLICK) return;
    if (other === undefined) {
      view.pan((before - event.offsetX) / (chart.width - chart.gutter));
    } else {
      const [was, is] = [Math.abs(before - other), Math.abs(event.offsetX - other)];
      if (was > 0 && is > 0) view.zoom(was / is, chart.timeAt((event.offsetX + other) / 2));
    }
  });
  const end = (event: PointerEvent): void => {
    const known = pointers.delete(event.pointerId);
    if (known && event.type === 'pointerup' && moved < CLICK) {
      actions.click?.(event.offsetX, event.offsetY);
    }
  };
  canvas.addEventListener('pointerup', end);
  canvas.addEventListener('pointercancel', end);
  canvas.addEventListener('pointerleave', () => {
    actions.leave?.();
  });
  canvas.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) return;
      event.preventDefault();
      view.zoom(Math.exp((event.deltaY + event.deltaX) / 300), chart.timeAt(event.offsetX));
    },
    { passive: false },
  );
}
