import { literalText, unknown } from "../../values/text.js";
import { withImages } from "./images.js";
import type { KustomizeObject } from "./objects.js";

/** `$(NAME)` in an image may be one of the kustomization's `vars`, whose value is put in where the configuration says so: it is not known. */
export function resolveVariables(objects: readonly KustomizeObject[], variables: ReadonlySet<string>): readonly KustomizeObject[] {
  if (variables.size === 0) return objects;
  return objects.map((object) =>
    withImages(object, [], (image) => {
      const names = [...(literalText(image.text) ?? "").matchAll(/\$\(([\w.-]+)\)/gu)].flatMap(([, name = ""]) => (variables.has(name) ? [name] : []));
      const [name] = names;
      return name === undefined ? image : { ...image, text: unknown(`kustomize variable ${names.join()} in ${image.text.key}`, `the variable ${name} of a kustomization`) };
    }),
  );
}

