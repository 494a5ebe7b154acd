import { visitFacts } from "../facts/visit.js";
import type { Expression, Pattern, Span, Statement, SwitchCase } from "../facts/facts.js";
import { choice, isText, jointAlternatives, keyOf, literal, literalText } from "../values/text.js";
import type { Activation, Cell, Item, Place, Value } from "../values/value.js";
import { drain, isFilled } from "./builtins/channels.js";
import { callValue } from "./call.js";
import { evaluateCallParts } from "./call-expressions.js";
import { evaluate, originOf } from "./evaluate.js";
import { compareValues, definitelyUndefined, truthOf } from "./truth.js";
import { use } from "./captures.js";
import { declaredElsewhere } from "./modules.js";
import { assignThrough, pointedAt } from "./pointers.js";
import { itemsOf, readProperty, writeProperty } from "./properties.js";
import { isInside, noteCheck, noteWrite } from "./races.js";
import { WayEnds, cellIn, cellOf, factsOf, holderOf, isGo, newUnknown, nothing, placeIn, spend } from "./run.js";
import type { Frame, Target } from "./run.js";
import type { Changes } from "./store.js";
import { stored } from "./structs.js";
import { runBeside, spawn } from "./threads.js";

const largestUnrolling = 32;

/** Runs statements in order. Gives whether the way goes on behind them. */
export function execute(frame: Frame, statements: readonly Statement[]): boolean {
  return statements.every((statement) => executeOne(frame, statement));
}

/** Tries each way from the present state and goes on with the join of those that go on. */
export function branch(frame: Frame, ways: readonly (() => boolean)[]): boolean {
  const { store } = frame.run;
  const start = store.mark();
  const ends: Changes[] = [];
  for (const way of ways) {
    if (protect(frame, way)) ends.push(store.changesSince(start));
    store.rollBack(start);
  }
  store.joinWays(ends);
  return ends.length > 0;
}

/** Binds or assigns a value to a pattern. */
export function bindPattern(frame: Frame, pattern: Pattern, value: Value, origin?: Place): void {
  const { run } = frame;
  switch (pattern.kind) {
    case "variable":
      declaredElsewhere(frame, pattern.variable);
      assignVariable(frame, pattern, stored(run, value), origin);
      return;
    case "member":
      assignMember(frame, isOwnStruct(frame, pattern.object) ? "unseen" : "seen", evaluate(frame, pattern.object), typeof pattern.key === "string" ? literal(pattern.key) : evaluate(frame, pattern.key), value, origin);
      return;
    case "dereference":
      assignThrough(frame, evaluate(frame, pattern.pointer), value, origin);
      return;
    case "object": {
      const taken: string[] = [];
      for (const entry of pattern.entries) {
        const key = keyValue(frame, entry.key);
        if (key !== undefined) taken.push(key);
        const read = readProperty(frame, value, key);
        bindWithDefault(frame, entry.target, read, entry.default, propertyOrigin(value, key));
      }
      if (pattern.rest !== undefined) bindPattern(frame, pattern.rest, restOf(frame, value, taken));
      return;
    }
    case "array": {
      const items = itemsOf(frame, value);
      pattern.elements.forEach((element, index) => {
        if (element === null) return;
        if (element.isRest) {
          const rest = items?.slice(index) ?? [];
          const object = run.store.createObject("array", { items: rest, ...(items === undefined ? { open: "rest of an unknown list" } : {}) });
          bindPattern(frame, element.target, { kind: "object", object });
          return;
        }
        bindWithDefault(frame, element.target, readProperty(frame, value, String(index)), element.default, isGo(frame) ? undefined : items?.[index]?.origin);
      });
      return;
    }
    case "global":
    case "ignore":
      return;
  }
}

function assignVariable(frame: Frame, { variable, at }: Extract<Pattern, { kind: "variable" }>, value: Value, origin: Place | undefined): void {
  const { run, activation } = frame;
  const holder = holderOf(activation, variable, run);
  const cell = cellIn(holder, variable);
  const { current, unjoined } = run.threads;
  if (current === undefined ? unjoined.size > 0 : !isInside(holder.path, current)) noteWrite(run, cell, value, placeIn(frame, at));
  run.store.write(cell, value, origin);
}

