import { z } from 'zod';
import { ready } from '../../sim/process.ts';
import { atOnce } from './command.ts';
import type { XfsDevice, XfsInterface } from './device.ts';

/** Name of the service that lists the others. */
export const PUBLISHER = 'ServicePublisher';

/** The service that lists the others: what a client asks first. */
export function publisherDevice(addresses: () => readonly string[], software: string): XfsDevice {
  const publisher: XfsInterface = {
    name: PUBLISHER,
    commands: {
      GetServices: atOnce(z.unknown(), () =>
        ready({
          code: 'success',
          payload: {
            vendorName: 'kofu',
            services: addresses().map((serviceURI) => ({ serviceURI })),
          },
        }),
      ),
    },
    events: [],
  };
  const device = () => ready('online' as const);
  return { name: PUBLISHER, model: 'kofu', software, device, interfaces: [publisher] };
}
