import type { RouteUpload } from '../../server/http/route.ts';
import type { BadRequest } from './bad-input-requests.ts';
import type { RawRequest } from './http/raw-http.ts';
import { SCANNED_BACK } from './verification/scan-reader-model.ts';

const FORM = 'multipart/form-data; boundary=cut';

/** A file of the first media type of a route, or a form with one. */
export function soundUpload({ media, field }: RouteUpload) {
  return field === undefined
    ? { type: media[0] ?? '', bytes: SCANNED_BACK }
    : { type: FORM, bytes: formOf([partOf(field, SCANNED_BACK)]) };
}

/** Everything that is done wrong to a route that takes files. */
export function badUploads(upload: RouteUpload, sound: RawRequest): readonly BadRequest[] {
  return [
    ...wrongTypes(upload, sound),
    ...(upload.field === undefined
      ? badFiles(upload, sound)
      : badForms(upload.field, upload, sound)),
  ];
}

function wrongTypes({ media }: RouteUpload, sound: RawRequest): BadRequest[] {
  const types = [
    'application/json',
    'text/plain',
    'image/gif',
    'image',
    'a/b/c',
    ...['multipart/form-data; boundary=cut', 'image/png'].filter(
      (type) => !media.some((taken) => type.startsWith(taken)),
    ),
  ];
  const { 'content-type': _, ...untyped } = sound.headers ?? {};
  const code = 'unsupported-media-type' as const;
  return [
    ...types.map((type) => ({
      ...sound,
      name: `a file of type ${type}`,
      headers: { ...untyped, 'content-type': type },
      code,
    })),
    { ...sound, name: 'a file of no type', headers: untyped, code },
  ];
}

function badFiles({ media, bytes }: RouteUpload, sound: RawRequest): BadRequest[] {
  const code = 'scan-format' as const;
  const huge = Buffer.alloc(bytes + 1, SCANNED_BACK);
  return [
    { ...sound, name: 'an empty file', body: '', code },
    { ...sound, name: 'half a picture', body: SCANNED_BACK.subarray(0, 6), code },
    { ...sound, name: 'a text', body: 'no picture', code },
    { ...sound, name: 'JSON', body: '{"back": "iVBORw0KGgo="}', code },
    { ...sound, name: 'a form', body: formOf([partOf('back', SCANNED_BACK)]), code },
    ...media.map((type) => ({
      ...sound,
      name: `too large a file of type ${type}`,
      headers: { ...sound.headers, 'content-type': type },
      body: huge,
      code: 'body-too-large' as const,
    })),
  ];
}

function badForms(field: string, { bytes }: RouteUpload, sound: RawRequest): BadRequest[] {
  const invalid = { code: 'invalid-request' as const };
  const file = partOf(field, SCANNED_BACK);
  const whole = formOf([file]);
  const typed = (type: string) => ({ headers: { ...sound.headers, 'content-type': type } });
  // What is refused while it comes is not read to its end, so there may be nobody to hear why.
  const huge = formOf([partOf(field, Buffer.alloc(bytes + 1, SCANNED_BACK))]);
  return [
    { ...sound, ...invalid, ...typed('multipart/form-data'), name: 'a form without a boundary' },
    { ...sound, ...typed('multipart/form-data; boundary='), name: 'an empty boundary' },
    { ...sound, ...typed('multipart/form-data; boundary=other'), name: 'another boundary' },
    { ...sound, name: 'an empty form', body: formOf([]) },
    { ...sound, name: 'no form', body: '' },
    { ...sound, name: 'half a form', body: whole.subarray(0, whole.length - 12) },
    { ...sound, name: 'half a head', body: whole.subarray(0, 30) },
    { ...sound, name: 'no picture', body: formOf([partOf(field, Buffer.from('text'))]) },
    { ...sound, name: 'an empty file', body: formOf([partOf(field, Buffer.alloc(0))]) },
    { ...sound, name: 'two files', body: formOf([file, file]) },
    { ...sound, name: 'a field and no file', body: formOf([fieldOf(field, 'text')]) },
    { ...sound, name: 'a prototype', body: formOf([fieldOf('__proto__', 'text'), file]) },
    { ...sound, name: 'a file as a prototype', body: formOf([partOf('__proto__', SCANNED_BACK)]) },
    {
      ...sound,
      name: 'many fields',
      body: formOf([...Array.from({ length: 50 }, (_, n) => fieldOf(`f${n}`, 'x')), file]),
    },
    { ...sound, name: 'too large a file', body: huge, code: 'body-too-large' },
  ];
}

function partOf(field: string, bytes: Uint8Array): Buffer {
  const head =
    `content-disposition: form-data; name="${field}"; filename="back.png"\r\n` +
    'content-type: image/png\r\n\r\n';
  return Buffer.concat([Buffer.from(head), bytes]);
}

function fieldOf(field: string, value: string): Buffer {
  return Buffer.from(`content-disposition: form-data; name="${field}"\r\n\r\n${value}`);
}

function formOf(parts: readonly Buffer[]): Buffer {
  const pieces = parts.flatMap((part) => [Buffer.from('--cut\r\n'), part, Buffer.from('\r\n')]);
  return Buffer.concat([...pieces, Buffer.from('--cut--\r\n')]);
}
