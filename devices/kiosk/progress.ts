import { spanMs } from '../../sim/civil-time.ts';
import { type Process, sleep, type Wait } from '../../sim/process.ts';
import { Signal, TIMED_OUT, within } from '../../sim/waiting.ts';
import type { CentreSession, Reply } from '../bus/centre.ts';
import type { JourneyEnd, KioskPorts, Visit } from '../citizen/visit.ts';
import type { PinResult } from '../events.ts';
import { type GivenPrompt, promptOf, STAGE_PROMPTS } from './prompts.ts';
import type { Stage, ThinkStage } from './stages.ts';

/** A step's result, or the end of the journey that it has come to. */
export type Step<T> =
  | { readonly end: JourneyEnd }
  | { readonly end?: undefined; readonly value: T };

/**
 * Where a journey stands: which stage it is in, and since when. Stages follow one another without
 * a gap, so their durations add up to the journey's. All that the parts of a journey share.
 */
export class Progress {
  readonly kioskId: string;
  readonly ports: KioskPorts;
  readonly visit: Visit;
  #stage: Stage = 'menu';
  #stageBeganMs: number;
  /** The stage whose beginning the citizen has been told. */
  #told: Stage | undefined;
  /** Fires when the citizen has gone in the middle of a stage. */
  readonly deserted = new Signal();

  constructor(kioskId: string, ports: KioskPorts, visit: Visit) {
    this.kioskId = kioskId;
    this.ports = ports;
    this.visit = visit;
    this.#stageBeganMs = ports.runner.now();
  }

  /** Begins a stage of the citizen's, and answers how long they take for it. */
  think(stage: ThinkStage): Wait {
    this.enter(stage);
    const { citizen, lapse } = this.visit;
    if (lapse?.kind !== 'walks-away' || lapse.stage !== stage) {
      return citizen.think(stage);
    }
    this.deserted.fire();
    return FOR_EVER;
  }

  /** The stage it is in. */
  get stage(): Stage {
    return this.#stage;
  }

  /** Ends the stage before and begins this one. */
  enter(stage: Stage): void {
    if (stage !== this.#stage) this.leave();
    this.#stage = stage;
    this.ports.screen?.show(stage);
    if (this.#told === stage) return;
    this.#told = stage;
    // Of a fee it is said how much, as soon as that is known.
    if (stage !== 'pay') this.prompt(STAGE_PROMPTS[stage]);
  }

  /** Asks or tells the citizen something, and enters it in the journal if it is kept there. */
  prompt(given: GivenPrompt): void {
    const { screen, prompts, emit, runner } = this.ports;
    screen?.prompt?.(given);
    if (prompts === undefined) return;
    const { prompt } = given;
    const { light } = promptOf(prompt);
    if (light === undefined && prompts === 'moments') return;
    const { journey } = this.visit;
    const [t, kiosk] = [runner.now(), this.kioskId];
    emit({ kind: 'prompted', t, journey, kiosk, prompt, light: light?.name });
  }

  /** The PIN was wrong, and is asked for again; how many tries are left, if anybody can say. */
  pinWrong(triesLeft: number | undefined): void {
    this.ports.screen?.pinWrong(triesLeft);
    if (triesLeft === undefined) this.prompt({ prompt: 'pin-wrong-again' });
    else this.prompt({ prompt: 'pin-wrong', triesLeft });
    // It says what to do now: the stage need not.
    this.#told = 'pin';
  }

  /** Ends the stage. */
  leave(): void {
    const { emit, runner } = this.ports;
    const t = runner.now();
    const ms = spanMs(this.#stageBeganMs, t);
    emit({ kind: 'stage', t, journey: this.visit.journey, stage: this.#stage, ms });
    this.#stageBeganMs = t;
  }

  /** Says what whoever counts wrong PINs has answered to one entry. */
  tellPin(card: number, result: PinResult, countedBy: 'card' | 'municipality'): void {
    const { emit, runner } = this.ports;
    const { journey } = this.visit;
    const t = runner.now();
    emit({ kind: 'pin-entered', t, journey, kiosk: this.kioskId, card, result, countedBy });
  }

  /** The journey's end in the stage it is in. */
  end(outcome: JourneyEnd['outcome'], reason: string): JourneyEnd {
    return { outcome, stage: this.#stage, reason };
  }

  /** Asks until there is an answer, at most `attempts` times. The request stays the same one. */
  *ask<T>(request: () => Process<Reply<T>>): Process<Reply<T> | typeof TIMED_OUT> {
    const { patience, emit, runner } = this.ports;
    for (let attempt = 1; ; attempt++) {
      const reply = yield* within(patience.timeoutMs, request(), 'measured');
      const reason = failure(reply);
      if (reason === undefined || attempt >= patience.attempts) return reply;
      const { journey } = this.visit;
      yield sleep(patience.pauseMs);
      emit({ kind: 'asked-again', t: runner.now(), journey, stage: this.#stage, reason });
    }
  }

  /** What the centre has granted; whatever is not granted ends the journey. */
  granted<T>(reply: Reply<T> | typeof TIMED_OUT): Step<T> {
    if (reply === TIMED_OUT) return { end: this.end('timed-out', 'centre did not answer') };
    switch (reply.kind) {
      case 'granted':
        return { value: reply.value };
      case 'refused':
        return { end: this.end('refused', reply.code) };
      case 'failed':
        return { end: this.end('failed', reply.reason) };
    }
  }

  /** Tells the centre that nothing will come of a session; nobody waits for its answer. */
  endSession(session: CentreSession): void {
    const { runner, centre } = this.ports;
    runner.spawn(centre.endSession(this.kioskId, session.sessionId));
  }
}

/** Why there is no usable answer, or undefined if there is one. */
function failure(reply: Reply<unknown> | typeof TIMED_OUT): string | undefined {
  if (reply === TIMED_OUT) return 'time-out';
  return reply.kind === 'failed' ? reply.reason : undefined;
}

/** What nobody is going to end. */
const FOR_EVER: Wait = new Signal();
