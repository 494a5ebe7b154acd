import { writeThroughPointers } from "../../outputs.js";
import { hole, isText, join, literal, literalText } from "../../../values/text.js";
import type { Value } from "../../../values/value.js";
import { log } from "../../captures.js";
import type { ExternalCall } from "../../external.js";
import { pointedAt } from "../../pointers.js";
import { compareNullish } from "../../truth.js";
import type { Builtin } from "../table.js";
import { formatText } from "./format.js";
import { formatArguments, printedText, textArgument } from "./print.js";
import { anyError, argument, errorType, newError, newUnknownCondition, nil } from "./results.js";

/** Errors: what makes one gives something that is certainly there. */
export const errorBuiltins: Readonly<Record<string, Builtin>> = {
  "go:errors.New": (call) => newError(call, textArgument(call, 0)),
  "go:fmt.Errorf": (call) => {
    for (const item of call.items) log(item.value);
    return newError(call, formatText(textArgument(call, 0), formatArguments(call, 1)));
  },
  "go:github.com/pkg/errors.New": (call) => newError(call, textArgument(call, 0)),
  "go:github.com/pkg/errors.Errorf": (call) => newError(call, formatText(textArgument(call, 0), formatArguments(call, 1))),
  // What wraps nothing gives nothing.
  ...Object.fromEntries(["Wrap", "Wrapf", "WithMessage", "WithMessagef", "WithStack"].map((name) => [`go:github.com/pkg/errors.${name}`, (call: ExternalCall) => wrapped(call)])),
  "go:errors.Join": (call) => (call.items.some((item) => compareNullish(item.value) === false) ? newError(call, literal("several errors")) : anyError(call)),
  "go:errors.Is": newUnknownCondition,
  "go:errors.As": (call) => {
    writeThroughPointers(call.frame, call.items.slice(1), "As");
    return newUnknownCondition(call);
  },
  "go:errors.Unwrap": anyError,
  "go:github.com/pkg/errors.Cause": (call) => argument(call, 0),
  [`${errorType}#Error`]: (call) => messageOf(call),
  [`${errorType}#Unwrap`]: anyError,
  "go:error#Is": newUnknownCondition,
  "go:google.golang.org/grpc/status.Error": (call) => newError(call, textArgument(call, 1)),
  "go:google.golang.org/grpc/status.Errorf": (call) => newError(call, formatText(textArgument(call, 1), formatArguments(call, 2))),
};

function wrapped(call: ExternalCall): Value {
  const error = argument(call, 0);
  for (const item of call.items) log(item.value);
  const isMissing = compareNullish(error);
  if (isMissing === true) return nil;
  if (isMissing === undefined) return anyError(call);
  return newError(call, join([{ text: textArgument(call, 1) }, { text: literal(": ") }, { text: printedText(call, error) }]));
}

function messageOf(call: ExternalCall): Value {
  const error = pointedAt(call.frame, call.receiver ?? nil);
  const message = error.kind === "object" ? error.object.properties.get("message")?.value : undefined;
  return message !== undefined && isText(message) ? message : hole(`message ${literalText(error) ?? ""}`, { kind: "unknown", reason: "an error's message" });
}
