import { hole, placeOf } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { deployManifests } from "../manifests.js";
import { nextOrder } from "../run.js";
import type { Frame } from "../run.js";
import type { Override, Site } from "../site.js";
import type { Chart } from "./chart.js";
import { chartReads, likelyKeys, partOfImage, readingOf } from "./dead-values.js";
import { fieldOf } from "./evaluate.js";
import { pathOf, withLettersAt } from "./given-values.js";
import type { ChartInstall } from "./install.js";
import { renderChart, valuesOf } from "./render.js";
import type { Release, RenderedChart } from "./render.js";
import { isScalar, textValue } from "./template-value.js";
import type { TemplateMap, TemplateValue } from "./template-value.js";

export interface InstallReading {
  readonly chart: Chart;
  readonly install: ChartInstall;
  /** The values of the files that are given. */
  readonly files: readonly TemplateMap[];
  readonly given: TemplateMap;
  readonly release: Release;
  readonly rendered: RenderedChart;
  readonly place: Place;
}

const mostKeys = 400;

/** Records which of the given values that hold a part of a reference the chart reads: those of the command first, then those of files. */
export function recordDeadValues(frame: Frame, reading: InstallReading): void {
  const { chart, install, files, place } = reading;
  const ofOptions = install.values.flatMap(({ key, keyPlace, value, form }): readonly GivenKey[] => {
    const path = key === undefined ? [] : pathOf(key);
    if (form === "file" || form === "json" || path.length === 0) return [];
    return [{ path, written: key ?? "", value, place: keyPlace ?? place }];
  });
  const ofFiles = files.flatMap((values) => leavesOf(values, []));
  const reads = ofOptions.length + ofFiles.length === 0 ? undefined : chartReads(chart);
  const baseline = remembering(() => referencesIn(frame, reading.rendered));
  // What the command gives by itself was not meant by another key.
  const isGiven = new Set(ofOptions.map(({ path }) => path.join(".")));
  for (const given of [...ofOptions, ...ofFiles].slice(0, mostKeys)) {
    const part = partOfImage(given.path);
    if (part === undefined || reads === undefined || given.value.key === "") continue;
    const is = readingOf(reads, given.path);
    const isDead = is !== "read";
    const likely = isDead ? likelyKeys(reads, given.path).filter((path) => !isGiven.has(path.join("."))) : [];
    const candidates = isDead ? candidatesAmong(frame, reading, likely, given.value, baseline()) : [];
    const override: Override = {
      how: install.how,
      key: given.written,
      value: given.value,
      place: given.place,
      isRead: !isDead ? "yes" : is === "forbidden" || isMissed(frame, reading, likely, given.value, baseline(), candidates) ? "no" : "unknown",
      candidates,
      target: `the chart ${nameOf(chart)}`,
      ofChart: { part, deployed: isDead ? baseline().map(({ reference }) => reference) : [] },
      otherwise: is === "forbidden" ? "fails" : "keeps",
      path: frame.activation.path,
      order: nextOrder(frame.run),
    };
    frame.run.overrides.push(override);
  }
}

const mostCandidates = 5;

function candidatesAmong(frame: Frame, reading: InstallReading, likely: readonly (readonly string[])[], value: Text, baseline: readonly Site[]): Override["candidates"] {
  return likely.flatMap((path) => candidateOf(frame, reading, path, value, baseline) ?? []).slice(0, mostCandidates);
}

/**
 * Whether a value that nothing reads is missed in what is deployed. A tool that puts the images that it builds into all
 * manifests does without: of the key that was meant it must be certain that it changes something all the same.
 */
function isMissed(frame: Frame, reading: InstallReading, likely: readonly (readonly string[])[], value: Text, baseline: readonly Site[], candidates: Override["candidates"]): boolean {
  if (frame.run.rewriting === undefined) return true;
  const plain: Frame = { ...frame, run: { ...frame.run, rewriting: undefined } };
  const [meant] = candidatesAmong(plain, reading, likely, value, referencesIn(plain, reading.rendered));
  return meant === undefined ? baseline.length > 0 && baseline.every(({ isDelivered }) => isDelivered !== true) : meant.name === candidates[0]?.name;
}

interface GivenKey {
  readonly path: readonly string[];
  readonly written: string;
  readonly value: Text;
  readonly place: Place;
}

function nameOf({ folder }: Chart): string {
  return folder === "" ? "of this folder" : folder;
}

/** The scalars of a file of values that is given, where they are written. */
function leavesOf(value: TemplateValue, path: readonly string[]): readonly GivenKey[] {
  if (value.kind === "map") return [...value.entries].flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
  if (!isScalar(value) || value.kind === "nil" || value.kind === "boolean") return [];
  const place = placeOf(value.text);
  return place === undefined ? [] : [{ path, written: path.join("."), value: value.text, place }];
}

/** A key that may have been meant: what is deployed by default of the image that it changes. */
function candidateOf(frame: Frame, { chart, given, release }: InstallReading, path: readonly string[], value: Text, baseline: readonly Site[]): Override["candidates"][number] | undefined {
  const changed = referencesIn(frame, renderChart(chart, withLettersAt(given, path, textValue(value)), release));
  // Another letter, where the value that is given is the one that is there.
  const other = hole(`instead of ${path.join(".")}`, { kind: "unknown", reason: "another value" });
  const moved = changed.some((site, index) => site.reference.key !== baseline[index]?.reference.key) ? changed : referencesIn(frame, renderChart(chart, withLettersAt(given, path, textValue(other)), release));
  if (moved.length !== baseline.length) return undefined;
  const affected = baseline.filter((site, index) => site.reference.key !== moved[index]?.reference.key);
  const [first] = affected;
  if (first === undefined) return undefined;
  const present = path.reduce<TemplateValue>(fieldOf, valuesOf(chart, given));
  return { name: path.join("."), reference: first.reference, place: isScalar(present) ? placeOf(present.text) : undefined };
}

/** The deploys of a rendering, which are not recorded. */
function referencesIn(frame: Frame, rendered: RenderedChart): readonly Site[] {
  const sites: Site[] = [];
  const scratch: Frame = { ...frame, run: { ...frame.run, sites, siteCounts: new Map() } };
  for (const { text } of rendered.templates) deployManifests(scratch, text, { file: "", start: 0, end: 0 }, "helm");
  return sites.filter(({ indirect }) => indirect === undefined);
}

function remembering<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

