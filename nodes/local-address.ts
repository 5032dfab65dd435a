import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** The address of this machine from which it would send to another. Sends nothing. */
export async function localAddressTo(address: string): Promise<string> {
  const socket = createSocket('udp4');
  try {
    socket.connect(9, address);
    await once(socket, 'connect');
    return socket.address().address;
  } finally {
    socket.close();
  }
}
