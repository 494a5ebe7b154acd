import { describe, expect, it } from "vitest";
import { imageMentions, mentionPlaces } from "../src/project/prefilter.js";

const mentionsImages = (text: string): boolean => imageMentions({})("a.ts", text);
const mentionsImagesInGo = (text: string): boolean => imageMentions({})("a.go", text);

describe("imageMentions in TypeScript", () => {
  it.each([
    'await execa("docker", ["build", "-t", image, "."]);',
    "await $`docker build -t ${image} .`;",
    "exec(`sudo podman --remote build -t ${image} .`);",
    "exec(`docker ${options} push ${image}`);",
    'exec("docker " + words.join(" "));',
    "exec('docker \\\n  build -t app .');",
    "spawnSync('C:\\\\tools\\\\docker.exe', words);",
    "const engine = process.env.ENGINE ?? 'nerdctl';",
    "const helmPath = './helm';",
    "exec(`./kind load docker-image ${image}`);",
    "exec(`bin/kubectl-v1.30 apply -f ${file}`);",
    "exec(`./helm-${version} upgrade shop ./chart`);",
    "exec(`${engine} build -t ${tag} .`);",
    'await execa(engine, ["build", "-t", tag, "."]);',
    'await run([engine, "push", tag]);',
    "exec(`gcloud builds submit --tag ${tag}`);",
    'await run("kind", ["load", "image-archive", archive]);',
    'await run("kind", ["create", "cluster", "--name", name]);',
    "exec(`kubectl config use-context ${context}`);",
    "exec(`minikube image load ${image}`);",
    "exec(`k3d image import ${image} -c e2e`);",
    "exec(`kubectl -n shop apply -f ${file}`);",
    "exec(`kubectl set image deployment/shop shop=${reference}`);",
    "exec(`helm upgrade --install shop ./chart --set tag=${tag}`);",
    "exec(`skopeo copy docker-archive:a.tar ${target}`);",
    "exec('docker-compose up -d');",
    "const pod = { containers: [{ name, image }] };",
    'const pod = { "image": reference };',
    "const manifest = `\n  containers:\n  - name: shop\n    image: ${reference}\n`;",
    'const text = "{\\"image\\": \\"localhost/shop:1\\"}";',
    "container.image = reference;",
    "container['image'] ??= reference;",
    "await docker.createContainer({ Image: reference });",
    "await docker.buildImage(archive, { t });",
    "await docker.getImage(reference).tag({ repo, tag });",
    "import Dockerode from 'dockerode';",
    'import { PostgreSqlContainer } from "@testcontainers/postgresql"; import "testcontainers";',
    "const started = await new GenericContainer(reference).start();",
    "await core.createNamespacedPod(namespace, pod);",
    "await buildAndLoadImageToKind(config, writer);",
  ])("sees a site in %s", (text) => {
    expect(mentionsImages(text)).toBe(true);
  });

  it.each([
    'import { readFile } from "node:fs/promises";',
    'type Shape = { kind: "circle" } | { kind: "square" };',
    "switch (node.kind) { case 'load': break; }",
    "await execa('npm', ['run', 'build']);",
    "const text = `${count} images and ${name} loads`;",
    "const imageName = names[0]; const { imageTag } = options;",
    "// The image is drawn on the canvas.\nconst images = [];",
    "if (file.image === undefined) return;",
    "const onImage = (image) => image.width;",
    "/** See the docker documentation. */",
    "const url = 'https://docs.docker.com/reference';",
    "const folder = './docker-files/a';",
  ])("sees none in %s", (text) => {
    expect(mentionsImages(text)).toBe(false);
  });

  it("takes time linear in the text", () => {
    const hostile = (length: number): string => ["docker ", "image ", "buildbuildbuild", "kind\n\n\n\n", "kubectl\t"].map((word) => word.repeat(length / word.length)).join("");
    timeOf(() => mentionsImages(hostile(10_000)));
    expect(timeOf(() => mentionsImages(hostile(1_000_000)))).toBeLessThan(1000);
  });
});

