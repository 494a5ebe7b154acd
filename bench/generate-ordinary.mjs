import { entityOf, fieldNames, neighbourOf, pascalCase } from "./areas.mjs";
import { filled } from "./filled.mjs";
import { randomFrom } from "./random.mjs";

/**
 * One of an area's ordinary files: a model, a repository, a service, a component or a test of one of its entities.
 *
 * @param {import("./areas.mjs").Area} area
 * @param {number} position the file's number in its area
 * @returns {{ readonly path: string, readonly text: string }}
 */
export function ordinaryFile(area, position) {
  const kind = kinds[position % kinds.length];
  const name = entityOf(area, Math.floor(position / kinds.length));
  const random = randomFrom(area.seed * 101 + position);
  const entity = { name, type: pascalCase(name), fields: fieldNames.filter(() => random.below(2) === 0).concat("label") };
  return { path: `src/${area.name}/${kind.path(name)}`, text: filled(kind.text(entity, neighbourOf(area)), kind.piece, { entity, random, sizes, end: kind.end }) };
}

/**
 * A file's text with ordinary functions after it, up to a size of 5 to 10 kB.
 *
 * @param {string} text
 * @param {string} name
 * @param {number} seed
 */
export function padded(text, name, seed) {
  return filled(text, functionPiece, { entity: { name, type: pascalCase(name), fields: fieldNames }, random: randomFrom(seed), sizes, end: "" });
}

/** In characters, before the last piece. */
const sizes = [5000, 9500];

// ---------------------------------------------------------------------------------------------------- kinds of files

const kinds = [
  {
    path: (name) => `models/${name}.ts`,
    text: ({ name, type, fields }) => `/** What is known of one ${name}. */
export interface ${type} {
  readonly id: string;
  readonly createdAt: Date;
  readonly status: ${type}Status;
${fields.map((field) => `  readonly ${field}: ${field === "label" ? "string" : "number"};`).join("\n")}
}

export type ${type}Status = "open" | "held" | "closed";

export const first${type}Status: ${type}Status = "open";
`,
    piece: functionPiece,
    end: "",
  },
  {
    path: (name) => `repositories/${name}-repository.ts`,
    text: ({ name, type }) => `import type { ${type}, ${type}Status } from "../models/${name}.js";

/** Keeps each ${name} in memory; the database comes with the next version. */
export class ${type}Repository {
  readonly #items = new Map<string, ${type}>();
  #changes = 0;

  get size(): number {
    return this.#items.size;
  }

  save(item: ${type}): void {
    this.#items.set(item.id, item);
    this.#changes += 1;
  }

  find(id: string): ${type} | undefined {
    return this.#items.get(id);
  }

  byStatus(status: ${type}Status): readonly ${type}[] {
    return [...this.#items.values()].filter((item) => item.status === status);
  }
`,
    piece: (entity, index, random) => random.oneOf(repositoryMethods)(entity, index),
    end: "}\n",
  },
  {
    path: (name) => `services/${name}-service.ts`,
    text: ({ name, type }, neighbour) => `import { EventEmitter } from "node:events";
import type { ${type} } from "../models/${name}.js";
import { ${type}Repository } from "../repositories/${name}-repository.js";
${neighbour === undefined ? "" : `import type { ${pascalCase(neighbour.name)} } from "../../${neighbour.area}/models/${neighbour.name}.js";\n`}
export interface ${type}ServiceOptions {
  readonly retries: number;
  readonly pauseInMilliseconds: number;
  readonly log?: (message: string, details?: Readonly<Record<string, unknown>>) => void;
}

/** The rules of the house for each ${name}. */
export class ${type}Service extends EventEmitter {
  constructor(
    private readonly repository: ${type}Repository,
    private readonly options: ${type}ServiceOptions = { retries: 3, pauseInMilliseconds: 200 },
  ) {
    super();
  }
`,
    piece: (entity, index, random) => random.oneOf(serviceMethods)(entity, index),
    end: "}\n",
  },
  {
    path: (name) => `components/${name}-list.ts`,
    text: ({ name, type }) => `import type { ${type} } from "../models/${name}.js";
import type { ${type}Service } from "../services/${name}-service.js";

interface ${type}ListState {
  readonly items: readonly ${type}[];
  readonly selected: string | undefined;
  readonly isLoading: boolean;
}

type ${type}ListAction = { readonly type: "loaded"; readonly items: readonly ${type}[] } | { readonly type: "selected"; readonly id: string } | { readonly type: "failed" };

export function reduce${type}List(state: ${type}ListState, action: ${type}ListAction): ${type}ListState {
  switch (action.type) {
    case "loaded":
      return { ...state, items: action.items, isLoading: false };
    case "selected":
      return { ...state, selected: action.id };
    case "failed":
      return { ...state, isLoading: false };
  }
}

/** Shows each ${name} in a row. */
export class ${type}List extends HTMLElement {
  #state: ${type}ListState = { items: [], selected: undefined, isLoading: true };
  service: ${type}Service | undefined;

  render(): string {
    const rows = this.#state.items.map((item) => \`<li data-id="\${item.id}" class="\${item.id === this.#state.selected ? "selected" : ""}">\${item.label}</li>\`);
    return \`<ul class="${name}-list">\${rows.join("")}</ul>\`;
  }
`,
    piece: (entity, index, random) => random.oneOf(componentMethods)(entity, index),
    end: "}\n",
  },
  {
    path: (name) => `tests/${name}-service.test.ts`,
    text: ({ name, type, fields }) => `import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ${type} } from "../models/${name}.js";
import { ${type}Repository } from "../repositories/${name}-repository.js";
import { ${type}Service } from "../services/${name}-service.js";

const example: ${type} = { id: "${name}-1", createdAt: new Date("2025-03-01T10:00:00Z"), status: "open", ${fields.map((field) => (field === "label" ? `label: "First ${name}"` : `${field}: 1`)).join(", ")} };

describe("${type}Service", () => {
  let repository: ${type}Repository;
  let service: ${type}Service;

  beforeEach(() => {
    repository = new ${type}Repository();
    service = new ${type}Service(repository, { retries: 1, pauseInMilliseconds: 0 });
    repository.save(example);
  });
`,
    piece: (entity, index, random) => random.oneOf(testCases)(entity, index),
    end: "});\n",
  },
];

