import type { Readable } from 'node:stream';

/** The longest answers that are read: a whole document, and anything else. */
export const DOCUMENT_BYTES = 16 * 2 ** 20;
export const ANSWER_BYTES = 2 ** 20;

/** Somebody answers without end, or as good as. */
export class AnswerTooLong extends Error {
  override readonly name = 'AnswerTooLong';

  constructor(maxBytes: number) {
    super(`an answer of more than ${maxBytes} bytes`);
  }
}

/** The whole of an answer; one that is longer is not read any further, and its connection ends. */
export function answerBody(body: Readable, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    body.on('error', reject);
    body.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) chunks.push(chunk);
      else body.destroy(new AnswerTooLong(maxBytes));
    });
    body.on('end', () => resolve(Buffer.concat(chunks, length)));
  });
}
