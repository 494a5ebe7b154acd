import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { packageVersion } from "../package-version.js";
import type { CheckOptions } from "./check.js";
import type { CommandEnvironment, ExitCode } from "./environment.js";

/**
 * Runs the command with the arguments that follow its name, and gives the exit code: 0 no error is found, 1 there is one,
 * 2 the work could not be done. Everything is written to the environment's streams; never throws.
 */
export async function run(commandLine: readonly string[], environment: CommandEnvironment): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = createProgram(environment, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(commandLine, { from: "user" });
    return exitCode;
  } catch (error) {
    // What commander ends with has been said by it; help and version that were asked for are its only successes.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    reportFailure(error, commandLine.includes("--verbose"), environment);
    return 2;
  }
}

function createProgram(environment: CommandEnvironment, finish: (code: ExitCode) => void): Command {
  const toolVersion = packageVersion();
  const program = new Command("tag-consistency")
    .description("Proves, without a cluster, that every container image a project deploys is one it built, or shows the two places that disagree.")
    .version(toolVersion, "-v, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .showHelpAfterError("(tag-consistency --help lists what there is)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => environment.stdout.write(text),
      writeErr: (text) => environment.stderr.write(text),
      getOutHelpWidth: () => environment.stdout.columns ?? helpWidth,
      getErrHelpWidth: () => environment.stderr.columns ?? helpWidth,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  program
    .command("check")
    .description("analyse the whole project and show the findings below the paths (default: all)")
    .argument("[paths...]", "files or folders whose findings are shown")
    .option("--root <folder>", "the project's folder (default: the nearest one upwards with a tag-consistency.config.json, else the repository's)")
    .addOption(new Option("--preset <name>", "the severities of the rules").choices(["recommended", "strict"]).default("recommended"))
    .option("--max-warnings <number>", "exit with 1 if there are more warnings", wholeNumber)
    .option("--fail-on <what>", `exit with 1 for what could not be proven or read: ${failures.join(",")}`, listOfFailures)
    .option("--quiet", "show errors only")
    .addOption(new Option("--format <name>", "how the report is written").choices(["pretty", "json", "sarif", "github"]).default("pretty"))
    .option("--output-file <file>", "write the report to a file and not to standard output")
    .option("--verbose", "list everything, and say which files were skipped and where a failure came from")
    .option("--color", "use colours (default: on a terminal)")
    .option("--no-color", "use none")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", exitCodes)
    .action(async (paths: readonly string[], options: CheckOptions) => {
      const { check } = await import("./check.js");
      finish(await check(paths, options, { ...environment, toolVersion }));
    });
  return program;
}

const helpWidth = 100;

const exitCodes = `
Exit codes:
  0  no finding of severity error, and no more warnings than --max-warnings
  1  there is one
  2  the check could not do its work: a wrong option, path or configuration, or an internal failure`;

const failures = ["unknown", "unreadable"] as const;

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}

/** Commas separate several; the option may also be given several times. */
function listOfFailures(text: string, previous: readonly string[] = []): readonly string[] {
  const named = text.split(",").map((word) => word.trim());
  const wrong = named.find((word) => !failures.some((known) => known === word));
  if (wrong !== undefined) throw new InvalidArgumentError(`Allowed are ${failures.join(" and ")}, separated by a comma.`);
  return [...previous, ...named];
}

function reportFailure(error: unknown, isVerbose: boolean, { stderr }: CommandEnvironment): void {
  const message = error instanceof Error ? error.message : String(error);
  const detail = isVerbose ? (error instanceof Error && error.stack !== undefined ? error.stack : "") : "--verbose shows where it happened";
  stderr.write(`tag-consistency: internal failure: ${message.split("\n")[0] ?? ""}\n${detail}\n`);
}
