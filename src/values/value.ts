import type { Expression, FunctionIndex, VariableIndex } from "../facts/facts.js";
import type { HoleForm } from "./hole-forms.js";

/** UTF-16 offsets in a file of the project; `end` is exclusive. */
export interface Place {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** For a value that was handed in from there: the expression that reads it in the end. */
  readonly via?: Place | undefined;
}

/** What the analysis knows of something a program holds before the program runs. */
export type Value = Text | NumberValue | ConstantValue | ObjectValue | FunctionValue | ClassValue | ExternalValue | RegexpValue;

/**
 * A symbolic string. `key` says what it is: two texts with equal keys are equal whenever the program runs. It is the
 * text itself, each hole written as its identity between two marks.
 */
export type Text = Literal | Hole | Joined | Choice | Captured;

/** Go: a text, number or function of a type of the project, whose methods it has. */
export interface Typed {
  readonly type?: ClassValue | undefined;
}

export interface Literal extends Typed {
  readonly kind: "literal";
  readonly key: string;
  readonly text: string;
  /** Where the text is written, if it is written in one piece. */
  readonly source?: LiteralSource | undefined;
}

export interface LiteralSource {
  readonly file: string;
  readonly literal: Extract<Expression, { kind: "literal" }>;
  /** Which part of the literal's value this text starts at. */
  readonly offset: number;
}

/** Text that is only known when the program runs, yet always the same text for the same identity. */
export interface Hole extends Typed {
  readonly kind: "hole";
  readonly key: string;
  readonly origin: HoleOrigin;
  /** A comparison has shown that it is neither nil nor empty. */
  readonly isSet?: true | undefined;
  /** What letters it holds, where what gives it says so. */
  readonly form?: HoleForm | undefined;
}

export type HoleOrigin =
  | { readonly kind: "environment"; readonly name: string }
  | { readonly kind: "parameter"; readonly name: string }
  /** Born of randomness or time: differs from everything but itself. `what` names the generator (`Date.now`). */
  | { readonly kind: "fresh"; readonly what: string; readonly place: Place; readonly path: CallPath | undefined; readonly root: number }
  /** `isFromOutside`: somebody gave it whom the analysis does not see, and who may have made the image too. */
  | { readonly kind: "unknown"; readonly reason: string; readonly isFromOutside?: true | undefined; /** It is downloaded: whoever wrote it knows nothing of this project. */ readonly isFetched?: true | undefined }
  /** A deterministic function of other values (`toLowerCase` of a hole). */
  | { readonly kind: "derived"; readonly operation: string; readonly of: readonly Value[]; readonly isFresh: boolean };

export interface Joined extends Typed {
  readonly kind: "joined";
  readonly key: string;
  readonly parts: readonly JoinedPart[];
  /** In encoded units: a hole, choice or capture of a hole counts one. */
  readonly length: number;
}

export interface JoinedPart {
  readonly text: Text;
  /** The expression that put this part here (`${image}`), where it is not the text's own literal. */
  readonly use?: Place | undefined;
}

/** One of several values; which one is decided once, so that a choice equals itself. */
export interface Choice extends Typed {
  readonly kind: "choice";
  readonly key: string;
  readonly alternatives: readonly Value[];
  /** Its key says by what it is decided. */
  readonly isDecided: boolean;
  /** How many values there are in it and in the choices in it, each counted as often as it is there. */
  readonly weight: number;
}

/** A reference as it came out of one producer's call: equal to the reference, and known to come from there. */
export interface Captured extends Typed {
  readonly kind: "captured";
  readonly key: string;
  readonly capture: Capture;
  readonly text: Text;
}

/** One result of one call of a producer. */
export interface Capture {
  /** The call expression. */
  readonly place: Place;
  readonly path: CallPath | undefined;
  readonly root: number;
  /** The producer's name, for people. */
  readonly producer: string;
  /** The reference that the producer made, as far as it is known. */
  readonly reference: Text | undefined;
  /** The caller could not have known it: a constant that the producer always gives says little. */
  readonly isConstant: boolean;
  /** The calls that this result came from, when it was handed outwards. */
  readonly inner: readonly Capture[];
  /** Positions in the order of the root's events: before the call, and behind it. */
  readonly startOrder: number;
  readonly order: number;
  /** The call runs beside the code that started it (a goroutine, a promise that is not awaited here). */
  readonly isConcurrent: boolean;
  /** Set when the reference reaches something that uses it. */
  isUsed: boolean;
  /** The producer keeps it as well: whoever looks there finds it. */
  isStored: boolean;
  /** Set when it was given to a log. */
  isLogged: boolean;
  /** Set when an outer call's result holds it. */
  isHandedOut: boolean;
}

