import { z } from 'zod';
import type { DeviceStatus, Payload } from '../../server/contract-bus.ts';
import { type Process, ready } from '../../sim/process.ts';
import { atOnce, SUCCESS, type XfsCommand } from './command.ts';

/** One interface of a service, e.g. CardReader: its commands and events by their bare names. */
export interface XfsInterface {
  readonly name: string;
  readonly commands: Readonly<Record<string, XfsCommand>>;
  readonly events: readonly string[];
  /** Its part of the answer to Common.Status; an interface without a status has none. */
  readonly status?: () => Process<Payload>;
  /** Its part of the answer to Common.Capabilities. */
  readonly capabilities?: Payload;
}

/** What a service speaks for: a device of any set of interfaces. */
export interface XfsDevice {
  /** Last part of the address of the service. */
  readonly name: string;
  readonly model: string;
  readonly software: string;
  device(): Process<DeviceStatus['device']>;
  readonly interfaces: readonly XfsInterface[];
}

/** Commands that may wait for their turn at one service; the next is told `tooManyRequests`. */
export const REQUESTS_MAX = 32;

/** XFS4IoT messages are of this version, those of the own namespaces of the other. */
export function versionOf(name: string): string {
  return name.startsWith('Kofu') ? '1.0' : '2.0';
}

/** `CardReader` as the payloads of Common have it: `cardReader`. */
function keyOf({ name }: XfsInterface): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

const Nothing = z.unknown();

/** The interface that every service has: how it is, and what it can do. */
export function commonOf(device: XfsDevice): XfsInterface {
  const common: XfsInterface = {
    name: 'Common',
    commands: {
      Status: atOnce(Nothing, function* () {
        return { code: 'success', payload: yield* statusOf(device) };
      }),
      Capabilities: atOnce(Nothing, () =>
        ready({ code: 'success', payload: capabilitiesOf(device, common) }),
      ),
      // All versions that there are of a message are understood: there is one.
      SetVersions: atOnce(Nothing, () => ready(SUCCESS)),
      // What it does is the service's: see there.
      Cancel: atOnce(CancelPayload, () => ready(SUCCESS)),
    },
    events: ['StatusChangedEvent', 'ErrorEvent'],
  };
  return common;
}

/** Payload of Common.Cancel: all that the connection has under way, or only these. */
export const CancelPayload = z.object({ requestIds: z.array(z.int()).nullish() }).nullish();

/** The answer to Common.Status. */
export function* statusOf(device: XfsDevice): Process<Payload> {
  const status: Payload = {
    common: {
      device: yield* device.device(),
      devicePosition: 'inPosition',
      powerSaveRecoveryTime: 0,
    },
  };
  for (const each of device.interfaces) {
    if (each.status !== undefined) status[keyOf(each)] = yield* each.status();
  }
  return status;
}

function capabilitiesOf(device: XfsDevice, common: XfsInterface): Payload {
  const told: Payload = {
    interfaces: [common, ...device.interfaces].map(({ name, commands, events }) => ({
      name,
      commands: versions(Object.keys(commands).map((command) => `${name}.${command}`)),
      events: versions(events.map((event) => `${name}.${event}`)),
      maximumRequests: REQUESTS_MAX,
    })),
    common: {
      serviceVersion: '1.0',
      deviceInformation: [
        {
          modelName: device.model,
          serialNumber: device.name,
          software: [{ softwareName: 'kofu', softwareVersion: device.software }],
        },
      ],
      powerSaveControl: false,
      antiFraudModule: false,
    },
  };
  for (const each of device.interfaces) {
    if (each.capabilities !== undefined) told[keyOf(each)] = each.capabilities;
  }
  return told;
}

function versions(names: readonly string[]): Payload {
  return Object.fromEntries(names.map((name) => [name, { versions: [versionOf(name)] }]));
}
