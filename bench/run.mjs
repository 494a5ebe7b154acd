// Measures what the tool costs, as ratios to what its users pay anyway, all in one run: `npm run bench`.
//   -- --real <folder>   instead of generated repositories: the command on a real one
//   -- --only <part>     typescript, go or scripts (all languages together); all if absent
//   -- --files <number>  the size of the generated repository of TypeScript files, 2000 if absent
//   -- --go-files <number>  of that of Go files, 3000 if absent
//   -- --script-files <number>  of that of files in all languages, 4000 if absent
//   -- --runs <number>   how often each is measured, 3 if absent; what is shown is the median
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { discoverFiles } from "../dist/src/project/discover.js";
import { searchWithAstGrep } from "./ast-grep.mjs";
import { generateGoRepository } from "./generate-go.mjs";
import { generateScriptsRepository } from "./generate-scripts.mjs";
import { generateRepository } from "./generate.mjs";
import { median, runNode } from "./processes.mjs";

const { values } = parseArgs({ options: { real: { type: "string" }, only: { type: "string" }, files: { type: "string", default: "2000" }, "go-files": { type: "string", default: "3000" }, "script-files": { type: "string", default: "4000" }, runs: { type: "string", default: "3" } } });
const scratch = mkdtempSync(join(realpathSync(tmpdir()), "tag-consistency-bench-"));

function main() {
  const runs = Number(values.runs);
  console.log(`Node ${process.version}, ${availableParallelism()} cores; medians of ${runs} runs; CPU is that of all threads; load before: ${loadavg()[0]?.toFixed(1)}\n`);
  const sections = Object.entries(sectionsByLanguage).filter(([language]) => language === (values.only ?? language)).flatMap(([, sectionsOf]) => sectionsOf());
  if (sections.length === 0) throw new Error(`There is nothing to measure: ${values.only === undefined ? "no TypeScript, JavaScript or Go file" : `no file of ${values.only}`}`);
  const measured = repeat(runs, sections);
  for (const [index, { title, rows }] of sections.entries()) {
    console.log(title);
    for (const { what, figure, goal } of rows(measured[index])) console.log(`  ${what.padEnd(72)} ${figure.padStart(10)}${goal === undefined ? "" : `   goal ${goal.text}: ${goal.isKept ? "kept" : "MISSED"}`}`);
    console.log("");
  }
}

/**
 * One subject: what is measured, by name, and what is said of the medians.
 *
 * @typedef {{ readonly what: string, readonly figure: string, readonly goal?: { readonly text: string, readonly isKept: boolean } }} Row
 * @typedef {Readonly<Record<string, number>>} Figures
 * @typedef {{ readonly title: string, readonly measure: Readonly<Record<string, () => Figures>>, readonly rows: (medians: Readonly<Record<string, Figures>>) => readonly Row[] }} Section
 */

/**
 * All measurements in turn, over and over, so that a noisy minute touches all of them.
 *
 * @param {number} runs
 * @param {readonly Section[]} sections
 */
function repeat(runs, sections) {
  const taken = sections.map(({ measure }) => Object.keys(measure).map((name) => ({ name, figures: [] })));
  for (let run = 0; run < runs; run += 1) {
    for (const [index, { measure }] of sections.entries()) for (const { name, figures } of taken[index]) figures.push(measure[name]());
  }
  return taken.map((measurements) => Object.fromEntries(measurements.map(({ name, figures }) => [name, mediansOf(figures)])));
}

function mediansOf(figures) {
  return Object.fromEntries(Object.keys(figures[0]).map((name) => [name, median(figures.map((one) => one[name]))]));
}

// ---------------------------------------------------------------------------------------------------- what is measured

/** @type {Readonly<Record<string, () => readonly Section[]>>} */
const sectionsByLanguage = {
  typescript: () => (values.real === undefined ? typescriptSections(Number(values.files)) : commandSections(values.real, realpathSync(values.real))),
  go: () => {
    if (values.real !== undefined) return goSections(values.real, realpathSync(values.real));
    const { folder, findings } = generatedBy(generateGoRepository, "go", Number(values["go-files"]));
    return goSections("a generated repository of which 1 file in 20 mentions images", folder, findings);
  },
  scripts: () => {
    if (values.real !== undefined) return [];
    const { folder, findings } = generatedBy(generateScriptsRepository, "scripts", Number(values["script-files"]));
    return [astGrepSection(`a generated repository of ${count(filesOf(folder, /./).length)} files in all languages`, folder, findings)];
  },
};

/** @returns {readonly Section[]} */
function typescriptSections(files) {
  const ordinary = generated("ordinary", files, false);
  const mixed = generated("mixed", files, true);
  return [
    lintSection(`The rules in an ESLint run over ${count(files)} ordinary files`, ordinary, 0.01),
    lintSection(`The rules in an ESLint run over ${count(files)} files of which 1 in 20 mentions images`, mixed, undefined),
    ...commandSections(`${count(files)} files of which 1 in 20 mentions images`, mixed.folder, mixed.findings),
    growthSection(files, mixed),
  ];
}

