import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { readdir } from 'node:fs/promises';
import { type Clock, NS_PER_MS } from '../../harness/core/clock.js';
import type { BuildSpec, Labels, Progress } from './engine.js';

/** One line of the engine's progress stream. */
interface ProgressEvent {
  readonly stream?: string;
  readonly status?: string;
  readonly progress?: string;
  readonly error?: string;
}

/** Follows a progress stream to its end; an error event rejects, with the lines before it. */
async function follow(stream: NodeJS.ReadableStream, onLine: Progress): Promise<void> {
  const tail: string[] = [];
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() === '') continue;
      const event = JSON.parse(line) as ProgressEvent;
      const text = (event.stream ?? event.status ?? '').trim();
      if (text !== '') {
        tail.push(text);
        if (tail.length > 30) tail.shift();
        onLine(text);
      }
      if (event.error !== undefined) {
        throw new Error([event.error, ...tail].join('\n    '));
      }
    }
  }
}

export async function pullImage(
  docker: Docker,
  clock: Clock,
  tag: string,
  stall_ms: number,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const stalled = new AbortController();
  const arm = (): (() => void) =>
    clock.at(clock.now() + stall_ms * NS_PER_MS, () => {
      stalled.abort(new Error(`nothing came from the registry for ${String(stall_ms)} ms`));
    });
  let disarm = arm();
  const rearm = (): void => {
    disarm();
    disarm = arm();
  };
  try {
    const stream = await docker.createImage({
      fromImage: tag,
      abortSignal: AbortSignal.any([stalled.signal, signal]),
    });
    await follow(stream, (line) => {
      rearm();
      progress(line);
    });
  } finally {
    disarm();
  }
}

export async function importImage(
  docker: Docker,
  archive: Readable,
  tag: string,
  labels: Labels,
): Promise<void> {
  const changes = Object.entries(labels).map(([name, value]) => `LABEL ${name}="${value}"`);
  const stream = await docker.importImage(archive, { repo: tag, changes });
  await follow(stream, () => undefined);
}

export async function buildImage(
  docker: Docker,
  spec: BuildSpec,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const src = await readdir(spec.folder);
  const stream = await docker.buildImage(
    { context: spec.folder, src },
    {
      t: spec.tag,
      networkmode: 'host',
      buildargs: { ...spec.buildArguments },
      labels: { ...spec.labels },
      rm: true,
      forcerm: true,
      abortSignal: signal,
    },
  );
  // A step's output is for the error message; of it, people see which package is being set up.
  await follow(stream, (text) => {
    for (const line of text.split('\n')) {
      if (/^(?:Step |Need to get|Setting up)/.test(line)) progress(line);
    }
  });
}
