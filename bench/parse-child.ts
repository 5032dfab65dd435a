import { createReadStream } from 'node:fs';

/** Parses each line of a file as JSON, and does nothing with it: no reader of a history can do less. */
let rest = '';
for await (const piece of createReadStream(process.argv[2] ?? '', 'utf8')) {
  const lines = (rest + String(piece)).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) JSON.parse(line);
}
