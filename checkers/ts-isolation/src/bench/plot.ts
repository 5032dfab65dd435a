/** Processor time for a size, on one curve. */
export interface Point {
  readonly curve: string;
  readonly size: number;
  readonly seconds: number;
}

const [WIDTH, HEIGHT, MARGIN] = [640, 400, 60];
const COLORS = ['#1f77b4', '#d62728', '#2ca02c'];

/** Draws curves on logarithmic axes, as SVG. A curve of n log n has a slope of little more than one. */
export function plotOf(points: readonly Point[]): string {
  const across = scaleOf(
    points.map(({ size }) => size),
    MARGIN,
    WIDTH - 20,
  );
  const up = scaleOf(
    points.map(({ seconds }) => seconds),
    HEIGHT - MARGIN,
    20,
  );
  const curves = [...new Set(points.map(({ curve }) => curve))];
  const drawn = curves.map((curve, at) => {
    const color = COLORS[at % COLORS.length] ?? 'black';
    const own = points.filter((point) => point.curve === curve);
    const places = own.map(({ size, seconds }) => `${across.at(size)},${up.at(seconds)}`);
    const last = own.at(-1);
    const label =
      last === undefined
        ? ''
        : `<text x="${across.at(last.size) - 8}" y="${up.at(last.seconds) - 8}" fill="${color}" text-anchor="end">${curve}</text>`;
    return `<polyline points="${places.join(' ')}" fill="none" stroke="${color}" stroke-width="2"/>${label}`;
  });
  const sizes = across.powers.map(
    (power) =>
      `<text x="${across.at(power)}" y="${HEIGHT - MARGIN + 20}" text-anchor="middle">${power}</text>`,
  );
  const times = up.powers.map(
    (power) => `<text x="${MARGIN - 8}" y="${up.at(power)}" text-anchor="end">${power} s</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    `<path d="M${MARGIN},20V${HEIGHT - MARGIN}H${WIDTH - 20}" fill="none" stroke="black"/>`,
    ...sizes,
    ...times,
    ...drawn,
    `<text x="${WIDTH / 2}" y="${HEIGHT - 16}" text-anchor="middle">transactions</text>`,
    '</svg>',
    '',
  ].join('\n');
}

/** A logarithmic scale over values, and the powers of ten on it. */
function scaleOf(values: readonly number[], from: number, to: number) {
  const [low, high] = [Math.log10(Math.min(...values)), Math.log10(Math.max(...values))];
  const at = (value: number): number =>
    Math.round(from + ((Math.log10(value) - low) / Math.max(high - low, 1e-9)) * (to - from));
  const first = Math.ceil(low);
  const powers = Array.from({ length: Math.max(0, Math.floor(high) - first + 1) }, (_, index) =>
    Number((10 ** (first + index)).toPrecision(1)),
  );
  return { at, powers };
}
