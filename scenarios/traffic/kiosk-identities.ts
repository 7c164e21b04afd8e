import type { Scenario } from '../scenario.ts';
import { templateOf } from './kiosk-ids.ts';

/** What kiosks say to be when they register: what their template says, or models of one version. */
export function identitiesOf({ stores: { fleet, prefix = '' } }: Pick<Scenario, 'stores'>) {
  const byTemplate = new Map(fleet.map((each) => [each.template, each] as const));
  return (kioskId: string): { readonly model: string; readonly software: string } => {
    const { model = 'kofu-model', software = '1' } =
      byTemplate.get(templateOf(kioskId.slice(prefix.length))) ?? {};
    return { model, software };
  };
}
