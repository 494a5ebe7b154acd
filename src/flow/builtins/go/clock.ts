import { derived, hole, holesOf, isFreshHole, isText, literalText } from "../../../values/text.js";
import type { Value } from "../../../values/value.js";
import type { ExternalCall } from "../../external.js";
import { pointedAt } from "../../pointers.js";
import { newFresh, newUnknown } from "../../run.js";
import type { Builtin } from "../table.js";
import { isCoarseLayout } from "./layout.js";
import { printedText, textArgument } from "./print.js";
import { argument, newTyped, nil, number, results, withError } from "./results.js";

const timeType = "go:time.Time";
const randomTypes = ["go:math/rand.Rand"];

/** Time and randomness: every reading is a text of its own. */
export const clockBuiltins: Readonly<Record<string, Builtin>> = {
  "go:time.Now": now,
  "go:k8s.io/apimachinery/pkg/apis/meta.Now": now,
  "go:github.com/jonboulle/clockwork.FakeClock#Now": now,
  // Part of a reading, and readings made of it: https://pkg.go.dev/time#Time
  ...Object.fromEntries(["Unix", "UnixNano", "UnixMilli", "UnixMicro", "Nanosecond", "Second", "Minute", "YearDay", "String", "GoString"].map((name) => [`${timeType}#${name}`, (call: ExternalCall) => derived(name, [readingOf(call)])])),
  // Time has a grain: two readings of one day are equal.
  ...Object.fromEntries(["Year", "Month", "Day", "Hour", "Weekday", "Date", "ISOWeek"].map((name) => [`${timeType}#${name}`, () => hole(`today ${name}`, { kind: "unknown", reason: "the date" })])),
  ...Object.fromEntries(["UTC", "Local", "In", "Round", "AddDate"].map((name) => [`${timeType}#${name}`, (call: ExternalCall) => call.receiver ?? nil])),
  [`${timeType}#Add`]: (call) => newTyped(call, timeType, { reading: derived("Add", [readingOf(call), argument(call, 0)]) }),
  [`${timeType}#Truncate`]: (call) => {
    const grain = argument(call, 0);
    const isCoarse = grain.kind === "number" && grain.number >= coarseGrain;
    return newTyped(call, timeType, { reading: isCoarse ? hole("today", { kind: "unknown", reason: "the date" }) : derived("Truncate", [readingOf(call), grain]) });
  },
  [`${timeType}#Format`]: (call) => {
    const layout = literalText(textArgument(call, 0));
    return layout !== undefined && isCoarseLayout(layout) ? hole(`today ${layout}`, { kind: "unknown", reason: "the date" }) : derived("Format", [readingOf(call), textArgument(call, 0)]);
  },
  "go:time.Unix": (call) => newTyped(call, timeType, { reading: derived("Unix time", call.items.map((item) => printedText(call, item.value))) }),
  "go:time.Parse": (call) => withError(call, newTyped(call, timeType, { reading: derived("Parse", call.items.map((item) => printedText(call, item.value))) })),
  "go:time.ParseDuration": (call) => withError(call, newUnknown(call.frame.run, "a duration")),
  "go:time.Duration": (call) => argument(call, 0),

  ...fresh(["go:math/rand"], ["Int", "Intn", "IntN", "Int31", "Int31n", "Int32", "Int32N", "Int63", "Int63n", "Int64", "Int64N", "N", "Uint32", "Uint64", "UintN", "Float32", "Float64", "Perm"], "."),
  ...fresh(randomTypes, ["Int", "Intn", "IntN", "Int31", "Int31n", "Int32", "Int32N", "Int63", "Int63n", "Int64", "Int64N", "Uint32", "Uint64", "UintN", "Float32", "Float64", "Perm"], "#"),
  ...fresh(["go:k8s.io/apimachinery/pkg/util/rand"], ["String", "Int", "Intn", "IntnRange", "Int63nRange", "SafeEncodeString", "Perm"], "."),
  ...fresh(["go:github.com/google/uuid"], ["New", "NewString"], "."),
  ...fresh(["go:k8s.io/apimachinery/pkg/util/uuid"], ["NewUUID"], "."),
  ...fresh(["go:github.com/rs/xid", "go:github.com/lithammer/shortuuid", "go:github.com/segmentio/ksuid", "go:github.com/oklog/ulid"], ["New", "Make", "NewWithNamespace"], "."),
  ...fresh(["go:github.com/onsi/ginkgo"], ["GinkgoRandomSeed"], "."),
  ...fresh(["go:github.com/moby/moby/pkg/namesgenerator", "go:github.com/docker/docker/pkg/namesgenerator"], ["GetRandomName"], "."),
  ...fresh(["go:sigs.k8s.io/e2e-framework/pkg/envconf"], ["RandomName"], "."),
  ...fresh(["go:github.com/gruntwork-io/terratest/modules/random"], ["UniqueId", "Random"], "."),
  "go:github.com/google/uuid.NewUUID": (call) => results(call, freshOf(call), nil),
  "go:github.com/google/uuid.NewRandom": (call) => results(call, freshOf(call), nil),
  "go:github.com/google/uuid.NewV6": (call) => results(call, freshOf(call), nil),
  "go:github.com/google/uuid.NewV7": (call) => results(call, freshOf(call), nil),
  "go:github.com/google/uuid.Must": first,
  "go:github.com/hashicorp/go-uuid.GenerateUUID": (call) => results(call, freshOf(call), nil),
  "go:github.com/gofrs/uuid.NewV4": (call) => results(call, freshOf(call), nil),
  "go:github.com/gofrs/uuid.Must": first,
  "go:github.com/satori/go.uuid.NewV4": freshOf,
  "go:github.com/lithammer/shortuuid.DefaultEncoder": freshOf,
  "go:crypto/rand.Int": (call) => results(call, freshOf(call), nil),
  "go:crypto/rand.Text": freshOf,
  "go:crypto/rand.Read": (call) => fill(call, argument(call, 0)),
  "go:math/rand.Read": (call) => fill(call, argument(call, 0)),
  "go:math/rand.Rand#Read": (call) => fill(call, argument(call, 0)),
  // `io.ReadFull(rand.Reader, buffer)`
  "go:io.ReadFull": (call) => {
    const source = argument(call, 0);
    if (source.kind === "external" && source.path === "go:crypto/rand.Reader") return fill(call, argument(call, 1));
    return results(call, newUnknown(call.frame.run, "a count"), newUnknown(call.frame.run, "an error"));
  },
  "go:math/rand.New": (call) => newTyped(call, "go:math/rand.Rand"),

  "go:encoding/hex.EncodeToString": (call) => derivedFrom(call, "hex"),
  "go:encoding/base64.StdEncoding.EncodeToString": (call) => derivedFrom(call, "base64"),
  "go:encoding/base64.URLEncoding.EncodeToString": (call) => derivedFrom(call, "base64"),
  "go:encoding/base64.RawURLEncoding.EncodeToString": (call) => derivedFrom(call, "base64"),
  "go:encoding/base64.RawStdEncoding.EncodeToString": (call) => derivedFrom(call, "base64"),
  "go:encoding/base32.StdEncoding.EncodeToString": (call) => derivedFrom(call, "base32"),
  ...Object.fromEntries(["sha256.Sum256", "sha256.Sum224", "sha1.Sum", "md5.Sum", "sha512.Sum512", "sha512.Sum384"].map((name) => [`go:crypto/${name}`, (call: ExternalCall) => derivedFrom(call, name)])),
  ...Object.fromEntries(["crypto/sha256", "crypto/sha1", "crypto/md5", "crypto/sha512", "hash/fnv"].flatMap((name) => ["New", "New32", "New32a", "New64a"].map((member) => [`go:${name}.${member}`, (call: ExternalCall) => newTyped(call, "go:hash.Hash")]))),
  "go:hash.Hash#Sum": (call) => derived("hash", [receiverText(call)]),
  "go:hash.Hash#Sum32": (call) => derived("hash", [receiverText(call)]),
  "go:hash.Hash#Sum64": (call) => derived("hash", [receiverText(call)]),
  "go:hash.Hash#Write": hashMore,
  "go:hash.Hash#WriteString": hashMore,
};

