/** The begin of a config whose client speaks to a server of Redis by lines: `speak(address)`. */
export const SPEAK = `
import { connect, type Socket } from 'node:net';
import { defineClient, defineConfig, defineSystem } from 'faultline';

interface Connection { readonly socket: Socket; ask(...words: readonly unknown[]): Promise<string> }

function speak(address: string): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port: 6379, noDelay: true });
    const waiting: { resolve(line: string): void; reject(thrown: unknown): void }[] = [];
    let text = '';
    socket.on('data', (data) => {
      text += data;
      for (let line = /^(?:\\$(\\d+)\\r\\n)?([^]*?)\\r\\n/.exec(text); line !== null; line = /^(?:\\$(\\d+)\\r\\n)?([^]*?)\\r\\n/.exec(text)) {
        text = text.slice(line[0].length);
        waiting.shift()?.resolve(line[2] ?? '');
      }
    });
    const fail = (thrown: unknown) => { reject(thrown); for (const one of waiting.splice(0)) one.reject(thrown); };
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('closed')));
    const ask = (...words: readonly unknown[]) => new Promise<string>((done, failed) => {
      waiting.push({ resolve: done, reject: failed });
      socket.write(words.join(' ') + '\\r\\n');
    });
    socket.on('connect', () => {
      ask('PING').then((pong) => { if (pong === '+PONG') resolve({ socket, ask }); else reject(new Error(pong)); }, reject);
    });
  });
}
`;