describe("imageMentions in Go", () => {
  const pods = 'import corev1 "k8s.io/api/core/v1"\n';

  it.each([
    'exec.Command("docker", "build", "-t", image, ".")',
    'exec.CommandContext(ctx, "/usr/bin/podman",\n\t"build",\n\t"-t", image)',
    'exec.Command("sh", "-c", "podman save -o "+archive+" "+image)',
    'engine := "docker"',
    'exec.Command(engine, "build", "-t", image)',
    'args := []string{"build", "-t", image}',
    'args = append(args, "build", "--no-cache")',
    'fmt.Sprintf("%s build -t %s .", engine, image)',
    'exec.Command("kubectl", "--kubeconfig", path, "apply", "-f", "-")',
    'exec.Command("kubectl", "-n", "shop", "get", "pods")',
    'exec.Command("kubectl", args...)',
    "script := `\nset -e\nkubectl -n shop apply -f shop.yaml\n`",
    'exec.Command("kind", "load", "docker-image", image)',
    'exec.Command("kind", args...)',
    'kindOptions := []string{"load", "docker-image", name, "--name", cluster}',
    'exec.Command("kind", "create", "cluster", "--name", name)',
    'exec.Command("k3d", "cluster",\n\t"create", name)',
    'cmd := fmt.Sprintf("kubectl config use-context kind-%s", name)',
    'exec.Command("make", "docker-build", fmt.Sprintf("IMG=%s", image))',
    'exec.Command("bash", "-c", "make deploy IMG="+image)',
    'exec.Command("./hack/build.sh", image)',
    'import "github.com/testcontainers/testcontainers-go"',
    'import tc "github.com/testcontainers/testcontainers-go/modules/postgres"',
    'import (\n\t"fmt"\n\n\t"sigs.k8s.io/e2e-framework/pkg/envfuncs"\n)',
    "client.ImageBuild(ctx, archive, options)",
    "clientset.AppsV1().Deployments(namespace).Create(ctx, deployment, metav1.CreateOptions{})",
    "clientset.CoreV1().Pods(namespace).\n\t\tCreate(ctx, pod, metav1.CreateOptions{})",
    "name, err := BuildAndLoadImageToKind(cfg, writer)",
    "if err := loadDataStorageImageWithTag(cluster, tag, writer); err != nil {",
    `${pods}\tImage: image,`,
    `${pods}c := corev1.Container{Name: "shop", Image: image}`,
    `${pods}pod.Spec.Containers[0].Image = image`,
    'manifest := `\napiVersion: v1\nspec:\n  containers:\n  - image: %s\n`',
    'manifest := "apiVersion: v1\\nspec:\\n  containers:\\n  - image: " + image',
    'm := map[string]any{"containers": []any{map[string]any{"name": "shop", "image": image}}}',
    'text := "{\\"containers\\":[{\\"image\\":\\"localhost/shop:1\\"}]}"',
  ])("sees a site in %s", (text) => {
    expect(mentionsImagesInGo(text)).toBe(true);
  });

  it.each([
    'exec.Command("kubectl", "get", "pods")',
    'exec.CommandContext(ctx, "kubectl",\n\t"--kubeconfig", path,\n\t"-n", namespace,\n\t"exec", pod)',
    'exec.Command("docker", "inspect", id)',
    'exec.Command("podman", "image", "prune", "-f")',
    'exec.Command("kubectl", "create", "namespace", name)',
    'exec.Command("kind", "delete", "cluster")',
    'exec.Command("go", "build", "./...")',
    'Expect(object).To(HaveKeyWithValue("kind", "Deployment"))',
    'params.Set("kind", kind)',
    "// docker build -t shop .",
    "count++ // as `kubectl apply` does",
    'logger.Info("waiting for kubectl apply")',
    'fmt.Fprintf(os.Stderr, "%d: docker build failed: %s", n, out)',
    'return fmt.Errorf("kubectl apply failed: %w", err)',
    'It("should kubectl apply the object", func() {})',
    'fmt.Printf("make sure that it is there")',
    'const namespace = "demo-crashloop-helm"',
    "type Config struct {\n\tImage string `json:\"image\"`\n}",
    "func scale(image *picture.Image) picture.Image { return picture.Image{Width: image.Width} }",
    "config := Config{Image: image}",
    `${pods}fmt.Printf("image: %s", image)`,
    `${pods}image := images[0]`,
    `${pods}if container.Image == image {`,
    `${pods}// Image: the reference`,
    `${pods}options := Options{ImageTag: tag, Images: images}`,
  ])("sees none in %s", (text) => {
    expect(mentionsImagesInGo(text)).toBe(false);
  });

  it("takes time linear in the text", () => {
    const hostile = (length: number): string => ["docker ", 'image: "', "BuildBuildBuild", '"kubectl", "-n", a, ', "Image\t", "Command(a, ", "// kind "].map((word) => word.repeat(length / word.length)).join("");
    expect(timeOf(() => mentionsImagesInGo(hostile(10_000)))).toBeLessThan(1000);
    expect(timeOf(() => mentionsImagesInGo(hostile(1_000_000)))).toBeLessThan(1000);
  });
});