/**
 * The wall time of the rules is measured inside of the run; what threads and the collector of garbage do for them is not
 * to be told there from what they do for others, so the CPU time is what the rules add to a run that does nothing else.
 *
 * @returns {Section}
 */
function lintSection(title, { folder, findings }, largest) {
  const lint = (...which) => {
    const { stdout, ...whole } = runNode(scratch, [program("lint.mjs"), folder, ...which], { cwd: packageFolder });
    const linted = JSON.parse(stdout);
    if (which.includes("--ours")) expectFindings(folder, findings, linted.findings);
    return { ...whole, ...linted };
  };
  const shareRow = (what, share) => ({ what, figure: percent(share), ...(largest !== undefined && { goal: { text: `at most ${percent(largest)}`, isKept: share <= largest } }) });
  return {
    title,
    measure: { usual: () => lint("--ours", "--others"), nothing: () => lint(), ours: () => lint("--ours") },
    rows: ({ usual, nothing, ours }) => [
      shareRow("their share of the wall time", usual.ours / usual.wall),
      shareRow("their share of the user CPU time", (ours.userCpu - nothing.userCpu) / usual.userCpu),
      { what: "their wall time", figure: milliseconds(usual.ours) },
      { what: "their user CPU time", figure: milliseconds(ours.userCpu - nothing.userCpu) },
      { what: "the user CPU time of all", figure: milliseconds(usual.userCpu) },
    ],
  };
}

/** @returns {readonly Section[]} none if there are no such files */
function commandSections(title, folder, findings) {
  const files = filesOf(folder, typescriptFile);
  if (files.length === 0) return [];
  const ratioRow = (what, part, whole, goal) => ({ what, figure: ratio(part, whole), ...(goal !== undefined && { goal: { text: `below ${goal}`, isKept: part / whole < goal } }) });
  return [{
    title: `The command, on ${title}`,
    measure: {
      check: () => check(folder, findings),
      parse: () => parse("parse.mjs", files),
    },
    rows: ({ check: checked, parse }) => [
      ratioRow("CPU time against that of parsing alone", checked.cpu, parse.cpuAlone, 0.3),
      ratioRow("wall time against that of parsing alone", checked.wall, parse.wallAlone, 0.3),
      ratioRow("CPU time against that of a process that loads the compiler and parses", checked.cpu, parse.cpu),
      ratioRow("wall time against that of such a process", checked.wall, parse.wall),
      { what: "CPU time of check", figure: milliseconds(checked.cpu) },
      { what: "wall time of check", figure: milliseconds(checked.wall) },
      { what: "CPU time of parsing alone", figure: milliseconds(parse.cpuAlone) },
      { what: "peak memory of check", figure: megabytes(checked.memory) },
      { what: "peak memory of parsing", figure: megabytes(parse.memory) },
    ],
  }];
}

/**
 * `check` does all that it does for the folder, in whatever language; nothing of an earlier run is kept for it. The other two
 * only parse the Go files, ast-grep natively and in all cores, the grammar's WebAssembly in one.
 *
 * @returns {readonly Section[]} none if there are no such files
 */
function goSections(title, folder, findings) {
  const files = filesOf(folder, goFile);
  if (files.length === 0) return [];
  const bytes = files.reduce((sum, file) => sum + readFileSync(file).length, 0);
  const ratioRow = (what, part, whole, most) => ({ what, figure: ratio(part, whole), ...(most !== undefined && { goal: { text: `at most ${most.toFixed(1)}`, isKept: part / whole <= most } }) });
  return [{
    title: `The command against ast-grep, on ${title} (${count(files.length)} Go files, ${megabytes(bytes / 1e6)})`,
    measure: {
      check: () => {
        const { stdout, ...taken } = runCheck(folder);
        return { ...taken, found: JSON.parse(stdout).findings.length };
      },
      astGrep: () => searchWithAstGrep(folder),
      parse: () => parse("parse-go.mjs", files),
    },
    rows: ({ check: checked, astGrep, parse }) => [
      ratioRow("wall time against a search of ast-grep", checked.wall, astGrep.wall, 1),
      ratioRow("CPU time against a search of ast-grep", checked.cpu, astGrep.cpu, 1),
      ratioRow("wall time against that of parsing alone", checked.wall, parse.wallAlone),
      ratioRow("CPU time against that of parsing alone", checked.cpu, parse.cpuAlone),
      ...["wall", "cpu"].flatMap((time) => [[`${timeNames[time]} of check`, checked[time]], [`${timeNames[time]} of ast-grep`, astGrep[time]], [`${timeNames[time]} of parsing alone`, parse[`${time}Alone`]]]).map(([what, figure]) => ({ what, figure: milliseconds(figure) })),
      { what: "peak memory of check", figure: megabytes(checked.memory) },
      { what: "peak memory of parsing", figure: megabytes(parse.memory) },
      { what: "what ast-grep found", figure: count(astGrep.matches) },
      { what: "findings", figure: count(checked.found), ...(findings !== undefined && { goal: { text: `exactly ${findings}`, isKept: checked.found === findings } }) },
    ],
  }];
}

