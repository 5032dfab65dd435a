import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { clientProgram, defineConfig, defineSystem } from 'faultline';

/** A store of registers behind HTTP, in this process: so small that it needs no nodes. */
function registers(): Server {
  const held = new Map<string, unknown>();
  return createServer((request, response) => {
    void (async () => {
      const key = request.url ?? '';
      const body = await text(request);
      const given: unknown = body === '' ? null : JSON.parse(body);
      const now = held.get(key) ?? null;
      let answer = now;
      if (request.method === 'PUT') held.set(key, given);
      if (request.method === 'POST') {
        const [expected, next] = given as [unknown, unknown];
        answer = { swapped: now === expected, saw: now };
        if (now === expected) held.set(key, next);
      }
      response.end(JSON.stringify(answer));
    })();
  });
}

let server: Server;

export default defineConfig({
  systems: [
    defineSystem({
      name: 'http-registers',
      summary: 'registers behind HTTP, with a client in Python',
      runsOn: 'in-process',
      nodeCount: 1,
      async setup() {
        server = registers();
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        const address = server.address();
        return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
      },
      teardown() {
        server.closeAllConnections();
        server.close();
      },
      client: clientProgram({
        command: ['python3', 'client.py'],
        workingFolder: import.meta.dirname,
        methods: ['read', 'write', 'cas'],
      }),
    }),
  ],
});
