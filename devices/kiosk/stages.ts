/** The stages of a journey in their published order; the tag `stage` of metrics and events. */
export const STAGES = [
  'menu',
  'card-set',
  'municipality',
  'pin',
  'authenticate',
  'select',
  'options',
  'confirm',
  'issue',
  'pay',
  'print',
  'take',
] as const;
export type Stage = (typeof STAGES)[number];

/** Who takes the time of a stage: a person thinks, a device serves, the server is measured. */
export type Actor = 'citizen' | 'device' | 'server';

export const STAGE_ACTORS = {
  menu: 'citizen',
  'card-set': 'citizen',
  municipality: 'citizen',
  pin: 'citizen',
  authenticate: 'server',
  select: 'citizen',
  options: 'citizen',
  confirm: 'citizen',
  issue: 'server',
  pay: 'citizen',
  print: 'device',
  take: 'citizen',
} as const satisfies Record<Stage, Actor>;

/** Stages in which the citizen thinks. */
export type ThinkStage = Exclude<Stage, 'authenticate' | 'issue' | 'print'>;
export const THINK_STAGES = STAGES.filter(
  (stage): stage is ThinkStage => STAGE_ACTORS[stage] === 'citizen',
);

/** The published target for a whole journey: 受付から交付まで3分ほど (S1). */
export const JOURNEY_TARGET_MS = 180_000;
