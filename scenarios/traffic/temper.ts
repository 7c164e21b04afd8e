import { type Temper, temper } from '../../devices/citizen/citizen.ts';
import { THINK_STAGES, type ThinkStage } from '../../devices/kiosk/stages.ts';
import { durationMs, type Estimate } from '../../sim/units.ts';
import type { Scenario } from '../scenario.ts';
import { profilesOf } from './profiles.ts';

/** How the citizens of a scenario behave. */
export function temperOf({ citizens }: Pick<Scenario, 'citizens'>): Temper {
  const { think, patience, hesitation, forgets, comesBack, profiles, ...shares } =
    citizens.behaviour;
  const thinkMs = Object.fromEntries(
    THINK_STAGES.map((stage) => [stage, estimate(think[stage])]),
  ) as Record<ThinkStage, ReturnType<typeof estimate>>;
  return temper({
    ...shares,
    thinkMs,
    patience: estimate(patience),
    hesitation: { share: hesitation.share, pause: estimate(hesitation.pause) },
    forgets: { ...forgets, backAfter: estimate(forgets.backAfter) },
    comesBack: { ...comesBack, after: estimate(comesBack.after) },
    profiles: profilesOf(profiles),
  });
}

function estimate({ median, p95 }: Estimate) {
  return { medianMs: durationMs(median), p95Ms: durationMs(p95) };
}