export interface NumberValue extends Typed {
  readonly kind: "number";
  readonly number: number;
}

export interface ConstantValue {
  readonly kind: "constant";
  readonly constant: true | false | null | undefined;
}

export interface ObjectValue {
  readonly kind: "object";
  readonly object: HeapObject;
  /** Go: the struct (or array) itself and not a pointer to it; whoever stores it stores a copy. */
  readonly isStruct?: true | undefined;
}

/** A closure. */
export interface FunctionValue extends Typed {
  readonly kind: "function";
  readonly module: ModuleInstance;
  readonly function: FunctionIndex;
  readonly scope: Activation;
  readonly receiver?: Value | undefined;
  /** The class whose method it is, for `super`. */
  readonly home?: ClassValue | undefined;
  readonly bound?: readonly Value[] | undefined;
  /** Go's method expression, `T.Method`: the first argument is the receiver. */
  readonly takesReceiver?: true | undefined;
}

export interface ClassValue {
  readonly kind: "class";
  readonly module: ModuleInstance;
  readonly class: number;
  readonly scope: Activation;
  readonly base?: Value | undefined;
  /** Static members. */
  readonly statics: HeapObject;
}

/** Something that the project does not define: a module's member (`child_process#execSync`), a global, a builtin method. `path` begins with the module or global name. */
export interface ExternalValue {
  readonly kind: "external";
  readonly path: string;
  /** The object that a builtin method was read from, or the arguments that a partial application holds. */
  readonly receiver?: Value | undefined;
  /** Arguments that `bind` has given. */
  readonly bound?: readonly Value[] | undefined;
  /** Call arguments that led here (`promisify(exec)` keeps exec; `$({cwd})` keeps its options). */
  readonly held?: readonly Value[] | undefined;
}

export interface RegexpValue {
  readonly kind: "regexp";
  readonly source: string;
  readonly flags: string;
}

/** An object of the analysed program, by its allocation. */
export interface HeapObject {
  readonly id: number;
  readonly kind: "plain" | "array" | "map" | "module";
  /** The class of the project that it is an instance of. */
  readonly class?: ClassValue | undefined;
  /** The type of a library that it stands for (`dockerode`). */
  readonly type?: string | undefined;
  readonly properties: Map<string, Cell>;
  /** Elements of an array. */
  readonly items?: ItemsCell | undefined;
  /** It may have further properties or elements that the analysis does not know. */
  readonly open: FlagCell;
  readonly place?: Place | undefined;
}

export interface Cell {
  value: Value | undefined;
  /** The place, outside of the function that reads it, where the value was handed in. */
  origin: Place | undefined;
}

export interface ItemsCell {
  value: readonly Item[];
}

export interface FlagCell {
  value: string | undefined;
}

export interface Item {
  readonly value: Value;
  readonly origin?: Place | undefined;
  /** On some ways it is not there. */
  readonly isOptional: boolean;
  /** In a channel: the thread that has sent it. */
  readonly sender?: object | undefined;
}

/** The calls from a root to a place, innermost first, sharing their tails. */
export interface CallPath {
  readonly call: Place;
  readonly outer: CallPath | undefined;
  readonly depth: number;
}

/** One run of a function (or of a module's own statements). */
export interface Activation {
  readonly module: ModuleInstance;
  readonly function: FunctionIndex | undefined;
  readonly parent: Activation | undefined;
  readonly cells: Map<VariableIndex, Cell>;
  readonly receiver: Value | undefined;
  readonly home: ClassValue | undefined;
  readonly path: CallPath | undefined;
  /** One turn of a loop has cells of its own for what is declared inside it (offsets in the file). */
  readonly block?: readonly [number, number] | undefined;
}

/** A module as one root loads it. */
export interface ModuleInstance {
  readonly file: string;
  readonly exports: HeapObject;
  readonly activation: () => Activation;
}
