// Writes the pages that are made from the code: npm run docs.
import { writeFileSync } from 'node:fs';
import { reference } from './reference.ts';

const root = new URL('../', import.meta.url);
for (const [path, text] of Object.entries(reference())) writeFileSync(new URL(path, root), text);
