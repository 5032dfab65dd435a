const CONFIG = `import { fileURLToPath } from 'node:url';
import { defineClient, defineConfig, defineSystem, OpFailed, type Json } from 'faultline';

// What Faultline tests here: a tiny store in a container, built from the folder my-store. It needs the
// Docker engine and root, and runs as it is:
//
//   npx faultline doctor                                                 what real nodes need, and whether it is there
//   npx faultline run --nemesis kill-any,pause-any
//       The store is killed, and paused: valid.
//   npx faultline run --nemesis kill-any --system-option keepsData=no
//       The same store with a bug, which is found: exit code 1.
//
// Then replace the store by yours, and the client by one that talks to it.

const PORT = 4000;

/**
 * How clients talk to the store. Which workloads fit follows from the methods that a client has: read
 * and write serve the workloads "register" and "sessions", add and readAll serve "set".
 *
 * A method that returns has done its operation. One that throws an OpFailed has not, and never will.
 * Whatever else it throws means that nobody knows; of a read, that it failed.
 */
const client = defineClient({
  /** Opens a connection; it is the first argument of every other method. */
  async open({ node }) {
    const store = \`http://\${node.address}:\${PORT}\`;
    await ask(\`\${store}/hello\`);
    return store;
  },
  read: (store, key) => ask(\`\${store}/\${key}\`),
  write: (store, key, value) => ask(\`\${store}/\${key}\`, value),
  /** What an error says of an operation: it has certainly not happened where nobody took the request. */
  classify(thrown) {
    const { cause } = thrown as { readonly cause?: { readonly code?: string } };
    return cause?.code === 'ECONNREFUSED'
      ? new OpFailed('refused', 'nobody takes requests there')
      : undefined;
  },
});

/** Reads a value, or writes one. */
async function ask(url: string, value?: Json): Promise<Json> {
  const write = value === undefined ? {} : { method: 'PUT', body: JSON.stringify(value) };
  const response = await fetch(url, { ...write, signal: AbortSignal.timeout(1000) });
  if (!response.ok) throw new Error(\`the store answered \${response.status}\`);
  return (await response.json()) as Json;
}

const myStore = defineSystem({
  name: 'my-store',
  summary: 'a register store in a container',
  nodeCount: 1,
  options: { keepsData: true },
  // A folder with a Dockerfile. An image that there is already is { name: 'my-store:1.0' }.
  image: { folder: fileURLToPath(new URL('my-store', import.meta.url)) },
  start: ({ options }) => ({
    name: 'my-store',
    environment: { PORT: String(PORT), KEEPS_DATA: String(options.keepsData) },
    // They survive a kill, and are empty when a run begins.
    dataFolders: ['/var/lib/my-store'],
  }),
  client,
});

export default defineConfig({ systems: [myStore] });
`;

const DOCKERFILE = `# Faultline gives BASE where no registry can be reached: a Debian of this machine's own.
ARG BASE=debian:bookworm-slim
FROM \${BASE}
RUN apt-get update \\
 && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends python3 \\
 && rm -rf /var/lib/apt/lists/*
COPY store.py /
CMD ["python3", "/store.py"]
`;

const STORE = `"""A tiny store: GET /key gives a value, PUT /key sets it. Values are JSON."""
import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FILE = "/var/lib/my-store/values.json"
KEEPS_DATA = os.environ["KEEPS_DATA"] == "true"
lock = threading.Lock()
values = {}
if os.path.exists(FILE):
    with open(FILE) as file:
        values = json.load(file)


def keep():
    """Writes all values to disk, so that they are there after a crash."""
    with open(FILE + ".new", "w") as file:
        json.dump(values, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(FILE + ".new", FILE)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        with lock:
            self.answer(values.get(self.path))

    def do_PUT(self):
        value = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with lock:
            values[self.path] = value
            if KEEPS_DATA:
                keep()
        self.answer(value)

    def answer(self, value):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler).serve_forever()
`;

/** What `faultline init --container` writes: a store in a container that runs as it is, with its image. */
export const CONTAINER_TEMPLATE = {
  'faultline.config.ts': CONFIG,
  'my-store/Dockerfile': DOCKERFILE,
  'my-store/store.py': STORE,
};
