import { z } from 'zod';
import { MunicipalityCode, RequestId } from './contract.ts';

/** The bus event that carries every message (XFS4IoT message objects, CWA 17852). */
export const BUS_EVENT = 'xfs';

const Header = z.object({
  type: z.enum(['command', 'acknowledge', 'event', 'completion', 'unsolicited']),
  name: z.string().min(1).max(64),
  requestId: z.int().min(0),
  version: z.string().default('1.0'),
  timeout: z.int().min(0).optional().describe('Milliseconds; 0 or absent waits for ever'),
  status: z.enum(['invalidMessage', 'invalidRequestID', 'tooManyRequests']).optional(),
  completionCode: z.string().optional(),
  errorDescription: z.string().optional(),
});

/** One message on the device bus. */
export const BusMessage = z.object({
  header: Header,
  payload: z.record(z.string(), z.unknown()).optional(),
});
export type BusMessage = z.infer<typeof BusMessage>;

/** Payload of the `KofuKiosk.Register` command. */
export const Registration = z.object({
  // Ledgers keep it, and no database holds U+0000.
  kioskId: z
    .string()
    .max(64)
    .regex(/^\P{C}+$/u),
  model: z.string().max(64),
  software: z.string().max(64),
  credential: z
    .string()
    .max(128)
    .optional()
    .describe('The secret this kiosk was provisioned with; without it, it is refused'),
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
});
export type Registered = z.infer<typeof Registered>;

/** Status of a device as XFS4IoT's Common.Status names it. */
export const DeviceStatus = z.object({
  device: z.enum(['online', 'offline', 'deviceBusy', 'hardwareError', 'userError', 'starting']),
});
export type DeviceStatus = z.infer<typeof DeviceStatus>;
