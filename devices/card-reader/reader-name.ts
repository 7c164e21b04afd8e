export type ReaderChoice =
  | { readonly kind: 'found'; readonly name: string }
  | { readonly kind: 'absent' }
  /** More than one reader is called so. */
  | { readonly kind: 'ambiguous'; readonly names: readonly string[] };

/**
 * Finds a PC/SC reader by its name, or by the beginning of it if no other begins so. Names hold:
 * the order in which pcscd lists readers is that of a directory (facts: hil.md §1.1).
 */
export function readerNamed(wanted: string, names: readonly string[]): ReaderChoice {
  if (names.includes(wanted)) return { kind: 'found', name: wanted };
  const alike = names.filter((name) => name.startsWith(wanted));
  if (alike.length > 1) return { kind: 'ambiguous', names: alike };
  const [name] = alike;
  return name === undefined ? { kind: 'absent' } : { kind: 'found', name };
}
