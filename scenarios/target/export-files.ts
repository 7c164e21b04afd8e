import { join } from 'node:path';
import { EXIT } from '../exit-code.ts';
import type { TextSink } from '../judging/recorded-run.ts';
import { oneTown } from '../nation/nation.ts';
import { scenarioIn } from '../scenario-files.ts';
import { TARGET_FILES } from './target-data.ts';
import { writeTargetData } from './target-data-files.ts';
import type { TargetDataFlags } from './target-flags.ts';

/** Writes what a server of somebody else's has to know; answers the exit code. */
export async function exportTargetData(
  file: string,
  { seed, set, out, json }: TargetDataFlags,
  { stdout }: { readonly stdout: TextSink },
): Promise<number> {
  const scenario = oneTown(await scenarioIn(file, set));
  const residents = await writeTargetData(scenario, seed, out);
  const { about, residents: people, authority, authorityKey, fleetKey } = TARGET_FILES;
  const { code, name } = scenario.municipality;
  if (json === true) {
    const files = Object.values(TARGET_FILES).map((each) => join(out, each));
    stdout.write(`${JSON.stringify({ municipality: code, seed, residents, files })}\n`);
    return EXIT.pass;
  }
  stdout.write(
    `${join(out, people)}: ${residents} residents of ${name} (${code}), seed ${seed}\n` +
      `${join(out, about)}: what they are of; its municipality has fees, hours and rules\n` +
      `${join(out, authority)}: the card authority your server trusts\n` +
      `${join(out, fleetKey)}: what your server derives the credentials of kiosks from\n` +
      `${join(out, authorityKey)}: for kofu alone, which certifies the cards with it\n`,
  );
  return EXIT.pass;
}