/**
 * `check` on a repository in all languages against one pattern of ast-grep, which parses the Go files of it alone.
 *
 * @returns {Section}
 */
function astGrepSection(title, folder, findings) {
  const ratioRow = (what, part, whole) => ({ what, figure: ratio(part, whole), goal: { text: "below 1.0", isKept: part / whole < 1 } });
  return {
    title: `The command against ast-grep, on ${title}`,
    measure: {
      check: () => check(folder, findings),
      astGrep: () => searchWithAstGrep(folder),
    },
    rows: ({ check: checked, astGrep }) => [
      ratioRow("wall time against a search of ast-grep", checked.wall, astGrep.wall),
      ratioRow("CPU time against a search of ast-grep", checked.cpu, astGrep.cpu),
      ...["wall", "cpu"].flatMap((time) => [[`${timeNames[time]} of check`, checked[time]], [`${timeNames[time]} of ast-grep`, astGrep[time]]]).map(([what, figure]) => ({ what, figure: milliseconds(figure) })),
      { what: "peak memory of check", figure: megabytes(checked.memory) },
      { what: "what ast-grep found", figure: count(astGrep.matches) },
    ],
  };
}

const timeNames = { wall: "wall time", cpu: "CPU time" };

/** @returns {Section} */
function growthSection(files, middle) {
  const small = generated("small", files / 4, true);
  const large = generated("large", files * 4, true);
  return {
    title: `Growth of the command, from ${count(files / 4)} to ${count(files * 4)} files, 1 in 20 with images`,
    measure: {
      small: () => check(small.folder, small.findings),
      middle: () => check(middle.folder, middle.findings),
      large: () => check(large.folder, large.findings),
    },
    rows: (taken) => {
      const growth = taken.large.cpu / taken.small.cpu;
      // What starting costs is in none of the differences.
      const further = (taken.large.cpu - taken.middle.cpu) / 4 / (taken.middle.cpu - taken.small.cpu);
      return [
        { what: "CPU time, 16 times the files", figure: `× ${growth.toFixed(1)}`, goal: { text: `at most × ${(16 * tolerance).toFixed(1)}`, isKept: growth <= 16 * tolerance } },
        { what: "CPU time of a further file, from 4 to 16 times against from 1 to 4", figure: `× ${further.toFixed(2)}`, goal: { text: `at most × ${tolerance}`, isKept: further <= tolerance } },
        { what: "peak memory, 16 times the files", figure: `× ${(taken.large.memory / taken.small.memory).toFixed(1)}` },
        ...["small", "middle", "large"].map((name) => ({ what: `CPU time of check, ${name}`, figure: milliseconds(taken[name].cpu) })),
        { what: "peak memory of check, large", figure: megabytes(taken.large.memory) },
      ];
    },
  };
}

/** What a linear growth may be measured as. */
const tolerance = 1.2;

/** A whole run of the command. */
function check(folder, findings) {
  const { stdout, ...taken } = runCheck(folder);
  if (findings !== undefined) expectFindings(folder, findings, JSON.parse(stdout).findings.length);
  return taken;
}

function runCheck(folder) {
  return runNode(scratch, [command, "check", "--root", folder, "--format", "json"], { allowed: [0, 1] });
}

/** A process that parses files, and what parsing took in it without what it needs to begin. */
function parse(parser, files) {
  const list = join(scratch, "files.txt");
  writeFileSync(list, files.join("\n"));
  const { stdout, ...whole } = runNode(scratch, [program(parser), list]);
  const alone = JSON.parse(stdout);
  return { ...whole, wallAlone: alone.wall, cpuAlone: alone.cpu };
}

/** The time of a run that does not find what is there would say nothing. */
function expectFindings(folder, expected, found) {
  if (found !== expected) throw new Error(`${folder} has ${expected} findings, and ${found} were found`);
}

// ---------------------------------------------------------------------------------------------------- what it is measured on

function generated(name, files, images) {
  const folder = join(scratch, name);
  mkdirSync(folder);
  return { folder, ...generateRepository(folder, { files, images }) };
}

function generatedBy(generate, name, files) {
  const folder = join(scratch, name);
  mkdirSync(folder);
  return { folder, ...generate(folder, { files }) };
}

/** The absolute paths of the project's files that have such a name. */
function filesOf(folder, name) {
  return discoverFiles(folder, {}).files.filter((file) => name.test(file)).map((file) => join(folder, file));
}

const typescriptFile = /\.[cm]?[jt]sx?$/;
const goFile = /\.go$/;

const packageFolder = fileURLToPath(new URL("..", import.meta.url));
const command = join(packageFolder, "dist/src/cli/main.js");

function program(name) {
  return fileURLToPath(new URL(name, import.meta.url));
}

// ---------------------------------------------------------------------------------------------------- words

const count = (number) => number.toLocaleString("en");
const ratio = (part, whole) => (part / whole).toFixed(2);
const percent = (share) => `${(share * 100).toFixed(2)} %`;
const milliseconds = (time) => `${count(Math.round(time))} ms`;
const megabytes = (size) => `${count(Math.round(size))} MB`;

try {
  main();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
