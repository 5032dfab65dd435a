import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { InputError, messageOf } from '../core/errors.js';
import type { Json } from '../core/json.js';
import { OpFailed, OpIndeterminate } from '../core/op-errors.js';
import { noAnswer, readAnswer } from './program-answer.js';

/** What is kept of the end of what a program prints on standard error. */
const LAST_WORDS = 1500;
/** How long a program whose input has ended may go on before it is killed. */
const END_AFTER_MS = 1000;

/** How the program of a client is started. */
export interface ProgramCommand {
  /** The program and its arguments; no shell reads them. */
  readonly command: readonly [string, ...string[]];
  /** Where it runs; where the harness was started when absent. */
  readonly workingFolder?: string;
  /** Set beside the environment of the harness. */
  readonly environment?: Readonly<Record<string, string>>;
}

interface Question {
  readonly answered: (line: string) => void;
  readonly failed: (error: Error) => void;
}

/** One running program, which is asked one thing at a time, by lines of JSON. */
export class ProgramConnection {
  readonly #name: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<void>;
  #question: Question | null = null;
  #lastWords = '';
  /** Why it can't be asked any more. */
  #end: Error | null = null;

  constructor({ command, workingFolder, environment }: ProgramCommand) {
    const [file, ...given] = command;
    this.#name = command.join(' ');
    this.#child = spawn(file, given, {
      ...(workingFolder === undefined ? {} : { cwd: workingFolder }),
      env: { ...process.env, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const { stdin, stdout, stderr } = this.#child;
    // A broken pipe means that the program has ended, which is told below.
    stdin.on('error', () => undefined);
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = `${this.#lastWords}${text}`.slice(-LAST_WORDS);
    });
    createInterface({ input: stdout }).on('line', (line) => {
      this.#hear(line);
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#finish(notStarted(this.#name, error));
        resolve();
      });
      this.#child.once('close', (code, signal) => {
        const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
        this.#finish(new OpIndeterminate('program-ended', this.#inWords(`ended ${how}`)));
        resolve();
      });
    });
  }

  /** Whether it could be asked now. */
  get usable(): boolean {
    return this.#end === null && this.#question === null;
  }

  /**
   * Sends one line, and waits for one.
   * @throws what the answer says; OpIndeterminate when the program ends without one; InputError when it
   *   could not be started, or prints what is no answer.
   */
  async ask(method: string, given: readonly unknown[]): Promise<Json> {
    if (this.#end !== null) throw this.#end;
    if (this.#question !== null) throw new OpFailed('busy', 'the program has yet to answer');
    const line = await new Promise<string>((answered, failed) => {
      this.#question = { answered, failed };
      this.#child.stdin.write(`${JSON.stringify({ method, arguments: given })}\n`);
    });
    return readAnswer(line);
  }

  /** Ends its input, and kills it if it goes on. Never rejects. */
  async close(): Promise<void> {
    this.#end ??= new OpIndeterminate('closed', 'the connection was closed');
    const killing = setTimeout(() => this.#child.kill('SIGKILL'), END_AFTER_MS);
    this.#child.stdin.end();
    this.#question?.failed(this.#end);
    this.#question = null;
    await this.#ended;
    clearTimeout(killing);
  }

  #hear(line: string): void {
    if (this.#question === null) {
      // What nobody asked for is told with the next question.
      if (this.#end === null && line.trim() !== '') this.#finish(noAnswer(line));
      return;
    }
    const { answered } = this.#question;
    this.#question = null;
    answered(line);
  }

  #finish(why: Error): void {
    this.#end ??= why;
    this.#question?.failed(this.#end);
    this.#question = null;
  }

  #inWords(what: string): string {
    const said = this.#lastWords.trim();
    const last = said === '' ? 'it printed nothing on standard error' : `it printed:\n${said}`;
    return `the client's program ${this.#name} ${what}; ${last}`;
  }
}

function notStarted(name: string, error: unknown): InputError {
  return new InputError({
    code: 'E_CLIENT_PROGRAM',
    expected: `the client's program to start: ${name}`,
    actual: messageOf(error),
    advice: 'correct `command` and `workingFolder` of clientProgram',
    cause: error,
  });
}