/** A struct in a variable of a function of its own: what is stored there nobody sees who does not read the variable. */
function isOwnStruct(frame: Frame, expression: Expression): boolean {
  if (expression.kind === "member") return isOwnStruct(frame, expression.object) && isStruct(evaluate(frame, expression));
  if (expression.kind !== "variable" || factsOf(frame.run, frame.activation.module.file).variables[expression.variable]?.owner === undefined) return false;
  return isStruct(cellOf(frame.activation, expression.variable, frame.run).value);
}

function isStruct(value: Value | undefined): boolean {
  return value?.kind === "object" && value.isStruct === true;
}

/** `images[r.name] = r.image`: where the key is one of several, each gets the value that goes with it. */
function assignMember(frame: Frame, storing: "seen" | "unseen", object: Value, key: Value, value: Value, origin: Place | undefined): void {
  const pairs = literalText(key) === undefined && isText(key) && isText(value) ? jointAlternatives(key, value) : undefined;
  if (pairs === undefined || object.kind !== "object" || object.object.kind !== "plain" || !pairs.every(([name]) => literalText(name) !== undefined)) {
    writeProperty(frame, object, literalText(key), value, origin, storing);
    return;
  }
  for (const [name, given] of pairs) {
    const known = literalText(name) ?? "";
    const before = object.object.properties.get(known)?.value;
    writeProperty(frame, object, known, before === undefined ? given : choice([before, given]), origin);
  }
}

/** A constant property name; undefined if the key is computed and not known. */
export function keyValue(frame: Frame, key: string | Expression): string | undefined {
  return typeof key === "string" ? key : literalText(evaluate(frame, key));
}

function bindWithDefault(frame: Frame, target: Pattern, value: Value, fallback: Expression | undefined, origin: Place | undefined): void {
  if (fallback === undefined) {
    bindPattern(frame, target, value, origin);
    return;
  }
  const isMissing = definitelyUndefined(value);
  if (isMissing === true) bindPattern(frame, target, evaluate(frame, fallback), originOf(frame, fallback));
  else if (isMissing === false) bindPattern(frame, target, value, origin);
  else bindPattern(frame, target, choice([value, evaluate(frame, fallback)]), origin);
}

function propertyOrigin(value: Value, key: string | undefined): Place | undefined {
  return value.kind === "object" && key !== undefined ? value.object.properties.get(key)?.origin : undefined;
}

function restOf(frame: Frame, value: Value, taken: readonly string[]): Value {
  if (value.kind !== "object") return newUnknown(frame.run, "the rest of an unknown object");
  const { store } = frame.run;
  const rest = store.createObject("plain", value.object.open.value === undefined ? {} : { open: value.object.open.value });
  for (const [key, cell] of value.object.properties) {
    if (!taken.includes(key) && cell.value !== undefined) store.write(store.property(rest, key), cell.value, cell.origin);
  }
  return { kind: "object", object: rest };
}

/** A way that throws ends in the nearest handler. */
export function protect(frame: Frame, way: () => boolean): boolean {
  try {
    return way();
  } catch (error) {
    if (!(error instanceof WayEnds)) throw error;
    recordThrow(frame);
    return false;
  }
}

function recordThrow(frame: Frame): void {
  const nearest = frame.catches[frame.catches.length - 1];
  nearest?.throws.push(frame.run.store.changesSince(nearest.start));
}

function executeOne(frame: Frame, statement: Statement): boolean {
  spend(frame.run);
  return protect(frame, () => executeKind(frame, statement));
}

