import type { Runner } from '../sim/process.ts';
import type { PrintImages, PrintStagePorts } from './document/print-images.ts';
import type { Issuing } from './issuing.ts';
import type { RegisterCopy } from './register/register-update.ts';

/** The published faults that can be replanted. */
export const MUTANT_IDS = ['M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'S1'] as const;
export type MutantId = (typeof MUTANT_IDS)[number];

/** What a mutant is planted into. */
export interface MutantGround {
  readonly municipality: string;
  /** Runs what the mutant leaves to itself. */
  readonly runner: Runner;
  /** How long the moment is in which it is vulnerable, ms of scenario time. */
  readonly windowMs: number;
  /** Updates that the copy of a municipality's registers is taking at this moment. */
  readonly writing: (municipality: string) => number;
}

/** A planted mutant: what it puts in the place of something sound. What it lacks stays sound. */
export interface Planted {
  /** One node of the issuing server, around the sound one. */
  readonly issuing?: (sound: Issuing, node: string) => Issuing;
  /** The print stage of one node. */
  readonly printImages?: (ports: PrintStagePorts) => PrintImages;
  /** How the copy of the registers takes updates, around the sound one. */
  readonly copy?: (sound: RegisterCopy) => RegisterCopy;
}

/** A sentence in both languages. */
export interface Told {
  readonly ja: string;
  readonly en: string;
}

/**
 * A published fault of an issuing system, planted into the reference server to prove that the
 * oracles see it. Off unless it is asked for; one file each.
 */
export interface Mutant {
  readonly id: MutantId;
  readonly title: Told;
  /** Where and when it happened, and where that is published (docs/sources.md). */
  readonly incident: string;
  /** What goes wrong, and under which condition alone. */
  readonly mechanism: Told;
  /** The part of the server that it replaces. */
  readonly plantedIn: 'print stage' | 'print file' | 'look-up' | 'copy of the registers';
  /** The oracle that is meant to catch it. */
  readonly oracle: 'page-ownership' | 'completeness' | 'freshness';
  /** How long its vulnerable moment is by default, and why; none if time plays no part in it. */
  readonly window?: { readonly ms: number; readonly why: string };
  /** What must be so for it to do any harm, in a scenario's terms. */
  readonly needs: string;
  plant(ground: MutantGround): Planted;
}
