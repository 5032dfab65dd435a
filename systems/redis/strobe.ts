import { DATA_FOLDER, type Node } from '../../harness/core/node.js';

const PID_FILE = `${DATA_FOLDER}/strobe.pid`;
const LOG_FILE = `${DATA_FOLDER}/strobe.log`;

/**
 * Replaces files again and again, the content `$3` after `$4` after `$3`, each for `$2` seconds.
 * It runs on the node, since a jump that is ordered over the engine takes as long as many jumps.
 */
const STROBE = `
echo $$ > "$1"
every=$2 there=$3 back=$4
shift 4
while :; do
  for content in "$there" "$back"; do
    for file in "$@"; do
      printf '%s' "$content" > "$file.strobe" && mv -f "$file.strobe" "$file"
    done
    sleep "$every"
  done
done
`;

/** Ends it, and is back when it is gone: from then on nobody else writes the files. */
const END = `
[ -e "$1" ] || exit 0
pid=$(cat "$1")
while [ -e "/proc/$pid" ]; do kill -KILL "$pid" 2>/dev/null; sleep 0.01; done
rm -f "$1"
`;

/** Starts replacing the files of clocks by turns. */
export async function startStrobe(
  node: Node,
  files: readonly string[],
  contents: readonly [there: string, back: string],
  every_ms: number,
): Promise<void> {
  const parameters = [PID_FILE, String(every_ms / 1000), ...contents, ...files];
  await node.spawn(['sh', '-c', STROBE, 'sh', ...parameters], { logFile: LOG_FILE });
}

/** Ends what {@link startStrobe} started; does nothing where nothing was. */
export async function endStrobe(node: Node): Promise<void> {
  await node.exec(['sh', '-c', END, 'sh', PID_FILE]);
}
