import { z } from 'zod';
import { CertificateType } from './contract.ts';

const t = z
  .number()
  .describe('Scenario time at which the request came in, in ms since the run began');
const kiosk = z.string().describe('Name of the kiosk that asked');

/** The server's own account (server log). */
export const ServerEvent = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('server-issued'),
      t,
      kiosk,
      request: z.string().describe('Idempotency key of the issue request'),
      number: z.string().describe('Document number'),
      type: CertificateType,
      municipality: z.string().describe('Code of the municipality'),
      resident: z.int().describe('Number of the resident it was issued to'),
      repeated: z.boolean().describe('Whether this request had been answered before'),
    })
    .describe('The issuing server answered an issue request with a document'),
  z
    .object({
      kind: z.literal('server-refused'),
      t,
      kiosk,
      code: z.string().describe('Code of the catalogue of problems'),
    })
    .describe('The centre or an issuer refused, with a code of the catalogue'),
]);
export type ServerEvent = z.infer<typeof ServerEvent>;