/** An hour in nanoseconds: readings that are cut to it may be equal. */
const coarseGrain = 3_600_000_000_000;

function now(call: ExternalCall): Value {
  return { ...newTyped(call, timeType, { reading: newFresh(call.frame.run, "time.Now", call.place, call.frame.activation.path) }) };
}

function readingOf(call: ExternalCall): Value {
  const time = pointedAt(call.frame, call.receiver ?? nil);
  const reading = time.kind === "object" ? time.object.properties.get("reading")?.value : undefined;
  return reading ?? time;
}

function freshOf(call: ExternalCall): Value {
  return newFresh(call.frame.run, call.path.slice("go:".length), call.place, call.frame.activation.path);
}

function fresh(packages: readonly string[], members: readonly string[], between: "." | "#"): Readonly<Record<string, Builtin>> {
  return Object.fromEntries(packages.flatMap((name) => members.map((member) => [`${name}${between}${member}`, freshOf])));
}

/** A buffer that is filled holds one run of bytes, which is new. */
function fill(call: ExternalCall, buffer: Value): Value {
  const target = pointedAt(call.frame, buffer);
  if (target.kind === "object" && target.object.items !== undefined) {
    call.frame.run.store.writeItems(target.object.items, [{ value: freshOf(call), isOptional: false }]);
    call.frame.run.store.writeFlag(target.object.open, undefined);
  }
  return results(call, number(1), nil);
}

function first(call: ExternalCall): Value {
  const value = argument(call, 0);
  return value.kind === "object" && value.object.items !== undefined ? (value.object.items.value[0]?.value ?? nil) : value;
}

/** What is made of a text that is partly new is new. */
function derivedFrom(call: ExternalCall, operation: string): Value {
  const text = textArgument(call, 0);
  return derived(operation, [text, ...(text.kind === "joined" ? holesOf(text).filter(isFreshHole) : [])]);
}

function receiverText(call: ExternalCall): Value {
  const content = call.receiver?.kind === "object" ? call.receiver.object.properties.get("content")?.value : undefined;
  return content !== undefined && isText(content) ? content : nil;
}

function hashMore(call: ExternalCall): Value {
  const { store } = call.frame.run;
  if (call.receiver?.kind === "object") store.write(store.property(call.receiver.object, "content"), derived("hash of", [receiverText(call), derivedFrom(call, "bytes")]));
  return results(call, newUnknown(call.frame.run, "a count"), nil);
}