// ---------------------------------------------------------------------------------------------------- pieces

function functionPiece(entity, index, random) {
  return random.oneOf(functions)(entity, index, random);
}

const functions = [
  ({ name, type, fields }, index) => `/** The sum of what each ${name} counts, without those that are held. */
export function sum${type}${index}(items: readonly { readonly status: string; readonly ${fields[0]}: number | string }[]): number {
  let total = 0;
  for (const item of items) {
    if (item.status === "held") continue;
    total += Number(item.${fields[0]});
  }
  return Math.round(total * 100) / 100;
}
`,
  ({ name, type }, index) => `export function parse${type}${index}(text: string): { readonly key: string; readonly value: string } | undefined {
  const match = /^\\s*([a-z][\\w-]*)\\s*=\\s*(.*?)\\s*$/iu.exec(text);
  if (match === null) return undefined;
  const [, key = "", value = ""] = match;
  if (key.length > 64) {
    throw new RangeError(\`The key of a ${name} is too long: \${key.slice(0, 16)}…\`);
  }
  return { key: key.toLowerCase(), value: value.replace(/^"(.*)"$/u, "$1") };
}
`,
  ({ type }, index) => `export const compare${type}${index} = (left: { readonly label: string; readonly rank?: number }, right: { readonly label: string; readonly rank?: number }): number => {
  const byRank = (left.rank ?? 0) - (right.rank ?? 0);
  return byRank !== 0 ? byRank : left.label.localeCompare(right.label, "en", { numeric: true });
};
`,
  ({ name, type }, index) => `export async function retry${type}${index}<T>(attempt: (count: number) => Promise<T>, limit = 3): Promise<T> {
  let last: unknown;
  for (let count = 1; count <= limit; count += 1) {
    try {
      return await attempt(count);
    } catch (error) {
      last = error;
      await new Promise((resolve) => setTimeout(resolve, 2 ** count * 50));
    }
  }
  throw new Error(\`The ${name} was given up after \${limit} attempts\`, { cause: last });
}
`,
  ({ type, fields }, index) => `export function group${type}${index}<T extends { readonly status: string }>(items: Iterable<T>): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.status);
    if (group === undefined) groups.set(item.status, [item]);
    else group.push(item);
  }
  return new Map([...groups].sort(([a], [b]) => a.localeCompare(b)));
}

const default${type}${index} = { ${fields.map((field, position) => `${field}: ${field === "label" ? '"none"' : position}`).join(", ")} } as const;

export function withDefaults${type}${index}(given: Partial<typeof default${type}${index}>): typeof default${type}${index} {
  return { ...default${type}${index}, ...given };
}
`,
  ({ name, type }, index, random) => `export function describe${type}${index}(count: number, language: "en" | "de" = "en"): string {
  const words = { en: ["no ${name}", "one ${name}", "several"], de: ["nichts", "eines", "mehrere"] }[language];
  const limit = ${2 + random.below(20)};
  const word = words[Math.min(count, words.length - 1)] ?? "";
  return count > limit ? \`\${word} (more than \${limit})\` : \`\${word}: \${count}\`;
}
`,
  ({ type }, index) => `interface ${type}Page${index}<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

export async function* pages${type}${index}<T>(load: (cursor: string | undefined) => Promise<${type}Page${index}<T>>): AsyncGenerator<T> {
  let cursor: string | undefined;
  do {
    const page = await load(cursor);
    yield* page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}
`,
];

