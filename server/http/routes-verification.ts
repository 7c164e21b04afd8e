import { z } from 'zod';

/** What machines are answered that have a back verified. */
export const VerificationAnswer = z
  .object({
    documentNumber: z.string().describe('Number of the document that the back is of'),
    page: z.int().min(1).describe('Page of the document'),
    of: z.int().min(1).describe('How many pages the document has'),
    frontDpi: z.int().min(1).describe('Resolution of the restored front, dots per inch'),
    front: z.base64().describe('The restored front, a PNG'),
  })
  .describe('What was issued: the front that the back restores');
export type VerificationAnswer = z.infer<typeof VerificationAnswer>;
