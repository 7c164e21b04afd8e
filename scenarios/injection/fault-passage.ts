import type { Process, Runner } from '../../sim/process.ts';
import { race } from '../../sim/waiting.ts';
import type { BoardFault } from './fault-run.ts';
import type { Call, Site, SiteFailures } from './site.ts';

/** A call on its way through the faults of its site. */
export interface Passage<A> {
  readonly faults: readonly BoardFault[];
  readonly runner: Runner;
  readonly call: Call;
  readonly proceed: () => Process<A>;
}

type Answer<A> = A | SiteFailures[Site];

/** Lets a call pass all faults of its site, the first planned outermost. */
export function* through<A>(passage: Passage<A>, index = 0): Process<Answer<A>> {
  const { faults, call, proceed } = passage;
  const fault = faults[index];
  if (fault === undefined) return yield* proceed();
  const inner = () => through(passage, index + 1);
  if (fault.isWired || !fault.selects(call)) return yield* inner();
  if (fault.effects.strikes === undefined) return yield* past(fault, passage, inner);
  fault.countUnderWay(call, 1);
  try {
    return yield* past(fault, passage, inner);
  } finally {
    fault.countUnderWay(call, -1);
  }
}

/** A call that a fault selects, whether or not it is on. */
function* past<A>(
  fault: BoardFault,
  { runner, call }: Passage<A>,
  inner: () => Process<Answer<A>>,
): Process<Answer<A>> {
  const { effects, planned } = fault;
  const pulse = fault.pulseOn(call);
  if (pulse === undefined) return yield* before(fault, runner, call, inner);
  const chance = fault.draw(call);
  if (chance === undefined || effects.strike === undefined) return yield* inner();
  // The call itself is under way already.
  if (effects.strikes?.(planned, fault.countUnderWay(call, 0) - 1) === false) {
    return yield* inner();
  }
  fault.struck += 1;
  const { over } = pulse;
  return yield* effects.strike({ params: planned, call, chance, over }, inner);
}

/** A call that may be under way when a fault begins. */
function* before<A>(
  fault: BoardFault,
  runner: Runner,
  call: Call,
  inner: () => Process<Answer<A>>,
): Process<Answer<A>> {
  const { effects, planned } = fault;
  const broken = effects.breakOff?.(planned);
  if (broken === undefined && effects.holdsBack !== true) return yield* inner();
  if (fault.draw(call) === undefined) return yield* inner();
  if (broken !== undefined) {
    return yield* race(runner, [inner(), breakingOff<Answer<A>>(fault, call, broken)]);
  }
  const answer = yield* inner();
  let pulse = fault.pulseOn(call);
  if (pulse !== undefined) fault.struck += 1;
  for (; pulse !== undefined; pulse = fault.pulseOn(call)) yield* pulse.over.wait();
  return answer;
}

/** Ends when the fault strikes what is under way. */
function* breakingOff<A>(fault: BoardFault, call: Call, broken: A): Process<A> {
  do {
    yield* fault.strikesUp.wait();
  } while (fault.pulseOn(call) === undefined);
  fault.struck += 1;
  return broken;
}
