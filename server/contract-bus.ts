import { z } from 'zod';
import { MunicipalityCode, RequestId } from './contract.ts';

/**
 * The Socket.IO event that carries every message (XFS4IoT message objects, CWA 17852). What a kiosk
 * says unsolicited and must not be lost has its number as second argument, see `UNNUMBERED`.
 */
export const BUS_EVENT = 'xfs';

/** Messages larger than this end their connection, bytes. */
export const BUS_MESSAGE_BYTES = 64 * 1024;

/** How a command can end (XFS4IoT completionCode); `commandErrorCode` has its own in the payload. */
export const COMPLETION_CODES = [
  'success',
  'commandErrorCode',
  'canceled',
  'deviceNotReady',
  'hardwareError',
  'internalError',
  'invalidCommand',
  'invalidRequestID',
  'timeOut',
  'unsupportedCommand',
  'invalidData',
  'userError',
  'unsupportedData',
  'fraudAttempt',
  'sequenceError',
  'authorisationRequired',
  'noCommandNonce',
  'invalidToken',
  'invalidTokenNonce',
  'invalidTokenHMAC',
  'invalidTokenFormat',
  'invalidTokenKeyNoValue',
  'notEnoughSpace',
] as const;
export type CompletionCode = (typeof COMPLETION_CODES)[number];

/** Why a command is not taken at all (XFS4IoT acknowledge status). */
export const REFUSALS_OF_MESSAGES = [
  'invalidMessage',
  'invalidRequestID',
  'tooManyRequests',
] as const;
export type MessageRefusal = (typeof REFUSALS_OF_MESSAGES)[number];

const Header = z.object({
  type: z.enum(['command', 'acknowledge', 'event', 'completion', 'unsolicited']),
  name: z.string().min(1).max(64),
  requestId: z
    .int()
    .min(0)
    .default(0)
    .describe('Given by who commands, unique among what is under way; none in unsolicited'),
  version: z.string().max(16).default('1.0'),
  timeout: z.int().min(0).nullish().describe('Milliseconds; 0 or absent waits for ever'),
  status: z.enum(REFUSALS_OF_MESSAGES).nullish(),
  completionCode: z.enum(COMPLETION_CODES).nullish(),
  errorDescription: z.string().nullish(),
});

const Payload = z.record(z.string(), z.unknown());
export type Payload = z.infer<typeof Payload>;

/** One message on the device bus. */
export const BusMessage = z.object({ header: Header, payload: Payload.nullish() });
export type BusMessage = z.infer<typeof BusMessage>;

/** A message as it is sent: nulls and what has a default may be left out. */
export type SentMessage = z.input<typeof BusMessage>;

/** What a kiosk does not number need not arrive: a heartbeat, which the next one replaces. */
export const UNNUMBERED = 0;

// Ledgers keep them, and no database holds U+0000.
const Name = z
  .string()
  .max(64)
  .regex(/^\P{C}+$/u);

/** Payload of the `KofuKiosk.Register` command. */
export const Registration = z.object({
  kioskId: Name,
  model: z.string().max(64),
  software: z.string().max(64),
  credential: z
    .string()
    .max(128)
    .optional()
    .describe('The secret this kiosk was provisioned with; without it, it is refused'),
  start: z
    .string()
    .max(64)
    .optional()
    .describe('Names this start of the kiosk: its messages are numbered from 1 since then'),
});
export type Registration = z.infer<typeof Registration>;

export const UnsettledIssuance = z
  .object({
    municipality: MunicipalityCode.describe('Municipality that issued the document'),
    requestId: RequestId,
  })
  .describe('A document of this kiosk of which nobody has told what became of it');
export type UnsettledIssuance = z.infer<typeof UnsettledIssuance>;

/** Payload of the completion of `KofuKiosk.Register`, where it succeeded. */
export const Registered = z.object({
  token: z.string().min(1).describe('Shown as bearer token in HTTP requests on this connection'),
  heartbeatMs: z.int().min(1).describe('How often the centre wants to hear of the kiosk'),
  unsettled: z
    .array(UnsettledIssuance)
    .describe('What the kiosk has to account for: it tells the print result of each'),
  heard: z
    .int()
    .min(0)
    .default(0)
    .describe('Number of the last message of this start that has come: it goes on after it'),
  deviceEvents: z
    .boolean()
    .default(false)
    .describe('Whether the centre wants to hear of every card, sheet and coin, or of faults only'),
});
export type Registered = z.infer<typeof Registered>;

