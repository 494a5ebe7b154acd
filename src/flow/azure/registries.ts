import { literalText } from "../../values/text.js";
import type { YamlTree } from "../yaml-tree.js";

/**
 * The registry that a pipeline pushes to. A task names it by a connection of the portal, whose address nobody sees here; where a pipeline
 * has one connection, and one registry of Azure's anywhere in it, this is the one. Undefined where there may be several.
 */
export function onlyRegistry(pipeline: YamlTree): string | undefined {
  const [hosts, connections] = [new Set<string>(), new Set<string>()];
  let left = mostNodes;
  const walk = (tree: YamlTree, key: string): void => {
    left -= 1;
    if (left < 0) return;
    if (tree.kind === "list") for (const item of tree.items) walk(item, key);
    else if (tree.kind === "map") for (const entry of tree.entries) walk(entry.value, entry.key.key.toLowerCase());
    else if (tree.kind === "scalar") {
      const letters = literalText(tree.text);
      if (letters === undefined) return;
      if (connectionInputs.has(key) && !letters.includes(".azurecr.io")) connections.add(letters);
      for (const [host] of letters.matchAll(/\b[a-z0-9]{3,60}\.azurecr\.io\b/gu)) hosts.add(host);
    }
  };
  walk(pipeline, "");
  const [host, ...others] = hosts;
  return left >= 0 && others.length === 0 && connections.size === 1 ? host : undefined;
}

const mostNodes = 100_000;
/** A variable may be called as the input is: then it holds the address. */
const connectionInputs: ReadonlySet<string> = new Set(["containerregistry", "dockerregistryendpoint", "dockerregistryconnection"]);
