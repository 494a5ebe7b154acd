/** Where the description of a development container lies (https://containers.dev/implementors/spec/#devcontainerjson). */
export const devcontainerNames = /(?:^|\/)(?:\.devcontainer\/(?:[^/]+\/)?devcontainer|\.devcontainer)\.json$/u;