/** Status of a device as XFS4IoT's Common.Status names it. */
export const DeviceStatus = z.object({
  device: z.enum([
    'online',
    'offline',
    'powerOff',
    'noDevice',
    'hardwareError',
    'userError',
    'deviceBusy',
    'fraudAttempt',
    'potentialFraud',
    'starting',
  ]),
});
export type DeviceStatus = z.infer<typeof DeviceStatus>;

/** What the centre reads of a Common.StatusChangedEvent: what else is in it is the operator's. */
export const StatusChange = z.object({ common: DeviceStatus.partial().nullish() });

/** Faults that an operator can set on the devices of a kiosk, named as scenarios name theirs. */
export const DEVICE_FAULTS = [
  'printer.jam',
  'printer.empty',
  'printer.cover-open',
  'printer.toner-empty',
  'printer.output-full',
  'printer.offline',
  'card.unreadable',
  'card.mute',
  'payment.jam',
  'payment.no-change',
] as const;
export const DeviceFault = z.enum(DEVICE_FAULTS);
export type DeviceFault = z.infer<typeof DeviceFault>;

/** Payload of `KofuKiosk.SetFault`. */
export const FaultSetting = z.object({ fault: DeviceFault });

/** Payload of `KofuKiosk.ClearFault`: one fault, or all. */
export const FaultClearing = z.object({ fault: DeviceFault.nullish() });

/** How a kiosk stands with its operator: XFS4IoT's Common.Status has no word for it. */
export const KioskState = z.object({
  service: z
    .enum(['inService', 'draining', 'outOfService'])
    .describe('draining: it finishes the journey in hand; outOfService: it takes no citizen'),
  journeys: z.int().min(0).describe('Citizens in front of it'),
  faults: z.array(DeviceFault).describe('Faults that an operator has set'),
});
export type KioskState = z.infer<typeof KioskState>;

/** Payload of `KofuFleet.SignOn`: the operator of a fleet, at the centre. */
export const SignOn = z.object({ operator: Name, credential: z.string().max(128) });

/** Which kiosks are meant: those whose names begin with one of these; all without any. */
export const Prefixes = z.array(z.string().min(1).max(64)).max(256);

/** Payload of `KofuFleet.List`. */
export const FleetQuestion = z.object({ prefixes: Prefixes });

/** A kiosk as the centre knows it, without asking it. */
export const FleetMember = z.object({
  kioskId: z.string(),
  model: z.string(),
  software: z.string(),
  device: DeviceStatus.shape.device,
  onBus: z.boolean().describe('Whether its connection stands: who is offline may only be drained'),
  silentMs: z.number().min(0).describe('How long ago it was heard of last'),
  events: z.int().min(0).describe('Messages heard of it, unsolicited and numbered'),
  missed: z.int().min(0).describe('Such messages that never came: it was away for too long'),
});
export type FleetMember = z.infer<typeof FleetMember>;

/** Payload of the completion of `KofuFleet.List`. */
export const FleetList = z.object({ kiosks: z.array(FleetMember) });

/** Payload of `KofuFleet.Command`; the time-out in the header is that of each kiosk. */
export const FleetOrder = z.object({
  prefixes: Prefixes,
  name: z.string().min(1).max(64).describe('The XFS4IoT command that each of them is given'),
  payload: Payload.nullish(),
});
export type FleetOrder = z.infer<typeof FleetOrder>;

/** Payload of `KofuFleet.DeviceEvent`: what a kiosk has told of the command under way. */
export const FleetEvent = z.object({
  kioskId: z.string(),
  name: z.string(),
  payload: Payload.nullish(),
});
export type FleetEvent = z.infer<typeof FleetEvent>;

/** Payload of `KofuFleet.DeviceCompletionEvent`: how the command has ended at one kiosk. */
export const FleetResult = z.object({
  kioskId: z.string(),
  completionCode: z.enum(COMPLETION_CODES),
  errorDescription: z.string().nullish(),
  payload: Payload.nullish(),
  tookMs: z.number().min(0),
});
export type FleetResult = z.infer<typeof FleetResult>;

/** Payload of the completion of `KofuFleet.Command`: the sum of it. */
export const FleetCount = z.object({
  kiosks: z.int().min(0),
  done: z.int().min(0),
  refused: z.int().min(0),
  timedOut: z.int().min(0),
});
export type FleetCount = z.infer<typeof FleetCount>;
