import type { IppAttribute, IppSyntax, IppValue } from './ipp-message.ts';
import { attribute, named, valuesOf } from './ipp-values.ts';
import type { PrintTicket } from './print-job.ts';
import { MARGIN, mediaCollection, mediaOf } from './print-media.ts';

/** What of a printer decides which job attributes it grants. */
export interface TemplateSettings {
  readonly media: readonly string[];
  readonly duplex: boolean;
  readonly colour: boolean;
}

/** One job template attribute (RFC 8011 §5.2): what it may be, and what it is if nobody says. */
interface TemplateAttribute {
  readonly name: string;
  /** `…-default`, if there is one. */
  readonly initial: IppAttribute | undefined;
  readonly supported: IppAttribute;
  readonly accepts: (values: readonly IppValue[]) => boolean;
}

/** What a job asks for, and what of it is not to be had. */
export interface GrantedTicket {
  readonly ticket: PrintTicket;
  readonly unsupported: readonly IppAttribute[];
}

/** The job attributes that a printer understands. */
export class JobTemplate {
  readonly #attributes: readonly TemplateAttribute[];
  readonly #media: readonly string[];

  constructor(settings: TemplateSettings) {
    this.#media = settings.media;
    this.#attributes = templateOf(settings);
  }

  /** `…-default` and `…-supported` of each. */
  get described(): readonly IppAttribute[] {
    return this.#attributes.flatMap(({ initial, supported }) =>
      initial === undefined ? [supported] : [initial, supported],
    );
  }

  get names(): readonly string[] {
    return this.#attributes.map(({ name }) => name);
  }

  /** Takes what it can of a request's job attributes. */
  grant(asked: readonly IppAttribute[]): GrantedTicket {
    const known = new Map(this.#attributes.map((each) => [each.name, each]));
    const isGranted = ({ name, values }: IppAttribute) => known.get(name)?.accepts(values) ?? false;
    const granted = asked.filter(isGranted);
    const unsupported = asked
      .filter((each) => !isGranted(each))
      .map((each): IppAttribute => (known.has(each.name) ? each : unknown(each.name)));
    return { ticket: this.#ticket(granted), unsupported };
  }

  #ticket(granted: readonly IppAttribute[]): PrintTicket {
    const [copies = 1] = valuesOf(granted, 'copies', 'integer');
    const [sides = 'one-sided'] = valuesOf(granted, 'sides', 'keyword');
    const [hold = 'no-hold'] = valuesOf(granted, 'job-hold-until', 'keyword');
    const [members] = valuesOf(granted, 'media-col', 'collection');
    const [named = members && mediaOf(members, this.#media)] = valuesOf(
      granted,
      'media',
      'keyword',
    );
    return {
      copies,
      duplex: sides !== 'one-sided',
      media: named ?? this.#media[0] ?? '',
      pageRanges: valuesOf(granted, 'page-ranges', 'rangeOfInteger'),
      held: hold !== 'no-hold',
      attributes: granted,
    };
  }
}

/** An attribute that is not understood at all. */
function unknown(name: string): IppAttribute {
  return { name, values: [{ tag: 'unsupported' }] };
}

function templateOf(settings: TemplateSettings): readonly TemplateAttribute[] {
  const { media, duplex, colour } = settings;
  const colourModes = colour ? ['auto', 'color', 'monochrome'] : ['auto', 'monochrome'];
  const sides = ['one-sided', 'two-sided-long-edge', 'two-sided-short-edge'];
  return [
    copies(),
    mediaColumn(media),
    choice('media', 'keyword', media),
    choice('sides', 'keyword', duplex ? sides : ['one-sided']),
    choice('print-color-mode', 'keyword', colourModes),
    choice('orientation-requested', 'enum', [3, 4, 5, 6]),
    choice('print-quality', 'enum', [4, 3, 5]),
    choice('finishings', 'enum', [3]),
    choice('number-up', 'integer', [1]),
    choice('output-bin', 'keyword', ['face-down']),
    choice('job-hold-until', 'keyword', ['no-hold', 'indefinite']),
    choice('print-content-optimize', 'keyword', ['auto', 'text', 'graphic']),
    choice('print-rendering-intent', 'keyword', ['auto', 'relative', 'perceptual']),
    choice('print-scaling', 'keyword', ['auto', 'auto-fit', 'fill', 'fit', 'none']),
    choice('multiple-document-handling', 'keyword', [
      'separate-documents-collated-copies',
      'single-document',
    ]),
    resolution(),
    pageRanges(),
    overrides(),
  ];
}

/** One value out of several; the first is the default. */
function choice<S extends 'keyword' | 'enum' | 'integer'>(
  name: string,
  tag: S,
  values: readonly (S extends 'keyword' ? string : number)[],
): TemplateAttribute {
  const of = (suffix: string, contents: readonly (string | number)[]): IppAttribute => ({
    name: `${name}-${suffix}`,
    values: contents.map((value) => ({ tag, value }) as IppValue),
  });
  return {
    name,
    initial: of('default', values.slice(0, 1)),
    supported: of('supported', values),
    accepts: only(tag, (value) => (values as readonly unknown[]).includes(value)),
  };
}

/** Whether there is one value, of this syntax, that is right. */
function only(tag: IppSyntax, isRight: (value: unknown) => boolean) {
  return (values: readonly IppValue[]): boolean => {
    const [value] = values;
    return values.length === 1 && value?.tag === tag && 'value' in value && isRight(value.value);
  };
}

const MOST_COPIES = 99;

function copies(): TemplateAttribute {
  return {
    name: 'copies',
    initial: attribute('copies-default', 'integer', 1),
    supported: attribute('copies-supported', 'rangeOfInteger', { lower: 1, upper: MOST_COPIES }),
    accepts: only('integer', (value) => Number(value) >= 1 && Number(value) <= MOST_COPIES),
  };
}

function mediaColumn(media: readonly string[]): TemplateAttribute {
  const initial = mediaCollection(media[0] ?? '', 1);
  const members = initial.map(({ name }) => name);
  const isRight = (value: unknown) => {
    const asked = value as readonly IppAttribute[];
    const says = named(asked, 'media-size') ?? named(asked, 'media-size-name');
    const isKnown = asked.every(({ name }) => members.includes(name));
    return isKnown && (says === undefined || mediaOf(asked, media) !== undefined);
  };
  return {
    name: 'media-col',
    initial: attribute('media-col-default', 'collection', initial),
    supported: attribute('media-col-supported', 'keyword', ...members),
    accepts: only('collection', isRight),
  };
}

const RESOLUTIONS = [600, 300].map((dpi) => ({ crossFeed: dpi, feed: dpi, unit: 'dpi' }) as const);

function resolution(): TemplateAttribute {
  return {
    name: 'printer-resolution',
    initial: attribute('printer-resolution-default', 'resolution', ...RESOLUTIONS.slice(0, 1)),
    supported: attribute('printer-resolution-supported', 'resolution', ...RESOLUTIONS),
    accepts: only('resolution', (value) => {
      const { crossFeed, feed, unit } = value as (typeof RESOLUTIONS)[number];
      return unit === 'dpi' && crossFeed === feed && [300, 600].includes(feed);
    }),
  };
}

/** Ranges in ascending order that do not overlap (RFC 8011 §5.2.7). */
function pageRanges(): TemplateAttribute {
  return {
    name: 'page-ranges',
    initial: undefined,
    supported: attribute('page-ranges-supported', 'boolean', true),
    accepts: (values) => {
      let last = 0;
      return values.every((value) => {
        if (value.tag !== 'rangeOfInteger') return false;
        const { lower, upper } = value.value;
        const follows = lower > last && upper >= lower;
        last = upper;
        return follows;
      });
    },
  };
}

/** Exceptions for single pages: taken where they change nothing about sheets (PWG 5100.6). */
const OVERRIDES = [
  'pages',
  'document-number',
  'document-numbers',
  'print-quality',
  'print-color-mode',
  'orientation-requested',
];

function overrides(): TemplateAttribute {
  const isRight = (value: IppValue) =>
    value.tag === 'collection' && value.value.every(({ name }) => OVERRIDES.includes(name));
  return {
    name: 'overrides',
    initial: undefined,
    supported: attribute('overrides-supported', 'keyword', ...OVERRIDES),
    accepts: (values) => values.every(isRight),
  };
}

/** What else is said about media (PWG 5100.7, PWG 5100.14 §5). */
export function mediaDescribed(media: readonly string[]): readonly IppAttribute[] {
  const collections = media.map((name, index) => mediaCollection(name, index + 1));
  const trays = media.map((_, index) => `tray-${index + 1}`);
  const sizes = collections.flatMap((each) => valuesOf(each, 'media-size', 'collection'));
  return [
    attribute('media-ready', 'keyword', ...media),
    attribute('media-col-ready', 'collection', ...collections),
    attribute('media-size-supported', 'collection', ...sizes),
    attribute('media-source-supported', 'keyword', ...trays),
    attribute('media-type-supported', 'keyword', 'stationery'),
    ...['top', 'bottom', 'left', 'right'].map((side) =>
      attribute(`media-${side}-margin-supported`, 'integer', MARGIN),
    ),
  ];
}
