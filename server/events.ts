import { z } from 'zod';
import { CertificateType } from './contract.ts';

/** The server's own account (server log): t is scenario time in ms since the run began. */
export const ServerEvent = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('server-issued'),
      t: z.number(),
      kiosk: z.string(),
      request: z.string(),
      number: z.string(),
      type: CertificateType,
      municipality: z.string(),
      resident: z.int(),
      repeated: z.boolean(),
    })
    .describe('The issuing server answered an issue request with a document'),
  z
    .object({
      kind: z.literal('server-refused'),
      t: z.number(),
      kiosk: z.string(),
      code: z.string(),
    })
    .describe('The centre or an issuer refused, with a code of the catalogue'),
]);
export type ServerEvent = z.infer<typeof ServerEvent>;