const repositoryMethods = [
  ({ name, type }, index) => `  /** Those that were made since a day, the newest first. */
  since${index}(day: Date, limit = 50): readonly ${type}[] {
    const found = [...this.#items.values()].filter((item) => item.createdAt >= day);
    found.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
    return found.slice(0, limit);
  }

  remove${index}(id: string): boolean {
    const isKnown = this.#items.delete(id);
    if (!isKnown) console.warn(\`There is no ${name} \${id}\`);
    return isKnown;
  }
`,
  ({ name, fields }, index) => `  async export${index}(write: (line: string) => Promise<void>): Promise<number> {
    let lines = 0;
    await write("id;createdAt;${fields.join(";")}");
    for (const item of this.#items.values()) {
      const cells = [item.id, item.createdAt.toISOString(), ${fields.map((field) => `item.${field}`).join(", ")}].map((cell) => \`"\${String(cell).replaceAll('"', '""')}"\`);
      await write(cells.join(";"));
      lines += 1;
    }
    if (lines === 0) throw new Error("No ${name} was exported");
    return lines;
  }
`,
  ({ type, fields }, index) => `  update${index}(id: string, change: Partial<${type}>): ${type} | undefined {
    const known = this.#items.get(id);
    if (known === undefined) return undefined;
    const updated: ${type} = { ...known, ...change, id };
    if (updated.${fields[0]} === known.${fields[0]} && updated.status === known.status) return known;
    this.#items.set(id, updated);
    this.#changes += 1;
    return updated;
  }
`,
];

