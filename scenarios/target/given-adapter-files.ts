import { access } from 'node:fs/promises';
import { register } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { ScenarioThrew } from '../scenario-files.ts';
import { type TargetAdapter, TargetRefused } from './target.ts';

const Adapter = z.object({
  name: z.string().min(1),
  open: z.custom<TargetAdapter['open']>((value) => typeof value === 'function'),
});

/**
 * The adapter that a module of the user's exports as `adapter`. Throws TargetRefused where there is
 * none, and ScenarioThrew where the module breaks.
 */
export async function givenAdapter(file: string): Promise<TargetAdapter> {
  if (!/\.[cm]?[jt]s$/.test(file)) {
    throw new TargetRefused(`${file} is no module: name a .ts or .js file with --target-adapter`);
  }
  try {
    await access(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new TargetRefused(
      `${file} cannot be read (${code}): name a module with --target-adapter`,
    );
  }
  const { adapter } = await moduleOf(file);
  const parsed = Adapter.safeParse(adapter);
  // As it is: its functions may want the rest of it.
  if (parsed.success) return adapter as TargetAdapter;
  throw new TargetRefused(
    `${file} exports no \`adapter\` with a name and an open function: see docs/own-server.md`,
  );
}

async function moduleOf(file: string): Promise<{ readonly adapter?: unknown }> {
  try {
    if (file.endsWith('.ts')) register('ts-node/esm', import.meta.url);
    return await import(pathToFileURL(resolve(file)).href);
  } catch (cause) {
    throw new ScenarioThrew(`${file} threw while it was loaded`, { cause });
  }
}
