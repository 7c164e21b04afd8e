import { describe, expect, onTestFinished } from 'vitest';
import type { BusTransport } from '../../../devices/bus/bus-line.ts';
import { SocketTransport } from '../../../devices/bus/bus-socket.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { SmallCentre } from '../../server/small-centre.ts';
import { busTransportContract } from './bus-transport.contract.ts';
import { fleetingServer } from './fleeting-server.ts';
import { ModelCentre } from './model-centre.ts';

describe('the model', () => {
  busTransportContract(async () => {
    const runner = new VirtualTime();
    let isThere = true;
    const centre = new ModelCentre(runner, { connects: () => isThere });
    const leave = async () => {
      isThere = false;
      centre.breakOff();
    };
    return {
      transport: centre,
      run: async (process) => {
        const task = runner.spawn(process);
        runner.advance(runner.now() + 1_000);
        if (task.ending?.kind !== 'returned') throw new Error('it did not return');
        return task.ending.value;
      },
      until: async (holds) => {
        runner.advance(runner.now() + 1_000);
        expect(holds()).toBe(true);
      },
      registration: (kioskId) => ({ kioskId, model: 'm', software: '1' }),
      heard: () => centre.heard,
      connected: () => centre.fleet.connected,
      goAway: leave,
      letNobodyIn: leave,
    };
  });
});

describe('Socket.IO over a loopback bus', () => {
  busTransportContract(async () => {
    const centre = new SmallCentre();
    await centre.open();
    const runner = new RealTime();
    onTestFinished(async () => {
      await centre.close();
      runner.stop();
    });
    let sockets = new SocketTransport(centre.origin);
    const transport: BusTransport = { connect: (listener) => sockets.connect(listener) };
    return {
      transport,
      run: (process) => runner.run(process),
      until: (holds) => expect.poll(holds, { timeout: 20_000 }).toBe(true),
      registration: (kioskId) => {
        const credential = centre.credentials.of('kiosk', kioskId);
        return { kioskId, model: 'm', software: '1', credential };
      },
      heard: () => centre.told.map(({ name }) => name),
      connected: () => centre.fleet.connected,
      goAway: () => centre.close(),
      letNobodyIn: async () => {
        const server = await fleetingServer();
        onTestFinished(() => void server.close());
        sockets = new SocketTransport(server.origin);
      },
    };
  });
});
