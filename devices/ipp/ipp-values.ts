import type {
  IppAttribute,
  IppContents,
  IppGroup,
  IppMessage,
  IppSyntax,
  IppValue,
  OUT_OF_BAND,
} from './ipp-message.ts';

/** An attribute with values of one syntax, e.g. `attribute('sides', 'keyword', 'one-sided')`. */
export function attribute<S extends IppSyntax>(
  name: string,
  tag: S,
  ...contents: readonly IppContents[S][]
): IppAttribute {
  return { name, values: contents.map((value) => ({ tag, value }) as IppValue) };
}

/** An attribute whose value is not there, and why. */
export function absent(name: string, tag: keyof typeof OUT_OF_BAND): IppAttribute {
  return { name, values: [{ tag }] };
}

/** The first group of a tag (GROUP). */
export function groupOf({ groups }: IppMessage, tag: number): IppGroup | undefined {
  return groups.find((group) => group.tag === tag);
}

/** An attribute by its name: of a group, or a member of a collection. */
export function named(
  attributes: readonly IppAttribute[] | undefined,
  name: string,
): IppAttribute | undefined {
  return attributes?.find((each) => each.name === name);
}

/** What the values of an attribute hold that are of this syntax; none if it is not there. */
export function valuesOf<S extends IppSyntax>(
  attributes: readonly IppAttribute[] | undefined,
  name: string,
  tag: S,
): readonly IppContents[S][] {
  const values = named(attributes, name)?.values ?? [];
  return values.flatMap((value) => (value.tag === tag ? [value.value as IppContents[S]] : []));
}

/** The values of an attribute that are text of any syntax, with or without a language. */
export function textsOf(
  attributes: readonly IppAttribute[] | undefined,
  name: string,
): readonly string[] {
  return (named(attributes, name)?.values ?? []).flatMap((value) => {
    if (!('value' in value)) return [];
    if (typeof value.value === 'string') return [value.value];
    const isText = value.tag === 'textWithLanguage' || value.tag === 'nameWithLanguage';
    return isText ? [value.value.text] : [];
  });
}
