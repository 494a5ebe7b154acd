import type { Mentions } from "./mentions.js";

/** Programs that make, move, change or run images, and what scripts call to have it done. There are few scripts: any mention counts. */
const programs = "docker|podman|nerdctl|buildah|buildx|buildctl|kaniko|kubectl|oc|kind|k3d|k3s|minikube|microk8s|helm|kustomize|skopeo|crane|regctl|ctr|crictl|ko|pack|skaffold|tilt|operator-sdk|DOCKER|KUBECTL|KUSTOMIZE|CONTAINER_\\w+|IMAGE\\w*|IMG";

/** How shell scripts and Makefiles speak of images. */
export const scriptMentions: Mentions = {
  sites: `(?<![\\w-])(?:${programs})(?![\\w-])`,
  imageKey: "\\bimage:",
  pods: { test: () => true },
  isImageKeyEnough: true,
  ofKinds: (kinds) => `\\bkind:\\s*["']?(?:${kinds})(?![\\w$])`,
};

/** How YAML and JSON speak of images: Kubernetes objects that hold one, and kustomizations. */
export const yamlMentions: Mentions = {
  possible: /image|kustomiz|configurations|resources:|\bkind\b/iu,
  sites: "^kind:\\s*[\"']?(?:Kustomization|Component)\\b|^(?:resources|bases|components|patches|patchesStrategicMerge|images|configMapGenerator|secretGenerator):",
  imageKey: "image[\"']?\\s*:|^\\s*(?:- )?reference[\"']?\\s*:",
  pods: { test: (text) => /["']?\bapiVersion["']?\s*:/u.test(text) },
  isImageKeyEnough: false,
  ofKinds: (kinds) => `\\bkind["']?\\s*:\\s*["']?(?:${kinds})(?![\\w$])`,
};
