import type { Place, Text } from "../../values/value.js";
import type { GivenText } from "../process-environment.js";
import type { GivenArgument } from "../dockerfile/build.js";

/** One service, as one compose file or all of them together describe it. */
export interface Service {
  readonly name: string;
  /** Where its name is written. */
  readonly place: Place | undefined;
  readonly image: GivenText | undefined;
  readonly build: ServiceBuild | undefined;
  readonly policy: Text | undefined;
  readonly profiles: readonly Text[];
  /** Services that are started with it. */
  readonly needs: readonly string[];
  /** Parts that a later file takes back (`!reset`). */
  readonly reset: ReadonlySet<"image" | "build">;
  /** Parts that a later file puts in the place of what was there (`!override`). */
  readonly replaces: ReadonlySet<"build">;
}

export interface ServiceBuild {
  readonly place: Place | undefined;
  /** A folder (`/` is the project's root) or an address; undefined: not said yet. */
  readonly context: Text | undefined;
  readonly dockerfile: Text | undefined;
  readonly inline: Text | undefined;
  readonly target: Text | undefined;
  readonly args: ReadonlyMap<string, GivenArgument>;
  readonly contexts: ReadonlyMap<string, GivenText>;
  /** Further names of the image. */
  readonly tags: readonly GivenText[];
}

/** Several files as one, the later over the earlier (https://docs.docker.com/reference/compose-file/merge/). */
export function mergeService(base: Service | undefined, over: Service): Service {
  if (base === undefined) return over;
  return {
    name: over.name,
    place: base.place ?? over.place,
    image: over.image ?? (over.reset.has("image") ? undefined : base.image),
    build: over.reset.has("build") ? undefined : over.replaces.has("build") ? over.build : mergeBuild(base.build, over.build),
    policy: over.policy ?? base.policy,
    profiles: over.profiles.length > 0 ? [...base.profiles, ...over.profiles] : base.profiles,
    needs: [...new Set([...base.needs, ...over.needs])],
    reset: over.reset,
    replaces: over.replaces,
  };
}

function mergeBuild(base: ServiceBuild | undefined, over: ServiceBuild | undefined): ServiceBuild | undefined {
  if (base === undefined || over === undefined) return over ?? base;
  return {
    place: over.place ?? base.place,
    context: over.context ?? base.context,
    dockerfile: over.dockerfile ?? (over.inline === undefined ? base.dockerfile : undefined),
    inline: over.inline ?? (over.dockerfile === undefined ? base.inline : undefined),
    target: over.target ?? base.target,
    args: new Map([...base.args, ...over.args]),
    contexts: new Map([...base.contexts, ...over.contexts]),
    tags: [...base.tags, ...over.tags],
  };
}
