import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TargetAbout, TargetResident } from '../../../scenarios/target/target-data.ts';

/** A resident with a My Number card. */
export type Citizen = TargetResident & {
  readonly card: Extract<TargetResident['card'], { readonly kind: 'my-number' }>;
};

/** Who lives in the town of a server, from the folder that `kofu target-data` has written. */
export interface Town {
  readonly about: TargetAbout;
  readonly bySerial: ReadonlyMap<string, Citizen>;
  readonly households: ReadonlyMap<number, readonly TargetResident[]>;
  /** PEM: cards are believed that it has certified. */
  readonly authority: Buffer;
}

export async function loadTown(folder: string): Promise<Town> {
  const bySerial = new Map<string, Citizen>();
  const households = new Map<number, TargetResident[]>();
  const lines = createInterface({ input: createReadStream(join(folder, 'residents.ndjson')) });
  for await (const line of lines) {
    const resident: TargetResident = JSON.parse(line);
    const { card } = resident;
    if (card.kind === 'my-number') bySerial.set(card.serial, { ...resident, card });
    const household = households.get(resident.householdNo) ?? [];
    households.set(resident.householdNo, [...household, resident]);
  }
  const about = JSON.parse(readFileSync(join(folder, 'target.json'), 'utf8'));
  return { about, bySerial, households, authority: readFileSync(join(folder, 'authority.pem')) };
}