describe("imageMentions in scripts", () => {
  const sees = (file: string, text: string): boolean => imageMentions({})(file, text);

  it.each([
    "docker build -t app .",
    '"${ENGINE:-docker}" build .\nIMG=a',
    "docker \\\n  build .",
    '"$DOCKER" push "$tag"',
    "podman --remote save app",
    "kubectl -n shop apply -f shop.yaml",
    "kind load docker-image app:1 --name e2e",
    "kustomize edit set image controller=app:1",
    "  image: app:1",
    'echo "{\\"image\\": \\"app:1\\"}" >pod.json',
    "yq -i '.spec.template.spec.containers[0].image = strenv(APP)' deployment.yaml",
    "export IMAGE_TAG=1",
    "ko apply -f config",
    "git fetch # docker build is below\n",
  ])("sees a site in the shell's %j", (text) => {
    expect(sees("build.sh", text)).toBe(true);
    expect(sees("hack/build", `#!/usr/bin/env bash\n${text}`)).toBe(true);
  });

  it.each([
    "IMG ?= controller:latest",
    "docker-build:\n\t$(CONTAINER_TOOL) build -t ${TAG} .",
    "deploy:\n\t$(KUSTOMIZE) build config/default | $(KUBECTL) apply -f -",
    "push:\n\t@${DOCKER} push ${TAG}",
  ])("sees a site in the Makefile's %j", (text) => {
    expect(sees("Makefile", text)).toBe(true);
  });

  it.each(["go test ./...", "# docker build -t app .", "#!/bin/sh\n# this kind of image: a picture\nset -e", "npm ci && npm run build", "kubectl get pods", "docker ps", "this_image=1", "echo 'what kind of thing'"])("sees none in the shell's %j", (text) => {
    expect(sees("build.sh", text)).toBe(false);
  });

  it.each(["build:\n\t$(GO) build -o bin/app .", "\t# docker build", "\t@# $(DOCKER) build .", "lint:\n\t$(NPM) run lint", "all: ; $(MAKE) build"])("sees none in the Makefile's %j", (text) => {
    expect(sees("Makefile", text)).toBe(false);
  });

  it("takes time linear in the text", () => {
    const hostile = (length: number): string => ["# docker ", "$(A) ", "image:", "kubectl", "docker-image ", "IMAG"].map((word) => word.repeat(length / word.length)).join("");
    expect(timeOf(() => sees("a.sh", `# ${hostile(1_000_000)}`))).toBeLessThan(1000);
  });
});

describe("imageMentions in YAML and JSON", () => {
  const sees = (file: string, text: string): boolean => imageMentions({})(file, text);

  it.each([
    "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: app:1\n",
    "\uFEFFapiVersion: v1\r\nkind: Pod\r\nspec:\r\n  containers:\r\n  - image: app:1\r\n",
    "apiVersion: shop.example/v1\nkind: Gateway\nspec:\n  runtimeImage: app:1\n",
    "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n      - name: a\n        env: [{ name: RELATED_IMAGE_APP, value: app:1 }]\n",
    "kind: CustomResourceDefinition\napiVersion: apiextensions.k8s.io/v1\n---\nkind: Pod\napiVersion: v1\nspec: { containers: [{ image: a }] }",
    '{ "apiVersion": "v1", "kind": "Pod", "spec": { "containers": [{ "image": "app:1" }] } }',
  ])("sees a site in %j", (text) => {
    expect(sees("pod.yaml", text)).toBe(true);
    expect(sees("pod.json", text)).toBe(true);
  });

  it.each([
    "on: push\njobs:\n  a:\n    container: { image: app:1 }\n    steps:\n    - run: |\n        kubectl apply -f - <<EOF\n        apiVersion: v1\n        kind: Pod\n        EOF\n",
    "apiVersion: v1\nkind: Service\nspec: { ports: [{ port: 80 }] }\n",
    "apiVersion: v2\nname: chart\nannotations: { images: a }\n",
    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  names:\n    kind: Shop\n  image: { type: string }\n",
    "paths:\n  schema:\n    apiVersion: { type: string }\n    kind: { type: string }\n    image: { type: string }\n",
    '{ "image": "a.png" }',
  ])("sees none in %j", (text) => {
    expect(sees("some.yaml", text)).toBe(false);
    expect(sees("some.json", text)).toBe(false);
  });

  it("sees one in a kustomization that changes images, whatever else it holds", () => {
    expect(sees("config/kustomization.yaml", "resources: [pod.yaml]\nimages:\n- name: controller\n  newName: app\n")).toBe(true);
    expect(sees("config/Kustomization", "patches:\n- patch: |-\n    - op: replace\n      path: /spec/containers/0/image\n      value: app:1\n")).toBe(true);
    expect(sees("config/kustomization.yml", "resources: [pod.yaml]\n# images: none\n")).toBe(false);
  });

  it("looks for kinds of objects that the configuration names, and not for functions", () => {
    const mentions = imageMentions({ producers: ["makeIt"], manifestPaths: [{ kind: "Shop", path: "spec.picture" }] });
    for (const text of ["kind: Shop\napiVersion: a/v1\nspec: { picture: app:1 }", '{"apiVersion": "a/v1", "kind": "Shop"}']) expect(mentions("a.yaml", text)).toBe(true);
    expect(mentions("a.yaml", "makeIt: true")).toBe(false);
    expect(mentions("a.sh", "kubectl create -f - <<EOF\nkind: Shop\nEOF\n")).toBe(true);
  });

  it("takes time linear in the text", () => {
    const hostile = (length: number): string => ["apiVersion: v1\n", "kind: CustomResourceDefinition\n", "image", "# image ", "      "].map((word) => word.repeat(length / word.length)).join("");
    expect(timeOf(() => sees("a.yaml", hostile(1_000_000)))).toBeLessThan(1000);
  });
});

