import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RouteUpload } from './route.ts';

const FORM = 'multipart/form-data';

/** An upload that breaks off, or is no form although it says so. */
class UploadMalformed extends Error {
  override readonly name = 'UploadMalformed';
  readonly statusCode = 400;
}

/**
 * Makes a room of a server take files, and nothing else: what it takes as a body, no other route
 * does. A form may bring one file and hardly anything beside it.
 */
export function takeUploads(room: FastifyInstance, { media, bytes }: RouteUpload): void {
  room.removeAllContentTypeParsers();
  const files = media.filter((type) => type !== FORM);
  if (files.length > 0) {
    const asBytes = { parseAs: 'buffer', bodyLimit: bytes } as const;
    room.addContentTypeParser(files, asBytes, (_request, body, done) => done(null, body));
  }
  if (!media.includes(FORM)) return;
  const limits = { fileSize: bytes, files: 1, fields: 4, fieldSize: 1_024, parts: 5 };
  room.register(multipart, { limits });
}

/** The bytes that were uploaded; none if a form brings no file. */
export async function uploadOf(request: FastifyRequest): Promise<Uint8Array> {
  const type = request.headers['content-type'] ?? '';
  if (!type.toLowerCase().startsWith(FORM)) {
    return Buffer.isBuffer(request.body) ? new Uint8Array(request.body) : new Uint8Array();
  }
  try {
    const file = await request.file();
    return file === undefined ? new Uint8Array() : new Uint8Array(await file.toBuffer());
  } catch (error) {
    if ((error as { readonly statusCode?: number }).statusCode === 413) throw error;
    throw new UploadMalformed('the form is broken off, or none');
  }
}