const serviceMethods = [
  ({ name, type }, index) => `  async close${index}(id: string): Promise<${type}> {
    const item = this.repository.find(id);
    if (item === undefined) throw new Error(\`There is no ${name} \${id}\`);
    if (item.status === "closed") return item;
    const closed: ${type} = { ...item, status: "closed" };
    this.repository.save(closed);
    this.emit("closed", closed);
    this.options.log?.("closed", { id, at: new Date().toISOString() });
    return closed;
  }
`,
  ({ name }, index) => `  async #attempt${index}<T>(what: string, work: () => Promise<T>): Promise<T> {
    for (let count = 0; ; count += 1) {
      try {
        return await work();
      } catch (error) {
        if (count >= this.options.retries) throw new Error(\`\${what} of the ${name} failed\`, { cause: error });
        await new Promise((resolve) => setTimeout(resolve, this.options.pauseInMilliseconds * (count + 1)));
      }
    }
  }

  async fetch${index}(address: string): Promise<unknown> {
    return this.#attempt${index}("fetching", async () => {
      const response = await fetch(address, { headers: { accept: "application/json" } });
      if (!response.ok) throw new Error(\`\${response.status} \${response.statusText}\`);
      return response.json();
    });
  }
`,
  ({ type, fields }, index) => `  /** How the open ones are spread, as parts of 1. */
  spread${index}(): ReadonlyMap<string, number> {
    const open = this.repository.byStatus("open");
    const counts = new Map<string, number>();
    for (const item of open) {
      const key = String(item.${fields[0]}).slice(0, 1);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return new Map([...counts].map(([key, count]) => [key, count / Math.max(1, open.length)]));
  }

  hold${index}(isMeant: (item: ${type}) => boolean): number {
    const held = this.repository.byStatus("open").filter(isMeant);
    held.forEach((item) => this.repository.save({ ...item, status: "held" }));
    return held.length;
  }
`,
];

const componentMethods = [
  ({ name, type }, index) => `  async load${index}(status: ${type}["status"] = "open"): Promise<void> {
    try {
      const items = await this.service?.list?.(status);
      this.#state = reduce${type}List(this.#state, items === undefined ? { type: "failed" } : { type: "loaded", items });
    } catch (error) {
      console.error("the list of ${name} was not loaded", error);
      this.#state = reduce${type}List(this.#state, { type: "failed" });
    } finally {
      this.innerHTML = this.render();
    }
  }
`,
  ({ type }, index) => `  #onClick${index} = (event: MouseEvent): void => {
    const row = event.target instanceof Element ? event.target.closest("li[data-id]") : null;
    const id = row?.getAttribute("data-id");
    if (id === undefined || id === null) return;
    this.#state = reduce${type}List(this.#state, { type: "selected", id });
    this.dispatchEvent(new CustomEvent("select", { detail: { id, index: ${index} }, bubbles: true }));
  };

  listen${index}(): void {
    this.addEventListener("click", this.#onClick${index});
  }
`,
  ({ name, fields }, index) => `  summary${index}(): string {
    const { items, isLoading } = this.#state;
    if (isLoading) return "…";
    if (items.length === 0) return "There is no ${name} yet.";
    const total = items.reduce((sum, item) => sum + Number(item.${fields[0]}), 0);
    const latest = items.map((item) => item.createdAt).reduce((a, b) => (a > b ? a : b));
    return \`\${items.length} × ${name}, \${total.toFixed(2)} in all, the last one on \${latest.toLocaleDateString("en-GB")}\`;
  }
`,
];

const testCases = [
  ({ name }, index) => `  it("closes a ${name}, case ${index}", async () => {
    const onClosed = vi.fn();
    service.on("closed", onClosed);
    const closed = await service.close1(example.id);
    expect(closed).toEqual({ ...example, status: "closed" });
    expect(onClosed).toHaveBeenCalledExactlyOnceWith(closed);
    expect(repository.byStatus("open")).toEqual([]);
  });
`,
  ({ name }, index) => `  it.each([["an unknown one", "${name}-${index}0"], ["an empty name", ""]])("refuses %s, case ${index}", async (_, id) => {
    await expect(service.close1(id)).rejects.toThrow(\`There is no ${name} \${id}\`);
    expect(repository.size).toBe(1);
  });
`,
  ({ type, fields }, index) => `  describe("the spread, case ${index}", () => {
    const others: readonly ${type}[] = [1, 2, 3].map((count) => ({ ...example, id: \`other-\${count}\`, ${fields[0]}: ${fields[0] === "label" ? "`${count}`" : "count * 10"} }));

    it("adds up to one", () => {
      others.forEach((other) => repository.save(other));
      const parts = [...service.spread2().values()];
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1);
    });

    it("counts nobody who is held", () => {
      service.hold2(({ id }) => id.startsWith("other"));
      expect(repository.byStatus("held")).toHaveLength(others.length - 3);
    });
  });
`,
];