function executeKind(frame: Frame, statement: Statement): boolean {
  const { store } = frame.run;
  switch (statement.kind) {
    case "evaluate":
      if (isFloating(frame, statement.expression)) runBeside(frame, statement.expression);
      else evaluate(frame, statement.expression);
      return true;
    case "bind":
      if (statement.value === undefined) bindPattern(frame, statement.target, nothing);
      else if (statement.target.kind === "variable" && isFloating(frame, statement.value)) bindPromise(frame, statement.target, statement.value);
      else bindPattern(frame, statement.target, evaluate(frame, statement.value));
      return true;
    case "if": {
      noteCheck(frame, statement.test);
      const truth = truthOf(evaluate(frame, statement.test));
      if (truth === undefined) {
        const way = (isTrue: boolean) => (): boolean => {
          narrow(frame, statement.test, isTrue);
          return execute(frame, isTrue ? statement.then : statement.otherwise);
        };
        return branch(frame, [way(true), way(false)]);
      }
      return execute(frame, truth ? statement.then : statement.otherwise);
    }
    case "block":
      return executeBlock(frame, statement.body, statement.label);
    case "return":
      executeReturn(frame, statement);
      return false;
    case "spawn":
      if (statement.call.kind === "call") spawn(frame, statement.call);
      return true;
    case "defer":
      if (statement.call.kind === "call") {
        const { callee, items, place, options } = evaluateCallParts(frame, statement.call);
        frame.deferred.push(() => {
          callValue(frame, callee, items, place, options);
          return true;
        });
      }
      return true;
    case "throw":
      evaluate(frame, statement.value);
      recordThrow(frame);
      return false;
    case "break":
    case "continue": {
      const target = [...frame.targets].reverse().find((candidate) => (statement.label === undefined ? candidate.isLoop || (statement.kind === "break" && candidate.label === undefined) : candidate.label === statement.label));
      if (target !== undefined) (statement.kind === "break" ? target.breaks : target.continues).push(store.changesSince(target.start));
      return false;
    }
    case "each":
      return executeEach(frame, statement);
    case "loop":
      return executeLoop(frame, statement);
    case "switch":
      return executeSwitch(frame, statement.subject, statement.cases, statement.label);
    case "try":
      return executeTry(frame, statement);
  }
}

function executeReturn(frame: Frame, statement: Extract<Statement, { kind: "return" }>): void {
  const { run, activation } = frame;
  const value = statement.value === undefined ? nothing : evaluate(frame, statement.value);
  const { results } = factsOf(run, activation.module.file).functions[activation.function ?? -1] ?? {};
  if (results !== undefined && frame.deferred.length > 0) {
    const items = results.length === 1 ? [{ value }] : (itemsOf(frame, value) ?? []);
    results.forEach((variable, index) => {
      run.store.write(cellOf(activation, variable, run), items[index]?.value ?? newUnknown(run, "a result"));
    });
  }
  frame.returns.push({ value, isFailure: statement.isFailure === true, changes: run.store.changesSince(frame.start) });
}

/** `work();`, `work().then(…);`: the promise of an asynchronous function of the project is dropped. */
function isFloating(frame: Frame, expression: Expression): boolean {
  if (expression.kind === "void") return isFloating(frame, expression.value);
  if (expression.kind !== "call" || expression.construct) return false;
  const { callee } = expression;
  if (callee.kind === "member") return (callee.key === "then" || callee.key === "finally" || callee.key === "catch") && callee.object.kind === "call" && (callee.key === "then" || isFloating(frame, callee.object));
  const called = callee.kind === "variable" || callee.kind === "function" ? evaluate(frame, callee) : undefined;
  return called?.kind === "function" && factsOf(frame.run, called.module.file).functions[called.function]?.isAsync === true;
}

/** `const task = work();`: it runs beside what follows until the variable is read, which is how it is waited for. */
function bindPromise(frame: Frame, target: Extract<Pattern, { kind: "variable" }>, expression: Expression): void {
  const { thread, value } = runBeside(frame, expression);
  bindPattern(frame, target, value);
  if (frame.run.threads.unjoined.size > 0) frame.run.threads.promises.set(cellOf(frame.activation, target.variable, frame.run), thread);
}

function executeBlock(frame: Frame, body: readonly Statement[], label: string | undefined): boolean {
  if (label === undefined) return execute(frame, body);
  return withTarget(frame, { label, isLoop: false }, () => execute(frame, body));
}

/** Runs a body whose `break`s come out behind it. */
function withTarget(frame: Frame, { label, isLoop }: Pick<Target, "label" | "isLoop">, body: (target: Target) => boolean): boolean {
  const { store } = frame.run;
  const target: Target = { label, isLoop, start: store.mark(), breaks: [], continues: [] };
  frame.targets.push(target);
  let goesOn: boolean;
  try {
    goesOn = body(target);
  } finally {
    frame.targets.pop();
  }
  if (target.breaks.length === 0) return goesOn;
  const ends = [...(goesOn ? [store.changesSince(target.start)] : []), ...target.breaks];
  store.rollBack(target.start);
  store.joinWays(ends);
  return true;
}