describe("mentionPlaces", () => {
  const places = (file: string, text: string): readonly string[] => mentionPlaces({})(file, text).map((offset) => text.slice(offset).split(/[\s(]/, 1)[0] ?? "");

  it("gives the offsets of what may be a site", () => {
    expect(places("a.go", 'func a() { build() }\nfunc b() { exec.Command("podman", "build") }')).toEqual(["podman\","]);
    expect(places("a.ts", "const a = 1; await $`podman build .`; await buildShopImage();")).toEqual(["podman", "buildShopImage"]);
  });

  it("counts an image key only beside pods", () => {
    expect(places("a.ts", "const file = { image: 1 };")).toEqual([]);
    expect(places("a.ts", "const pod = { containers: [{ image: 1 }] };")).toEqual(["containers:", "image:"]);
  });

  it("gives the places where a Go file uses what it imports of libraries of containers", () => {
    const imports = 'import (\n\ttc "github.com/testcontainers/testcontainers-go"\n\t"github.com/fsouza/go-dockerclient"\n\t"os"\n)\n';
    expect(places("a.go", `${imports}func a() { os.Exit(1) }\nfunc b() { tc.GenericContainer(ctx) }\nfunc c() { docker.NewClient() }`)).toEqual(["tc.GenericContainer", "docker.NewClient"]);
  });
});

describe("imageMentions under a configuration", () => {
  it("looks for the kinds of objects that the configuration names, as manifests and object literals write them", () => {
    const mentions = imageMentions({ manifestPaths: [{ kind: "Shop", path: "spec.picture" }] });
    for (const text of ["`\nkind: Shop\n`", "({ kind: 'Shop' })", '({ "kind": "Shop" })', '"{\\"kind\\":\\"Shop\\"}"']) expect(mentions("a.ts", text)).toBe(true);
    for (const text of ['Object{Kind: "Shop"}', "shop := &v1.Shop{Name: name}", "`\nkind: Shop\n`"]) expect(mentions("a.go", text)).toBe(true);
    for (const text of ["Shopping{}", "func Shop() {}"]) expect(mentions("a.go", text)).toBe(false);
    for (const text of ["({ kind: 'Shopping' })", "const Shop = 1;", "({ picture })"]) expect(mentions("a.ts", text)).toBe(false);
  });

  it("looks for the functions that the configuration names", () => {
    const mentions = imageMentions({ producers: ["makeIt"], generators: [{ name: "Names.next$" }], consumers: [{ name: "runIt", module: "runner" }] });
    expect(mentions("a.ts", "await makeIt();")).toBe(true);
    expect(mentions("a.ts", "const name = new Names().next$ ();")).toBe(true);
    expect(mentions("a.ts", 'import { runIt as go } from "runner";')).toBe(true);
    expect(mentions("a.ts", "await remakeIt(next);")).toBe(false);
  });

  it("looks only into files of a language that is analysed", () => {
    const mentions = imageMentions({ producers: ["makeIt"] });
    expect(mentions("README.md", "docker build -t app .")).toBe(false);
    expect(mentions("README.md", "makeIt()")).toBe(false);
  });
});

/** In milliseconds. */
function timeOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
