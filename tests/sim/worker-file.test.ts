import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { workerFile } from '../../sim/worker-file.ts';

it('is compiled for a compiled module, which needs no hook', () => {
  expect(workerFile('file:///app/dist/server/document-pdf.js', './document-pdf-worker')).toEqual({
    filename: 'file:///app/dist/server/document-pdf-worker.js',
  });
});

it('is source for a source, with the hook that translates it', () => {
  const { filename, execArgv } = workerFile(
    'file:///app/server/document/document-pdf.ts',
    './x-worker',
  );
  expect(filename).toBe('file:///app/server/document/x-worker.ts');
  const [option, hook] = execArgv ?? [];
  expect(option).toBe('--import');
  expect(existsSync(new URL(hook ?? ''))).toBe(true);
});