/** One turn of a loop: the ways that end in `continue` go on with the next. */
function executeTurn(frame: Frame, target: Target, turn: () => boolean): boolean {
  const { store } = frame.run;
  const start = store.mark();
  const before = target.continues.length;
  const goesOn = protect(frame, turn);
  const continued = target.continues.splice(before);
  if (continued.length === 0) return goesOn;
  // Continues are kept as changes since the loop's start; this turn's are a part of them.
  const whole = goesOn ? [store.changesSince(target.start), ...continued] : continued;
  store.rollBack(start);
  const present = store.changesSince(target.start);
  store.joinWays(whole.map((way) => new Map([...present, ...way])));
  return true;
}

function executeEach(frame: Frame, statement: Extract<Statement, { kind: "each" }>): boolean {
  const subject = pointedAt(frame, evaluate(frame, statement.of));
  const elements = elementsOf(frame, subject, statement.over);
  return withTarget(frame, { label: statement.label, isLoop: true }, (target) => {
    if (elements === undefined || elements.length > largestUnrolling) {
      return repeat(frame, target, () => {
        const turn = turnOf(frame, statement.at);
        bindPattern(turn, statement.target, newUnknown(frame.run, "an element of a list that is not known"));
        return execute(turn, statement.body);
      });
    }
    let goesOn = true;
    for (const element of elements) {
      const turn = (): boolean => {
        const inner = turnOf(frame, statement.at);
        bindPattern(inner, statement.target, element.value, element.origin);
        return execute(inner, statement.body);
      };
      goesOn = executeTurn(frame, target, element.isOptional ? () => branch(frame, [turn, () => true]) : turn);
      if (!goesOn) break;
    }
    return goesOn;
  });
}

/** Each turn has its own cells for what is declared in the loop. */
function turnOf(frame: Frame, at: Span): Frame {
  const activation: Activation = { ...frame.activation, parent: frame.activation, cells: new Map<number, Cell>(), block: at };
  return { ...frame, activation };
}

function elementsOf(frame: Frame, subject: Value, over: "values" | "keys" | "entries"): readonly Item[] | undefined {
  const { store } = frame.run;
  const received = drain(frame, subject);
  if (received !== undefined) return over === "entries" ? undefined : received;
  // `for i := range 3` (https://go.dev/ref/spec#For_range).
  if (subject.kind === "number" && subject.number <= largestUnrolling) return Array.from({ length: Math.max(subject.number, 0) }, (_, index): Item => ({ value: { kind: "number", number: index }, isOptional: false }));
  if (subject.kind === "constant" && subject.constant === null && isGo(frame)) return [];
  const indexOf = (index: number): Value => (isGo(frame) ? { kind: "number", number: index } : literal(String(index)));
  const pair = (key: Value, item: Item): Item => ({ ...item, value: { kind: "object", object: store.createObject("array", { items: [{ value: key, isOptional: false }, item] }) } });
  if (subject.kind === "object" && subject.object.items !== undefined) {
    if (subject.object.open.value !== undefined) return undefined;
    const items = subject.object.items.value;
    if (over === "values") return items;
    return items.map((item, index) => {
      const key = indexOf(index);
      return over === "keys" ? { value: key, isOptional: item.isOptional } : pair(key, item);
    });
  }
  if (subject.kind === "object" && subject.object.open.value === undefined && (over !== "values" || subject.object.kind === "map")) {
    return [...subject.object.properties].flatMap(([name, cell]) => {
      if (cell.value === undefined) return [];
      const key = literal(name);
      return over === "keys" ? [{ value: key, isOptional: false }] : [pair(key, { value: cell.value, origin: cell.origin, isOptional: false })];
    });
  }
  return undefined;
}

/**
 * A body that runs any number of times: twice, and then, if something goes on changing (`n += 1`, `list = list.next`), once
 * more with that unknown.
 */
function repeat(frame: Frame, target: Target, turn: () => boolean): boolean {
  const { store } = frame.run;
  const once = (): boolean => branch(frame, [() => executeTurn(frame, target, turn), () => true]);
  once();
  const between = store.mark();
  const before = new Map([...store.changesSince(target.start)].map(([cell, state]) => [cell as unknown, state.value]));
  once();
  let isGrowing = false;
  for (const [cell, state] of store.changesSince(between)) {
    if (!("origin" in cell) || cell.value === undefined) continue;
    const earlier = before.get(cell);
    const isJoined = isText(cell.value) && cell.value.kind === "joined";
    if (!isJoined && !grows(isValue(earlier) ? earlier : undefined, cell.value)) continue;
    use(cell.value);
    isGrowing = true;
    store.write(cell, isJoined ? newUnknown(frame.run, "changed in a loop") : choice([cell.value, newUnknown(frame.run, "changed in a loop")]), state.origin);
  }
  if (isGrowing) once();
  return true;
}

