import { z } from 'zod';
import { InputError } from '../core/errors.js';

const words = z.union([z.string(), z.array(z.string())]);
const scalar = z.union([z.string(), z.number(), z.boolean()]);
/** What is read and has no meaning for a test: nodes reach each other anyhow, and a harness starts them. */
const ignored = z.unknown().optional();

const volume = z.union([
  z.string(),
  z
    .object({
      type: z.enum(['volume', 'bind']),
      source: z.string().optional(),
      target: z.string(),
      read_only: z.boolean().optional(),
    })
    .strict(),
]);

const healthcheck = z
  .object({
    test: words,
    disable: z.boolean().optional(),
    interval: ignored,
    timeout: ignored,
    retries: ignored,
    start_period: ignored,
    start_interval: ignored,
  })
  .partial()
  .strict();

/** A service of a compose file, as far as it can become a node. Other keys are refused. */
const service = z
  .object({
    image: z.string(),
    build: z.union([z.string(), z.object({ context: z.string() }).strict()]),
    command: words,
    entrypoint: words,
    environment: z.union([z.record(z.string(), scalar), z.array(z.string())]),
    volumes: z.array(volume),
    user: scalar,
    working_dir: z.string(),
    depends_on: z.union([
      z.array(z.string()),
      z.record(
        z.string(),
        z.object({
          condition: z.enum(['service_started', 'service_healthy']).optional(),
          restart: ignored,
          required: ignored,
        }),
      ),
    ]),
    healthcheck,
    hostname: z.string(),
    container_name: z.string(),
    ports: ignored,
    expose: ignored,
    networks: ignored,
    restart: ignored,
    labels: ignored,
    logging: ignored,
    stop_grace_period: ignored,
  })
  .partial()
  .strict();

const file = z
  .object({
    services: z.record(z.string(), service),
    name: ignored,
    version: ignored,
    volumes: ignored,
    networks: ignored,
  })
  .strict();

export type Service = z.infer<typeof service>;

/**
 * The services of a compose file that was parsed.
 * @throws InputError that names what can't be taken over.
 */
export function servicesIn(path: string, parsed: unknown): Readonly<Record<string, Service>> {
  const variable = variableIn(parsed);
  if (variable !== null) {
    throw composeError(path, 'values without variables', `"${variable}"`);
  }
  const checked = file.safeParse(parsed);
  if (checked.success) return checked.data.services;
  const [issue] = checked.error.issues;
  const place = issue?.path.join('.') || 'the file';
  const actual =
    issue?.code === 'unrecognized_keys'
      ? `${place} has ${issue.keys.join(', ')}, which Faultline does not take over`
      : `${place}: ${issue?.message ?? 'it is not understood'}`;
  throw composeError(path, 'services of image, build, command, environment and the like', actual);
}

/** The first text with a variable, which `docker compose` would replace. */
function variableIn(value: unknown): string | null {
  if (typeof value === 'string') return /(?<!\$)(?:\$\$)*\$[{\w]/.test(value) ? value : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const part of Object.values(value)) {
    const found = variableIn(part);
    if (found !== null) return found;
  }
  return null;
}

/** A compose file that can't be taken over, and why. */
export function composeError(path: string, expected: string, actual: string): InputError {
  return new InputError({
    code: 'E_COMPOSE',
    expected: `${expected} in ${path}`,
    actual,
    advice: 'change the file, or say with "start" how the store starts; docs/compose.md has both',
  });
}
