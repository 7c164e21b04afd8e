/** What a worker pool needs to know to load a file of ours. */
export interface WorkerFile {
  readonly filename: string;
  readonly execArgv?: string[];
}

/**
 * Where a worker's file lies, `path` (without extension) beside the module whose `import.meta.url`
 * is given. Compiled modules have compiled workers; a worker from TypeScript sources needs the
 * hook that translates them, which it inherits from nobody under a test runner.
 */
export function workerFile(importer: string, path: string): WorkerFile {
  const isSource = importer.endsWith('.ts');
  const filename = new URL(`${path}${isSource ? '.ts' : '.js'}`, importer).href;
  if (!isSource) return { filename };
  return { filename, execArgv: ['--import', new URL('../register.mjs', import.meta.url).href] };
}