function isValue(value: unknown): value is Value {
  return typeof value === "object" && value !== null && "kind" in value;
}

/** Whether a further turn has brought letters, numbers or objects that were not there before: it may do so again. */
function grows(before: Value | undefined, after: Value): boolean {
  const known = new Set(before === undefined ? [] : leavesOf(before).map(keyOf));
  return leavesOf(after).some((leaf) => (leaf.kind === "literal" || leaf.kind === "number" || leaf.kind === "object") && !known.has(keyOf(leaf)));
}

const mostLeaves = 64;

function leavesOf(value: Value): readonly Value[] {
  const leaves: Value[] = [];
  const pending = [value];
  for (let one = pending.pop(); one !== undefined && leaves.length < mostLeaves; one = pending.pop()) {
    if (one.kind === "choice") pending.push(...one.alternatives);
    else leaves.push(one);
  }
  return leaves;
}

function executeLoop(frame: Frame, statement: Extract<Statement, { kind: "loop" }>): boolean {
  const { run } = frame;
  const { test, update } = statement;
  if (test !== undefined) noteCheck(frame, test);
  const isEndless = test === undefined || (test.kind === "literal" && Boolean(test.value));
  return withTarget(frame, { label: statement.label, isLoop: true }, (target) => {
    // What the loop's head declares lives longer than a turn.
    const turn = (): boolean => executeTurn(frame, target, () => execute(turnOf(frame, spanOf(statement.body)), statement.body));
    const step = (): boolean => turn() && (update === undefined || protect(frame, () => (evaluate(frame, update), true)));
    let isFirst = statement.runsFirst;
    for (let turns = 0; turns < largestUnrolling && !isEndless; turns += 1) {
      const truth = isFirst ? true : truthOf(evaluate(frame, test));
      if (truth === false) return true;
      if (truth === undefined) break;
      isFirst = false;
      if (!step()) return false;
    }
    for (const variable of update === undefined ? [] : assignedVariables(update)) run.store.write(cellOf(frame.activation, variable, run), newUnknown(run, "a loop's counter"));
    if (receivesIn(statement.body)) {
      // A loop whose turns take from a channel runs as long as there is something to take.
      for (let turns = 0; turns < largestUnrolling && (turns === 0 || isFilled(run)); turns += 1) if (!step()) return false;
      return !isEndless;
    }
    // A loop without an end of its own runs turn by turn, as long as it is certain that it goes on and that a turn changes something.
    for (let turns = 0; isEndless && turns < largestUnrolling; turns += 1) {
      const before = { mark: run.store.mark(), ends: target.breaks.length + frame.returns.length };
      if (!step()) return false;
      if (target.breaks.length + frame.returns.length > before.ends || run.store.changesSince(before.mark).size === 0) break;
    }
    repeat(frame, target, () => execute(turnOf(frame, spanOf(statement.body)), statement.body));
    return !isEndless;
  });
}

const receiving = new WeakMap<readonly Statement[], boolean>();

/** Whether a loop's body takes from channels. */
function receivesIn(body: readonly Statement[]): boolean {
  const known = receiving.get(body);
  if (known !== undefined) return known;
  let receives = false;
  visitFacts(body, {
    expression: (expression) => {
      if (expression.kind === "call" && expression.callee.kind === "global" && expression.callee.name === "go:receive") receives = true;
    },
  });
  receiving.set(body, receives);
  return receives;
}

/** `err != nil`, `tag == ""`: what a comparison with nothing shows of a variable on one of its ways. */
function narrow(frame: Frame, test: Expression, isTrue: boolean): void {
  if (test.kind === "logical" && test.operator === (isTrue ? "&&" : "||")) {
    narrow(frame, test.left, isTrue);
    narrow(frame, test.right, isTrue);
    return;
  }
  if (test.kind !== "compare" || test.left.kind !== "variable" || test.right.kind !== "literal" || !isGo(frame)) return;
  const nothingSet: Value | undefined = test.right.value === null ? { kind: "constant", constant: null } : test.right.value === "" ? literal("") : undefined;
  const isNothing = test.operator === "===" ? isTrue : test.operator === "!==" ? !isTrue : undefined;
  const cell = cellOf(frame.activation, test.left.variable, frame.run);
  if (isNothing === undefined || cell.value === undefined || nothingSet === undefined) return;
  frame.run.store.write(cell, isNothing ? nothingSet : whatIsSet(cell.value, nothingSet), cell.origin);
}

