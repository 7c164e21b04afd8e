import { expect, test } from 'vitest';
import { connectBus } from '../../../devices/bus/bus-socket.ts';
import { fleetingServer } from './fleeting-server.ts';

test('a server that goes away before it has let the kiosk in is not waited for', async () => {
  const server = await fleetingServer();
  const registration = { kioskId: 'in-001', model: 'm', software: '1' };
  await expect(connectBus(server.origin, registration)).rejects.toThrow(
    'kiosk in-001: no device bus: transport close',
  );
  server.close();
});
