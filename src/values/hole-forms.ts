/**
 * What letters a hole holds, where what gives it says so: a commit's name is 40 hexadecimal digits, whatever the commit.
 * Two holes whose forms have no text in common are different texts.
 */

/** Pieces in a row. */
export type HoleForm = readonly FormPiece[];

export interface FormPiece {
  readonly letters: LetterSet;
  readonly least: number;
  /** `Infinity` for any number. */
  readonly most: number;
}

/** One letter, or one of a set. */
export type LetterSet = { readonly kind: "letter"; readonly letter: string } | { readonly kind: "set"; readonly name: keyof typeof sets };

const sets = {
  /** A commit's name, as git prints it (https://git-scm.com/docs/gitglossary#def_object_name). */
  commit: "0123456789abcdef",
  digit: "0123456789",
  /** A name that somebody has given, of what a tag may hold (https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests). */
  given: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-",
} as const;

const commit: LetterSet = { kind: "set", name: "commit" };
const digit: LetterSet = { kind: "set", name: "digit" };
const given: LetterSet = { kind: "set", name: "given" };

function letter(one: string): FormPiece {
  return { letters: { kind: "letter", letter: one }, least: 1, most: 1 };
}

function several(letters: LetterSet, least: number, most = Infinity): FormPiece {
  return { letters, least, most };
}

/** The whole name of a commit (SHA-1). */
export const commitForm: HoleForm = [several(commit, 40, 40)];

/** The first letters of a commit's name, a known number of them. */
export function shortCommitForm(length: number): HoleForm {
  return [several(commit, length, length)];
}

/** How much of a commit's name a hole of this form holds, in words; undefined where it holds none. */
export function commitLetters(form: HoleForm): string | undefined {
  const [only, ...others] = form;
  if (only?.letters.kind !== "set" || only.letters.name !== "commit" || others.length > 0) return undefined;
  return only.least === 40 ? "all 40 letters" : `the first ${only.least} letters`;
}

/** What `git rev-parse --short` prints: at least so many letters (7, where it is not told), more where fewer are not unique, never all (https://git-scm.com/docs/git-config#Documentation/git-config.txt-coreabbrev). */
export function abbreviatedCommitForm(least = 7): HoleForm {
  return [several(commit, Math.min(Math.max(least, 4), 40), least >= 40 ? 40 : 39)];
}

/** A whole number, a part of a version. */
export const numberForm: HoleForm = [several(digit, 1)];

/** A whole number by which a build server counts what it runs: no such number is as long as a commit's name. */
export const countForm: HoleForm = [several(digit, 1, 20)];

/** A version without a letter before it: `1.2.3`, `1.2.3-rc.1` (https://semver.org). */
export const versionForm: HoleForm = [...numberForm, letter("."), ...numberForm, letter("."), ...numberForm, several(given, 0)];

/** What begins with a number: the rest of a tag `v1`, `v1.2.3-rc.1`. */
export const numberedForm: HoleForm = [...numberForm, several(given, 0)];

export function beginsWithNumber([first]: HoleForm): boolean {
  return first !== undefined && first.least > 0 && first.letters.kind === "set" && first.letters.name === "digit";
}

/** The tag of a release in git, which may begin with a letter or not: `v1.2.3`, `1.2.3`. */
export const releaseTagForm: HoleForm = [{ letters: { kind: "letter", letter: "v" }, least: 0, most: 1 }, ...versionForm];

/** `1.2` */
export const majorMinorForm: HoleForm = [...numberForm, letter("."), ...numberForm];

/** A branch, a tag or a label, made fit for the tag of an image. */
export const givenNameForm: HoleForm = [several(given, 1)];

/** A part of a text of a form: undefined where it is not known which letters that are, or what they may be. */
export function partOfForm(form: HoleForm, start: number, end: number): HoleForm | undefined {
  const [only, ...others] = form;
  if (only === undefined || others.length > 0 || only.least < end) return undefined;
  return [several(only.letters, end - start, end - start)];
}

export function mayHoldLetter(form: HoleForm, one: string): boolean {
  return form.some(({ letters }) => (letters.kind === "letter" ? letters.letter === one : sets[letters.name].includes(one)));
}

export function mayBeNothing(form: HoleForm): boolean {
  return form.every(({ least }) => least === 0);
}

/** Whether two sets share a letter. Nobody names a thing after a commit that is not made yet: what is given is none. */
export function meetInLetter(left: LetterSet, right: LetterSet): boolean {
  if (left.kind === "letter") return right.kind === "letter" ? left.letter === right.letter : sets[right.name].includes(left.letter);
  if (right.kind === "letter") return sets[left.name].includes(right.letter);
  const names = [left.name, right.name];
  return !(names.includes("commit") && names.includes("given"));
}
