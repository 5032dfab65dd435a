import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

import { InputError, messageOf } from '../core/errors.js';
import { scenarioRecordSchema } from '../core/scenario-schema.js';
import type { TrackRecord } from '../core/track-record.js';
import { diskError } from './disk-error.js';
import { writeWhole } from './run-writer.js';

const FORMAT = 1;

const text = z.string().min(1);
const count = z.number().int().nonnegative();
const range = z
  .tuple([z.number(), z.number()])
  .refine(([low, high]) => low <= high, 'the first number is the lower one');

const tally = z
  .strictObject({
    versions: z.record(z.string(), z.string()),
    runs: count.positive(),
    asExpected: count,
    provedNothing: count,
    duration_s: range.optional(),
    figures: z.record(z.string(), range),
    anomalies: z.record(z.string(), z.strictObject({ runs: count, asExpected: count })),
    others: z.array(z.strictObject({ startedAt: text, sentence: z.string() })),
    started: z.tuple([text, text]).optional(),
    counted: z.array(text),
  })
  .refine(
    ({ runs, asExpected, others }) => asExpected + others.length === runs,
    '`others` has each of the `runs` that are not in `asExpected`',
  )
  .refine(
    ({ runs, counted }) => counted.length <= runs,
    '`counted` has at most one id for each of the `runs`',
  );

const scenario = z
  .strictObject({
    scenario: scenarioRecordSchema,
    system: text,
    workload: text,
    tallies: z.array(tally).min(1),
  })
  .refine(
    ({ tallies }) => areDistinct(tallies.flatMap(({ counted }) => counted)),
    'each id stands once in the lists `counted` of a scenario',
  );

/** A record as it stands in a file. */
const file = z.strictObject({
  format: z.literal(FORMAT),
  scenarios: z
    .array(scenario)
    .refine(
      (all) => areDistinct(all.map((one) => one.scenario.name)),
      'each scenario stands in it once',
    ),
}) as unknown as z.ZodType<TrackRecord>;

function areDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

/**
 * Reads a record; one without runs where there is no such file.
 * @throws InputError naming the file, what was expected in it and what came.
 */
export async function readTrackRecord(path: string): Promise<TrackRecord> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return { scenarios: [] };
    }
    throw notARecord(path, messageOf(error), error);
  }
  const result = file.safeParse(parsed);
  if (result.success) return { scenarios: result.data.scenarios };
  throw notARecord(path, z.prettifyError(result.error), result.error);
}

/** Writes a record whole or not at all. @throws EnvironmentError when the disk refuses. */
export async function writeTrackRecord(path: string, { scenarios }: TrackRecord): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    throw diskError(path, error);
  }
  await writeWhole(path, textOf(scenarios));
}

/** JSON with a line for each tally, so that a change can be read, and the file stays small. */
function textOf(scenarios: TrackRecord['scenarios']): string {
  const lines = scenarios.map(({ tallies, ...rest }) => {
    const inner = tallies.map((tally) => JSON.stringify(tally)).join(',\n');
    return `${JSON.stringify(rest).slice(0, -1)},"tallies":[\n${inner}]}`;
  });
  return `{"format":${FORMAT},"scenarios":[\n${lines.join(',\n')}\n]}\n`;
}

function notARecord(path: string, actual: string, cause: unknown): InputError {
  return new InputError({
    code: 'E_RECORD_FILE',
    expected: `a record of scenarios in ${path}`,
    actual,
    advice:
      'take back the file as `faultline scenario record --add-to` wrote it, or name one that is not there yet',
    cause,
  });
}
