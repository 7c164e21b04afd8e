import { RegisterOperation } from '../../server/register/register-operation.ts';
import type { FaultSite, Selection } from './fault.ts';

type Selector = keyof Selection;

/** What faults of a site can be selected by. */
export interface SelectableSite {
  readonly en: string;
  /** Others would match nothing there, and are refused. */
  readonly selectors: readonly Selector[];
  /** Names of its operations; undefined where it has none to choose from. */
  readonly operations: readonly string[] | undefined;
}

const REGISTER_CHANGES = namesOf(RegisterOperation);

/** All sites, with what can be selected there. */
export const FAULT_SITES: Readonly<Record<FaultSite, SelectableSite>> = {
  line: {
    en: 'the dedicated line (専用回線) from kiosks to the centre',
    selectors: ['kiosks', 'share', 'operations'],
    operations: ['openSession', 'authenticate', 'issue', 'reportPrint', 'endSession'],
  },
  link: {
    en: 'LGWAN from the centre to the issuing servers',
    selectors: ['municipalities', 'operations'],
    operations: ['authenticate', 'issue', 'settle', 'applyForUse', 'unsettled'],
  },
  node: {
    en: 'a node of an issuing server, behind its balancer',
    selectors: ['municipalities', 'nodes', 'operations'],
    operations: ['authenticate', 'issue', 'settle', 'applyForUse', 'unsettled'],
  },
  build: {
    en: 'the software of a node of an issuing server',
    selectors: ['nodes', 'operations'],
    operations: ['authenticate', 'issue', 'settle', 'applyForUse', 'unsettled'],
  },
  work: {
    en: 'the work of a node itself, while one of its workers is taken',
    selectors: ['nodes', 'operations'],
    operations: ['authenticate', 'issue', 'print-image'],
  },
  jpki: {
    en: 'the validity check of certificates (JPKI)',
    selectors: [],
    operations: undefined,
  },
  database: {
    en: 'statements to the ledger and the registers',
    selectors: ['operations'],
    operations: [
      'claim',
      'find',
      'settle',
      'unsettled',
      'resident',
      'household',
      'taxRecord',
      'family',
    ],
  },
  printer: {
    en: 'a kiosk’s printer: when it is asked, each sheet, and its repair',
    selectors: ['kiosks', 'share', 'operations'],
    operations: ['status', 'feed', 'clear'],
  },
  payment: {
    en: 'amounts that a kiosk’s payment unit is to take',
    selectors: ['kiosks', 'share', 'operations'],
    operations: ['collect'],
  },
  reader: {
    en: 'the card on a kiosk’s reader: when it is found, and each command',
    selectors: ['kiosks', 'share', 'operations'],
    operations: ['connect', 'transmit'],
  },
  citizen: {
    en: 'a citizen at a kiosk, asked once what will go otherwise than expected',
    selectors: ['kiosks', 'share'],
    operations: ['visit'],
  },
  kiosk: {
    en: 'a shop with its kiosk: who comes in, the mains and its repair',
    selectors: ['kiosks', 'share'],
    operations: ['admit', 'supply', 'restore'],
  },
  feed: {
    en: 'updates of the registers on their way to the issuing server (随時連携)',
    selectors: ['municipalities', 'operations'],
    operations: REGISTER_CHANGES,
  },
  demand: { en: 'when citizens come', selectors: [], operations: undefined },
  clock: { en: 'the clock of the issuing server', selectors: [], operations: undefined },
};

/** Names of the alternatives of a union, those of its inner unions too. */
function namesOf(union: typeof RegisterOperation): readonly string[] {
  return union.options.flatMap((option) =>
    'options' in option
      ? option.options.map(({ shape }) => shape.operation.value as string)
      : [option.shape.operation.value as string],
  );
}
