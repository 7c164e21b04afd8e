import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { REFERENCE_FILES } from './routes-operation.ts';

type ReferenceFile = (typeof REFERENCE_FILES)[number];

export interface ReferencePage {
  readonly html: string;
  readonly files: Readonly<
    Record<ReferenceFile, { readonly media: string; readonly body: Buffer }>
  >;
}

const MEDIA: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  png: 'image/png',
};

/** The browsable reference: Swagger UI from its package, and nothing from any other machine. */
export function readReferencePage(): ReferencePage {
  const folder = createRequire(import.meta.url).resolve('swagger-ui-dist/package.json');
  const bodyOf = (file: ReferenceFile) =>
    file === 'initializer.js'
      ? Buffer.from(INITIALIZER)
      : readFileSync(folder.replace('package.json', file));
  const entries = REFERENCE_FILES.map((file) => [
    file,
    { media: MEDIA[file.split('.').at(-1) ?? ''] ?? '', body: bodyOf(file) },
  ]);
  return { html: HTML, files: Object.fromEntries(entries) };
}

/** A page that only this server can add to, whatever the document says. */
export const REFERENCE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'";

const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>kofu: the reference issuance server</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" href="/docs/favicon-32x32.png">
</head>
<body>
<div id="reference"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/initializer.js"></script>
</body>
</html>
`;

const INITIALIZER = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  persistAuthorization: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});
`;
