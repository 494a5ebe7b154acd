/** How the texts of one language speak of images: parts of regular expressions, for single lines (`m`). */
export interface Mentions {
  /** A cheap test: where it fails, none of the others finds anything. Whatever it finds holds one of the words (see `wordSearch`). */
  readonly possible?: { readonly words: readonly string[]; readonly pattern: RegExp } | undefined;
  readonly sites: string;
  readonly imageKey: string;
  /** Whether a file speaks of pods and their containers. */
  readonly pods: { readonly test: (text: string) => boolean };
  /** Whether an `image` key alone makes a file worth reading, or only beside pods. */
  readonly isImageKeyEnough: boolean;
  /** Whether functions that the configuration names may be called in them. */
  readonly hasFunctions: boolean;
  /** How objects of the given kinds (alternatives of a regular expression) are written. */
  readonly ofKinds: (kinds: string) => string;
  /** What a file does with libraries of containers that it imports; undefined if it imports none. */
  readonly ofLibraries?: ((text: string) => string | undefined) | undefined;
}