/** What is left of a value when it is known not to be nil, or not to be empty. */
function whatIsSet(value: Value, nothingSet: Value): Value {
  if (value.kind === "choice") {
    const rest = value.alternatives.filter((alternative) => keyOf(alternative) !== keyOf(nothingSet));
    return rest.length === 0 || rest.length === value.alternatives.length ? value : choice(rest, `${value.key} set`);
  }
  return value.kind === "hole" ? { ...value, isSet: true } : value;
}

function spanOf(statements: readonly Statement[]): Span {
  return [statements[0]?.at[0] ?? 0, statements[statements.length - 1]?.at[1] ?? 0];
}

function assignedVariables(expression: Expression): readonly number[] {
  switch (expression.kind) {
    case "assign":
      return expression.target.kind === "variable" ? [expression.target.variable] : [];
    case "sequence":
      return expression.expressions.flatMap(assignedVariables);
    default:
      return [];
  }
}

function executeSwitch(frame: Frame, subject: Expression, cases: readonly SwitchCase[], label: string | undefined): boolean {
  const value = evaluate(frame, subject);
  return withTarget(frame, { label, isLoop: false }, () => {
    const tests = cases.map((one) => (one.test === undefined ? undefined : compareValues(value, evaluate(frame, one.test))));
    const from = (index: number): boolean => execute(frame, cases.slice(index).flatMap((one) => one.body));
    const certain = tests.findIndex((test) => test === true);
    const possible = cases.flatMap((one, index) => (one.test !== undefined && tests[index] === undefined && (certain < 0 || index < certain) ? [index] : []));
    const fallback = cases.findIndex((one) => one.test === undefined);
    const last = certain >= 0 ? certain : fallback;
    if (possible.length === 0) return last < 0 ? true : from(last);
    return branch(frame, [...possible.map((index) => () => from(index)), () => (last < 0 ? true : from(last))]);
  });
}

/** `try { await start("missing"); expect.fail(); } catch …`: a body that must not be left at its end is meant to throw before. */
function endsInFailure(body: readonly Statement[]): boolean {
  const last = body.at(-1);
  if (last?.kind === "throw") return body.length > 1;
  if (last?.kind !== "evaluate" || last.expression.kind !== "call") return false;
  const { callee } = last.expression;
  return (callee.kind === "member" && callee.key === "fail") || (callee.kind === "global" && callee.name === "fail");
}

function executeTry(frame: Frame, statement: Extract<Statement, { kind: "try" }>): boolean {
  const { store } = frame.run;
  const start = store.mark();
  const nearest = { start, throws: [] as Changes[] };
  frame.catches.push(nearest);
  const { expectations } = frame.run;
  const isMeantToFail = statement.handler !== undefined && endsInFailure(statement.body);
  if (isMeantToFail) expectations.failures += 1;
  let goesOn: boolean;
  try {
    goesOn = execute(frame, statement.body);
  } finally {
    frame.catches.pop();
    if (isMeantToFail) expectations.failures -= 1;
  }
  const end = store.changesSince(start);
  const { handler } = statement;
  if (handler !== undefined) {
    store.rollBack(start);
    const ends: Changes[] = goesOn ? [end] : [];
    // Anything in the body may have thrown: before its first effect, or after its last.
    store.joinWays([new Map(), ...nearest.throws, end]);
    const handled = protect(frame, () => {
      if (statement.parameter !== undefined) bindPattern(frame, statement.parameter, newUnknown(frame.run, "a caught error"));
      return execute(frame, handler);
    });
    if (handled) ends.push(store.changesSince(start));
    store.rollBack(start);
    goesOn = ends.length > 0;
    store.joinWays(ends.length > 0 ? ends : [end]);
  }
  const finished = statement.finalizer === undefined || execute(frame, statement.finalizer);
  return goesOn && finished;
}
